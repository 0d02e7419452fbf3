"""Samples: the numbers that a reader's functions are tried with."""

from functools import lru_cache

import numpy as np

from ..activations import Array

COUNT = 4096
SPECIAL = [
    0.0,
    -0.0,
    np.inf,
    -np.inf,
    np.nan,
    5e-324,
    -5e-324,
    1e-300,
    -1e-300,
    1e4,
    -1e4,
]
KINKS = [0.5, 1.0, 1.5, 2.0, 2.5, 3.0, 5.0, 6.0, 10.0, 20.0]


@lru_cache(1)
def samples() -> Array:
    """COUNT numbers: both zeros, infinities, NaN, denormal, small and large ones, and where
    activations have their kinks."""
    rng = np.random.default_rng(0)
    fixed: list[float] = [*SPECIAL, *KINKS, *(-kink for kink in KINKS)]
    spreads = np.repeat([0.01, 1.0, 30.0], COUNT // 3)
    drawn = rng.normal(0.0, 1.0, len(spreads)) * spreads
    return np.array([*fixed, *drawn.tolist()])[:COUNT]
