"""How each layer learns: its gradient, its weights and its updates over the run.

L    layers of the network        k   updates that are kept
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from ..activations import Array
from ..layers import Trace
from ..optimizers import flat
from ..run.trainer import Trainer

BINS = 24  # of a histogram


class LayerHistory:
    """Norms of each layer after the last update of every picture, thinned by halves.

    The engine's updates between two pictures are not among them: they keep no gradient.
    """

    def __init__(self, capacity: int = 400) -> None:
        self.capacity = capacity
        self._table = np.empty((0, 1))
        self._count = 0  # rows of the table that are in use
        self._stride = 1  # updates that are at least between two rows

    @property
    def rows(self) -> Array:
        """Update; norms of the gradient and of the weights, and the update's norm relative to
        the weights', each of every layer. (k, 1 + 3 L)"""
        return self._table[: self._count]

    def record(self, trainer: Trainer, sizes: Sequence[int]) -> None:
        """Take in the trainer's last update; `sizes` are the network's, inputs first."""
        run, monitor = trainer.run, trainer.monitor
        # of a run that was put back, what came later is forgotten
        self._count = int(np.searchsorted(self.rows[:, 0], run.update, side="right"))
        last = self.rows[-1, 0] if self._count else -np.inf
        is_due = run.update >= last + self._stride
        if trainer.stage != "update" or monitor.is_over or not is_due:
            return
        theta, before = run.network.theta, monitor.good_theta
        gradient = flat(run.gradients) if run.gradients else theta[:0]
        if not sizes or len(gradient) != len(theta):  # of edited code
            return
        starts = layer_starts(sizes)
        with np.errstate(all="ignore"):  # of a run that overflows
            weights = norms(before, starts)
            relative = norms(theta - before, starts) / np.where(weights > 0, weights, 1)
            self._add([run.update, *norms(gradient, starts), *weights, *relative])

    def _add(self, row: list[float]) -> None:
        if not self._count:
            self._table = np.empty((self.capacity, len(row)))
        self._table[self._count] = row
        self._count += 1
        if self._count == self.capacity:
            kept = self._table[::2].copy()
            self._count = len(kept)
            self._table[: self._count] = kept
            self._stride = max(1, int(2 * row[0]) // self.capacity)


def layer_starts(sizes: Sequence[int]) -> NDArray[np.int64]:
    """Where each layer's parameters, W and then b, begin in theta. (L,)"""
    n_in, n_out = np.array(sizes[:-1]), np.array(sizes[1:])
    return np.concatenate([[0], np.cumsum(n_in * n_out + n_out)[:-1]])


def norms(theta: Array, starts: NDArray[np.int64]) -> Array:
    """The Euclidean norm of each layer's part of a vector of parameters. (L,)"""
    return np.sqrt(np.add.reduceat(np.square(theta), starts))


def activation_histograms(traces: Sequence[Trace]) -> Array:
    """Of each hidden layer's activations over the examples of `traces`: both ends of the
    bins, the same for all layers, and the part of them in each bin. (L - 1, 2 + BINS)"""
    layers = [trace.a[np.isfinite(trace.a)] for trace in traces[:-1]]
    low = min((values.min(initial=0.0) for values in layers), default=0.0)
    high = max((values.max(initial=0.0) for values in layers), default=0.0)
    rows = np.empty((len(layers), 2 + BINS))
    for row, values in zip(rows, layers, strict=True):
        counts, edges = np.histogram(values, BINS, (low, max(high, low + 1e-9)))
        row[:] = [edges[0], edges[-1], *counts / max(1, values.size)]
    return rows
