"""What the documentation adds to Sphinx: a reference generated from the code, and live examples."""
