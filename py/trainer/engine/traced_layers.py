"""Stand-ins for the gradients of a network's layers."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple, NoReturn

from .record import Record
from .stand_ins import PARTS, Traced, TracedPart, UntraceableError, refusing


class Pair(NamedTuple):
    """The gradient of a layer."""

    W: object
    b: object


class TracedLayers:
    """The gradients of all layers, which can be gone through in order, and nothing else.

    There are two, so that what is done to one layer alone shows.
    """

    def __init__(self, parts: Sequence[Traced]) -> None:
        self.pairs = [Pair(*parts[:2]), Pair(*parts[2:])]

    def __iter__(self) -> Iterator[Pair]:
        return iter(self.pairs)

    __len__ = __getitem__ = __reversed__ = __contains__ = refusing("elements")

    def __getattr__(self, name: str) -> NoReturn:
        raise UntraceableError("unknown-attribute", name)


def traced_layers(record: Record) -> TracedLayers:
    """Stand-ins for the gradients, whose steps are the inputs PARTS."""
    return TracedLayers(
        [TracedPart(record, record.add("input", text=n)) for n in PARTS]
    )
