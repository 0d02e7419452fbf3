"""What went wrong in edited code: in words, with the place, of the reader's lines only."""

import json
import re
import traceback
from collections.abc import Mapping
from types import TracebackType
from typing import cast

from ..errors import (
    LONGEST,
    CodeError,
    LoopError,
    SettingError,
    kind_of,
    python_of,
    shortened,
    trace_of,
    words_of,
)
from ..messages import message
from .time_limit import SECONDS, OutOfTimeError


def explained(
    error: BaseException, edits: Mapping[str, str]
) -> CodeError | SettingError:
    """What went wrong where, of the reader's own lines only; no text is very long."""
    kind = type(error)  # `isinstance` asks the error, which may say anything
    if kind is CodeError:
        return cast("CodeError", error)
    if issubclass(kind, SettingError):
        if kind is SettingError and is_sane(vars(error).get("message")):
            return cast("SettingError", error)
        return SettingError("text", text=words_of(error))
    if place := unreadable(error, edits):
        file, line, python = place
        words = message("code.unreadable", line=line, file=file, error=python)
        return CodeError(words, file, line, python)
    trace = trace_of(error)
    frames = [
        (frame.f_code.co_filename, line)
        for frame, line in traceback.walk_tb(trace)
        if frame.f_code.co_filename in edits
    ]
    file, line = frames[-1] if frames else (next(iter(edits)), 0)
    python = re.sub(
        r"edited_trainer_\d+\.|\(unknown location\)", "", python_of(error)
    ).strip()
    if kind is LoopError:
        words = cast("LoopError", error).message
        return CodeError(words, "training.py", 1, python)
    if kind is OutOfTimeError:
        words = message("code.out-of-time", line=line, file=file, seconds=SECONDS)
        return CodeError(words, file, line, "")
    lines = shortened("".join(traceback.format_list(reader_lines(trace, edits))))
    traced = f"Traceback (most recent call last):\n{lines}{python}"
    code = "code.error" if frames else "code.error-elsewhere"
    words = message(code, line=line, file=file, error=python)
    return CodeError(words, file, line, traced)


def is_sane(told: object) -> bool:
    """Whether a message, which code may have changed, is as short as others."""
    try:
        return len(json.dumps(told, allow_nan=False)) < LONGEST and bool(told)
    except (TypeError, ValueError, RecursionError):
        return False


def unreadable(
    error: BaseException, edits: Mapping[str, str]
) -> tuple[str, int, str] | None:
    """File, line and Python's words where Python could not read an edited file.

    An error that somebody raised may have anything for these; then it is like others.
    """
    if type(error) not in (SyntaxError, IndentationError, TabError):
        return None
    file, line, message = (
        vars(SyntaxError)[name].__get__(error) for name in ("filename", "lineno", "msg")
    )
    if type(file) is not str or file not in edits or type(message) is not str:
        return None
    line = 1 if line is None else line
    if type(line) is not int or not 0 < line <= 1 + edits[file].count("\n"):
        return None
    return file, line, f"{kind_of(error)}: {shortened(message)}"


def reader_lines(
    trace: TracebackType | None, edits: Mapping[str, str]
) -> list[traceback.FrameSummary]:
    """The entries of a traceback that lie in edited files."""
    return [entry for entry in traceback.extract_tb(trace) if entry.filename in edits]
