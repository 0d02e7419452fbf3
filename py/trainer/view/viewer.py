"""The viewer: makes the frames of a session, and remembers which panels are open."""

from collections.abc import Collection
from typing import Literal, TypedDict

from ..errors import SettingError
from ..run.session import Session
from ..settings.table import options
from .batches import Batches, measured
from .compiled_code import CompiledCode, compiled_code
from .frame import Known, Panel, RunFrame, frame_of, true_sizes
from .gradients import gradient_twice
from .hidden_space import NOTHING, Axes, HiddenSpaces
from .inspection import Inspection, inspect, nearest, number
from .layer_history import LayerHistory
from .parameters import parameter_name
from .questions import Asked, Judged, Question, judge, question_of


class Checked(TypedDict):
    """One parameter's gradient over the current batch, computed in two ways."""

    type: Literal["checked"]
    name: str
    backpropagation: float | str  # "nan", "inf" or "-inf" where it is not finite
    central_difference: float | str


class Viewer:
    """Shows a session; looking changes nothing of it."""

    def __init__(self, session: Session, panels: Collection[Panel] = ()) -> None:
        """`panels` are those that somebody looks at."""
        self.session, self.panels = session, panels
        self._known = Known(session)
        self._layers = LayerHistory()
        self.axes, self._spaces = Axes(), HiddenSpaces()
        self._question: Question | None = None  # that was asked last
        self._point = 0  # the training example that the network is shown for

    def with_new_session(self) -> "Viewer":
        """A viewer of a new session on the same code, with the same open panels."""
        viewer = type(self)(self.session.another())
        viewer.look_as(self)
        return viewer

    def look_as(self, other: "Viewer") -> None:
        """Show what another viewer shows."""
        self.panels, self.axes = other.panels, other.axes

    def options(self) -> dict[str, dict[str, str]]:
        """The names that each choice has, with their labels: edited code may bring new ones."""
        return options()

    def frame(self) -> RunFrame:
        """What the run looks like now."""
        session = self.session
        is_new = session.trainer is not self._known.trainer
        if is_new or session.settings is not self._known.settings:
            self._known = Known(session)
        if is_new:
            self._point, self._layers = 0, LayerHistory()
            self._spaces = HiddenSpaces()
        sizes = true_sizes(session.run.network)
        self._layers.record(session.trainer, sizes)
        hidden = NOTHING
        if sizes and "space" in self.panels and session.sketch is None:
            hidden = self._spaces.seen(session.trainer, self.axes)
        return frame_of(session, self._known, self._layers, hidden, self.panels)

    def inspect(self) -> Inspection:
        """What the last stage made."""
        self._point = min(self._point, len(self.session.data.x) - 1)  # some were erased
        return inspect(self.session.trainer, self._point)

    def choose(self, x1: float, x2: float, by: int = 0) -> Inspection:
        """Choose a training example to look at: by its place, or `by` places in the list."""
        places = self.session.data.x
        next_one = (self._point + by) % len(places)
        self._point = next_one if by else nearest(places, x1, x2)
        return self.inspect()

    def choose_example(self, example: int) -> Inspection:
        """Choose a training example to look at by its number."""
        self._point = int(example) % len(self.session.run.x)
        return self.inspect()

    def compiled(self) -> CompiledCode:
        """What the engine made of the learners' functions."""
        return compiled_code(self.session.trainer)

    def measure_batches(self) -> Batches:
        """What batches of several sizes are worth and cost, with the settings as they are."""
        return measured(self.session.settings, self.session.compiler)

    def ask(self, section: str) -> Asked:
        """Ask the question of a section of the lesson, of the run as it is now."""
        self._question = question_of(section, self.session.trainer)
        return Asked(type="asked", section=section, text=self._question.text)

    def judge(self, text: str) -> Judged:
        """Whether a text answers it."""
        if not self._question:
            raise SettingError("question.none")
        return judge(self._question, text)

    def check(self, index: int) -> Checked:
        """The gradient of theta[index] over the current batch, computed in two ways."""
        session = self.session
        session.check_index(index)
        if not len(session.run.batch):
            raise SettingError("request.no-batch")
        exact, numeric = gradient_twice(session.run, index)
        return Checked(
            type="checked",
            name=parameter_name(session.run.network, index),
            backpropagation=number(exact),
            central_difference=number(numeric),
        )
