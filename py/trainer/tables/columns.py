"""Columns: what each of a table's columns holds, and which are likely meant."""

import re
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise
from typing import Literal, NamedTuple

from ..settings.custom_points import MOST_CLASSES
from .reading import Table, is_missing, number_in

LABELS = re.compile(
    r"class|label|species|variety|type|group|category|target|outcome|"
    r"klasse|art|gruppe|typ|kategorie|clase|especie|grupo|tipo|categoría",
    re.IGNORECASE,
)
INDEX = re.compile(
    r"|id|index|nr\.?|no\.?|number|row|unnamed: 0|rownames|nummer", re.IGNORECASE
)


class Column(NamedTuple):
    """A column: its name, what it holds, and how often it says nothing."""

    name: str
    kind: Literal["number", "text"]
    is_index: bool  # it counts the rows
    is_coded: bool  # its numbers are whole, and most come often
    distinct: int
    missing: int


class Choice(NamedTuple):
    """Which columns are x1, x2 and the class or value; `one` is a class against all others."""

    x1: int
    x2: int
    label: int
    has_values: bool
    one: str = ""


def columns_of(table: Table) -> list[Column]:
    """What each column holds."""
    return [
        column(name, [row[place] for row in table.rows], table.decimal)
        for place, name in enumerate(table.names)
    ]


def column(name: str, cells: Sequence[str], decimal: str) -> Column:
    """What a column holds: numbers, where more than half of what it says are."""
    said = [cell for cell in cells if not is_missing(cell)]
    numbers = [number_in(cell, decimal) for cell in said]
    known = [number for number in numbers if number is not None]
    is_number = len(known) > len(said) / 2
    steps = {b - a for a, b in pairwise(known)}
    counts = len(known) == len(cells) > 2 and steps == {1.0} and known[0] in (0.0, 1.0)
    return Column(
        name=name,
        kind="number" if is_number else "text",
        is_index=is_number
        and (counts or (bool(INDEX.fullmatch(name)) and steps == {1.0})),
        is_coded=all(each.is_integer() for each in known)
        and len(known) > 2 * len(set(known)),
        distinct=len(set(said)),
        missing=len(cells) - len(said),
    )


def guess(table: Table) -> Choice:
    """The columns that are likely meant: the class a column of words, or of few numbers."""
    columns = columns_of(table)
    places = [*range(len(columns))]
    numbers = [
        p for p in places if columns[p].kind == "number" and not columns[p].is_index
    ]
    few = [
        p
        for p in places
        if 2 <= columns[p].distinct <= MOST_CLASSES and not columns[p].is_index
    ]
    named = [p for p in few if LABELS.fullmatch(columns[p].name)]
    words = [p for p in few if columns[p].kind == "text"]
    texts = [p for p in places if columns[p].kind == "text" and columns[p].distinct > 1]
    coded = [p for p in (places[0], places[-1]) if p in few and columns[p].is_coded]
    label = next(iter([*named, *words, *coded[::-1]]), None)
    if label is None and len(numbers) < 3:  # many classes, if any
        label = next(iter(texts), places[-1])
    has_values = label is None
    if label is None:
        label = numbers[-1]
    others = [p for p in numbers if p != label]
    others += [p for p in places if p not in (*others, label)]  # so that there are two
    x1, x2 = [*others, label, label][:2]
    return Choice(x1, x2, label, has_values)


def class_names(cells: Sequence[str], decimal: str) -> list[str]:
    """What each cell says for a class: 1 and 1.0 are the same."""
    named = {}
    for cell in set(cells):
        number = number_in(cell, decimal)
        named[cell] = cell if number is None else f"{number:.12g}"
    return [named[cell] for cell in cells]


def class_counts(names: Sequence[str]) -> list[tuple[str, int]]:
    """Each class and how many it has, in the order of numbers, or of words."""

    def place(name: str) -> tuple[int, float, str]:
        number = number_in(name, ".")
        return (1, 0.0, name) if number is None else (0, number, "")

    counts = Counter(names)
    return [(name, counts[name]) for name in sorted(counts, key=place)]
