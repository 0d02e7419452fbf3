"""Evaluation: how well a run's network does on a set of examples, changing nothing."""

from math import log
from typing import NamedTuple

import numpy as np

from ..activations import Array, sigmoid
from ..datasets import Data
from ..losses import Loss, softmax
from ..training import Run

SOLVED = 98  # percent correct from which a run counts as solved


class Score(NamedTuple):
    """The mean loss of an example, and another measure of all of them."""

    loss: float
    metric: float  # the percent classified correctly; of values, the RMSE


def evaluate(run: Run, x: Array, y: Array, threshold: float = 0.5) -> Score:
    """Score the network on points `x`, (N, 2), of the classes or values `y`; N >= 1.

    The loss is that of the data alone: what training minimises has the penalty on top.
    """
    logits = run.network.forward(run.network.inputs(x))[-1].a
    loss = run.loss.value(logits, y)
    if run.loss.task == "regression":
        return Score(loss, float(np.sqrt(np.square(logits - y).mean())))
    is_right = taken_for(run.loss, logits, threshold) == classes_of(y)
    return Score(loss, 100 * int(is_right.sum()) / len(y))


def is_regression(run: Run) -> bool:
    """Whether a run learns values in place of classes."""
    return run.loss.task == "regression"


def class_count(run: Run) -> int:
    """How many classes a run tells apart; 0 of values."""
    return 0 if is_regression(run) else max(2, run.y.shape[1])


def metric_name(loss: Loss) -> str:
    """What a score has beside the loss."""
    return "rmse" if loss.task == "regression" else "accuracy"


def predicted(loss: Loss, logits: Array) -> Array:
    """y_hat, in the shape of `logits`: P(class 1), P(each class), or values."""
    if loss.task == "binary":
        return sigmoid(logits)
    return softmax(logits) if loss.task == "multiclass" else logits


def taken_for(loss: Loss, logits: Array, threshold: float) -> Array:
    """The class that each example counts as. (N,)

    Of two classes it is 1 where P(class 1) is above `threshold`; of more, it is the
    one with the largest logit.
    """
    if loss.task == "binary":
        above: Array = (logits[:, 0] > logit_threshold(threshold)).astype(np.float64)
        return above
    largest: Array = logits.argmax(axis=1).astype(np.float64)
    return largest


def classes_of(y: Array) -> Array:
    """The true classes: of y, (N, 1), with two classes, or (N, K) with K. (N,)"""
    return y[:, 0] if y.shape[1] == 1 else y.argmax(axis=1).astype(np.float64)


def evaluate_both(
    run: Run, data: Data, threshold: float = 0.5
) -> tuple[Score, Score | None]:
    """Scores on the training and, if any are held back, the validation examples.

    The training loss is what is minimised, penalty included; the validation loss is
    that of the data alone.
    """
    loss, metric = evaluate(run, data.x, data.y, threshold)
    train = Score(loss + run.penalty.value(run.network), metric)
    if not len(data.x_val):
        return train, None
    return train, evaluate(run, data.x_val, data.y_val, threshold)


def logit_threshold(threshold: float) -> float:
    """The logit at which P(class 1) is `threshold`, 0 to 1 exclusive."""
    return log(threshold / (1 - threshold))
