"""How long many runs take at once; bench.py runs this by the page's own Python."""

import asyncio
from dataclasses import replace
from time import perf_counter

from pyodide.ffi import to_js

from trainer.run.session import Session
from trainer.settings.table import resolve

RUNS, EPOCHS, ENOUGH = 200, 1000, 98
SLICE = 0.01  # seconds between two looks at what the other cores have done
fresh = iter(range(10**6, 2**31, RUNS))  # seeds


async def many(dataset, on_all_cores):
    """Seconds that the runs take, and how many had enough examples correct."""
    first, settings = next(fresh), resolve({"dataset": dataset})
    seeds = range(first, first + RUNS)
    began = perf_counter()
    sweep = Session().sweep(
        [replace(settings, seed=seed, data_seed=seed) for seed in seeds],
        EPOCHS,
        ENOUGH,
    )
    if not on_all_cores:
        sweep.dismiss_crew()
    while not sweep.is_over:
        sweep.step(SLICE)
        await asyncio.sleep(0)
    seconds = perf_counter() - began
    return to_js([seconds, sum(one.has_enough for one in sweep.runs)])
