"""Experiments: a question, a prediction, and runs side by side that give the answer.

An experiment is data, read by `read`; its answer is measured on its runs, never written
down. `Trial` is one experiment under way.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from math import nan
from time import perf_counter
from typing import Any, NamedTuple

import numpy as np

from .errors import SettingError
from .inspection import gradient_angle
from .measures import MEASURES
from .plots import Mark, Plot, curve, read_plots
from .protocol import Answer, Arm, Status, Unit
from .protocol import Plot as PlotFrame
from .protocol import Trial as TrialFrame
from .session import Session
from .settings import Settings, resolve
from .snapshot import GRID_SIDE, PLANE, points

MOST_ARMS = 9
LONGEST = 2000  # characters of a text
HIGHEST = 3.0  # loss that a plot shows: what diverges leaves it


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
    plots: list[Plot]
    measure: str
    why: str
    look: str  # a link to where the demo shows it; or nothing


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
    measure = data.get("measure")
    if not isinstance(measure, str) or measure not in MEASURES:
        options = ", ".join(MEASURES)
        raise SettingError(f"measure must be one of {options}; got {measure!r:.60}.")
    look = data.get("look", "")
    if not isinstance(look, str) or len(look) > LONGEST:
        raise SettingError(
            f"look must be a link of at most {LONGEST} characters; got {look!r:.60}."
        )
    return Experiment(
        **texts,
        look=look,
        choices=choices,
        arms=arms,
        epochs=epochs,
        plots=read_plots(data),
        measure=measure,
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

    def __init__(self, experiment: Experiment, again: int = 0) -> None:
        """Run `again` has other first weights and shuffles than those before it."""
        self.experiment = experiment
        self.runs = [
            (label, Session(replace(s, seed=(s.seed + MOST_ARMS * again) % 2**31)))
            for label, s in experiment.arms
        ]
        self.marks = [[Mark(0, 0, 0.0, nan)] for _ in self.runs]
        self._draws_angles = any(plot.y == "angle" for plot in experiment.plots)

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
        going = [
            (session, marks)
            for (_, session), marks in zip(self.runs, self.marks, strict=True)
            if not self._is_done(session)
        ]
        for session, marks in going:
            began = perf_counter()
            if unit == "milliseconds":
                session.advance(unit, amount / len(going))
            else:
                left = self.experiment.epochs - session.run.epoch
                session.advance(unit, min(amount, left) if unit == "epoch" else amount)
            seconds = marks[-1].seconds + perf_counter() - began
            run = session.run
            angle = gradient_angle(run) if self._draws_angles else nan
            if run.update == 0:
                continue
            mark = Mark(run.update, run.examples_seen, seconds, angle)
            # of each epoch the last, so that there are not too many
            is_same = len(marks) > 1 and marks[-1].examples // len(run.x) == run.epoch
            marks[len(marks) - is_same :] = [mark]
        return self.frame()

    def frame(self) -> TrialFrame:
        """What all arms look like now."""
        experiment = self.experiment
        grids = [
            np.reshape(session.views()[0], (GRID_SIDE, GRID_SIDE))
            for _, session in self.runs
        ]
        plots, curves = [], []
        for plot in experiment.plots:
            lines = [
                curve(plot, session, marks)
                for (_, session), marks in zip(self.runs, self.marks, strict=True)
            ]
            longest, highest = np.vstack(lines).max(axis=0, initial=0.0).tolist()
            limit = 180.0 if plot.y == "angle" else HIGHEST
            plots.append(
                PlotFrame(
                    x=plot.x, y=plot.y, longest=longest, highest=min(highest, limit)
                )
            )
            curves += [
                np.insert(line, 0, [[len(plots) - 1], [arm]], axis=1)
                for arm, line in enumerate(lines)
            ]
        return TrialFrame(
            type="trial",
            title=experiment.title,
            question=experiment.question,
            choices=[choice.text for choice in experiment.choices],
            arms=[self._arm(label, session) for label, session in self.runs],
            status=self.status,
            plots=plots,
            answer=self._answer() if self.is_over else None,
            grids=np.array(grids),
            curves=np.vstack(curves),
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
        experiment = self.experiment
        return Answer(
            sentence=sentence, right=right, why=experiment.why, look=experiment.look
        )

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
