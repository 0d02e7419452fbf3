"""Schedules: how the learning rate changes from epoch to epoch.

Each gives the factor of the learning rate for an epoch, counted from 0, and for the
`length` of the schedule in epochs.
"""

from collections.abc import Callable
from math import cos, pi

LOWEST = 0.01  # where cosine ends, so that a run that goes on still moves


def constant(epoch: int, length: int) -> float:
    """1, always."""
    return 1.0


def step(epoch: int, length: int) -> float:
    """Half as much after every `length` epochs."""
    return 0.5 ** (epoch // length)


def cosine(epoch: int, length: int) -> float:
    """Half a cosine down to LOWEST (Loshchilov and Hutter 2017, no restarts)."""
    part = min(epoch / length, 1.0)
    return LOWEST + (1 - LOWEST) * (1 + cos(pi * part)) / 2


def warm_up(epoch: int, length: int) -> float:
    """A straight line from 1 / length up to 1 (Goyal et al. 2017)."""
    return min((epoch + 1) / length, 1.0)


SCHEDULES: dict[str, Callable[[int, int], float]] = {
    "constant": constant,
    "step": step,
    "cosine": cosine,
    "warm_up": warm_up,
}
