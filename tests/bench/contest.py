"""The engine's and NumPy's part in the contest of bench.py, run by the page's own Python."""

import json
from collections.abc import Callable, Sequence
from statistics import median
from time import perf_counter

import numpy as np
from numpy.typing import NDArray

from trainer.engine import engine as compiled
from trainer.engine import memory
from trainer.engine.engine import Engine
from trainer.engine.hosts import here
from trainer.engine.modules import Compiler
from trainer.run.compiled import the_compiler
from trainer.run.plane import CELLS as PLACES
from trainer.run.plane import UNIT_CELLS
from trainer.run.session import Session
from trainer.run.setup import assemble
from trainer.settings.table import Settings, defaults, resolve
from trainer.training import Run, training_loop

EXAMPLES = 640
PLACES_IN_ORDER = 16384
STEP = 12  # milliseconds of a session's step
TURNS = 5
SECONDS = 0.3  # of each turn
rng = np.random.default_rng(1)
POINTS = rng.uniform(-1.5, 1.5, (EXAMPLES, 2))
CLASSES = (POINTS[:, 0] * POINTS[:, 1] > 0).astype(float)
ORDER = np.resize(rng.permutation(EXAMPLES), PLACES_IN_ORDER).astype(np.int32)
CELLS = np.ascontiguousarray(PLACES)

# longer calls than the page's: what a call costs is no part of the contest
compiled.MIN_CAPACITY = 2**16

Order = NDArray[np.integer]

rivals: dict[str, tuple[Callable[[int], object], Callable[[], object]]] = {}


def by_numpy(run: Run) -> Callable[[int], object]:
    """So many updates of the training loop."""
    stages = training_loop(run)

    def train(updates: int) -> None:
        goal = run.update + updates
        while run.update < goal:
            next(stages)

    return train


def by_engine(
    settings: Settings,
) -> tuple[Callable[[int], object], Callable[[], object]]:
    """So many updates of the compiled loop, its order given, and a picture."""
    run, data = assemble(settings)
    run.x, run.y = POINTS, CLASSES[:, None]
    engine = Engine(the_compiler(), run, data, settings)
    train = bare(engine, ORDER)
    engine.probe(CELLS, UNIT_CELLS)
    return train, lambda: engine._probe._module.call("predict")


def bare(engine: Engine, order: Order) -> Callable[[int], object]:
    """So many updates in one endless epoch: without shuffles, and without scores."""
    engine.train(1)
    module, size = engine._module, engine.run.batch_size
    places = compiled.MIN_CAPACITY
    module.write("order", np.resize(order, places))

    def train(updates: int) -> None:
        most = min(memory.UPDATES, places // size)
        while updates > 0:
            portion = min(updates, most)
            module.call("train", portion, 0, 2**30, 0, size, 0, 0, 0)
            updates -= portion

    return train


def challenge(hidden_layers: Sequence[int], activation: str, batch_size: int) -> None:
    """Make NumPy and both engines ready for a network."""
    base = Settings(
        points=800,
        hidden_layers=tuple(hidden_layers),
        activation=activation,
        batch_size=batch_size,
        learning_rate=0.01,
    )
    run, _ = assemble(base)
    run.x, run.y = POINTS, CLASSES[:, None]
    rivals["NumPy"] = by_numpy(run), lambda: run.network.forward(CELLS)
    rivals["float64"] = by_engine(base)
    rivals["float32"] = by_engine(Settings(**{**vars(base), "engine": "float32"}))


def bare_rate(changes: dict[str, object], seconds: float) -> float:
    """Updates per second of the bare training with these settings."""
    settings = resolve(changes)
    if settings.engine == "numpy":
        rivals["bare"] = by_numpy(assemble(settings)[0]), lambda: None
    else:
        rivals["bare"] = by_engine(settings)
    return 1 / measure("bare", "train", seconds)


def first_update(hidden_layers: Sequence[int], activation: str) -> float:
    """Seconds from a network that nobody has seen before to its first update."""
    settings = Settings(hidden_layers=tuple(hidden_layers), activation=activation)
    run, data = assemble(settings)
    began = perf_counter()
    Engine(Compiler(here()), run, data, settings).train(1)
    return perf_counter() - began


def measure(name: str, what: str, seconds: float) -> float:
    """Seconds of an update, or of a picture, as `measure` of worker.js."""
    train, probe = rivals[name]
    began, count, elapsed, times = perf_counter(), 0, 0.0, 1
    while elapsed < seconds:
        if what == "train":
            train(times)
        else:
            for _ in range(times):
                probe()
        count += times
        elapsed = perf_counter() - began
        if elapsed < seconds / 4:  # so that calls cost nobody anything
            times *= 2
    return elapsed / count


def full_speed(dataset: str) -> str:
    """Updates a second of a dataset's defaults, bare and of a session's steps, and the
    session's part, as JSON: medians of turns."""
    settings = defaults(dataset)
    run, data = assemble(settings)
    engine = Engine(the_compiler(), run, data, settings)
    rivals["bare"] = bare(engine, rng.permutation(len(run.x))), lambda: None
    session = Session(settings)
    turns = []
    for _ in range(TURNS + 1):
        alone = 1 / measure("bare", "train", SECONDS)
        began, first = perf_counter(), session.run.update
        while (elapsed := perf_counter() - began) < SECONDS:
            session.step("milliseconds", STEP)
        whole = (session.run.update - first) / elapsed
        turns.append((alone, whole, whole / alone))
    # the first turn warms up
    return json.dumps([median(each) for each in zip(*turns[1:], strict=True)])
