"""Losses as the engine computes them: a chunk's loss and its gradient, as one kernel.

Traced from the learner's `per_example` and `derivative`.
"""

from ..losses import Loss
from .assembler import Function
from .functions import reduced_log
from .kernels import SUMS, VECTOR
from .lowering import Lowering
from .purity import check_pure
from .record import Formula, Record
from .rewriting import applied
from .tracing import function, traced
from .updates import splat
from .values import I32, Pointer, ValType, constant


def loss_formula(loss: Loss) -> Formula:
    """per_example and derivative of logits and y; an EngineError where it is not compiled.

    With a third output, x, per_example is without its term log1p(exp(-|x|)).
    """

    def trace() -> Formula:
        check_pure(loss.per_example, loss.derivative)
        record = Record()
        value = function(record, loss.per_example, "logits", "y")
        derivative = function(record, loss.derivative, "logits", "y")
        rest, decaying = without_decay(record, value)
        if decaying is None:
            return record.formula(value, derivative)
        return record.formula(rest, derivative, decaying)

    return traced(trace, loss.per_example)


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
    kind: ValType, vectors: int, formula: Formula, is_training: bool
) -> Function:
    """The loss of a chunk; parameters: pointers to logits, y, mask, d, hyper and sums.

    The mask is each example's part of the mean, 0 where the chunk has no example. In
    training, d becomes dL/dlogits; else the correct answers are counted beside the loss.
    """
    f = Function("loss_and_gradient" if is_training else "loss", *[I32] * 6)
    *rows, hyper, sums = map(Pointer, f.parameters)
    logit_threshold = splat(f, kind, hyper, "logit_threshold")
    total = f.let(f.load(kind, sums + SUMS["loss"]))
    correct = f.let(f.load(kind, sums + SUMS["correct"]))
    product = f.let(constant(kind, 1.0))
    one, has_decay = constant(kind, 1.0), len(formula.outputs) == 3

    def add(z_at: Pointer, y_at: Pointer, mask_at: Pointer, d_at: Pointer) -> None:
        with f.scope():
            logits, y = f.let(f.load(kind, z_at)), f.let(f.load(kind, y_at))
            mask = f.let(f.load(kind, mask_at))
            loss = Lowering(f, kind, formula)
            loss.give("logits", logits)
            loss.give("y", y)
            # masked bit by bit: a lane without an example may hold anything, NaN too
            is_there = f.let(mask > 0.0)
            if has_decay:
                _, factor = loss.decay_of(formula.outputs[2])
                f.set(product, product * factor.where(is_there, one))
            f.set(total, total + (loss.output(0) * mask & is_there))
            if is_training:
                f.store(d_at, loss.output(1) * mask & is_there)
            else:
                is_wrong = (logits > logit_threshold) ^ (y > 0.5)
                right = constant(kind, 0.0).where(is_wrong, one & is_there)
                f.set(correct, correct + right)

    f.repeat(vectors, [(row, VECTOR) for row in rows], add)
    if has_decay:
        part = f.load_splat(kind, rows[2])  # of the first lane, which has an example
        f.set(total, total + reduced_log(f, product) * part)
    f.store(sums + SUMS["loss"], total)
    f.store(sums + SUMS["correct"], correct)
    return f
