"""Hosts: what compiles and runs a module. In the page it is the browser itself."""

import gc
from collections.abc import Callable
from functools import cache, lru_cache, partial
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ..errors import EngineError, words_of

Numbers = NDArray[Any]
VIEWS = 64  # of a memory that are kept
Block = Any  # bytes, as the host has them


class BrowserInstance:
    """An instance of a module in JavaScript, with its own memory, which never grows: so views
    of it stay valid."""

    def __init__(self, compiled: Any) -> None:
        import js
        from pyodide.ffi import JsException

        self.compiled = compiled
        try:
            exports = js.WebAssembly.Instance.new(compiled).exports
        except JsException:
            # A browser has so many memories at a time, about a hundred, and those of runs
            # that are gone count until Python has collected what holds them.
            gc.collect()
            exports = js.WebAssembly.Instance.new(compiled).exports
        self._memory = memory = js.Uint8Array.new(exports.memory.buffer)
        # each look-up makes a proxy, which costs more than the call: keep them
        self._function = cache(partial(getattr, exports))
        self._view = lru_cache(VIEWS)(memory.subarray)

    def call(self, name: str, *arguments: int) -> int:
        """Call a function; returns its result, or 0 if it has none."""
        return self._function(name)(*arguments) or 0

    def write(self, offset: int, array: Numbers) -> None:
        """Write the array's bytes to the memory, from `offset` in bytes on."""
        array = np.ascontiguousarray(array)
        view = self._view(offset, offset + array.nbytes)
        view.assign(array.data.cast("B"))

    def read(self, offset: int, array: Numbers) -> None:
        """Fill a contiguous array with the memory's bytes from `offset` on."""
        view = self._view(offset, offset + array.nbytes)
        view.assign_to(array.data.cast("B"))

    def block(self, size: int) -> Block:
        """A copy of the memory's first `size` bytes."""
        return self._memory.slice(0, size)

    def restore(self, block: Block) -> None:
        """Write a copy back to where it was."""
        self._memory.set(block)


Start = Callable[[], BrowserInstance]  # a new instance of a compiled module
Host = Callable[[bytes], Start]  # compiles a module


def browser(code: bytes) -> Start:
    """Compile in the browser; an EngineError says why it cannot."""
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
