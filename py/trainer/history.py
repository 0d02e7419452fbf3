"""History: the losses of a run so far, in bounded memory."""

from typing import NamedTuple


class Epoch(NamedTuple):
    """Scores at the end of an epoch; None where nothing is held back for validation."""

    epoch: int
    update: int
    train_loss: float
    val_loss: float | None
    train_accuracy: float
    val_accuracy: float | None


class Bucket(NamedTuple):
    """The lowest and highest batch loss among the updates up to `update`."""

    update: int
    low: float
    high: float


class History:
    """Losses of every epoch and every update, thinned by halves beyond `capacity`.

    An update's loss is never lost from sight: neighbours share a bucket that keeps
    their lowest and highest.
    """

    def __init__(self, capacity: int = 800) -> None:
        self.capacity = capacity
        self.epochs: list[Epoch] = []
        self.updates: list[Bucket] = []
        self._epoch_stride = 1
        self._bucket_size = 1

    def record_update(self, update: int, loss: float) -> None:
        """Take in the batch loss of update number `update`, counted from 1."""
        if (update - 1) % self._bucket_size:
            _, low, high = self.updates[-1]
            self.updates[-1] = Bucket(update, min(low, loss), max(high, loss))
            return
        if len(self.updates) == self.capacity:
            pairs = zip(self.updates[::2], self.updates[1::2], strict=True)
            self.updates = [
                Bucket(b.update, min(a.low, b.low), max(a.high, b.high))
                for a, b in pairs
            ]
            self._bucket_size *= 2
        self.updates.append(Bucket(update, loss, loss))

    def record_epoch(self, epoch: Epoch) -> None:
        """Take in an epoch: every one until there are too many, then every nth."""
        if epoch.epoch % self._epoch_stride:
            return
        self.epochs.append(epoch)
        if len(self.epochs) > self.capacity:
            self._epoch_stride *= 2
            self.epochs = [
                kept for kept in self.epochs if kept.epoch % self._epoch_stride == 0
            ]
