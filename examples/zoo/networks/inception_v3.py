"""Inception v3 with the layers of keras.applications.InceptionV3."""

import keras
from keras import layers


def conv(x, filters, height, width, padding="same", strides=(1, 1)):
    """A convolution without biases, normalized without a scale."""
    x = layers.Conv2D(filters, (height, width), strides=strides, padding=padding, use_bias=False)(x)
    x = layers.BatchNormalization(axis=3, scale=False)(x)
    return layers.Activation("relu")(x)


def pooled(x, filters):
    x = layers.AveragePooling2D((3, 3), strides=(1, 1), padding="same")(x)
    return conv(x, filters, 1, 1)


def module_a(x, pool):
    """Two convolutions of 3×3 in place of one of 5×5."""
    one = conv(x, 64, 1, 1)
    five = conv(conv(x, 48, 1, 1), 64, 5, 5)
    double = conv(conv(conv(x, 64, 1, 1), 96, 3, 3), 96, 3, 3)
    return layers.concatenate([one, five, double, pooled(x, pool)])


def reduction_a(x):
    three = conv(x, 384, 3, 3, strides=(2, 2), padding="valid")
    double = conv(conv(x, 64, 1, 1), 96, 3, 3)
    double = conv(double, 96, 3, 3, strides=(2, 2), padding="valid")
    return layers.concatenate([three, double, layers.MaxPooling2D((3, 3), strides=(2, 2))(x)])


def module_b(x, width):
    """A convolution of 1×7 and one of 7×1 in place of one of 7×7."""
    one = conv(x, 192, 1, 1)
    seven = conv(x, width, 1, 1)
    seven = conv(conv(seven, width, 1, 7), 192, 7, 1)
    double = conv(x, width, 1, 1)
    for filters in (width, 192):
        double = conv(conv(double, width, 7, 1), filters, 1, 7)
    return layers.concatenate([one, seven, double, pooled(x, 192)])


def reduction_b(x):
    three = conv(conv(x, 192, 1, 1), 320, 3, 3, strides=(2, 2), padding="valid")
    seven = conv(conv(conv(x, 192, 1, 1), 192, 1, 7), 192, 7, 1)
    seven = conv(seven, 192, 3, 3, strides=(2, 2), padding="valid")
    return layers.concatenate([three, seven, layers.MaxPooling2D((3, 3), strides=(2, 2))(x)])


def module_c(x):
    """Wider at the end: 1×3 and 3×1 side by side."""
    one = conv(x, 320, 1, 1)
    three = conv(x, 384, 1, 1)
    three = layers.concatenate([conv(three, 384, 1, 3), conv(three, 384, 3, 1)])
    double = conv(conv(x, 448, 1, 1), 384, 3, 3)
    double = layers.concatenate([conv(double, 384, 1, 3), conv(double, 384, 3, 1)])
    return layers.concatenate([one, three, double, pooled(x, 192)])


image = keras.Input((299, 299, 3))
x = conv(image, 32, 3, 3, strides=(2, 2), padding="valid")
x = conv(x, 32, 3, 3, padding="valid")
x = conv(x, 64, 3, 3)
x = layers.MaxPooling2D((3, 3), strides=(2, 2))(x)
x = conv(x, 80, 1, 1, padding="valid")
x = conv(x, 192, 3, 3, padding="valid")
x = layers.MaxPooling2D((3, 3), strides=(2, 2))(x)
for pool in (32, 64, 64):
    x = module_a(x, pool)
x = reduction_a(x)
for width in (128, 160, 160, 192):
    x = module_b(x, width)
x = reduction_b(x)
for _ in range(2):
    x = module_c(x)
x = layers.GlobalAveragePooling2D(name="avg_pool")(x)
outputs = layers.Dense(1000, activation="softmax", name="predictions")(x)
model = keras.Model(image, outputs, name="inception_v3")
