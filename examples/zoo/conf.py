"""The example zoo: networks that were published, each in the code of the framework that suits it."""

project = "A zoo of convolutional networks"
author = "The sphinx-cnn developers"
copyright = f"2026, {author}"
version = release = "1"

extensions = ["sphinx_cnn"]
exclude_patterns = ["_build"]
numfig = True

cnn_dialect = "pytorch"
cnn_columns = "layer output_shape params macs"

html_theme = "furo"
html_title = project

# × and · stand in the text.
latex_engine = "xelatex"
man_pages = [("index", "zoo-of-networks", project, author, 7)]
