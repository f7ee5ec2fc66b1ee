"""What tutorials import and a network needs none of, small enough to run: data, plots, trainers, a course's library."""

from __future__ import annotations

import inspect
import sys
from collections import defaultdict
from collections.abc import Callable, Iterator
from importlib import import_module
from types import ModuleType
from typing import Any

numpy = import_module("numpy")

SIZES = {"MNIST": (28, 28), "FashionMNIST": (28, 28), "KMNIST": (28, 28), "EMNIST": (28, 28), "STL10": (96, 96)}
"""Heights and widths of images, by the name of a data set; 32 × 32 for others."""

GREY = frozenset({"MNIST", "FashionMNIST", "KMNIST", "EMNIST"})


class Anything:
    """Takes every call and has every attribute: a plot, a trainer, the history of a training."""

    def __init__(self, *_: Any, **__: Any) -> None:
        self.history: defaultdict[str, list[float]] = defaultdict(lambda: [0.0])

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        return Anything()

    def __call__(self, *_: Any, **__: Any) -> Any:
        """Anything, again."""
        return Anything()

    def __getitem__(self, _: Any) -> Any:
        return Anything()

    def __setitem__(self, *_: Any) -> None:
        """Nothing is kept."""

    def __iter__(self) -> Iterator[Any]:
        return iter(())

    def __len__(self) -> int:
        return 0

    def __enter__(self) -> Any:
        return self

    def __exit__(self, *_: object) -> None:
        """Nothing is held."""

    def __float__(self) -> float:
        return 0.0

    def __format__(self, _: str) -> str:
        return "0"


def module(name: str, **members: Any) -> ModuleType:
    """A package that can be imported, as can all its parts; what it is not given is anything."""
    made = ModuleType(name)
    made.__path__ = []
    made.__dict__["__getattr__"] = Anything().__getattr__
    vars(made).update(members)
    parent, _, last = name.rpartition(".")
    if parent:
        setattr(sys.modules[parent], last, made)
    sys.modules[name] = made
    return made


def plots() -> None:
    """Matplotlib, which draws nothing."""
    module("matplotlib", use=Anything())
    module("matplotlib.pyplot", subplots=lambda *_, **__: (Anything(), Anything()))
    module("matplotlib.image")


def images_of_torchvision() -> None:
    """Data sets of a few images of noise, which are loaded by one process."""
    torch, torchvision = import_module("torch"), import_module("torchvision")

    def data_set(name: str) -> type:
        class Images(torchvision.datasets.FakeData):  # type: ignore[misc, name-defined]
            classes = tuple(f"class {number}" for number in range(10))

            def __init__(self, *_: Any, transform: Any = None, **__: Any) -> None:
                super().__init__(8, (3, *SIZES.get(name, (32, 32))), 10, transform=None)
                self.transform_of_image = transform

            def __getitem__(self, index: int) -> tuple[Any, int]:
                image, label = super().__getitem__(index)
                image = image.convert("L") if name in GREY else image
                return (self.transform_of_image or (lambda same: same))(image), int(label)

        return Images

    loader = torch.utils.data.DataLoader
    given = loader.__init__

    def of_one_process(self: Any, *arguments: Any, **keywords: Any) -> None:
        given(self, *arguments, **{**keywords, "num_workers": 0, "pin_memory": False})

    loader.__init__ = of_one_process
    names = ("CIFAR10", "CIFAR100", "ImageFolder", "OxfordIIITPet", "VOCSegmentation", *SIZES)
    for name in names:
        setattr(torchvision.datasets, name, data_set(name))


def lightning() -> None:
    """Lightning's modules, without its trainers."""
    torch = import_module("torch")

    class LightningModule(torch.nn.Module):  # type: ignore[misc, name-defined]
        device = torch.device("cpu")

        def save_hyperparameters(self, *_: Any, ignore: Any = ()) -> None:
            frame = inspect.currentframe()
            given = frame.f_back.f_locals if frame and frame.f_back else {}
            kept = {name: value for name, value in given.items() if name not in ("self", "__class__", *ignore)}
            self.hparams = type("Hyperparameters", (dict,), {"__getattr__": dict.__getitem__})(kept)

        def log(self, *_: Any, **__: Any) -> None:
            """Nothing is logged."""

    for name in ("lightning", "pytorch_lightning"):
        module(name, LightningModule=LightningModule, LightningDataModule=type("LightningDataModule", (), {}))
        module(f"{name}.callbacks")
        module(f"{name}.callbacks.progress")
        module(f"{name}.loggers")


def library_of_a_course() -> None:
    """The base class of a textbook's models, and what its programs do with them."""
    torch = import_module("torch")

    class Classifier(torch.nn.Module):  # type: ignore[misc, name-defined]
        def save_hyperparameters(self) -> None:
            frame = inspect.currentframe()
            given = frame.f_back.f_locals if frame and frame.f_back else {}
            for name, value in given.items():
                if name not in ("self", "__class__"):
                    setattr(self, name, value)

        def forward(self, images: Any) -> Any:
            return self.net(images)

        def apply_init(self, inputs: Any, init: Callable[[Any], None] | None = None) -> None:
            self.forward(*inputs)
            if init is not None:
                self.net.apply(init)

        def layer_summary(self, shape: tuple[int, ...]) -> None:
            images = torch.randn(*shape)
            for layer in self.net:
                images = layer(images)

    def add_to_class(owner: type) -> Callable[[Any], None]:
        return lambda function: setattr(owner, function.__name__, function)

    class FashionMNIST:
        def __init__(self, batch_size: int = 64, resize: tuple[int, int] = (28, 28)) -> None:
            self.resize = resize

        def get_dataloader(self, _: bool) -> Any:
            return [(torch.zeros(1, 1, *self.resize), torch.zeros(1, dtype=torch.long))]

    def load_data_fashion_mnist(*_: Any, **__: Any) -> tuple[Any, Any]:
        return Anything(), Anything()

    module("d2l")
    module(
        "d2l.torch",
        Classifier=Classifier,
        add_to_class=add_to_class,
        FashionMNIST=FashionMNIST,
        load_data_fashion_mnist=load_data_fashion_mnist,
        init_cnn=Anything(),
    )


def data_of_keras(keras: Any, tensorflow: Any) -> None:
    """A few images of noise for each data set, and models that are not trained."""

    def arrays(shape: tuple[int, ...], classes: int) -> Callable[..., Any]:
        images = numpy.zeros((16, *shape), "uint8")
        labels = (numpy.arange(16) % classes).astype("uint8")
        return lambda *_, **__: ((images, labels), (images, labels))

    for name, shape in (("mnist", (28, 28)), ("fashion_mnist", (28, 28)), ("cifar10", (32, 32, 3))):
        getattr(keras.datasets, name).load_data = arrays(shape, 10)
    keras.datasets.cifar100.load_data = arrays((32, 32, 3), 100)

    def from_directory(*_: Any, image_size: tuple[int, int] = (256, 256), subset: str = "", **__: Any) -> Any:
        images, labels = numpy.zeros((4, *image_size, 3), "float32"), numpy.zeros(4, "int32")
        data = tensorflow.data.Dataset.from_tensor_slices((images, labels)).batch(2)
        data.class_names = ["cat", "dog"]
        return (data, data) if subset == "both" else data

    keras.utils.image_dataset_from_directory = from_directory
    keras.utils.get_file = lambda *_, **__: "/tmp/none"  # noqa: S108
    keras.utils.plot_model = Anything()
    for method in ("fit", "save", "save_weights", "load_weights"):
        setattr(keras.Model, method, Anything())
    keras.Model.predict = lambda *_, **__: numpy.zeros((16, 1))
    keras.Model.evaluate = lambda *_, **__: (0.0, 0.0)
