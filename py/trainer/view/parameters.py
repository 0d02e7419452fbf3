"""Parameters by their names in the code, and the network with other ones."""

from collections.abc import Iterator
from contextlib import contextmanager

import numpy as np

from ..activations import Array
from ..layers import MLP


@contextmanager
def other_theta(network: MLP, theta: Array) -> Iterator[None]:
    """Give the network other parameters while the block runs."""
    here = network.theta.copy()
    network.theta[:] = theta
    try:
        yield
    finally:
        network.theta[:] = here


def parameters(network: MLP, theta: Array) -> dict[str, Array]:
    """Copies of each W and b by its name in the code, for the parameters `theta`."""
    with other_theta(network, theta):
        return {
            f"layers[{i}].{name}": array.copy()
            for i, layer in enumerate(network.layers)
            for name, array in (("W", layer.W), ("b", layer.b))
        }


def parameter_name(network: MLP, index: int) -> str:
    """What theta[index] is called in the code, such as layers[0].W[1, 3]."""
    indices = np.arange(float(len(network.theta)))
    for name, array in parameters(network, indices).items():
        if place := np.argwhere(array == index).tolist():
            return f"{name}{place[0]}"
    raise IndexError(index)
