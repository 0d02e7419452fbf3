"""The monitor: records a run's history, decides when to stop it, and detects divergence."""

from collections.abc import Sequence
from math import isfinite

import numpy as np

from ..activations import Array
from ..datasets import Data
from ..messages import Message, message
from ..settings.table import Settings
from ..training import Run
from .early_stopping import EarlyStopping
from .evaluation import Score, evaluate_both
from .history import Epoch, History
from .setup import apply_schedule

MAX_NORM = 1e8  # norm of theta above which a run counts as diverged
# epochs worth a message
MILESTONES = frozenset(m * 10**k for k in range(9) for m in (1, 2, 5))


def norm_is_bounded(theta: Array) -> bool:
    """Whether the norm of theta is below MAX_NORM; not if it is NaN."""
    # not theta @ theta, for which OpenBLAS wakes its threads beyond 10,000 numbers
    return bool(np.square(theta).sum() < MAX_NORM**2)


class Monitor:
    """Looks at `run` after each update, and ends it where it has to end.

    It reads the run; all that it ever writes are the learning rate, when an epoch ends,
    the best weights, when it stops early, and the last good ones, when the run diverges.
    """

    def __init__(self, run: Run, data: Data, settings: Settings) -> None:
        self.run, self.data, self.settings = run, data, settings
        self.history = History()
        self.stopping = EarlyStopping()
        self.stopped = False
        self.problem: Message | None = None  # why the run diverged
        self.milestone: Message | None = None  # how far it is
        self.is_touched = False  # whether somebody set weights by hand or from a file
        self.mark_good()
        self.best = self._epoch_of_now()  # by the loss that early stopping looks at
        self._take(self.best, run.network.theta)

    @property
    def is_over(self) -> bool:
        return self.stopped or self.problem is not None

    @property
    def looks_at_epochs(self) -> bool:
        """Whether something may happen when an epoch ends, so that none is passed over."""
        return self.settings.early_stopping or self.settings.schedule != "constant"

    def mark_good(self) -> None:
        """Save the current parameters, to restore if the next update diverges."""
        self.good_theta = self.run.network.theta.copy()

    def measure_anew(self, before: Settings) -> None:
        """Take in that the settings have changed from `before`.

        A run that had stopped early goes on once that is off. Where early stopping is
        switched on, or the penalty changes, the best so far was measured for another
        purpose: it is measured anew from here.
        """
        settings = self.settings
        is_new = settings.early_stopping and not before.early_stopping
        if is_new or (before.l1, before.l2) != (settings.l1, settings.l2):
            now = self._epoch_of_now()
            self.stopping = EarlyStopping()
            self._take_best(now, self.run.network.theta)
        self.stopped = self.stopped and settings.early_stopping

    def scores(self) -> tuple[Score, Score | None]:
        """Scores on the training and, if any are held back, the validation examples."""
        return evaluate_both(self.run, self.data, self.settings.threshold)

    def after_update(self) -> None:
        """Take in the update that just ended."""
        run, theta = self.run, self.run.network.theta
        if not isfinite(run.batch_loss):
            self._diverge("run.diverged-loss")
        elif not norm_is_bounded(theta):
            self._diverge("run.diverged-weights")
        else:
            self.history.record_updates(run.update, np.array([run.batch_loss]))
            if run.epoch > self.last_epoch.epoch:
                self._take(self._epoch_of_now(), theta)

    def after_updates(
        self, first: int, losses: Array, epochs: Sequence[Epoch], thetas: Array
    ) -> None:
        """Take in good updates at once, the first one's number being `first`.

        `epochs` ended in them, or just after, with the parameters in `thetas`, (E, P).
        """
        self.history.record_updates(first, losses)
        for epoch, theta in zip(epochs, thetas, strict=True):
            if epoch.update < first + len(losses):
                self._take(epoch, theta)

    def ending(self) -> list[Message]:
        """Why the run is over, what is shown, and what to try; empty while it goes on."""
        if self.problem:
            rate = self.settings.learning_rate
            return [
                self.problem,
                message("run.shows-good"),
                message("run.lower-rate", rate=rate),
            ]
        if self.stopped:
            watched = "validation" if len(self.data.x_val) else "training"
            epoch, best = self.run.epoch, self.stopping.best_epoch
            return [
                message(f"run.stopped-{watched}", epoch=epoch, best=best),
                message("run.shows-best"),
                message("run.after-stop"),
            ]
        return []

    def _diverge(self, why: str) -> None:
        self.problem = message(why, update=self.run.update)
        self.run.network.theta[:] = self.good_theta

    def _epoch_of_now(self) -> Epoch:
        return Epoch.scored(self.run.epoch, self.run.update, *self.scores())

    def _take(self, epoch: Epoch, theta: Array) -> None:
        """Take in an epoch that ended with the parameters `theta`."""
        self.last_epoch = epoch
        self.history.record_epoch(epoch)
        if self.settings.schedule != "constant":
            apply_schedule(self.settings, self.run)
        if not isfinite(epoch.train_loss):
            self._diverge("run.diverged-loss")
            return
        if epoch.epoch in MILESTONES:
            self.milestone = milestone(epoch)
        is_due = self._take_best(epoch, theta)
        if is_due and self.settings.early_stopping:
            self.stopped = True
            self.run.network.theta[:] = self.stopping.best_theta

    def _take_best(self, epoch: Epoch, theta: Array) -> bool:
        """Remember the epoch if it is the best; whether it is time to stop early."""
        settings = self.settings
        watched = epoch.train_loss if epoch.val_loss is None else epoch.val_loss
        is_due = self.stopping.is_due(
            epoch.epoch, watched, theta, settings.patience, settings.min_improvement
        )
        if self.stopping.best_epoch == epoch.epoch:
            self.best = epoch
        return is_due


def milestone(epoch: Epoch) -> Message:
    """ "Epoch 120: training loss 0.08, validation loss 0.11, 94 % correct." """
    number, loss = epoch.epoch, epoch.train_loss
    if epoch.val_loss is None or epoch.val_accuracy is None:
        correct = epoch.train_accuracy
        return message("run.milestone", epoch=number, train_loss=loss, accuracy=correct)
    return message(
        "run.milestone-validation",
        epoch=number,
        train_loss=loss,
        val_loss=epoch.val_loss,
        accuracy=epoch.val_accuracy,
    )
