"""A trial: an experiment under way, its runs stepped together and its answer measured."""

from dataclasses import replace
from math import nan
from time import perf_counter

import numpy as np

from ..run.evaluation import class_count, is_regression
from ..run.plane import GRID_SIDE
from ..run.session import Session
from ..run.step_goal import Unit
from ..run.trainer import Status
from ..settings.custom_points import EDGE
from ..view.gradients import gradient_angle
from ..view.pictures import pictures, points
from .definition import MOST_ARMS, Experiment
from .measures import MEASURES
from .plots import Mark, curve
from .trial_frame import Answer, Arm, PlotFrame, TrialFrame

HIGHEST = 3.0  # loss that a plot shows: what diverges leaves it


class Trial:
    """An experiment under way: a session for each arm, stepped together."""

    def __init__(self, experiment: Experiment, again: int = 0) -> None:
        """Each value of `again` has other initial weights and shuffles."""
        self.experiment = experiment
        self.runs = [
            (label, Session(replace(s, seed=(s.seed + MOST_ARMS * again) % 2**31)))
            for label, s in experiment.arms
        ]
        self.marks = [[Mark(0, 0, 0.0, nan)] for _ in self.runs]
        self._draws_angles = any(plot.y == "angle" for plot in experiment.plots)

    @property
    def is_over(self) -> bool:
        """Whether every arm has trained for all its epochs, or ended early."""
        return all(self._is_done(session) for _, session in self.runs)

    @property
    def status(self) -> Status:
        """Of all arms together."""
        if self.is_over:
            return "stopped"
        has_begun = any(session.run.update for _, session in self.runs)
        return "paused" if has_begun else "ready"

    def _is_done(self, session: Session) -> bool:
        return session.monitor.is_over or session.run.epoch >= self.experiment.epochs

    def step(self, unit: Unit, amount: float) -> TrialFrame:
        """Train every arm that is not done by `amount` of `unit`; milliseconds are shared.

        None trains longer than the experiment says.
        """
        going = [
            (session, marks)
            for (_, session), marks in zip(self.runs, self.marks, strict=True)
            if not self._is_done(session)
        ]
        for session, marks in going:
            began = perf_counter()
            share = amount / len(going) if unit == "milliseconds" else amount
            session.step(unit, share, last_epoch=self.experiment.epochs)
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
            np.reshape(pictures(session.trainer)[0], (-1, GRID_SIDE, GRID_SIDE))
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
        _, first = self.runs[0]
        return TrialFrame(
            type="trial",
            title=experiment.title,
            question=experiment.question,
            choices=[choice.text for choice in experiment.choices],
            arms=[self._arm(label, session) for label, session in self.runs],
            status=self.status,
            plots=plots,
            answer=self._answer() if self.is_over else None,
            classes=class_count(first.run),
            grids=np.array(grids),
            curves=np.vstack(curves),
            points=points(first.data, first.run.loss.task),
            plane=EDGE,
        )

    def _answer(self) -> Answer:
        number, sentences = MEASURES[self.experiment.measure](self.runs)
        right = [
            place
            for place, choice in enumerate(self.experiment.choices)
            if choice.first <= number <= choice.last
        ]
        first, last = self.experiment.why_when
        return Answer(
            sentences=sentences,
            right=right,
            why=self.experiment.why if first <= number <= last else "",
            demo_link=self.experiment.demo_link,
        )

    def _arm(self, label: str, session: Session) -> Arm:
        train, _ = session.trainer.scores()
        return Arm(
            label=label,
            status=session.trainer.status,
            epoch=session.run.epoch,
            update=session.run.update,
            train_loss=train.loss,
            train_accuracy=None if is_regression(session.run) else train.metric,
            message=session.monitor.ending(),
        )
