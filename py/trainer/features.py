"""Features: what the network is given of each point.

x1, x2   coordinates of the points, most of them within [-1, 1]   (N,), (N,)

To add one, write a function of x1 and x2 and give it a name in `FEATURES`, for example

    "radius": lambda x1, x2: np.hypot(x1, x2),

The page then offers it as a switch. Its label is its name, unless `settings/table.py`
and `web/language` have another.
"""

from collections.abc import Callable, Sequence

import numpy as np

from .activations import Array

FEATURES: dict[str, Callable[[Array, Array], Array]] = {
    "x1": lambda x1, x2: x1,
    "x2": lambda x1, x2: x2,
    "x1_squared": lambda x1, x2: x1**2,
    "x2_squared": lambda x1, x2: x2**2,
    "x1_x2": lambda x1, x2: x1 * x2,
    "sin_x1": lambda x1, x2: np.sin(np.pi * x1),
    "sin_x2": lambda x1, x2: np.sin(np.pi * x2),
}


def features_of(points: Array, names: Sequence[str]) -> Array:
    """The features `names` of `points`, (N, 2), side by side. (N, n_in)"""
    x1, x2 = points.T
    return np.column_stack([FEATURES[name](x1, x2) for name in names])
