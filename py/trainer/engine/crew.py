"""The crew: other cores that make calls of the engine's modules, without Python."""

from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple, Protocol

from .hosts import Block, BrowserInstance, Instance


class Returned(NamedTuple):
    """A call that was made."""

    number: int
    made: int  # updates; below 0 where it failed
    block: Block  # the memory after it


class Crew(Protocol):
    """Other cores, at work while this one goes on."""

    size: int  # how many there are

    def send(
        self, number: int, instance: Instance, block: Block, call: Sequence[int]
    ) -> None:
        """Have the call `train(*call)` made on `block`, by a module like the instance's."""
        ...

    def returned(self) -> Iterator[Returned]:
        """The calls that were made since this was asked last."""
        ...

    def close(self) -> None:
        """Let them go, whatever they are at."""
        ...


class BrowserCrew:
    """Workers of the worker that Python runs in: web/boot/crew.js."""

    def __init__(self, crew: Any) -> None:
        self._crew = crew
        self.size: int = crew.size
        self.close = crew.close

    def send(
        self, number: int, instance: Instance, block: Block, call: Sequence[int]
    ) -> None:
        from pyodide.ffi import to_js

        assert isinstance(instance, BrowserInstance)
        self._crew.send(number, instance.compiled, block, to_js(call))

    def returned(self) -> Iterator[Returned]:
        for each in self._crew.returned():
            yield Returned(each.number, each.made, each.block)


def new_crew() -> Crew | None:
    """Other cores for one purpose; None where there are none."""
    try:
        from crew import makeCrew
    except ImportError:
        return None
    crew = BrowserCrew(makeCrew())
    return crew if crew.size else None
