"""A network: a directed acyclic graph of applied layers, in the order of their application."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sphinx_cnn.arithmetic.layers.base import Layer
from sphinx_cnn.arithmetic.shape import Shape


@dataclass(frozen=True, slots=True)
class Node:
    """One application of a layer.

    :param name: the layer's name, unique within its group.
    :param group: the function call, nested model or module that it stands in, ``stage1/block``; empty for none.
    :param kind: the layer kind as the dialect spells it.
    :param inputs: the indices of the nodes whose outputs it takes.
    :param shared_with: the index of the first node that applied the same layer object, if there is an earlier one.
    :param frozen: the counts, ``weights`` or ``biases``, that training leaves as they are.
    :param unapplied: for a layer that is never applied, shapes of inputs that it could take; only its parameters count.
    :param hyperparameters: the layer's arguments by the dialect's names, with their defaults.
    """

    name: str
    kind: str
    layer: Layer
    inputs: tuple[int, ...]
    output_shape: Shape
    group: str = ""
    shared_with: int | None = None
    trainable: bool = True
    hyperparameters: Mapping[str, object] | None = None
    frozen: frozenset[str] = frozenset()
    unapplied: tuple[Shape, ...] | None = None


@dataclass(frozen=True, slots=True)
class Advice:
    """Something in the text whose consequence is exact and may yet surprise its author."""

    line: int
    message: str
    file: str = ""
    """The file of the line, if it is one beside the text."""


@dataclass(frozen=True, slots=True)
class Network:
    """Applied layers in an order in which inputs come first.

    :param channels_last: whether channels are the last axis of the shapes; ``None`` where the layers disagree.
    :param statistics_are_parameters: whether the dialect's framework counts moving means and variances as
        parameters (Keras) or as buffers (PyTorch).
    :param notes: what was taken for granted of a text that is not complete.
    :param beyond_framework: constructs of the text that the dialect's framework would not accept.
    """

    name: str
    dialect: str
    nodes: tuple[Node, ...]
    channels_last: bool | None = True
    statistics_are_parameters: bool = True
    beyond_framework: tuple[str, ...] = ()
    advice: tuple[Advice, ...] = ()
    notes: tuple[str, ...] = ()
    framework: str = ""
    """The framework of the dialect, as readers know it."""
