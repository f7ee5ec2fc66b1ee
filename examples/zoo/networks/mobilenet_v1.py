"""MobileNet, with the layers of keras.applications.MobileNet."""

import tensorflow as tf
from tensorflow.keras import layers


def normalized(x):
    x = layers.BatchNormalization()(x)
    return layers.ReLU(6.0)(x)


def separable(x, filters, stride=1):
    """A depthwise convolution, and a pointwise one."""
    if stride == 2:
        x = layers.ZeroPadding2D(((0, 1), (0, 1)))(x)
    x = layers.DepthwiseConv2D(3, strides=stride, padding="same" if stride == 1 else "valid", use_bias=False)(x)
    x = normalized(x)
    x = layers.Conv2D(filters, 1, padding="same", use_bias=False)(x)
    return normalized(x)


def mobilenet(alpha=1.0, classes=1000):
    inputs = tf.keras.Input(shape=(224, 224, 3))
    x = layers.Conv2D(int(32 * alpha), 3, strides=(2, 2), padding="same", use_bias=False)(inputs)
    x = normalized(x)
    plan = [(64, 1), (128, 2), (128, 1), (256, 2), (256, 1), (512, 2)] + 5 * [(512, 1)] + [(1024, 2), (1024, 1)]
    for filters, stride in plan:
        x = separable(x, int(filters * alpha), stride)
    x = layers.GlobalAveragePooling2D(keepdims=True)(x)
    x = layers.Dropout(1e-3)(x)
    x = layers.Conv2D(classes, 1, name="conv_preds")(x)
    x = layers.Reshape((classes,))(x)
    outputs = layers.Activation("softmax")(x)
    return tf.keras.Model(inputs, outputs, name="mobilenet")


model = mobilenet()
model.summary()
