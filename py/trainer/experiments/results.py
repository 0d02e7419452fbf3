"""Results: what is kept of each run of an experiment, for its measure and its charts."""

from math import inf
from typing import NamedTuple

import numpy as np

from ..activations import Array
from ..run.evaluation import SOLVED, taken_for
from ..run.history import EPOCH, TRAIN_METRIC, UPDATE
from ..run.sweep import SweptRun
from ..training import Run
from ..view.gradients import degrees_between, gradient_of
from ..view.layer_history import layer_starts, norms
from ..view.pictures import pictures_of


class Start(NamedTuple):
    """What is known of a run before it is trained; see Result."""

    gradients: Array
    angle: float


class Result(NamedTuple):
    """What one run showed."""

    has_learned: bool  # and stands; never of values
    update: (
        float  # the one that ended the first epoch with SOLVED percent right; or inf
    )
    epoch: float  # that epoch; or inf
    loss: float  # on the training examples, at the end; inf where the run diverged
    val_loss: float  # likewise; inf where none are held back
    history: Array  # (k, 6): as `History.epoch_scores`
    last_epoch: int
    gradients: Array  # (L,): norm of each layer's gradient before the first update
    angle: float  # degrees from a batch's gradient to the whole set's, likewise
    units: tuple[int, int]  # of the first layer: different ones, and all
    shape: Array  # (cells,): the class of each place; or (0,)
    has_forgotten: bool  # whether all examples are taken for one class


def result_of(swept: SweptRun, start: Start, keeps_shape: bool) -> Result:
    """What a run that is done has shown."""
    run, monitor = swept.run, swept.monitor
    has_diverged, has_classes = (
        monitor.problem is not None,
        run.loss.task != "regression",
    )
    train, val = monitor.scores()
    history = monitor.history.epoch_scores
    solved = history[history[:, TRAIN_METRIC] >= SOLVED] if has_classes else history[:0]
    first = solved[0] if len(solved) else np.full(6, inf)
    layer = run.network.layers[0]
    units = np.round(np.vstack([layer.W, layer.b]), 9)
    logits = run.network.forward(run.x)[-1].a
    classes = taken_for(run.loss, logits, 0.5) if has_classes else np.arange(2)
    return Result(
        has_learned=has_classes and not has_diverged and train.metric >= SOLVED,
        update=float(first[UPDATE]),
        epoch=float(first[EPOCH]),
        loss=inf if has_diverged else train.loss,
        val_loss=inf if has_diverged or not val else val.loss,
        history=history,
        last_epoch=run.epoch,
        gradients=start.gradients,
        angle=start.angle,
        units=(np.unique(units, axis=1).shape[1], units.shape[1]),
        shape=shape_of(run) if keeps_shape else np.empty(0),
        has_forgotten=len(np.unique(classes)) == 1,
    )


def shape_of(run: Run) -> Array:
    """The class of each place of the plane. (cells,)"""
    levels = pictures_of(run)[0]
    is_one = levels[0] > 0.5 if len(levels) == 1 else levels.argmax(axis=0)
    return np.asarray(is_one, np.float64)


def start_of(run: Run) -> Start:
    """Of a run before its first update, over all training examples and in its first batch."""
    gradient = gradient_of(run, np.arange(len(run.x)))
    order = np.random.default_rng(len(run.x)).permutation(len(run.x))
    return Start(
        gradients=np.array(norms(gradient, layer_starts(run.network.sizes))),
        angle=degrees_between(gradient_of(run, order[: run.batch_size]), gradient),
    )
