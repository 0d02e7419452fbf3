"""The console: what code prints, the newest lines of it."""

import io

LINES = 200
WIDTH = 500  # characters; a longer line is cut


class Console(io.TextIOBase):
    """A stream that keeps its last `LINES` lines and counts what it dropped."""

    def __init__(self) -> None:
        self._lines: list[str] = [""]
        self._dropped = 0

    def write(self, text: str) -> int:
        first, *others = text.split("\n")
        self._lines[-1] = (self._lines[-1] + first)[:WIDTH]
        self._lines += [line[:WIDTH] for line in others[-LINES - 1 :]]
        surplus = len(self._lines) - LINES - 1
        if surplus > 0:
            self._dropped += surplus
            del self._lines[:surplus]
        return len(text)

    def text(self) -> str:
        """What is kept, under a line that counts what is not."""
        head = f"… {self._dropped} earlier lines\n" if self._dropped else ""
        return head + "\n".join(self._lines)

    def clear(self) -> None:
        """Forget everything."""
        self.__init__()  # type: ignore[misc]
