"""Experiments: a question, a prediction, and runs side by side that give the answer.

An experiment is data, read by `read`; its answer is measured on its runs, never written
down. `Trial` is one experiment under way.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np

from .errors import SettingError
from .measures import MEASURES
from .protocol import Answer, Arm, Status, Unit
from .protocol import Trial as TrialFrame
from .session import Session
from .settings import Settings, resolve
from .snapshot import GRID_SIDE, PLANE, points

MOST_ARMS = 9
LONGEST = 2000  # characters of a text
AXES = ("updates", "examples")


class Choice(NamedTuple):
    """A prediction, and the measured numbers, first and last, for which it is right."""

    text: str
    first: float
    last: float


class Runner(NamedTuple):
    """One arm: what it is called and how it differs."""

    label: str
    settings: Settings


@dataclass(frozen=True)
class Experiment:
    """What is asked, what runs, and how the answer is measured."""

    title: str
    question: str
    choices: list[Choice]
    arms: list[Runner]
    epochs: int  # that each arm trains for
    axis: str  # of the chart: "updates" or "examples"
    measure: str
    why: str


def read(text: str) -> Experiment:
    """The experiment that a JSON text describes; a SettingError says what is wrong with it."""
    try:
        data = json.loads(text)
    except ValueError as error:
        raise SettingError(f"An experiment must be JSON; {error}.") from None
    if not isinstance(data, dict):
        raise SettingError(f"An experiment must be an object; got {data!r:.60}.")
    texts = {name: _text(data, name) for name in ("title", "question", "why")}
    arms = [
        Runner(_text(arm, "label"), resolve({**_settings(data), **_settings(arm)}))
        for arm in _list(data, "arms", most=MOST_ARMS)
    ]
    choices = [
        Choice(_text(choice, "text"), *_range(choice))
        for choice in _list(data, "choices", most=6)
    ]
    epochs = data.get("epochs")
    if not isinstance(epochs, int) or not 1 <= epochs <= 5000:
        raise SettingError(
            f"epochs must be a whole number from 1 to 5000; got {epochs!r:.60}."
        )
    for name, known in (("measure", MEASURES), ("axis", AXES)):
        if data.get(name) not in known:
            options = ", ".join(known)
            got = f"{data.get(name)!r:.60}"
            raise SettingError(f"{name} must be one of {options}; got {got}.")
    return Experiment(
        **texts,
        choices=choices,
        arms=arms,
        epochs=epochs,
        axis=data["axis"],
        measure=data["measure"],
    )


def _text(data: Mapping[str, Any], name: str) -> str:
    value = data.get(name) if isinstance(data, dict) else None
    if not isinstance(value, str) or not 0 < len(value) <= LONGEST:
        raise SettingError(
            f"{name} must be a text of at most {LONGEST} characters; got {value!r:.60}."
        )
    return value


def _settings(data: Mapping[str, Any]) -> dict[str, Any]:
    value = data.get("settings", {})
    if not isinstance(value, dict):
        raise SettingError(f"settings must be an object; got {value!r:.60}.")
    return value


def _list(data: Mapping[str, Any], name: str, most: int) -> list[dict[str, Any]]:
    value = data.get(name)
    if (
        not isinstance(value, list)
        or not 1 <= len(value) <= most
        or not all(isinstance(item, dict) for item in value)
    ):
        raise SettingError(
            f"{name} must be a list of 1 to {most} objects; got {value!r:.60}."
        )
    return value


def _range(choice: Mapping[str, Any]) -> tuple[float, float]:
    value = choice.get("when")
    if (
        not isinstance(value, list)
        or len(value) != 2
        or not all(isinstance(end, (int, float)) for end in value)
    ):
        raise SettingError(f"when must be two numbers; got {value!r:.60}.")
    return value[0], value[1]


class Trial:
    """An experiment under way: a session for each arm, stepped together."""

    def __init__(self, experiment: Experiment) -> None:
        self.experiment = experiment
        self.runs = [(label, Session(settings)) for label, settings in experiment.arms]

    @property
    def is_over(self) -> bool:
        """Whether every arm has trained for as long as it shall, or had to end."""
        return all(self._is_done(session) for _, session in self.runs)

    @property
    def status(self) -> Status:
        """Of all arms together."""
        if self.is_over:
            return "stopped"
        has_begun = any(session.run.update for _, session in self.runs)
        return "paused" if has_begun else "ready"

    def _is_done(self, session: Session) -> bool:
        return session.watch.is_over or session.run.epoch >= self.experiment.epochs

    def step(self, unit: Unit, amount: float) -> TrialFrame:
        """Train every arm that is not done by `amount` of `unit`; milliseconds are shared."""
        going = [session for _, session in self.runs if not self._is_done(session)]
        for session in going:
            if unit == "milliseconds":
                session.advance(unit, amount / len(going))
            else:
                left = self.experiment.epochs - session.run.epoch
                session.advance(unit, min(amount, left) if unit == "epoch" else amount)
        return self.frame()

    def frame(self) -> TrialFrame:
        """What all arms look like now."""
        experiment = self.experiment
        curves, grids = [], []
        for number, (_, session) in enumerate(self.runs):
            n = len(session.run.x)
            by_updates = experiment.axis == "updates"
            for e in session.watch.history.epochs:
                place = e.update if by_updates else e.epoch * n
                curves.append((number, place, e.train_loss))
            grids.append(np.reshape(session.views()[0], (GRID_SIDE, GRID_SIDE)))
        table = np.array(curves, dtype=np.float64).reshape(-1, 3)
        return TrialFrame(
            type="trial",
            title=experiment.title,
            question=experiment.question,
            choices=[choice.text for choice in experiment.choices],
            arms=[self._arm(label, session) for label, session in self.runs],
            status=self.status,
            axis=experiment.axis,
            longest=float(table[:, 1].max()),
            highest=min(float(table[:, 2].max()), 3.0),
            answer=self._answer() if self.is_over else None,
            grids=np.array(grids),
            curves=table,
            points=points(self.runs[0][1].run, self.runs[0][1].data),
            plane=PLANE,
        )

    def _answer(self) -> Answer:
        number, sentence = MEASURES[self.experiment.measure](self.runs)
        right = [
            place
            for place, choice in enumerate(self.experiment.choices)
            if choice.first <= number <= choice.last
        ]
        return Answer(sentence=sentence, right=right, why=self.experiment.why)

    def _arm(self, label: str, session: Session) -> Arm:
        train, _ = session.scores()
        return Arm(
            label=label,
            status=session.status,
            epoch=session.run.epoch,
            update=session.run.update,
            train_loss=train.loss,
            train_accuracy=100 * train.accuracy,
            message=session.watch.message(),
        )
