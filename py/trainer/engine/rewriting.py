"""Rewriting: what each of NumPy's operations becomes in a record.

A rule gives the same number as NumPy, but for the rounding of its last place, for every
operand, infinities and NaN included; each says why, and test_engine_compiles.py tries it.
"""

from collections.abc import Callable
from math import log

from .record import Record, evaluated

LEAST = 1e-6  # whose inverse is exact enough
MOST_FACTORS = 64  # of a power that is multiplied out
CONSTANT_FOLDED = {
    "add",
    "subtract",
    "multiply",
    "divide",
    "negative",
    "sqrt",
    "exp",
    "log",
}
COMMUTATIVE = {"add", "multiply", "maximum", "minimum", "equal", "not_equal"}

Rule = Callable[..., int]  # (record, *operands) -> the step


def applied(record: Record, op: str, *operands: int) -> int:
    """The step that NumPy's `op` of `operands` is; a KeyError where nothing is known of it."""
    numbers = [record.steps[operand].number for operand in operands]
    if op in CONSTANT_FOLDED and None not in numbers:
        return record.constant(evaluated(op, *numbers))  # type: ignore[arg-type]
    if op in COMMUTATIVE:
        operands = tuple(sorted(operands))
    return RULES[op](record, *operands)


def step(op: str) -> Rule:
    """No rule: the operation itself."""
    return lambda record, *operands: record.add(op, *operands)


def add(record: Record, a: int, b: int) -> int:
    """x + 0 is x, the sign of a zero aside. 1/2 + 1/2 tanh(x / 2) is the sigmoid of x."""
    for zero, other in ((a, b), (b, a)):
        if record.steps[zero].number == 0:
            return other
        if record.steps[zero].number == 0.5:
            half = either(record, other, "multiply", 0.5)
            if half is not None and record.steps[half].op == "tanh":
                (inner,) = record.steps[half].operands
                if (x := either(record, inner, "multiply", 0.5)) is not None:
                    return record.add("sigmoid", x)
    return record.add("add", a, b)


def either(record: Record, number: int, op: str, wanted: float) -> int | None:
    """The other operand of `op`, where one is this constant."""
    found = record.steps[number]
    if found.op == op:
        for one, other in (found.operands, found.operands[::-1]):
            if record.steps[one].number == wanted:
                return other
    return None


def multiply(record: Record, a: int, b: int) -> int:
    """1 x is x; u (v x) is (u v) x, where u v is one number for all elements."""
    if record.uniform[b]:
        a, b = b, a
    if record.steps[a].number == 1:
        return b
    inner = record.steps[b]
    if record.uniform[a] and not record.uniform[b] and inner.op == "multiply":
        v, x = inner.operands
        if record.uniform[v]:
            return multiply(record, applied(record, "multiply", a, v), x)
    return record.add("multiply", a, b)


def divide(record: Record, a: int, b: int) -> int:
    """x / u is x (1 / u), where 1 / u is one number for all elements, or where u is 1 + |v| or
    the like: far from zero. Then 1 / u and 1 / u^2 are one division."""
    one = record.constant(1.0)
    if record.uniform[b] and not record.uniform[a]:
        return multiply(record, a, applied(record, "divide", one, b))
    square = root(record, b)
    if square is not None and is_far_from_zero(record, square):
        inverse = record.add("divide", one, square)
        return multiply(record, a, multiply(record, inverse, inverse))
    if a != one and is_far_from_zero(record, b):
        return multiply(record, a, record.add("divide", one, b))
    return record.add("divide", a, b)


def root(record: Record, number: int) -> int | None:
    """x, where a step is x x."""
    step = record.steps[number]
    is_square = step.op == "multiply" and step.operands[0] == step.operands[1]
    return step.operands[0] if is_square else None


def is_far_from_zero(record: Record, number: int) -> bool:
    """Whether a step is a positive number plus what is never negative."""
    step = record.steps[number]
    if step.op != "add":
        return False
    for one, other in (step.operands, step.operands[::-1]):
        least, grown = record.steps[one].number, record.steps[other]
        is_positive = grown.op in ("absolute", "exp") or root(record, other) is not None
        if least is not None and least > LEAST and is_positive:
            return True
    return False


def power(record: Record, base: int, exponent: int) -> int:
    """x^n by squaring, 1 / x^n, and the root, as NumPy's own operator does."""
    n = record.steps[exponent].number
    if n == 0.5:
        return record.add("sqrt", base)
    if n is None or abs(n) > MOST_FACTORS or n != int(n):
        return record.add("power", base, exponent)
    if n < 0:
        one = record.constant(1.0)
        return divide(record, one, power(record, base, record.constant(-n)))
    result = None
    square, left = base, int(n)
    while left:
        if left & 1:
            result = square if result is None else multiply(record, result, square)
        left >>= 1
        if left:
            square = multiply(record, square, square)
    return record.constant(1.0) if result is None else result


def sign(record: Record, x: int) -> int:
    """1, -1, or x itself, which is 0 or NaN."""
    zero = record.constant(0.0)
    one, minus = record.constant(1.0), record.constant(-1.0)
    below = record.add("where", record.add("greater", zero, x), minus, x)
    return record.add("where", record.add("greater", x, zero), one, below)


def logaddexp(record: Record, a: int, b: int) -> int:
    """max(a, b) + log(1 + exp(-|a - b|)), but the maximum where both are the same infinity."""
    largest = applied(record, "maximum", a, b)
    apart = applied(record, "subtract", a, b)
    for zero, other in ((a, b), (b, a)):
        if record.steps[zero].number == 0:  # |0 - x| = |x|
            apart = other
    rest = record.add("log1p", record.add("decay", apart))
    total = record.add("add", largest, rest)
    if any(record.steps[n].number is not None for n in (a, b)):  # a - b is no NaN
        return total
    same = record.add("equal", a, b)
    twice = record.add("add", a, record.constant(log(2.0)))
    return record.add("where", same, twice, total)


def where(record: Record, condition: int, a: int, b: int) -> int:
    """A number as a condition is true where it is not 0."""
    if not record.is_mask(condition):
        condition = record.add("not_equal", condition, record.constant(0.0))
    return record.add("where", condition, a, b)


def clip(record: Record, x: int, low: int, high: int) -> int:
    """No less than `low`, then no more than `high`."""
    return applied(record, "minimum", applied(record, "maximum", x, low), high)


def to_number(record: Record, mask: int) -> int:
    """1 where true, 0 where false."""
    return record.add("where", mask, record.constant(1.0), record.constant(0.0))


SAME = (
    "subtract",
    "maximum",
    "minimum",
    "absolute",
    "sqrt",
    "exp",
    "expm1",
    "log",
    "log1p",
    "tanh",
    "sin",
    "cos",
    "greater",
    "greater_equal",
    "equal",
    "not_equal",
)
RULES: dict[str, Rule] = {name: step(name) for name in SAME} | {
    "add": add,
    "multiply": multiply,
    "divide": divide,
    "power": power,
    "float_power": power,
    "sign": sign,
    "logaddexp": logaddexp,
    "where": where,
    "clip": clip,
    "less": lambda record, a, b: record.add("greater", b, a),
    "less_equal": lambda record, a, b: record.add("greater_equal", b, a),
    "fabs": step("absolute"),
    "positive": lambda record, x: x,
    "negative": lambda record, x: multiply(record, record.constant(-1.0), x),
    "square": lambda record, x: multiply(record, x, x),
    "reciprocal": lambda record, x: divide(record, record.constant(1.0), x),
}
MASK_RULES = {
    "logical_and": "and",
    "bitwise_and": "and",
    "logical_or": "or",
    "bitwise_or": "or",
    "logical_xor": "xor",
    "bitwise_xor": "xor",
    "logical_not": "not",
    "invert": "not",
}
