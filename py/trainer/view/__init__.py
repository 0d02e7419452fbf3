"""Read-only pictures of a run."""
