"""Freezing: an optimizer that leaves some of the parameters as they are."""

from collections.abc import Iterable
from functools import cache

import numpy as np

from ..activations import Array
from ..layers import MLP, Gradient, weights_and_biases
from ..optimizers import Optimizer


def frozen_parameters(network: MLP, places: Iterable[str]) -> Array:
    """1 for each parameter that is to stay as it is, else 0, in theta's order. (P,)

    A place is a layer, such as 0, or one of its parameters: layer.from.to, where b
    stands for the bias. Places that the network does not have are left out.
    """
    is_frozen: Array = np.zeros(len(network.theta))
    layers = weights_and_biases(is_frozen, network.sizes)
    for place in places:
        layer, *rest = place.split(".")
        if int(layer) >= len(layers):
            continue
        W, b = layers[int(layer)]
        if not rest:
            W[:] = b[:] = 1
        elif int(rest[1]) < len(b) and rest[0] == "b":
            b[int(rest[1])] = 1
        elif int(rest[1]) < len(b) and int(rest[0]) < len(W):
            W[int(rest[0]), int(rest[1])] = 1
    return is_frozen


def freeze(optimizer: Optimizer, is_frozen: Array) -> None:
    """Have an optimizer leave these parameters, (P,), as they are from now on."""
    known = vars(optimizer)
    plain: type[Optimizer] = getattr(type(optimizer), "plain", type(optimizer))
    if is_frozen.any():
        known["is_frozen"] = is_frozen
        optimizer.__class__ = freezing(plain)  # type: ignore[arg-type]
    else:
        optimizer.__class__ = plain
        known.pop("is_frozen", None)


@cache
def freezing(kind: type[Optimizer]) -> type[Optimizer]:
    """The same optimizer, which puts back what is frozen after each update."""

    class Freezing(kind):  # type: ignore[misc, valid-type]
        plain = kind
        is_frozen: Array

        def update(self, network: MLP, gradients: list[Gradient]) -> None:
            before = network.theta.copy()
            super().update(network, gradients)
            network.theta[:] = np.where(self.is_frozen > 0, before, network.theta)

    return Freezing
