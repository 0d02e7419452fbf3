"""Schedules: how the learning rate changes from epoch to epoch.

Each returns a factor of the learning rate, above 0 and at most 1.

    epoch   counted from 0
    length  of the schedule, in epochs
"""

from collections.abc import Callable
from math import cos, pi

LOWEST = 0.01  # where the cosine ends, so that a longer run still moves


def constant(epoch: int, length: int) -> float:
    """1, always."""
    return 1.0


def step(epoch: int, length: int) -> float:
    """Halved after every `length` epochs."""
    return 0.5 ** (epoch // length)


def cosine(epoch: int, length: int) -> float:
    """Half a cosine, from 1 to LOWEST (Loshchilov and Hutter 2017, no restarts)."""
    part = min(epoch / length, 1.0)
    return LOWEST + (1 - LOWEST) * (1 + cos(pi * part)) / 2


def warm_up(epoch: int, length: int) -> float:
    """A straight line from 1 / length to 1 (Goyal et al. 2017)."""
    return min((epoch + 1) / length, 1.0)


SCHEDULES: dict[str, Callable[[int, int], float]] = {
    "constant": constant,
    "step": step,
    "cosine": cosine,
    "warm_up": warm_up,
}
