"""The example course: how the shapes and parameters of convolutional networks are counted."""

project = "Counting convolutional networks"
author = "The sphinx-cnn developers"
copyright = f"2026, {author}"
version = release = "1"

extensions = ["sphinx_cnn", "myst_parser"]
exclude_patterns = ["_build"]
numfig = True

html_theme = "furo"
html_title = project

# ⌊, ⌈ and · stand in the text.
latex_engine = "xelatex"
man_pages = [("index", "counting-networks", project, author, 7)]
