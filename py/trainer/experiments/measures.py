"""Measures: what an experiment's runs show, as a number and the messages that explain it."""

from collections.abc import Callable, Sequence
from functools import partial
from math import inf
from typing import Any, NamedTuple

import numpy as np

from ..messages import Message, message
from ..run.evaluation import SOLVED
from ..run.session import Session
from ..view.pictures import pictures_of

ALIKE = 0.05  # boundaries that differ on less of the plane are the same
TIE = -1  # the number where the best arm is not one alone


class Measured(NamedTuple):
    """A number, and what it means in words."""

    number: float
    sentences: list[Message]


Runs = Sequence[tuple[str, Session]]  # each arm's label and session


def _accuracy(session: Session) -> float:
    return session.monitor.scores()[0].metric


def has_learned(session: Session) -> bool:
    """Whether the run stands, and gets nearly every training example right; of values, never."""
    if session.monitor.problem or session.run.loss.task == "regression":
        return False
    return _accuracy(session) >= SOLVED


def _count(runs: Runs, what: str, is_one: Callable[[Session], bool]) -> Measured:
    """How many runs are such ones, and which."""
    arms = [label for label, session in runs if is_one(session)]
    code = f"measured.{what}-these" if arms else f"measured.{what}"
    told = message(code, count=len(arms), runs=len(runs), percent=SOLVED, arms=arms)
    return Measured(len(arms), [told])


def shapes(runs: Runs) -> Measured:
    """How many different boundaries the runs draw."""
    kinds: list[Any] = []
    for _, session in runs:
        levels = pictures_of(session.run)[0]
        classes = levels[0] > 0.5 if len(levels) == 1 else levels.argmax(axis=0)
        if all((classes != kind).mean() >= ALIKE for kind in kinds):
            kinds.append(classes)
    count = len(kinds)
    code = "measured.one-shape" if count == 1 else "measured.shapes"
    percent = 100 * (1 - ALIKE)
    return Measured(
        count, [message(code, runs=len(runs), count=count, percent=percent)]
    )


def learned(runs: Runs) -> Measured:
    """How many runs have learned."""
    return _count(runs, "learned", has_learned)


def failed(runs: Runs) -> Measured:
    """How many runs have not learned, or diverged."""
    return _count(runs, "failed", lambda session: not has_learned(session))


def _best(
    runs: Runs, cost: Callable[[Session], float], what: str, none: str
) -> Measured:
    """The arm of the lowest cost, counted from 1; 0 where none has a finite one, or TIE.

    `what` and `none` are codes: what is counted, and what is told where none has any.
    """
    costs = [cost(session) for _, session in runs]
    least = min(costs)
    if least == inf:
        return Measured(0, [message(none, percent=SOLVED)])
    told = [
        message("measured.cost", arm=label, cost=value)
        if value < inf
        else message("measured.never", arm=label)
        for (label, _), value in zip(runs, costs, strict=True)
    ]
    counted = message(what, percent=SOLVED, costs=told)
    best = [arm for arm, value in enumerate(costs) if value == least]
    *others, last = (runs[arm][0] for arm in best)
    if others:
        return Measured(TIE, [counted, message("measured.tie", arms=others, last=last)])
    return Measured(best[0] + 1, [counted, message("measured.least", arm=last)])


def _fewest(unit: str, runs: Runs) -> Measured:
    """Which arm, counted from 1, needed the fewest updates or epochs; 0 if none, or TIE."""

    def cost(session: Session) -> float:
        if session.run.loss.task == "regression":
            return inf
        epochs = session.monitor.history.epochs
        solved = (epoch for epoch in epochs if epoch.train_metric >= SOLVED)
        return float(getattr(next(solved, None), unit, inf))

    return _best(runs, cost, f"measured.{unit}s", "measured.none-solved")


def lowest_loss(runs: Runs) -> Measured:
    """Which arm, counted from 1, ended with the lowest training loss; 0 where all diverged."""

    def loss(session: Session) -> float:
        score = session.monitor.scores()[0]
        return inf if session.monitor.problem else float(f"{score.loss:.3g}")

    return _best(runs, loss, "measured.loss", "measured.all-diverged")


def different_units(runs: Runs) -> Measured:
    """How many different units the first arm's first hidden layer has."""
    label, session = runs[0]
    layer = session.run.network.layers[0]
    units = np.unique(np.round(np.vstack([layer.W, layer.b]), 9), axis=1).shape[1]
    total = layer.b.size
    if total == 1:
        told = message("measured.one-unit", arm=label)
    elif units == 1:
        told = message("measured.alike", count=total, arm=label)
    else:
        told = message("measured.kinds", count=total, arm=label, kinds=units)
    return Measured(units, [told])


MEASURES: dict[str, Callable[[Runs], Measured]] = {
    "shapes": shapes,
    "learned": learned,
    "failed": failed,
    "fewest_updates": partial(_fewest, "update"),
    "fewest_epochs": partial(_fewest, "epoch"),
    "lowest_loss": lowest_loss,
    "different_units": different_units,
}
