"""Errors that carry a message for a person.

An error of the reader's own code may be of any class, and even its `str()` may raise.
"""

import traceback
from collections.abc import Iterable
from types import TracebackType

from .messages import Message, Param, english, message


class ToldError(Exception):
    """An error that a person is told: a message; as text, its English."""

    def __init__(self, code: str, setting: str | None = None, **params: Param) -> None:
        self.message = message(code, setting, **params)
        super().__init__(english(self.message))


class SettingError(ToldError, ValueError):
    """Something that cannot be taken: "<field> must be <rule>; got <value>"."""


def not_one_of(name: str, options: Iterable[str], got: object) -> SettingError:
    """The error for a value that is none of `options`."""
    return SettingError(
        "request.not-one-of", name=name, options=list(options), got=shown(got)
    )


def shown(value: object, most: int = 60) -> str:
    """What stands after "got": the value as code, cut after `most` characters.

    It never raises: a whole number may be too long for `repr`, and an object hostile.
    """
    try:
        text = repr(value)
    except BaseException:
        text = f"a value of type {kind_of(value)}"
    return text if len(text) <= most else f"{text[:most]}…"


class LoopError(ToldError, RuntimeError):
    """A training loop that does not keep to its six stages."""


class EngineError(ToldError, RuntimeError):
    """Something that the engine cannot compile; completes "NumPy trains, because …"."""


class CodeError(Exception):
    """Edited code that did not work: what to tell, the place, and Python's own words."""

    def __init__(self, message: Message, file: str, line: int, traceback: str) -> None:
        super().__init__(english(message))
        self.message, self.file, self.line = message, file, line
        self.traceback = traceback


LONGEST = 2000  # characters of a text about an error


def shortened(text: str) -> str:
    """A text whose middle is left out, and counted, where it is as long as a book."""
    head, tail = LONGEST * 3 // 4, LONGEST // 4
    count = len(text) - head - tail
    if count <= 0:
        return text
    return f"{text[:head]} … {count} characters more … {text[-tail:]}"


def kind_of(value: object) -> str:
    """The name of a value's class, whatever the class itself says."""
    return str(type.__dict__["__name__"].__get__(type(value)))


def words_of(error: BaseException) -> str:
    """An error's text, shortened; a placeholder if reading it fails."""
    try:
        return shortened(str(error))
    except BaseException:
        return f"{kind_of(error)}, which cannot be told"


def python_of(error: BaseException) -> str:
    """Python's own words for an error, its class and what it says; cut."""
    try:
        return shortened("".join(traceback.format_exception_only(error)).strip())
    except BaseException:
        return f"{kind_of(error)}: {words_of(error)}"


def trace_of(error: BaseException) -> TracebackType | None:
    """An error's traceback, whatever its class says."""
    trace: TracebackType | None
    trace = BaseException.__dict__["__traceback__"].__get__(error)
    return trace
