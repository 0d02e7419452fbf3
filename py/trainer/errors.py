"""Errors that are told to a person, in one sentence each."""


class SettingError(ValueError):
    """Something that cannot be taken: "<field> must be <rule>; got <value>"."""


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
