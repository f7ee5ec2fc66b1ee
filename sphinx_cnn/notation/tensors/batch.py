"""Where the batch axis stands in what a layer gives; most layers need it before all other axes."""

from __future__ import annotations

from sphinx_cnn.arithmetic.layers.activation import Activation, ActivationAlong, GatedLinearUnit, Identity
from sphinx_cnn.arithmetic.layers.base import Layer
from sphinx_cnn.arithmetic.layers.dense import Bilinear, Dense, Embedding
from sphinx_cnn.arithmetic.layers.normalization import LayerNormalization, RMSNormalization, UnitNormalization
from sphinx_cnn.arithmetic.layers.parameter import WithParameters
from sphinx_cnn.arithmetic.layers.rearrangement import Rearrangement
from sphinx_cnn.notation.values import FeatureMap, LayerObject

ORDINALS = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh")


def last_axes(layer: Layer) -> int | None:
    """How many of the last axes a layer takes for its own, whatever stands before; ``None`` if it counts them all."""
    if isinstance(layer, WithParameters):
        layer = layer.layer
    if type(layer) in (Dense, Bilinear):
        return 1
    if type(layer) in (Activation, Embedding) or (isinstance(layer, Identity) and layer.rank is None):
        return 0
    of_axes = (ActivationAlong, GatedLinearUnit, LayerNormalization, RMSNormalization, UnitNormalization)
    if isinstance(layer, ActivationAlong | LayerNormalization) and type(layer) in of_axes and max(layer.axes) < 0:
        whole = isinstance(layer, ActivationAlong) and layer.rank is not None
        return None if whole else -min(layer.axes)
    return None


def batch_axis_after(made: LayerObject, inputs: list[FeatureMap]) -> int:
    """Where the batch axis stands in what a layer gives.

    :raises ValueError: if the layer cannot be applied to feature maps whose batch axis stands where it does.
    """
    batched = [value for value in inputs if value.batched]
    if not batched:
        return 0
    if isinstance(made.layer, Rearrangement):
        needed, place = made.layer.batch or 0, made.layer.batch_axis(batched[0].shape)
        if batched[0].batch_axis == needed:
            return place
    needed = int(made.hyperparameters.get("batch_first") is False)
    standing = batched[0].batch_axis
    if needed == 0 and standing != 0:
        own = last_axes(made.layer)
        if own is not None and standing <= len(batched[0].shape) - own:
            needed = standing
    wrong = next((value for value in batched if value.batch_axis != needed), None)
    if wrong is not None:
        hint = "; write batch_first=True" if "batch_first" in made.hyperparameters and needed else ""
        raise ValueError(
            f"the {ORDINALS[min(needed, 6)]} axis must be the batch axis, but that is the "
            f"{ORDINALS[min(wrong.batch_axis, 6)]} here{hint}"
        )
    return needed
