"""The trainer: one run under way, with all that belongs to it."""

from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from math import inf
from time import perf_counter
from types import GeneratorType
from typing import Any, Literal, cast

import numpy as np

from ..activations import Array
from ..datasets import Data
from ..engine.engine import Engine
from ..engine.modules import Compiler
from ..errors import LoopError, SettingError, shown
from ..messages import Message, message
from ..settings.custom_points import as_points
from ..settings.numbers import is_integer
from ..settings.table import LIVE, WATCHING, Settings
from ..training import training_loop
from .checkpoints import Checkpoint, CheckpointHistory, restore, taken
from .compiled import CompiledTrainer
from .data_check import check_drawn, check_features
from .evaluation import Score
from .meter import Meter
from .monitor import Monitor
from .position import go_to, sets_in
from .redrawn import data_of
from .setup import apply_live, assemble, in_training
from .stages import checked
from .step_goal import Goal, Unit

Status = Literal["ready", "paused", "stopped", "diverged"]


class Trainer:
    """A run in progress: the loop, the engine beside it, its monitor and its checkpoints."""

    def __init__(
        self,
        settings: Settings,
        compiler: Compiler | None,
        edits: Mapping[str, str],
        theta: Sequence[float] | None = None,
    ) -> None:
        """At update 0, with the parameters `theta`, (P,), if given.

        A SettingError where those are not as many as the network has; a CodeError where
        no network can learn what an edited dataset draws, or its features.
        """
        self.settings, self.edits, self._compiler = settings, edits, compiler
        points = as_points(settings.custom_points) if settings.custom_points else None
        if edits:
            check_features()
        if edits and not points:
            check_drawn(settings)
        self._fresh = partial(assemble, settings, points)
        self.run, self.data = self._fresh()
        if theta is not None:
            wanted = len(self.run.network.theta)
            if len(theta) != wanted:
                code, count = "request.weights-count", len(theta)
                raise SettingError(code, wanted=wanted, count=count)
            self.run.network.theta[:] = theta
        self.monitor = Monitor(self.run, self.data, settings)
        self.monitor.is_touched = theta is not None
        self.loop = cast("GeneratorType[str, None, None]", training_loop(self.run))
        self._stages = self._stages_of_loop()
        self.checkpoints = CheckpointHistory(self.run, self.monitor)
        self._meter = Meter()
        self.stage = ""  # the one that ended last
        self.is_redrawn = (
            False  # points were drawn while it trained: no seed gives its sets
        )
        # settings or points were changed while it trained: no link gives it again
        self.is_altered = False
        self._is_between_updates = False  # where engine and checkpoints may take over
        self._make_compiled()

    def _stages_of_loop(self) -> Iterator[str]:
        stages = checked(self.loop) if self.edits else self.loop
        return in_training(self.run.network, stages)

    def _make_compiled(self) -> None:
        self._compiled = CompiledTrainer(
            self._compiler,
            self.run,
            self.data,
            self.settings,
            self.edits,
            self._fresh,
        )
        self._was_compiled = True  # or will be, once there is much to do

    @property
    def status(self) -> Status:
        if self.monitor.problem:
            return "diverged"
        if self.monitor.stopped:
            return "stopped"
        return "paused" if self.stage or self.run.update else "ready"

    @property
    def is_edited(self) -> bool:
        """Whether somebody edited the code that trains."""
        return bool(self.edits)

    @property
    def is_compiled(self) -> bool:
        """Whether the engine trains: it did last, or will once there is much to do."""
        return self._was_compiled and bool(self._compiled.engine)

    @property
    def engine(self) -> Engine | None:
        """What compiles this run; None where NumPy makes all of its updates."""
        return self._compiled.engine

    @property
    def engine_reason(self) -> Message:
        """Why the engine trains, or why NumPy does."""
        if self._compiled.engine and not self._was_compiled:
            return message("engine.by-the-loop")
        return self._compiled.reason

    @property
    def speedup(self) -> float | None:
        """How many times as fast as the loop the engine is here; None before it was timed."""
        return self._compiled.speedup.times

    @property
    def updates_per_second(self) -> float:
        """Averaged over the last second of wall-clock time."""
        return self._meter.updates_per_second

    def scores(self) -> tuple[Score, Score | None]:
        """Scores on the training and, if any are held back, the validation examples."""
        return self._compiled.scores(self.monitor)

    def compiled_pictures(self) -> tuple[Array, Array] | None:
        """What `view.pictures.pictures_of` returns, by the engine; None where NumPy has to."""
        return self._compiled.pictures()

    def apply_live(self, settings: Settings) -> None:
        """Take settings of which only live ones differ; where that fails, none is taken."""
        before, built_for = self.settings, self._built_for()
        try:
            self._set_live(settings)
            self.monitor.measure_anew(before)
            self._mark_altered(
                any(getattr(settings, n) != getattr(before, n) for n in LIVE - WATCHING)
            )
        except BaseException:  # of edited code
            self._set_live(before)
            raise
        if self._built_for() != built_for:
            self._make_compiled()

    def _mark_altered(self, is_change: bool) -> None:
        """Note a change; one before the first update is none."""
        self.is_altered = self.run.update > 0 and (self.is_altered or is_change)

    def _built_for(self) -> tuple[object, ...]:
        """What of the live settings is built into a compiled trainer."""
        run = self.run
        return self.settings.engine, run.network.dropout > 0, type(run.optimizer)

    def _set_live(self, settings: Settings) -> None:
        self.settings = self.monitor.settings = settings
        apply_live(settings, self.run)
        self._compiled.apply_live(settings)

    def advance(self, unit: Unit, amount: float, last_epoch: float = inf) -> None:
        """Train by `amount` of `unit`, by one stage at least, up to the end of `last_epoch`.

        "milliseconds" end on a whole update.
        """
        pause, before = self.settings.pause_epoch, self.run.epoch
        if pause > before:
            last_epoch = min(last_epoch, pause)
        goal = Goal(self.run, unit, amount, last_epoch)
        self.monitor.has_arrived = False
        self._meter.tick(self.run.update)
        self._leave_abandoned()
        self._was_compiled = False
        with np.errstate(all="ignore"):  # the monitor tells of a run that overflows
            if start := self._train(goal):
                # The engine shows only what its updates changed. The one that ended the
                # run is made again by the loop, which shows all that it made.
                last = self.run.update
                restore(start, self.run, self.monitor)
                self.monitor.history.forget_after(self.run.update)
                self.monitor.has_arrived = False
                self._train(Goal(self.run, "update", last - self.run.update))
        if self._is_between_updates:
            self.checkpoints.take(self.run, self.monitor)
        self._meter.tick(self.run.update)
        self.monitor.has_arrived |= before < pause <= self.run.epoch

    def _train(self, goal: Goal) -> Checkpoint | None:
        """Train up to `goal`. Where the engine ends the run before: the run as it began."""
        start: Checkpoint | None = None
        while not self.monitor.ends_step:
            if self._is_between_updates and self._compiled.engine:
                start = start or taken(self.run, self.monitor)
                if self._compiled.run(goal, self.monitor):
                    self._was_compiled = True
                    if self.monitor.ends_step:
                        return start
                    continue
            if self._by_loop(goal):
                break
        return None

    def _by_loop(self, goal: Goal) -> bool:
        """Train to the end of an update, or to `goal`; whether that is reached."""
        began = perf_counter() if self._is_between_updates else 0.0
        while True:
            self.stage = stage = self._next_stage()
            self._is_between_updates = stage == "update"
            if self._is_between_updates:
                break
            if stage == "backward":  # what comes next changes the weights
                self.monitor.mark_good()
            if goal.is_reached(stage):
                return True
        if began:  # else part of it was made before
            self._compiled.speedup.loop_took(perf_counter() - began)
        self.monitor.after_update()
        return goal.is_reached(stage)

    def _next_stage(self) -> str:
        stage = next(self._stages, "")
        if not stage:  # a generator that raised is over, too
            raise LoopError("loop.over")
        return stage

    def rewind(self, index: int) -> None:
        """Go to a checkpoint; what came later is kept until the run goes on from there."""
        last = len(self.checkpoints) - 1
        if not is_integer(index) or not 0 <= index <= last:
            raise SettingError("request.checkpoint", last=last, got=shown(index))
        if not last:
            return
        while not self._is_between_updates:  # the loop can only be left there
            self._is_between_updates = self._next_stage() == "update"
        restore(self.checkpoints.go_to(index), self.run, self.monitor)
        self._meter = Meter()
        apply_live(self.settings, self.run)
        self.stage = ""
        self._mark_altered(False)

    def go_to(self, position: dict[str, Any]) -> None:
        """Be where another run of these settings was, as a new one that has not trained."""
        theta, points = self.run.network.theta.copy(), self.settings.custom_points
        if sets := sets_in(position, len(points)):
            self._swap(self.settings, data_of(points, sets, self.data.y.shape[1]))
            self.is_redrawn = True
        self.is_altered = bool(position.get("is_altered"))
        if position.get("update"):  # the loop has to be amid an epoch, too
            while not self._is_between_updates:
                self._is_between_updates = self._next_stage() == "update"
            self.run.network.theta[:] = theta
            self.run.traces, self.run.gradients = [], []
        go_to(self.run, position)
        self.run.batch, self.run.batch_loss = self.run.order[:0], 0.0
        apply_live(self.settings, self.run)
        self.monitor.begin_here()
        self.monitor.is_touched = bool(position.get("is_touched"))
        self.checkpoints = CheckpointHistory(self.run, self.monitor)

    def take_points(self, settings: Settings, data: Data) -> None:
        """Train on other points of the same task from now on, with the weights of now.

        An epoch begins; what can be gone back to does, too.
        """
        while self.stage and not self._is_between_updates:  # it can only be left there
            self._is_between_updates = self._next_stage() == "update"
            if self._is_between_updates:
                self.monitor.after_update()
        owners = self, self.run, self.monitor
        before = [dict(vars(owner)) for owner in owners]
        try:
            self._swap(settings, data)
            self.is_redrawn = bool(
                settings.custom_points
            )  # else a seed gives them again
            self._mark_altered(True)
        except BaseException:  # of edited code
            for owner, values in zip(owners, before, strict=True):
                vars(owner).update(values)
            raise

    def _swap(self, settings: Settings, data: Data) -> None:
        run = self.run
        epoch = run.epoch
        run.x, run.y = run.network.inputs(data.x), data.y
        run.examples_seen = epoch * len(run.x)
        run.order, run.start = np.arange(len(run.x)), len(run.x)
        run.batch, run.traces, run.gradients = run.order[:0], [], []
        self.settings, self.data = settings, data
        points = settings.custom_points
        self._fresh = partial(assemble, settings, as_points(points) if points else None)
        self.loop = cast("GeneratorType[str, None, None]", training_loop(run))
        self._stages = self._stages_of_loop()
        self.stage, self._is_between_updates = "", False
        self.monitor.take_data(data, settings)
        self.checkpoints = CheckpointHistory(run, self.monitor)
        self._make_compiled()

    def set_parameter(self, index: int, value: float) -> None:
        """Give theta[index] a value; training goes on from there."""
        theta, good = self.run.network.theta, self.monitor.good_theta
        moved = theta[index] - good[index]
        theta[index] = value
        if self.stage == "update":  # how far that moved is told, and was not this
            good[index] = value - moved
        self.monitor.is_touched = True
        if self._is_between_updates:  # the current checkpoint gets the new value, too
            self._leave_abandoned()
            self.checkpoints.take(self.run, self.monitor)

    def _leave_abandoned(self) -> None:
        """Forget what came after now: the run is about to go another way."""
        if not self.checkpoints.is_at_end:
            self.checkpoints.forget_later()
            self.monitor.history.forget_after(self.run.update)
