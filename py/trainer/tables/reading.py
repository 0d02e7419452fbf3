"""Reading: the text of a data file as a table of cells, whatever wrote it.

Cells are parted by semicolons, tabs, commas, bars or blanks; the one is taken by which the
rows are most alike and most cells are numbers. Lines that begin with # or % are comments.
"""

import csv
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import suppress
from io import StringIO
from typing import NamedTuple

from ..errors import SettingError

MOST_ROWS = 50_000
SAMPLE = 200  # lines that the separator is guessed from
SEPARATORS = (";", "\t", ",", "|", " ")
MISSING = {
    *"-–—?.",
    "",
    "na",
    "n/a",
    "nan",
    "null",
    "none",
    "missing",
    "nd",
    "n.d.",
    "s/d",
}
MISSING |= {
    "k.a.",
    "k. a.",
    "n.v.",
    "n. v.",
    "#n/a",
    "#nv",
    "#value!",
    "#wert!",
    "#div/0!",
}
MISSING |= {"#ref!", "#bezug!", "#num!", "#zahl!", "#name?", "#null!"}
SEP_LINE = re.compile(r'"?sep=(.)"?', re.IGNORECASE)
COMMENTS = ("#", "%", "//")
TITLE = 1  # cell in a row: what stands above a table is no row of it
# a number with any signs for thousands and decimals
NUMBER = re.compile(
    r"[+−-]?(\d[\d.,'’   ]*|[.,]\d+)(e[+-]?\d+)?", re.ASCII | re.IGNORECASE
)
BLANKS = re.compile(r"['’   ]")
THREES = re.compile(r"[+−-]?\d{1,3}([.,]\d{3})+", re.ASCII)


class Table(NamedTuple):
    """A table: every row as long as the names."""

    names: list[str]
    rows: list[list[str]]
    lines: list[int]  # of the text, where each row ends; from 1
    decimal: str  # the sign before decimals, "." or ","


def read_table(text: str) -> Table:
    """The table in a text; a SettingError names the line that cannot be read."""
    text = text.removeprefix("\ufeff")
    if "\0" in text or text.startswith("PK\x03\x04"):
        raise SettingError("data.no-text")
    separator = separator_of(text)
    rows: list[list[str]] = []
    lines: list[int] = []
    for line, row in parted(text, separator):
        if len(rows) > MOST_ROWS:
            raise SettingError("data.too-many", most=MOST_ROWS)
        rows.append(row)
        lines.append(line)
    width = usual_width(rows)
    if not rows or width < 2:
        raise SettingError("data.one-column")
    while rows and len([*filter(None, rows[0])]) == TITLE:
        del rows[0], lines[0]
    if rows and len(rows[0]) == width - 1 and {*map(len, rows[1:])} == {width}:
        rows[0].insert(0, "#")  # as R writes a table: no name above the rows' own
    for row, line in zip(rows, lines, strict=True):
        while len(row) > width and not row[-1]:
            del row[-1]
        if len(row) > width:
            got = repr(separator.join(row)[:60])
            raise SettingError(
                "data.cells", line=line, count=len(row), width=width, got=got
            )
        row.extend([""] * (width - len(row)))
    rows = without_empty_columns(rows, width)
    width = len(rows[0]) if rows else 0
    if width < 2:
        raise SettingError("data.one-column")
    decimal = decimal_of(rows, separator)
    names = [letters(place) for place in range(width)]
    if has_header(rows, decimal):
        names = distinct([cell or n for cell, n in zip(rows[0], names, strict=True)])
        del rows[0], lines[0]
    return Table(names, rows, lines, decimal)


def separator_of(text: str) -> str:
    """What parts the cells: as a line sep= says, or by the first lines."""
    first = text.lstrip().partition("\n")[0].strip()
    if found := SEP_LINE.fullmatch(first):
        return found[1]
    sample = "".join(text.splitlines(True)[:SAMPLE])

    def fit(separator: str) -> float:
        rows: list[list[str]] = []
        with suppress(SettingError):  # the sample may end within quotes
            rows.extend(row for _, row in parted(sample, separator))
        width = usual_width(rows)
        if width < 2:
            return 0.0
        alike = sum(len(row) == width for row in rows) / len(rows)
        cells = [cell for row in rows for cell in row]
        fit = alike * (0.1 + sum(map(is_number, cells)) / len(cells))
        return fit if len(rows[0]) == width else fit / 4  # the names are parted alike

    return max(SEPARATORS, key=fit)


def parted(text: str, separator: str) -> Iterator[tuple[int, list[str]]]:
    """Each row that is no comment and not empty, and its line."""
    if separator == " ":
        text = "\n".join(" ".join(line.split()) for line in text.splitlines())
    reader = csv.reader(
        StringIO(text, newline=""),
        delimiter=separator,
        skipinitialspace=separator != " ",
        strict=True,
    )
    try:
        for cells in reader:
            row = [cell.strip() for cell in cells]
            text = "".join(row)
            begins = row[0].startswith(COMMENTS) if row else False
            is_comment = begins and len(row[0]) > 1 and not is_missing(row[0])
            if text and not is_comment and not SEP_LINE.fullmatch(text):
                yield reader.line_num, row
    except csv.Error as error:
        line, why = reader.line_num, str(error)
        raise SettingError("data.unreadable", line=line, why=why) from None


def without_empty_columns(rows: list[list[str]], width: int) -> list[list[str]]:
    """The rows without the columns in which no row has anything."""
    kept = [place for place in range(width) if any(row[place] for row in rows)]
    return [[row[place] for place in kept] for row in rows]


def usual_width(rows: Sequence[Sequence[str]]) -> int:
    """How many cells most rows have."""
    widths = Counter(map(len, rows))
    return max(widths, key=lambda width: (widths[width], width), default=0)


def is_missing(cell: str) -> bool:
    """Whether a cell says that nothing is known."""
    return cell.lower() in MISSING


def is_number(cell: str) -> bool:
    """Whether a cell looks like a number, whatever sign its decimals have."""
    return NUMBER.fullmatch(cell) is not None


def decimal_of(rows: Sequence[Sequence[str]], separator: str) -> str:
    """The sign before decimals in a table's numbers."""
    votes: Counter[str] = Counter()
    has_point = False
    for row in rows:
        for cell in row:
            if ("," in cell or "." in cell) and is_number(cell):
                has_point |= "." in cell
                last = cell[max(cell.rfind(","), cell.rfind("."))]
                is_clear = not THREES.fullmatch(cell) or {",", "."} <= {*cell}
                votes[last] += is_clear
    if votes[","] == votes["."]:  # 1,234 only
        return "," if votes and separator != "," and not has_point else "."
    return "," if votes[","] > votes["."] else "."


def number_in(cell: str, decimal: str) -> float | None:
    """The number that a cell is; None where it is none."""
    if not is_number(cell):
        return None
    plain = BLANKS.sub("", cell).replace("−", "-")
    other = "." if decimal == "," else ","
    if other in plain:
        whole, _, rest = plain.partition(decimal)
        if not THREES.fullmatch(whole) or other in rest:
            return None
        plain = plain.replace(other, "")
    try:
        return float(plain.replace(decimal, "."))
    except ValueError:
        return None


def has_header(rows: Sequence[Sequence[str]], decimal: str) -> bool:
    """Whether the first row names columns: it has words where others have numbers, or no
    number at all and nothing that comes again below it."""
    first, others = rows[0], rows[1 : SAMPLE + 1]
    is_word = [
        number_in(cell, decimal) is None and not is_missing(cell) for cell in first
    ]
    for place, word in enumerate(is_word):
        numbers = sum(number_in(row[place], decimal) is not None for row in others)
        if word and numbers > len(others) / 2:
            return True
    return False


def letters(place: int) -> str:
    """A column's name in a spreadsheet: A, B, ... Z, AA."""
    before, last = divmod(place, 26)
    return (letters(before - 1) if before else "") + chr(ord("A") + last)


def distinct(names: Sequence[str]) -> list[str]:
    """Names of which no two are the same."""
    found: dict[str, None] = {}
    counts: Counter[str] = Counter()
    for name in names:
        counts[name] += 1
        unique = name
        while unique in found:
            unique = f"{name} ({counts[name]})"
            counts[name] += unique in found
        found[unique] = None
    return [*found]
