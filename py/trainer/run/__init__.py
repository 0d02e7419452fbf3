"""A run under way: from settings through the training loop to its end."""
