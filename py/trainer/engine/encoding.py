"""How the binary format writes numbers and sequences.

Source: WebAssembly Core Specification 2.0, sections 5.1.3 (vectors) and 5.2.2 (integers).
"""

from collections.abc import Sequence
from functools import cache


@cache
def unsigned(number: int) -> bytes:
    """`number`, at least 0, as LEB128: 7 bits a byte, lowest first; the 8th bit says "more"."""
    out = bytearray()
    while number > 127:
        out.append(number & 127 | 128)
        number >>= 7
    return bytes([*out, number])


@cache
def signed(number: int) -> bytes:
    """`number` as signed LEB128: bit 6 of the last byte is the sign."""
    out = bytearray()
    while not -64 <= number < 64:
        out.append(number & 127 | 128)
        number >>= 7
    return bytes([*out, number & 127])


def sequence(items: Sequence[bytes]) -> bytes:
    """Their number, then the items: what the specification calls a vector."""
    return unsigned(len(items)) + b"".join(items)
