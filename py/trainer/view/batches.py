"""Batches: what a batch's gradient is worth, and what an update on it costs here."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Literal, TypedDict

import numpy as np

from ..engine.modules import Compiler
from ..layers import Trace
from ..run.setup import assemble
from ..run.timing import seconds_per_update
from ..settings.table import Settings
from .gradients import degrees_between, gradient_of

SEEDS = 20
DRAWS = 20  # batches from each seed


class Batches(TypedDict):
    """A row for each batch size: its examples, the lowest and the highest mean angle over the
    seeds in degrees, the kilobytes of what forward keeps, and an update's microseconds."""

    type: Literal["batches"]
    rows: list[list[float]]


def measured(settings: Settings, compiler: Compiler | None) -> Batches:
    """One example, the batch size that is set, and all examples, before any training."""
    n = len(assemble(settings)[0].x)
    sizes = sorted({1, min(settings.batch_size, n), n})
    rows = [[float(size), *row(settings, size, compiler)] for size in sizes]
    return Batches(type="batches", rows=rows)


def row(settings: Settings, size: int, compiler: Compiler | None) -> Iterator[float]:
    """What is measured of a batch size."""
    angles = [mean_angle(settings, size, seed) for seed in range(1, SEEDS + 1)]
    yield min(angles)
    yield max(angles)
    run, _ = assemble(settings)
    yield kilobytes(run.network.forward(run.x[:size]))
    yield 1e6 * seconds_per_update(replace(settings, batch_size=size), compiler)


def mean_angle(settings: Settings, size: int, seed: int) -> float:
    """Degrees between a batch's gradient and the whole set's, on average over some batches."""
    run, _ = assemble(replace(settings, seed=seed, data_seed=seed))
    everything = np.arange(len(run.x))
    whole = gradient_of(run, everything)
    batches = (run.rng.permutation(everything)[:size] for _ in range(DRAWS))
    angles = [degrees_between(gradient_of(run, batch), whole) for batch in batches]
    return float(np.mean(angles))


def kilobytes(traces: list[Trace]) -> float:
    """The size of the arrays that forward keeps for backward, each counted once."""
    arrays = {
        id(array): array for trace in traces for array in (trace.x, trace.z, trace.a)
    }
    return sum(array.nbytes for array in arrays.values()) / 1000
