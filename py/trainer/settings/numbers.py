"""Numerals: numbers as people write them, and what counts as a number at all.

A decimal point and a decimal comma are the same. There are no separators of thousands:
where a number must be an integer, `1,000` and `1.000` could be either, and are refused.
"""

import re
from numbers import Integral, Real
from typing import TypeGuard

LONGEST = 40  # characters; more is no number that a person writes
DECIMAL = re.compile(
    r"[+-]?(\d+[.,]?\d*|[.,]\d+)(e[+-]?\d+)?", re.ASCII | re.IGNORECASE
)
INTEGER = re.compile(r"[+-]?\d+", re.ASCII)


def is_number(value: object) -> TypeGuard[float]:
    """Whether `value` is a real number, of Python or NumPy; true and false are none."""
    return isinstance(value, Real) and not isinstance(value, bool)


def is_integer(value: object) -> TypeGuard[int]:
    """Whether `value` is an integer, of Python or NumPy; true and false are none."""
    return isinstance(value, Integral) and not isinstance(value, bool)


def decimal(text: str) -> float:
    """The number that `text` is, maybe infinite; a ValueError where it is none."""
    text = text.strip()
    if len(text) > LONGEST or not DECIMAL.fullmatch(text):
        raise ValueError
    return float(text.replace(",", "."))


def integer(text: str) -> int:
    """The integer that `text` is: digits and a sign, or a ValueError."""
    text = text.strip()
    if len(text) > LONGEST or not INTEGER.fullmatch(text):
        raise ValueError
    return int(text)
