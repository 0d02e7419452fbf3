"""Optimizers: how a gradient becomes a change of the parameters.

    theta   all parameters of the network, one flat vector   (P,)
    g       their gradient, in the same order                (P,)

Every optimizer has a `learning_rate` and changes `network.theta` in place.
"""

import numpy as np

from .activations import Array
from .layers import MLP, Gradient


def flat(gradients: list[Gradient]) -> Array:
    """The gradients of all layers in one vector, in theta's order. (P,)"""
    return np.concatenate([part.ravel() for gradient in gradients for part in gradient])


class SGD:
    """Stochastic gradient descent: theta -= learning_rate g."""

    label = "SGD"

    def __init__(self, size: int) -> None:
        self.learning_rate = 0.05

    def update(self, network: MLP, gradients: list[Gradient]) -> None:
        network.theta -= self.learning_rate * flat(gradients)


class Momentum:
    """Gradient descent that keeps its speed (Polyak 1964): v = momentum v + g."""

    label = "Momentum"

    def __init__(self, size: int) -> None:
        self.learning_rate = 0.05
        self.momentum = 0.9
        self.velocity: Array = np.zeros(size)  # (P,)

    def update(self, network: MLP, gradients: list[Gradient]) -> None:
        self.velocity = self.momentum * self.velocity + flat(gradients)
        network.theta -= self.learning_rate * self.velocity


class Nesterov(Momentum):
    """Momentum that looks one step ahead (Nesterov 1983; Sutskever et al. 2013)."""

    label = "Nesterov"

    def update(self, network: MLP, gradients: list[Gradient]) -> None:
        g = flat(gradients)
        self.velocity = self.momentum * self.velocity + g
        network.theta -= self.learning_rate * (g + self.momentum * self.velocity)


class AdaGrad:
    """Smaller steps where gradients have been large so far (Duchi et al. 2011)."""

    label = "AdaGrad"
    epsilon = 1e-10

    def __init__(self, size: int) -> None:
        self.learning_rate = 0.05
        self.square: Array = np.zeros(size)  # sum of g^2, (P,)

    def update(self, network: MLP, gradients: list[Gradient]) -> None:
        g = flat(gradients)
        self.square = self.square + g * g
        network.theta -= self.learning_rate * g / (np.sqrt(self.square) + self.epsilon)


class RMSProp:
    """AdaGrad with a running mean, which forgets (Tieleman and Hinton 2012)."""

    label = "RMSProp"
    decay = 0.9  # how much of the mean is kept
    epsilon = 1e-8

    def __init__(self, size: int) -> None:
        self.learning_rate = 0.01
        self.square: Array = np.zeros(size)  # running mean of g^2, (P,)

    def update(self, network: MLP, gradients: list[Gradient]) -> None:
        g = flat(gradients)
        self.square = self.decay * self.square + (1 - self.decay) * g * g
        network.theta -= self.learning_rate * g / (np.sqrt(self.square) + self.epsilon)


class Adam:
    """A step size for each parameter (Kingma and Ba 2015, algorithm 1)."""

    label = "Adam"
    epsilon = 1e-8

    def __init__(self, size: int) -> None:
        self.learning_rate = 0.01
        self.beta1, self.beta2 = 0.9, 0.999
        self.mean: Array = np.zeros(size)  # running mean of g, (P,)
        self.square: Array = np.zeros(size)  # running mean of g^2, (P,)
        self.count = 0  # updates so far

    def update(self, network: MLP, gradients: list[Gradient]) -> None:
        g = flat(gradients)
        self.count += 1
        self.mean = self.beta1 * self.mean + (1 - self.beta1) * g
        self.square = self.beta2 * self.square + (1 - self.beta2) * g * g
        # both means start at zero; dividing undoes that bias
        mean = self.mean / (1 - self.beta1**self.count)
        square = self.square / (1 - self.beta2**self.count)
        network.theta -= self.learning_rate * mean / (np.sqrt(square) + self.epsilon)


class AdamW(Adam):
    """Adam, and each update shrinks theta by itself (Loshchilov and Hutter 2019)."""

    label = "AdamW"
    weight_decay = 0.01

    def update(self, network: MLP, gradients: list[Gradient]) -> None:
        network.theta *= 1 - self.learning_rate * self.weight_decay
        super().update(network, gradients)


Optimizer = SGD | Momentum | AdaGrad | RMSProp | Adam

OPTIMIZERS: dict[str, type[Optimizer]] = {
    "sgd": SGD,
    "momentum": Momentum,
    "nesterov": Nesterov,
    "adagrad": AdaGrad,
    "rmsprop": RMSProp,
    "adam": Adam,
    "adamw": AdamW,
}
