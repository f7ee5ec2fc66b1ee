"""Texts with classes of layers and models, functions as layers, and operations, that Keras is asked about."""

from __future__ import annotations

from typing import Any, NamedTuple

Shape = tuple[int, ...]


class Text(NamedTuple):
    """A text, and how its network is built.

    :param given: the shape of its input, or of several in a list, where the text does not say it.
    :param entry: the expression that is the network, where it is not the only model of the text.
    :param names: the names of several inputs, as they are given beside the text.
    """

    source: str
    given: Any = None
    entry: str = ""
    names: tuple[str, ...] = ()
    stated: bool = False
    """Whether the text itself says the shape."""

    @property
    def outside(self) -> Any:
        """The input shape that is given beside the text."""
        shapes = dict(zip(self.names, self.given, strict=True)) if self.names else self.given
        return None if self.stated else shapes


IMAGE = (28, 28, 1)

QUICKSTART = """
class MyModel(tf.keras.Model):
    def __init__(self):
        super().__init__()
        self.conv1 = layers.Conv2D(32, 3, activation="relu")
        self.flatten = layers.Flatten()
        self.d1 = layers.Dense(128, activation="relu")
        self.d2 = layers.Dense(10)

    def call(self, x):
        x = self.conv1(x)
        x = self.flatten(x)
        x = self.d1(x)
        return self.d2(x)
"""

RESIDUAL = """
class ResidualBlock(layers.Layer):
    def __init__(self, filters, strides=1, **kwargs):
        super().__init__(**kwargs)
        self.filters = filters
        self.strides = strides
        self.conv1 = layers.Conv2D(filters, 3, strides=strides, padding="same", use_bias=False)
        self.bn1 = layers.BatchNormalization()
        self.conv2 = layers.Conv2D(filters, 3, padding="same", use_bias=False)
        self.bn2 = layers.BatchNormalization()
        self.shortcut = None

    def build(self, input_shape):
        if self.strides != 1 or input_shape[-1] != self.filters:
            self.shortcut = layers.Conv2D(self.filters, 1, strides=self.strides, name="shortcut")
        super().build(input_shape)

    def call(self, inputs, training=None):
        x = tf.nn.relu(self.bn1(self.conv1(inputs), training=training))
        x = self.bn2(self.conv2(x), training=training)
        skip = inputs if self.shortcut is None else self.shortcut(inputs)
        return tf.nn.relu(x + skip)

    def compute_output_shape(self, input_shape):
        height, width = (-(-size // self.strides) for size in input_shape[1:3])
        return (input_shape[0], height, width, self.filters)

    def get_config(self):
        config = super().get_config()
        config.update({"filters": self.filters, "strides": self.strides})
        return config

"""

LINEAR = """
class Linear(keras.layers.Layer):
    def __init__(self, units=32, **kwargs):
        super().__init__(**kwargs)
        self.units = units

    def build(self, input_shape):
        self.w = self.add_weight(shape=(input_shape[-1], self.units), initializer="random_normal", trainable=True)
        self.b = self.add_weight(shape=(self.units,), initializer="zeros", trainable=True)

    def call(self, inputs):
        return ops.matmul(inputs, self.w) + self.b

"""

TEXTS = [
    Text(QUICKSTART + "model = MyModel()", IMAGE),
    Text(QUICKSTART, IMAGE, "MyModel()"),
    Text(QUICKSTART, IMAGE, "MyModel"),
    Text(QUICKSTART + "model = MyModel()\nmodel.build((None, 28, 28, 1))\nmodel.summary()", IMAGE, stated=True),
    Text(QUICKSTART + "model = MyModel()\nout = model(tf.zeros((1, 28, 28, 1)))", IMAGE, stated=True),
    Text(QUICKSTART + "inputs = keras.Input((20, 20, 3))\nmodel = keras.Model(inputs, MyModel()(inputs))"),
    Text(
        """
class Block(keras.Model):
    def __init__(self, filters):
        super(Block, self).__init__(name="block")
        self.conv = layers.Conv2D(filters, (3, 3), padding="same", name="conv")
        self.bn = layers.BatchNormalization(name="bn")

    def call(self, x, training=False):
        return self.bn(self.conv(x), training=training)

class Net(keras.Model):
    def __init__(self, num_classes=10):
        super().__init__()
        self.blocks = [Block(8), Block(16), Block(32)]
        self.pool = layers.MaxPooling2D()
        self.head = layers.Dense(num_classes)

    def call(self, x):
        for block in self.blocks:
            x = self.pool(block(x))
        return self.head(layers.Flatten()(x))

model = Net(num_classes=7)
""",
        (32, 32, 3),
    ),
    Text(
        RESIDUAL
        + """
inputs = keras.Input((32, 32, 3))
x = ResidualBlock(16)(inputs)
x = ResidualBlock(32, strides=2, name="second")(x)
x = ResidualBlock(32)(x)
x = layers.GlobalAveragePooling2D()(x)
model = keras.Model(inputs, layers.Dense(10)(x), name="resnet")
"""
    ),
    Text(
        RESIDUAL
        + """
model = keras.Sequential([
    keras.Input((32, 32, 3)),
    ResidualBlock(8),
    ResidualBlock(8),
    layers.GlobalAveragePooling2D(),
])
"""
    ),
    Text(LINEAR + "model = keras.Sequential([Linear(64), layers.ReLU(), Linear(10)])", (784,)),
    Text(LINEAR + "layer = Linear(4)\ny = layer(tf.ones((2, 2)))", (2,), "layer"),
    Text(LINEAR, (2,), "Linear(units=12)"),
    Text(
        LINEAR
        + """
class MLPBlock(keras.layers.Layer):
    def __init__(self):
        super().__init__()
        self.linear_1 = Linear(32)
        self.linear_2 = Linear(32)
        self.linear_3 = Linear(1)

    def call(self, inputs):
        x = self.linear_1(inputs)
        x = keras.activations.relu(x)
        x = self.linear_2(x)
        x = keras.activations.relu(x)
        return self.linear_3(x)

model = MLPBlock()
y = model(ops.ones(shape=(3, 64)))
""",
        (64,),
    ),
    Text(
        """
class ComputeSum(keras.layers.Layer):
    def __init__(self, input_dim):
        super().__init__()
        self.total = self.add_weight(initializer="zeros", shape=(input_dim,), trainable=False)

    def call(self, inputs):
        self.total.assign_add(ops.sum(inputs, axis=0))
        return inputs * self.total

model = ComputeSum(2)
""",
        (2,),
    ),
    Text(
        """
class Old(keras.layers.Layer):
    def __init__(self, units=32, input_dim=32):
        super(Old, self).__init__()
        w_init = tf.random_normal_initializer()
        self.w = tf.Variable(initial_value=w_init(shape=(input_dim, units), dtype="float32"), trainable=True)
        b_init = tf.zeros_initializer()
        self.b = tf.Variable(initial_value=b_init(shape=(units,), dtype="float32"), trainable=True)

    def call(self, inputs):
        return tf.matmul(inputs, self.w) + self.b

model = Old(4, 2)
""",
        (2,),
    ),
    Text(
        """
class Scale(layers.Layer):
    def build(self, input_shape):
        self.gamma = self.add_weight(name="gamma", shape=input_shape[1:], initializer="ones")
        self.spare = self.add_weight(name="spare", shape=(3, 4), initializer="zeros")

    def call(self, x):
        return x * self.gamma

inputs = keras.Input((4, 5))
model = keras.Model(inputs, Scale()(inputs))
"""
    ),
    Text(
        """
class LayerScale(layers.Layer):
    def __init__(self, init_values, projection_dim, **kwargs):
        super().__init__(**kwargs)
        self.gamma = self.add_weight(
            shape=(projection_dim,), initializer=keras.initializers.Constant(init_values), name="gamma"
        )

    def call(self, x, training=False):
        return x * self.gamma

model = keras.Sequential([keras.Input((6, 6, 8)), LayerScale(1e-6, 8), layers.Dense(3)])
"""
    ),
    Text(
        """
class StochasticDepth(layers.Layer):
    def __init__(self, drop_prop, **kwargs):
        super().__init__(**kwargs)
        self.drop_prob = drop_prop
        self.seed_generator = keras.random.SeedGenerator(1337)

    def call(self, x, training=None):
        if training:
            keep_prob = 1 - self.drop_prob
            shape = (ops.shape(x)[0],) + (1,) * (len(x.shape) - 1)
            random_tensor = keep_prob + keras.random.uniform(shape, 0, 1, seed=self.seed_generator)
            random_tensor = ops.floor(random_tensor)
            return (x / keep_prob) * random_tensor
        return x

inputs = keras.Input((16, 8))
x = StochasticDepth(0.1)(layers.Dense(8)(inputs))
model = keras.Model(inputs, layers.Add()([x, inputs]))
"""
    ),
    Text(
        """
class PositionEmbedding(keras.layers.Layer):
    def __init__(self, sequence_length, initializer="glorot_uniform", **kwargs):
        super().__init__(**kwargs)
        self.sequence_length = int(sequence_length)
        self.initializer = keras.initializers.get(initializer)

    def build(self, input_shape):
        feature_size = input_shape[-1]
        self.position_embeddings = self.add_weight(
            name="embeddings", shape=[self.sequence_length, feature_size], initializer=self.initializer, trainable=True
        )
        super().build(input_shape)

    def call(self, inputs, start_index=0):
        shape = ops.shape(inputs)
        feature_length = shape[-1]
        sequence_length = shape[-2]
        position_embeddings = ops.convert_to_tensor(self.position_embeddings)
        position_embeddings = ops.slice(
            position_embeddings, (start_index, 0), (sequence_length, feature_length)
        )
        return ops.broadcast_to(position_embeddings, shape)

    def compute_output_shape(self, input_shape):
        return input_shape

inputs = keras.Input((10, 6))
x = inputs + PositionEmbedding(sequence_length=10)(inputs)
model = keras.Model(inputs, x)
"""
    ),
    Text(
        """
class Patches(layers.Layer):
    def __init__(self, patch_size):
        super().__init__()
        self.patch_size = patch_size

    def call(self, images):
        batch_size = tf.shape(images)[0]
        patches = tf.image.extract_patches(
            images=images,
            sizes=[1, self.patch_size, self.patch_size, 1],
            strides=[1, self.patch_size, self.patch_size, 1],
            rates=[1, 1, 1, 1],
            padding="VALID",
        )
        patch_dims = patches.shape[-1]
        return tf.reshape(patches, [batch_size, -1, patch_dims])

class PatchEncoder(layers.Layer):
    def __init__(self, num_patches, projection_dim):
        super().__init__()
        self.num_patches = num_patches
        self.projection = layers.Dense(units=projection_dim)
        self.position_embedding = layers.Embedding(input_dim=num_patches, output_dim=projection_dim)

    def call(self, patch):
        positions = tf.range(start=0, limit=self.num_patches, delta=1)
        return self.projection(patch) + self.position_embedding(positions)

def mlp(x, hidden_units, dropout_rate):
    for units in hidden_units:
        x = layers.Dense(units, activation=tf.nn.gelu)(x)
        x = layers.Dropout(dropout_rate)(x)
    return x

def create_vit_classifier():
    inputs = layers.Input(shape=(24, 24, 3))
    patches = Patches(6)(inputs)
    encoded_patches = PatchEncoder(16, 12)(patches)
    for _ in range(2):
        x1 = layers.LayerNormalization(epsilon=1e-6)(encoded_patches)
        attention_output = layers.MultiHeadAttention(num_heads=4, key_dim=12, dropout=0.1)(x1, x1)
        x2 = layers.Add()([attention_output, encoded_patches])
        x3 = layers.LayerNormalization(epsilon=1e-6)(x2)
        x3 = mlp(x3, hidden_units=[24, 12], dropout_rate=0.1)
        encoded_patches = layers.Add()([x3, x2])
    representation = layers.LayerNormalization(epsilon=1e-6)(encoded_patches)
    representation = layers.Flatten()(representation)
    features = mlp(representation, hidden_units=[32, 16], dropout_rate=0.5)
    return keras.Model(inputs=inputs, outputs=layers.Dense(10)(features))

model = create_vit_classifier()
"""
    ),
    Text(
        """
class ClassToken(layers.Layer):
    def build(self, input_shape):
        self.cls = self.add_weight(name="cls", shape=(1, 1, input_shape[-1]), initializer="zeros", trainable=True)

    def call(self, inputs):
        batch_size = ops.shape(inputs)[0]
        cls = ops.broadcast_to(self.cls, [batch_size, 1, inputs.shape[-1]])
        return ops.concatenate([cls, inputs], axis=1)

inputs = keras.Input((9, 6))
x = ClassToken(name="token")(inputs)
x = layers.MultiHeadAttention(2, 5, value_dim=7, output_shape=11)(x, x)
model = keras.Model(inputs, x[:, 0])
"""
    ),
    Text(
        """
class ClassToken(layers.Layer):
    def __init__(self):
        super().__init__()
        self.flatten = layers.Flatten()

    def build(self, input_shape):
        self.token = tf.Variable(tf.zeros((1, 1, input_shape[-1])), trainable=True, name="token")

    def call(self, inputs):
        tokens = tf.tile(self.token, [tf.shape(inputs)[0], 1, 1])
        return self.flatten(tf.concat([tokens, inputs], 1))

inputs = keras.Input((9, 6))
model = keras.Model(inputs, ClassToken()(inputs))
"""
    ),
    Text(
        "inputs = keras.Input((4, 6, 8))\nmodel = keras.Model(inputs, layers.MultiHeadAttention(2, 5)(inputs, inputs))"
    ),
    Text(
        "inputs = keras.Input((4, 6, 8))\n"
        "x = layers.MultiHeadAttention(2, 5, use_bias=False, attention_axes=2)(inputs, inputs)\n"
        "model = keras.Model(inputs, x)"
    ),
    Text(
        "query, value = keras.Input((5, 8)), keras.Input((7, 6))\n"
        "x, scores = layers.MultiHeadAttention(3, 4)(query, value, return_attention_scores=True)\n"
        "model = keras.Model([query, value], x)"
    ),
    Text(
        "query, value, key = keras.Input((5, 8)), keras.Input((7, 6)), keras.Input((7, 8))\n"
        "x = layers.Attention(use_scale=True, score_mode='concat')([query, value, key])\n"
        "y, scores = layers.AdditiveAttention()([query, key], return_attention_scores=True)\n"
        "z = layers.Attention()([query, query])\n"
        "model = keras.Model([query, value, key], [x, y, z])"
    ),
    Text(
        """
class Sampling(layers.Layer):
    def __init__(self, **kwargs):
        super().__init__(**kwargs)
        self.seed_generator = keras.random.SeedGenerator(1337)

    def call(self, inputs):
        z_mean, z_log_var = inputs
        batch = ops.shape(z_mean)[0]
        dim = ops.shape(z_mean)[1]
        epsilon = keras.random.normal(shape=(batch, dim), seed=self.seed_generator)
        return z_mean + ops.exp(0.5 * z_log_var) * epsilon

encoder_inputs = keras.Input(shape=(28, 28, 1))
x = layers.Conv2D(32, 3, activation="relu", strides=2, padding="same")(encoder_inputs)
x = layers.Flatten()(x)
z_mean = layers.Dense(2, name="z_mean")(x)
z_log_var = layers.Dense(2, name="z_log_var")(x)
z = Sampling()([z_mean, z_log_var])
model = keras.Model(encoder_inputs, [z_mean, z_log_var, z], name="encoder")
"""
    ),
    Text(
        """
def sampling(args):
    z_mean, z_log_var = args
    epsilon = tf.random.normal(shape=(tf.shape(z_mean)[0], 4))
    return z_mean + tf.exp(z_log_var / 2) * epsilon

inputs = keras.Input((20,))
mean, log_var = layers.Dense(4)(inputs), layers.Dense(4)(inputs)
z = layers.Lambda(sampling, output_shape=(4,), name="z")([mean, log_var])
model = keras.Model(inputs, layers.Dense(3)(z))
"""
    ),
    Text(
        """
def euclidean_distance(vectors):
    x, y = vectors
    sum_square = ops.sum(ops.square(x - y), axis=1, keepdims=True)
    return ops.sqrt(ops.maximum(sum_square, keras.backend.epsilon()))

inputs = keras.Input((28, 28, 1))
x = layers.BatchNormalization()(inputs)
x = layers.Conv2D(4, (5, 5), activation="tanh")(x)
x = layers.Flatten()(x)
embedding_network = keras.Model(inputs, layers.Dense(10, activation="tanh")(x))
input_1, input_2 = keras.Input((28, 28, 1)), keras.Input((28, 28, 1))
merge_layer = layers.Lambda(euclidean_distance, output_shape=(1,))(
    [embedding_network(input_1), embedding_network(input_2)]
)
normal_layer = layers.BatchNormalization()(merge_layer)
output_layer = layers.Dense(1, activation="sigmoid")(normal_layer)
model = keras.Model(inputs=[input_1, input_2], outputs=output_layer)
"""
    ),
    Text(
        "model = keras.Sequential([keras.Input((8, 8, 3)), layers.Lambda(lambda x: x / 255.0), layers.Conv2D(4, 3),\n"
        "    layers.Lambda(lambda x: tf.reduce_mean(x, axis=[1, 2])), layers.Dense(2, activation=lambda x: x * 2)])"
    ),
    Text(
        "inputs = keras.Input((12, 8))\n"
        "x = layers.Lambda(lambda x, factor: x[:, ::factor], arguments={'factor': 3})(inputs)\n"
        "x = layers.Activation(tf.nn.relu)(x)\nx = layers.Dense(5, activation=tf.nn.softmax)(x)\n"
        "model = keras.Model(inputs, layers.Lambda(tf.square)(x))"
    ),
    Text(
        "inputs = keras.Input((5, 16, 16, 3))\n"
        "cnn = keras.Sequential([layers.Conv2D(4, 3, activation='relu'), layers.BatchNormalization(),\n"
        "    layers.Flatten(), layers.Dense(6)])\n"
        "x = layers.TimeDistributed(cnn)(inputs)\nmodel = keras.Model(inputs, x)"
    ),
    Text(
        "frame = keras.Input((16, 16, 3))\n"
        "x, y = layers.Conv2D(4, 3, padding='same')(frame), layers.Conv2D(4, 1)(frame)\n"
        "x = layers.Concatenate()([layers.Add()([x, y]), y])\n"
        "extractor = keras.Model(frame, layers.GlobalMaxPooling2D()(x))\n"
        "inputs = keras.Input((5, 16, 16, 3))\n"
        "model = keras.Model(inputs, layers.TimeDistributed(extractor)(inputs))"
    ),
    Text(
        """
class Encoder(layers.Layer):
    def __init__(self, latent_dim=32, intermediate_dim=64, name="encoder", **kwargs):
        super().__init__(name=name, **kwargs)
        self.dense_proj = layers.Dense(intermediate_dim, activation="relu")
        self.dense_mean = layers.Dense(latent_dim)

    def call(self, inputs):
        return self.dense_mean(self.dense_proj(inputs))

class Decoder(layers.Layer):
    def __init__(self, original_dim, intermediate_dim=64, name="decoder", **kwargs):
        super().__init__(name=name, **kwargs)
        self.dense_proj = layers.Dense(intermediate_dim, activation="relu")
        self.dense_output = layers.Dense(original_dim, activation="sigmoid")

    def call(self, inputs):
        return self.dense_output(self.dense_proj(inputs))

class AutoEncoder(keras.Model):
    def __init__(self, original_dim, intermediate_dim=64, latent_dim=32, name="autoencoder", **kwargs):
        super().__init__(name=name, **kwargs)
        self.original_dim = original_dim
        self.encoder = Encoder(latent_dim=latent_dim, intermediate_dim=intermediate_dim)
        self.decoder = Decoder(original_dim, intermediate_dim=intermediate_dim)
        self.loss_tracker = keras.metrics.Mean(name="loss")

    @property
    def metrics(self):
        return [self.loss_tracker]

    def call(self, inputs):
        z = self.encoder(inputs)
        reconstructed = self.decoder(z)
        self.add_loss(ops.mean(ops.square(reconstructed - inputs)))
        return reconstructed

    def train_step(self, data):
        with tf.GradientTape() as tape:
            loss = self.compute_loss(data, self(data))
        return {"loss": loss}

model = AutoEncoder(784, 64, 32)
model.compile(optimizer=keras.optimizers.Adam(learning_rate=1e-3), loss="mse")
model.fit(x_train, x_train, epochs=2, batch_size=64) if False else None
""",
        (784,),
    ),
    Text(
        """
class Denoise(keras.Model):
    def __init__(self):
        super().__init__()
        self.encoder = tf.keras.Sequential([
            layers.Input(shape=(28, 28, 1)),
            layers.Conv2D(16, (3, 3), activation="relu", padding="same", strides=2),
            layers.Conv2D(8, (3, 3), activation="relu", padding="same", strides=2)])
        self.decoder = tf.keras.Sequential([
            layers.Conv2DTranspose(8, kernel_size=3, strides=2, activation="relu", padding="same"),
            layers.Conv2DTranspose(16, kernel_size=3, strides=2, activation="relu", padding="same"),
            layers.Conv2D(1, kernel_size=(3, 3), activation="sigmoid", padding="same")])

    def call(self, x):
        encoded = self.encoder(x)
        return self.decoder(encoded)

model = Denoise()
""",
        IMAGE,
    ),
    Text(
        """
class MyConv(layers.Conv2D):
    def __init__(self, filters, **kwargs):
        super().__init__(filters, kernel_size=3, padding="same", **kwargs)

    def call(self, inputs):
        return ops.relu(super().call(inputs))

class Dense10(layers.Dense):
    def __init__(self):
        super().__init__(10)

model = keras.Sequential([keras.Input((8, 8, 3)), MyConv(6, name="first"), MyConv(6), layers.Flatten(), Dense10()])
"""
    ),
    Text(
        """
class ConvBN(keras.Sequential):
    def __init__(self, filters, **kwargs):
        super().__init__(**kwargs)
        self.add(layers.Conv2D(filters, 3, use_bias=False))
        self.add(layers.BatchNormalization())
        self.add(layers.ReLU())

class Head(keras.Sequential):
    def __init__(self):
        super().__init__([layers.GlobalAveragePooling2D(), layers.Dense(4)], name="head")

class Net(keras.Model):
    def __init__(self):
        super().__init__()
        self.stem = ConvBN(8, name="stem")
        self.body = ConvBN(16)
        self.head = Head()

    def call(self, x):
        return self.head(self.body(self.stem(x)))

model = Net()
""",
        (20, 20, 3),
    ),
    Text(
        """
class Unet(keras.Model):
    def __init__(self, filters=4):
        inputs = keras.Input((16, 16, 3))
        x = layers.Conv2D(filters, 3, padding="same")(inputs)
        y = layers.UpSampling2D()(layers.MaxPooling2D()(x))
        outputs = layers.Conv2D(1, 1)(layers.concatenate([x, y]))
        super().__init__(inputs=inputs, outputs=outputs, name="unet")

model = Unet(filters=6)
"""
    ),
    Text(
        """
class Frozen(keras.Model):
    def __init__(self):
        super().__init__()
        self.base = keras.Sequential([layers.Conv2D(4, 3), layers.BatchNormalization()])
        self.base.trainable = False
        self.scale = self.add_weight(name="scale", shape=(4,), trainable=True)
        self.fixed = self.add_weight(name="fixed", shape=(4,), trainable=False)
        self.head = layers.Dense(3)

    def call(self, x):
        return self.head(self.base(x) * self.scale + self.fixed)

model = Frozen()
""",
        (8, 8, 3),
    ),
    Text(
        RESIDUAL + "block = ResidualBlock(8, trainable=False)\n"
        "model = keras.Sequential([block, layers.Flatten(), layers.Dense(2)])",
        (6, 6, 3),
    ),
    Text(
        RESIDUAL + "block = ResidualBlock(8)\nblock.trainable = False\n"
        "model = keras.Sequential([block, layers.Flatten(), layers.Dense(2)])",
        (6, 6, 3),
    ),
    Text(
        """
class Wide(keras.Model):
    def __init__(self, units=30, activation="relu", **kwargs):
        super().__init__(**kwargs)
        self.hidden1 = layers.Dense(units, activation=activation)
        self.hidden2 = layers.Dense(units, activation=activation)
        self.main_output = layers.Dense(1)
        self.aux_output = layers.Dense(1)

    def call(self, inputs):
        input_A, input_B = inputs
        hidden1 = self.hidden1(input_B)
        hidden2 = self.hidden2(hidden1)
        concat = keras.layers.concatenate([input_A, hidden2])
        return self.main_output(concat), self.aux_output(hidden2)

model = Wide(30)
""",
        [(5,), (6,)],
        names=("input_A", "input_B"),
    ),
    Text(
        """
class Siamese(keras.Model):
    def __init__(self):
        super().__init__()
        self.embed = keras.Sequential([layers.Conv2D(4, 3), layers.Flatten(), layers.Dense(6)])

    def call(self, left, right=None):
        a = self.embed(left)
        b = self.embed(right)
        return tf.norm(a - b, axis=1, keepdims=True)

left, right = keras.Input((9, 9, 1)), keras.Input((9, 9, 1))
model = keras.Model([left, right], Siamese()(left, right=right))
"""
    ),
    Text(
        """
class DistanceLayer(layers.Layer):
    def __init__(self, **kwargs):
        super().__init__(**kwargs)

    def call(self, anchor, positive, negative):
        ap_distance = ops.sum(tf.square(anchor - positive), -1)
        an_distance = ops.sum(tf.square(anchor - negative), -1)
        return (ap_distance, an_distance)

embedding = keras.Sequential([keras.Input((10, 10, 3)), layers.Conv2D(4, 3), layers.Flatten(), layers.Dense(8)])
anchor_input = layers.Input(name="anchor", shape=(10, 10, 3))
positive_input = layers.Input(name="positive", shape=(10, 10, 3))
negative_input = layers.Input(name="negative", shape=(10, 10, 3))
distances = DistanceLayer()(embedding(anchor_input), embedding(positive_input), embedding(negative_input))
model = keras.Model(inputs=[anchor_input, positive_input, negative_input], outputs=distances)
"""
    ),
    Text(
        """
class SqueezeExcite(layers.Layer):
    def __init__(self, ratio=4, **kwargs):
        super().__init__(**kwargs)
        self.ratio = ratio

    def build(self, input_shape):
        channels = input_shape[-1]
        self.squeeze = layers.Dense(channels // self.ratio, activation="relu")
        self.excite = layers.Dense(channels, activation="sigmoid")

    def call(self, x):
        weights = tf.reduce_mean(x, axis=[1, 2], keepdims=True)
        weights = self.excite(self.squeeze(weights))
        return x * weights

model = keras.Sequential([keras.Input((8, 8, 16)), SqueezeExcite(), SqueezeExcite(2)])
"""
    ),
    Text(
        """
class CBAM(layers.Layer):
    def __init__(self):
        super().__init__()
        self.conv = layers.Conv2D(1, 7, padding="same", activation="sigmoid", use_bias=False)

    def call(self, x):
        avg_pool = ops.mean(x, axis=-1, keepdims=True)
        max_pool = ops.max(x, axis=-1, keepdims=True)
        return x * self.conv(ops.concatenate([avg_pool, max_pool], axis=-1))

inputs = keras.Input((8, 8, 5))
model = keras.Model(inputs, CBAM()(inputs))
"""
    ),
    Text(
        """
class SelfAttention(layers.Layer):
    def __init__(self, embed_dim, num_heads=4):
        super().__init__()
        self.embed_dim, self.num_heads = embed_dim, num_heads
        if embed_dim % num_heads != 0:
            raise ValueError(f"embedding dimension = {embed_dim} should be divisible by {num_heads}")
        self.projection_dim = embed_dim // num_heads
        self.query_dense = layers.Dense(embed_dim)
        self.key_dense = layers.Dense(embed_dim)
        self.value_dense = layers.Dense(embed_dim)
        self.combine_heads = layers.Dense(embed_dim)

    def attention(self, query, key, value):
        score = tf.matmul(query, key, transpose_b=True)
        dim_key = tf.cast(tf.shape(key)[-1], tf.float32)
        scaled_score = score / tf.math.sqrt(dim_key)
        weights = tf.nn.softmax(scaled_score, axis=-1)
        return tf.matmul(weights, value), weights

    def separate_heads(self, x, batch_size):
        x = tf.reshape(x, (batch_size, -1, self.num_heads, self.projection_dim))
        return tf.transpose(x, perm=[0, 2, 1, 3])

    def call(self, inputs):
        batch_size = tf.shape(inputs)[0]
        query = self.separate_heads(self.query_dense(inputs), batch_size)
        key = self.separate_heads(self.key_dense(inputs), batch_size)
        value = self.separate_heads(self.value_dense(inputs), batch_size)
        attention, weights = self.attention(query, key, value)
        attention = tf.transpose(attention, perm=[0, 2, 1, 3])
        concat_attention = tf.reshape(attention, (batch_size, -1, self.embed_dim))
        return self.combine_heads(concat_attention)

class TransformerBlock(layers.Layer):
    def __init__(self, embed_dim, num_heads, mlp_dim, dropout=0.1):
        super().__init__()
        self.att = SelfAttention(embed_dim, num_heads)
        self.mlp = keras.Sequential([
            layers.Dense(mlp_dim, activation=tf.nn.gelu), layers.Dropout(dropout), layers.Dense(embed_dim)
        ])
        self.layernorm1 = layers.LayerNormalization(epsilon=1e-6)
        self.layernorm2 = layers.LayerNormalization(epsilon=1e-6)
        self.dropout1 = layers.Dropout(dropout)

    def call(self, inputs, training=False):
        out1 = self.att(self.layernorm1(inputs)) + inputs
        return self.dropout1(self.mlp(self.layernorm2(out1)), training=training) + out1

model = TransformerBlock(16, 4, 32)
""",
        (10, 16),
    ),
    Text(
        """
class Involution(keras.layers.Layer):
    def __init__(self, channel, group_number, kernel_size, stride, reduction_ratio, name):
        super().__init__(name=name)
        self.channel = channel
        self.group_number = group_number
        self.kernel_size = kernel_size
        self.stride = stride
        self.reduction_ratio = reduction_ratio

    def build(self, input_shape):
        (_, height, width, num_channels) = input_shape
        height = height // self.stride
        width = width // self.stride
        self.stride_layer = (
            layers.AveragePooling2D(pool_size=self.stride, strides=self.stride, padding="same")
            if self.stride > 1
            else tf.identity
        )
        self.kernel_gen = keras.Sequential([
            layers.Conv2D(filters=self.channel // self.reduction_ratio, kernel_size=1),
            layers.BatchNormalization(),
            layers.ReLU(),
            layers.Conv2D(filters=self.kernel_size * self.kernel_size * self.group_number, kernel_size=1),
        ])
        self.kernel_reshape = layers.Reshape(
            target_shape=(height, width, self.kernel_size * self.kernel_size, 1, self.group_number)
        )
        self.input_patches_reshape = layers.Reshape(
            target_shape=(
                height, width, self.kernel_size * self.kernel_size, num_channels // self.group_number,
                self.group_number,
            )
        )
        self.output_reshape = layers.Reshape(target_shape=(height, width, num_channels))

    def call(self, x):
        kernel_input = self.stride_layer(x)
        kernel = self.kernel_gen(kernel_input)
        kernel = self.kernel_reshape(kernel)
        input_patches = tf.image.extract_patches(
            images=x,
            sizes=[1, self.kernel_size, self.kernel_size, 1],
            strides=[1, self.stride, self.stride, 1],
            rates=[1, 1, 1, 1],
            padding="SAME",
        )
        input_patches = self.input_patches_reshape(input_patches)
        output = tf.multiply(kernel, input_patches)
        output = tf.reduce_sum(output, axis=3)
        output = self.output_reshape(output)
        return output, kernel

inputs = keras.Input(shape=(32, 32, 3))
x, _ = Involution(channel=3, group_number=1, kernel_size=3, stride=1, reduction_ratio=2, name="inv_1")(inputs)
x = keras.layers.ReLU()(x)
x = keras.layers.MaxPooling2D((2, 2))(x)
x, _ = Involution(channel=3, group_number=1, kernel_size=3, stride=1, reduction_ratio=2, name="inv_2")(x)
x = keras.layers.Flatten()(x)
model = keras.Model(inputs=[inputs], outputs=[keras.layers.Dense(10)(x)], name="inv_model")
"""
    ),
    Text(
        """
class DepthToSpace(layers.Layer):
    def __init__(self, block_size):
        super().__init__()
        self.block_size = block_size

    def call(self, input):
        batch, height, width, depth = ops.shape(input)
        depth = depth // (self.block_size**2)
        x = ops.reshape(input, [batch, height, width, self.block_size, self.block_size, depth])
        x = ops.transpose(x, [0, 1, 3, 2, 4, 5])
        x = ops.reshape(x, [batch, height * self.block_size, width * self.block_size, depth])
        return x

def get_model(upscale_factor=3, channels=1):
    conv_args = {"activation": "relu", "kernel_initializer": "orthogonal", "padding": "same"}
    inputs = keras.Input(shape=(20, 30, channels))
    x = layers.Conv2D(64, 5, **conv_args)(inputs)
    x = layers.Conv2D(32, 3, **conv_args)(x)
    x = layers.Conv2D(channels * (upscale_factor**2), 3, **conv_args)(x)
    outputs = DepthToSpace(upscale_factor)(x)
    return keras.Model(inputs, outputs)

model = get_model(upscale_factor=3, channels=1)
"""
    ),
    Text(
        """
def PixelShuffle(scale):
    return lambda x: tf.nn.depth_to_space(x, scale)

class EDSR(tf.keras.Model):
    def train_step(self, data):
        x, y = data
        with tf.GradientTape() as tape:
            y_pred = self(x, training=True)
        return {}

    def predict_step(self, x):
        return self(tf.expand_dims(x, axis=0), training=False)

def ResBlock(inputs):
    x = layers.Conv2D(8, 3, padding="same", activation="relu")(inputs)
    x = layers.Conv2D(8, 3, padding="same")(x)
    return layers.Add()([inputs, x])

def make_model(blocks):
    input_layer = layers.Input(shape=(12, 12, 3))
    x = layers.Rescaling(scale=1.0 / 255)(input_layer)
    x = x_new = layers.Conv2D(8, 3, padding="same")(x)
    for _ in range(blocks):
        x_new = ResBlock(x_new)
    x = layers.Add()([x, layers.Conv2D(8, 3, padding="same")(x_new)])
    x = layers.Lambda(PixelShuffle(2))(layers.Conv2D(32, 3, padding="same")(x))
    output_layer = layers.Rescaling(scale=255)(layers.Conv2D(3, 3, padding="same")(x))
    return EDSR(input_layer, output_layer)

model = make_model(3)
"""
    ),
    Text(
        """
def inverted_residual_block(x, expanded_channels, output_channels, strides=1):
    m = layers.Conv2D(expanded_channels, 1, padding="same", use_bias=False)(x)
    m = layers.BatchNormalization()(m)
    m = keras.activations.swish(m)
    if strides == 2:
        m = layers.ZeroPadding2D(padding=((0, 1), (0, 1)))(m)
    m = layers.DepthwiseConv2D(3, strides=strides, padding="same" if strides == 1 else "valid", use_bias=False)(m)
    m = layers.BatchNormalization()(m)
    m = keras.activations.swish(m)
    m = layers.Conv2D(output_channels, 1, padding="same", use_bias=False)(m)
    m = layers.BatchNormalization()(m)
    if keras.ops.equal(x.shape[-1], output_channels) and strides == 1:
        return layers.Add()([m, x])
    return m

def transformer_block(x, transformer_layers, projection_dim, num_heads=2):
    for _ in range(transformer_layers):
        x1 = layers.LayerNormalization(epsilon=1e-6)(x)
        attention_output = layers.MultiHeadAttention(num_heads=num_heads, key_dim=projection_dim, dropout=0.1)(x1, x1)
        x2 = layers.Add()([attention_output, x])
        x3 = layers.LayerNormalization(epsilon=1e-6)(x2)
        x3 = layers.Dense(x.shape[-1] * 2, activation=keras.activations.swish)(x3)
        x = layers.Add()([x3[..., : x.shape[-1]], x2])
    return x

def mobilevit_block(x, num_blocks, projection_dim, strides=1, patch_size=4):
    local_features = layers.Conv2D(projection_dim, 3, padding="same", activation="swish")(x)
    local_features = layers.Conv2D(projection_dim, 1, padding="same", activation="swish")(local_features)
    num_patches = int((local_features.shape[1] * local_features.shape[2]) / patch_size)
    non_overlapping_patches = layers.Reshape((patch_size, num_patches, projection_dim))(local_features)
    global_features = transformer_block(non_overlapping_patches, num_blocks, projection_dim)
    folded_feature_map = layers.Reshape((*local_features.shape[1:-1], projection_dim))(global_features)
    folded_feature_map = layers.Conv2D(x.shape[-1], 1, padding="same")(folded_feature_map)
    local_global_features = layers.Concatenate(axis=-1)([x, folded_feature_map])
    return layers.Conv2D(projection_dim, 3, padding="same")(local_global_features)

inputs = keras.Input((32, 32, 3))
x = layers.Rescaling(scale=1.0 / 255)(inputs)
x = layers.Conv2D(8, 3, strides=2, padding="same", activation=keras.activations.swish)(x)
x = inverted_residual_block(x, 16, 8, strides=1) if False else layers.Conv2D(8, 1)(x)
x = mobilevit_block(x, num_blocks=2, projection_dim=12)
x = layers.GlobalAvgPool2D()(x)
model = keras.Model(inputs, layers.Dense(5, activation="softmax")(x))
"""
    ),
    Text(
        """
class GAN(keras.Model):
    def __init__(self, discriminator, generator, latent_dim):
        super().__init__()
        self.discriminator = discriminator
        self.generator = generator
        self.latent_dim = latent_dim
        self.seed_generator = keras.random.SeedGenerator(1337)

    def compile(self, d_optimizer, g_optimizer, loss_fn):
        super().compile()
        self.d_optimizer = d_optimizer
        self.g_optimizer = g_optimizer
        self.loss_fn = loss_fn
        self.d_loss_metric = keras.metrics.Mean(name="d_loss")

    @property
    def metrics(self):
        return [self.d_loss_metric]

    def train_step(self, real_images):
        batch_size = ops.shape(real_images)[0]
        random_latent_vectors = keras.random.normal(shape=(batch_size, self.latent_dim), seed=self.seed_generator)
        generated_images = self.generator(random_latent_vectors)
        return {}

discriminator = keras.Sequential(
    [
        keras.Input(shape=(64, 64, 3)),
        layers.Conv2D(64, kernel_size=4, strides=2, padding="same"),
        layers.LeakyReLU(negative_slope=0.2),
        layers.Flatten(),
        layers.Dropout(0.2),
        layers.Dense(1, activation="sigmoid"),
    ],
    name="discriminator",
)
latent_dim = 128
generator = keras.Sequential(
    [
        keras.Input(shape=(latent_dim,)),
        layers.Dense(8 * 8 * 128),
        layers.Reshape((8, 8, 128)),
        layers.Conv2DTranspose(128, kernel_size=4, strides=2, padding="same"),
        layers.LeakyReLU(negative_slope=0.2),
        layers.Conv2D(3, kernel_size=5, padding="same", activation="sigmoid"),
    ],
    name="generator",
)
gan = GAN(discriminator=discriminator, generator=generator, latent_dim=latent_dim)
gan.compile(
    d_optimizer=keras.optimizers.Adam(learning_rate=0.0001),
    g_optimizer=keras.optimizers.Adam(learning_rate=0.0001),
    loss_fn=keras.losses.BinaryCrossentropy(),
)
""",
        entry="generator",
    ),
    Text(
        """
x = inputs = keras.Input((16, 16, 3))
for _ in range(3):
    x = layers.Conv2D(4, 3, padding="same")(x)
base = keras.Model(inputs, x)
model = keras.Model(base.input, base.layers[-2].output)
""",
        entry="model",
    ),
    Text(
        """
base = keras.Sequential([keras.Input((16, 16, 3)), layers.Conv2D(4, 3), layers.Conv2D(6, 3), layers.Flatten()])
features = keras.Model(base.inputs, base.layers[1].output)
model = keras.Model(base.inputs, [features(base.inputs), base.outputs[0]])
"""
    ),
    Text(
        """
members = [keras.Sequential([layers.Dense(8, activation="relu"), layers.Dense(1)]) for _ in range(3)]
inputs = keras.Input(shape=(12,))
model = keras.Model(inputs, layers.average([member(inputs) for member in members]))
"""
    ),
    Text(
        """
class Ensemble(keras.Model):
    def __init__(self, count):
        super().__init__()
        self.members = {str(i): layers.Dense(i + 1) for i in range(count)}
        self.unused = layers.Dense(100)

    def call(self, x):
        return ops.concatenate([member(x) for member in self.members.values()], axis=-1)

model = Ensemble(3)
""",
        (5,),
    ),
    Text(
        """
class Shared(keras.Model):
    def __init__(self):
        super().__init__()
        self.dense = layers.Dense(6)
        self.norm = layers.LayerNormalization()

    def call(self, x):
        for _ in range(3):
            x = self.norm(self.dense(x) + x)
        return x

model = Shared()
""",
        (6,),
    ),
    Text(
        """
class Base(keras.Model):
    width = 4

    def __init__(self, **kwargs):
        super().__init__(**kwargs)
        self.stem = self.make_stem()

    def make_stem(self):
        return layers.Conv2D(self.width, 3)

    @staticmethod
    def pooled(x):
        return tf.reduce_mean(x, axis=(1, 2))

    def call(self, x):
        return self.pooled(self.stem(x))

class Wider(Base):
    width = 9

    def __init__(self, classes):
        super().__init__(name="wider")
        self.head = layers.Dense(classes)

    def call(self, x):
        return self.head(super().call(x))

model = Wider(3)
""",
        (8, 8, 2),
    ),
    Text(
        """
@keras.saving.register_keras_serializable(package="net")
class Mish(layers.Layer):
    def call(self, inputs):
        return inputs * ops.tanh(ops.softplus(inputs))

class Net(tf.keras.Model):
    def __init__(self):
        super().__init__()
        self.act = Mish()
        self.dense = layers.Dense(4)

    @tf.function
    def call(self, x, training=None, mask=None):
        return self.act(self.dense(x))

model = Net()
""",
        (3,),
    ),
    Text(
        """
from dataclasses import dataclass
from functools import partial

@dataclass
class Config:
    width: int = 8
    depth: int = 2

Conv = partial(layers.Conv2D, kernel_size=3, padding="same", activation="relu")

class Net(keras.Model):
    def __init__(self, config):
        super().__init__()
        for index in range(config.depth):
            setattr(self, f"conv{index}", Conv(config.width * 2**index))
        self.config = config

    def call(self, x):
        for index in range(self.config.depth):
            x = getattr(self, f"conv{index}")(x)
        return x

model = Net(Config(depth=3))
""",
        (8, 8, 1),
    ),
    Text(
        """
class SpatialConv(layers.Layer):
    def __init__(self, filters):
        super().__init__()
        self.filters = filters

    def build(self, input_shape):
        shape = (3, 3, input_shape[-1], self.filters)
        self.kernel = self.add_weight(name="kernel", shape=shape, initializer="he_normal")
        self.bias = self.add_weight(name="bias", shape=(self.filters,), initializer="zeros")

    def call(self, x):
        x = tf.nn.conv2d(x, self.kernel, strides=1, padding="SAME")
        return tf.nn.relu(tf.nn.bias_add(x, self.bias))

model = keras.Sequential([keras.Input((7, 7, 3)), SpatialConv(5), SpatialConv(2)])
"""
    ),
    Text(
        """
class InstanceNorm(layers.Layer):
    def build(self, input_shape):
        self.scale = self.add_weight(name="scale", shape=input_shape[-1:], initializer="ones")
        self.offset = self.add_weight(name="offset", shape=input_shape[-1:], initializer="zeros")

    def call(self, x):
        mean, variance = tf.nn.moments(x, axes=[1, 2], keepdims=True)
        inv = tf.math.rsqrt(variance + 1e-5)
        return self.scale * (x - mean) * inv + self.offset

model = keras.Sequential([keras.Input((8, 8, 6)), InstanceNorm()])
"""
    ),
    Text(
        """
class ReflectionPadding2D(layers.Layer):
    def __init__(self, padding=(1, 1), **kwargs):
        self.padding = tuple(padding)
        super().__init__(**kwargs)

    def call(self, input_tensor, mask=None):
        padding_width, padding_height = self.padding
        padding_tensor = [[0, 0], [padding_height, padding_height], [padding_width, padding_width], [0, 0]]
        return ops.pad(input_tensor, padding_tensor, mode="reflect")

model = keras.Sequential([keras.Input((8, 8, 3)), ReflectionPadding2D((3, 2)), layers.Conv2D(4, 7)])
"""
    ),
    Text(
        """
def build_dce_net():
    input_image = keras.Input(shape=[16, 16, 3])
    conv1 = layers.Conv2D(8, (3, 3), strides=(1, 1), activation="relu", padding="same")(input_image)
    conv2 = layers.Conv2D(8, (3, 3), strides=(1, 1), activation="relu", padding="same")(conv1)
    int_con1 = layers.Concatenate(axis=-1)([conv2, conv1])
    x_r = layers.Conv2D(24, (3, 3), strides=(1, 1), activation="tanh", padding="same")(int_con1)
    return keras.Model(inputs=input_image, outputs=x_r)

class ZeroDCE(keras.Model):
    def __init__(self, **kwargs):
        super().__init__(**kwargs)
        self.dce_model = build_dce_net()

    def get_enhanced_image(self, data, output):
        r1 = output[:, :, :, :3]
        r2 = output[:, :, :, 3:6]
        x = data + r1 * (tf.square(data) - data)
        return x + r2 * (tf.square(x) - x)

    def call(self, data):
        dce_net_output = self.dce_model(data)
        return self.get_enhanced_image(data, dce_net_output)

model = ZeroDCE()
""",
        (16, 16, 3),
    ),
    Text(
        "inputs = keras.Input((28, 28, 3))\nx = inputs / 127.5 - 1\nx = x[:, 2:-2, ::2]\n"
        "x = ops.reshape(x, (-1, 24 * 14, 3))\n"
        "y = ops.mean(x, axis=1, keepdims=True)\nx = ops.concatenate([x, y], axis=1)\n"
        "x = ops.einsum('bnc,bmc->bnm', x, y)\nmodel = keras.Model(inputs, layers.Dense(2)(ops.squeeze(x, -1)))"
    ),
    Text(
        """
class MLPMixerLayer(layers.Layer):
    def __init__(self, num_patches, hidden_units, dropout_rate, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.mlp1 = keras.Sequential([
            layers.Dense(units=num_patches, activation="gelu"), layers.Dense(units=num_patches),
            layers.Dropout(rate=dropout_rate),
        ])
        self.mlp2 = keras.Sequential([
            layers.Dense(units=num_patches, activation="gelu"), layers.Dense(units=hidden_units),
            layers.Dropout(rate=dropout_rate),
        ])
        self.normalize = layers.LayerNormalization(epsilon=1e-6)

    def build(self, input_shape):
        return super().build(input_shape)

    def call(self, inputs):
        x = self.normalize(inputs)
        x_channels = keras.ops.transpose(x, axes=(0, 2, 1))
        mlp1_outputs = self.mlp1(x_channels)
        mlp1_outputs = keras.ops.transpose(mlp1_outputs, axes=(0, 2, 1))
        x = mlp1_outputs + inputs
        x_patches = self.normalize(x)
        return self.mlp2(x_patches) + x

model = keras.Sequential([keras.Input((16, 12)), *[MLPMixerLayer(16, 12, 0.2) for _ in range(2)]])
"""
    ),
    Text(
        """
class gMLPLayer(layers.Layer):
    def __init__(self, num_patches, embedding_dim, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.channel_projection1 = keras.Sequential([layers.Dense(units=embedding_dim * 2, activation="gelu")])
        self.channel_projection2 = layers.Dense(units=embedding_dim)
        self.spatial_projection = layers.Dense(units=num_patches, bias_initializer="Ones")
        self.normalize1 = layers.LayerNormalization(epsilon=1e-6)

    def spatial_gating_unit(self, x):
        u, v = keras.ops.split(x, indices_or_sections=2, axis=2)
        v = self.normalize1(v)
        v_channels = keras.ops.transpose(v, axes=(0, 2, 1))
        v_projected = keras.ops.transpose(self.spatial_projection(v_channels), axes=(0, 2, 1))
        return u * v_projected

    def call(self, inputs):
        x_projected = self.channel_projection1(inputs)
        return self.channel_projection2(self.spatial_gating_unit(x_projected)) + inputs

model = keras.Sequential([keras.Input((16, 12)), gMLPLayer(16, 12)])
"""
    ),
    Text(
        """
class Reversed(keras.layers.Layer):
    def call(self, inputs, scale=2.0, *, offset=0.0):
        return {"out": inputs[:, ::-1] * scale + offset} if False else inputs * scale + offset

inputs = keras.Input((4, 3))
model = keras.Model(inputs, Reversed()(inputs, scale=3.0, offset=1.0))
"""
    ),
    Text(
        """
class Distiller(keras.Model):
    def __init__(self, student, teacher):
        super().__init__()
        self.student, self.teacher = student, teacher
        self.never_built = layers.Dense(1000)

    def compute_loss(self, x=None, y=None, y_pred=None, sample_weight=None, allow_empty=False):
        return self.teacher(x, training=False)

    def call(self, x):
        return self.student(x)

def net(width, name):
    first = [keras.Input((12, 12, 1)), layers.Conv2D(width, 3), layers.BatchNormalization()]
    return keras.Sequential([*first, layers.Flatten(), layers.Dense(4)], name=name)

teacher, student = net(16, "teacher"), net(4, "student")
model = Distiller(student=student, teacher=teacher)
""",
        (12, 12, 1),
    ),
]
