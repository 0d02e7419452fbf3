"""Activations as the engine computes them; trainer/activations.py defines them."""

from collections.abc import Callable
from typing import NamedTuple

from ..activations import LEAK
from .assembler import Function
from .functions import sigmoid, sine_and_cosine, tanh
from .values import Value, constant


class ActivationCode(NamedTuple):
    """a = f(z), and da/dz: from a, or kept on the way forward."""

    value: Callable[[Function, Value], Value]
    derivative: Callable[[Value, Value], Value]  # of (a, what was kept)
    is_inline: bool = True  # short enough to stand in the loop that sums z


def masked(mask: Value, value: float) -> Value:
    """A number where the mask is true, else 0."""
    return constant(mask.kind, value) & mask


ACTIVATIONS = {
    "relu": ActivationCode(
        value=lambda f, z: z.max(0.0),
        derivative=lambda a, _: masked(a > 0.0, 1.0),
    ),
    "leaky_relu": ActivationCode(
        value=lambda f, z: z.max(z * LEAK),
        derivative=lambda a, _: constant(a.kind, 1.0).where(
            a > 0.0, constant(a.kind, LEAK)
        ),
    ),
    "linear": ActivationCode(
        value=lambda f, z: z,
        derivative=lambda a, _: constant(a.kind, 1.0),
    ),
    "tanh": ActivationCode(
        value=tanh,
        derivative=lambda a, _: constant(a.kind, 1.0) - a * a,
        is_inline=False,
    ),
    "sigmoid": ActivationCode(
        value=sigmoid,
        derivative=lambda a, _: a * (constant(a.kind, 1.0) - a),
        is_inline=False,
    ),
    "sine": ActivationCode(
        value=lambda f, z: sine_and_cosine(f, z)[0],
        derivative=lambda _, kept: kept,
        is_inline=False,
    ),
}
