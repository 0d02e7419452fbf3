"""Pictures of the plane: what the network, and every unit of it, makes of each place.

level  P(class 1); of K classes, P(each); of values, 0 for -1 and 1 for 1
side   cells along one edge of a picture
"""

from collections.abc import Iterable

import numpy as np

from ..activations import Array
from ..datasets import Data
from ..losses import Loss
from ..run.evaluation import classes_of, predicted
from ..run.plane import CELLS, GRID_SIDE, every_fourth
from ..run.trainer import Trainer
from ..settings.custom_points import CustomPoints
from ..training import Run


def unit_pictures(outputs: Iterable[Array]) -> Array:
    """Each unit's outputs over the plane, 0.5 where they are zero. (units, side, side)"""
    pictures = np.concatenate(
        [every_fourth(values.reshape(GRID_SIDE, GRID_SIDE, -1)) for values in outputs],
        axis=2,
    )  # (side, side, units)
    largest = np.abs(pictures).max(axis=(0, 1))  # (units,)
    scaled: Array = 0.5 + 0.5 * pictures / np.where(largest > 0, largest, 1.0)
    return np.moveaxis(scaled, 2, 0)


def levels(loss: Loss, logits: Array) -> Array:
    """What the picture shows of logits, (n, k); in their shape."""
    y_hat = predicted(loss, logits)
    return 0.5 + 0.5 * y_hat if loss.task == "regression" else y_hat


def pictures_of(run: Run) -> tuple[Array, Array]:
    """The levels at the cells, (k, cells), and every unit's picture, by NumPy."""
    network = run.network
    traces = network.forward(network.inputs(CELLS))
    shown = levels(run.loss, traces[-1].a)  # (cells, k)
    hidden = [trace.a for trace in traces[:-1]]
    # what reaches the first layer: edited code may hand it more than the two coordinates
    outputs = [traces[0].x, *hidden, 2 * shown - 1]
    return shown.T, unit_pictures(outputs)


def pictures(trainer: Trainer) -> tuple[Array, Array]:
    """The same of a run under way, by the engine where there is one."""
    return trainer.compiled_pictures() or pictures_of(trainer.run)


def points(data: Data, task: str) -> Array:
    """Every example: x1, x2, class or level, held back (0 or 1); those to train on first.
    (n, 4)"""
    x, y = np.concatenate([data.x, data.x_val]), np.concatenate([data.y, data.y_val])
    label = 0.5 + 0.5 * y[:, 0] if task == "regression" else classes_of(y)
    return np.column_stack([x, label, np.arange(len(x)) >= len(data.x)])


def sketched(drawn: CustomPoints, has_values: bool) -> Array:
    """The same of points that are too few to train on. (n, 4)"""
    table = np.array([(*point, 0.0) for point in drawn]).reshape(-1, 4)
    if has_values:
        table[:, 2] = 0.5 + 0.5 * table[:, 2]
    return table
