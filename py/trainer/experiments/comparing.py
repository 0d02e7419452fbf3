"""Comparing arms: which of them usually beats the others.

An arm does something usually if it does so from at least three quarters of the seeds; it
wins if it usually beats each other arm, from the same seed.
"""

from collections.abc import Sequence
from math import ceil, inf

import numpy as np

USUAL = 0.75  # of the seeds
TIE = -1  # the number where no arm wins


def usual(runs: int) -> int:
    """How many of so many runs are what usually happens."""
    return ceil(USUAL * runs)


def rounded(value: float) -> float:
    """To three digits."""
    return float(f"{value:.3g}")


def beats(arm: Sequence[float], other: Sequence[float]) -> int:
    """From how many seeds an arm costs less than another."""
    return sum(a < b for a, b in zip(arm, other, strict=True))


def winner(costs: Sequence[Sequence[float]]) -> tuple[int, int]:
    """The arm of the lowest costs, counted from 1, and how often it beats each other one at
    least; 0 where none usually gets there, and TIE where none wins."""
    runs = len(costs[0])
    if max(sum(cost < inf for cost in arm) for arm in costs) < usual(runs):
        return 0, 0
    beaten = [
        min((beats(arm, other) for other in costs if other is not arm), default=runs)
        for arm in costs
    ]
    best = int(np.argmax(beaten))
    return (best + 1, beaten[best]) if beaten[best] >= usual(runs) else (TIE, 0)


def leaders(costs: Sequence[Sequence[float]]) -> list[int]:
    """The fewest arms, counted from 0, of which each usually beats every arm that is not among
    them; none where these are all."""
    least = usual(len(costs[0]))
    order = sorted(range(len(costs)), key=lambda arm: float(np.median(costs[arm])))
    for count in range(2, len(order)):
        ahead, behind = order[:count], order[count:]
        if all(beats(costs[a], costs[b]) >= least for a in ahead for b in behind):
            return sorted(ahead)
    return []
