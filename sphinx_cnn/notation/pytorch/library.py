"""What the modules of PyTorch have under their names."""

from __future__ import annotations

import ast
from dataclasses import dataclass
from typing import Any

from sphinx_cnn.arithmetic.layers.parameter import Parameter
from sphinx_cnn.notation.dialect import Maker, Reader, ReaderFunction
from sphinx_cnn.notation.errors import nearest
from sphinx_cnn.notation.layer_class import MadeLayers
from sphinx_cnn.notation.pytorch.functions import function, functional
from sphinx_cnn.notation.pytorch.layers import KINDS
from sphinx_cnn.notation.pytorch.makers import LayerClass
from sphinx_cnn.notation.pytorch.modules import CONTAINERS, ContainerClass
from sphinx_cnn.notation.pytorch.parameters import ParameterOf
from sphinx_cnn.notation.values import Constant, FeatureMap, LayerObject, Module, Native, Opaque, describe

MODULES = {"torch": "torch", "nn": "torch.nn", "F": "torch.nn.functional"}
"""The usual names of PyTorch's modules, which a text need not import."""

WALKED = frozenset({
    "torch.fx", "torch.jit", "torch.nn", "torch.nn.functional", "torch.nn.init", "torch.nn.modules",
    "torch.nn.parallel", "torch.nn.utils", "torch.nn.utils.parametrizations", "torch.onnx", "torch.utils",
    "torch.utils.checkpoint",
})  # fmt: skip
"""The modules that something is read of."""

WRAPPERS = frozenset(
    [
        "torch.nn.DataParallel",
        "torch.nn.parallel.DistributedDataParallel",
        "torch.compile",
        "torch.jit.script",
        "torch.jit.trace",
        "torch.nn.utils.spectral_norm",
        "torch.nn.utils.parametrizations.spectral_norm",
        "torch.fx.symbolic_trace",
    ]
)
"""Functions that give the module that they get, as far as shapes and parameters go."""

FALSE = frozenset(
    ["torch.is_grad_enabled", "torch.jit.is_scripting", "torch.jit.is_tracing", "torch.onnx.is_in_onnx_export"]
)
"""Functions that are false where nothing is exported."""

CALLERS = frozenset({"torch.utils.checkpoint.checkpoint", "torch.nn.parallel.data_parallel"})
"""Functions that apply a module to the argument after it."""

TWINS = {
    "batch_norm": "BatchNorm",
    "embedding": "Embedding",
    "group_norm": "GroupNorm",
    "instance_norm": "InstanceNorm",
    "layer_norm": "LayerNorm",
    "linear": "Linear",
}
"""Functions that do what a layer does with its parameters and nothing else."""

TUPLES = {"_single": 1, "_pair": 2, "_triple": 3, "_quadruple": 4}
"""Helpers of ``torch.nn.modules.utils`` that repeat a number."""


@dataclass(frozen=True, slots=True)
class WithOwnParameters(Maker):
    """A function that is given the weight and the bias of a layer of its own kind: that layer is applied."""

    name: str
    function: Maker

    @property
    def described(self) -> str:
        """What it is, in the words of an error message."""
        return f"the function {self.name}"

    def make(self, reader: Reader, arguments: list[Any], keywords: dict[str, Any], node: ast.AST) -> object:
        """Apply the layer; or the function, where its parameters come from elsewhere."""
        given = [value for value in (*arguments, *keywords.values()) if isinstance(value, ParameterOf)]
        layers = {value.layer for value in given}
        layer = layers.pop() if len(layers) == 1 else None
        if layer is None or not layer.kind.startswith(TWINS[self.name]) or not isinstance(arguments[0], FeatureMap):
            return self.function.make(reader, arguments, keywords, node)
        return reader.record(layer, [arguments[0]], node)


class Names:
    """The names of PyTorch's modules, for one text."""

    def __init__(self, layers: MadeLayers) -> None:
        self.classes: dict[str, object] = {
            **{name: LayerClass(name, layers) for name in KINDS},
            **{name: ContainerClass(name) for name in CONTAINERS},
            "Parameter": ReaderFunction("Parameter", _parameter),
        }

    def find(self, path: str, name: str) -> object:
        """What ``path.name`` is.

        :raises ValueError: if there should be a layer or a function of that name, and there is none.
        """
        whole = f"{path}.{name}"
        if whole in WALKED:
            return Module(whole)
        if whole in WRAPPERS:
            return ReaderFunction(name, lambda _, arguments, *__: arguments[0])
        if whole in FALSE:
            return Native(whole, lambda: False)
        if whole in CALLERS:
            return ReaderFunction(name, _applied)
        if whole == "torch.is_tensor":
            return Native(whole, lambda value: isinstance(value, FeatureMap | Constant))
        if whole == "torch.sym_int":
            return Native(whole, int)
        if path == "torch":
            return function(name) or Opaque(whole)
        if path == "torch.nn.functional":
            found = functional(name)
            if found is None:
                return self._unknown(path, name)
            return WithOwnParameters(name, found) if name in TWINS else found
        if path == "torch.nn.init":
            return ReaderFunction(name, lambda _, arguments, *__: arguments[0] if arguments else None)
        if path.startswith("torch.nn"):
            return self._of_nn(path, name)
        return Opaque(whole)

    def _of_nn(self, path: str, name: str) -> object:
        if name in self.classes:
            return self.classes[name]
        if name in TUPLES:
            return Native(
                name, lambda value: tuple(value) if isinstance(value, list | tuple) else (value,) * TUPLES[name]
            )
        if name.islower() and path.startswith("torch.nn.modules"):
            return Module(f"{path}.{name}")
        if path != "torch.nn" or name.endswith(("Loss", "Loss2d")) or name.islower():
            return Opaque(f"{path}.{name}")
        return self._unknown(path, name)

    def _unknown(self, path: str, name: str) -> object:
        from sphinx_cnn.notation.pytorch.functional import FUNCTIONAL  # noqa: PLC0415

        what, known = ("function", FUNCTIONAL) if path.endswith("functional") else ("layer", self.classes)
        raise ValueError(f"no {what} '{name}' of PyTorch is read here{nearest(name, known)}")


def names_of_torch(layers: MadeLayers) -> Names:
    """The names, with layers that the text shares."""
    return Names(layers)


def _parameter(_: Reader, arguments: list[Any], keywords: dict[str, Any], node: ast.AST) -> object:
    tensor = arguments[0] if arguments else keywords.get("data")
    trained = arguments[1] if len(arguments) > 1 else keywords.get("requires_grad", True)
    if isinstance(tensor, LayerObject):
        return tensor
    if not isinstance(tensor, Constant):
        raise ValueError(f"Parameter needs a tensor of a known shape, not {describe(tensor)}")
    made = LayerObject("parameter", "Parameter", Parameter(tensor.shape), node)
    if trained is False:
        made.frozen.update(("weights", "biases"))
    return made


def _applied(reader: Reader, arguments: list[Any], keywords: dict[str, Any], node: ast.AST) -> object:
    called, *inputs = arguments
    return reader.call(called, [value for value in inputs if isinstance(value, FeatureMap | Opaque)], {}, node)
