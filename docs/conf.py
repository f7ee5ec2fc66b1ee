"""The documentation's configuration."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

import sphinx_cnn

project = "sphinx-cnn"
copyright = "the sphinx-cnn developers"
release = version = sphinx_cnn.__version__

extensions = [
    "sphinx.ext.autodoc",
    "myst_parser",
    "sphinx_cnn",
    "_ext.reference",  # tables that are generated from the code's own declarations
    "_ext.live",  # examples that stand once, as source and as result
    "_ext.sessions",  # what commands print
]
exclude_patterns = ["_ext"]
nitpicky = True
numfig = True

myst_enable_extensions = ["deflist", "colon_fence"]
myst_heading_anchors = 2

autodoc_typehints = "description"
autodoc_typehints_description_target = "documented"
nitpick_ignore_regex = [
    ("py:.*", r"(sphinx_cnn|collections|fractions|argparse|pathlib|Sphinx|Shape|FlopsConvention).*"),
]

html_theme = "furo"
html_title = "sphinx-cnn"
html_static_path = ["_static/docs.css"]
html_css_files = ["docs.css"]
