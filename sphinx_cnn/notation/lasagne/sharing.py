"""Parameters that belong to one layer and are given to another: ``W=conv1.W``."""

from __future__ import annotations

from dataclasses import dataclass

from sphinx_cnn.notation.lasagne.kind import LasagneKind
from sphinx_cnn.notation.values import LayerObject, Opaque

VALUES_ONLY = ("get_value",)
"""What gives a parameter's values, which another layer may start from without sharing them."""


@dataclass(frozen=True, slots=True)
class SharedParameter(Opaque):
    """A parameter of a layer, or something computed from it."""

    layer: LayerObject | None = None
    parameter: str = ""

    def member(self, name: str) -> Opaque:
        """What is computed from it shares it still, but not as it is."""
        origin = f"{self.origin}.{name}"
        return Opaque(origin) if name in VALUES_ONLY else SharedParameter(origin, self.layer)

    def result(self) -> Opaque:
        """What calling something of it gives."""
        return SharedParameter(f"{self.origin}()", self.layer)

    def combined(self) -> Opaque:
        """What arithmetic with it gives."""
        return SharedParameter("arithmetic with a parameter", self.layer)


def parameter_of(layer: LayerObject, name: str) -> SharedParameter | None:
    """A parameter of a layer by its name; ``None`` if it has been left out."""
    if layer.hyperparameters.get(name) is False:
        return None
    return SharedParameter(f"{layer.name}.{name}", layer, name)


def owner(kind: LasagneKind, spelled: str, given: dict[str, object]) -> LayerObject | None:
    """The layer whose parameters, all of them, are given to another one, which is then that layer applied again.

    :raises ValueError: if only some of its parameters are given, or something computed from them.
    """
    shared = [(name, value) for name, value in given.items() if isinstance(value, SharedParameter)]
    if not shared:
        return None
    layer = shared[0][1].layer
    if layer is None or layer.kind != spelled:
        raise ValueError(f"{spelled}: {shared[0][0]} is shared with a layer of another kind, which is not read here")
    own = [name for name in kind.learned if parameter_of(layer, name) is not None]
    same = {name: (layer, name) for name in own} == {name: (value.layer, value.parameter) for name, value in shared}
    new = [name for name in kind.learned if name not in own and given.get(name) is not None]
    if not same or new:
        needed = ", ".join(f"{name}={layer.name}.{name}" for name in own)
        raise ValueError(f"{spelled} shares some parameters of {layer.name}; only all together are read here: {needed}")
    return layer
