"""Charts and tables of a run: its losses, its last epochs, its confusion matrices."""

from collections.abc import Sequence
from typing import TypedDict

import numpy as np

from ..activations import Array
from ..run.evaluation import classes_of, taken_for
from ..run.history import EPOCH, TRAIN_LOSS, VAL_LOSS
from ..run.monitor import Monitor
from ..training import Run

LAST_EPOCHS = 30
NO_PHASE, LEARNING, GOOD, OVERFITTING = range(4)
NEAR = 1.1  # times the lowest validation loss, which is good as well
SPIKE = 4  # times as high as nearly all others: a loss that the chart cuts off


class LossAxis(TypedDict):
    """How far the loss chart reaches: from zero, or on a log scale from `lowest`."""

    updates: int
    loss: float
    lowest: float  # above zero, below `loss`


class EpochPlan(TypedDict):
    """How an epoch goes now: so many updates, the last one on so many examples."""

    examples: int
    batch_size: int
    updates: int
    last_batch: int
    batch: int  # the one that was taken last, counted from 1; 0 before the first


def losses_so_far(run: Run, monitor: Monitor) -> tuple[Array, Array]:
    """Epoch scores, (k, 6), and update losses, (m, 3), as `History` has them.

    All of them, unless the run has been put back in time.
    """
    history = monitor.history
    epochs, updates = history.epoch_scores, history.update_losses
    return epochs[epochs[:, 0] <= run.update], updates[updates[:, 0] <= run.update]


def loss_axis(run: Run, epoch_scores: Array, update_losses: Array) -> LossAxis:
    """How far the chart reaches: over every loss, but for a few far above all others."""
    losses = np.concatenate([epoch_scores[:, 1:3].ravel(), update_losses[:, 2]])
    losses = losses[np.isfinite(losses)]
    if not len(losses):
        return LossAxis(updates=run.update, loss=1.0, lowest=0.1)
    most = float(np.quantile(losses, 0.98, method="lower"))
    highest = float(losses.max())
    loss = nice_ceiling(highest if highest <= SPIKE * most else most)
    return LossAxis(
        updates=run.update,
        loss=loss,
        lowest=min(power_of_ten(float(losses.min())), loss / 10),
    )


def nice_ceiling(value: float, steps: Sequence[float] = (1, 2, 5, 10)) -> float:
    """The smallest of `steps` times a power of ten that is at least `value`."""
    power = power_of_ten(value)
    return float(next(power * m for m in steps if power * m >= value * (1 - 1e-9)))


def power_of_ten(value: float) -> float:
    """The largest power of ten that is at most `value`, and 1e-6 at least."""
    return float(10.0 ** np.floor(np.log10(max(value, 1e-6))))


def last_epochs(run: Run, monitor: Monitor) -> Array:
    """Epoch, training and validation loss and phase of the last epochs that are kept, newest
    first.

    The best epoch is always among them, below the others where it is older. (k, 4)
    """
    epochs, _ = losses_so_far(run, monitor)
    shown = epochs[-LAST_EPOCHS:]
    if monitor.best.epoch not in shown[:, EPOCH]:
        shown = np.vstack([monitor.best.row, shown])
    newest_first = shown[np.argsort(-shown[:, EPOCH])]
    table = newest_first[:, [EPOCH, TRAIN_LOSS, VAL_LOSS]]
    return np.column_stack([table, phases(epochs, table)])


def phases(epochs: Array, table: Array) -> Array:
    """Of each row of a table of epochs, whether the run was learning, good or overfitting.

    Good is a validation loss near the lowest so far, once a later epoch was no better. What
    came before is learning; what came after overfitting, where the training loss is no higher
    than it was at the lowest. `epochs` are rows of scores, (n, 6); the phases are (k,).
    """
    losses = epochs[:, VAL_LOSS]
    if not np.isfinite(losses).any():
        return np.full(len(table), NO_PHASE)
    best = epochs[np.nanargmin(losses)]
    has_turned = best[EPOCH] < epochs[-1, EPOCH]
    epoch, train, val = table.T
    is_near = val <= NEAR * best[VAL_LOSS]
    after = np.where(train <= best[TRAIN_LOSS], OVERFITTING, NO_PHASE)
    found = np.where(epoch > best[EPOCH], after, LEARNING)
    return np.where(is_near & has_turned, GOOD, np.where(is_near, LEARNING, found))


def confusion(run: Run, x: Array, y: Array, threshold: float) -> Array:
    """How many examples of class 0 are taken for 0, for 1 and so on; then of class 1; of K
    classes. (K * K,)"""
    count = max(2, y.shape[1])
    table = np.zeros((count, count))
    if len(x):
        logits = run.network.forward(run.network.inputs(x))[-1].a
        said = taken_for(run.loss, logits, threshold)
        np.add.at(table, (classes_of(y).astype(int), said.astype(int)), 1)
    return table.ravel()


def epoch_plan(run: Run) -> EpochPlan:
    """The number and sizes of an epoch's batches, at the current batch size."""
    n = len(run.x)
    batch_size = min(run.batch_size, n)
    updates = -(-n // batch_size)
    return EpochPlan(
        examples=n,
        batch_size=batch_size,
        updates=updates,
        last_batch=n - (updates - 1) * batch_size,
        batch=min(-(-run.start // batch_size), updates) if len(run.batch) else 0,
    )
