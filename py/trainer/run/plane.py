"""The plane that pictures show: its edge, and the cells in which they are computed.

side   cells along one edge of a picture
"""

import numpy as np

from ..activations import Array
from ..settings.custom_points import EDGE

GRID_SIDE = 100
UNIT_STEP = 4  # a unit's own small picture takes every fourth cell
UNIT_SIDE = GRID_SIDE // UNIT_STEP


def cell_centres(side: int) -> Array:
    """The middle of every cell of the plane, top row first. (side * side, 2)"""
    ticks = (np.arange(side) + 0.5) / side * 2 * EDGE - EDGE
    x1, x2 = np.meshgrid(ticks, ticks[::-1])
    return np.column_stack([x1.ravel(), x2.ravel()])


CELLS = cell_centres(GRID_SIDE)
UNIT_CELLS = (
    CELLS.reshape(GRID_SIDE, GRID_SIDE, 2)[2::UNIT_STEP, 2::UNIT_STEP]
).reshape(-1, 2)
