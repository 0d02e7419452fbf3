"""Datasets: labelled points in the plane, drawn at random.

    n         number of points
    x         coordinates, most of them within [-1, 1]      (n, 2)
    y         class of each point, from 0 on, or its value  (n,)
    i         index of a point, from 0 to n - 1
    noise     standard deviation of the Gaussian noise on coordinates, or on values
    classes   how many classes there are, at least 2

To add one, write a function of (n, noise, rng), or of (n, noise, classes, rng), and
give it a name in `DATASETS`. What it trains well with stands in `settings/table.py`,
its label in other languages in `web/language`.
"""

from collections.abc import Callable
from inspect import signature
from typing import NamedTuple, TypeAlias

import numpy as np
from numpy.typing import NDArray

from .activations import Array

# coordinates (n, 2); classes or values (n,)
Points: TypeAlias = tuple[Array, NDArray[np.int64] | Array]


class Dataset(NamedTuple):
    """A shape of data: its name for people, and how to draw n points of it."""

    label: str
    draw: Callable[..., Points]  # of n, noise; turns or classes, if it needs them; rng
    has_values: bool = False  # in place of classes
    classes: int = 2  # how many there are, where `draw` is not told
    axes: str = ""  # names and units, as `settings/axes.py` has them
    source: str = ""  # of data that somebody measured

    @property
    def needs(self) -> list[str]:
        """What `draw` takes between the noise and the generator."""
        parameters = signature(self.draw).parameters.values()
        return [each.name for each in parameters if each.default is each.empty][2:-1]


class Data(NamedTuple):
    """Examples to train on, and examples held back for validation."""

    x: Array  # (n_train, 2)
    y: Array  # (n_train, 1), or (n_train, K) of K classes, one-hot
    x_val: Array  # (n_val, 2)
    y_val: Array  # (n_val, 1) or (n_val, K)


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


def spiral(
    n: int, noise: float, turns: float, classes: int, rng: np.random.Generator
) -> Points:
    """Arms that are equally far apart and wind `turns` times around the origin.

    Radius 0.1 + s, angle 2 pi turns s, with s from 0 to 1.
    """
    y = np.arange(n) % classes
    s = (np.arange(n) // classes) / max(1, (n - 1) // classes)  # the same for all arms
    angle = 2 * np.pi * turns * s + 2 * np.pi * y / classes
    r = 0.1 + s
    return noisy(polar(r, angle), noise, rng), y


def gaussians(n: int, noise: float, classes: int, rng: np.random.Generator) -> Points:
    """Clouds whose width is the noise, equally far apart around the origin.

    Two of them are around (-0.6, -0.6) and (0.6, 0.6).
    """
    y = np.arange(n) % classes
    angle = np.pi * 5 / 4 + 2 * np.pi * y / classes
    return noisy(polar(np.full(n, 0.6 * np.sqrt(2)), angle), noise, rng), y


def rings(n: int, noise: float, classes: int, rng: np.random.Generator) -> Points:
    """A ring for each class, from the inside out; angle uniform in [0, 2 pi).

    Each is as wide as the gap between two.
    """
    y = np.arange(n) % classes
    width = 1.1 / (2 * classes - 1.5)  # the first is a disc of half as much
    r = 2 * width * y + width * rng.uniform(-0.5, 0.5, n)
    angle = rng.uniform(0, 2 * np.pi, n)
    return noisy(polar(np.abs(r), angle), noise, rng), y


def moons(n: int, noise: float, rng: np.random.Generator) -> Points:
    """Two half circles of radius 0.8 that interlock; angle uniform in [0, pi)."""
    y = np.arange(n) % 2
    angle = rng.uniform(0, np.pi, n)
    upper = polar(np.full(n, 0.8), angle) - [0.4, 0.2]  # (n, 2)
    x = np.where(y[:, None] == 1, -upper, upper)  # the lower moon, turned by pi
    return noisy(x, noise, rng), y


def square(n: int, rng: np.random.Generator) -> Array:
    """Places all over the square from -1 to 1. (n, 2)"""
    return rng.uniform(-1.0, 1.0, (n, 2))


def slope(n: int, noise: float, rng: np.random.Generator) -> Points:
    """Values that rise from one corner of the square to the opposite: (x1 + x2) / 2."""
    x = square(n, rng)
    return x, noisy(x.mean(axis=1), noise, rng)


def hills(n: int, noise: float, rng: np.random.Generator) -> Points:
    """Three hills and three hollows in two rows: of height 1 or -1, and width 0.22."""
    x = square(n, rng)
    tops = np.array([(i, j) for j in (-0.5, 0.5) for i in (-0.67, 0.0, 0.67)])
    heights = np.array([1.0, -1.0, 1.0, -1.0, 1.0, -1.0])
    away = (x[:, None] - tops) / 0.22  # (n, 6, 2)
    y = (heights * np.exp(-np.square(away).sum(axis=2) / 2)).sum(axis=1)
    return x, noisy(y, noise, rng)


def wave(n: int, noise: float, rng: np.random.Generator) -> Points:
    """Values that rise and fall along x1: sin(pi x1)."""
    x = square(n, rng)
    return x, noisy(np.sin(np.pi * x[:, 0]), noise, rng)


DATASETS = {
    "xor": Dataset("XOR", xor),
    "circle": Dataset("Circle", circle),
    "spiral": Dataset("Spiral", spiral),
    "gaussians": Dataset("Gaussians", gaussians),
    "moons": Dataset("Moons", moons),
    "rings": Dataset("Rings", rings),
    "slope": Dataset("Slope", slope, has_values=True),
    "hills": Dataset("Hills", hills, has_values=True),
    "wave": Dataset("Wave", wave, has_values=True),
}


def split(
    points: Points,
    fraction: float,
    order: str,
    rng: np.random.Generator,
    task: str = "binary",
) -> Data:
    """Hold back `fraction`, from 0 to below 1, of each class for validation.

    Both parts are in random order; with `order` "by_class", all training examples of
    class 0 come before those of class 1 and so on, low values before high ones.
    """
    x, y = points
    mixed = rng.permutation(len(y))  # (n,)
    held_back = np.zeros(len(y), dtype=bool)
    group = np.zeros(len(y)) if task == "regression" else y
    for label in sorted(set(group.tolist())):
        members = mixed[group[mixed] == label]
        most = max(0, len(members) - 1)  # one of each class is left to train on
        held_back[members[: min(round(fraction * len(members)), most)]] = True
    train, val = mixed[~held_back[mixed]], mixed[held_back[mixed]]
    if order == "by_class":
        train = train[np.argsort(y[train], kind="stable")]
    target = y.astype(np.float64)[:, None]  # (n, 1)
    if task == "multiclass":
        target = np.equal(target, np.arange(y.max() + 1)).astype(np.float64)  # (n, K)
    return Data(x[train], target[train], x[val], target[val])
