"""Snapshots: what a run looks like now. Pure: looking changes nothing.

P(1)   the network's probability of class 1, from 0 to 1
side   cells along one edge of a picture of the plane
"""

from collections.abc import Iterable
from math import isfinite
from typing import TypedDict

import numpy as np

from ..activations import Array, sigmoid
from ..datasets import Data
from ..layers import MLP
from ..page.protocol import EpochPlan, LossAxis
from ..run.evaluation import cut
from ..run.monitor import Watch
from ..run.plane import CELLS, GRID_SIDE, UNIT_SIDE, every_fourth
from ..settings.table import Settings
from ..training import Run

LAST_EPOCHS = 30
SPIKE = 4  # times as high as nearly all others: a loss that the chart cuts off
DECIDED = 0.85, 0.15  # what the decision view paints class 1 and 0 as


class Picture(TypedDict):
    """The parts of a frame that are read off a run; see `protocol.Frame`."""

    grid: Array
    units: Array
    theta: Array
    batch: Array
    epoch_losses: Array
    update_losses: Array
    last_epochs: Array
    confusion: Array
    loss_axis: LossAxis


def unit_pictures(outputs: Iterable[Array]) -> Array:
    """Each unit's outputs over the plane, 0.5 where they are zero. (units, side, side)"""
    pictures = np.concatenate(
        [every_fourth(values.reshape(GRID_SIDE, GRID_SIDE, -1)) for values in outputs],
        axis=2,
    )  # (side, side, units)
    largest = np.abs(pictures).max(axis=(0, 1))  # (units,)
    scaled: Array = 0.5 + 0.5 * pictures / np.where(largest > 0, largest, 1.0)
    return np.moveaxis(scaled, 2, 0)


def points(data: Data) -> Array:
    """Every example: x1, x2, class, held back (0 or 1); those to train on first. (n, 4)"""
    train = np.c_[data.x, data.y, np.zeros_like(data.y)]
    held_back = np.c_[data.x_val, data.y_val, np.ones_like(data.y_val)]
    return np.concatenate([train, held_back])


def finite_or_none(value: float) -> float | None:
    """The number, or None where it is none that JSON can carry."""
    return value if isfinite(value) else None


def true_sizes(network: MLP) -> list[int]:
    """The units of each layer, inputs first, as the weights have them; [] where the
    network is no row of dense layers, which nobody can draw. Edited code may differ from
    what the settings say."""
    sizes = [network.layers[0].W.shape[0]]
    count = 0
    for layer in network.layers:
        sizes.append(layer.W.shape[1])
        count += layer.W.size + layer.b.size
        if layer.W.shape[0] != sizes[-2]:
            return []
    return sizes if count == len(network.theta) else []


def loss_axis(run: Run, epoch_losses: Array, update_losses: Array) -> LossAxis:
    """How far the chart reaches: over every loss, but for a few far above all others."""
    losses = np.concatenate([epoch_losses[:, 1:3].ravel(), update_losses[:, 2]])
    losses = losses[np.isfinite(losses)]
    if not len(losses):
        return LossAxis(updates=run.update, loss=1.0)
    most = float(np.quantile(losses, 0.98, method="lower"))
    highest = float(losses.max())
    return LossAxis(
        updates=run.update,
        loss=nice_ceiling(highest if highest <= SPIKE * most else most),
    )


def nice_ceiling(value: float) -> float:
    """The smallest of 1, 2, 5 times a power of ten that is at least `value`."""
    power = 10.0 ** np.floor(np.log10(max(value, 1e-6)))
    return float(
        next(power * m for m in (1, 2, 5, 10) if power * m >= value * (1 - 1e-9))
    )


def views(network: MLP) -> tuple[Array, Array]:
    """P(1) at CELLS, and every unit's picture, by NumPy. (cells, 1), (U, side, side)"""
    traces = network.forward(CELLS)
    probability = sigmoid(traces[-1].a)  # (cells, 1)
    hidden = [trace.a for trace in traces[:-1]]
    # what reaches the first layer: edited code may hand it more than the two coordinates
    return probability, unit_pictures([traces[0].x, *hidden, 2 * probability - 1])


def last_epochs(run: Run, watch: Watch) -> Array:
    """Epoch, training and validation loss of the last epochs that are kept, newest first.

    The best epoch is always among them, below the others where it is older.
    """
    kept = [e for e in reversed(watch.history.epochs) if e.update <= run.update]
    shown = kept[:LAST_EPOCHS]
    if watch.best not in shown:
        shown.append(watch.best)
    rows = [
        (e.epoch, e.train_loss, np.nan if e.val_loss is None else e.val_loss)
        for e in sorted(shown, reverse=True)
    ]
    return np.array(rows, dtype=np.float64)


def confusion(run: Run, x: Array, y: Array, threshold: float) -> list[int]:
    """How many examples of class 0 are taken for 0, for 1; of class 1 for 0, for 1."""
    if not len(x):
        return [0, 0, 0, 0]
    taken_for = run.network.forward(x)[-1].a > cut(threshold)  # (n, 1)
    return [
        int(((y > 0.5) == is_one)[taken_for == says_one].sum())
        for is_one in (False, True)
        for says_one in (False, True)
    ]


def epoch_plan(run: Run) -> EpochPlan:
    """How an epoch of `run` goes with the batch size of now."""
    n = len(run.x)
    batch_size = min(run.batch_size, n)
    updates = -(-n // batch_size)
    return EpochPlan(
        examples=n,
        batch_size=batch_size,
        updates=updates,
        last_batch=n - (updates - 1) * batch_size,
    )


def snapshot(
    run: Run,
    data: Data,
    watch: Watch,
    seen: tuple[Array, Array],
    settings: Settings,
    shows_epochs: bool,
) -> Picture:
    """Everything that is drawn of `run`: the plane, the units, the losses.

    `seen` is what `views` gives, or the engine in its place. The tables of epochs and of
    the confusion are empty unless somebody looks at them: they may cost more than all else.
    """
    probability, pictures = seen
    threshold = settings.threshold
    if settings.decision:
        probability = np.where(probability > threshold, *DECIDED)
    epoch_losses, update_losses = (
        losses[losses[:, 0] <= run.update]  # all of them, but after a step back in time
        for losses in (watch.history.epoch_losses, watch.history.update_losses)
    )
    return Picture(
        grid=probability.reshape(GRID_SIDE, GRID_SIDE),
        units=pictures.reshape(len(pictures), UNIT_SIDE, UNIT_SIDE),
        theta=run.network.theta,
        batch=run.batch.astype(np.float64),
        epoch_losses=epoch_losses,
        update_losses=update_losses,
        last_epochs=last_epochs(run, watch) if shows_epochs else np.empty((0, 3)),
        confusion=np.array(
            [
                confusion(run, data.x, data.y, threshold),
                confusion(run, data.x_val, data.y_val, threshold),
            ],
            dtype=np.float64,
        )
        if shows_epochs
        else np.empty((0, 4)),
        loss_axis=loss_axis(run, epoch_losses, update_losses),
    )
