"""Values: WebAssembly expressions written as Python expressions.

stack     where an instruction takes its operands from and leaves its result: `a + b` is
          "get a, get b, add", so an expression's bytes are its operands' bytes and then
          its own opcode
vector    128 bits: two float64 or four float32 side by side, its lanes
splat     a vector with the same number in every lane
mask      a vector whose lanes are all ones (true) or all zeros (false)
piece     some bytes of code, or the 16 bytes of a constant vector: these are hoisted to
          the start of their function, for no instruction of a processor can hold them

A `Value` is an expression, a `Local` a variable, a `Pointer` a place in memory.
"""

import struct
from collections.abc import Sequence
from typing import NamedTuple, Union

from .encoding import signed, unsigned
from .opcodes import OPCODES


class ValType(NamedTuple):
    """A value type, by the prefix of its instructions' names."""

    name: str
    code: int  # in the binary format; all vectors share one
    item: str  # one lane, as a format of `struct`

    @property
    def is_vector(self) -> bool:
        return self.code == 0x7B

    @property
    def is_integer(self) -> bool:
        return self.name.startswith("i")


I32 = ValType("i32", 0x7F, "<i")
I64 = ValType("i64", 0x7E, "<q")
F32 = ValType("f32", 0x7D, "<f")
F64 = ValType("f64", 0x7C, "<d")
I32X4 = ValType("i32x4", 0x7B, "<i")
I64X2 = ValType("i64x2", 0x7B, "<q")
F32X4 = ValType("f32x4", 0x7B, "<f")
F64X2 = ValType("f64x2", 0x7B, "<d")
SCALARS = {F32X4: F32, F64X2: F64}
INTEGERS = {F32X4: I32X4, F64X2: I64X2}  # lanes of the same width


class Lanes(bytes):
    """The 16 bytes of a constant vector."""


Pieces = tuple[bytes, ...]  # of code; some are Lanes


def constant(kind: ValType, number: float) -> "Value":
    """`number` as a value; of a vector, in every lane."""
    if kind.is_vector:
        packed = struct.pack(kind.item, int(number) if kind.is_integer else number)
        return Value(kind, (Lanes(packed * (16 // len(packed))),))
    if kind.is_integer:
        code = signed((int(number) + 2**63) % 2**64 - 2**63)
        return Value(kind, (OPCODES[f"{kind.name}.const"] + code,))
    code = OPCODES[f"{kind.name}.const"] + struct.pack(kind.item, number)
    return Value(kind, (code,))


def first_lanes(kind: ValType, count: int) -> "Value":
    """A mask, true in the first `count` lanes."""
    size = count * struct.calcsize(kind.item)
    return Value(kind, (Lanes(b"\xff" * size + bytes(16 - size)),))


Operand = Union["Value", float]


class Value:
    """An expression: code that leaves one value of a type on the stack."""

    def __init__(self, kind: ValType, code: Pieces) -> None:
        self.kind, self.code = kind, code

    def _apply(
        self, name: str, *others: Operand, kind: ValType | None = None
    ) -> "Value":
        code = self.code
        for other in others:
            value = other if isinstance(other, Value) else constant(self.kind, other)
            code += value.code
        return Value(kind or self.kind, (*code, OPCODES[name]))

    def _typed(
        self, name: str, *others: Operand, kind: ValType | None = None
    ) -> "Value":
        """Apply the instruction of that name for values of this type."""
        return self._apply(f"{self.kind.name}.{name}", *others, kind=kind)

    def __add__(self, other: Operand) -> "Value":
        return self._typed("add", other)

    def __sub__(self, other: Operand) -> "Value":
        return self._typed("sub", other)

    def __mul__(self, other: Operand) -> "Value":
        return self._typed("mul", other)

    def __truediv__(self, other: Operand) -> "Value":
        return self._typed("div", other)

    def __gt__(self, other: Operand) -> "Value":
        """A mask; of scalars, an i32 that is 1 or 0. So with <."""
        return self._typed("gt", other, kind=self.kind if self.kind.is_vector else I32)

    def __lt__(self, other: Operand) -> "Value":
        return self._typed("lt", other, kind=self.kind if self.kind.is_vector else I32)

    def __ge__(self, other: Operand) -> "Value":
        """A mask, of vectors."""
        return self._typed("ge", other)

    def eq(self, other: Operand) -> "Value":
        """A mask; of integers, 1 or 0. `==` stays Python's own."""
        return self._typed("eq", other)

    def ne(self, other: Operand) -> "Value":
        """A mask; of integers, 1 or 0."""
        return self._typed("ne", other)

    def _bitwise(self, name: str, *others: Operand) -> "Value":
        owner = "v128" if self.kind.is_vector else self.kind.name
        return self._apply(f"{owner}.{name}", *others)

    def __invert__(self) -> "Value":
        return self._bitwise("not")

    def __and__(self, other: Operand) -> "Value":
        return self._bitwise("and", other)

    def __or__(self, other: Operand) -> "Value":
        return self._bitwise("or", other)

    def __xor__(self, other: Operand) -> "Value":
        return self._bitwise("xor", other)

    def __lshift__(self, bits: int) -> "Value":
        return self._typed("shl", constant(I32, bits))

    def __rshift__(self, bits: int) -> "Value":
        """Lanes of integers; the sign fills the gap."""
        return self._typed("shr_s", constant(I32, bits))

    def shift_right(self, bits: Operand) -> "Value":
        """A scalar integer without its lowest bits; zeros fill the gap."""
        return self._typed("shr_u", bits)

    def rotate_right(self, bits: Operand) -> "Value":
        """A scalar integer whose lowest bits become its highest."""
        return self._typed("rotr", bits)

    def leading_zeros(self) -> "Value":
        """How many of a scalar integer's bits are above its highest 1."""
        return self._typed("clz")

    def abs(self) -> "Value":
        return self._typed("abs")

    def sqrt(self) -> "Value":
        return self._typed("sqrt")

    def nearest(self) -> "Value":
        """Rounded to integers, ties to even."""
        return self._typed("nearest")

    def max(self, other: Operand) -> "Value":
        """The larger; where this one is NaN, NaN. One instruction on every processor."""
        return self._typed("pmax", other)

    def min(self, other: Operand) -> "Value":
        """The smaller; where this one is NaN, NaN. One instruction, as well."""
        return self._typed("pmin", other)

    def maximum(self, other: Operand) -> "Value":
        """The larger; where any is NaN, NaN. Several instructions on some processors."""
        return self._typed("max", other)

    def minimum(self, other: Operand) -> "Value":
        """The smaller; where any is NaN, NaN."""
        return self._typed("min", other)

    def where(self, mask: "Value", otherwise: "Value") -> "Value":
        """These lanes where the mask is true, else those; of scalars, this or that."""
        name = "v128.bitselect" if self.kind.is_vector else "select"
        return self._apply(name, otherwise, mask)

    def reinterpret(self, kind: ValType) -> "Value":
        """The same 128 bits as other lanes: no instruction."""
        return Value(kind, self.code)

    def convert(self, kind: ValType) -> "Value":
        """The same number as another scalar."""
        how = {
            (I32, F32): "f32.convert_i32_u",
            (I32, F64): "f64.convert_i32_u",
            (F32, F64): "f64.promote_f32",
            (F64, F32): "f32.demote_f64",
            (I64, F64): "f64.convert_i64_u",
            (I32, I64): "i64.extend_i32_u",
            (I64, I32): "i32.wrap_i64",
        }
        same = kind is self.kind
        return self if same else self._apply(how[self.kind, kind], kind=kind)

    def splat(self, kind: ValType) -> "Value":
        """A scalar in every lane of a vector of `kind`."""
        return self.convert(SCALARS[kind])._apply(f"{kind.name}.splat", kind=kind)

    def lane(self, number: int) -> "Value":
        """One lane as a scalar."""
        code = OPCODES[f"{self.kind.name}.extract_lane"] + bytes([number])
        return Value(SCALARS[self.kind], (*self.code, code))

    def shuffle(self, other: "Value", lanes: Sequence[int]) -> "Value":
        """Lanes of both vectors, chosen by number; this one's are counted first."""
        size = 16 // len(lanes)
        chosen = bytes(size * lane + byte for lane in lanes for byte in range(size))
        code = *self.code, *other.code, OPCODES["i8x16.shuffle"] + chosen
        return Value(self.kind, code)


class Local(Value):
    """A variable of a function: as a value it is read; `Function.set` writes it."""

    def __init__(self, kind: ValType, index: int) -> None:
        super().__init__(kind, (OPCODES["local.get"] + unsigned(index),))
        self.index = index


class Pointer(NamedTuple):
    """A place in memory: an address, and a fixed number of bytes after it."""

    base: Value
    offset: int = 0

    def __add__(self, count: int) -> "Pointer":  # type: ignore[override]
        return Pointer(self.base, self.offset + count)

    @property
    def immediate(self) -> bytes:
        """What follows a load or store: no promise on alignment, and the offset."""
        return b"\0" + unsigned(self.offset)
