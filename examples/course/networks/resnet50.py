"""ResNet-50 with the layers of keras.applications.ResNet50."""

from keras import Input, Model, layers


def conv(x, filters, size, strides=1, padding="same", *, name):
    x = layers.Conv2D(filters, size, strides, padding, name=f"{name}_conv")(x)
    return layers.BatchNormalization(name=f"{name}_bn")(x)


def bottleneck(x, filters, strides, project, name):
    shortcut = conv(x, 4 * filters, 1, strides, name=f"{name}_0") if project else x
    x = conv(x, filters, 1, strides, name=f"{name}_1")
    x = conv(layers.ReLU(name=f"{name}_1_relu")(x), filters, 3, name=f"{name}_2")
    x = conv(layers.ReLU(name=f"{name}_2_relu")(x), 4 * filters, 1, name=f"{name}_3")
    x = layers.Add(name=f"{name}_add")([shortcut, x])
    return layers.ReLU(name=f"{name}_out")(x)


image = Input((224, 224, 3))
x = layers.ZeroPadding2D(3, name="conv1_pad")(image)
x = layers.ReLU(name="conv1_relu")(conv(x, 64, 7, 2, "valid", name="conv1"))
x = layers.ZeroPadding2D(1, name="pool1_pad")(x)
x = layers.MaxPooling2D(3, strides=2, name="pool1_pool")(x)
for stage, (filters, blocks) in enumerate([(64, 3), (128, 4), (256, 6), (512, 3)]):
    for block in range(blocks):
        strides = 2 if block == 0 and stage > 0 else 1
        name = f"conv{stage + 2}_block{block + 1}"
        x = bottleneck(x, filters, strides, project=block == 0, name=name)
x = layers.GlobalAveragePooling2D(name="avg_pool")(x)
model = Model(image, layers.Dense(1000, activation="softmax", name="predictions")(x))
