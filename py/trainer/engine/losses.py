"""Losses as the engine computes them: a chunk's loss and its gradient, as one kernel.

Traced from the learner's `per_example` and `derivative`.
"""

from typing import NamedTuple

from ..losses import Loss
from .assembler import Function
from .functions import reduced_log
from .kernels import SUMS, VECTOR
from .lowering import Lowering
from .purity import check_pure
from .record import Formula, Record
from .rewriting import applied
from .stand_ins import UntraceableError
from .traced_columns import column_names, columns_of
from .tracing import traced
from .update_code import FIXED
from .updates import hyper_at
from .values import F64, I32, Local, Pointer, ValType, Value, constant

INPUTS = ("logits", "y")


class LossCode(NamedTuple):
    """A loss of so many logits: per_example, then its derivative by each of them.

    With one output more, x, per_example is without its term log1p(exp(-|x|)).
    """

    formula: Formula
    task: str
    logits: int

    @property
    def has_decay(self) -> bool:
        return len(self.formula.outputs) == self.logits + 2


def loss_code(loss: Loss, logits: int) -> LossCode:
    """The code of a loss; an EngineError where it cannot be compiled."""

    def trace() -> Formula:
        check_pure(loss.per_example, loss.derivative)
        record = Record()
        values = columns_of(record, loss.per_example, logits, *INPUTS)
        by_logit = columns_of(record, loss.derivative, logits, *INPUTS)
        if len(values) != 1 or len(by_logit) != logits:
            raise UntraceableError("elements", function=loss.per_example)
        rest, decaying = without_decay(record, values[0])
        if logits > 1 or decaying is None:
            return record.formula(*values, *by_logit)
        return record.formula(rest, *by_logit, decaying)

    return LossCode(traced(trace, loss.per_example), loss.task, logits)


def without_decay(record: Record, number: int) -> tuple[int, int | None]:
    """A sum without its term log1p(exp(-|x|)), and the step of x; None without such a term.

    The sum of these terms over a chunk is one logarithm of a product: each factor is from
    1 to 2, so that the product of a chunk's stays far from infinity.
    """
    step = record.steps[number]
    if step.op == "log1p":
        inner = record.steps[step.operands[0]]
        if inner.op == "decay":
            return record.constant(0.0), inner.operands[0]
    if step.op in ("add", "subtract"):
        a, b = step.operands
        rest, found = without_decay(record, a)
        if found is not None:
            return applied(record, step.op, rest, b), found
        if step.op == "add":
            rest, found = without_decay(record, b)
            return applied(record, "add", a, rest), found
    return number, None


def loss_kernel(
    kind: ValType, vectors: int, code: LossCode, is_training: bool, y_row: int
) -> Function:
    """The loss of a chunk; parameters: pointers to logits, y, mask, d, hyper and sums.

    The mask is each example's part of the mean, 0 where the chunk has no example. In
    training, d becomes dL/dlogits; else the correct answers are counted beside the loss, or
    the mean squared error of values summed up. `y_row` is the bytes from one column of y to
    the next.
    """
    f = Function("loss_and_gradient" if is_training else "loss", *[I32] * 6)
    *rows, hyper, sums = map(Pointer, f.parameters)
    threshold_at = hyper_at(hyper, FIXED.index("logit_threshold"))
    logit_threshold = f.let(f.load(F64, threshold_at).splat(kind))
    total = f.let(f.load(kind, sums + SUMS["loss"]))
    correct = f.let(f.load(kind, sums + SUMS["correct"]))
    product = f.let(constant(kind, 1.0))
    one, row = constant(kind, 1.0), vectors * VECTOR

    def add(z_at: Pointer, y_at: Pointer, mask_at: Pointer, d_at: Pointer) -> None:
        with f.scope():
            places = range(code.logits)
            logits = [f.let(f.load(kind, z_at + row * k)) for k in places]
            y = [f.let(f.load(kind, y_at + y_row * k)) for k in places]
            mask = f.let(f.load(kind, mask_at))
            loss = Lowering(f, kind, code.formula)
            for name, columns in zip(INPUTS, (logits, y), strict=True):
                names = column_names(name, code.logits)
                for each, value in zip(names, columns, strict=True):
                    loss.give(each, value)
            # masked bit by bit: a lane without an example may hold anything, NaN too
            is_there = f.let(mask > 0.0)
            if code.has_decay:
                _, factor = loss.decay_of(code.formula.outputs[-1])
                f.set(product, product * factor.where(is_there, one))
            f.set(total, total + (loss.output(0) * mask & is_there))
            if is_training:
                for k in places:
                    f.store(d_at + row * k, loss.output(1 + k) * mask & is_there)
            elif code.task == "regression":
                off = f.let(logits[0] - y[0])
                f.set(correct, correct + (off * off * mask & is_there))
            else:
                if code.task == "binary":
                    is_wrong = (logits[0] > logit_threshold) ^ (y[0] > 0.5)
                else:
                    is_wrong = largest(f, logits, y) < 0.5
                right = constant(kind, 0.0).where(is_wrong, one & is_there)
                f.set(correct, correct + right)

    f.repeat(vectors, [(row, VECTOR) for row in rows], add)
    if code.has_decay:
        part = f.load_splat(kind, rows[2])  # of the first lane, which has an example
        f.set(total, total + reduced_log(f, product) * part)
    f.store(sums + SUMS["loss"], total)
    f.store(sums + SUMS["correct"], correct)
    return f


def largest(f: Function, logits: list[Local], y: list[Local]) -> Value:
    """The y of the largest logit; of the first where several are as large."""
    most, found = f.let(logits[0]), f.let(y[0])
    for logit, of_class in zip(logits[1:], y[1:], strict=True):
        is_more = f.let(logit > most)
        f.set(found, of_class.where(is_more, found))
        f.set(most, logit.where(is_more, most))
    return found
