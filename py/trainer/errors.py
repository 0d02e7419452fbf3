"""Errors that are told to a person, in one sentence each."""


class SettingError(ValueError):
    """Something that cannot be taken: "<field> must be <rule>; got <value>".

    `setting` names the setting that was refused, if it was one.
    """

    def __init__(self, message: str, setting: str | None = None) -> None:
        super().__init__(message)
        self.setting = setting


def shown(value: object, most: int = 60) -> str:
    """What stands after "got": the value as code, cut after `most` characters.

    It never raises: a whole number may be too long for `repr`, and an object hostile.
    """
    try:
        text = repr(value)
    except Exception:
        text = f"a value of type {type(value).__name__}"
    return text if len(text) <= most else f"{text[:most]}…"


class LoopError(RuntimeError):
    """A training loop that does not keep to its six stages."""


class EngineError(RuntimeError):
    """Something that the engine cannot compile; completes "NumPy trains, because …"."""


class CodeError(Exception):
    """Edited code that did not work: in plain words, with the place and Python's own."""

    def __init__(self, message: str, file: str, line: int, traceback: str) -> None:
        super().__init__(message)
        self.message, self.file, self.line = message, file, line
        self.traceback = traceback
