"""Activations: what a unit does to the weighted sum that reaches it.

    z       weighted sum, any shape
    value   a = f(z), elementwise
    slope   da/dz = f'(z), elementwise, taken at z

To add one, write the pair and give it a name in `ACTIVATIONS`.
"""

from collections.abc import Callable
from typing import NamedTuple, TypeAlias

import numpy as np
from numpy.typing import NDArray

Array: TypeAlias = NDArray[np.float64]


class Activation(NamedTuple):
    """A function and its derivative; both take z and keep its shape."""

    label: str
    value: Callable[[Array], Array]
    slope: Callable[[Array], Array]


def sigmoid(z: Array) -> Array:
    """Squash z into (0, 1): 1 / (1 + exp(-z)), written so that no z overflows."""
    return 0.5 + 0.5 * np.tanh(0.5 * z)


LEAK = 0.01  # slope of the leaky ReLU below zero (Maas, Hannun, Ng 2013)

ACTIVATIONS = {
    "relu": Activation(
        "ReLU", lambda z: np.maximum(z, 0.0), lambda z: np.where(z > 0.0, 1.0, 0.0)
    ),
    "tanh": Activation("tanh", np.tanh, lambda z: 1.0 - np.tanh(z) ** 2),
    "sigmoid": Activation(
        "sigmoid", sigmoid, lambda z: sigmoid(z) * (1.0 - sigmoid(z))
    ),
    "leaky_relu": Activation(
        "leaky ReLU",
        lambda z: np.maximum(z, LEAK * z),
        lambda z: np.where(z > 0.0, 1.0, LEAK),
    ),
    "sine": Activation("sine", np.sin, np.cos),
    "linear": Activation("linear", lambda z: z, np.ones_like),
}
