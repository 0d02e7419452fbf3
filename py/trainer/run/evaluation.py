"""Evaluation: how well a run's network does on a set of examples, changing nothing."""

from math import log
from typing import NamedTuple

from ..activations import Array
from ..datasets import Data
from ..training import Run

SOLVED = 98  # percent correct from which a run counts as solved


class Score(NamedTuple):
    """The mean loss of an example, and the percent classified correctly."""

    loss: float
    accuracy: float


def evaluate(run: Run, x: Array, y: Array, threshold: float = 0.5) -> Score:
    """Score the network on points `x`, (N, 2), of the classes `y`, (N, 1); N >= 1.

    An example counts as class 1 where P(class 1) is above `threshold`. The loss is that
    of the data alone: what training minimises has the penalty on top.
    """
    inputs = run.network.inputs(x)
    logits = run.network.forward(inputs)[-1].a  # (N, 1)
    is_right = (logits > logit_threshold(threshold)) == (y > 0.5)
    return Score(run.loss.value(logits, y), 100 * int(is_right.sum()) / is_right.size)


def evaluate_both(
    run: Run, data: Data, threshold: float = 0.5
) -> tuple[Score, Score | None]:
    """Scores on the training and, if any are held back, the validation examples.

    The training loss is what is minimised, penalty included; the validation loss is
    that of the data alone.
    """
    loss, accuracy = evaluate(run, data.x, data.y, threshold)
    train = Score(loss + run.penalty.value(run.network), accuracy)
    if not len(data.x_val):
        return train, None
    return train, evaluate(run, data.x_val, data.y_val, threshold)


def logit_threshold(threshold: float) -> float:
    """The logit at which P(class 1) is `threshold`, 0 to 1 exclusive."""
    return log(threshold / (1 - threshold))
