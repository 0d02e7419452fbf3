"""A change of the gradient between backward and update, such as clipping, as a formula.

The loop's own statements run on the gradients of two layers, stand-ins all four: what they
make of each part has to be one formula, in which a sum over all parts is one number.
"""

from types import CodeType, SimpleNamespace
from typing import NamedTuple

from ..messages import message
from .purity import check_code
from .record import Record
from .rewriting import applied
from .stand_ins import PARTS, UntraceableError, inputs_of_sum
from .traced_layers import TracedLayers
from .tracing import output, refused_statements


class GradientChange(NamedTuple):
    """Statements of a loop, what they call the run, and the module that they stand in."""

    code: CodeType
    run: str
    module: dict[str, object]

    def __call__(self, record: Record, gradient: int) -> int:
        """The step that the gradient becomes."""
        own = Record()
        own.decision = False
        changed = self.changed(own)
        if own.condition is not None:  # a branch: once more, the other way
            own.decision = True
            both = zip(self.changed(own), changed, strict=True)
            changed = [applied(own, "where", own.condition, *pair) for pair in both]
        try:
            made = {
                moved(own, record, number, name, gradient)
                for number, name in zip(changed, PARTS, strict=True)
            }
        except UntraceableError as error:
            raise refused_statements(error.message, self.code) from None
        if len(made) > 1:
            raise refused_statements(message("engine.loop"), self.code)
        return made.pop()

    def changed(self, own: Record) -> list[int]:
        """The steps that the four parts become."""
        run = SimpleNamespace(gradients=TracedLayers(own))
        check_code(self.code, self.module)
        exec(self.code, {**self.module, self.run: run})
        changed = [part for pair in iter(run.gradients) for part in pair]
        if len(changed) != len(PARTS):
            raise refused_statements(message("engine.loop"), self.code)
        return [output(own, part) for part in changed]


def moved(own: Record, record: Record, number: int, part: str, gradient: int) -> int:
    """A step of one part's change, in terms of the whole gradient."""
    step = own.steps[number]
    if step.op == "input":
        if step.text != part:
            raise UntraceableError("elements")
        return gradient
    if step.op == "constant":
        return record.add("constant", text=step.text)
    if step.op in ("add", "sum"):
        terms = summed(own, number)
        if terms and {name for name, _ in terms} == {*PARTS}:
            made = {moved(own, record, n, name, gradient) for name, n in terms}
            if len(made) == 1 and len(terms) == len(PARTS):
                return record.add("total", *made)
    if step.op == "sum":
        raise UntraceableError("elements")
    operands = [moved(own, record, n, part, gradient) for n in step.operands]
    return record.add(step.op, *operands)


def summed(own: Record, number: int) -> list[tuple[str, int]]:
    """The terms of a sum of sums: the part of each, and the step that is summed up."""
    step = own.steps[number]
    if step.op == "add":
        both = [summed(own, operand) for operand in step.operands]
        return both[0] + both[1] if all(both) else []
    if step.op != "sum":
        return []
    (operand,) = step.operands
    inputs = inputs_of_sum(own, operand)
    if len(inputs) != 1:
        raise UntraceableError("elements")
    return [(inputs.pop(), operand)]
