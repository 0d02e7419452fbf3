"""Axes: what the plane's coordinates, and the classes or values, are called and measured in.

As text, parts between bars: x1's and x2's name, and what -1 and 1 are; the same of a value, or
the name of what the classes are; each class's name.
"""

import re
from collections.abc import Sequence
from math import isfinite
from typing import NamedTuple

from .numbers import decimal

LONGEST = 60  # characters of a name
ESCAPED = {"%": "%25", ",": "%2C", "|": "%7C"}


class Axis(NamedTuple):
    """A name, and the numbers at -1 and at 1."""

    name: str
    low: float = -1.0
    high: float = 1.0


class Axes(NamedTuple):
    """Of both coordinates, and of what is learned; and the classes' names, by number."""

    x1: Axis
    x2: Axis
    label: Axis
    classes: tuple[str, ...] = ()


PLAIN = Axes(Axis("x1"), Axis("x2"), Axis("y"))


def parse_axes(text: str) -> Axes:
    """The axes in a text; a ValueError where it is none."""
    parts = [part.split(",") for part in text.split("|")]
    if len(parts) < 3:
        raise ValueError
    x1, x2, label = (axis(part) for part in parts[:3])
    return checked(Axes(x1, x2, label, tuple(unescaped(part[0]) for part in parts[3:])))


def axis(cells: Sequence[str]) -> Axis:
    """An axis: its name, and maybe what -1 and 1 are."""
    if len(cells) == 1:
        return Axis(unescaped(cells[0]))
    name, low, high = cells
    return Axis(unescaped(name), decimal(low), decimal(high))


def checked(axes: Axes) -> Axes:
    """The same axes; a ValueError where a name is too long, or an axis has no length."""
    names = [axes.x1.name, axes.x2.name, axes.label.name, *axes.classes]
    if any(len(name) > LONGEST for name in names) or len(axes.classes) > 6:
        raise ValueError
    for each in axes[:3]:
        if not each.low < each.high or not isfinite(each.high - each.low):
            raise ValueError
    return axes


def format_axes(axes: Axes) -> str:
    """The axes as text."""
    parts = [
        escaped(each.name)
        + ("" if each[1:] == (-1.0, 1.0) else f",{each.low!r},{each.high!r}")
        for each in axes[:3]
    ]
    return "|".join([*parts, *map(escaped, axes.classes)])


def escaped(name: str) -> str:
    """A name without the signs that part a text."""
    return re.sub("[%,|]", lambda sign: ESCAPED[sign[0]], name)


def unescaped(text: str) -> str:
    """The name that a text stands for."""
    for sign, code in reversed(ESCAPED.items()):
        text = text.replace(code, sign)
    return text.strip()
