"""Hinges: where the units of the first hidden layer turn, as lines over the plane.

w, b   a unit's weights, (2,), and its bias: its weighted sum is w . x + b
k      units whose line crosses the plane
"""

import numpy as np

from ..activations import Array
from ..run.trainer import Trainer
from ..settings.custom_points import EDGE


def hinges(trainer: Trainer) -> Array:
    """Where each unit of the first hidden layer has a sum of zero, as far as the plane
    goes. (k, 5): the unit, x1 and x2 of one end, x1 and x2 of the other

    Empty where no unit turns: without a hidden layer, or with a linear one. Empty, too, where
    the network is given other features than x1 and x2: those lines are bent.
    """
    layers = trainer.run.network.layers
    activation = trainer.settings.activation.split(",")[0]
    first = layers[0]
    names = trainer.settings.features
    is_line = {*names} <= {"x1", "x2"} and len(first.W) == len(names)
    if len(layers) == 1 or activation == "linear" or not is_line:
        return np.empty((0, 5))
    w = np.zeros((len(first.b), 2))
    for name, weights in zip(names, first.W, strict=True):
        w[:, ("x1", "x2").index(name)] = weights
    return segments(w, first.b, EDGE)


def segments(w: Array, b: Array, edge: float) -> Array:
    """The part of each line w . x + b = 0 that has both x from -edge to edge. (k, 5), as
    `hinges` returns it; w is (units, 2) and b (units,).

    A line crosses the strip that each axis allows; it is inside from where it has entered
    both to where it leaves the first (Liang and Barsky 1984).
    """
    with np.errstate(all="ignore"):  # a line along an axis crosses one strip only
        nearest = -w * (b / np.square(w).sum(axis=1))[:, None]  # to zero; (units, 2)
        along = np.c_[-w[:, 1], w[:, 0]]  # (units, 2)
        ends = np.sort([(-edge - nearest) / along, (edge - nearest) / along], axis=0)
        enters, leaves = ends[0].max(axis=1), ends[1].min(axis=1)  # (units,)
    units = np.flatnonzero(enters < leaves)
    start, end = (
        nearest[units] + at[units, None] * along[units] for at in (enters, leaves)
    )
    lines: Array = np.c_[units, start, end]
    return lines
