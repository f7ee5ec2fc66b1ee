"""``python -m sphinx_cnn`` is ``sphinx-cnn``."""

import sys

from sphinx_cnn.cli import main

sys.exit(main())
