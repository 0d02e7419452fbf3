"""The training loop: shuffle, batch, forward, loss, backward, update, and again.

N           examples in this batch; the last batch of an epoch may be shorter
x, y        inputs and true classes of the batch        (N, n_in), (N, 1)
logits      the network's outputs for them              (N, 1)
one update  one change of the weights (also: a step, an iteration)
one epoch   one pass over all training examples
"""

from collections.abc import Iterator
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from .activations import Array
from .layers import MLP, Gradient, Trace
from .losses import Loss, Penalty
from .optimizers import Optimizer

STAGES = ("shuffle", "batch", "forward", "loss", "backward", "update")


@dataclass
class Run:
    """Everything one training run owns; the second half is what the loop writes."""

    network: MLP
    loss: Loss
    penalty: Penalty
    optimizer: Optimizer
    rng: np.random.Generator
    x: Array  # (n_train, n_in)
    y: Array  # (n_train, 1)
    batch_size: int
    shuffle: bool = True

    update: int = 0  # updates so far
    examples_seen: int = 0  # an example counts every time it is seen
    order: NDArray[np.int64] = field(init=False)  # (n_train,)
    start: int = field(init=False)  # where in the order the next batch starts
    batch: NDArray[np.int64] = field(default_factory=lambda: np.arange(0))  # (N,)
    traces: list[Trace] = field(default_factory=list)
    batch_loss: float = 0.0  # nats per example, penalty included
    gradients: list[Gradient] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.order = np.arange(len(self.x))
        self.start = len(self.x)  # no batch is left: an epoch begins next

    @property
    def epoch(self) -> int:
        """Epochs completed."""
        return self.examples_seen // len(self.x)


def training_loop(run: Run) -> Iterator[str]:
    """Train `run` in place, for ever, yielding each stage's name as it ends.

    This is the whole lesson: six stages, always in this order. A caller trains
    by asking for the next stage; nothing outside this loop changes a weight.
    """
    while True:
        n = len(run.x)
        run.order = run.rng.permutation(n) if run.shuffle else np.arange(n)  # (n,)
        run.start = 0
        yield "shuffle"
        while run.start < n:
            run.batch = run.order[run.start : run.start + run.batch_size]  # (N,)
            run.start += len(run.batch)
            x, y = run.x[run.batch], run.y[run.batch]  # (N, n_in), (N, 1)
            yield "batch"
            run.traces = run.network.forward(x)
            logits = run.traces[-1].a  # (N, 1)
            yield "forward"
            run.batch_loss = run.loss.value(logits, y) + run.penalty.value(run.network)
            yield "loss"
            dlogits = run.loss.gradient(logits, y)  # (N, 1)
            run.gradients = run.network.backward(run.traces, dlogits)
            run.penalty.add_gradient(run.network, run.gradients)
            yield "backward"
            run.optimizer.update(run.network, run.gradients)
            run.update += 1
            run.examples_seen += len(run.batch)
            yield "update"
