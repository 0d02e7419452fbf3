"""Where a run is in its epoch: handed over to the module before a call, taken back after it.

What comes back is what the training loop would have left: order, place, batch, counts and
generator.
"""

from math import ceil, inf
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from ..training import Run
from . import shuffle
from .epochs import RateAt, Watch
from .modules import Module


class Place(NamedTuple):
    """A run in its epoch, and how its epochs go."""

    run: Run
    batch_size: int
    shuffles: bool
    drops: bool  # hidden units, which the generator chooses

    def updates_left(self, within_epoch: bool) -> float:
        """How many updates can be made in this epoch, or before NumPy has to draw an order.

        It draws that here, where the last epoch has ended.
        """
        run, n = self.run, len(self.run.x)
        if self.shuffles and not shuffle.is_known(run.rng):
            if run.start == n:
                run.order, run.start = run.rng.permutation(n), 0
        elif not within_epoch:
            return inf
        return self._updates(n - run.start) or self._updates(n)

    def hand_over(
        self, module: Module, updates: int, watch: Watch, rate_at: RateAt | None
    ) -> None:
        """Write what a call of up to so many updates needs, apart from the parameters."""
        run = self.run
        if run.start < len(run.x):
            module.write("order", run.order)
        if shuffle.is_known(run.rng):
            module.write("generator", shuffle.state_of(run.rng))
        module.write("watch", list(watch))
        if rate_at:
            most = ceil(updates / self._updates(len(run.x)))  # epochs that may end
            first = run.epoch + 1
            module.write("rates", [rate_at(first + number) for number in range(most)])

    def take_back(self, module: Module, updates: int) -> NDArray[np.int64]:
        """Move the run on by so many updates; epoch and update of each epoch's end. (E, 2)"""
        run, n, size = self.run, len(self.run.x), self.batch_size
        each, first = self._updates(n), self._updates(n - run.start)  # of an epoch
        numbers = np.arange(first or each, updates + 1, each)
        ends = np.empty((len(numbers), 2), np.int64)
        ends[:, 0] = np.arange(run.epoch + 1, run.epoch + 1 + len(numbers))
        ends[:, 1] = numbers + run.update
        began, start = run.examples_seen - run.start, run.start  # epoch; last batch
        if updates > first:
            whole, last = divmod(updates - first - 1, each)
            began, start = began + (1 + whole) * n, last * size
            run.order = module.read("order", n).astype(np.intp)
        else:
            start += (updates - 1) * size
        if shuffle.is_known(run.rng) and (updates > first or self.drops):
            shuffle.set_state(run.rng, module.read("generator", 6))
        run.start = min(start + size, n)
        run.batch = run.order[start : run.start]
        run.examples_seen = began + run.start
        run.update += updates
        return ends

    def _updates(self, examples: int) -> int:
        """The updates that it takes to see so many."""
        return ceil(examples / self.batch_size)
