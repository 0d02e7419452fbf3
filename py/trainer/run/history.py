"""History: the losses of a run so far, in bounded memory."""

from typing import NamedTuple

import numpy as np

from ..activations import Array
from .evaluation import Score


class Epoch(NamedTuple):
    """Scores at the end of an epoch, accuracies in percent; None where nothing is held back
    for validation."""

    epoch: int
    update: int
    train_loss: float
    val_loss: float | None
    train_accuracy: float
    val_accuracy: float | None

    @classmethod
    def scored(
        cls, epoch: int, update: int, train: Score, val: Score | None
    ) -> "Epoch":
        """The epoch that ended at `update` with these scores."""
        return cls(
            epoch,
            update,
            train.loss,
            val.loss if val else None,
            train.accuracy,
            val.accuracy if val else None,
        )


class History:
    """Losses of every epoch and every update, thinned by halves beyond `capacity`.

    An update's loss is never lost from sight: neighbours share a bucket that keeps
    their lowest and highest.
    """

    def __init__(self, capacity: int = 800) -> None:
        self.capacity = capacity
        self.epochs: list[Epoch] = []
        self._epoch_scores = np.empty((capacity + 1, 6))
        self._epoch_stride = 1
        # last update, lowest and highest loss of each bucket
        self._buckets = np.full((capacity, 3), (0, np.inf, -np.inf))
        self._count = 0
        self._bucket_size = 1

    @property
    def epoch_scores(self) -> Array:
        """Of each epoch that is kept: update, training and validation loss, training and
        validation accuracy, epoch; NaN where nothing is held back. (k, 6)"""
        return self._epoch_scores[: len(self.epochs)]

    @property
    def update_losses(self) -> Array:
        """Last update, lowest and highest batch loss of each bucket. (m, 3)"""
        return self._buckets[: self._count]

    def record_updates(self, first: int, losses: Array) -> None:
        """Take in the batch losses of updates that follow each other, the first one's
        number being `first`; numbers count from 1."""
        if not len(losses):
            return
        last = first + len(losses) - 1
        while (last - 1) // self._bucket_size >= self.capacity:
            self._halve()
        # several buckets at once: where each begins among the losses
        numbers = np.arange(first - 1, last) // self._bucket_size
        starts = np.flatnonzero(np.diff(numbers, prepend=-1))
        rows = self._buckets[numbers[0] : numbers[-1] + 1]
        rows[:, 0] = np.append(first + starts[1:] - 1, last)
        rows[:, 1] = np.minimum(rows[:, 1], np.minimum.reduceat(losses, starts))
        rows[:, 2] = np.maximum(rows[:, 2], np.maximum.reduceat(losses, starts))
        self._count = int(numbers[-1]) + 1

    def _halve(self) -> None:
        """Make one bucket of every two."""
        even, odd = self._buckets[::2].copy(), self._buckets[1::2].copy()
        half = len(even)
        self._buckets[:half, 0] = np.maximum(even[:, 0], odd[:, 0])
        self._buckets[:half, 1] = np.minimum(even[:, 1], odd[:, 1])
        self._buckets[:half, 2] = np.maximum(even[:, 2], odd[:, 2])
        self._buckets[half:] = (0, np.inf, -np.inf)
        self._count = (self._count + 1) // 2
        self._bucket_size *= 2

    def record_epoch(self, epoch: Epoch) -> None:
        """Take in an epoch: every one until there are too many, then every nth."""
        if epoch.epoch % self._epoch_stride:
            return
        self._keep(epoch)
        if len(self.epochs) > self.capacity:
            self._epoch_stride *= 2
            kept = [e for e in self.epochs if e.epoch % self._epoch_stride == 0]
            self.epochs = []
            for one in kept:
                self._keep(one)

    def forget_after(self, update: int) -> None:
        """Drop what came after an update: the run goes on from there, another way."""
        kept = [epoch for epoch in self.epochs if epoch.update <= update]
        self.epochs = []
        for epoch in kept:
            self._keep(epoch)
        # of a bucket that holds updates of both ways nobody knows whose the losses are
        buckets = update // self._bucket_size
        self._buckets[buckets:] = (0, np.inf, -np.inf)
        self._count = min(self._count, buckets)

    def _keep(self, epoch: Epoch) -> None:
        number, *scores = epoch
        self._epoch_scores[len(self.epochs)] = [
            np.nan if value is None else value for value in (*scores, number)
        ]
        self.epochs.append(epoch)
