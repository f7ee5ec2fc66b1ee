"""The Keras dialect: Keras 3 layers, ``Sequential``, the functional API, channels last."""
