"""Diagnosis: why a run that trains does not get better, and what to try.

Every message is about what was measured on the run's last epochs; none is a guess.
"""

from math import log

import numpy as np

from ..activations import Array
from ..messages import Message, message
from ..run.evaluation import SOLVED
from ..run.history import EPOCH, TRAIN_LOSS, TRAIN_METRIC
from ..settings.table import Settings
from ..training import Run

EPOCHS = 20  # that are looked at, the newest
STILL = 1e-3  # part of the loss that it may vary by and still stands still
NEAR = 0.01  # nats around ln 2
JUMP = 0.1  # part of the loss between two epochs that is a jump


def diagnosis(run: Run, epoch_scores: Array, settings: Settings) -> list[Message]:
    """Why the run does not move, and what to try; empty where it does.

    It goes by rows of `History.epoch_scores`, (k, 6).
    """
    last = epoch_scores[-EPOCHS:]
    is_regression = run.loss.task == "regression"
    is_solved = last[-1:, TRAIN_METRIC] >= SOLVED
    if len(last) < EPOCHS or (is_solved and not is_regression):
        return []
    losses = last[:, TRAIN_LOSS]
    span = int(last[-1, EPOCH] - last[0, EPOCH])
    if np.ptp(losses) <= STILL * abs(losses.mean()):
        if not any(layer.W.any() for layer in run.network.layers):
            return [message("run.zero-weights")]
        if dead := dead_layer(run):
            return [message("run.dead-layer", layer=dead)]
        is_coin = settings.loss == "binary_cross_entropy"
        if is_coin and abs(losses.mean() - log(2)) < NEAR:
            return [message("run.coin", epochs=span)]
        return []
    low, high = bounce(losses)
    return [message("run.bounces", epochs=span, low=low, high=high)] if high else []


def dead_layer(run: Run) -> int:
    """The first hidden layer, counted from 1, whose units are all zero on every example."""
    for number, trace in enumerate(run.network.forward(run.x)[:-1], start=1):
        if not trace.a.any():
            return number
    return 0


def bounce(losses: Array) -> tuple[float, float]:
    """The two losses that the epochs go to and fro between; (0, 0) where they do not."""
    steps = np.diff(losses)
    if not (steps[1:] * steps[:-1] < 0).all():
        return 0.0, 0.0
    pair = sorted((float(losses[::2].mean()), float(losses[1::2].mean())))
    spread = max(losses[::2].std(), losses[1::2].std())
    gap = pair[1] - pair[0]
    is_jump = gap > JUMP * pair[1] and spread < gap / 4
    return (pair[0], pair[1]) if is_jump else (0.0, 0.0)
