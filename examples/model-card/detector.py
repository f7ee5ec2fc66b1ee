"""Hivewatch, a small single-shot detector: a backbone in the style of MobileNet, and heads on two of its maps."""

import keras
from keras import layers

CLASSES = ("worker", "worker with pollen", "drone", "hornet")
ANCHORS = 6  # default boxes at each position of a map


def stage(x, filters):
    """Halve the map, then look at it once more: twice a depthwise convolution, and then a pointwise one."""
    for strides in (2, 1):
        x = layers.DepthwiseConv2D(3, strides=strides, padding="same", use_bias=False)(x)
        x = layers.BatchNormalization()(x)
        x = layers.ReLU(6.0)(x)
        x = layers.Conv2D(filters, 1, use_bias=False)(x)
        x = layers.BatchNormalization()(x)
        x = layers.ReLU(6.0)(x)
    return x


def backbone(image):
    """Give a finer and a coarser map of what is in the image."""
    x = layers.Conv2D(16, 3, strides=2, padding="same", use_bias=False, name="stem")(image)
    x = layers.BatchNormalization()(x)
    x = layers.ReLU(6.0)(x)
    x = stage(x, 32)
    x = stage(x, 64)
    finer = stage(x, 128)
    coarser = stage(finer, 256)
    return finer, coarser


def head(x, name):
    """Score and place the default boxes at each position of a map."""
    scores = layers.Conv2D(ANCHORS * (len(CLASSES) + 1), 3, padding="same", name=f"{name}_scores")(x)
    places = layers.Conv2D(ANCHORS * 4, 3, padding="same", name=f"{name}_places")(x)
    scores = layers.Reshape((-1, len(CLASSES) + 1))(scores)
    places = layers.Reshape((-1, 4))(places)
    return layers.Concatenate(name=f"{name}_boxes")([scores, places])


image = keras.Input((256, 256, 3), name="image")
finer, coarser = backbone(image)
boxes = layers.Concatenate(axis=1, name="boxes")([head(finer, "finer"), head(coarser, "coarser")])

model = keras.Model(image, boxes, name="hivewatch")
