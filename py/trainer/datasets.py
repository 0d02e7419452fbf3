"""Datasets: labelled points in the plane, drawn at random.

    n       number of points
    x       coordinates, most of them within [-1, 1]   (n, 2)
    y       class of each point, 0 or 1                (n,)
    i       index of a point, from 0 to n - 1
    noise   standard deviation of the Gaussian noise added to every coordinate

To add one, write a function of (n, noise, rng) and give it a name in `DATASETS`. What
it trains well with stands in `settings/table.py`, its label in other languages in
`web/language`.
"""

from collections.abc import Callable
from typing import NamedTuple, TypeAlias

import numpy as np
from numpy.typing import NDArray

from .activations import Array

Points: TypeAlias = tuple[Array, NDArray[np.int64]]  # coordinates (n, 2), classes (n,)


class Dataset(NamedTuple):
    """A shape of data: its name for people, and how to draw n points of it."""

    label: str
    draw: Callable[..., Points]  # of (n, noise, rng), or (n, noise, turns, rng)


class Data(NamedTuple):
    """Examples to train on, and examples held back for validation."""

    x: Array  # (n_train, 2)
    y: Array  # (n_train, 1)
    x_val: Array  # (n_val, 2)
    y_val: Array  # (n_val, 1)


def noisy(x: Array, noise: float, rng: np.random.Generator) -> Array:
    """x plus N(0, noise^2) in every coordinate."""
    return x + noise * rng.standard_normal(x.shape)


def polar(r: Array, angle: Array) -> Array:
    """Points at distance r from the origin, angle in radians. (n, 2)"""
    return np.column_stack([r * np.cos(angle), r * np.sin(angle)])


def xor(n: int, noise: float, rng: np.random.Generator) -> Points:
    """Corners (±1, ±1), class 1 where signs differ; point i is at corner i mod 4."""
    corners = np.array([(-1.0, -1.0), (-1.0, 1.0), (1.0, -1.0), (1.0, 1.0)])
    corner = np.arange(n) % 4
    return noisy(corners[corner], noise, rng), np.array([0, 1, 1, 0])[corner]


def circle(n: int, noise: float, rng: np.random.Generator) -> Points:
    """A disc of class 1 inside a ring of class 0.

    Angle uniform in [0, 2 pi); radius uniform in [0, 0.5] for the disc and in
    [0.75, 1.1] for the ring.
    """
    y = np.arange(n) % 2
    r = np.where(y == 1, rng.uniform(0, 0.5, n), rng.uniform(0.75, 1.1, n))
    angle = rng.uniform(0, 2 * np.pi, n)
    return noisy(polar(r, angle), noise, rng), y


def spiral(n: int, noise: float, turns: float, rng: np.random.Generator) -> Points:
    """Two arms, half a turn apart, that wind `turns` times around the origin.

    Radius 0.1 + s, angle 2 pi turns s, with s from 0 to 1.
    """
    y = np.arange(n) % 2
    s = (np.arange(n) // 2) / max(1, (n - 1) // 2)  # the same for both arms
    angle = 2 * np.pi * turns * s + np.pi * y
    r = 0.1 + s
    return noisy(polar(r, angle), noise, rng), y


def gaussians(n: int, noise: float, rng: np.random.Generator) -> Points:
    """Two clouds around (-0.6, -0.6) and (0.6, 0.6), whose width is the noise."""
    y = np.arange(n) % 2
    centre = np.where(y == 1, 0.6, -0.6)[:, None] * np.ones(2)  # (n, 2)
    return noisy(centre, noise, rng), y


def moons(n: int, noise: float, rng: np.random.Generator) -> Points:
    """Two half circles of radius 0.8 that interlock; angle uniform in [0, pi)."""
    y = np.arange(n) % 2
    angle = rng.uniform(0, np.pi, n)
    upper = polar(np.full(n, 0.8), angle) - [0.4, 0.2]  # (n, 2)
    x = np.where(y[:, None] == 1, -upper, upper)  # the lower moon, turned by pi
    return noisy(x, noise, rng), y


DATASETS = {
    "xor": Dataset("XOR", xor),
    "circle": Dataset("Circle", circle),
    "spiral": Dataset("Spiral", spiral),
    "gaussians": Dataset("Gaussians", gaussians),
    "moons": Dataset("Moons", moons),
}


def split(
    points: Points, fraction: float, order: str, rng: np.random.Generator
) -> Data:
    """Hold back `fraction`, from 0 to below 1, of each class for validation.

    Both parts are in random order; with `order` "by_class", all training examples of
    class 0 come before those of class 1.
    """
    x, y = points
    mixed = rng.permutation(len(y))  # (n,)
    held_back = np.zeros(len(y), dtype=bool)
    for label in (0, 1):
        members = mixed[y[mixed] == label]
        most = max(0, len(members) - 1)  # one of each class is left to train on
        held_back[members[: min(round(fraction * len(members)), most)]] = True
    train, val = mixed[~held_back[mixed]], mixed[held_back[mixed]]
    if order == "by_class":
        train = train[np.argsort(y[train], kind="stable")]
    target = y.astype(np.float64)[:, None]  # (n, 1)
    return Data(x[train], target[train], x[val], target[val])
