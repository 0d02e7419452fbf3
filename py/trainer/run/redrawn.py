"""Redrawn: a run's data after points were added or erased; no other point changes its set."""

from collections.abc import Sequence

import numpy as np

from ..activations import Array
from ..datasets import Data
from ..settings.custom_points import CustomPoint, CustomPoints
from .evaluation import classes_of

DECIMALS = 6  # to which places are the same
Left = dict[tuple[float, ...], list[CustomPoint]]


def redrawn(data: Data, points: CustomPoints, fraction: float, task: str) -> Data:
    """The data that hold just these points, of the same task.

    New ones are held back as long as less than `fraction` of all are.
    """
    left: Left = {}
    for point in reversed(points):
        left.setdefault(key(point), []).append(point)
    known = points_of(data, task)
    train, val = (
        [left[key(row)].pop() for row in rows if left.get(key(row))]
        for rows in (known[: len(data.x)], known[len(data.x) :])
    )
    old = {id(point) for point in (*train, *val)}
    new = [point for point in points if id(point) not in old]
    held = max(0, int(fraction * len(points)) - len(val))
    width = data.y.shape[1]
    return Data(
        *arrays([*train, *new[held:]], width), *arrays([*val, *new[:held]], width)
    )


def key(point: Sequence[float]) -> tuple[float, ...]:
    """What a point is known by."""
    return tuple(round(float(number), DECIMALS) for number in point)


def arrays(points: Sequence[CustomPoint], width: int) -> tuple[Array, Array]:
    """Points as x and y of so many columns."""
    table = np.array(points, dtype=np.float64).reshape(-1, 3)
    y = table[:, 2:]
    if width > 1:
        y = np.equal(y, np.arange(width)).astype(np.float64)
    return table[:, :2], y


def points_of(data: Data, task: str) -> CustomPoints:
    """Data as custom points."""
    x, y = np.vstack([data.x, data.x_val]), np.vstack([data.y, data.y_val])
    labels = y[:, 0] if task == "regression" else classes_of(y).astype(int)
    places = np.round(x, DECIMALS).tolist()
    return tuple(
        (x1, x2, label) for (x1, x2), label in zip(places, labels.tolist(), strict=True)
    )


def sets_of(data: Data, points: CustomPoints, task: str) -> tuple[list[int], list[int]]:
    """The places of training and of held-back examples among custom points."""
    places: dict[tuple[float, ...], list[int]] = {}
    for place, point in enumerate(points):
        places.setdefault(key(point), []).append(place)
    rows = [places[key(point)].pop() for point in points_of(data, task)]
    return rows[: len(data.x)], rows[len(data.x) :]


def data_of(
    points: CustomPoints, sets: tuple[list[int], list[int]], width: int
) -> Data:
    """Custom points in such sets, with y of so many columns."""
    train, val = ([points[place] for place in places] for places in sets)
    return Data(*arrays(train, width), *arrays(val, width))
