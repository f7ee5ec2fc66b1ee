"""The example model card: a small detector, and no number that is not computed or checked."""

project = "Hivewatch"
author = "The sphinx-cnn developers"
copyright = f"2026, {author}"
version = release = "1"

extensions = ["sphinx_cnn"]
exclude_patterns = ["_build"]
numfig = True

# The card that stands beside the code is no page of the site; its numbers are checked all the same.
cnn_check_files = ["README.md"]

html_theme = "furo"
html_title = "Hivewatch: model card"

latex_engine = "xelatex"
man_pages = [("index", "hivewatch", project, author, 7)]
