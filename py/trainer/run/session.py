"""The session: which run there is. It starts one, configures, steps and rewinds it."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from math import inf
from typing import TYPE_CHECKING, Any, Literal

from ..datasets import Data
from ..engine.modules import Compiler
from ..errors import SettingError, not_one_of, shown
from ..messages import Message, message
from ..settings.axes import PLAIN, Axes
from ..settings.custom_points import FEWEST, CustomPoints
from ..settings.drawing import Draw, Drawing, Drawn, check_draw, lacking, redraw
from ..settings.fields import Number
from ..settings.numbers import is_integer, is_number
from ..settings.permalink import from_link, from_texts, refused_in, refused_of, to_link
from ..settings.table import (
    FIELDS,
    LIVE,
    Settings,
    changed,
    fitting,
    non_default,
    parse,
    resolve,
)
from ..settings.tasks import task_of
from ..training import Run
from .compiled import the_compiler
from .monitor import MAX_NORM, Monitor
from .own_points import axes_of, fixed_points
from .project_file import project_as_json, project_from_json
from .redrawn import points_of, redrawn
from .setup import assemble, draw_arguments
from .step_goal import Unit
from .trainer import Trainer
from .weights_file import weights_from_json

if TYPE_CHECKING:
    from .sweep import Sweep

Renew = Literal["nothing", "weights", "data"]
# what a restart makes anew, and the seed that has to change for it
RENEWED: dict[Renew, str] = {"nothing": "", "weights": "seed", "data": "data_seed"}
NO_EDITS: Mapping[str, str] = {}
WEIGHT = Number(-1000, 1000, step=0.1)


class Session:
    """A run in progress. Owns every piece of training state; the page owns none.

    All of a run is one value, `trainer`, and a new run is made whole before it takes the
    old one's place: where that fails, everything stays as it was.
    """

    def __init__(
        self,
        settings: Settings | None = None,
        *,
        edits: Mapping[str, str] = NO_EDITS,
        compiler: Compiler | None = None,
    ) -> None:
        """`edits` are the texts of the files that somebody edited, by name."""
        self._edits, self._compiler = edits, compiler or the_compiler()
        self.refused: dict[str, str] = {}  # what its link asked for in vain
        self.note: list[Message] = []  # what became of the last request
        self._drawing = Drawing()
        # points too few to train on, after all were erased; None as nearly always
        self.sketch: CustomPoints | None = None
        self._start(settings or Settings())

    def _start(
        self,
        settings: Settings,
        *note: Message,
        theta: Sequence[float] | None = None,
    ) -> None:
        """Put the run of `settings` at update 0, with the weights `theta` if given."""
        self.trainer = Trainer(settings, self._compiler, self._edits, theta)
        self.sketch = None
        self.note = list(note)

    def another(self) -> "Session":
        """A session of its own, with default settings, on the same code."""
        return type(self)(edits=self._edits, compiler=self._compiler)

    @property
    def settings(self) -> Settings:
        return self.trainer.settings

    @property
    def link(self) -> str:
        """The settings as a link says them, by the names of the session's code."""
        return to_link(self.settings)

    @property
    def run(self) -> Run:
        return self.trainer.run

    @property
    def data(self) -> Data:
        return self.trainer.data

    @property
    def monitor(self) -> Monitor:
        return self.trainer.monitor

    def restart(self, renew: Renew = "nothing") -> None:
        """Back to update 0: the same run, or one with new "weights" or new "data"."""
        if not isinstance(renew, str) or renew not in RENEWED:
            raise not_one_of("renew", RENEWED, renew)
        settings = self.settings
        if name := RENEWED[renew]:
            seed = (getattr(settings, name) + 1) % 2**31
            settings = replace(settings, **{name: seed})
        sketch = None if renew == "data" else self.sketch
        self._start(settings)
        self.sketch = sketch

    def open(self, link: str) -> None:
        """Start anew with the settings of a link; the note names what was not taken."""
        settings, problems = from_link(link)
        self._start(settings, *problems)
        self.refused = refused_in(link)

    def take(self, settings: Mapping[str, str]) -> None:
        """Start anew with settings as text; the note names what was not taken."""
        known, problems = from_texts(settings.items())
        self._start(known, *problems)

    def configure(self, changes: Mapping[str, object]) -> None:
        """Change settings, live where that is possible; a SettingError changes nothing."""
        if "dataset" in changes:  # which custom points would hide
            changes = {"custom_points": "", **changes}
        if "custom_points" in changes:  # the axes were those of others
            changes = {"axes": "", **changes}
        before = self.settings
        parsed = {name: parse(name, value) for name, value in changes.items()}
        kept = {**non_default(before), **parsed}
        # a loss that fitted the task before goes, unless it is asked for
        settings = resolve(kept if "loss" in parsed else fitting(kept))
        restarts = [
            name
            for name in FIELDS
            if name not in LIVE and getattr(settings, name) != getattr(before, name)
        ]
        leaves_sketch = self.sketch is not None and "custom_points" in changes
        if not restarts and not leaves_sketch:
            self.trainer.apply_live(settings)
            self.note = []
            return
        is_new = not self.trainer.stage  # nothing is lost
        brought = [
            name
            for name in FIELDS
            if name not in changes and getattr(settings, name) != getattr(before, name)
        ]
        code, told = ("run.brought", brought) if is_new else ("run.restarted", restarts)
        names = [message("setting", name) for name in told]
        sketch = None if leaves_sketch else self.sketch
        self._start(settings, *[message(code, settings=names)][: len(names)])
        self.sketch = sketch
        if before.custom_points and not settings.custom_points:
            self._drawing.remember(Drawn(before.custom_points, before.axes))
            self.note = [message("run.points-kept")]

    def step(
        self,
        unit: Unit = "update",
        amount: float = 1,
        *,
        last_epoch: float = inf,
    ) -> None:
        """Train by `amount` of `unit`, by one stage at least, up to the end of `last_epoch`."""
        if self.sketch is not None:
            lack = lacking(self.sketch, self.run.loss.task == "regression")
            self.note = [lack] if lack else []
            return
        self.trainer.advance(unit, amount, last_epoch)
        arrived = message("run.arrived", epoch=self.run.epoch)
        self.note = [arrived] if self.monitor.has_arrived else []

    @property
    def compiler(self) -> Compiler | None:
        """What compiles its runs; None where there is no WebAssembly."""
        return self._compiler

    def sweep(
        self, settings: Sequence[Settings], epochs: int, enough: float = inf
    ) -> "Sweep":
        """Runs with the session's code, one for each of `settings`, to be trained together.

        Each ends after `epochs` epochs, or after the first with `enough` percent of its
        training examples correct.
        """
        from ..engine.crew import new_crew
        from .sweep import Sweep

        return Sweep(
            settings,
            epochs,
            enough,
            compiler=self._compiler,
            edits=self._edits,
            crew=new_crew(),
        )

    def rewind(self, index: int) -> None:
        """Go to a checkpoint; what came later is kept until the run goes on from there."""
        trainer = self.trainer
        trainer.rewind(index)
        if len(trainer.checkpoints) > 1:
            self.note = [message("run.back-at", update=trainer.run.update)]
            if not trainer.checkpoints.is_at_end:
                self.note.append(message("run.goes-on"))

    @property
    def all_points(self) -> CustomPoints:
        """The current points, in the form of custom points."""
        if self.sketch is not None:
            return self.sketch
        if self.fixed_points:
            return self.fixed_points
        return points_of(self.data, self.run.loss.task)

    @property
    def fixed_points(self) -> CustomPoints:
        """Points that nothing draws at random: custom ones, or those of measured data."""
        return fixed_points(self.settings)

    @property
    def axes(self) -> Axes:
        """What coordinates and classes are called, and their units."""
        return axes_of(self.settings)

    @property
    def draw_arguments(self) -> tuple[float, ...]:
        """What the dataset is drawn with, be it one of edited code."""
        return draw_arguments(self.settings)

    def draw(
        self,
        what: Draw,
        places: Sequence[Sequence[float]],
        *,
        goes_on: bool = False,
    ) -> None:
        """Add points of a class, erase some or all, or undo the last of these.

        What goes on with the stroke of the call before is undone with it.
        A run under way goes on with them, if its task is the same. After all were erased, one
        begins as soon as there are enough.
        """
        check_draw(what)
        self._drawing.has_stroke &= goes_on
        before = Drawn(self.settings.custom_points, self.settings.axes)
        if self.sketch is not None:
            before = Drawn(self.sketch, None, is_sketch=True)
        is_sketch = what == "clear" or before.is_sketch
        has_values = self.run.loss.task == "regression"
        if what == "undo":
            points, axes, is_sketch = self._drawing.last
        else:
            axes = None if self.axes == PLAIN else self.axes
            points = redraw(
                what,
                places,
                self.all_points,
                has_values=has_values,
                fewest=0 if is_sketch else FEWEST,
            )
        lack = lacking(points, has_values) if is_sketch else None
        if lack:
            self._start(self.settings)
            self.sketch, self.note = points, [lack]
        else:
            self._take_points(points, axes)
            self.note = [message("run.points", count=len(self.all_points))]
        if what == "undo":
            self._drawing.forget_last()
        elif not self._drawing.has_stroke:
            self._drawing.remember(before)
            self._drawing.has_stroke = True

    def _take_points(self, points: CustomPoints, axes: Axes | None) -> None:
        """Go on with other points, or start anew with them."""
        settings = changed(self.settings, custom_points=points, axes=axes)
        kind = task_of(vars(self.settings))
        is_same = self.sketch is None and task_of(vars(settings)) == kind
        if not is_same or self.monitor.is_over:
            self._start(settings)
            return
        if points:
            held_back = settings.validation_split
            data = redrawn(self.data, settings.custom_points, held_back, kind.kind)
        else:
            _, data = assemble(settings)
        if not len(data.x):
            raise SettingError("points.none-to-train")
        self.trainer.take_points(settings, data)

    def set_parameter(self, index: int, value: str | float) -> None:
        """Give theta[index] a value that WEIGHT allows; training goes on from there."""
        self.check_index(index)
        try:
            number = WEIGHT.parse(value)
        except ValueError:
            rule = WEIGHT.description
            raise SettingError("request.weight", rule=rule, got=shown(value)) from None
        self.trainer.set_parameter(index, number)

    def load(self, text: str) -> None:
        """Start from a file that `weights_file` wrote; a SettingError changes nothing."""
        values, theta = weights_from_json(text)
        self._start(resolve(values), message("run.weights-loaded"), theta=theta)

    def project(self, page: dict[str, Any]) -> str:
        """A file of the run, with what the page adds."""
        return project_as_json(self.trainer, page)

    def open_project(self, text: str) -> None:
        """Start where a file of `project_file` ends; a SettingError changes nothing."""
        project = project_from_json(text)
        theta = project.theta
        trainer = Trainer(project.settings, self._compiler, self._edits, theta)
        if theta is not None:
            trainer.go_to(project.position)
        self.trainer, self.sketch = trainer, None
        opened = message("run.project-opened", epoch=self.run.epoch)
        waits = message("run.project-waits")
        self.note = [opened] if theta is not None else [*project.problems, waits]
        self.refused = refused_of(project.given)

    def set_weights(self, theta: Sequence[float]) -> None:
        """Start anew with these parameters, in theta's order."""
        if not all(is_number(value) and abs(value) < MAX_NORM for value in theta):
            raise SettingError("request.weights-finite")
        self._start(self.settings, theta=theta)

    def check_index(self, index: int) -> None:
        """A SettingError where theta has no such index."""
        last = len(self.run.network.theta) - 1
        if not is_integer(index) or not 0 <= index <= last:
            raise SettingError("request.parameter", last=last, got=shown(index))
