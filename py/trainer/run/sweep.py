"""A sweep: many runs, each trained to an epoch or until enough examples are correct.

The engine trains them, on all cores: each run is a block of memory that a module is given.
"""

from collections import deque
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import partial
from math import inf
from time import perf_counter

import numpy as np

from ..datasets import Data
from ..engine.crew import BrowserCrew
from ..engine.engine import Call
from ..engine.modules import Compiler
from ..settings.custom_points import as_points
from ..settings.table import Settings
from ..training import Run
from .compiled import CompiledTrainer, take
from .monitor import Monitor
from .setup import assemble
from .step_goal import Goal
from .trainer import Trainer

QUEUE = 8  # calls that lie ready for each core, so that it need not wait
CALL = 2048  # updates of a call, always: some optimizers' rounding depends on it


class SweptRun:
    """One run of a sweep."""

    run: Run
    data: Data
    monitor: Monitor

    def __init__(self, settings: Settings, epochs: int, enough: float) -> None:
        self.settings = settings
        self.group = replace(
            settings, seed=0, data_seed=0
        )  # runs of one differ in seeds alone
        self._epochs, self._enough = epochs, enough
        points = settings.custom_points
        self.fresh = partial(assemble, settings, as_points(points) if points else None)
        self.prepare: Callable[[Run], None] = (
            leave  # gives it other weights to begin with
        )

    def begin(self) -> None:
        """Be at update 0."""
        run, data = self.fresh()
        self.prepare(run)
        self.watch(Monitor(run, data, self.settings))

    def watch(self, monitor: Monitor) -> None:
        """Be watched by this monitor."""
        self.run, self.data, self.monitor = monitor.run, monitor.data, monitor
        monitor.enough = self._enough

    @property
    def has_enough(self) -> bool:
        """Whether as many training examples are correct as are enough."""
        return self.monitor.last_epoch.train_metric >= self._enough

    @property
    def is_done(self) -> bool:
        """Whether it is at its last epoch, has enough, stopped early or diverged."""
        is_at_end = self.run.epoch >= self._epochs
        return is_at_end or self.has_enough or self.monitor.is_over

    def updates_of_call(self, batch_size: int) -> int:
        """How many updates to make at once: not beyond the last epoch."""
        goal = Goal(self.run, "epoch", self._epochs - self.run.epoch)
        return min(goal.updates_before_last(batch_size) + 1, CALL)


def leave(run: Run) -> None:
    """Leave a run as it is."""


class Sweep:
    """Trains many runs, by steps. What a run learns does not depend on the others, nor on who
    trained it."""

    def __init__(
        self,
        settings: Sequence[Settings],
        epochs: int,
        enough: float = inf,
        *,
        compiler: Compiler | None,
        edits: Mapping[str, str],
        crew: BrowserCrew | None = None,
    ) -> None:
        """A run for each of `settings`, up to the end of epoch number `epochs`, 1 or more, or of
        the first epoch with `enough` percent of the training examples correct."""
        self._compiler, self._edits, self._crew = compiler, edits, crew
        self._waiting: deque[SweptRun] = deque()  # for somebody to go on with
        self._away: dict[int, tuple[SweptRun, Call]] = {}
        self._sent = 0
        self.runs = [SweptRun(each, epochs, enough) for each in settings]
        self._to_begin = deque(self.runs)
        self._compiled: dict[Settings, CompiledTrainer] = {}  # by group
        self._in_numpy: dict[SweptRun, Trainer] = {}

    def __del__(self) -> None:
        self.dismiss_crew()

    @property
    def done(self) -> list[SweptRun]:
        """The runs that are done, in their order."""
        left = {
            *self._to_begin,
            *self._waiting,
            *(run for run, _ in self._away.values()),
        }
        return [run for run in self.runs if run not in left]

    @property
    def is_over(self) -> bool:
        """Whether all are done."""
        return not (self._to_begin or self._waiting or self._away)

    def step(self, seconds: float = inf) -> None:
        """Train for about so long, or until nothing is left to do here.

        While other cores are still at it, they hand over their results only once this call
        has returned: ask again.
        """
        deadline = perf_counter() + seconds
        with np.errstate(all="ignore"):  # the monitors tell of runs that overflow
            while True:
                self._take_back()
                self._send()
                if not (one := self._next()):
                    break
                self._train(one)
                self._put_back(one)
                if perf_counter() >= deadline:
                    break

    def _next(self) -> SweptRun | None:
        """The next to train, if one is left: those that are under way come first."""
        if self._waiting:
            return self._waiting.popleft()
        while self._to_begin:
            one = self._to_begin.popleft()
            one.begin()
            if not one.is_done:
                return one
        return None

    def _put_back(self, one: SweptRun) -> None:
        if not one.is_done:
            self._waiting.appendleft(one)

    def _compiled_for(self, one: SweptRun) -> CompiledTrainer:
        """Its trainer, ready to go on with it."""
        if one.group not in self._compiled:
            of_run = one.run, one.data, one.settings, self._edits, one.fresh
            self._compiled[one.group] = CompiledTrainer(self._compiler, *of_run)
        compiled = self._compiled[one.group]
        if compiled.engine:
            compiled.engine.take(one.run, one.data)
            one.monitor.mark_good()
        return compiled

    def _train(self, one: SweptRun) -> None:
        if one not in self._in_numpy:
            compiled = self._compiled_for(one)
            if compiled.engine:
                updates = one.updates_of_call(compiled.engine.batch_size)
                if compiled.train(updates, one.monitor):
                    return
            # from the start: what failed may have left its traces
            trainer = Trainer(one.settings, None, self._edits)
            one.prepare(trainer.run)
            trainer.monitor.begin_here()
            one.watch(trainer.monitor)
            self._in_numpy[one] = trainer
        self._in_numpy[one].advance("epoch", 1)

    def _send(self) -> None:
        """Give the other cores something to do."""
        while self._crew and len(self._away) < QUEUE * self._crew.size:
            one = self._next()
            if not one:
                return
            compiled = self._compiled_for(one)
            engine = None if one in self._in_numpy else compiled.engine
            updates = one.updates_of_call(engine.batch_size) if engine else 0
            call = compiled.begin(updates, one.monitor) if engine else None
            if not engine or not call:
                self._waiting.appendleft(one)
                return
            instance, block = engine.block()
            self._sent += 1
            self._crew.send(self._sent, instance, block, call.arguments)
            self._away[self._sent] = one, call

    def _take_back(self) -> None:
        """Take in what the other cores have done."""
        for number, made, block in self._crew.returned() if self._crew else ():
            if made < 1:
                self.dismiss_crew()
                return
            one, call = self._away.pop(number)
            compiled = self._compiled_for(one)
            if compiled.engine:
                compiled.engine.restore(block)
                take(compiled.engine.finish(call, made), one.monitor)
            self._put_back(one)

    def dismiss_crew(self) -> None:
        """Do here what others were to do: their runs are as they were."""
        if self._crew:
            self._crew.close()
        self._crew = None
        self._waiting.extend(run for run, _ in self._away.values())
        self._away.clear()
