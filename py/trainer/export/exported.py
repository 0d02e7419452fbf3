"""What the exports answer: a file's name and text, or what the listing printed."""

from typing import Literal, TypedDict

ExportFormat = Literal["python", "pytorch", "weights", "history", "data", "changes"]


class Exported(TypedDict):
    """A file for download."""

    type: Literal["exported"]
    name: str
    text: str


class Listed(TypedDict):
    """What the lesson's listing printed, and the page's run beside it."""

    type: Literal["listed"]
    rows: list[list[float]]  # epoch, the last batch's loss by the listing, by the run
