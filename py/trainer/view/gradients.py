"""Gradients of a run: the batch's against the whole set's, backpropagation's against a
central difference.

P    parameters of the network
"""

from collections.abc import Callable
from functools import partial

import numpy as np
from numpy.typing import NDArray

from ..activations import Array
from ..layers import Trace
from ..optimizers import flat
from ..training import Run

Forward = Callable[[Array], list[Trace]]


def gradient_of(run: Run, examples: NDArray[np.int64]) -> Array:
    """dL/dtheta over some of the training examples, by backpropagation. (P,)"""
    return gradient_at(run, examples, run.network.forward)


def batch_forward(run: Run) -> Forward:
    """How the network runs the batch: without the units that dropout left out of it."""
    traces, network = run.traces, run.network
    masks = [getattr(trace, "mask", None) for trace in traces]
    if masks and masks[0] is not None and len(masks[0]) == len(run.batch):
        return partial(network.forward, masks=masks)
    return network.forward


def gradient_at(run: Run, examples: NDArray[np.int64], forward: Forward) -> Array:
    """The same, where the network runs its inputs `forward` in this way. (P,)"""
    network, x, y = run.network, run.x[examples], run.y[examples]
    traces = forward(x)
    gradients = network.backward(traces, run.loss.gradient(traces[-1].a, y))
    run.penalty.add_gradient(network, gradients)
    return flat(gradients)


def gradient_angle(run: Run) -> float:
    """Degrees between the current batch's gradient and the whole set's; 0 if one is zero."""
    whole = gradient_of(run, np.arange(len(run.x)))
    return degrees_between(gradient_of(run, run.batch), whole)


def degrees_between(part: Array, whole: Array) -> float:
    """The angle between two gradients, (P,); 0 if one is zero."""
    lengths = np.sqrt(np.square(part).sum()) * np.sqrt(np.square(whole).sum())
    cosine = (part * whole).sum() / lengths if lengths else 1.0
    return float(np.degrees(np.arccos(np.clip(cosine, -1.0, 1.0))))


def gradient_twice(run: Run, index: int, h: float = 1e-5) -> tuple[float, float]:
    """dL/dtheta[index] over the current batch: by backpropagation, by central difference.

    Both without the units that dropout left out of it.
    """
    network, x, y = run.network, run.x[run.batch], run.y[run.batch]
    forward = batch_forward(run)
    gradient = gradient_at(run, run.batch, forward)

    here, losses = network.theta[index], []
    for value in (here + h, here - h):
        network.theta[index] = value
        loss = run.loss.value(forward(x)[-1].a, y)
        losses.append(loss + run.penalty.value(network))
    network.theta[index] = here
    return float(gradient[index]), (losses[0] - losses[1]) / (2 * h)
