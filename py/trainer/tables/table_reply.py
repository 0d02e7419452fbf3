"""What the page is told of a data file, and of the columns that are chosen of it."""

from typing import Literal, TypedDict

from ..messages import Message


class ColumnWords(TypedDict):
    """A column: its name, what it holds, how often it says nothing."""

    name: str
    kind: Literal["number", "text"]
    missing: int


class ClassCount(TypedDict):
    """A class, and how many rows have it."""

    name: str
    count: int


class TableReply(TypedDict):
    """A data file's columns and first rows, and what its chosen columns come to."""

    type: Literal["table"]
    columns: list[ColumnWords]
    rows: list[list[str]]
    count: int  # rows of the file
    x1: int  # the chosen columns
    x2: int
    label: int
    has_values: bool
    one: str  # the class that is told from all others; empty where all are told apart
    classes: list[ClassCount]
    dropped: int  # rows that lack something
    taken: int  # of the others: those that are trained on or held back
    problem: Message | None  # why these columns cannot be used
