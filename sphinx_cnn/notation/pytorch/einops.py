"""The functions and layers of einops, for PyTorch."""

from __future__ import annotations

import ast
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sphinx_cnn.notation import einops
from sphinx_cnn.notation.dialect import Maker, Reader
from sphinx_cnn.notation.errors import nearest
from sphinx_cnn.notation.tensors.maps import Aside, Call, as_data, placed
from sphinx_cnn.notation.tensors.parts import stack
from sphinx_cnn.notation.tensors.products import einsum
from sphinx_cnn.notation.values import Constant, FeatureMap, LayerObject, Module, Opaque, describe

LETTERS = "abcdefghijklmnopqrstuvwxyz"


def _read(name: str, given: list[Any], named: Mapping[str, Any]) -> tuple[einops.Pattern, str]:
    """The pattern and the reduction among the arguments that come after the tensor."""
    lengths = dict(named)
    arguments = dict(zip(("pattern", "reduction"), given, strict=False))
    for known in ("pattern", "reduction"):
        if known in lengths:
            arguments[known] = lengths.pop(known)
    reduction = arguments.get("reduction", "")
    if name == "reduce" and reduction not in einops.REDUCTIONS:
        raise ValueError(f"{name} takes one of {', '.join(einops.REDUCTIONS)}, not {describe(reduction)}")
    return einops.pattern(name, arguments.get("pattern"), lengths), str(reduction)


@dataclass(frozen=True, slots=True)
class EinopsFunction(Maker):
    """``rearrange``, ``reduce`` or ``repeat``."""

    name: str

    @property
    def described(self) -> str:
        """What it is, in the words of an error message."""
        return f"the function einops.{self.name}"

    def make(self, reader: Reader, arguments: list[Any], keywords: dict[str, Any], node: ast.AST) -> object:
        """Apply it to a tensor, or to several, which are put together along a new first axis."""
        named = dict(keywords)
        tensor, *given = arguments or [named.pop("tensor", None)]
        if isinstance(tensor, Opaque) and not isinstance(tensor, Constant):
            return tensor.combined()
        found, reduction = _read(self.name, given, named)
        if isinstance(tensor, Constant) and not found.batch:
            call = Call(self.name, Aside(reader), node)
            return as_data(self._applied(call, call.constant(tensor), found, reduction), f"einops.{self.name}()")
        call = Call(self.name, reader, node)
        value = stack(call, tensor) if isinstance(tensor, list | tuple) else call.map("the tensor", tensor)
        return self._applied(call, value, found, reduction)

    def _applied(self, call: Call, value: FeatureMap, found: einops.Pattern, reduction: str) -> FeatureMap:
        if found.batch and not value.batched:
            return self._for_each_input(call, value, found)
        layer = found.layer(
            self.name, reduction, batch=value.batch_axis if value.batched else None, channels_last=False
        )
        place = layer.batch_axis(value.shape)
        return call.row(layer, value, batch_axis=place)

    def _for_each_input(self, call: Call, value: FeatureMap, found: einops.Pattern) -> FeatureMap:
        """A parameter, or data, repeated for each input of the batch."""
        batch = (found.batch,)
        if batch not in found.after or found.batch in found.names(found.before) or ... in found.after:
            raise ValueError(f"{call.name}: the batch size must be that of a new axis of its own")
        place = found.after.index(batch)
        found.after = (*found.after[:place], *found.after[place + 1 :])
        output = call.row(found.layer(self.name, batch=None, channels_last=False), value)
        return placed(FeatureMap(output.index, output.shape), place)


@dataclass(frozen=True, slots=True)
class EinopsLayer(Maker):
    """``Rearrange`` or ``Reduce``: a layer without parameters."""

    name: str

    @property
    def described(self) -> str:
        """What it is, in the words of an error message."""
        return f"the layer einops.{self.name}"

    def make(self, reader: Reader, arguments: list[Any], keywords: dict[str, Any], node: ast.AST) -> object:
        """Make it."""
        function = self.name.lower()
        found, reduction = _read(function, arguments, keywords)
        layer = found.layer(function, reduction, channels_last=False)
        made = LayerObject(function, self.name, layer, node, hyperparameters={"pattern": _pattern(arguments, keywords)})
        reader.made.append(made)
        return made


def _pattern(arguments: list[Any], keywords: Mapping[str, Any]) -> object:
    return arguments[0] if arguments else keywords["pattern"]


@dataclass(frozen=True, slots=True)
class EinopsSum(Maker):
    """``einops.einsum``: axes have names instead of letters, and the pattern comes last."""

    described: str = "the function einops.einsum"

    def make(self, reader: Reader, arguments: list[Any], keywords: dict[str, Any], node: ast.AST) -> object:
        """Apply it."""
        *tensors, written = [*arguments, *keywords.values()]
        call = Call("einsum", reader, node)
        if not isinstance(written, str) or len(written) > einops.LONGEST:
            raise ValueError(f"einsum needs a pattern such as 'b i d, b j d -> b i j' last, not {describe(written)}")
        names = [word for word in written.replace("->", " ").replace(",", " ").split() if word != "..."]
        letters = dict(zip(dict.fromkeys(names), LETTERS, strict=False))
        if len(set(names)) > len(LETTERS) or not all(name.isidentifier() for name in names):
            raise ValueError(f"einsum is read with a name for each axis, not '{written}'")
        sides = [
            ",".join("".join(letters[name] for name in term.split()) for term in side.split(","))
            for side in written.split("->")
        ]
        return einsum(call, "->".join(sides), *tensors)


MEMBERS: dict[str, dict[str, object]] = {
    "einops": {name: EinopsFunction(name) for name in ("rearrange", "reduce", "repeat")} | {"einsum": EinopsSum()},
    "einops.layers.torch": {name: EinopsLayer(name) for name in ("Rearrange", "Reduce")},
}


def einops_member(path: str, name: str) -> object:
    """What ``path.name`` is, for a module of einops."""
    found = MEMBERS.get(path, {}).get(name)
    if found is not None:
        return found
    if any(known == f"{path}.{name}" or known.startswith(f"{path}.{name}.") for known in MEMBERS):
        return Module(f"{path}.{name}")
    if path == "einops.layers.torch":
        raise ValueError(f"no layer '{name}' of einops is read here{nearest(name, MEMBERS[path])}")
    return Opaque(f"{path}.{name}")
