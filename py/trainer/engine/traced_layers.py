"""Stand-ins for the gradients of a network's layers."""

from collections.abc import Iterator
from typing import Any, NoReturn

from ..layers import Gradient
from .record import Record
from .stand_ins import PARTS, TracedPart, UntraceableError, refusing


class TracedLayers:
    """The gradients of all layers, which can be gone through in order, and nothing else.

    There are two, so that what is done to one layer alone shows.
    """

    def __init__(self, record: Record) -> None:
        """Their steps are the inputs PARTS."""
        parts: list[Any] = [
            TracedPart(record, record.add("input", text=n)) for n in PARTS
        ]
        self.pairs = [Gradient(*parts[:2]), Gradient(*parts[2:])]

    def __iter__(self) -> Iterator[Gradient]:
        return iter(self.pairs)

    __len__ = __getitem__ = __reversed__ = __contains__ = refusing("elements")

    def __getattr__(self, name: str) -> NoReturn:
        raise UntraceableError("unknown-attribute", name)
