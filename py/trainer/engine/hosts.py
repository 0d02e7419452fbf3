"""Hosts: who runs a module. In the page it is the browser that also runs Python."""

from collections.abc import Callable
from functools import cache, lru_cache, partial
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from ..errors import EngineError, words_of

Numbers = NDArray[Any]
VIEWS = 64  # of a memory, that are kept


class Instance(Protocol):
    """A module at work, with a memory of its own."""

    def call(self, name: str, *arguments: int) -> int:
        """What the function gives; 0 where it gives nothing."""
        ...

    def write(self, offset: int, array: Numbers) -> None:
        """Put an array's bytes into the memory."""
        ...

    def read(self, offset: int, array: Numbers) -> None:
        """Fill a contiguous array with bytes of the memory."""
        ...


Start = Callable[[], Instance]  # a new instance of a compiled module
Host = Callable[[bytes], Start]  # compiles a module


class BrowserInstance:
    """An instance in JavaScript, whose memory never grows: so the view of it stays good."""

    def __init__(self, compiled: Any) -> None:
        import js

        exports = js.WebAssembly.Instance.new(compiled).exports
        whole = js.Uint8Array.new(exports.memory.buffer)
        # whatever comes from JavaScript is an object there and one here: these are kept
        self._function = cache(partial(getattr, exports))
        self._view = lru_cache(VIEWS)(whole.subarray)

    def call(self, name: str, *arguments: int) -> int:
        return self._function(name)(*arguments) or 0

    def write(self, offset: int, array: Numbers) -> None:
        array = np.ascontiguousarray(array)
        view = self._view(offset, offset + array.nbytes)
        view.assign(array.data.cast("B"))

    def read(self, offset: int, array: Numbers) -> None:
        view = self._view(offset, offset + array.nbytes)
        view.assign_to(array.data.cast("B"))


def browser(code: bytes) -> Start:
    """Compile by the browser; an EngineError where it cannot."""
    import js
    from pyodide.ffi import JsException, to_js

    try:
        compiled = js.WebAssembly.Module.new(to_js(code))
    except JsException as error:
        raise EngineError("engine.browser", error=words_of(error)) from None
    return lambda: BrowserInstance(compiled)


def here() -> Host | None:
    """The host of this Python; None outside a browser."""
    import sys

    return browser if sys.platform == "emscripten" else None
