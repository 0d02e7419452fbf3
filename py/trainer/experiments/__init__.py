"""Experiments: a question, runs side by side, and the answer that is measured on them."""
