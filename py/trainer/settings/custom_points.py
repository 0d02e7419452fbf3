"""Custom points: rows of x, y, and class or value, from CSV, from a link, or drawn."""

from collections.abc import Sequence
from textwrap import fill
from typing import TypeGuard

import numpy as np

from ..datasets import Points
from ..errors import SettingError, shown
from ..messages import Param, message
from .numbers import decimal, is_number

# x1, x2 of each point, and its class, an integer, or its value, a float
CustomPoint = tuple[float, float, float]
CustomPoints = tuple[CustomPoint, ...]
MOST_CLASSES = 6
NUMBERS = {*map(str, range(MOST_CLASSES))}
VALUE = "value"  # the last column's name where it holds values

FEWEST, MOST = 4, 5000
IN_LINK = 200  # points that a link can hold
EDGE = 1.5  # the plane is [-EDGE, EDGE] on both axes
FARTHEST = 1e12  # from 0, before scaling: beyond, points would fall together
FILLED = 1.2  # how far data reach that had to be scaled
INDENT = 8 * " "
RULE = message("rule.points", fewest=FEWEST, most=MOST)


def wrong(code: str, **params: Param) -> SettingError:
    """The error that says what is wrong with some rows."""
    problem = message(f"points.{code}", None, **params)
    return SettingError("points.refused", "custom_points", rule=RULE, problem=problem)


def parse_points(text: str) -> CustomPoints:
    """The points of a CSV text; a SettingError names the line that cannot be read.

    Cells are parted by semicolons, tabs or commas; a decimal comma may stand where commas
    do not part. A first line that is no numbers is a header. Classes have any names; under
    the header "value", or where there are too many for classes, the last cell is a value. Data
    that reach beyond the plane are scaled to fit. Rows may also be parted by "|".
    """
    lines = text.replace("|", "\n").strip().splitlines()
    part = next((sign for sign in (";", "\t") if sign in text), ",")
    rows: list[tuple[float, float]] = []
    labels: list[str] = []
    classes: set[str] = set()
    has_values, are_numbers = False, True
    for number, line in enumerate(lines, start=1):
        cells = [cell.strip().strip('"') for cell in line.split(part)]
        is_header = number == 1 and not any(map(is_decimal, cells[:2]))
        if not line.strip() or is_header:
            has_values |= is_header and cells[2:] == [VALUE]
            continue
        if len(cells) != 3:
            raise wrong("cells", line=number, count=len(cells), got=repr(line[:40]))
        rows.append((place(cells[0], "x", number), place(cells[1], "y", number)))
        labels.append(cells[2])
        classes.add(cells[2])
        are_numbers = are_numbers and is_decimal(cells[2])
        if has_values:
            place(cells[2], VALUE, number)
        elif len(classes) > MOST_CLASSES and not are_numbers:
            got = repr(cells[2][:40])
            raise wrong("class-count", line=number, got=got, most=MOST_CLASSES)
        if len(rows) > MOST:
            raise wrong("count", count=len(rows), got=repr(text[:40]))
    if len(rows) < FEWEST:
        raise wrong("count", count=len(rows), got=repr(text[:40]))
    if has_values or len(classes) > MOST_CLASSES:
        return fitted(rows, fitted_values([place(label, VALUE, 0) for label in labels]))
    names = sorted(classes, key=decimal if are_numbers else None)
    if set(names) <= NUMBERS:
        names = sorted(NUMBERS)
    numbers = {name: number for number, name in enumerate(names)}
    return fitted(rows, [numbers[label] for label in labels])


def checked(rows: Sequence[object]) -> CustomPoints:
    """The points of rows (x, y, class or value), as `parse_points` gives them.

    They are classes where all of them are whole numbers from 0 to 5.
    """
    if is_read(rows):  # as nearly always: settings are made anew with every change
        return rows
    if not FEWEST <= len(rows) <= MOST:
        raise wrong("count", count=len(rows), got=shown(rows, 40))
    places, labels = [], []
    for number, row in enumerate(rows, start=1):
        if not isinstance(row, (tuple, list)):
            raise wrong("cells", line=number, count=1, got=shown(row, 40))
        if len(row) != 3:
            raise wrong("cells", line=number, count=len(row), got=shown(row, 40))
        x1, x2, label = row
        places.append((place(x1, "x", number), place(x2, "y", number)))
        labels.append(place(label, "class", number))
    if {*labels} <= {*range(MOST_CLASSES)}:
        return fitted(places, [int(label) for label in labels])
    return fitted(places, fitted_values(labels))


def is_read(rows: Sequence[object]) -> TypeGuard[CustomPoints]:
    """Whether rows are as `parse_points` returns them; a fast check that never says so wrongly."""
    if type(rows) is not tuple or not FEWEST <= len(rows) <= MOST:
        return False
    first = rows[0]
    has_values = type(first) is tuple and len(first) == 3 and type(first[2]) is float
    kind, low, high = (float, -1.0, 1.0) if has_values else (int, 0, MOST_CLASSES - 1)
    return all(
        type(row) is tuple
        and [type(cell) for cell in row] == [float, float, kind]
        and -EDGE <= row[0] <= EDGE
        and -EDGE <= row[1] <= EDGE
        and low <= row[2] <= high
        for row in rows
    )


def is_decimal(cell: str) -> bool:
    """Whether a cell holds a number, however large."""
    try:
        decimal(cell)
    except ValueError:
        return False
    return True


def place(cell: object, name: str, line: int) -> float:
    """The number in a cell, of a size that still has a meaning beside others."""
    try:
        value = decimal(cell) if isinstance(cell, str) else cell
        if is_number(value) and abs(value) <= FARTHEST:  # not NaN
            return float(value)
    except ValueError:
        pass
    raise wrong("place", line=line, got=shown(cell, 40), column=name)


def fitted_values(values: Sequence[float]) -> list[float]:
    """Values as they are, or scaled to reach from -1 to 1 where they reach beyond."""
    low, high = min(values), max(values)
    if low >= -1 and high <= 1:
        return list(values)
    half = max((high - low) / 2, 1e-9)
    return [float(f"{(each - low) / half - 1:.9g}") for each in values]


def fitted(
    rows: Sequence[tuple[float, float]], labels: Sequence[float]
) -> CustomPoints:
    """The points as they are, or scaled to the plane where they reach beyond it.

    Scaled coordinates have nine significant digits: far finer than any picture, and short.
    """
    x = np.array(rows)
    if np.abs(x).max() > EDGE:
        low, high = x.min(axis=0), x.max(axis=0)
        x = (x - (low + high) / 2) / max(float((high - low).max() / 2), 1e-9) * FILLED
        rows = [(float(f"{x1:.9g}"), float(f"{x2:.9g}")) for x1, x2 in x.tolist()]
    return tuple((x1, x2, label) for (x1, x2), label in zip(rows, labels, strict=True))


def format_points(points: CustomPoints) -> str:
    """The points in one line, exact: what `parse_points` makes of it is the same."""
    rows = "|".join(f"{x1!r},{x2!r},{label}" for x1, x2, label in points)
    return header(points)[1] + rows.replace(".0,", ",")


def in_link(points: CustomPoints) -> CustomPoints:
    """The points with three significant digits, as they travel in a link."""
    return tuple(
        (float(f"{x1:.3g}"), float(f"{x2:.3g}"), type(label)(f"{label:.3g}"))
        for x1, x2, label in points
    )


def header(points: CustomPoints) -> tuple[str, str]:
    """The header of the points as CSV; and, of values, as they stand in one line."""
    if points and isinstance(points[0][2], float):
        return f"x,y,{VALUE}", f"x,y,{VALUE}|"
    return "x,y,class", ""


def as_points(points: CustomPoints) -> Points:
    """The points as a dataset gives them."""
    return np.array([point[:2] for point in points]), np.array([y for *_, y in points])


def as_source(points: CustomPoints) -> str:
    """The points as a dataset gives them, written out as a program."""
    places = ", ".join(f"({x1!r}, {x2!r})" for x1, x2, _ in points)
    labels = ", ".join(str(label) for _, _, label in points)
    arrays = [
        fill(text, 88, initial_indent=INDENT, subsequent_indent=INDENT)
        for text in (places, labels)
    ]
    return "\n".join(["(", *(f"    np.array([\n{a},\n    ])," for a in arrays), ")"])
