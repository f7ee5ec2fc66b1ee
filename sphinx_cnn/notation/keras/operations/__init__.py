"""The operations of ``keras.ops`` and of TensorFlow on feature maps, by the modules and names that a text uses."""
