"""What a reader takes home: a file's name and text."""

from typing import Literal, TypedDict

ExportFormat = Literal["python", "pytorch", "weights", "history", "data"]


class Exported(TypedDict):
    """A file to take home."""

    type: Literal["exported"]
    name: str
    text: str
