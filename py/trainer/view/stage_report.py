"""The stage report: what the stage that ended last did, and how the picture shows it."""

from collections.abc import Callable

import numpy as np

from ..activations import Array
from ..messages import Message, message
from ..optimizers import flat
from ..run.evaluation import classes_of, taken_for
from ..run.trainer import Trainer
from ..training import Run
from .gradients import batch_forward, gradient_angle
from .inspection import NUMBERED


def stage_report(trainer: Trainer, grid: Array) -> Message:
    """One sentence on the stage that ended last, with its number.

    `grid` are the levels over the plane, (k, cells).
    """
    run, stage = trainer.run, trainer.stage
    if not stage and run.loss.task == "regression":
        return message("stage.none-values")
    if not stage:
        return message("stage.none")
    if trainer.is_edited and not has_batch(run):
        return message("stage.edited")
    with np.errstate(all="ignore"):  # a run that overflows has no other numbers
        if stage == "update":
            return update(trainer, grid)
        return REPORTS[stage](trainer)


def has_batch(run: Run) -> bool:
    """Whether an edited loop leaves a batch of the training set, as the reports expect."""
    batch = np.asarray(run.batch)
    is_indices = batch.ndim == 1 and batch.dtype.kind == "i" and batch.size > 0
    return bool(is_indices and batch.min() >= 0 and batch.max() < len(run.x))


def logits_of_batch(run: Run) -> Array:
    """The network's outputs for the batch, by the weights of now. (N, 1)"""
    logits: Array = batch_forward(run)(run.x[run.batch])[-1].a
    return logits


def shuffle(trainer: Trainer) -> Message:
    """The new order, or that there is none."""
    run = trainer.run
    code = "stage.shuffle" if run.shuffle else "stage.no-shuffle"
    return message(code, count=len(run.x), first=min(NUMBERED, len(run.x)))


def batch(trainer: Trainer) -> Message:
    """How many examples this update looks at."""
    run = trainer.run
    code = "stage.whole-batch" if len(run.batch) == len(run.x) else "stage.batch"
    return message(code, count=len(run.batch), all=len(run.x))


def forward(trainer: Trainer) -> Message:
    """How many of them the network gets right."""
    run, threshold = trainer.run, trainer.settings.threshold
    logits, y = logits_of_batch(run), run.y[run.batch]
    if run.loss.task == "regression":
        return message("stage.forward-values", off=float(np.abs(logits - y).mean()))
    is_right = taken_for(run.loss, logits, threshold) == classes_of(y)
    return message("stage.forward", right=int(is_right.sum()), count=len(run.batch))


def loss(trainer: Trainer) -> Message:
    """Their mean loss."""
    run = trainer.run
    mean = float(run.loss.value(logits_of_batch(run), run.y[run.batch]))
    penalty = float(run.penalty.value(run.network))
    return message(
        "stage.loss-penalty" if penalty else "stage.loss", mean=mean, penalty=penalty
    )


def backward(trainer: Trainer) -> Message:
    """How far their gradient is off that of the whole training set."""
    run = trainer.run
    if not flat(run.gradients).any():
        return message("stage.zero-backward")
    if len(run.batch) == len(run.x):
        return message("stage.whole-backward")
    is_of_now = np.array_equal(run.network.theta, trainer.monitor.good_theta)
    if trainer.is_edited or not is_of_now:
        return message("stage.edited-backward")
    return message("stage.backward", degrees=gradient_angle(run))


def update(trainer: Trainer, grid: Array) -> Message:
    """How far the weights moved, and whether there is a boundary in the picture."""
    step = trainer.run.network.theta - trainer.monitor.good_theta
    threshold, task = trainer.settings.threshold, trainer.run.loss.task
    if task == "binary":
        has_boundary = grid.min() <= threshold < grid.max()
    else:
        has_boundary = bool(np.ptp(grid.argmax(axis=0)))
    code = "stage.update" if has_boundary else "stage.update-one-class"
    if task == "regression":
        code = "stage.update-values"
    return message(code, length=float(np.sqrt(np.square(step).sum())))


REPORTS: dict[str, Callable[[Trainer], Message]] = {
    "shuffle": shuffle,
    "batch": batch,
    "forward": forward,
    "loss": loss,
    "backward": backward,
}
