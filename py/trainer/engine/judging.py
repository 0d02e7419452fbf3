"""Judging: the loss of a chunk and its slope, as one kernel.

The mask is each example's part of the mean; see `output`.
"""

from typing import NamedTuple

from .functions import decay, reduced_log, sigmoid
from .kernels import SUMS, VECTOR
from .updating import splat
from .wasm import I32, Function, Kind, Local, Pointer, Value, constant


class Judged(NamedTuple):
    """What a loss says of a vector of examples: each one's loss is each + log(factor)."""

    each: Value
    slope: Value  # d loss / d logits
    factor: Value | None = None  # from 1 to 2


def binary_cross_entropy(f: Function, logits: Local, y: Local) -> Judged:
    """log(1 + exp(logits)) - y logits, by way of e = exp(-|logits|), never above 1."""
    e = decay(f, logits.abs() * -1.0)
    grown = f.let(e + 1.0)
    share = f.let(constant(e.kind, 1.0) / grown)  # sigmoid(|logits|)
    y_hat = share.where(logits > 0.0, e * share)
    return Judged(logits.max(0.0) - y * logits, y_hat - y, grown)


def squared_error(f: Function, logits: Local, y: Local) -> Judged:
    """(y_hat - y)^2, and 2 (y_hat - y) y_hat (1 - y_hat)."""
    y_hat = f.let(sigmoid(f, logits))
    off = f.let(y_hat - y)
    return Judged(off * off, off * y_hat * (constant(off.kind, 1.0) - y_hat) * 2.0)


LOSSES = {
    "binary_cross_entropy": binary_cross_entropy,
    "squared_error": squared_error,
}


def output(kind: Kind, vectors: int, loss: str, is_training: bool) -> Function:
    """Loss of a chunk, for pointers to logits, y, the mask, d of the logits, hyper, sums.

    The mask is each example's part of the mean, 0 where the chunk has no example. In
    training d becomes dL/dlogits; else the right answers are counted beside the loss.
    """
    f = Function("learn" if is_training else "judge", *[I32] * 6)
    *rows, hyper, sums = map(Pointer, f.parameters)
    cut = splat(f, kind, hyper, "cut")
    total = f.let(f.load(kind, sums + SUMS["loss"]))
    right = f.let(f.load(kind, sums + SUMS["right"]))
    # one logarithm for the chunk: that of the product of up to WIDEST factors
    product = f.let(constant(kind, 1.0))
    has_factor = False

    def judge(z_at: Pointer, y_at: Pointer, mask_at: Pointer, d_at: Pointer) -> None:
        with f.scope():
            logits, y = f.let(f.load(kind, z_at)), f.let(f.load(kind, y_at))
            mask = f.let(f.load(kind, mask_at))
            judged = LOSSES[loss](f, logits, y)
            # by the mask's bits: what stands in a lane without an example may be anything
            is_there = f.let(mask > 0.0)
            f.set(total, total + (judged.each * mask & is_there))
            if judged.factor:
                nonlocal has_factor
                has_factor = True
                one = constant(kind, 1.0)
                f.set(product, product * judged.factor.where(is_there, one))
            if is_training:
                f.store(d_at, judged.slope * mask & is_there)
            else:
                is_wrong = (logits > cut) ^ (y > 0.5)
                one = constant(kind, 1.0) & is_there
                f.set(right, right + constant(kind, 0.0).where(is_wrong, one))

    f.repeat(vectors, [(row, VECTOR) for row in rows], judge)
    if has_factor:
        part = f.load_splat(kind, rows[2])  # the mask of the first, who is always there
        f.set(total, total + reduced_log(f, product) * part)
    f.store(sums + SUMS["loss"], total)
    f.store(sums + SUMS["right"], right)
    return f
