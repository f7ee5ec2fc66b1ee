"""EfficientNet-B0, with the layers of keras.applications.EfficientNetB0."""

import math

import keras
from keras import layers
from keras.layers import Activation, BatchNormalization, Conv2D, Dense, DepthwiseConv2D, Dropout

STAGES = [
    # size, repeats, filters, expansion, stride
    (3, 1, 16, 1, 1),
    (3, 2, 24, 6, 2),
    (5, 2, 40, 6, 2),
    (3, 3, 80, 6, 2),
    (5, 3, 112, 6, 1),
    (5, 4, 192, 6, 2),
    (3, 1, 320, 6, 1),
]


def correct_pad(height, width, size):
    """The zeros that make a strided convolution begin where PyTorch begins it."""
    adjust = (1 - height % 2, 1 - width % 2)
    correct = size // 2
    return ((correct - adjust[0], correct), (correct - adjust[1], correct))


def block(x, inputs, filters, size, stride, expansion, rate):
    shortcut = x
    channels = inputs * expansion
    if expansion != 1:
        x = Conv2D(channels, 1, padding="same", use_bias=False)(x)
        x = Activation("swish")(BatchNormalization()(x))
    if stride == 2:
        x = layers.ZeroPadding2D(correct_pad(x.shape[1], x.shape[2], size))(x)
    x = DepthwiseConv2D(size, strides=stride, padding="valid" if stride == 2 else "same", use_bias=False)(x)
    x = Activation("swish")(BatchNormalization()(x))

    squeezed = layers.GlobalAveragePooling2D()(x)
    squeezed = layers.Reshape((1, 1, channels))(squeezed)
    squeezed = Conv2D(max(1, int(inputs * 0.25)), 1, activation="swish")(squeezed)
    squeezed = Conv2D(channels, 1, activation="sigmoid")(squeezed)
    x = layers.multiply([x, squeezed])

    x = BatchNormalization()(Conv2D(filters, 1, padding="same", use_bias=False)(x))
    if stride == 1 and inputs == filters:
        if rate > 0:
            x = Dropout(rate, noise_shape=(None, 1, 1, 1))(x)
        x = layers.add([x, shortcut])
    return x


image = keras.Input((224, 224, 3))
x = layers.Rescaling(1.0 / 255)(image)
x = layers.Normalization(axis=-1)(x)
x = layers.Rescaling([1.0 / math.sqrt(0.229), 1.0 / math.sqrt(0.224), 1.0 / math.sqrt(0.225)])(x)
x = layers.ZeroPadding2D(correct_pad(224, 224, 3))(x)
x = Conv2D(32, 3, strides=2, padding="valid", use_bias=False)(x)
x = Activation("swish")(BatchNormalization()(x))

inputs = 32
number, blocks = 0, sum(repeats for _, repeats, *_ in STAGES)
for size, repeats, filters, expansion, stride in STAGES:
    for i in range(repeats):
        x = block(x, inputs, filters, size, stride if i == 0 else 1, expansion, rate=0.2 * number / blocks)
        inputs = filters
        number += 1

x = Conv2D(1280, 1, padding="same", use_bias=False)(x)
x = Activation("swish")(BatchNormalization()(x))
x = layers.GlobalAveragePooling2D()(x)
x = Dropout(0.2)(x)
outputs = Dense(1000, activation="softmax", name="predictions")(x)
model = keras.Model(image, outputs)
