"""Rounding: how far a formula's outputs may be off where each of its steps is rounded."""

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np

from ..activations import Array
from .record import MASKS, Formula

ROUNDING = 4e-16  # of a step, relative to it
# the steps that NumPy has under another name, or not at all
IN_NUMPY: dict[str, Callable[..., Any]] = {
    "sigmoid": lambda x: 0.5 + 0.5 * np.tanh(0.5 * x),
    "decay": lambda x: np.exp(-np.abs(x)),
    "and": np.logical_and,
    "or": np.logical_or,
    "xor": np.logical_xor,
    "not": np.logical_not,
}


def spreads(formula: Formula, given: Mapping[str, Array]) -> list[Array]:
    """How far a formula's outputs move where each of its steps is off by some rounding."""
    rng, count = np.random.default_rng(1), len(next(iter(given.values())))

    def computed(off: float) -> list[Array]:
        values: list[Any] = []
        for step in formula.steps:
            operands = [values[i] for i in step.operands]
            value: Any = given.get(step.text, step.number)
            if operands:
                value = (IN_NUMPY.get(step.op) or getattr(np, step.op))(*operands)
            if step.op not in MASKS:
                # NumPy's sigmoid is a sum of halves, and as exact as these
                size = 1.0 if step.op == "sigmoid" else value
                value = value + off * rng.uniform(-1, 1, count) * size
            values.append(value)
        return [np.broadcast_to(values[i], count) for i in formula.outputs]

    with np.errstate(all="ignore"):
        exact, *nearby = (computed(off) for off in (0.0, ROUNDING, ROUNDING, ROUNDING))
        return [
            np.max([np.nan_to_num(np.abs(each - one)) for each in others], axis=0)
            for one, *others in zip(exact, *nearby, strict=True)
        ]
