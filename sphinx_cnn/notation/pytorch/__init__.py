"""The pytorch dialect: PyTorch, as its texts are written."""
