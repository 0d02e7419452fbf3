"""Measures: what an experiment's runs show, as a number and the messages that explain it.
See `comparing` for what an arm usually does, and for when it wins.
"""

from collections import Counter
from collections.abc import Callable, Sequence
from functools import partial
from math import inf
from typing import Any, NamedTuple

import numpy as np

from ..activations import Array
from ..messages import Message, message
from ..run.evaluation import SOLVED
from ..run.history import VAL_LOSS
from .comparing import TIE, leaders, rounded, usual, winner
from .results import Result

ALIKE = 0.05  # boundaries that differ on less of the plane are the same
LOWER = 0.05  # by which part a later loss is lower, so that a run was stopped too early


class Measured(NamedTuple):
    """A number, what it means in words, and what each arm's runs have shown."""

    number: float
    sentences: list[Message]
    arms: list[list[Message]]


class Findings(NamedTuple):
    """What all runs have shown: a list for each arm, in it a result for each seed."""

    labels: list[str]
    results: list[list[Result]]
    seconds: list[float]  # that an update of each arm takes

    @property
    def runs(self) -> int:
        """Of each arm."""
        return len(self.results[0])


class Measure(NamedTuple):
    """How findings are judged, and what that takes."""

    judge: Callable[[Findings], Measured]
    arms: int = 1  # at least
    has_goal: bool = False  # runs end where SOLVED percent are right
    is_timed: bool = False


def counts(findings: Findings, is_one: Callable[[Result], bool]) -> list[int]:
    """Of each arm, how many runs are such ones."""
    return [sum(map(is_one, results)) for results in findings.results]


def spread(what: str, values: Sequence[float]) -> Message:
    """Median and middle half of the finite values, and of how many runs these are."""
    known = [value for value in values if value < inf]
    if not known:
        return message(f"spread.{what}-never")
    low, median, high = (rounded(v) for v in np.percentile(known, [25, 50, 75]))
    told = message(f"spread.{what}", median=median, low=low, high=high)
    if len(known) == len(values):
        return told
    return message("spread.some", spread=told, count=len(known), runs=len(values))


def learned(one: Result) -> bool:
    """Whether a run has learned."""
    return one.has_learned


def failed(one: Result) -> bool:
    """Whether it has not."""
    return not one.has_learned


def _usually(
    findings: Findings, what: str, is_one: Callable[[Result], bool]
) -> Measured:
    """How many arms usually have such runs."""
    found, least, runs = counts(findings, is_one), usual(findings.runs), findings.runs
    number = sum(count >= least for count in found)
    about: dict[str, Any] = {"percent": SOLVED, "least": least, "runs": runs}
    code = f"measured.usually-{what}"
    each = [
        message("measured.count", arm=label, count=sum(map(learned, results)))
        for label, results in zip(findings.labels, findings.results, strict=True)
    ]
    sentences = [
        message("measured.learned", runs=runs, percent=SOLVED, arms=each),
        message(code, count=number, arms=len(found), **about),
    ]
    if forgotten := sum(counts(findings, lambda one: one.has_forgotten)):
        about = {"count": forgotten, "runs": runs * len(found)}
        sentences.append(message("measured.forgotten", **about))
    return Measured(number, sentences, [*map(_learned_of, findings.results)])


def _learned_of(results: Sequence[Result]) -> list[Message]:
    count = sum(map(learned, results))
    return [message("spread.learned", count=count, runs=len(results))]


Costs = list[list[float]]  # of each arm, from each seed
WAYS: dict[str, Callable[[Findings], Costs]] = {
    "updates": lambda of: [[one.update for one in arm] for arm in of.results],
    "epochs": lambda of: [[one.epoch for one in arm] for arm in of.results],
    "time": lambda of: [  # in microseconds
        [1e6 * seconds * one.update for one in arm]
        for seconds, arm in zip(of.seconds, of.results, strict=True)
    ],
    "loss": lambda of: [[rounded(one.loss) for one in arm] for arm in of.results],
    "val-loss": lambda of: [
        [rounded(one.val_loss) for one in arm] for arm in of.results
    ],
}


def _told_winner(findings: Findings, what: str) -> tuple[int, Message]:
    """Who is first by a cost, and the sentence that says so."""
    number, beats = winner(WAYS[what](findings))
    way = message(f"measured.by-{what}", percent=SOLVED)
    about: dict[str, Any] = {"way": way, "runs": findings.runs}
    if number > 0:
        arm = findings.labels[number - 1]
        return number, message("measured.wins", arm=arm, count=beats, **about)
    about["least"] = usual(findings.runs)
    if number == TIE and (ahead := leaders(WAYS[what](findings))):
        arms = [findings.labels[arm] for arm in ahead]
        return number, message("measured.ahead", arms=arms, **about)
    return number, message(
        "measured.tie" if number == TIE else "measured.none", **about
    )


def _least(findings: Findings, what: str) -> Measured:
    """Which arm is first by a cost, counted from 1; 0 or TIE where none is."""
    number, told = _told_winner(findings, what)
    arms = [[spread(what, costs)] for costs in WAYS[what](findings)]
    return Measured(number, [told], arms)


def winners(findings: Findings) -> Measured:
    """How many different arms are first: by updates, by epochs, by time. TIE where none is."""
    ways = ("updates", "epochs", "time")
    found = [winner(WAYS[way](findings)) for way in ways]
    best = [number for number, _ in found]
    firsts = [
        message(f"firsts.{way}", arm=findings.labels[number - 1], count=count)
        if number > 0
        else message(f"firsts.{way}-none")
        for way, (number, count) in zip(ways, found, strict=True)
    ]
    told: dict[str, Any] = {"percent": SOLVED, "runs": findings.runs}
    spreads = [[spread(way, arm) for arm in WAYS[way](findings)] for way in ways]
    angles = [
        spread("angle", [one.angle for one in results]) for results in findings.results
    ]
    arms = [list(each) for each in zip(*spreads, angles, strict=True)]
    number = len(set(best)) if min(best) > 0 else TIE
    return Measured(number, [message("measured.firsts", firsts=firsts, **told)], arms)


def shapes(findings: Findings) -> Measured:
    """How many different boundaries the arms draw from one seed; the median over seeds."""
    seeds = zip(*findings.results, strict=True)
    found = [_kinds([one.shape for one in seed]) for seed in seeds]
    low, median, high = min(found), float(np.median(found)), max(found)
    told: dict[str, Any] = {"median": median, "low": low, "high": high}
    told |= {"arms": len(findings.labels), "percent": 100 * (1 - ALIKE)}
    sentences = [message("measured.shapes", runs=findings.runs, **told)]
    return Measured(median, sentences, [*map(_learned_of, findings.results)])


def _kinds(shapes: Sequence[Array]) -> int:
    kinds: list[Array] = []
    for shape in shapes:
        if all((shape != kind).mean() >= ALIKE for kind in kinds):
            kinds.append(shape)
    return len(kinds)


def different_units(findings: Findings) -> Measured:
    """How many different units the first arm's first hidden layer has; the median."""
    found = [[one.units[0] for one in results] for results in findings.results]
    total, runs = findings.results[0][0].units[1], findings.runs
    about: dict[str, Any] = {"arm": findings.labels[0], "units": total}
    about |= {"count": found[0].count(1), "runs": runs}
    code = "measured.alike" if total > 1 else "measured.one-unit"
    sentences = [message(code, **about)]
    arms = [
        [
            message("spread.units", kinds=kinds, units=total, count=count, runs=runs)
            for kinds, count in Counter(each).most_common(3)
        ]
        for each in found
    ]
    return Measured(float(np.median(found[0])), sentences, arms)


def vanishing(findings: Findings) -> Measured:
    """By how much smaller the first arm's gradient is in the first layer than in the last hidden
    one, before any update; the median."""
    ratios = [
        [
            float(one.gradients[-2:][0] / max(one.gradients[0], 1e-300))
            for one in results
        ]
        for results in findings.results
    ]
    number = float(np.median(ratios[0]))
    about: dict[str, Any] = {"arm": findings.labels[0], "times": rounded(number)}
    sentences = [message("measured.vanishing", runs=findings.runs, **about)]
    return Measured(number, sentences, [[spread("vanishing", each)] for each in ratios])


def too_early(findings: Findings) -> Measured:
    """From what percent of the seeds the first arm stopped too early: in the second, which went
    on, the validation loss fell clearly lower later."""
    pairs = [*zip(*findings.results[:2], strict=True)]
    later = [_lowest(other) < (1 - LOWER) * _lowest(one) for one, other in pairs]
    saved = [other.last_epoch - one.last_epoch for one, other in pairs]
    about: dict[str, Any] = {"count": sum(later), "runs": findings.runs}
    about |= {"percent": 100 * LOWER, "arm": findings.labels[0]}
    median = rounded(float(np.median(saved)))
    sentences = [message("measured.too-early", saved=median, **about)]
    arms = [[spread("val-loss", costs)] for costs in WAYS["val-loss"](findings)]
    return Measured(100 * sum(later) / len(later), sentences, arms)


def _lowest(result: Result) -> float:
    return float(np.nanmin(result.history[:, VAL_LOSS]))


MEASURES = {
    "shapes": Measure(shapes),
    "learned": Measure(partial(_usually, what="learned", is_one=learned)),
    "failed": Measure(partial(_usually, what="failed", is_one=failed)),
    "fewest_updates": Measure(partial(_least, what="updates"), has_goal=True),
    "fewest_epochs": Measure(partial(_least, what="epochs"), has_goal=True),
    "fewest_seconds": Measure(
        partial(_least, what="time"), has_goal=True, is_timed=True
    ),
    "winners": Measure(winners, has_goal=True, is_timed=True),
    "lowest_loss": Measure(partial(_least, what="loss")),
    "lowest_val_loss": Measure(partial(_least, what="val-loss")),
    "different_units": Measure(different_units),
    "vanishing": Measure(vanishing),
    "too_early": Measure(too_early, arms=2),
}
