"""Losses: how wrong the network is, and which way is less wrong.

    logits  the network's raw outputs     (N, 1)
    y       the true classes, 0 or 1      (N, 1)
    y_hat   sigmoid(logits), P(class 1)   (N, 1)

A loss is a mean over the examples, so that it does not grow with the batch. Further
down are the losses of two other tasks: more classes than two, and values.
"""

from collections.abc import Callable
from typing import NamedTuple

import numpy as np

from .activations import Array, sigmoid
from .layers import MLP, Gradient


class Loss(NamedTuple):
    """The loss of each example and its derivative: functions of (logits, y).

    `task` is "binary", "multiclass" or "regression": what the logits and y are.
    """

    label: str
    per_example: Callable[[Array, Array], Array]  # (N, 1)
    derivative: Callable[[Array, Array], Array]  # d per_example / d logits, as logits
    task: str = "binary"

    def value(self, logits: Array, y: Array) -> float:
        """L, the mean over the examples."""
        return float(self.per_example(logits, y).mean())

    def gradient(self, logits: Array, y: Array) -> Array:
        """dL/dlogits, in the shape of the logits."""
        return self.derivative(logits, y) / len(y)


def binary_cross_entropy(logits: Array, y: Array) -> Array:
    """-(y log y_hat + (1 - y) log(1 - y_hat)), in nats.

    The lesson's formula in terms of the logits: log(1 + exp(logits)) - y logits. So no
    logit overflows, and no logarithm meets a zero.
    """
    return np.logaddexp(0.0, logits) - y * logits


def binary_cross_entropy_derivative(logits: Array, y: Array) -> Array:
    """y_hat - y: the derivatives of the logarithm and of the sigmoid cancel."""
    return sigmoid(logits) - y


def squared_error(logits: Array, y: Array) -> Array:
    """(y_hat - y)^2."""
    return (sigmoid(logits) - y) ** 2


def squared_error_derivative(logits: Array, y: Array) -> Array:
    """2 (y_hat - y) y_hat (1 - y_hat): nearly zero where the network is sure."""
    y_hat = sigmoid(logits)
    return 2 * (y_hat - y) * y_hat * (1 - y_hat)


# More classes than two, K: a logit for each.
#
#     logits   (N, K)
#     y        1 at the true class, 0 elsewhere ("one-hot")   (N, K)
#     y_hat    softmax(logits), P(class)                      (N, K)


def softmax(logits: Array) -> Array:
    """exp(logits) / (its sum over the classes), written so that no logit overflows."""
    powers: Array = np.exp(logits - logits.max(axis=1, keepdims=True))
    total: Array = powers.sum(axis=1, keepdims=True)
    return powers / total


def cross_entropy(logits: Array, y: Array) -> Array:
    """-log y_hat of the true class, in nats: log(sum exp(logits)) - its logit."""
    largest: Array = logits.max(axis=1, keepdims=True)  # (N, 1)
    total: Array = np.exp(logits - largest).sum(axis=1, keepdims=True)
    of_true: Array = (y * logits).sum(axis=1, keepdims=True)
    return largest + np.log(total) - of_true


def cross_entropy_derivative(logits: Array, y: Array) -> Array:
    """y_hat - y, as with two classes: now a vector for each example. (N, K)"""
    return softmax(logits) - y


# Values: the network's output is y_hat itself; y is any number.  (N, 1)


def value_error(logits: Array, y: Array) -> Array:
    """(y_hat - y)^2."""
    return (logits - y) ** 2


def value_error_derivative(logits: Array, y: Array) -> Array:
    """2 (y_hat - y)."""
    return 2 * (logits - y)


def absolute_error(logits: Array, y: Array) -> Array:
    """|y_hat - y|: a value far off counts less than with its square."""
    return np.abs(logits - y)


def absolute_error_derivative(logits: Array, y: Array) -> Array:
    """The sign of y_hat - y."""
    return np.sign(logits - y)


LOSSES = {
    "binary_cross_entropy": Loss(
        "binary cross-entropy",
        binary_cross_entropy,
        binary_cross_entropy_derivative,
    ),
    "squared_error": Loss(
        "squared error",
        squared_error,
        squared_error_derivative,
    ),
    "cross_entropy": Loss(
        "cross-entropy",
        cross_entropy,
        cross_entropy_derivative,
        "multiclass",
    ),
    "mean_squared_error": Loss(
        "mean squared error",
        value_error,
        value_error_derivative,
        "regression",
    ),
    "mean_absolute_error": Loss(
        "mean absolute error",
        absolute_error,
        absolute_error_derivative,
        "regression",
    ),
}


class Penalty:
    """The L1 and L2 penalties: added to the loss, they keep weights small.

    l1 sum |W| + l2/2 sum W^2, over all layers but no biases; l1 and l2 are at least 0.
    """

    def __init__(self, l1: float = 0.0, l2: float = 0.0) -> None:
        self.l1, self.l2 = l1, l2

    def per_weight(self, W: Array) -> Array:
        """Each weight's part of the penalty, in the shape of W."""
        return self.l1 * np.abs(W) + self.l2 / 2 * np.square(W)

    def derivative(self, W: Array) -> Array:
        """d per_weight / dW, in the shape of W."""
        return self.l1 * np.sign(W) + self.l2 * W

    def value(self, network: MLP) -> float:
        """The sum over all weights."""
        if not (self.l1 or self.l2):
            return 0.0
        return sum(float(self.per_weight(layer.W).sum()) for layer in network.layers)

    def add_gradient(self, network: MLP, gradients: list[Gradient]) -> None:
        """Add the penalty's gradient to `gradients`, in place."""
        if not (self.l1 or self.l2):
            return
        for layer, gradient in zip(network.layers, gradients, strict=True):
            gradient.W[:] += self.derivative(layer.W)
