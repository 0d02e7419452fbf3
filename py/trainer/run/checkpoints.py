"""Checkpoints: a run as it was, to go back to and go on from."""

from copy import deepcopy
from dataclasses import dataclass
from typing import Any

from ..activations import Array
from ..training import Run
from .monitor import Monitor

MOST = 400
MOST_NUMBERS = 4_000_000  # in all checkpoints together
OF_RUN = ("update", "examples_seen", "order", "start", "batch", "batch_loss")
OF_MONITOR = (
    "stopped",
    "problem",
    "milestone",
    "last_epoch",
    "has_arrived",
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
    monitor: dict[str, Any]  # OF_MONITOR


def taken(run: Run, monitor: Monitor) -> Checkpoint:
    """A checkpoint of the current state. Arrays that training changes in place are copied."""
    return Checkpoint(
        theta=run.network.theta.copy(),
        optimizer=deepcopy(vars(run.optimizer)),
        generator=dict(run.rng.bit_generator.state),
        stopping=dict(vars(monitor.stopping)),
        run={name: getattr(run, name) for name in OF_RUN},
        monitor={name: getattr(monitor, name) for name in OF_MONITOR},
    )


def restore(checkpoint: Checkpoint, run: Run, monitor: Monitor) -> None:
    """Put the run back, the learning rate and what else the optimizer has included."""
    run.network.theta[:] = checkpoint.theta
    vars(run.optimizer).update(deepcopy(checkpoint.optimizer))
    run.rng.bit_generator.state = checkpoint.generator
    run.traces, run.gradients = [], []
    vars(monitor.stopping).update(checkpoint.stopping)
    for owner, values in ((run, checkpoint.run), (monitor, checkpoint.monitor)):
        for name, value in values.items():
            setattr(owner, name, value)


class CheckpointHistory:
    """The checkpoints of a run, its start and its end among them, thinned by halves."""

    def __init__(self, run: Run, monitor: Monitor) -> None:
        self._kept = [taken(run, monitor)]
        self.position = 0  # of the one that the run is at
        size = 4 * len(run.network.theta) + len(run.x)
        self._most = max(3, min(MOST, MOST_NUMBERS // size))

    def __len__(self) -> int:
        return len(self._kept)

    @property
    def is_at_end(self) -> bool:
        """Whether the run is at the last checkpoint, or beyond."""
        return self.position == len(self) - 1

    def go_to(self, index: int) -> Checkpoint:
        """The checkpoint that the run is at from now on."""
        self.position = index
        return self._kept[index]

    def forget_later(self) -> None:
        """Drop what comes after the present: the run is about to go another way."""
        del self._kept[self.position + 1 :]

    def take(self, run: Run, monitor: Monitor) -> None:
        """Append a checkpoint of the current state."""
        if self._kept[-1].run["update"] == run.update:
            self._kept.pop()
        if len(self._kept) == self._most:
            self._kept[1:] = self._kept[2::2]
        self._kept.append(taken(run, monitor))
        self.position = len(self) - 1
