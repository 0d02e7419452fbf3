"""Points out of a table: of the chosen columns, scaled to the plane."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from ..activations import Array
from ..errors import SettingError
from ..settings.axes import LONGEST, Axes, Axis, format_axes
from ..settings.custom_points import (
    EDGE,
    FEWEST,
    MOST,
    MOST_CLASSES,
    CustomPoints,
)
from .columns import Choice, class_counts, class_names
from .reading import Table, is_missing, number_in

FARTHEST = 1e15  # from 0: beyond, numbers that differ by 1 are the same
NEAR = 0.5  # data that reach less far are scaled, too


class Chosen(NamedTuple):
    """The points of some columns; and what became of the rows."""

    points: CustomPoints
    axes: str
    classes: list[tuple[str, int]]  # each and how many rows it has; none of values
    rows: int  # that say all that is needed
    dropped: int  # that do not


def chosen(table: Table, choice: Choice) -> Chosen:
    """The points of the columns of a choice; a SettingError says what is wrong, and where."""
    places = choice.x1, choice.x2, choice.label
    if len(table.names) < 3:
        raise SettingError("data.two-columns", count=len(table.names))
    if twice := [place for place in places if places.count(place) > 1]:
        raise SettingError("data.same-column", name=table.names[twice[0]])
    kept = [
        at
        for at, row in enumerate(table.rows)
        if not any(is_missing(row[place]) for place in places)
    ]
    if len(kept) < FEWEST:
        raise SettingError("data.too-few", count=len(kept), fewest=FEWEST)
    x = np.column_stack([numbers(table, place, kept) for place in places[:2]])
    names: list[str] = []
    classes: list[tuple[str, int]] = []
    if choice.has_values:
        y = numbers(table, choice.label, kept)
    else:
        cells = [table.rows[at][choice.label] for at in kept]
        names = class_names(cells, table.decimal)
        classes = class_counts(names)
        names = against_rest(names, classes, choice.one)
        order = [name for name, _ in class_counts(names)]
        if len(order) < 2:
            raise SettingError("data.one-class", name=table.names[choice.label])
        y = np.array([order.index(name) for name in names], dtype=float)
    sample = sampled(y, choice.has_values)
    x1, x2 = (axis(table.names[place], x[:, k]) for k, place in enumerate(places[:2]))
    label = axis(table.names[choice.label], y, 1.0) if choice.has_values else None
    axes = Axes(
        x1,
        x2,
        label or Axis(short(table.names[choice.label])),
        () if choice.has_values else tuple(map(short, order)),
    )
    scaled = [on_axis(x[sample, 0], x1), on_axis(x[sample, 1], x2)]
    labels = (
        on_axis(y[sample], label).tolist() if label else y[sample].astype(int).tolist()
    )
    return Chosen(
        points=tuple(zip(*(each.tolist() for each in scaled), labels, strict=True)),
        axes=format_axes(axes),
        classes=classes,
        rows=len(kept),
        dropped=len(table.rows) - len(kept),
    )


def numbers(table: Table, place: int, kept: Sequence[int]) -> Array:
    """A column's numbers in some rows; a SettingError names the line of what is none."""
    found = np.empty(len(kept))
    for at, row in enumerate(kept):
        cell = table.rows[row][place]
        number = number_in(cell, table.decimal)
        if number is None or not abs(number) <= FARTHEST:
            line, got = table.lines[row], repr(cell[:40])
            raise SettingError(
                "data.number", line=line, column=table.names[place], got=got
            )
        found[at] = number
    return found


def against_rest(
    names: Sequence[str], classes: Sequence[tuple[str, int]], one: str
) -> list[str]:
    """The classes as they are; or `one` of them, where there are too many, and the rest."""
    known = [name for name, _ in classes]
    if one in known:
        return [name if name == one else f"≠ {one}" for name in names]
    if len(known) > MOST_CLASSES:
        raise SettingError("data.many-classes", count=len(known), most=MOST_CLASSES)
    return list(names)


def sampled(y: Array, has_values: bool) -> NDArray[np.int64]:
    """The rows to take: all, or MOST drawn at random, of each class as large a part. (n,)"""
    if len(y) <= MOST:
        return np.arange(len(y))
    rng = np.random.default_rng(0)
    groups = (
        [np.arange(len(y))]
        if has_values
        else [np.flatnonzero(y == k) for k in np.unique(y)]
    )
    parts = [max(1, int(MOST * len(group) / len(y))) for group in groups]
    drawn = [rng.permutation(g)[:n] for g, n in zip(groups, parts, strict=True)]
    return np.sort(np.concatenate(drawn))[:MOST]


def axis(name: str, values: Array, edge: float = EDGE) -> Axis:
    """An axis that holds values: as they are where they fit the plane, or from end to end."""
    low, high = float(values.min()), float(values.max())
    largest = max(-low, high)
    if NEAR <= largest <= edge:
        return Axis(short(name))
    if low == high:
        low, high = low - 0.5, high + 0.5
    return Axis(short(name), low, high)


def on_axis(values: Array, place: Axis) -> Array:
    """Values as coordinates of the plane, to nine digits: -1 at the low end, 1 at the high."""
    if place[1:] == (-1.0, 1.0):
        return values
    scaled = 2 * (values - place.low) / (place.high - place.low) - 1
    return np.array([float(f"{each:.9g}") for each in scaled.tolist()])


def short(name: str) -> str:
    """A name that fits beside an axis."""
    return name[:LONGEST].strip()
