"""Lowering: a formula's steps as WebAssembly expressions, for every lane of a vector."""

from collections import Counter
from collections.abc import Callable, Mapping
from math import isfinite

from . import functions
from .assembler import Function
from .record import Formula
from .sine import sine_and_cosine
from .values import Local, ValType, Value, constant

# where a sigmoid that is off by an ulp of 1 does no harm
SUMMING = {"add", "subtract", "multiply"}


class Lowering:
    """Makes a formula's steps in a function, each once, as they are asked for."""

    def __init__(
        self,
        f: Function,
        kind: ValType,
        formula: Formula,
        given: Mapping[int, Value] | None = None,
    ) -> None:
        """`given` are the values of steps that are there."""
        self.f, self.kind, self.formula = f, kind, formula
        self.made = dict(given or {})
        self._uses = Counter(i for step in formula.steps for i in step.operands)
        self._uses.update(formula.outputs)
        self._turns: dict[int, tuple[Value, Value]] = {}
        self._decays: dict[int, tuple[Local, Local]] = {}

    def give(self, name: str, value: Value) -> None:
        """The value of the input or setting of that name, if the formula has it."""
        for number, step in enumerate(self.formula.steps):
            if step.text == name and step.op in ("input", "setting"):
                self.made[number] = value

    def output(self, place: int) -> Value:
        """The formula's output number `place`."""
        return self.value(self.formula.outputs[place])

    def value(self, number: int) -> Value:
        """A step; in a variable, where more than one step reads it."""
        step = self.formula.steps[number]
        if (fixed := step.number) is not None:
            return constant(self.kind, fixed)
        value = self.made[number] if number in self.made else self._lowered(number)
        if self._uses[number] > 1 and not isinstance(value, Local):
            value = self.f.let(value)
        if isinstance(value, Local):
            self.made[number] = value
        return value

    def _lowered(self, number: int) -> Value:
        step = self.formula.steps[number]
        if step.op in ("sin", "cos"):
            return self._sine_and_cosine(step.operands[0])[step.op == "cos"]
        if step.op == "decay":
            return self.decay_of(step.operands[0])[0]
        if step.op == "sigmoid" and self._may_share_decay(number):
            e, grown = self.decay_of(step.operands[0])
            share = self.f.let(constant(self.kind, 1.0) / grown)  # sigmoid of |x|
            return share.where(self.value(step.operands[0]) > 0.0, e * share)
        if step.op in ("maximum", "minimum"):
            return self._extreme(step.op, *step.operands)
        if step.op == "where" and self.formula.steps[step.operands[2]].number == 0:
            return self.value(step.operands[1]) & self.value(step.operands[0])
        if step.op in CALLS:
            return CALLS[step.op](self.f, *map(self.value, step.operands))
        return OPERATIONS[step.op](*map(self.value, step.operands))

    def _sine_and_cosine(self, number: int) -> tuple[Value, Value]:
        """Both of a step: they share most of their work."""
        if number not in self._turns:
            self._turns[number] = sine_and_cosine(self.f, self.value(number))
        return self._turns[number]

    def decay_of(self, number: int) -> tuple[Local, Local]:
        """e = exp(-|x|) of a step x, and 1 + e."""
        if number not in self._decays:
            e = functions.decay(self.f, self.value(number).abs() * -1.0)
            self._decays[number] = e, self.f.let(e + 1.0)
        return self._decays[number]

    def _may_share_decay(self, number: int) -> bool:
        """Whether exp(-|x|) is there, and a sigmoid made of it, which is nearer to the exact
        one than NumPy's where that rounds to 0, makes no more difference than rounding."""
        steps = self.formula.steps
        return steps[number].operands[0] in self._decays and all(
            step.op in SUMMING for step in steps if number in step.operands
        )

    def _extreme(self, op: str, a: int, b: int) -> Value:
        """The larger or smaller. One instruction does, if it is NaN wherever `first` is and
        the other operand is NaN only there: a finite number, or a multiple of `first`."""
        steps = self.formula.steps
        for first, other in ((a, b), (b, a)):
            numbers = [steps[other].number]
            if steps[other].op == "multiply" and first in steps[other].operands:
                numbers = [steps[n].number for n in steps[other].operands if n != first]
            if any(number is not None and isfinite(number) for number in numbers):
                one, two = self.value(first), self.value(other)
                return one.max(two) if op == "maximum" else one.min(two)
        one, two = self.value(a), self.value(b)
        return one.maximum(two) if op == "maximum" else one.minimum(two)


OPERATIONS: dict[str, Callable[..., Value]] = {
    "add": lambda a, b: a + b,
    "subtract": lambda a, b: a - b,
    "multiply": lambda a, b: a * b,
    "divide": lambda a, b: a / b,
    "absolute": lambda a: a.abs(),
    "sqrt": lambda a: a.sqrt(),
    "greater": lambda a, b: a > b,
    "greater_equal": lambda a, b: a >= b,
    "equal": lambda a, b: a.eq(b),
    "not_equal": lambda a, b: a.ne(b),
    "and": lambda a, b: a & b,
    "or": lambda a, b: a | b,
    "xor": lambda a, b: a ^ b,
    "not": lambda a: ~a,
    "where": lambda mask, a, b: a.where(mask, b),
}
CALLS: dict[str, Callable[..., Value]] = {
    "exp": functions.exp,
    "expm1": functions.expm1,
    "log": functions.natural_log,
    "log1p": functions.log1p,
    "power": functions.power,
    "tanh": functions.tanh,
    "sigmoid": functions.sigmoid,
}
# for which a loop of its own, over rows that lie in memory, is the faster place
EXPENSIVE = {*CALLS, "sin", "cos", "decay"}
