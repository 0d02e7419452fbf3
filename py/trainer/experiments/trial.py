"""A trial: an experiment under way, its runs trained together and its answer measured.

Of each arm one run is shown as it trains, step by step; those from all seeds are trained by a
sweep meanwhile.
"""

from dataclasses import replace
from functools import partial
from math import inf, nan
from time import perf_counter

from ..run.evaluation import SOLVED
from ..run.session import Session
from ..run.step_goal import Unit
from ..run.sweep import SweptRun
from ..run.timing import seconds_per_update
from ..run.trainer import Status
from ..settings.table import Settings
from ..training import Run
from ..view.gradients import gradient_angle
from .definition import MOST_ARMS, Experiment, Runner
from .measures import MEASURES, Findings, Measured
from .plots import Mark
from .results import Result, Start, result_of, start_of
from .starts import Starts
from .trial_frame import TrialFrame
from .trial_view import frame_of

# seconds of a step for the sweep, while the shown runs train and after that
BESIDE, ALONE = 0.008, 0.08


class Trial:
    """An experiment under way."""

    def __init__(self, experiment: Experiment, earlier: "Trial | None" = None) -> None:
        """After an `earlier` trial of the same experiment: from new seeds, its results kept."""
        self.experiment = experiment
        self.round: int = earlier.round + 1 if earlier else 0
        arms, seeds = experiment.arms, experiment.seeds
        self.runs = [(arm.label, Session(self._settings(arm, 0))) for arm in arms]
        first = self.runs[0][1]
        self._starts = Starts(first.compiler)
        for (_, session), arm in zip(self.runs, arms, strict=True):
            if arm.flipped or arm.weights:
                self._starts.prepare(arm, session.settings, session.run)
                session.set_weights(session.run.network.theta.tolist())
        self.marks = [[Mark(0, 0, nan)] for _ in self.runs]
        self._draws_angles = any(plot.y == "angle" for plot in experiment.plots)
        measure = MEASURES[experiment.measure]
        self._goal = float(SOLVED) if measure.has_goal else inf
        self._is_timed = measure.is_timed or any(
            plot.x == "milliseconds" for plot in experiment.plots
        )
        self.seconds: list[float] = earlier.seconds if earlier else [0.0] * len(arms)
        kept = earlier.results if earlier else [[] for _ in arms]
        self.kept: list[list[Result]] = kept
        self.results: list[list[Result]] = (
            kept  # of each arm, once all of them are there
        )
        self._begun: dict[SweptRun, Start] = {}
        self.measured: Measured | None = None  # once all runs are done
        self.found: dict[SweptRun, Result] = {}
        chosen = [(arm, self._settings(arm, k)) for k in range(seeds) for arm in arms]
        of_runs = [settings for _, settings in chosen]
        self._sweep = first.sweep(of_runs, experiment.epochs, self._goal)
        for one, (arm, settings) in zip(self._sweep.runs, chosen, strict=True):
            one.prepare = partial(self._prepare, one, arm, settings)

    def _settings(self, arm: Runner, seed: int) -> Settings:
        """Of an arm's run number `seed` of this round."""
        further, settings = self.round * self.experiment.seeds + seed, arm.settings
        changes = {
            "seed": (settings.seed + MOST_ARMS * further) % 2**31
        }  # arms may differ in it
        if not self.experiment.same_data:
            changes["data_seed"] = (settings.data_seed + further) % 2**31
        return replace(settings, **changes)  # type: ignore[arg-type]

    def _prepare(
        self, one: SweptRun, arm: Runner, settings: Settings, run: Run
    ) -> None:
        self._starts.prepare(arm, settings, run)
        self._begun[one] = start_of(run)

    @property
    def is_over(self) -> bool:
        """Whether every run has trained for all its epochs, or ended early."""
        return not self._is_showing and self._sweep.is_over

    @property
    def _is_showing(self) -> bool:
        return not all(self._is_done(session) for _, session in self.runs)

    @property
    def status(self) -> Status:
        """Of all arms together."""
        if self.is_over:
            return "stopped"
        has_begun = any(session.run.update for _, session in self.runs)
        return "paused" if has_begun else "ready"

    def _is_done(self, session: Session) -> bool:
        monitor, epochs = session.monitor, self.experiment.epochs
        is_there = monitor.last_epoch.train_metric >= self._goal
        return monitor.is_over or session.run.epoch >= epochs or is_there

    def step(self, unit: Unit, amount: float) -> TrialFrame:
        """Train every shown run that is not done by `amount` of `unit`; milliseconds are shared.
        Then train others for a while.

        None trains longer than the experiment says.
        """
        if self._is_timed and not any(self.seconds):
            compiler = self.runs[0][1].compiler
            self.seconds = [
                seconds_per_update(arm.settings, compiler)
                for arm in self.experiment.arms
            ]
        going = [
            (session, marks)
            for (_, session), marks in zip(self.runs, self.marks, strict=True)
            if not self._is_done(session)
        ]
        for session, marks in going:
            share = amount / len(going) if unit == "milliseconds" else amount
            self._advance(session, unit, share)
            run = session.run
            angle = gradient_angle(run) if self._draws_angles else nan
            if run.update == 0:
                continue
            mark = Mark(run.update, run.examples_seen, angle)
            # of each epoch the last, so that there are not too many
            is_same = len(marks) > 1 and marks[-1].examples // len(run.x) == run.epoch
            marks[len(marks) - is_same :] = [mark]
        self._train_others(BESIDE if going else ALONE)
        return self.frame()

    def _advance(self, session: Session, unit: Unit, amount: float) -> None:
        """Train a shown run; where there is a goal, epoch by epoch, so that it ends there."""
        last = self.experiment.epochs
        if self._goal == inf or unit not in ("epoch", "milliseconds"):
            session.step(unit, amount, last_epoch=last)
            return
        began, epochs = perf_counter(), 0
        while not self._is_done(session):
            session.step("epoch", 1, last_epoch=last)
            epochs += 1
            passed = (
                1000 * (perf_counter() - began) if unit == "milliseconds" else epochs
            )
            if passed >= amount:
                return

    def _train_others(self, seconds: float = inf) -> None:
        if self._sweep.is_over:
            return
        self._sweep.step(seconds)
        keeps_shape = self.experiment.measure == "shapes"
        for one in self._sweep.done:
            if one not in self.found:
                self.found[one] = result_of(one, self._begun[one], keeps_shape)
        if self._sweep.is_over:
            count, found = (
                len(self.runs),
                [self.found[one] for one in self._sweep.runs],
            )
            self.results = [
                [*kept, *found[arm::count]] for arm, kept in enumerate(self.kept)
            ]
            labels = [label for label, _ in self.runs]
            findings = Findings(labels, self.results, self.seconds)
            self.measured = MEASURES[self.experiment.measure].judge(findings)

    def close(self) -> None:
        """Let other cores go: nobody waits for this any more."""
        self._sweep.dismiss_crew()

    def frame(self) -> TrialFrame:
        """What all arms look like now."""
        return frame_of(self)
