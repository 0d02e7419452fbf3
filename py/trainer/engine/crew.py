"""The crew: other cores that make calls of the engine's modules, without Python."""

from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from .hosts import Block, BrowserInstance


class Returned(NamedTuple):
    """A call that was made."""

    number: int
    made: int  # updates; below 0 where it failed
    block: Block  # the memory after it


class BrowserCrew:
    """Other cores, at work while this one goes on: web/boot/crew.js."""

    def __init__(self, crew: Any) -> None:
        self._crew = crew
        self.size: int = crew.size  # how many there are
        self.close = crew.close  # let them go, whatever they are at

    def send(
        self, number: int, instance: BrowserInstance, block: Block, call: Sequence[int]
    ) -> None:
        """Have the call `train(*call)` made on `block`, by a module like the instance's."""
        from pyodide.ffi import to_js

        self._crew.send(number, instance.compiled, block, to_js(call))

    def returned(self) -> Iterator[Returned]:
        """The calls that were made since this was asked last."""
        for each in self._crew.returned():
            yield Returned(each.number, each.made, each.block)


def new_crew() -> BrowserCrew | None:
    """Other cores for one purpose; None where there are none."""
    try:
        from crew import makeCrew
    except ImportError:
        return None
    crew = BrowserCrew(makeCrew())
    return crew if crew.size else None
