"""Activations: what a unit does to the weighted sum that reaches it.

    z           weighted sum, in any shape
    value       a = f(z), elementwise
    derivative  da/dz = f'(z), elementwise, at z

To add one, write the pair and give it a name in `ACTIVATIONS`.
"""

from collections.abc import Callable
from typing import NamedTuple, TypeAlias

import numpy as np
from numpy.typing import NDArray

Array: TypeAlias = NDArray[np.float64]


class Activation(NamedTuple):
    """A function and its derivative: both take z and return an array of its shape."""

    label: str
    value: Callable[[Array], Array]
    derivative: Callable[[Array], Array]


def sigmoid(z: Array) -> Array:
    """1 / (1 + exp(-z)), from 0 to 1, written so that no z overflows."""
    return 0.5 + 0.5 * np.tanh(0.5 * z)


LEAK = 0.01  # derivative of leaky ReLU below zero (Maas, Hannun, Ng 2013)

ACTIVATIONS = {
    "relu": Activation(
        "ReLU",
        value=lambda z: np.maximum(z, 0.0),
        derivative=lambda z: np.where(z > 0.0, 1.0, 0.0),
    ),
    "tanh": Activation(
        "tanh",
        value=np.tanh,
        derivative=lambda z: 1.0 - np.tanh(z) ** 2,
    ),
    "sigmoid": Activation(
        "sigmoid",
        value=sigmoid,
        derivative=lambda z: sigmoid(z) * (1.0 - sigmoid(z)),
    ),
    "leaky_relu": Activation(
        "leaky ReLU",
        value=lambda z: np.maximum(z, LEAK * z),
        derivative=lambda z: np.where(z > 0.0, 1.0, LEAK),
    ),
    "sine": Activation("sine", value=np.sin, derivative=np.cos),
    "linear": Activation("linear", value=lambda z: z, derivative=np.ones_like),
}
