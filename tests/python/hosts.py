"""The host of the tests: Pyodide's browser where there is one, else wasmtime."""

import numpy as np

from trainer.engine.assembler import Function, module
from trainer.engine.hosts import Host, Numbers, Start, here
from trainer.engine.values import I32, Pointer


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

    def block(self, size: int) -> bytes:
        return bytes(self.memory.read(self.store, 0, size))

    def restore(self, block: bytes) -> None:
        self.memory.write(self.store, block, 0)


def native() -> Host:
    """Compiles by wasmtime."""
    import wasmtime

    engine = wasmtime.Engine()

    def compile_(code: bytes) -> Start:
        compiled = wasmtime.Module(engine, code)
        return lambda: NativeInstance(engine, compiled)

    return compile_


HOST = here() or native()


def elementwise(function, kind):
    """`function` of an array, by a module made for it."""
    f = Function("apply", I32, I32)
    at, left = f.parameters

    def is_more():
        f.set(at, at + 16)
        f.set(left, left - 1)
        return left

    with f.do_while(is_more):
        f.store(Pointer(at), function(f, f.load(kind, Pointer(at))))
    instance = HOST(module([f], 64))()

    def apply(x):
        result = x.copy()
        instance.write(0, x)
        instance.call("apply", 0, x.nbytes // 16)
        instance.read(0, result)
        return result

    return apply
