"""Starts: the weights that an arm's runs begin with, where these are not just initialised."""

from dataclasses import replace

import numpy as np

from ..activations import Array
from ..engine.modules import Compiler
from ..run.freezing import frozen_parameters
from ..run.sweep import Sweep
from ..settings.table import Settings
from ..settings.tasks import losses_of
from ..training import Run
from .definition import Runner


class Starts:
    """Makes them; those of runs that differ in the loss alone are the same."""

    def __init__(self, compiler: Compiler | None) -> None:
        self._compiler = compiler
        self._flipped: dict[tuple[Settings, int], Array] = {}

    def prepare(self, arm: Runner, settings: Settings, run: Run) -> None:
        """Give an arm's new run of these settings the weights that it is to begin with."""
        if arm.flipped:
            run.network.theta[:] = self._learned_flipped(settings, run, arm.flipped)
        for place, value in arm.weights.items():
            is_there = frozen_parameters(run.network, [place]) > 0
            run.network.theta[is_there] = value

    def _learned_flipped(self, settings: Settings, run: Run, epochs: int) -> Array:
        """What was learned in so many epochs where each class stood for the next."""
        loss = next(iter(losses_of(run.loss.task)))
        key = replace(settings, loss=loss), epochs
        if key not in self._flipped:
            sweep = Sweep([key[0]], epochs, compiler=self._compiler, edits={})
            (one,) = sweep.runs
            one.prepare = flip
            sweep.step()
            self._flipped[key] = one.run.network.theta.copy()
        return self._flipped[key]


def flip(run: Run) -> None:
    """Have each class of a run's examples stand for the next."""
    run.y = 1 - run.y if run.y.shape[1] == 1 else np.roll(run.y, 1, axis=1)
