"""An assembler for WebAssembly: Python expressions in, the bytes of a module out.

module    what a browser compiles: functions and a memory, in one sequence of bytes
memory    one row of bytes; an address counts from its start
function  parameters, locals (its variables) and instructions
stack     where instructions take their operands from and leave their result: `a + b` is
          "get a, get b, add", so an expression's bytes are its operands' bytes and then
          its own opcode
vector    128 bits: two float64 or four float32 side by side, its lanes
splat     a vector with the same number in every lane
mask      a vector whose lanes are all ones (true) or all zeros (false)
loop      a block of instructions; a branch to it, `br_if`, starts it once more
piece     some bytes of code, or a vector that is constant: a processor cannot name one in
          an instruction, so it is made once, at the start of its function

`Value` is an expression, `Local` a variable, `Pointer` a place in memory that moves.

    f = Function("twice", F64, F64)
    (x,) = f.parameters
    f.result(x + x)
    module([f], pages=1)
"""

import struct
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import NamedTuple, Union

from .opcodes import OPCODES, signed, unsigned

NOTHING = b"\x40"  # the type of a block that leaves nothing on the stack


class Kind(NamedTuple):
    """A type of value, by the name that its instructions begin with."""

    name: str
    code: int  # of the type in the binary format; all vectors share one
    item: str = ""  # a lane, as `struct` packs it

    @property
    def is_vector(self) -> bool:
        return self.code == 0x7B

    @property
    def is_whole(self) -> bool:
        return self.name.startswith("i")


I32 = Kind("i32", 0x7F, "<i")
F32 = Kind("f32", 0x7D, "<f")
F64 = Kind("f64", 0x7C, "<d")
I32X4 = Kind("i32x4", 0x7B, "<i")
I64X2 = Kind("i64x2", 0x7B, "<q")
F32X4 = Kind("f32x4", 0x7B, "<f")
F64X2 = Kind("f64x2", 0x7B, "<d")
SCALARS = {F32X4: F32, F64X2: F64}
WHOLE = {F32X4: I32X4, F64X2: I64X2}  # the same bits, seen as whole numbers


class Lanes(bytes):
    """The 16 bytes of a vector that is constant."""


Pieces = tuple[bytes, ...]  # of code; some are Lanes


def constant(kind: Kind, number: float) -> "Value":
    """`number` as a value; of a vector, in every lane."""
    if kind.is_vector:
        packed = struct.pack(kind.item, int(number) if kind.is_whole else number)
        return Value(kind, (Lanes(packed * (16 // len(packed))),))
    if kind is I32:
        return Value(kind, (OPCODES["i32.const"] + signed(int(number)),))
    code = OPCODES[f"{kind.name}.const"] + struct.pack(kind.item, number)
    return Value(kind, (code,))


Operand = Union["Value", float]


class Value:
    """An expression: code that leaves one value of a kind on the stack."""

    def __init__(self, kind: Kind, code: Pieces) -> None:
        self.kind, self.code = kind, code

    def _apply(self, name: str, *others: Operand, kind: Kind | None = None) -> "Value":
        code = self.code
        for other in others:
            code += (
                other if isinstance(other, Value) else constant(self.kind, other)
            ).code
        return Value(kind or self.kind, (*code, OPCODES[name]))

    def _own(self, name: str, *others: Operand, kind: Kind | None = None) -> "Value":
        return self._apply(f"{self.kind.name}.{name}", *others, kind=kind)

    def __add__(self, other: Operand) -> "Value":
        return self._own("add", other)

    def __sub__(self, other: Operand) -> "Value":
        return self._own("sub", other)

    def __mul__(self, other: Operand) -> "Value":
        return self._own("mul", other)

    def __truediv__(self, other: Operand) -> "Value":
        return self._own("div", other)

    def __gt__(self, other: Operand) -> "Value":
        """A mask; of scalars, an i32 that is 1 or 0. So with <."""
        return self._own("gt", other, kind=self.kind if self.kind.is_vector else I32)

    def __lt__(self, other: Operand) -> "Value":
        return self._own("lt", other, kind=self.kind if self.kind.is_vector else I32)

    def differs(self, other: Operand) -> "Value":
        """Not equal: as a mask, or 1 or 0. NaN differs from everything, itself included."""
        return self._own("ne", other, kind=self.kind if self.kind.is_vector else I32)

    def equals(self, other: Operand) -> "Value":
        """1 or 0, of whole numbers."""
        return self._own("eq", other)

    def __and__(self, other: Operand) -> "Value":
        return self._apply("v128.and" if self.kind.is_vector else "i32.and", other)

    def __or__(self, other: Operand) -> "Value":
        return self._apply("v128.or" if self.kind.is_vector else "i32.or", other)

    def __xor__(self, other: Operand) -> "Value":
        return self._apply("v128.xor", other)

    def __lshift__(self, bits: int) -> "Value":
        return self._own("shl", constant(I32, bits))

    def __rshift__(self, bits: int) -> "Value":
        """Lanes of whole numbers; the sign fills up."""
        return self._own("shr_s", constant(I32, bits))

    def abs(self) -> "Value":
        return self._own("abs")

    def sqrt(self) -> "Value":
        return self._own("sqrt")

    def nearest(self) -> "Value":
        """Rounded to whole numbers, ties to even."""
        return self._own("nearest")

    def min(self, other: Operand) -> "Value":
        """The smaller; NaN stays NaN. One instruction of the processor, as is `max`."""
        return self._own("pmin", other)

    def max(self, other: Operand) -> "Value":
        return self._own("pmax", other)

    def where(self, mask: "Value", otherwise: "Value") -> "Value":
        """These lanes where the mask is true, else those."""
        return self._apply("v128.bitselect", otherwise, mask)

    def seen_as(self, kind: Kind) -> "Value":
        """The same 128 bits with other lanes; costs nothing."""
        return Value(kind, self.code)

    def convert(self, kind: Kind) -> "Value":
        """The same number in another kind of scalar."""
        how = {
            (I32, F32): "f32.convert_i32_u",
            (I32, F64): "f64.convert_i32_u",
            (F32, F64): "f64.promote_f32",
            (F64, F32): "f32.demote_f64",
        }
        if kind is self.kind:
            return self
        return self._apply(how[self.kind, kind], kind=kind)

    def splat(self, kind: Kind) -> "Value":
        """A scalar in every lane of a vector of `kind`."""
        return self.convert(SCALARS[kind])._apply(f"{kind.name}.splat", kind=kind)

    def lane(self, number: int) -> "Value":
        code = OPCODES[f"{self.kind.name}.extract_lane"] + bytes([number])
        return Value(SCALARS[self.kind], (*self.code, code))

    def shuffle(self, other: "Value", lanes: Sequence[int]) -> "Value":
        """Lanes chosen by number out of both vectors, this one's counted first."""
        size = 16 // len(lanes)
        chosen = bytes(size * lane + byte for lane in lanes for byte in range(size))
        code = *self.code, *other.code, OPCODES["i8x16.shuffle"] + chosen
        return Value(self.kind, code)


class Local(Value):
    """A variable of a function: as a value it is read; `Function.set` writes it."""

    def __init__(self, kind: Kind, index: int) -> None:
        super().__init__(kind, (OPCODES["local.get"] + unsigned(index),))
        self.index = index


class Pointer(NamedTuple):
    """A place in memory: an address in a local, and bytes after it."""

    base: Value
    offset: int = 0

    def __add__(self, count: int) -> "Pointer":  # type: ignore[override]
        return Pointer(self.base, self.offset + count)


def place(address: int) -> Pointer:
    """A place that never moves."""
    return Pointer(constant(I32, 0), address)


class Function:
    """A function under construction: its instructions in the order in which they are told."""

    def __init__(
        self, name: str, *parameters: Kind, result: Kind | None = None
    ) -> None:
        self.name, self.parameter_kinds, self.result_kind = name, parameters, result
        self.code: list[bytes] = []
        self.local_kinds: list[Kind] = []
        self._free: dict[int, list[int]] = {}  # places by type
        self._scopes: list[list[Local]] = [[]]
        self.parameters = tuple(Local(kind, i) for i, kind in enumerate(parameters))

    def new(self, kind: Kind) -> Local:
        """A variable; when the scope in which it was made ends, its place is used again."""
        free = self._free.setdefault(kind.code, [])
        if not free:
            free.append(len(self.parameter_kinds) + len(self.local_kinds))
            self.local_kinds.append(kind)
        local = Local(kind, free.pop())
        self._scopes[-1].append(local)
        return local

    @contextmanager
    def scope(self) -> Iterator[None]:
        """Variables made inside are gone after it."""
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
        """Leave `value` as what the function gives: its last instruction."""
        self.code += value.code

    def load(self, kind: Kind, at: Pointer) -> Value:
        name = "v128" if kind.is_vector else kind.name
        return Value(kind, (*at.base.code, OPCODES[f"{name}.load"] + _memory(at)))

    def load_splat(self, kind: Kind, at: Pointer) -> Value:
        """One number of memory in every lane."""
        bits = 8 * struct.calcsize(kind.item)
        code = OPCODES[f"v128.load{bits}_splat"] + _memory(at)
        return Value(kind, (*at.base.code, code))

    def store(self, at: Pointer, value: Value) -> None:
        name = "v128" if value.kind.is_vector else value.kind.name
        store = OPCODES[f"{name}.store"] + _memory(at)
        self.code += *at.base.code, *value.code, store

    def call(self, index: int, *arguments: Value) -> None:
        """Call the module's function number `index`, which gives nothing."""
        for argument in arguments:
            self.code += argument.code
        self.code.append(OPCODES["call"] + unsigned(index))

    @contextmanager
    def when(self, condition: Value) -> Iterator[None]:
        """What is told inside happens only where the i32 `condition` is not 0."""
        self.code += *condition.code, OPCODES["if"] + NOTHING
        with self.scope():
            yield
        self.code.append(OPCODES["end"])

    @contextmanager
    def again_while(self, condition: Callable[[], Value]) -> Iterator[None]:
        """Once, and again as long as the i32 `condition` is not 0 then."""
        self.code.append(OPCODES["loop"] + NOTHING)
        with self.scope():
            yield
            again = OPCODES["br_if"] + b"\0" + OPCODES["end"]
            self.code += *condition().code, again

    def repeat(
        self,
        times: int,
        moving: Sequence[tuple[Pointer, int]],
        body: Callable[..., None],
    ) -> None:
        """`body(*pointers)` `times` times; each pointer moves on by its bytes each time."""
        if times == 1:
            body(*(pointer for pointer, _ in moving))
        if times <= 1:
            return
        with self.scope():
            bases = [
                self.let(
                    pointer.base + pointer.offset if pointer.offset else pointer.base
                )
                for pointer, _ in moving
            ]
            # the first pointer that moves tells when it is over
            first, length = next(
                (base, stride * times)
                for base, (_, stride) in zip(bases, moving, strict=True)
                if stride
            )
            end = self.let(first + length)

            def step() -> Value:
                for base, (_, stride) in zip(bases, moving, strict=True):
                    if stride:
                        self.set(base, base + stride)
                return first.differs(end)

            with self.again_while(step):
                body(*map(Pointer, bases))

    def tiled(
        self,
        total: int,
        size: int,
        moving: Sequence[tuple[Pointer, int]],
        body: Callable[..., None],
    ) -> None:
        """`body(count, *pointers)` for `size` items at a time, then once for what is left.

        The pointers' strides are those of one item.
        """
        full, rest = divmod(total, size)
        tiles = [(pointer, stride * size) for pointer, stride in moving]
        self.repeat(full, tiles, lambda *pointers: body(size, *pointers))
        if rest:
            body(rest, *(p + s * size * full for p, s in moving))

    @property
    def bytes(self) -> bytes:
        locals_of: dict[bytes, bytes] = {}  # of each constant vector, as LEB128
        first = len(self.parameter_kinds) + len(self.local_kinds)
        code = list(self.code)
        for at, piece in enumerate(code):
            if type(piece) is Lanes:
                local = locals_of.setdefault(piece, unsigned(first + len(locals_of)))
                code[at] = OPCODES["local.get"] + local
        made = [
            OPCODES["v128.const"] + lanes + OPCODES["local.set"] + local
            for lanes, local in locals_of.items()
        ]
        types = [kind.code for kind in self.local_kinds] + [F64X2.code] * len(made)
        kinds = [unsigned(1) + bytes([code]) for code in types]
        body = b"".join([_vector(kinds), *made, *code, OPCODES["end"]])
        return unsigned(len(body)) + body


def _memory(at: Pointer) -> bytes:
    """What follows a load or store: no promise on alignment, and the offset."""
    return b"\0" + unsigned(at.offset)


def _vector(items: Sequence[bytes]) -> bytes:
    return unsigned(len(items)) + b"".join(items)


def _section(number: int, items: Sequence[bytes]) -> bytes:
    body = _vector(items)
    return bytes([number]) + unsigned(len(body)) + body


def _kinds(kinds: Sequence[Kind]) -> bytes:
    return _vector([bytes([kind.code]) for kind in kinds])


def module(functions: Sequence[Function], pages: int) -> bytes:
    """A module of `functions`, all exported by name, and a memory of `pages` of 64 KiB."""
    types = [
        b"\x60"
        + _kinds(f.parameter_kinds)
        + _kinds([f.result_kind] if f.result_kind else [])
        for f in functions
    ]
    exports = [_name("memory") + b"\x02\0"]
    exports += [_name(f.name) + b"\0" + unsigned(i) for i, f in enumerate(functions)]
    return b"".join(
        [
            b"\0asm\1\0\0\0",
            _section(1, types),
            _section(3, [unsigned(i) for i in range(len(functions))]),
            _section(
                5, [b"\1" + unsigned(pages) * 2]
            ),  # as small as it may become large
            _section(7, exports),
            _section(10, [f.bytes for f in functions]),
        ]
    )


def _name(text: str) -> bytes:
    return unsigned(len(text)) + text.encode()
