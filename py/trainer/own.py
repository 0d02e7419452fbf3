"""Points of one's own: rows of x, y, class, as CSV, as part of a link, or drawn."""

import math
from collections.abc import Sequence
from textwrap import fill

import numpy as np

from .activations import Array
from .datasets import Points
from .errors import SettingError

Own = tuple[tuple[float, float, int], ...]  # x1, x2, class of each point

FEWEST, MOST = 4, 5000
IN_LINK = 200  # points that a link can hold
EDGE = 1.5  # of the plane
FILLED = 1.2  # how far data reach that had to be scaled
NEAR = 0.12  # what erasing takes away
INDENT = 8 * " "
WORDS = f"{FEWEST} to {MOST} rows of x, y, class"


def wrong(what: str) -> SettingError:
    """The error that says what is wrong with some rows."""
    return SettingError(f"own must be {WORDS}; {what}.")


def read_own(text: str) -> Own:
    """The points of a CSV text; a SettingError names the line that cannot be read.

    Cells are parted by semicolons, tabs or commas; a decimal comma may stand where commas
    do not part. A first line that is no numbers is a header. Two classes of any names. Data
    that reach beyond the plane are scaled to fit. Rows may also be parted by "|".
    """
    lines = text.replace("|", "\n").strip().splitlines()
    part = next((sign for sign in (";", "\t") if sign in text), ",")
    rows: list[tuple[float, float]] = []
    labels: list[str] = []
    for number, line in enumerate(lines, start=1):
        cells = [cell.strip().strip('"') for cell in line.split(part)]
        if not line.strip() or (number == 1 and not is_number(cells[0], part)):
            continue
        if len(cells) != 3:
            raise wrong(f"line {number} has {len(cells)} cells: {line[:40]!r}")
        for name, cell in zip(("x", "y"), cells, strict=False):
            if not is_number(cell, part):
                raise wrong(f"line {number} has {cell[:40]!r} for {name}")
        rows.append((number_of(cells[0], part), number_of(cells[1], part)))
        labels.append(cells[2])
        if len(set(labels)) > 2:
            raise wrong(f"line {number} brings a third class, {cells[2][:40]!r}")
    if not FEWEST <= len(rows) <= MOST:
        raise wrong(f"there are {len(rows)} in {text[:40]!r}")
    names = sorted(
        set(labels) | {"0", "1"} if set(labels) <= {"0", "1"} else set(labels)
    )
    x = fitted(np.array(rows))
    return tuple(
        (x1, x2, names.index(label))
        for (x1, x2), label in zip(x.tolist(), labels, strict=True)
    )


def is_number(cell: str, part: str) -> bool:
    """Whether a cell holds a finite number."""
    try:
        return math.isfinite(number_of(cell, part))
    except ValueError:
        return False


def number_of(cell: str, part: str) -> float:
    """The number in a cell; a ValueError where there is none."""
    return float(cell if part == "," else cell.replace(",", "."))


def fitted(x: Array) -> Array:
    """The points as they are, or scaled to the plane where they reach beyond; to 0.01."""
    if np.abs(x).max() > EDGE:
        low, high = x.min(axis=0), x.max(axis=0)
        x = (x - (low + high) / 2) / max(float((high - low).max() / 2), 1e-9) * FILLED
    return np.round(x, 2)


def write_own(own: Own) -> str:
    """The points in one line, as a link holds them."""
    return "|".join(f"{x1:g},{x2:g},{label}" for x1, x2, label in own)


def as_csv(own: Own) -> str:
    """The points as a CSV text with a header (RFC 4180)."""
    rows = (f"{x1!r},{x2!r},{label}" for x1, x2, label in own)
    return "\r\n".join(["x,y,class", *rows, ""])


def as_points(own: Own) -> Points:
    """The points as a dataset gives them."""
    table = np.array(own)
    return table[:, :2], table[:, 2].astype(np.int64)


def with_drawn(own: Own, places: Sequence[Sequence[float]], label: int) -> Own:
    """With a new point of class `label` at each place, within the plane."""
    if len(own) + len(places) > MOST:
        raise wrong(f"there would be {len(own) + len(places)}")
    inside = np.round(np.clip(np.array(places, dtype=np.float64), -EDGE, EDGE), 2)
    return (*own, *((float(x1), float(x2), label) for x1, x2 in inside))


def without(own: Own, places: Sequence[Sequence[float]]) -> Own:
    """Without the points near any of the places."""
    left = tuple(
        point
        for point in own
        if all(math.dist(point[:2], place) > NEAR for place in places)
    )
    if len(left) < FEWEST:
        raise wrong(f"there would be {len(left)}")
    return left


def as_source(own: Own) -> str:
    """The points as a dataset gives them, written out as a program."""
    places = ", ".join(f"({x1!r}, {x2!r})" for x1, x2, _ in own)
    labels = ", ".join(str(label) for _, _, label in own)
    arrays = [
        fill(text, 88, initial_indent=INDENT, subsequent_indent=INDENT)
        for text in (places, labels)
    ]
    return "\n".join(["(", *(f"    np.array([\n{a},\n    ])," for a in arrays), ")"])
