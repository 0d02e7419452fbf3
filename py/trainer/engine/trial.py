"""A trial: where code is edited, the engine first trains beside it for a while."""

import io
from collections.abc import Callable, Iterator
from contextlib import redirect_stdout

import numpy as np

from ..datasets import Data
from ..errors import EngineError
from ..settings.table import Settings
from ..training import Run
from .engine import Engine
from .modules import Compiler
from .recognition import Loop

FEWEST, MOST = 30, 60  # updates; over three epochs, if these are enough
# how much the two ways of so many steps may differ, as a part of the way
CLOSE = {"float32": 1e-3}
EXACT = 1e-7


def check_trial(
    compiler: Compiler,
    fresh: Callable[[], tuple[Run, Data]],
    settings: Settings,
    loop: Loop,
    training_loop: Callable[[Run], Iterator[str]],
) -> None:
    """Train two `fresh` runs for a while; an EngineError where they come to differ."""
    with redirect_stdout(io.StringIO()), np.errstate(all="ignore"):
        run, _ = fresh()
        other, data = fresh()
        check_kinds(run)
        # first, for it refuses code that remembers what this trial did
        engine = Engine(compiler, other, data, settings, loop, training_loop)
        began, losses = run.network.theta.copy(), []
        stages = training_loop(run)
        run.network.is_training = True
        while run.update < MOST and (run.epoch < 3 or run.update < FEWEST):
            while next(stages) != "update":
                pass
            losses.append(run.batch_loss)
        got: list[float] = []
        while other.update < run.update and np.isfinite(other.network.theta).all():
            got.extend(engine.train(run.update - other.update).losses)
    if not np.isfinite(run.network.theta).all() or not np.isfinite(losses).all():
        return  # either way it diverges
    close = CLOSE.get(settings.engine, EXACT)
    ways = run.network.theta - began, other.network.theta - began
    places = [(r.update, r.start, r.examples_seen, *r.batch) for r in (run, other)]
    if (
        places[0] != places[1]
        or np.abs(ways[0] - ways[1]).max() > close * np.abs(ways[0]).max()
        or not np.allclose(got, losses, rtol=close, atol=close)
    ):
        raise EngineError("engine.disagrees")


def check_kinds(run: Run) -> None:
    """An EngineError where the run is made of other parts than the engine knows."""
    network = run.network
    known = [(network, "MLP"), (run.loss, "Loss"), (run.penalty, "Penalty")]
    known += [(layer, "Dense") for layer in network.layers]
    for part, name in known:
        if type(part).__name__ != name:
            raise EngineError("engine.kind", got=type(part).__name__, name=name)
    for layer in network.layers:
        arrays = [vars(layer).get(name) for name in ("W", "b")]
        if not all(
            isinstance(array, np.ndarray) and np.shares_memory(array, network.theta)
            for array in arrays
        ):
            raise EngineError("engine.kind", got="W", name="theta")
    if network.theta.dtype != np.float64:
        raise EngineError("engine.kind", got=str(network.theta.dtype), name="float64")
