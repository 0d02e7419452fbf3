"""An exported file: its name and text."""

from typing import Literal, TypedDict

ExportFormat = Literal["python", "pytorch", "weights", "history", "data"]


class Exported(TypedDict):
    """A file for download."""

    type: Literal["exported"]
    name: str
    text: str
