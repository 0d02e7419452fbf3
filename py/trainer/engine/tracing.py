"""Tracing: a learner's function, called with stand-ins.

An EngineError names the line that cannot be traced.
"""

import builtins
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import CodeType
from typing import Any, TypeVar

from ..errors import EngineError, python_of, trace_of
from ..messages import Message, message
from .record import Record
from .rewriting import applied
from .stand_ins import TracedNumber, UntraceableError, number_of, refusing

T = TypeVar("T")
HERE = Path(__file__).parent


def traced(trace: Callable[[], T], function: Callable[..., object]) -> T:
    """What `trace` returns, called twice, for what changes from call to call is not compiled.

    An EngineError says which line of the traced code cannot be compiled, and why; the first
    line of `function`, where no other is to blame.
    """
    try:
        with python_traced():
            first, second = trace(), trace()
        if first != second:
            raise UntraceableError("changing")
        return first
    except EngineError:
        raise
    except UntraceableError as error:
        raise refused(error.message, error, error.function or function) from None
    except Exception as error:
        why = message("engine.own-error", error=python_of(error))
        raise refused(why, error, function) from None


@contextmanager
def python_traced() -> Iterator[None]:
    """While functions are traced, `print` is refused: at full speed nothing would print.

    `min` and `max` of two numbers are recorded; of arrays they are a branch.
    """
    own = builtins.print, builtins.min, builtins.max
    builtins.print = refusing("prints")
    builtins.min, builtins.max = (
        least_or_most(min, "less"),
        least_or_most(max, "greater"),
    )
    try:
        yield
    finally:
        builtins.print, builtins.min, builtins.max = own


def least_or_most(own: Callable[..., Any], comparison: str) -> Callable[..., Any]:
    """Python's own `min` or `max`, which of two stand-ins for numbers is a step."""

    def chosen(*values: Any, **options: Any) -> Any:
        traced = [each for each in values if isinstance(each, TracedNumber)]
        if not traced or len(values) != 2 or options:
            return own(*values, **options)
        record = traced[0]._record
        a, b = (number_of(record, value) for value in values)
        is_other = applied(record, comparison, b, a)
        return TracedNumber(record, applied(record, "where", is_other, b, a))

    return chosen


def refused(
    why: Message, error: BaseException | None, function: Callable[..., object]
) -> EngineError:
    """The error for a line that is not compiled: the learner's line that raised, if any did."""
    frames = traceback.extract_tb(trace_of(error)) if error else []
    for frame in reversed(frames):
        path = Path(frame.filename)
        if path.parent != HERE and "numpy" not in path.parts:
            line = frame.lineno or 0
            return EngineError("engine.line", file=path.name, line=line, why=why)
    code = getattr(function, "__code__", None)
    if not code:  # of NumPy
        name = getattr(function, "__name__", repr(function))
        return EngineError("engine.function", name=name, why=why)
    file, line = Path(code.co_filename).name, code.co_firstlineno
    return EngineError("engine.line", file=file, line=line, why=why)


def refused_statements(why: Message, code: CodeType) -> EngineError:
    """The error for the first of some statements of a loop."""
    line = min(line for *_, line in code.co_lines() if line)
    return EngineError("engine.line", file=code.co_filename, line=line, why=why)


def output(record: Record, value: object) -> int:
    """The step that a function returned, an array or one number for all its elements."""
    number = number_of(record, value)
    if record.is_mask(number):
        raise UntraceableError("comparison")
    return number
