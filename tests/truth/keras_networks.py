"""Whole networks in Keras code; each ends with its network under the name ``model``."""

from __future__ import annotations

NETWORKS = {
    "LeNet, sequential": """
model = Sequential([
    Input((28, 28, 1)),
    Conv2D(6, 5, padding='same', activation='tanh'),
    AveragePooling2D(2),
    Conv2D(16, 5, activation='tanh', name='second'),
    AveragePooling2D(2),
    Conv2D(120, 5, activation='tanh'),
    Flatten(),
    Dense(84, activation='tanh'),
    Dense(10, activation='softmax'),
])
""",
    "a loop that adds": """
model = Sequential(name='net')
model.add(Input(shape=(32, 32, 3)))
for i, filters in enumerate([16, 32, 64]):
    model.add(Conv2D(filters, 3, padding='same', use_bias=False))
    model.add(BatchNormalization(name=f'norm{i}'))
    model.add(Activation('relu'))
    if i < 2:
        model.add(MaxPooling2D())
model.add(GlobalAveragePooling2D())
model.add(Dropout(0.5))
model.add(Dense(10))
""",
    "a pop and a build": """
model = Sequential()
model.add(Conv1D(4, 3))
model.add(ReLU())
model.add(Dense(7))
model.pop()
model.build((None, 20, 2))
""",
    "names given in between": """
inputs = Input((16, 16, 3))
x = Conv2D(8, 3)(inputs)
x = Conv2D(8, 3, name='mine')(x)
x = Conv2D(8, 3)(x)
x = Conv2D(8, 1, name='conv2d_7')(x)
x = Conv2D(8, 1)(x)
x = MaxPooling2D()(x)
x = GlobalMaxPooling2D()(x)
model = Model(inputs, x)
""",
    "a layer that is made and never applied": """
inputs = Input((16,))
unused = Dense(5)
x = Dense(6)(inputs)
x = Dense(7)(x)
model = Model(inputs, x)
""",
    "residual blocks": """
def block(x, filters, stride=1):
    shortcut = x
    if stride > 1 or x.shape[-1] != filters:
        shortcut = Conv2D(filters, 1, strides=stride)(x)
        shortcut = BatchNormalization()(shortcut)
    x = Conv2D(filters, 3, strides=stride, padding='same')(x)
    x = BatchNormalization()(x)
    x = ReLU()(x)
    x = Conv2D(filters, 3, padding='same')(x)
    x = BatchNormalization()(x)
    return ReLU()(Add()([x, shortcut]))

inputs = keras.Input(shape=(32, 32, 3))
x = block(inputs, 8)
x = block(x, 8)
x = block(x, 16, stride=2)
outputs = Dense(10)(GlobalAveragePooling2D()(x))
model = keras.Model(inputs=inputs, outputs=outputs, name='resnet')
""",
    "a shared layer": """
left = Input((28, 28, 1), name='left')
right = Input((28, 28, 1), name='right')
encode = Conv2D(4, 3, name='encode')
code = Dense(8, name='code')
flatten = Flatten(name='flat')
a = code(flatten(encode(left)))
b = code(flatten(encode(right)))
distance = Subtract()([a, b])
model = Model([left, right], Dense(1, activation='sigmoid')(distance))
""",
    "a layer shared between sizes": """
inputs = Input((20, 20, 3))
shared = Conv2D(3, 3, name='shared')
x = shared(inputs)
x = MaxPooling2D()(x)
model = Model(inputs, shared(x))
""",
    "a nested sequential model": """
base = Sequential([Conv2D(8, 3), BatchNormalization(), ReLU()], name='base')
inputs = Input((12, 12, 3))
x = base(inputs)
x = Flatten()(x)
model = Model(inputs, Dense(4)(x))
""",
    "a nested model that is applied twice": """
i = Input((8, 8, 2))
tower = Model(i, GlobalAveragePooling2D()(Conv2D(5, 3)(i)), name='tower')
a = Input((8, 8, 2))
b = Input((8, 8, 2))
model = Model([a, b], Concatenate()([tower(a), tower(b)]))
""",
    "a frozen base": """
base = Sequential([Conv2D(8, 3, name='c'), BatchNormalization(name='n')], name='base')
base.trainable = False
model = Sequential([Input((9, 9, 3)), base, Flatten(), Dense(2)])
""",
    "frozen layers": """
inputs = Input((9, 9, 3))
x = Conv2D(4, 3, trainable=False)(inputs)
x = BatchNormalization(trainable=False)(x)
x = Conv2D(4, 3)(x)
model = Model(inputs, Dense(3)(Flatten()(x)))
model.layers[3].trainable = False
""",
    "all frozen but the last": """
model = Sequential([Input((9, 9, 3)), Conv2D(4, 3), BatchNormalization(), Flatten(), Dense(3)])
for layer in model.layers[:-1]:
    layer.trainable = False
""",
    "a model frozen, and its head thawed": """
model = Sequential([Input((9, 9, 3)), Conv2D(4, 3), Flatten(), Dense(3, name='head')])
model.trainable = False
model.get_layer('head').trainable = True
""",
    "a frozen base, a layer of which is thawed": """
base = Sequential([Conv2D(8, 3, name='c'), Conv2D(8, 3, name='d')], name='base')
base.trainable = False
base.layers[1].trainable = True
model = Sequential([Input((9, 9, 3)), base, Flatten(), Dense(2)])
""",
    "a layer whose name is like an automatic one": """
inputs = Input((4,))
x = Dense(3, name='dense_2')(inputs)
model = Model(inputs, Dense(3)(Dense(3)(x)))
""",
    "a list of one to add": """
inputs = Input((4,))
model = Model(inputs, Add()([Dense(2)(inputs)]))
""",
    "operators": """
inputs = Input((6, 6, 4))
x = Conv2D(4, 3, padding='same')(inputs)
y = x + inputs
z = y * 0.5
w = z - x
v = w / 2
u = -v
t = (u * x) ** 2
model = Model(inputs, 1 + t)
""",
    "squeeze and excitation": """
inputs = Input((14, 14, 16))
s = GlobalAveragePooling2D(keepdims=True)(inputs)
s = Conv2D(4, 1, activation='relu')(s)
s = Conv2D(16, 1, activation='sigmoid')(s)
model = Model(inputs, Multiply()([inputs, s]))
""",
    "a dense block": """
inputs = Input((12, 12, 6))
maps = [inputs]
for i in range(3):
    x = Concatenate()(maps) if len(maps) > 1 else maps[0]
    x = ReLU()(BatchNormalization()(x))
    maps.append(Conv2D(4, 3, padding='same', use_bias=False)(x))
model = Model(inputs, Concatenate()(maps))
""",
    "an inception module": """
inputs = Input((28, 28, 192))
one = Conv2D(64, 1)(inputs)
three = Conv2D(128, 3, padding='same')(Conv2D(96, 1)(inputs))
five = Conv2D(32, 5, padding='same')(Conv2D(16, 1)(inputs))
pool = Conv2D(32, 1)(MaxPooling2D(3, strides=1, padding='same')(inputs))
model = Model(inputs, keras.layers.concatenate([one, three, five, pool]))
""",
    "a U with a skip": """
from keras import layers
inputs = keras.Input((16, 16, 1))
down = layers.Conv2D(4, 3, padding='same')(inputs)
x = layers.MaxPooling2D()(down)
x = layers.Conv2D(8, 3, padding='same')(x)
x = layers.UpSampling2D()(x)
x = layers.concatenate([down, x])
outputs = layers.Conv2D(1, 1, activation='sigmoid')(x)
model = keras.Model(inputs, outputs)
""",
    "separable layers": """
import keras
model = keras.Sequential(
    [keras.Input((32, 32, 3)), keras.layers.Conv2D(8, 3, strides=2, padding='same')]
    + [keras.layers.SeparableConv2D(8 * 2**i, 3, padding='same') for i in range(3)]
    + [keras.layers.DepthwiseConv2D(3, depth_multiplier=2), keras.layers.GlobalMaxPooling2D()]
)
""",
    "several inputs and outputs": """
image = Input((8, 8, 3), name='image')
facts = Input((5,), name='facts')
x = Concatenate()([Flatten()(image), facts])
kind = Dense(3, activation='softmax', name='kind')(x)
score = Dense(1, name='score')(x)
model = Model(inputs=[image, facts], outputs=[kind, score])
""",
    "an autoencoder and its encoder": """
inputs = Input((16,))
code = Dense(4, activation='relu')(inputs)
outputs = Dense(16, activation='sigmoid')(code)
encoder = Model(inputs, code)
model = Model(inputs, outputs)
""",
    "a part of a branch is left out": """
inputs = Input((16,))
x = Dense(4)(inputs)
left_out = Dense(100)(x)
model = Model(inputs, Dense(2)(x))
""",
    "one axis": """
model = Sequential([
    Input((100, 4)),
    ZeroPadding1D(2),
    Conv1D(8, 5, strides=2),
    LayerNormalization(),
    Conv1D(8, 3, padding='causal', dilation_rate=4),
    MaxPooling1D(3),
    UpSampling1D(2),
    Reshape((-1, 4)),
    Dense(3),
    GlobalMaxPooling1D(),
])
""",
    "three axes": """
model = Sequential([
    Input((8, 8, 8, 1)),
    Conv3D(4, 3, groups=1),
    MaxPooling3D((1, 2, 2)),
    ZeroPadding3D(1),
    AveragePooling3D(2, padding='same'),
    SpatialDropout3D(0.1),
    UpSampling3D(2),
    GlobalAveragePooling3D(),
])
""",
}
