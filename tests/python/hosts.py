"""The host of the tests: Pyodide's browser where there is one, else wasmtime."""

import numpy as np

from trainer.engine.hosts import Host, Numbers, Start, here


class NativeInstance:
    """An instance in wasmtime."""

    def __init__(self, engine, compiled):
        import wasmtime

        self.store = wasmtime.Store(engine)
        self.exports = wasmtime.Instance(self.store, compiled, []).exports(self.store)
        self.memory = self.exports["memory"]

    def call(self, name: str, *arguments: int) -> int:
        return self.exports[name](self.store, *arguments) or 0

    def write(self, offset: int, array: Numbers) -> None:
        self.memory.write(self.store, np.ascontiguousarray(array).tobytes(), offset)

    def read(self, offset: int, array: Numbers) -> None:
        end = offset + array.nbytes
        found = self.memory.read(self.store, offset, end)
        array[:] = np.frombuffer(found, array.dtype).reshape(array.shape)


def native() -> Host:
    """Compiles by wasmtime."""
    import wasmtime

    engine = wasmtime.Engine()

    def compile_(code: bytes) -> Start:
        compiled = wasmtime.Module(engine, code)
        return lambda: NativeInstance(engine, compiled)

    return compile_


HOST = here() or native()
