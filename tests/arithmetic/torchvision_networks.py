"""Networks of torchvision in Keras code; each goes on from ``x``, which is 224×224×3.

:mod:`known_networks` has its VGG-16 and its residual networks.
"""

from __future__ import annotations

from known_networks import ALEXNET_FEATURES, RESNET_18, VGG_16, resnet_50

ALEXNET = f"""{ALEXNET_FEATURES}
x = Flatten()(x)
for units in [4096, 4096, 1000]:
    x = Dense(units)(x)
"""

MOBILENET_V2 = """
def conv(x, filters, size, stride=1):
    x = Conv2D(filters, size, strides=stride, padding=size // 2, use_bias=False)(x)
    return BatchNormalization()(x)

def unit(x, expansion, filters, stride):
    y = x
    if expansion > 1:
        y = ReLU(6)(conv(y, expansion * x.shape[-1], 1))
    y = ReLU(6)(BatchNormalization()(DepthwiseConv2D(3, strides=stride, padding=1, use_bias=False)(y)))
    y = conv(y, filters, 1)
    return Add()([x, y]) if stride == 1 and x.shape[-1] == filters else y

x = ReLU(6)(conv(x, 32, 3, 2))
for expansion, filters, repeats, stride in [
    (1, 16, 1, 1), (6, 24, 2, 2), (6, 32, 3, 2), (6, 64, 4, 2), (6, 96, 3, 1), (6, 160, 3, 2), (6, 320, 1, 1)
]:
    for i in range(repeats):
        x = unit(x, expansion, filters, stride if i == 0 else 1)
x = ReLU(6)(conv(x, 1280, 1))
x = Dense(1000)(Dropout(0.2)(GlobalAveragePooling2D()(x)))
"""

SQUEEZENET = """
def fire(x, squeeze, expand):
    x = Conv2D(squeeze, 1, activation='relu')(x)
    return Concatenate()([Conv2D(expand, 1, activation='relu')(x), Conv2D(expand, 3, padding=1, activation='relu')(x)])

x = Conv2D(64, 3, strides=2, activation='relu')(x)
x = MaxPooling2D(3, strides=2)(x)
x = fire(fire(x, 16, 64), 16, 64)
x = MaxPooling2D(3, strides=2)(x)
x = fire(fire(x, 32, 128), 32, 128)
x = MaxPooling2D(3, strides=2)(x)
for squeeze in [48, 48, 64, 64]:
    x = fire(x, squeeze, 4 * squeeze)
x = Conv2D(1000, 1, activation='relu')(Dropout(0.5)(x))
x = GlobalAveragePooling2D()(x)
"""
"""Version 1.1."""

DENSENET_121 = """
def conv(x, filters, size):
    return Conv2D(filters, size, padding=size // 2, use_bias=False)(ReLU()(BatchNormalization()(x)))

x = Conv2D(64, 7, strides=2, padding=3, use_bias=False)(x)
x = MaxPooling2D(3, strides=2, padding=1)(ReLU()(BatchNormalization()(x)))
for layers in [6, 12, 24, 16]:
    for i in range(layers):
        x = Concatenate()([x, conv(conv(x, 128, 1), 32, 3)])
    if layers != 16:
        x = AveragePooling2D(2)(conv(x, x.shape[-1] // 2, 1))
x = ReLU()(BatchNormalization()(x))
x = Dense(1000)(GlobalAveragePooling2D()(x))
"""

GOOGLENET = """
def conv(x, filters, size, stride=1):
    x = Conv2D(filters, size, strides=stride, padding=size // 2, use_bias=False)(x)
    return ReLU()(BatchNormalization()(x))

def inception(x, c1, before3, c3, before5, c5, pooled):
    return Concatenate()([
        conv(x, c1, 1),
        conv(conv(x, before3, 1), c3, 3),
        conv(conv(x, before5, 1), c5, 3),
        conv(MaxPooling2D(3, strides=1, padding=1)(x), pooled, 1),
    ])

x = MaxPooling2D(3, strides=2, padding='same')(conv(x, 64, 7, 2))
x = MaxPooling2D(3, strides=2, padding='same')(conv(conv(x, 64, 1), 192, 3))
x = inception(x, 64, 96, 128, 16, 32, 32)
x = inception(x, 128, 128, 192, 32, 96, 64)
x = MaxPooling2D(3, strides=2, padding='same')(x)
x = inception(x, 192, 96, 208, 16, 48, 64)
x = inception(x, 160, 112, 224, 24, 64, 64)
x = inception(x, 128, 128, 256, 24, 64, 64)
x = inception(x, 112, 144, 288, 32, 64, 64)
x = inception(x, 256, 160, 320, 32, 128, 128)
x = MaxPooling2D(2, padding='same')(x)
x = inception(x, 256, 160, 320, 32, 128, 128)
x = inception(x, 384, 192, 384, 48, 128, 128)
x = Dense(1000)(Dropout(0.2)(GlobalAveragePooling2D()(x)))
"""
"""Without auxiliary outputs; torchvision's has 3×3 convolutions where the paper has 5×5."""

NETWORKS = {
    "alexnet": ALEXNET,
    "densenet121": DENSENET_121,
    "googlenet": GOOGLENET,
    "mobilenet_v2": MOBILENET_V2,
    "resnet18": f"{RESNET_18}x = Dense(1000)(GlobalAveragePooling2D()(x))\n",
    "resnet50": resnet_50(stride_on=3, use_bias=False),
    "squeezenet1_1": SQUEEZENET,
    "vgg16": VGG_16,
}
"""By the names that torchvision gives them."""
