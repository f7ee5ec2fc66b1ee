"""What the modules of Keras and TensorFlow have under their names."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

from sphinx_cnn.arithmetic.shape import Shape
from sphinx_cnn.notation.builtins import builtins
from sphinx_cnn.notation.dialect import Maker, Reader, ReaderFunction
from sphinx_cnn.notation.errors import nearest
from sphinx_cnn.notation.keras.layers import ALIASES, FUNCTIONS, KINDS
from sphinx_cnn.notation.keras.makers import LayerClass, MergingFunction
from sphinx_cnn.notation.keras.making import ModelClass, initial, new_variable
from sphinx_cnn.notation.keras.operations import elementwise
from sphinx_cnn.notation.keras.operations.call import Call
from sphinx_cnn.notation.keras.operations.data import made
from sphinx_cnn.notation.keras.operations.library import MODULES, operation
from sphinx_cnn.notation.keras.operations.operation import Operation
from sphinx_cnn.notation.values import Constant, FeatureMap, Module, Native, Opaque

if TYPE_CHECKING:
    from sphinx_cnn.notation.keras.dialect import KerasDialect

LOCAL = {
    "keras": "keras",
    "layers": "keras.layers",
    "models": "keras.models",
    "ops": "keras.ops",
    "K": "keras.backend",
    "tf": "tensorflow",
}
"""The usual names of Keras' modules, which a text need not import."""

CLASSES = ("Input", "InputLayer", "Sequential", "Model", "Functional", "Layer", "Lambda", "TimeDistributed")
"""Classes of Keras that are no kinds of layers, or that are around something else."""

WALKED = frozenset({*MODULES, "keras.config", "keras.initializers", "keras.layers", "keras.models", "tensorflow.keras"})
"""The modules that something is read of."""

UNTRACKED = "a tf.Variable is no weight of a layer in Keras 3, so it is not counted; add_weight makes one"

OF_DATA = frozenset({
    "CategoryEncoding", "Discretization", "HashedCrossing", "Hashing", "IntegerLookup", "MelSpectrogram", "MixUp",
    "Pipeline", "RandAugment", "STFTSpectrogram", "StringLookup", "TextVectorization", "CutMix", "AugMix",
})  # fmt: skip
"""Layers that prepare data, and are no part of a network."""

IMAGES: dict[str, tuple[Shape, int, Shape]] = {
    "mnist": ((28, 28), 60_000, ()),
    "fashion_mnist": ((28, 28), 60_000, ()),
    "cifar10": ((32, 32, 3), 50_000, (1,)),
    "cifar100": ((32, 32, 3), 50_000, (1,)),
}
"""The data that Keras has: the shape of an image, the number of those to train with, the shape of a label."""

OF_INITIALIZERS = ("tensorflow.initializers", "tensorflow.keras.initializers", "keras.initializers")


class Names:
    """The names, for one text."""

    def __init__(self, dialect: KerasDialect) -> None:
        self.dialect = dialect
        state = dialect.state
        kinds = {name: LayerClass(ALIASES.get(name, name), state) for name in (*KINDS, *ALIASES)}
        self.classes: dict[str, object] = {**kinds, **{name: ModelClass(name, dialect) for name in CLASSES}}

    def bare(self, reader: Reader) -> dict[str, object]:
        """The names that can be used without an import."""
        plain = builtins(reader.budget)["abs"]
        hidden = ("Layer", "Functional")
        classes = {name: value for name, value in self.classes.items() if name not in hidden}
        modules = {local: Module(path) for local, path in LOCAL.items()}
        return {**classes, **modules, "abs": ReaderFunction("abs", self._absolute(plain))}

    def _absolute(self, plain: object) -> Any:  # noqa: ANN401
        """``abs``, of a number or of a feature map."""

        def call(reader: Reader, arguments: list[Any], keywords: dict[str, Any], node: Any) -> object:  # noqa: ANN401
            of_map = arguments and isinstance(arguments[0], FeatureMap)
            function = self.find("keras.ops", "absolute") if of_map else plain
            return reader.call(function, arguments, keywords, node)

        return call

    def find(self, path: str, name: str) -> object:
        """What ``path.name`` is: a layer kind, a model, an operation, a module, or something that is not read.

        :raises ValueError: if there should be a layer of that name, and there is none.
        """
        path = re.sub(
            r"^(tensorflow\.(python\.|compat\.v[12]\.)?keras|tf_keras|tensorflow\._api\.v2\.keras)\b", "keras", path
        )
        whole = f"{path}.{name}"
        if whole in WALKED:
            return Module("keras" if whole == "tensorflow.keras" else whole)
        found = operation(path, name, self.dialect.state) or self._setting(path, name) or self._variable(path, name)
        if found is not None:
            return found
        prepared = self.of_data(path, name)
        if prepared is not None:
            return prepared
        if path in OF_INITIALIZERS or (path == "tensorflow" and name.endswith("_initializer")):
            return ReaderFunction(name, lambda *_: INITIALIZER)
        if path in ("keras", "keras.models") and name in CLASSES:
            return self.classes[name]
        if path == "keras.layers" or path.startswith("keras.layers."):
            return self._layer(path, name)
        return Opaque(whole)

    def of_data(self, path: str, name: str) -> object:
        """A function of a module that is not read otherwise: what prepares images, and data of a known shape."""
        path = re.sub(r"^tensorflow\.keras\b", "keras", path)
        module = path.rpartition(".")[2]
        if path.startswith("keras.applications.") and name == "preprocess_input":
            same = module.startswith(("efficientnet", "convnext", "regnet"))
            function = elementwise.same if same else elementwise.of_each_value(name)
            return Operation(f"{path}.{name}", name, function, self.dialect.state)
        if path.startswith("keras.datasets.") and name == "load_data" and module in IMAGES:
            sizes, training, labels = IMAGES[module]
            return Native(name, lambda *_, **__: tuple(_pairs(module, sizes, labels, [training, 10_000])))
        return None

    def _layer(self, path: str, name: str) -> object:
        if name in self.classes:
            return self.classes[name]
        if name in OF_DATA:
            return Opaque(f"{path}.{name}")
        if name in FUNCTIONS:
            kind = self.classes[FUNCTIONS[name]]
            assert isinstance(kind, LayerClass)  # noqa: S101
            return MergingFunction(name, kind)
        if name.islower():
            return Module(f"{path}.{name}")
        raise ValueError(f"no layer '{name}' is known{nearest(name, self.classes)}")

    def _setting(self, path: str, name: str) -> object:
        state = self.dialect.state
        if path not in ("keras.backend", "keras.config"):
            return None
        settings: dict[str, Callable[..., object]] = {
            "set_image_data_format": self.dialect.set_data_format,
            "image_data_format": lambda: "channels_last" if state.channels_last else "channels_first",
            "epsilon": lambda: 1e-7,
            "floatx": lambda: "float32",
            "learning_phase": lambda: False,
        }
        return Native(name, settings[name]) if name in settings else None

    def _variable(self, path: str, name: str) -> Maker | None:
        whole = f"{path}.{name}"
        if whole not in ("keras.Variable", "tensorflow.Variable", "keras.backend.variable"):
            return None
        dialect = self.dialect

        def call(reader: Any, arguments: list[Any], keywords: dict[str, Any], node: Any) -> object:  # noqa: ANN401
            made = Call(name, reader, node, "variable", dialect.state.channels_last)
            if whole == "tensorflow.Variable":
                dialect.notes.append(UNTRACKED)
                return initial(made, arguments, keywords)
            return new_variable(dialect.state, made, arguments, keywords)

        return ReaderFunction(name, call)


def _pairs(name: str, sizes: Shape, labels: Shape, counts: list[int]) -> Iterator[tuple[Constant, Constant]]:
    """Images and their labels."""
    for count in counts:
        yield Constant(name, (count, *sizes)), Constant(name, (count, *labels))


def _values(reader: Any, arguments: list[Any], keywords: dict[str, Any], node: Any) -> object:  # noqa: ANN401
    """What an initializer gives: data of a shape."""
    shape = arguments[0] if arguments else keywords.get("shape")
    return made(Call("initializer", reader, node, "initial_values"), shape)


INITIALIZER = ReaderFunction("initializer", _values)
"""An initializer, whatever its values are."""
