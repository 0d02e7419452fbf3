"""Pictures of the plane: what the network, and every unit of it, makes of each place.

P(1)   the network's probability of class 1, 0 to 1
side   cells along one edge of a picture
"""

from collections.abc import Iterable

import numpy as np

from ..activations import Array, sigmoid
from ..datasets import Data
from ..layers import MLP
from ..run.plane import CELLS, GRID_SIDE, every_fourth
from ..run.trainer import Trainer


def unit_pictures(outputs: Iterable[Array]) -> Array:
    """Each unit's outputs over the plane, 0.5 where they are zero. (units, side, side)"""
    pictures = np.concatenate(
        [every_fourth(values.reshape(GRID_SIDE, GRID_SIDE, -1)) for values in outputs],
        axis=2,
    )  # (side, side, units)
    largest = np.abs(pictures).max(axis=(0, 1))  # (units,)
    scaled: Array = 0.5 + 0.5 * pictures / np.where(largest > 0, largest, 1.0)
    return np.moveaxis(scaled, 2, 0)


def pictures_of(network: MLP) -> tuple[Array, Array]:
    """P(1) over the cells, (cells, 1), and every unit's picture, by NumPy."""
    traces = network.forward(network.inputs(CELLS))
    probability = sigmoid(traces[-1].a)  # (cells, 1)
    hidden = [trace.a for trace in traces[:-1]]
    # what reaches the first layer: edited code may hand it more than the two coordinates
    outputs = [traces[0].x, *hidden, 2 * probability - 1]
    return probability, unit_pictures(outputs)


def pictures(trainer: Trainer) -> tuple[Array, Array]:
    """The same of a run under way, by the engine where there is one."""
    return trainer.compiled_pictures() or pictures_of(trainer.run.network)


def points(data: Data) -> Array:
    """Every example: x1, x2, class, held back (0 or 1); those to train on first. (n, 4)"""
    train = np.c_[data.x, data.y, np.zeros_like(data.y)]
    held_back = np.c_[data.x_val, data.y_val, np.ones_like(data.y_val)]
    return np.concatenate([train, held_back])
