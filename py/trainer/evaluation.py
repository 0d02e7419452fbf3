"""Evaluation: how well a run's network does on a set of examples, changing nothing."""

from typing import NamedTuple

from .activations import Array
from .training import Run


class Score(NamedTuple):
    """The mean loss, penalty included, and the percent classified correctly."""

    loss: float
    accuracy: float


def evaluate(run: Run, x: Array, y: Array) -> Score:
    """Score the network on `x`, (N, 2), against its classes `y`, (N, 1); N >= 1."""
    logits = run.network.forward(x)[-1].a  # (N, 1)
    loss = run.loss.value(logits, y) + run.penalty.value(run.network)
    is_right = (logits > 0) == (y > 0.5)  # (N, 1)
    return Score(loss, 100 * int(is_right.sum()) / is_right.size)
