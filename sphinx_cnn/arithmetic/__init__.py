"""The calculation core: a network's shapes and counts, exactly. Standard library only."""
