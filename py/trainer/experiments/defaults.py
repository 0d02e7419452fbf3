"""Do the defaults learn? `python -m trainer.experiments.defaults` trains every dataset that is
drawn.

A run counts as solved at the end of the first epoch in which the loop's network gets
98 % of the training examples right, or values with an RMSE of at most 0.1, if that is within
1,200 epochs: what the page does in 20 seconds at 60 epochs a second.
"""

from collections.abc import Sequence
from dataclasses import replace
from statistics import median
from time import perf_counter

from ..datasets import DATASETS
from ..run.evaluation import SOLVED, evaluate, is_regression
from ..run.setup import assemble
from ..settings.table import Settings, defaults
from ..training import training_loop

EPOCHS = 1200
CLOSE = 0.1  # RMSE of values, which reach from -1 to 1


def epochs_to_solve(settings: Settings) -> int | None:
    """The epoch after which `SOLVED` is reached, None if that takes over `EPOCHS`."""
    run, data = assemble(settings)
    for stage in training_loop(run):
        if stage == "shuffle" and run.epoch:
            metric = evaluate(run, data.x, data.y).metric
            if metric <= CLOSE if is_regression(run) else metric >= SOLVED:
                return run.epoch
            if run.epoch >= EPOCHS:
                break
    return None


def row(dataset: str, seeds: Sequence[int]) -> str:
    """One line of the table: how often, how soon, and how long it took here."""
    began = perf_counter()
    results = [
        epochs_to_solve(replace(defaults(dataset), seed=seed, data_seed=seed))
        for seed in seeds
    ]
    solved = [epochs for epochs in results if epochs is not None]
    seconds = (perf_counter() - began) / len(seeds)
    middle, worst = (f"{median(solved):g}", str(max(solved))) if solved else ("-", "-")
    count = f"{len(solved)}/{len(seeds)}"
    return f"{dataset:<12}{count:>8}{middle:>16}{worst:>8}{seconds:>12.2f}"


def main() -> None:
    """Print the table for seeds 1 to 20."""
    print(
        f"{'dataset':<12}{'solved':>8}{'median epochs':>16}{'worst':>8}{'s a run':>12}"
    )
    drawn = [name for name, dataset in DATASETS.items() if not dataset.source]
    for dataset in drawn:
        print(row(dataset, range(1, 21)), flush=True)


if __name__ == "__main__":
    main()
