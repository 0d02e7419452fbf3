"""Data files: their text as a table, and points out of some of its columns."""
