"""Batches: what a batch's gradient is worth, and what an update on it costs here."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Literal, TypedDict

import numpy as np

from ..activations import Array
from ..engine.modules import Compiler
from ..layers import Trace
from ..run.setup import assemble
from ..run.timing import seconds_per_update
from ..settings.table import Settings
from .gradients import degrees_between, gradient_of

SEEDS = 20
MOST_DRAWS = 100  # batches of a size from each seed
WORK = (
    4_000_000  # products of examples and parameters for each seed: a few seconds in all
)


class Batches(TypedDict):
    """A row for each batch size: its examples, the lowest and the highest mean angle over the
    seeds in degrees, the kilobytes of what forward keeps, and an update's microseconds."""

    type: Literal["batches"]
    rows: list[list[float]]


def measured(settings: Settings, compiler: Compiler | None) -> Batches:
    """One example, the batch size that is set, and all examples, before any training."""
    run, _ = assemble(settings)
    n = len(run.x)
    sizes = sorted({1, min(settings.batch_size, n), n})
    angles = np.array(
        [mean_angles(settings, sizes, seed) for seed in range(1, SEEDS + 1)]
    )  # (SEEDS, sizes)
    rows = [
        [
            float(size),
            float(of_size.min()),
            float(of_size.max()),
            kilobytes(run.network.forward(run.x[:size])),
            1e6 * seconds_per_update(replace(settings, batch_size=size), compiler),
        ]
        for size, of_size in zip(sizes, angles.T, strict=True)
    ]
    return Batches(type="batches", rows=rows)


def mean_angles(settings: Settings, sizes: Sequence[int], seed: int) -> list[float]:
    """Degrees between a batch's gradient and the whole set's, on average, for each size."""
    run, _ = assemble(replace(settings, seed=seed, data_seed=seed))
    everything = np.arange(len(run.x))
    whole = gradient_of(run, everything)

    def angle(size: int) -> float:
        batch = run.rng.permutation(everything)[:size]
        return degrees_between(gradient_of(run, batch), whole)

    def mean(size: int) -> float:
        draws = WORK // (size * len(whole))
        return float(
            np.mean([angle(size) for _ in range(min(max(draws, 1), MOST_DRAWS))])
        )

    return [mean(size) if size < len(everything) else 0.0 for size in sizes]


def kilobytes(traces: list[Trace]) -> float:
    """The size of the arrays that forward keeps for backward, each counted once."""
    arrays: dict[int, Array] = {
        id(array): array for trace in traces for array in (trace.x, trace.z, trace.a)
    }
    return sum(array.nbytes for array in arrays.values()) / 1000
