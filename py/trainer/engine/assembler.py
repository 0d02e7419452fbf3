"""An assembler for WebAssembly: functions built from expressions, and a module of them.

module    what a browser compiles: functions and a memory, in one sequence of bytes
memory    one row of bytes; an address counts from its start
function  parameters, locals (its variables) and instructions
loop      a block of instructions; a branch to it, `br_if`, starts it once more

    f = Function("twice", F64, result=F64)
    (x,) = f.parameters
    f.result(x + x)
    module([f], pages=1)
"""

import struct
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager

from .encoding import sequence, unsigned
from .opcodes import OPCODES
from .values import F64X2, I32, Lanes, Local, Pointer, ValType, Value, constant

NOTHING = b"\x40"  # the type of a block that leaves nothing on the stack


class Function:
    """A function under construction: each call appends instructions to it."""

    def __init__(
        self, name: str, *parameters: ValType, result: ValType | None = None
    ) -> None:
        self.name, self.parameter_kinds = name, parameters
        self.result_kinds = (result,) if result else ()
        self.code: list[bytes] = []
        self.local_kinds: list[ValType] = []
        self._free: dict[int, list[int]] = {}  # indices by type code
        self._scopes: list[list[Local]] = [[]]
        self.parameters = tuple(Local(kind, i) for i, kind in enumerate(parameters))

    def new(self, kind: ValType) -> Local:
        """A variable; its place is free again when the scope that it was made in ends."""
        free = self._free.setdefault(kind.code, [])
        if not free:
            free.append(len(self.parameter_kinds) + len(self.local_kinds))
            self.local_kinds.append(kind)
        local = Local(kind, free.pop())
        self._scopes[-1].append(local)
        return local

    @contextmanager
    def scope(self) -> Iterator[None]:
        """Free the places of the variables made inside."""
        self._scopes.append([])
        yield
        for local in self._scopes.pop():
            self._free[local.kind.code].append(local.index)

    def let(self, value: Value) -> Local:
        """A new variable that holds `value`."""
        local = self.new(value.kind)
        self.set(local, value)
        return local

    def set(self, local: Local, value: Value) -> None:
        self.code += *value.code, OPCODES["local.set"] + unsigned(local.index)

    def result(self, value: Value) -> None:
        """Return `value`: the last thing that the function does."""
        self.code += value.code

    def load(self, kind: ValType, at: Pointer) -> Value:
        name = "v128" if kind.is_vector else kind.name
        return Value(kind, (*at.base.code, OPCODES[f"{name}.load"] + at.immediate))

    def load_splat(self, kind: ValType, at: Pointer) -> Value:
        """One number from memory in every lane."""
        bits = 8 * struct.calcsize(kind.item)
        code = OPCODES[f"v128.load{bits}_splat"] + at.immediate
        return Value(kind, (*at.base.code, code))

    def store(self, at: Pointer, value: Value) -> None:
        name = "v128" if value.kind.is_vector else value.kind.name
        store = OPCODES[f"{name}.store"] + at.immediate
        self.code += *at.base.code, *value.code, store

    def call(self, index: int, *arguments: Value) -> None:
        """Call the module's function number `index`, which returns nothing."""
        for argument in arguments:
            self.code += argument.code
        self.code.append(OPCODES["call"] + unsigned(index))

    @contextmanager
    def when(self, condition: Value) -> Iterator[None]:
        """Run the block only if the i32 `condition` is not 0."""
        self.code += *condition.code, OPCODES["if"] + NOTHING
        with self.scope():
            yield
        self.code.append(OPCODES["end"])

    @contextmanager
    def do_while(self, condition: Callable[[], Value]) -> Iterator[None]:
        """Run the block, and again for as long as the i32 `condition` is not 0 after it."""
        self.code.append(OPCODES["loop"] + NOTHING)
        with self.scope():
            yield
            again = OPCODES["br_if"] + b"\0" + OPCODES["end"]
            self.code += *condition().code, again

    @contextmanager
    def up_to(self, end: Value | int, step: int = 1) -> Iterator[Local]:
        """Run the block with 0, `step` and so on below `end`, once at least."""
        number = self.let(constant(I32, 0))

        def is_more() -> Value:
            self.set(number, number + step)
            return number < end

        with self.do_while(is_more):
            yield number

    def repeat(
        self,
        times: int,
        moving: Sequence[tuple[Pointer, int]],
        body: Callable[..., None],
    ) -> None:
        """Run `body(*pointers)` `times` times.

        `moving` has each pointer and the bytes that it moves on by after each time.
        """
        if times == 1:
            body(*(pointer for pointer, _ in moving))
        if times <= 1:
            return
        with self.scope():
            bases = [
                self.let(at.base + at.offset if at.offset else at.base)
                for at, _ in moving
            ]
            # the first pointer is also the loop's counter
            end = self.let(bases[0] + moving[0][1] * times)

            def step() -> Value:
                for base, (_, stride) in zip(bases, moving, strict=True):
                    self.set(base, base + stride)
                return bases[0].ne(end)

            with self.do_while(step):
                body(*map(Pointer, bases))

    def tiled(
        self,
        total: int,
        size: int,
        moving: Sequence[tuple[Pointer, int]],
        body: Callable[..., None],
    ) -> None:
        """Run `body(size, *pointers)` for each full tile of `size` items of `total`.

        Then run it once for the rest, if any. Strides are those of one item.
        """
        full, rest = divmod(total, size)
        tiles = [(pointer, stride * size) for pointer, stride in moving]
        self.repeat(full, tiles, lambda *pointers: body(size, *pointers))
        if rest:
            body(rest, *(p + s * size * full for p, s in moving))

    @property
    def bytes(self) -> bytes:
        """The function in the code section, constant vectors hoisted to its start."""
        locals_of: dict[bytes, bytes] = {}  # LEB128 index by constant vector
        first = len(self.parameter_kinds) + len(self.local_kinds)
        code = list(self.code)
        for at, piece in enumerate(code):
            if type(piece) is Lanes:
                local = locals_of.setdefault(piece, unsigned(first + len(locals_of)))
                code[at] = OPCODES["local.get"] + local
        hoisted = [
            OPCODES["v128.const"] + lanes + OPCODES["local.set"] + local
            for lanes, local in locals_of.items()
        ]
        types = [kind.code for kind in self.local_kinds] + [F64X2.code] * len(hoisted)
        kinds = [unsigned(1) + bytes([code]) for code in types]
        body = b"".join([sequence(kinds), *hoisted, *code, OPCODES["end"]])
        return unsigned(len(body)) + body


def module(functions: Sequence[Function], pages: int) -> bytes:
    """A module of `functions`, all exported by name, and a memory of `pages` of 64 KiB."""
    types = [
        b"\x60" + _types(f.parameter_kinds) + _types(f.result_kinds) for f in functions
    ]
    indices = [unsigned(i) for i in range(len(functions))]
    limits = b"\1" + unsigned(pages) * 2  # minimum = maximum: memory never grows
    exports = [_name("memory") + b"\x02\0"]
    exports += [
        _name(f.name) + b"\0" + i for f, i in zip(functions, indices, strict=True)
    ]
    return b"".join(
        [
            b"\0asm\1\0\0\0",
            _section(1, types),
            _section(3, indices),
            _section(5, [limits]),
            _section(7, exports),
            _section(10, [f.bytes for f in functions]),
        ]
    )


def _section(number: int, items: Sequence[bytes]) -> bytes:
    body = sequence(items)
    return bytes([number]) + unsigned(len(body)) + body


def _types(kinds: Sequence[ValType]) -> bytes:
    return sequence([bytes([kind.code]) for kind in kinds])


def _name(text: str) -> bytes:
    return unsigned(len(text)) + text.encode()
