"""A trial epoch: where the loop or the layers are edited, the engine first trains beside them."""

import io
from collections.abc import Callable, Iterator
from contextlib import redirect_stdout

import numpy as np

from ..datasets import Data
from ..errors import EngineError
from ..messages import message
from ..settings.table import Settings
from ..training import Run
from .engine import Engine
from .modules import Compiler
from .recognition import Loop

MOST = 60  # updates
CLOSE = {"float32": 1e-3}  # how much of theta's largest number may differ; else
EXACT = 1e-7


def check_epoch(
    compiler: Compiler,
    fresh: Callable[[], tuple[Run, Data]],
    settings: Settings,
    loop: Loop,
    training_loop: Callable[[Run], Iterator[str]],
) -> None:
    """Train two `fresh` runs through an epoch; an EngineError where they come to differ."""
    with redirect_stdout(io.StringIO()), np.errstate(all="ignore"):
        run, _ = fresh()
        other, data = fresh()
        stages = training_loop(run)
        while run.epoch < 1 and run.update < MOST:
            while next(stages) != "update":
                pass
        engine = Engine(compiler, other, data, settings, loop, training_loop)
        while other.update < run.update and np.isfinite(other.network.theta).all():
            engine.train(run.update - other.update)
    theta, its = run.network.theta, other.network.theta
    size = np.abs(theta).max()
    is_close = np.abs(its - theta).max() <= CLOSE.get(settings.engine, EXACT) * size
    places = [(r.update, r.start, r.examples_seen, *r.batch) for r in (run, other)]
    if np.isfinite(size) and not (is_close and places[0] == places[1]):
        line = training_loop.__code__.co_firstlineno
        why = message("engine.disagrees")
        raise EngineError("engine.line", file="training.py", line=line, why=why)
