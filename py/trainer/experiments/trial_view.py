"""What an experiment under way looks like. Pure: looking changes nothing."""

from collections.abc import Sized
from math import inf
from typing import Protocol

import numpy as np

from ..activations import Array
from ..messages import Message
from ..run.evaluation import class_count, is_regression
from ..run.plane import GRID_SIDE
from ..run.session import Session
from ..run.trainer import Status
from ..settings.custom_points import EDGE
from ..view.charts import nice_ceiling
from ..view.pictures import pictures, points
from .definition import Experiment
from .measures import Measured
from .plots import Mark, Plot, band, curve
from .results import Result
from .trial_frame import Answer, Arm, PlotFrame, TrialFrame

HIGHEST = 3.0  # loss that a plot shows: what diverges leaves it
# where a plot may end: half of it is a number that is easy to read
STEPS = (1, 1.2, 1.6, 2, 2.4, 3, 4, 5, 6, 8, 10)
LIMITS = {"angle": 180.0, "accuracy": 100.0, "gradient": inf}


class Shown(Protocol):
    """What is looked at of a trial: of each arm a run, its marks and the results so far."""

    experiment: Experiment
    runs: list[tuple[str, Session]]
    marks: list[list[Mark]]
    seconds: list[float]
    kept: list[list[Result]]
    results: list[list[Result]]
    measured: Measured | None
    round: int

    @property
    def found(self) -> Sized: ...
    @property
    def is_over(self) -> bool: ...
    @property
    def status(self) -> Status: ...


def frame_of(trial: Shown) -> TrialFrame:
    """What all arms look like now."""
    experiment = trial.experiment
    grids = [
        np.reshape(pictures(session.trainer)[0], (-1, GRID_SIDE, GRID_SIDE))
        for _, session in trial.runs
    ]
    plots, curves, bands = [], [np.empty((0, 4))], [np.empty((0, 6))]
    for place, plot in enumerate(experiment.plots):
        areas = bands_of(trial, plot) if trial.is_over else []
        lines = [
            curve(plot, session, marks, seconds)
            for (_, session), marks, seconds in zip(
                trial.runs, trial.marks, trial.seconds, strict=True
            )
        ]
        is_band = any(len(area) for area in areas)
        lines = [line[:0] for line in lines] if is_band else lines
        longest, highest = ends([*lines, *areas])
        limit = LIMITS.get(plot.y, HIGHEST)
        top = min(nice_ceiling(min(highest, limit), STEPS), limit) if highest else 0.0
        plots.append(PlotFrame(x=plot.x, y=plot.y, longest=longest, highest=top))
        for parts, found in ((curves, lines), (bands, areas)):
            parts += [
                np.insert(each, 0, [[place], [arm]], axis=1)
                for arm, each in enumerate(found)
            ]
    _, first = trial.runs[0]
    measured = trial.measured if trial.is_over else None
    return TrialFrame(
        type="trial",
        title=experiment.title,
        question=experiment.question,
        choices=[choice.text for choice in experiment.choices],
        arms=[
            arm_of(label, session, measured.arms[place] if measured else [])
            for place, (label, session) in enumerate(trial.runs)
        ],
        status=trial.status,
        seeds=[
            len(trial.kept[0]) + len(trial.found) // len(trial.runs),
            len(trial.kept[0]) + experiment.seeds,
            trial.round + 1,
        ],
        plots=plots,
        answer=answer_of(experiment, measured) if measured else None,
        classes=class_count(first.run),
        grids=np.array(grids),
        curves=np.vstack(curves),
        bands=np.vstack(bands),
        points=points(first.data, first.run.loss.task),
        plane=EDGE,
    )


def bands_of(trial: Shown, plot: Plot) -> list[Array]:
    """Of each arm."""
    return [
        band(
            plot,
            results,
            min(session.settings.batch_size, len(session.run.x)),
            seconds,
        )
        for (_, session), results, seconds in zip(
            trial.runs, trial.results, trial.seconds, strict=True
        )
    ]


def answer_of(experiment: Experiment, measured: Measured) -> Answer:
    """The answer, with what of the experiment's words fits it."""
    number = measured.number
    right, closing = (
        [
            place
            for place, words in enumerate(several)
            if words.first <= number <= words.last
        ]
        for several in (experiment.choices, experiment.closings)
    )
    return Answer(
        sentences=measured.sentences,
        right=right,
        closing=closing[0] if closing else None,
        closing_text=experiment.closings[closing[0]].text if closing else "",
        demo_link=experiment.demo_link,
    )


def arm_of(label: str, session: Session, results: list[Message]) -> Arm:
    """The run of an arm that is shown, and what all its runs have shown."""
    train, _ = session.trainer.scores()
    return Arm(
        label=label,
        status=session.trainer.status,
        epoch=session.run.epoch,
        update=session.run.update,
        train_loss=train.loss,
        train_accuracy=None if is_regression(session.run) else train.metric,
        message=session.monitor.ending(),
        results=results,
    )


def ends(parts: list[Array]) -> tuple[float, float]:
    """The largest x of points or bands, and the largest finite y."""
    longest = max((part[:, 0].max(initial=0.0) for part in parts), default=0.0)
    heights = [part[:, 1:][np.isfinite(part[:, 1:])] for part in parts]
    highest = max((each.max(initial=0.0) for each in heights), default=0.0)
    return float(longest), float(highest)
