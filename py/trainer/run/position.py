"""Positions: where a run is between two updates, as JSON holds it, and a run put there."""

from typing import Any

import numpy as np

from ..activations import Array
from ..errors import SettingError
from ..messages import message
from ..settings.numbers import is_integer, is_number
from ..training import Run
from .weights_file import refuse

MOST_UPDATES = 10**15
COUNTS = ("update", "examples_seen", "start")


def position_of(run: Run) -> dict[str, Any]:
    """The run's counts, order, generator and optimizer; the weights stand elsewhere."""
    return {
        **{name: getattr(run, name) for name in COUNTS},
        "order": run.order.tolist(),
        "generator": run.rng.bit_generator.state,
        "optimizer": {
            name: value.tolist() if isinstance(value, np.ndarray) else value
            for name, value in vars(run.optimizer).items()
            if isinstance(value, np.ndarray | int | float)
        },
    }


def go_to(run: Run, position: dict[str, Any]) -> None:
    """Put a new run where another of the same settings was; a SettingError changes nothing."""
    n, known = len(run.x), vars(run.optimizer)
    for name in COUNTS:
        value = position.get(name)
        most = n if name == "start" else MOST_UPDATES
        if not is_integer(value) or not 0 <= value <= most:
            refuse(f"position.{name}", message("rule.integer", low=0, high=most), value)
    order = position.get("order")
    if not isinstance(order, list) or not is_permutation(order, n):
        refuse("position.order", message("file.permutation", last=n - 1), order)
    optimizer = position.get("optimizer")
    if not isinstance(optimizer, dict):
        refuse(
            "position.optimizer", message("file.object-of", names=[*known]), optimizer
        )
    values = {n: like(known.get(n), value, n) for n, value in optimizer.items()}
    state: Any = position.get("generator")
    try:
        run.rng.bit_generator.state = state
    except (TypeError, ValueError, KeyError, OverflowError) as error:
        got = type(error).__name__
        raise SettingError(
            "file.refused",
            where="position.generator",
            rule=message("file.generator"),
            got=got,
        ) from None
    known.update(values)
    run.update, run.examples_seen, run.start = (position[name] for name in COUNTS)
    run.order = np.array(order)


def sets_in(position: dict[str, Any], count: int) -> tuple[list[int], list[int]] | None:
    """Which of `count` custom points are trained on, and which are held back, if it is said."""
    sets = position.get("sets")
    if sets is None:
        return None
    if (
        not isinstance(sets, list)
        or len(sets) != 2
        or not all(isinstance(each, list) for each in sets)
        or not sets[0]
        or not is_permutation([*sets[0], *sets[1]], count)
    ):
        refuse("position.sets", message("file.permutation", last=count - 1), sets)
    return sets[0], sets[1]


def is_permutation(order: list[Any], n: int) -> bool:
    """Whether a list holds each number below n once."""
    return all(map(is_integer, order)) and sorted(order) == [*range(n)]


def like(known: object, value: object, name: str) -> Array | float:
    """A number, or an array, as the optimizer has it under this name."""
    where = f"position.optimizer.{name[:40]}"
    if isinstance(known, np.ndarray):
        if not isinstance(value, list) or not all(map(is_number, value)):
            refuse(where, message("file.list", count=known.size), value)
        array: Array = np.array(value, dtype=np.float64)
        if array.shape != known.shape or not np.isfinite(array).all():
            refuse(where, message("file.list", count=known.size), len(array))
        return array
    if (
        not isinstance(known, int | float)
        or not is_number(value)
        or not abs(value) < 1e300
    ):
        refuse(where, message("file.number"), value)
    return value
