"""Timing: what an update of a run costs, without what a call of the engine costs."""

from dataclasses import replace
from math import ceil
from time import perf_counter

from ..engine.memory import UPDATES
from ..engine.modules import Compiler
from ..settings.table import Settings
from ..training import training_loop
from .compiled import CompiledTrainer
from .setup import assemble

LONG = 0.01  # seconds that are timed at least: some browsers' clocks are coarse
TRIES = 5  # of which the shortest counts: others at work only add to it


def seconds_per_update(settings: Settings, compiler: Compiler | None) -> float:
    """How long an update takes here: the difference of long calls and short ones."""
    settings = replace(settings, learning_rate=1e-5)  # so that none diverges
    run, data = assemble(settings)
    engine = CompiledTrainer(
        compiler, run, data, settings, {}, lambda: assemble(settings)
    ).engine
    loop = training_loop(run)

    def timed(updates: int, calls: int = 1) -> float:
        began = perf_counter()
        for _ in range(calls):
            if engine:
                engine.train(updates)
                continue
            last = run.update + updates
            while run.update < last:
                next(loop)
        return perf_counter() - began

    timed(2)  # compiles
    count = 2
    while timed(count) < LONG and 2 * count <= UPDATES:
        count *= 2
    calls = ceil(LONG / timed(count))
    tries = [(timed(count, calls), timed(1, calls)) for _ in range(TRIES)]
    long, short = (min(each[i] for each in tries) for i in (0, 1))
    return max(long - short, 1e-9) / (calls * (count - 1))
