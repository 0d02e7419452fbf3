"""Layers: a network is Dense layers in a row, forward and backward.

N       examples in the batch
x       input of a layer                          (N, n_in)
W, b    weights and biases                        (n_in, n_out), (n_out,)
z, a    weighted sum, activation                  (N, n_out)
dq      dL/dq, for any q, in the shape of q
theta   all parameters of the network: each W and b, in one flat vector   (P,)
"""

from collections.abc import Callable, Sequence
from itertools import pairwise
from typing import NamedTuple

import numpy as np

from .activations import ACTIVATIONS, Activation, Array


class Trace(NamedTuple):
    """What one layer saw and made on the way forward; backward reads it."""

    x: Array  # (N, n_in)
    z: Array  # (N, n_out)
    a: Array  # (N, n_out)
    mask: Array | None = None  # what dropout multiplied a by   (N, n_out)


Masks = Sequence[Array | None]  # of each layer


class Gradient(NamedTuple):
    """dL/dW and dL/db of one layer."""

    W: Array  # (n_in, n_out)
    b: Array  # (n_out,)


class Dense:
    """A fully connected layer: (N, n_in) -> (N, n_out)."""

    def __init__(self, W: Array, b: Array, activation: Activation) -> None:
        self.W, self.b = W, b  # (n_in, n_out), (n_out,)
        self.activation = activation

    def forward(self, x: Array, mask: Array | None = None) -> Trace:
        """Run `x`, (N, n_in), through the layer; keep what backward needs."""
        z = x @ self.W + self.b  # (N, n_out)
        a = self.activation.value(z)
        return Trace(x, z, a if mask is None else a * mask, mask)

    def backward(self, trace: Trace, da: Array) -> tuple[Gradient, Array]:
        """Turn dL/da into this layer's gradient and dL/dx for the layer below."""
        if trace.mask is not None:
            da = da * trace.mask
        dz = da * self.activation.derivative(trace.z)  # (N, n_out)
        return Gradient(trace.x.T @ dz, dz.sum(axis=0)), dz @ self.W.T


# How to draw the initial weights, W, (n_in, n_out). Biases start at zero.
INITIALIZATIONS: dict[str, Callable[[np.random.Generator, int, int], Array]] = {
    # He et al. 2015: normal, variance 2 / n_in, which keeps the signal's size with ReLU
    "he": lambda rng, n_in, n_out: rng.normal(0.0, np.sqrt(2 / n_in), (n_in, n_out)),
    # Glorot and Bengio 2010: uniform, variance 2 / (n_in + n_out), the same with tanh
    "xavier": lambda rng, n_in, n_out: (
        rng.uniform(-1, 1, (n_in, n_out)) * np.sqrt(6 / (n_in + n_out))
    ),
    "uniform": lambda rng, n_in, n_out: rng.uniform(-0.5, 0.5, (n_in, n_out)),
    "zeros": lambda rng, n_in, n_out: np.zeros((n_in, n_out)),
}


def parameter_count(sizes: Sequence[int]) -> int:
    """P: how many weights and biases a network with layers of `sizes` units has."""
    return sum(n_in * n_out + n_out for n_in, n_out in pairwise(sizes))


def weights_and_biases(theta: Array, sizes: Sequence[int]) -> list[tuple[Array, Array]]:
    """Each layer's W and b, as views of theta: it holds them in this order, row by row.

    A view shares theta's memory, so to change theta is to change every W and b.
    """
    layers, start = [], 0
    for n_in, n_out in pairwise(sizes):
        middle = start + n_in * n_out
        end = middle + n_out
        W = theta[start:middle].reshape(n_in, n_out)
        layers.append((W, theta[middle:end]))
        start = end
    return layers


class MLP:
    """A multilayer perceptron: layers of `sizes` units, from inputs to logits."""

    def __init__(
        self,
        sizes: Sequence[int],
        activation: Activation,
        rng: np.random.Generator,
        initialization: str = "he",
    ) -> None:
        self.sizes = tuple(sizes)
        # what it is given of points: themselves, unless it has other features
        self.inputs: Callable[[Array], Array] = lambda points: points
        self.theta: Array = np.zeros(parameter_count(sizes))  # (P,)
        self.layers: list[Dense] = []
        for W, b in weights_and_biases(self.theta, sizes):
            W[:] = INITIALIZATIONS[initialization](rng, *W.shape)
            self.layers.append(Dense(W, b, activation))
        self.layers[-1].activation = ACTIVATIONS["linear"]  # its outputs are the logits
        self.rng = rng
        self.dropout = 0.0  # how likely a hidden unit is left out of an update
        self.is_training = False  # whoever only looks sees every unit

    def forward(self, x: Array, masks: Masks = ()) -> list[Trace]:
        """Run `x`, (N, n_in), through every layer; the last `a` holds the logits."""
        traces: list[Trace] = []
        for layer, mask in zip(self.layers, masks or self.masks(len(x)), strict=True):
            traces.append(layer.forward(x, mask))
            x = traces[-1].a
        return traces

    def masks(self, n: int) -> Masks:
        """Dropout (Srivastava et al. 2014): for each layer, what to multiply a by.

        (n, n_out) of 0, where a unit is left out for an example, or 1 / (1 - dropout):
        so a sum keeps its size on average. None where all units stay.
        """
        hidden = self.sizes[1:-1]
        if not (self.is_training and self.dropout and hidden):
            return [None] * len(self.layers)
        stays = self.rng.random((n, sum(hidden))) >= self.dropout
        return [*np.split(stays / (1 - self.dropout), np.cumsum(hidden[:-1]), 1), None]

    def backward(self, traces: list[Trace], dlogits: Array) -> list[Gradient]:
        """Carry dL/dlogits, (N, n_out), back to a gradient for each layer, in order."""
        gradients: list[Gradient] = []
        da = dlogits
        for layer, trace in zip(reversed(self.layers), reversed(traces), strict=True):
            gradient, da = layer.backward(trace, da)
            gradients.append(gradient)
        return gradients[::-1]
