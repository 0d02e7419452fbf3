"""A time limit for code that may never end, watched from inside Python.

`sys.monitoring` (Python 3.12) calls back at each jump and each call; past the limit
the callback raises. Code of other files asks not to be called again, and pays nothing.
"""

import sys
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from time import perf_counter
from types import CodeType

SECONDS = 5.0  # that edited code may take to answer one request
TOOL = 4  # one of the numbers that sys.monitoring leaves to applications


class OutOfTimeError(BaseException):
    """Raised in code that used up its time; not an Exception, so that few catch it."""


@contextmanager
def time_limit(seconds: float, files: Collection[str]) -> Iterator[None]:
    """Stop code that was compiled under one of the names `files` after `seconds`."""
    if not files or sys.version_info < (3, 12):  # the page has 3.14
        yield
        return
    monitoring = sys.monitoring
    deadline = perf_counter() + seconds

    def look(code: CodeType, *_: object) -> object:
        if code.co_filename not in files:
            return monitoring.DISABLE
        if perf_counter() > deadline:
            raise OutOfTimeError
        return None

    events = monitoring.events.JUMP | monitoring.events.PY_START
    monitoring.use_tool_id(TOOL, "time limit")
    monitoring.register_callback(TOOL, monitoring.events.JUMP, look)
    monitoring.register_callback(TOOL, monitoring.events.PY_START, look)
    monitoring.set_events(TOOL, events)
    try:
        yield
    finally:
        monitoring.set_events(TOOL, monitoring.events.NO_EVENTS)
        monitoring.free_tool_id(TOOL)
        monitoring.restart_events()
