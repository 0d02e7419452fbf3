"""Measures: what an experiment's runs show, as a number and the sentence that tells it."""

from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

import numpy as np

from ..run.session import Session
from ..view.frame import views

ALIKE = 0.05  # boundaries that differ on less of the plane are the same
SOLVED = 98  # percent of the training examples
TIE = -1  # the number where the best arm is not one alone


class Measured(NamedTuple):
    """A number, and what it means in a sentence."""

    number: float
    sentence: str


Runs = Sequence[tuple[str, Session]]  # each arm's label and session


def _accuracy(session: Session) -> float:
    return session.watch.scores()[0].accuracy


def has_learned(session: Session) -> bool:
    """Whether the run stands, and gets nearly every training example right."""
    return not session.watch.problem and _accuracy(session) >= SOLVED


def _names(labels: Sequence[str]) -> str:
    return f" ({', '.join(labels)})" if labels else ""


def shapes(runs: Runs) -> Measured:
    """How many different boundaries the runs draw."""
    kinds: list[Any] = []
    for _, session in runs:
        classes = np.ravel(views(session.run.network)[0]) > 0.5
        if all((classes != kind).mean() >= ALIKE for kind in kinds):
            kinds.append(classes)
    count = len(kinds)
    return Measured(
        count,
        f"The {len(runs)} runs drew {count} different shape{'s' * (count != 1)}: two count "
        f"as one where they agree on more than {100 * (1 - ALIKE):.0f} % of the plane.",
    )


def learned(runs: Runs) -> Measured:
    """How many runs have learned."""
    labels = [label for label, session in runs if has_learned(session)]
    return Measured(
        len(labels),
        f"{len(labels)} of {len(runs)} runs got at least {SOLVED} % of the "
        f"training examples right{_names(labels)}.",
    )


def failed(runs: Runs) -> Measured:
    """How many runs have not learned, or diverged."""
    labels = [label for label, session in runs if not has_learned(session)]
    return Measured(
        len(labels),
        f"{len(labels)} of {len(runs)} runs did not learn{_names(labels)}.",
    )


def _best(
    runs: Runs,
    cost: Callable[[Session], float],
    what: str,
    none: str = f"No run reached {SOLVED} %.",
) -> Measured:
    """The arm of the lowest cost, counted from 1; 0 where none has a finite one, or TIE."""
    costs = [cost(session) for _, session in runs]
    least = min(costs)
    if least == float("inf"):
        return Measured(0, none)
    told = ", ".join(
        f"{label}: {value:g}" if value < float("inf") else f"{label}: never"
        for (label, _), value in zip(runs, costs, strict=True)
    )
    best = [arm for arm, value in enumerate(costs) if value == least]
    *others, last = (runs[arm][0] for arm in best)
    if others:
        return Measured(TIE, f"{what}: {told}. A tie: {', '.join(others)} and {last}.")
    return Measured(best[0] + 1, f"{what}: {told}. The least: {last}.")


def _solved_at(session: Session, place: str) -> float:
    rows = (e for e in session.watch.history.epochs if e.train_accuracy >= SOLVED)
    epoch = next(rows, None)
    if epoch is None:
        return float("inf")
    return float(epoch.update if place == "update" else epoch.epoch)


def fewest_updates(runs: Runs) -> Measured:
    """Which arm, counted from 1, needed the fewest updates; 0 where none arrived, or TIE."""
    what = f"Updates to {SOLVED} % of the training examples"
    return _best(runs, lambda session: _solved_at(session, "update"), what)


def fewest_epochs(runs: Runs) -> Measured:
    """Which arm, counted from 1, needed the fewest passes over the data; or 0, or TIE."""
    what = f"Epochs to {SOLVED} % of the training examples"
    return _best(runs, lambda session: _solved_at(session, "epoch"), what)


def lowest_loss(runs: Runs) -> Measured:
    """Which arm, counted from 1, ended with the lowest training loss; 0 where all diverged."""

    def loss(session: Session) -> float:
        score = session.watch.scores()[0]
        return float("inf") if session.watch.problem else float(f"{score.loss:.3g}")

    what = "Training loss at the end"
    return _best(runs, loss, what, none="Every run diverged.")


def different_units(runs: Runs) -> Measured:
    """How many different units the first arm's first hidden layer has."""
    label, session = runs[0]
    layer = session.run.network.layers[0]
    units = np.unique(np.round(np.vstack([layer.W, layer.b]), 9), axis=1).shape[1]
    total = layer.b.size
    if total == 1:
        sentence = f"“{label}” has only one unit: there is nothing to compare."
    elif units == 1:
        sentence = f"All {total} hidden units of “{label}” are alike."
    else:
        sentence = (
            f"The {total} hidden units of “{label}” are of {units} different kinds."
        )
    return Measured(units, sentence)


MEASURES: dict[str, Callable[[Runs], Measured]] = {
    "shapes": shapes,
    "learned": learned,
    "failed": failed,
    "fewest_updates": fewest_updates,
    "fewest_epochs": fewest_epochs,
    "lowest_loss": lowest_loss,
    "different_units": different_units,
}
