"""Expressions on feature maps that Keras, and TensorFlow inside a layer, are asked about."""

from __future__ import annotations

INPUTS: dict[str, tuple[int, ...]] = {"a": (8, 6, 4), "b": (8, 6, 4), "s": (12, 8), "v": (10,), "c": (8, 6, 1)}
"""The feature maps that the expressions are about, without the batch axis."""

OF_KERAS = """
a + b
a - 1
1 - a
a * 2.5
a / 2
a // 2
a % 2
a ** 2
-a
a * c
a + c * 2
s @ ops.transpose(s, (0, 2, 1))
abs(a)
a[:, 0]
a[:, :, 1]
a[..., :3]
a[:, 1:-1, ::2]
a[:, None]
a[:, :, None, 2:]
a[..., -1]
s[:, 3]
v[:, 2:5]
ops.mean(a, axis=1)
ops.mean(a, axis=[1, 2])
ops.mean(a, axis=(1, 2), keepdims=True)
ops.mean(a, axis=(1, 2, 3))
ops.sum(a, -1)
ops.sum(s, axis=1, keepdims=True)
ops.max(a, axis=-1)
ops.min(a, axis=1)
ops.prod(a, axis=2)
ops.var(a, axis=-1)
ops.std(a, axis=[1, 2])
ops.amax(a, axis=1)
ops.average(a, axis=1)
ops.logsumexp(s, axis=-1)
ops.norm(s, axis=-1)
ops.norm(v, axis=1, keepdims=True)
ops.any(a, axis=1)
ops.relu(a)
ops.relu6(a)
ops.gelu(a)
ops.silu(a)
ops.swish(a)
ops.leaky_relu(a, negative_slope=0.1)
ops.elu(a)
ops.selu(a)
ops.sigmoid(a)
ops.hard_sigmoid(a)
ops.softplus(a)
ops.softsign(a)
ops.tanh(a)
ops.softmax(a)
ops.softmax(a, axis=1)
ops.log_softmax(s, axis=-1)
ops.log_sigmoid(a)
ops.glu(a)
ops.nn.relu(a)
ops.concatenate([a, b], axis=-1)
ops.concatenate([a, c, b], axis=3)
ops.concatenate((s, s), axis=1)
ops.stack([a, b], axis=1)
ops.stack([v, v], axis=-1)
ops.reshape(a, (-1, 48, 4))
ops.reshape(a, (-1, 8 * 6 * 4))
ops.reshape(a, [ops.shape(a)[0], -1, 4])
ops.reshape(s, (-1, 12, 2, 4))
ops.transpose(a, (0, 3, 1, 2))
ops.transpose(s, axes=[0, 2, 1])
ops.swapaxes(a, 1, 2)
ops.moveaxis(a, 1, -1)
ops.expand_dims(a, 1)
ops.expand_dims(v, axis=-1)
ops.expand_dims(v, axis=[1, 2])
ops.squeeze(c, -1)
ops.squeeze(c)
ops.einsum('bhwc,bhwc->bhw', a, b)
ops.einsum('bic,bjc->bij', s, s)
ops.matmul(a, ops.transpose(b, (0, 1, 3, 2)))
ops.image.resize(a, (4, 5))
ops.image.resize(a, size=(16, 12), interpolation='nearest')
ops.image.extract_patches(a, 2)
ops.image.extract_patches(a, size=(3, 3), strides=1, padding='same')
ops.image.extract_patches(a, (4, 3), (2, 2))
ops.image.crop_images(a, 1, 1, 2, 1)
ops.image.pad_images(a, 1, 2, 3, 4)
ops.image.rgb_to_grayscale(a[..., :3])
ops.pad(a, ((0, 0), (1, 1), (2, 0), (0, 0)))
ops.pad(a, [[0, 0], [1, 1], [1, 1], [0, 0]], mode='reflect')
ops.pad(s, ((0, 0), (1, 2), (0, 3)))
ops.split(a, 2, axis=-1)[0]
ops.split(s, [3, 7], axis=1)[1]
ops.split(s, [3, 7], axis=1)[2]
ops.array_split(a, 3, axis=1)[0]
ops.array_split(a, 3, axis=1)[2]
ops.unstack(a, axis=1)[0]
ops.repeat(a, 2, axis=1)
ops.tile(a, (1, 2, 1, 3))
ops.broadcast_to(c, (None, 8, 6, 5))
ops.sqrt(a)
ops.rsqrt(a)
ops.square(a)
ops.exp(a)
ops.log(a)
ops.log1p(a)
ops.sign(a)
ops.floor(a)
ops.clip(a, 0, 1)
ops.cast(a, 'float16') + 1
ops.maximum(a, b)
ops.minimum(a, 0)
ops.add(a, b)
ops.multiply(a, c)
ops.subtract(a, b)
ops.divide(a, 2)
ops.true_divide(a, b)
ops.power(a, 2)
ops.negative(a)
ops.absolute(a)
ops.abs(a)
ops.flip(a, axis=1)
ops.roll(a, 1, axis=2)
ops.dot(s, ops.ones((8, 3)))
ops.tensordot(s, ops.ones((8, 3)), axes=1)
ops.matmul(v, ops.ones((10, 3)))
ops.conv(a, ops.ones((3, 3, 4, 8)))
ops.conv(a, ops.ones((3, 3, 4, 8)), strides=2, padding="same")
ops.conv(s, ops.ones((3, 8, 5)), dilation_rate=2)
ops.depthwise_conv(a, ops.ones((3, 3, 4, 2)), padding='same')
ops.conv_transpose(a, ops.ones((3, 3, 8, 4)), 2, padding='same')
ops.conv_transpose(a, ops.ones((3, 3, 8, 4)), strides=2)
ops.max_pool(a, 2)
ops.max_pool(a, (3, 3), strides=2, padding='same')
ops.average_pool(a, pool_size=2, strides=1)
ops.normalize(s, axis=-1)
ops.zeros_like(a) + a
ops.stop_gradient(a) + 1
keras.activations.relu(a)
keras.activations.softmax(s)
keras.activations.gelu(a, approximate=True)
layers.Lambda(lambda x: x[:, ::2] * 2)(a)
layers.Lambda(lambda x: ops.mean(x, axis=-1))(a)
layers.Activation(lambda x: x * 2)(a)
layers.Dense(3, activation=ops.relu)(s)
a[:, :, :, 1] + ops.ones((8, 6))
a + ops.reshape(ops.arange(4), (1, 1, 1, 4))
s * ops.ones((1, 12, 1))
""".strip().splitlines()
"""What stands for itself in a functional model."""

OF_TENSORFLOW = """
tf.reduce_mean(a, axis=[1, 2])
tf.reduce_mean(a, axis=-1, keepdims=True)
tf.reduce_sum(s, 1)
tf.reduce_max(a, axis=3)
tf.math.reduce_std(a, axis=1)
tf.math.reduce_variance(input_tensor=a, axis=1)
tf.concat([a, b], axis=-1)
tf.concat(values=[a, b], axis=1)
tf.stack([a, b], axis=2)
tf.unstack(a, axis=1)[3]
tf.split(a, 2, axis=-1)[1]
tf.split(s, [3, 4, 5], axis=1)[2]
tf.split(s, num_or_size_splits=[3, -1], axis=1)[1]
tf.reshape(a, [-1, 48, 4])
tf.reshape(a, (tf.shape(a)[0], -1))
tf.reshape(a, tf.stack([tf.shape(a)[0], 48, 4]))
tf.transpose(a, perm=[0, 3, 1, 2])
tf.expand_dims(a, -1)
tf.expand_dims(a, axis=1)
tf.squeeze(c, axis=-1)
tf.tile(a, [1, 2, 1, 1])
tf.repeat(a, repeats=2, axis=1)
tf.slice(s, [0, 2, 1], [-1, 5, 3])
tf.pad(a, [[0, 0], [1, 1], [1, 1], [0, 0]])
tf.pad(a, tf.constant([[0, 0], [1, 1], [1, 1], [0, 0]]), mode="REFLECT")
tf.broadcast_to(c, [tf.shape(c)[0], 8, 6, 5])
tf.matmul(s, s, transpose_b=True)
tf.matmul(s, tf.transpose(s, [0, 2, 1]))
tf.linalg.matmul(v, tf.ones((10, 3)))
tf.einsum("bic,bjc->bij", s, s)
tf.nn.relu(a)
tf.nn.leaky_relu(a, alpha=0.2)
tf.nn.softmax(s, axis=1)
tf.nn.sigmoid(a)
tf.sigmoid(a)
tf.math.sigmoid(a)
tf.nn.swish(a)
tf.nn.gelu(a)
tf.nn.l2_normalize(s, axis=-1)
tf.math.l2_normalize(v, axis=1)
tf.nn.conv2d(a, tf.ones((3, 3, 4, 8)), strides=1, padding="SAME")
tf.nn.conv2d(a, tf.ones((3, 3, 4, 8)), strides=[1, 2, 2, 1], padding="VALID")
tf.nn.depthwise_conv2d(a, tf.ones((3, 3, 4, 1)), strides=[1, 1, 1, 1], padding="SAME")
tf.nn.bias_add(a, tf.ones((4,)))
tf.nn.max_pool2d(a, ksize=2, strides=2, padding="VALID")
tf.nn.max_pool(a, [1, 2, 2, 1], [1, 2, 2, 1], "SAME")
tf.nn.avg_pool2d(a, 2, 2, "VALID")
tf.nn.depth_to_space(a, 2)
tf.nn.space_to_depth(a, block_size=2)
tf.nn.dropout(a, rate=0.0)
tf.nn.moments(a, axes=[1, 2])[0]
tf.image.resize(a, [4, 4])
tf.image.resize(a, (16, 12), method="nearest")
tf.image.extract_patches(images=a, sizes=[1, 2, 2, 1], strides=[1, 2, 2, 1], rates=[1, 1, 1, 1], padding="VALID")
tf.image.extract_patches(a, [1, 3, 3, 1], [1, 1, 1, 1], [1, 1, 1, 1], "SAME")
tf.add(a, b)
tf.subtract(a, b)
tf.multiply(a, c)
tf.math.divide(a, 2.0)
tf.pow(a, 2)
tf.square(a)
tf.sqrt(a)
tf.exp(a)
tf.abs(a)
tf.math.log(a)
tf.maximum(a, 0.0)
tf.clip_by_value(a, 0.0, 1.0)
tf.cast(a, tf.float32) / 255.0
tf.add_n([a, b])
tf.identity(a)
tf.reverse(a, axis=[1])
tf.norm(v, axis=1)
tf.math.squared_difference(a, b)
a[:, tf.newaxis]
a[..., tf.newaxis]
a + tf.random.normal(shape=tf.shape(a))
v * tf.random.normal((tf.shape(v)[0], 10))
s / tf.math.sqrt(tf.cast(tf.shape(s)[-1], tf.float32))
tf.keras.backend.mean(a, axis=1)
K.concatenate([a, b])
K.sum(a, axis=[1, 2])
K.square(a)
K.batch_flatten(a)
K.permute_dimensions(a, (0, 3, 1, 2))
K.exp(0.5 * v) * K.random_normal(shape=(K.shape(v)[0], 10))
tf.keras.activations.relu(a)
tf.ones_like(a) * a
tf.constant([[1.0, 2.0, 3.0, 4.0]]) * a
""".strip().splitlines()
"""What stands in the ``call`` of a layer."""
