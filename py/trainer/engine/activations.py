"""Activations as the engine computes them: traced from the learner's two functions."""

from typing import NamedTuple

from ..activations import Activation
from .lowering import EXPENSIVE
from .purity import check_pure
from .record import Formula, Record
from .rewriting import applied
from .traced_columns import function
from .tracing import traced

MOST_INLINE = 12  # steps that may stand in the loop that sums z


class ActivationCode(NamedTuple):
    """a = f(z), and da/dz: from a, or kept on the way forward."""

    forward: Formula  # of z: a, and the derivative where it is kept
    backward: Formula  # of a, or of what was kept: the derivative

    @property
    def is_kept(self) -> bool:
        return len(self.forward.outputs) == 2

    @property
    def is_inline(self) -> bool:
        """Whether it is short enough to stand in the loop that sums z."""
        steps = self.forward.steps
        return len(steps) <= MOST_INLINE and not any(s.op in EXPENSIVE for s in steps)


def activation_code(
    activation: Activation, keeps_derivative: bool = False
) -> ActivationCode:
    """The code of an activation; an EngineError where it cannot be compiled.

    `keeps_derivative`: what becomes of a on its way does not tell the derivative.
    """

    def trace() -> ActivationCode:
        check_pure(activation.value, activation.derivative)
        record = Record()
        value = function(record, activation.value, "z")
        derivative = function(record, activation.derivative, "z")
        from_a = derivative_from_a(record, value, derivative)
        if from_a and not keeps_derivative:
            return ActivationCode(record.formula(value), from_a)
        kept = Record()
        as_kept = kept.formula(kept.add("input", text="kept"))
        return ActivationCode(record.formula(value, derivative), as_kept)

    return traced(trace, activation.value)


def derivative_from_a(record: Record, value: int, derivative: int) -> Formula | None:
    """The derivative as a formula of a; None where it takes z, or costs a call."""
    found = Record()
    a = found.add("input", text="a")
    numbers: dict[int, int | None] = {value: a}
    sign_of_z = sign_of_a(record, value)

    def moved(number: int) -> int | None:
        """A step of the record in terms of a."""
        step = record.steps[number]
        if number not in numbers:
            if number == sign_of_z:
                numbers[number] = found.add("greater", a, found.constant(0))
            elif step.op == "constant":
                numbers[number] = found.add("constant", text=step.text)
            else:
                operands = [n for i in step.operands if (n := moved(i)) is not None]
                is_known = 0 < len(operands) == len(step.operands)
                is_moved = is_known and step.op not in EXPENSIVE
                numbers[number] = found.add(step.op, *operands) if is_moved else None
        return numbers[number]

    number = moved(derivative)
    return None if number is None else found.formula(number)


def sign_of_a(record: Record, value: int) -> int | None:
    """The step z > 0, where it is a > 0: for a = max(z, 0) and a = max(z, c z), 0 < c < 1."""
    z, zero = record.add("input", text="z"), record.constant(0.0)
    step = record.steps[value]
    if step.op == "maximum" and z in step.operands:
        other = step.operands[step.operands[0] == z]
        factors = record.steps[other].operands
        number = record.steps[other].number
        is_leaky = record.steps[other].op == "multiply" and z in factors
        leak = record.steps[factors[0]].number if is_leaky else None
        if number == 0 or (leak is not None and 0 < leak < 1):
            return applied(record, "greater", z, zero)
    return None
