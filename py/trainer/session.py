"""The session: sole owner of the run. It starts, configures, steps and shows it."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from math import inf
from time import perf_counter
from types import GeneratorType
from typing import cast, get_args

import numpy as np

from .activations import Array
from .assembly import apply_live, assemble
from .checkpoints import Checkpoint, Past, restore, taken
from .diagnosis import diagnosis
from .drawn import check_drawn
from .engine.modules import Compiler
from .errors import LoopError, SettingError, shown
from .evaluation import Score
from .export.weights import weights_from_json
from .goals import Goal
from .inspection import (
    gradient_angle,
    gradient_twice,
    inspect,
    nearest,
    number,
    parameter_name,
)
from .meter import Meter
from .numerals import is_number, is_whole
from .own import Own, as_points, with_drawn, without
from .permalink import from_link, from_texts, refused_in, to_link
from .protocol import (
    Checked,
    Draw,
    Frame,
    Inspection,
    Pace,
    Panel,
    PastOfRun,
    Renew,
    Status,
    Unit,
)
from .rules import Number
from .settings import (
    LIVE,
    RULES,
    SPEEDS,
    Settings,
    chosen,
    options,
    resolve,
    texts,
)
from .snapshot import (
    PLANE,
    epoch_plan,
    finite_or_none,
    points,
    snapshot,
    true_sizes,
    views,
)
from .sprint import Sprint, the_compiler
from .stages import checked, lines_that_ran
from .training import training_loop
from .watch import TOO_LONG, Watch

# what a restart makes anew, and the seed that has to change for it
RENEWED: dict[Renew, str] = {"nothing": "", "weights": "seed", "data": "data_seed"}

BY_THE_LOOP = "NumPy trains: single stages and updates are the loop's own work."


class Session:
    """A run in progress. Owns every piece of training state; the page owns none."""

    def __init__(
        self,
        settings: Settings | None = None,
        *,
        is_edited: bool = False,
        compiler: Compiler | None = None,
    ) -> None:
        """`is_edited` is for code that somebody edited; it is not compiled."""
        self._is_edited, self._compiler = is_edited, compiler or the_compiler()
        self.refused: dict[str, str] = {}  # what its link asked for in vain
        self._drawn: list[Own] = []  # the settings' own points before each drawing
        self.panels: Collection[Panel] = {"epochs"}  # that somebody looks at
        self._start(settings or Settings())

    def _start(
        self, settings: Settings, note: str = "", theta: Sequence[float] | None = None
    ) -> None:
        """Put the run of `settings` at update 0, with the weights `theta` if given.

        All of the new run is made first: where that fails, everything stays as it was.
        """
        if self._is_edited and not settings.own:
            check_drawn(settings)
        run, data = assemble(
            settings, as_points(settings.own) if settings.own else None
        )
        if theta is not None:
            if len(theta) != len(run.network.theta):
                raise SettingError(
                    f"The weights must be {len(run.network.theta)} numbers, as many as "
                    f"this network has; got {len(theta)}."
                )
            run.network.theta[:] = theta
        watch = Watch(run, data, settings)
        watch.is_touched = theta is not None
        loop = cast("GeneratorType[str, None, None]", training_loop(run))
        past = Past(run, watch)
        sprint = Sprint(self._compiler, run, data, settings, self._is_edited)
        self.settings, self.run, self.data, self.watch = settings, run, data, watch
        self._points = points(data)
        self._texts, self._link = texts(settings), to_link(settings)
        self.loop, self.past, self._sprint = loop, past, sprint
        self.stages = checked(loop) if self._is_edited else loop
        self.has_sprinted = True
        self._is_between_updates = False  # where the engine and the past may take over
        self.stage = ""  # the one that ended last
        self.note = note  # what became of the last request, where that needs words
        self.point = 0  # the training example that the network is shown for
        self._meter = Meter()
        self._frame_seconds = 0.0  # what the last frame cost

    def restart(self, renew: Renew = "nothing") -> Frame:
        """Back to update 0: the same run, or one with new "weights" or new "data"."""
        if not isinstance(renew, str) or renew not in RENEWED:
            options = ", ".join(RENEWED)
            raise SettingError(f"renew must be one of {options}; got {shown(renew)}.")
        settings = self.settings
        if name := RENEWED[renew]:
            settings = replace(
                settings, **{name: (getattr(settings, name) + 1) % 2**31}
            )
        self._start(settings)
        return self.frame()

    def open(self, link: str) -> Frame:
        """Start anew with the settings of a link; the note names what was not taken."""
        settings, problems = from_link(link)
        self._start(settings, " ".join(problems))
        self.refused = refused_in(link)
        return self.frame()

    def take(self, settings: Mapping[str, str]) -> None:
        """Start anew with settings as text; the note names what was not taken."""
        known, problems = from_texts(settings.items())
        self._start(known, " ".join(problems))

    def configure(self, changes: Mapping[str, object]) -> Frame:
        """Change settings, live where that is possible; a SettingError changes nothing."""
        if "dataset" in changes:  # which own points would hide
            changes = {"own": "", **changes}
        settings = resolve({**chosen(self.settings), **changes})
        restarts = [
            name
            for name in RULES
            if name not in LIVE
            and getattr(settings, name) != getattr(self.settings, name)
        ]
        if restarts:
            names = ", ".join(restarts).replace("_", " ")
            note = f"The run starts again, with new {names}." if self.stage else ""
            own = self.settings.own
            self._start(settings, note)
            if own and not settings.own:
                self._drawn = [*self._drawn[-99:], own]
                self.note = "Your points are kept: Undo, below them, brings them back."
        else:
            changes_engine = settings.engine != self.settings.engine
            before = self.settings
            try:
                self._apply_live(settings)
                self.watch.measure_anew(before)
            except BaseException:  # of edited code: all is as it was
                self._apply_live(before)
                raise
            self.note = ""
            if changes_engine:
                self._sprint = Sprint(
                    self._compiler, self.run, self.data, settings, self._is_edited
                )
                self.has_sprinted = True
        return self.frame()

    def _apply_live(self, settings: Settings) -> None:
        self.settings = self.watch.settings = settings
        self._texts, self._link = texts(settings), to_link(settings)
        apply_live(settings, self.run)
        self._sprint.apply_live(settings)

    def step(self, unit: Unit = "update", amount: float = 1) -> Frame:
        """Train by `amount` of `unit`, by one stage at least, then take a frame.

        "milliseconds" is a budget for training and frame together, and ends on a whole update.
        """
        self.advance(unit, amount)
        return self.frame()

    def advance(self, unit: Unit, amount: float, last_epoch: float = inf) -> None:
        """Train as `step` does, without looking, and not beyond the end of `last_epoch`."""
        goal = Goal(self.run, unit, amount, self._frame_seconds, last_epoch)
        self._meter.tick(self.run.update)
        self.note = ""
        self._leave_abandoned()
        self.has_sprinted = False
        with np.errstate(all="ignore"):  # the watch tells of a run that overflows
            if start := self._train(goal):
                # The engine shows only what its updates changed. The one that ended the
                # run is made again by the loop, which shows all that it made.
                last = self.run.update
                restore(start, self.run, self.watch)
                self.watch.history.forget_after(self.run.update)
                self._train(Goal(self.run, "update", last - self.run.update, lead=0))
        if self._is_between_updates:
            self.past.take(self.run, self.watch)
        self._meter.tick(self.run.update)

    def _train(self, goal: Goal) -> Checkpoint | None:
        """Train up to `goal`. Where the engine ends the run before: the run as it began."""
        start: Checkpoint | None = None
        while not self.watch.is_over:
            if self._is_between_updates and self._sprint.engine:
                start = start or taken(self.run, self.watch)
                if self._sprint.run(goal, self.watch):
                    self.has_sprinted = True
                    if self.watch.is_over:
                        return start
                    continue
            self.stage = self._next_stage()
            self._is_between_updates = self.stage == "update"
            if self.stage == "backward":  # what comes next changes the weights
                self.watch.mark_good()
            if self._is_between_updates:
                self.watch.after_update()
            if goal.is_reached(self.stage):
                break
        return None

    def _leave_abandoned(self) -> None:
        """Forget what came after now: the run is about to go another way."""
        if not self.past.is_over:
            self.past.forget_later()
            self.watch.history.forget_after(self.run.update)

    def _next_stage(self) -> str:
        stage = next(self.stages, "")
        if not stage:  # a generator that raised is over, too
            raise LoopError("The loop has ended. Press Reset to start the run again.")
        return stage

    def rewind(self, index: int) -> Frame:
        """Go to a checkpoint; what came later is kept until the run goes on from there."""
        last = len(self.past.checkpoints) - 1
        if not is_whole(index) or not 0 <= index <= last:
            raise SettingError(
                f"A checkpoint must be a number from 0 to {last}; got {shown(index)}."
            )
        if last:
            while not self._is_between_updates:  # the loop can only be left there
                self._is_between_updates = self._next_stage() == "update"
            restore(self.past.checkpoints[index], self.run, self.watch)
            apply_live(self.settings, self.run)
            self.past.position, self.stage = index, ""
            self.note = f"The run as it was after update {self.run.update}."
            if not self.past.is_over:
                self.note += " Train goes on from here."
        return self.frame()

    def inspect(self) -> Inspection:
        """What the last stage made; looking changes nothing."""
        frame = self.loop.gi_frame
        loop_locals = frame.f_locals if frame else {}
        return inspect(
            self.run,
            self.stage,
            loop_locals,
            self.watch.good_theta,
            self.point,
            self.settings.threshold,
        )

    def choose(self, x1: float, x2: float, by: int = 0) -> Inspection:
        """Choose a training example to look at: by its place, or `by` places in the list."""
        count = len(self.run.x)
        self.point = (self.point + by) % count if by else nearest(self.run, x1, x2)
        return self.inspect()

    def check(self, index: int) -> Checked:
        """The gradient of theta[index] over the current batch, computed in two ways."""
        self._known(index)
        if not len(self.run.batch):
            raise SettingError("There is no batch yet: step to the batch stage.")
        exact, numeric = gradient_twice(self.run, index)
        return Checked(
            type="checked",
            name=parameter_name(self.run.network, index),
            backpropagation=number(exact),
            central_difference=number(numeric),
        )

    @property
    def own(self) -> Own:
        """The points of now, as if they were one's own."""
        if self.settings.own:
            return self.settings.own
        data = self.data
        rows = np.vstack([np.c_[data.x, data.y], np.c_[data.x_val, data.y_val]])
        return tuple((x1, x2, int(y)) for x1, x2, y in np.round(rows, 6).tolist())

    def draw(self, what: Draw, places: Sequence[Sequence[float]]) -> Frame:
        """Add points of class 0 or 1, erase some, or undo the last of these; start anew."""
        if not isinstance(what, str) or what not in get_args(Draw):
            options = ", ".join(get_args(Draw))
            raise SettingError(f"what must be one of {options}; got {shown(what)}.")
        if what == "undo":
            if not self._drawn:
                raise SettingError("There is nothing drawn to undo.")
            *drawn, own = self._drawn
        else:
            own = (
                without(self.own, places)
                if what == "erase"
                else with_drawn(self.own, places, int(what))
            )
            drawn = [*self._drawn[-99:], self.settings.own]
        self._start(replace(self.settings, own=own))
        self._drawn = drawn
        self.note = f"{len(self.own)} points."
        return self.frame()

    def set_parameter(self, index: int, value: str | float) -> Frame:
        """Give theta[index] a value from -1000 to 1000; training goes on from there."""
        self._known(index)
        try:
            self.run.network.theta[index] = Number(-1000, 1000).read(value)
        except ValueError:
            raise SettingError(
                f"A weight must be a number from -1000 to 1000; got {shown(value)}."
            ) from None
        self.watch.is_touched = True
        if self._is_between_updates:  # the checkpoint of now has the new value, too
            self._leave_abandoned()
            self.past.take(self.run, self.watch)
        return self.frame()

    def load(self, text: str) -> Frame:
        """Start from a file that `export.weights` wrote; a SettingError changes nothing."""
        values, theta = weights_from_json(text)
        self._start(resolve(values), "The weights of the file are in place.", theta)
        return self.frame()

    @property
    def is_touched(self) -> bool:
        """Whether weights were set by hand or from a file, on the way to here."""
        return self.watch.is_touched

    def set_weights(self, theta: Sequence[float]) -> Frame:
        """Start anew with these parameters, in theta's order."""
        if not all(is_number(value) and abs(value) < TOO_LONG for value in theta):
            raise SettingError("The weights must be finite numbers.")
        self._start(self.settings, theta=theta)
        return self.frame()

    def _known(self, index: int) -> None:
        last = len(self.run.network.theta) - 1
        if not is_whole(index) or not 0 <= index <= last:
            raise SettingError(
                f"A parameter's index must be from 0 to {last}; got {shown(index)}."
            )

    @property
    def _is_compiled(self) -> bool:
        """Whether the engine trains: it did last, or will once there is much to do."""
        return self.has_sprinted and bool(self._sprint.engine)

    @property
    def link(self) -> str:
        """The settings as a link."""
        return self._link

    @property
    def status(self) -> Status:
        if self.watch.problem:
            return "diverged"
        if self.watch.stopped:
            return "stopped"
        return "paused" if self.stage or self.run.update else "ready"

    @property
    def message(self) -> str:
        """What a person should know now, in a few sentences; often nothing."""
        if self.status == "ready" and not self.note:
            return "Press Train and watch the boundary bend, or step through the loop."
        noise = ""
        theta, before = self.run.network.theta, self.watch.good_theta
        is_of_now = self.stage == "backward" and np.array_equal(theta, before)
        if is_of_now and not self._is_edited:
            noise = (
                f"This batch's gradient is {gradient_angle(self.run):.0f}° off that of "
                "the whole training set."
            )
        watch = self.watch
        why = watch.message() or diagnosis(
            self.run, watch.history.epochs, self.settings
        )
        return " ".join(filter(None, [noise, why]))

    def scores(self) -> tuple[Score, Score | None]:
        """Scores of now on the training and the validation examples."""
        return self._sprint.scores(self.watch)

    def views(self) -> tuple[Array, Array]:
        """What the network makes of the plane now; see `snapshot.views`."""
        return self._sprint.views() or views(self.run.network)

    def options(self) -> dict[str, dict[str, str]]:
        """The names that each choice has, with their labels: edited code may bring new ones."""
        return options()

    def frame(self) -> Frame:
        """Read-only picture of now: taking one never changes the run."""
        began = perf_counter()
        watch, run = self.watch, self.run
        train, val = self.scores()
        unit, amount = SPEEDS[self.settings.speed]
        frame = Frame(
            type="frame",
            status=self.status,
            stage=self.stage,
            note=self.note,
            message=self.message,
            is_touched=self.is_touched,
            milestone=watch.milestone,
            epoch=run.epoch,
            update=run.update,
            train_loss=finite_or_none(train.loss),
            val_loss=finite_or_none(val.loss) if val else None,
            train_accuracy=train.accuracy,
            val_accuracy=val.accuracy if val else None,
            best_epoch=watch.best.epoch,
            best_update=watch.best.update,
            learning_rate=run.optimizer.learning_rate,
            updates_per_second=self._meter.updates_per_second,
            engine="compiled" if self._is_compiled else "numpy",
            engine_reason=self._sprint.reason
            if self._is_compiled or not self._sprint.engine
            else BY_THE_LOOP,
            settings=self._texts.copy(),
            link=self.link,
            options=None,
            lines=lines_that_ran(self.loop) if self.stage else [],
            edited=[],
            console="",
            pace=Pace(unit=unit, amount=amount),
            past=PastOfRun(
                last=len(self.past.checkpoints) - 1, position=self.past.position
            ),
            epoch_plan=epoch_plan(run),
            layer_sizes=true_sizes(run.network),
            plane=PLANE,
            points=self._points,
            **snapshot(
                run,
                self.data,
                watch,
                self.views(),
                self.settings,
                shows_epochs="epochs" in self.panels,
            ),
        )
        self._frame_seconds = perf_counter() - began
        return frame
