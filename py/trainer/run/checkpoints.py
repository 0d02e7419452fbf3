"""Checkpoints: a run as it was, to go back to and go on from."""

from copy import deepcopy
from dataclasses import dataclass
from typing import Any

from ..activations import Array
from ..training import Run
from .monitor import Watch

MOST = 400
MOST_NUMBERS = 4_000_000  # in all checkpoints together
OF_RUN = ("update", "examples_seen", "order", "start", "batch", "batch_loss")
OF_WATCH = (
    "stopped",
    "problem",
    "milestone",
    "last_epoch",
    "best",
    "good_theta",
    "is_touched",
)


@dataclass(frozen=True)
class Checkpoint:
    """Everything that training changes, between two updates."""

    theta: Array
    optimizer: dict[str, Any]
    generator: dict[str, Any]
    stopping: dict[str, Any]
    run: dict[str, Any]  # OF_RUN
    watch: dict[str, Any]  # OF_WATCH


def taken(run: Run, watch: Watch) -> Checkpoint:
    """A checkpoint of now. What training replaces is kept, what it changes is copied."""
    return Checkpoint(
        theta=run.network.theta.copy(),
        optimizer=deepcopy(vars(run.optimizer)),
        generator=deepcopy(dict(run.rng.bit_generator.state)),
        stopping=dict(vars(watch.stopping)),
        run={name: getattr(run, name) for name in OF_RUN},
        watch={name: getattr(watch, name) for name in OF_WATCH},
    )


def restore(checkpoint: Checkpoint, run: Run, watch: Watch) -> None:
    """Put the run back; its live settings, such as the learning rate, stay as they are now."""
    run.network.theta[:] = checkpoint.theta
    live = run.optimizer.learning_rate
    vars(run.optimizer).update(deepcopy(checkpoint.optimizer))
    run.optimizer.learning_rate = live
    run.rng.bit_generator.state = checkpoint.generator
    run.traces, run.gradients = [], []
    vars(watch.stopping).update(checkpoint.stopping)
    for owner, values in ((run, checkpoint.run), (watch, checkpoint.watch)):
        for name, value in values.items():
            setattr(owner, name, value)


class Past:
    """The checkpoints of a run, its start and its end among them, thinned by halves."""

    def __init__(self, run: Run, watch: Watch) -> None:
        self.checkpoints = [taken(run, watch)]
        self.position = 0  # of the one that the run is at
        size = 4 * len(run.network.theta) + len(run.x)
        self.most = max(3, min(MOST, MOST_NUMBERS // size))

    @property
    def is_over(self) -> bool:
        """Whether the run is at the last checkpoint, or beyond."""
        return self.position == len(self.checkpoints) - 1

    def forget_later(self) -> None:
        """Drop what comes after the present: the run is about to go another way."""
        del self.checkpoints[self.position + 1 :]

    def take(self, run: Run, watch: Watch) -> None:
        """Add a checkpoint of now as the last."""
        if self.checkpoints[-1].run["update"] == run.update:
            self.checkpoints.pop()
        if len(self.checkpoints) == self.most:
            self.checkpoints[1:] = self.checkpoints[2::2]
        self.checkpoints.append(taken(run, watch))
        self.position = len(self.checkpoints) - 1
