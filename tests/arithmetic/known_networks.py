"""Networks whose numbers are published, in Keras code."""

from __future__ import annotations

LENET_5 = """
c1 = Conv2D(6, 5)
s2 = Subsampling2D(2)
c3 = Conv2D(16, 5, connections=TABLE)
s4 = Subsampling2D(2)
c5 = Conv2D(120, 5)
Flatten()
f6 = Dense(84)
output = RBF(10)
""".replace(
    "TABLE",
    # LeCun, Bottou, Bengio and Haffner (1998), table I
    "[[i % 6, (i + 1) % 6, (i + 2) % 6] for i in range(6)]"
    " + [[i % 6, (i + 1) % 6, (i + 2) % 6, (i + 3) % 6] for i in range(6)]"
    " + [[0, 1, 3, 4], [1, 2, 4, 5], [0, 2, 3, 5]] + [[0, 1, 2, 3, 4, 5]]",
)
"""On 32×32×1."""

ALEXNET_FEATURES = """
x = Conv2D(64, 11, strides=4, padding=2)(x)
x = MaxPooling2D(3, strides=2)(x)
x = Conv2D(192, 5, padding=2)(x)
x = MaxPooling2D(3, strides=2)(x)
for filters in [384, 256, 256]:
    x = Conv2D(filters, 3, padding=1)(x)
x = MaxPooling2D(3, strides=2)(x)
"""
"""The one-column variant; goes on from ``x``, which is 224×224×3."""

VGG_16 = """
for filters, repeats in [(64, 2), (128, 2), (256, 3), (512, 3), (512, 3)]:
    for i in range(repeats):
        x = Conv2D(filters, 3, padding='same', activation='relu')(x)
    x = MaxPooling2D(2)(x)
x = Flatten()(x)
x = Dense(4096, activation='relu')(x)
x = Dense(4096, activation='relu')(x)
x = Dense(1000, activation='softmax')(x)
"""
"""Goes on from ``x``, which is 224×224×3."""

RESNET_18 = """
def unit(x, filters, stride):
    shortcut = x
    if stride > 1:
        shortcut = BatchNormalization()(Conv2D(filters, 1, strides=stride, use_bias=False)(x))
    x = ReLU()(BatchNormalization()(Conv2D(filters, 3, strides=stride, padding=1, use_bias=False)(x)))
    x = BatchNormalization()(Conv2D(filters, 3, padding=1, use_bias=False)(x))
    return ReLU()(Add()([x, shortcut]))

x = ReLU()(BatchNormalization()(Conv2D(64, 7, strides=2, padding=3, use_bias=False)(x)))
x = MaxPooling2D(3, strides=2, padding=1)(x)
for filters in [64, 128, 256, 512]:
    x = unit(x, filters, 1 if filters == 64 else 2)
    x = unit(x, filters, 1)
"""
"""Goes on from ``x``, which is 224×224×3."""


def resnet_50(*, stride_on: int, use_bias: bool) -> str:
    """ResNet-50 from ``x`` on; its bottlenecks have their stride on the 1×1 or on the 3×3 convolution."""
    return f"""
def unit(x, filters, stride, first):
    shortcut = x
    if first:
        shortcut = BatchNormalization()(Conv2D(4 * filters, 1, strides=stride, use_bias={use_bias})(x))
    strides = (stride, 1) if {stride_on} == 1 else (1, stride)
    x = ReLU()(BatchNormalization()(Conv2D(filters, 1, strides=strides[0], use_bias={use_bias})(x)))
    x = ReLU()(BatchNormalization()(Conv2D(filters, 3, strides=strides[1], padding=1, use_bias={use_bias})(x)))
    x = BatchNormalization()(Conv2D(4 * filters, 1, use_bias={use_bias})(x))
    return ReLU()(Add()([x, shortcut]))

x = ReLU()(BatchNormalization()(Conv2D(64, 7, strides=2, padding=3, use_bias={use_bias})(x)))
x = MaxPooling2D(3, strides=2, padding=1)(x)
for filters, repeats in [(64, 3), (128, 4), (256, 6), (512, 3)]:
    for i in range(repeats):
        x = unit(x, filters, 2 if i == 0 and filters > 64 else 1, i == 0)
x = GlobalAveragePooling2D()(x)
x = Dense(1000, activation='softmax')(x)
"""


def on(shape: tuple[int, ...], text: str) -> str:
    """A text that goes on from ``x``, with its input."""
    return f"x = Input({shape})\n{text}"
