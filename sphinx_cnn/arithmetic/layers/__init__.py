"""The layer kinds, a file for each family."""
