"""The plane: the part of the input space that the pictures show, as a grid of cells."""

import numpy as np

from ..activations import Array
from ..settings.custom_points import EDGE

GRID_SIDE = 100  # cells
UNIT_SIDE = GRID_SIDE // 4  # of a unit's own small picture


def cell_centres() -> Array:
    """The middle of every cell, top row first. (GRID_SIDE, GRID_SIDE, 2)"""
    ticks = (np.arange(GRID_SIDE) + 0.5) / GRID_SIDE * 2 * EDGE - EDGE
    return np.stack(np.meshgrid(ticks, ticks[::-1]), axis=-1)


def every_fourth(grid: Array) -> Array:
    """The cells of a unit's picture, from an array over the whole grid, row and column."""
    return grid[2::4, 2::4]


CELLS = cell_centres().reshape(-1, 2)  # (10,000, 2)
UNIT_CELLS = every_fourth(cell_centres()).reshape(-1, 2)  # (625, 2)
