"""The monitor: records a run's history, decides when to stop it, and detects divergence."""

from bisect import bisect
from math import inf, isfinite

import numpy as np

from ..activations import Array
from ..datasets import Data
from ..engine.epochs import Watch
from ..messages import Message, message
from ..settings.table import Settings
from ..training import Run
from .early_stopping import EarlyStopping
from .evaluation import Score, evaluate_both
from .history import Epoch, History
from .setup import apply_schedule

MAX_NORM = 1e8  # norm of theta above which a run counts as diverged
# epochs worth a message
MILESTONES = [m * 10**k for k in range(9) for m in (1, 2, 5)]


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
        self.enough = inf  # percent of the training examples correct that end the run
        self.has_arrived = False  # at the loss that training is to pause at
        self.is_touched = False  # whether somebody set weights by hand or from a file
        self.mark_good()
        self.best = self._epoch_of_now()  # by the loss that early stopping looks at
        self._watch(self.best)
        self.last_epoch = self.best
        self._take(self.best.row[None])

    @property
    def is_over(self) -> bool:
        return self.stopped or self.problem is not None

    @property
    def ends_step(self) -> bool:
        """Whether training ends here, for now or for good."""
        return self.is_over or self.has_arrived

    @property
    def watch(self) -> Watch:
        """What the engine has to know of what ends a run."""
        settings, stopping = self.settings, self.stopping
        return Watch(
            best_loss=stopping.best_loss,
            since=self.last_epoch.epoch - stopping.best_epoch,
            min_improvement=settings.min_improvement,
            patience=settings.patience if settings.early_stopping else inf,
            enough=self.enough,
            low=self._low,
        )

    @property
    def _low(self) -> float:
        """The loss to pause at; none where the last epoch had as low a one already."""
        low = self.settings.pause_loss
        return low if self.last_epoch.train_loss > low > 0 else -inf

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
            self.stopping = EarlyStopping()
            self._watch(self._epoch_of_now())
        self.stopped = self.stopped and settings.early_stopping

    def begin_here(self) -> None:
        """Take in that the run is elsewhere: what is known of it begins anew."""
        self.history, self.stopping = History(), EarlyStopping()
        self.mark_good()
        self.best = self.last_epoch = self._epoch_of_now()
        self._watch(self.best)
        self.history.record_epochs(self.best.row[None])

    def take_data(self, data: Data, settings: Settings) -> None:
        """Take in that the run has other data: the best so far was measured on others."""
        self.data, self.settings = data, settings
        self.stopping = EarlyStopping()
        self.best = self.last_epoch = self._epoch_of_now()
        self._watch(self.best)

    def scores(self) -> tuple[Score, Score | None]:
        """Scores on the training and, if any are held back, the validation examples."""
        return evaluate_both(self.run, self.data, self.settings.threshold)

    def after_update(self) -> None:
        """Take in the update that just ended."""
        run = self.run
        if self._has_diverged():
            return
        self.history.record_update(run.update, run.batch_loss)
        if run.epoch > self.last_epoch.epoch:
            now = self._epoch_of_now()
            self._watch(now)
            self._take(now.row[None])
            if self.settings.schedule != "constant":
                apply_schedule(self.settings, run)

    def after_updates(
        self, losses: Array, epochs: Array, best: int | None, theta: Array
    ) -> None:
        """Take in the updates that just ended; none of them where the last one diverged.

        `epochs` ended in them, (E, 6) as in the history; number `best` among them is the best
        so far, if any is, and had the parameters `theta`.
        """
        if self._has_diverged():
            return
        self.history.record_updates(self.run.update - len(losses) + 1, losses)
        if best is not None:
            self.best = Epoch.of(epochs[best])
            self.stopping.mark(self.best.epoch, self.best.watched_loss, theta)
        if len(epochs):
            self._take(epochs)

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

    def _has_diverged(self) -> bool:
        """Whether the last update diverged, which ends the run."""
        if not isfinite(self.run.batch_loss):
            self._diverge("run.diverged-loss")
        elif not norm_is_bounded(self.run.network.theta):
            self._diverge("run.diverged-weights")
        return self.problem is not None

    def _diverge(self, why: str) -> None:
        self.problem = message(why, update=self.run.update)
        self.run.network.theta[:] = self.good_theta

    def _epoch_of_now(self) -> Epoch:
        return Epoch.scored(self.run.epoch, self.run.update, *self.scores())

    def _watch(self, now: Epoch) -> None:
        """Remember the epoch that just ended if it is the best."""
        if not isfinite(now.train_loss):
            return
        theta, least = self.run.network.theta, self.settings.min_improvement
        if self.stopping.is_better(now.watched_loss, least):
            self.stopping.mark(now.epoch, now.watched_loss, theta)
            self.best = now

    def _take(self, epochs: Array) -> None:
        """Take in epochs that followed each other, the last of which ended now. (E, 6)"""
        settings, last = self.settings, Epoch.of(epochs[-1])
        self.has_arrived = last.train_loss <= self._low
        self.last_epoch = last
        self.history.record_epochs(epochs)
        if not isfinite(last.train_loss):
            self._diverge("run.diverged-loss")
            return
        passed = [0, *MILESTONES][bisect(MILESTONES, last.epoch)]
        if passed > max(last.epoch - len(epochs), 0):
            epoch = Epoch.of(epochs[passed - last.epoch - 1])
            self.milestone = milestone(epoch, self.run.loss.task)
        is_due = self.stopping.is_due(last.epoch, settings.patience)
        if settings.early_stopping and is_due:
            self.stopped = True
            self.run.network.theta[:] = self.stopping.best_theta


def milestone(epoch: Epoch, task: str) -> Message:
    """ "Epoch 120: training loss 0.08, validation loss 0.11, 94 % correct." """
    number, loss = epoch.epoch, epoch.train_loss
    is_regression = task == "regression"
    if epoch.val_loss is None or epoch.val_metric is None:
        metric = epoch.train_metric
        code = "run.milestone-rmse" if is_regression else "run.milestone"
        return message(code, epoch=number, train_loss=loss, metric=metric)
    return message(
        "run.milestone-rmse-validation"
        if is_regression
        else "run.milestone-validation",
        epoch=number,
        train_loss=loss,
        val_loss=epoch.val_loss,
        metric=epoch.val_metric,
    )
