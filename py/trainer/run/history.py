"""History: the losses of a run so far, in bounded memory."""

from math import isnan
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from ..activations import Array
from .evaluation import Score

# columns of `History.epoch_scores`
UPDATE, TRAIN_LOSS, VAL_LOSS, TRAIN_METRIC, VAL_METRIC, EPOCH = range(6)

WAITING = 500  # how many may wait until somebody looks


class Epoch(NamedTuple):
    """Scores at the end of an epoch, metrics as in `Score`; None where nothing is held back
    for validation."""

    epoch: int
    update: int
    train_loss: float
    val_loss: float | None
    train_metric: float
    val_metric: float | None

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
            train.metric,
            val.metric if val else None,
        )

    @property
    def watched_loss(self) -> float:
        """What early stopping goes by."""
        return self.train_loss if self.val_loss is None else self.val_loss

    @property
    def row(self) -> Array:
        """The epoch as a row of `History.epoch_scores`. (6,)"""
        epoch, *scores = self
        return np.array([*scores, epoch], dtype=np.float64)

    @classmethod
    def of(cls, row: Array) -> "Epoch":
        """The epoch of a row of `History.epoch_scores`."""
        update, loss, val_loss, metric, val_metric, epoch = row.tolist()
        val = None if isnan(val_metric) else Score(val_loss, val_metric)
        return cls.scored(int(epoch), int(update), Score(loss, metric), val)


def epoch_rows(ends: NDArray[np.int64], scores: Array) -> Array:
    """Rows of `History.epoch_scores`, (E, 6): epoch and update, (E, 2), of each epoch's end;
    training loss and metric, validation loss and metric there, (E, 4)."""
    rows = np.empty((len(ends), 6))
    rows[:, [EPOCH, UPDATE]] = ends
    rows[:, [TRAIN_LOSS, TRAIN_METRIC, VAL_LOSS, VAL_METRIC]] = scores
    return rows


class History:
    """Losses of every epoch and every update, thinned by halves beyond `capacity`.

    An update's loss is never lost from sight: neighbours share a bucket that keeps
    their lowest and highest.
    """

    def __init__(self, capacity: int = 800) -> None:
        self.capacity = capacity
        self._epoch_scores: Array = np.empty((0, 6))
        self._epoch_stride = 1
        # what came one by one, and is put in its place when somebody looks
        self._new_epochs: list[Array] = []
        self._new_losses: list[float] = []
        self._last_update = 0
        # last update, lowest and highest loss of each bucket
        self._buckets = np.full((capacity, 3), (0, np.inf, -np.inf))
        self._count = 0
        self._bucket_size = 1

    @property
    def epochs(self) -> list[Epoch]:
        """Each epoch that is kept."""
        return [Epoch.of(row) for row in self.epoch_scores]

    @property
    def epoch_scores(self) -> Array:
        """A row of each epoch that is kept; NaN where nothing is held back. (k, 6)"""
        self._place_epochs()
        return self._epoch_scores

    @property
    def update_losses(self) -> Array:
        """Last update, lowest and highest batch loss of each bucket. (m, 3)"""
        self._place_losses()
        return self._buckets[: self._count]

    def record_update(self, update: int, loss: float) -> None:
        """Take in the batch loss of the update that followed the last."""
        self._new_losses.append(loss)
        self._last_update = update
        if len(self._new_losses) == WAITING:
            self._place_losses()

    def _place_losses(self) -> None:
        losses = np.array(self._new_losses)
        self._new_losses = []
        self._place(self._last_update - len(losses) + 1, losses)

    def record_updates(self, first: int, losses: Array) -> None:
        """Take in the batch losses of updates that follow each other, the first one's
        number being `first`; numbers count from 1."""
        self._place_losses()
        self._place(first, losses)

    def _place(self, first: int, losses: Array) -> None:
        if not len(losses):
            return
        last = first + len(losses) - 1
        while (last - 1) // self._bucket_size >= self.capacity:
            self._halve()
        # several buckets at once: where each begins among the losses
        size = self._bucket_size
        bucket, self._count = (first - 1) // size, (last - 1) // size + 1
        ends = np.arange(bucket + 1, self._count + 1) * size
        starts = np.maximum(ends - size - (first - 1), 0)
        rows = self._buckets[bucket : self._count]
        rows[:, 0] = np.minimum(ends, last)
        rows[:, 1] = np.minimum(rows[:, 1], np.minimum.reduceat(losses, starts))
        rows[:, 2] = np.maximum(rows[:, 2], np.maximum.reduceat(losses, starts))

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

    def record_epochs(self, rows: Array) -> None:
        """Take in epochs, (E, 6): every one until there are too many, then every nth."""
        self._new_epochs.append(rows)
        if len(rows) > 1 or len(self._new_epochs) == WAITING:
            self._place_epochs()

    def _place_epochs(self) -> None:
        if not self._new_epochs:
            return
        rows = np.concatenate(self._new_epochs)
        self._new_epochs = []
        kept = np.concatenate([self._epoch_scores, self._thinned(rows)])
        while len(kept) > self.capacity:
            self._epoch_stride *= 2
            kept = self._thinned(kept)
        self._epoch_scores = kept

    def _thinned(self, rows: Array) -> Array:
        kept: Array = rows[rows[:, EPOCH] % self._epoch_stride == 0]
        return kept

    def forget_after(self, update: int) -> None:
        """Drop what came after an update: the run goes on from there, another way."""
        scores = self.epoch_scores
        self._epoch_scores = scores[scores[:, UPDATE] <= update]
        self._place_losses()
        # of a bucket that holds updates of both ways nobody knows whose the losses are
        buckets = update // self._bucket_size
        self._buckets[buckets:] = (0, np.inf, -np.inf)
        self._count = min(self._count, buckets)
