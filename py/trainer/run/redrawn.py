"""Redrawn: a run's data after points were added or erased; no other point changes its set."""

from collections import Counter
from collections.abc import Sequence

import numpy as np

from ..activations import Array
from ..datasets import Data
from ..settings.custom_points import CustomPoint, CustomPoints
from .evaluation import classes_of

DECIMALS = 6  # to which places are the same


def redrawn(data: Data, points: CustomPoints, fraction: float, task: str) -> Data:
    """The data that hold just these points, of the same task.

    New ones are held back as long as less than `fraction` of all are.
    """
    left = Counter(map(key, points))
    train = kept(data.x, data.y, left, task)
    val = kept(data.x_val, data.y_val, left, task)
    new = [point for point in points if taken(left, key(point))]
    most = int(fraction * len(points))
    held = new[: max(0, most - len(val))]
    return Data(
        *joined(data.x[train], data.y[train], new[len(held) :], task),
        *joined(data.x_val[val], data.y_val[val], held, task),
    )


def key(point: Sequence[float]) -> tuple[float, ...]:
    """What a point is known by."""
    return tuple(round(float(number), DECIMALS) for number in point)


def taken(left: "Counter[tuple[float, ...]]", point: tuple[float, ...]) -> bool:
    """Whether such a point is left; then one less is."""
    is_left = left[point] > 0
    left[point] -= is_left
    return is_left


def kept(
    x: Array, y: Array, left: "Counter[tuple[float, ...]]", task: str
) -> list[int]:
    """Which examples of a set are among the points."""
    labels = y[:, 0] if task == "regression" else classes_of(y)
    rows = np.column_stack([x, labels]).tolist()
    return [place for place, row in enumerate(rows) if taken(left, key(row))]


def joined(
    x: Array, y: Array, new: Sequence[CustomPoint], task: str
) -> tuple[Array, Array]:
    """A set with new points at its end."""
    if not new:
        return x, y
    table = np.array(new, dtype=np.float64)
    labels = table[:, 2:]
    if task == "multiclass":
        labels = np.equal(labels, np.arange(y.shape[1])).astype(np.float64)
    return np.concatenate([x, table[:, :2]]), np.concatenate([y, labels])


def points_of(data: Data, task: str) -> CustomPoints:
    """Data as custom points."""
    x, y = np.vstack([data.x, data.x_val]), np.vstack([data.y, data.y_val])
    labels = y[:, 0] if task == "regression" else classes_of(y).astype(int)
    places = np.round(x, DECIMALS).tolist()
    return tuple(
        (x1, x2, label) for (x1, x2), label in zip(places, labels.tolist(), strict=True)
    )
