"""Losses as the engine computes them: a chunk's loss and its gradient, as one kernel.

trainer/losses.py defines them.
"""

from typing import NamedTuple

from .assembler import Function
from .functions import decay, reduced_log, sigmoid
from .kernels import SUMS, VECTOR
from .optimizers import splat
from .values import I32, Local, Pointer, ValType, Value, constant


class LossCode(NamedTuple):
    """A loss of a vector of examples: each one's is per_example + log(factor)."""

    per_example: Value
    derivative: Value  # d loss / d logits
    factor: Value | None = None  # from 1 to 2


def binary_cross_entropy(f: Function, logits: Local, y: Local) -> LossCode:
    """log(1 + exp(logits)) - y logits, by way of e = exp(-|logits|), never above 1."""
    e = decay(f, logits.abs() * -1.0)
    grown = f.let(e + 1.0)
    share = f.let(constant(e.kind, 1.0) / grown)  # sigmoid(|logits|)
    y_hat = share.where(logits > 0.0, e * share)
    return LossCode(logits.max(0.0) - y * logits, y_hat - y, grown)


def squared_error(f: Function, logits: Local, y: Local) -> LossCode:
    """(y_hat - y)^2, and 2 (y_hat - y) y_hat (1 - y_hat)."""
    y_hat = f.let(sigmoid(f, logits))
    off = f.let(y_hat - y)
    return LossCode(off * off, off * y_hat * (constant(off.kind, 1.0) - y_hat) * 2.0)


LOSSES = {
    "binary_cross_entropy": binary_cross_entropy,
    "squared_error": squared_error,
}


def loss_kernel(kind: ValType, vectors: int, loss: str, is_training: bool) -> Function:
    """The loss of a chunk; parameters: pointers to logits, y, mask, d, hyper and sums.

    The mask is each example's part of the mean, 0 where the chunk has no example. In
    training, d becomes dL/dlogits; else the correct answers are counted beside the loss.
    """
    f = Function("loss_and_gradient" if is_training else "loss", *[I32] * 6)
    *rows, hyper, sums = map(Pointer, f.parameters)
    logit_threshold = splat(f, kind, hyper, "logit_threshold")
    total = f.let(f.load(kind, sums + SUMS["loss"]))
    correct = f.let(f.load(kind, sums + SUMS["correct"]))
    # one logarithm for the chunk: that of the product of up to WIDEST factors
    product = f.let(constant(kind, 1.0))
    has_factor = False

    def add(z_at: Pointer, y_at: Pointer, mask_at: Pointer, d_at: Pointer) -> None:
        with f.scope():
            logits, y = f.let(f.load(kind, z_at)), f.let(f.load(kind, y_at))
            mask = f.let(f.load(kind, mask_at))
            code = LOSSES[loss](f, logits, y)
            # masked bit by bit: a lane without an example may hold anything, NaN too
            is_there = f.let(mask > 0.0)
            f.set(total, total + (code.per_example * mask & is_there))
            if code.factor:
                nonlocal has_factor
                has_factor = True
                one = constant(kind, 1.0)
                f.set(product, product * code.factor.where(is_there, one))
            if is_training:
                f.store(d_at, code.derivative * mask & is_there)
            else:
                is_wrong = (logits > logit_threshold) ^ (y > 0.5)
                one = constant(kind, 1.0) & is_there
                f.set(correct, correct + constant(kind, 0.0).where(is_wrong, one))

    f.repeat(vectors, [(row, VECTOR) for row in rows], add)
    if has_factor:
        part = f.load_splat(kind, rows[2])  # of the first lane, which has an example
        f.set(total, total + reduced_log(f, product) * part)
    f.store(sums + SUMS["loss"], total)
    f.store(sums + SUMS["correct"], correct)
    return f
