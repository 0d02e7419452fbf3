"""Plots: the curves that an experiment draws.

While its runs go on, the one that is shown of each arm; in the end each arm's median over all
seeds, and between which curves the middle half lies. A plot has a name for each axis. A mark
is what is noted of the shown run as it goes, and what its history does not keep.
"""

from collections.abc import Mapping, Sequence
from math import inf
from typing import Any, NamedTuple

import numpy as np

from ..activations import Array
from ..errors import SettingError, shown
from ..run.history import TRAIN_LOSS, TRAIN_METRIC, UPDATE, VAL_LOSS
from ..run.session import Session
from .results import Result

MOST_PLOTS = 4
MOST_PLACES = 200  # of a band
X = ("updates", "examples", "milliseconds", "layers")  # milliseconds of arithmetic
# of the training set, of each update's batch, see Mark, of the validation set, percent, and of
# each layer before the first update as a part of the last one's
Y = ("loss", "each", "angle", "val_loss", "accuracy", "gradient")
COLUMNS = {"loss": TRAIN_LOSS, "val_loss": VAL_LOSS, "accuracy": TRAIN_METRIC}
ALIASES = {"seconds": "milliseconds"}  # in older experiments


class Mark(NamedTuple):
    """One moment of a run."""

    update: int
    examples: int  # that were seen, each as often as it was
    angle: float  # degrees from the batch's gradient to the whole set's; NaN at first


class Plot(NamedTuple):
    """What is drawn against what."""

    x: str
    y: str


def parse_plots(data: Mapping[str, Any]) -> list[Plot]:
    """The plots that an experiment asks for; a SettingError says what is wrong."""
    value = data.get("plots")
    if not isinstance(value, list) or not 1 <= len(value) <= MOST_PLOTS:
        raise SettingError("experiment.plots", most=MOST_PLOTS, got=shown(value))
    plots = []
    for place, pair in enumerate(value):
        is_pair = isinstance(pair, list) and len(pair) == 2
        is_pair = is_pair and all(isinstance(each, str) for each in pair)
        x, y = pair if is_pair else ("", "")
        x = ALIASES.get(x, x)
        if x not in X or y not in Y or (x == "layers") != (y == "gradient"):
            name = f"plots[{place}]"
            raise SettingError(
                "experiment.plots-pair", name=name, x=X, y=Y, got=shown(pair)
            )
        plots.append(Plot(x, y))
    return plots


def curve(plot: Plot, session: Session, marks: Sequence[Mark], seconds: float) -> Array:
    """The points of one run's curve, x and y of each; an update takes `seconds`. (k, 2)"""
    table = np.array(marks, dtype=np.float64)  # (marks, 3)
    history = session.monitor.history
    if plot.y == "gradient":
        return np.empty((0, 2))
    if plot.y == "angle":
        known = table[~np.isnan(table[:, 2])]
        updates, values = known[:, 0], known[:, 2]
    elif plot.y == "each":  # a bucket's lowest and highest
        updates = np.repeat(history.update_losses[:, 0], 2)
        values = history.update_losses[:, 1:].ravel()
    else:
        updates = history.epoch_scores[:, UPDATE]
        values = history.epoch_scores[:, COLUMNS[plot.y]]
    if plot.x == "examples":
        updates = np.interp(updates, table[:, 0], table[:, 1])
    return np.column_stack(
        [updates * (1000 * seconds if plot.x == "milliseconds" else 1), values]
    )


def band(
    plot: Plot, results: Sequence[Result], examples: float, seconds: float
) -> Array:
    """An arm's x, lower quartile, median, upper quartile; an update sees so many `examples`. (k, 4)

    Empty where a plot shows single runs.
    """
    if plot.y == "gradient":
        norms = np.array([one.gradients for one in results])
        values = norms / np.maximum(norms[:, -1:], 1e-300)
        x = np.arange(1.0, 1 + norms.shape[1])
    elif plot.y in COLUMNS:
        ends = [one.history[-1, UPDATE] for one in results]
        updates = results[int(np.argmax(ends))].history[:, UPDATE]
        updates = updates[
            updates <= np.median(ends)
        ]  # half of the runs go on until there
        x = updates[:: -(-len(updates) // MOST_PLACES)]
        values = np.array([at(one, COLUMNS[plot.y], x) for one in results])
        x = x * {"examples": examples, "milliseconds": 1000 * seconds}.get(plot.x, 1)
    else:
        return np.empty((0, 4))
    with np.errstate(all="ignore"):  # infinity of runs that diverged
        quartiles = np.quantile(values, [0.25, 0.5, 0.75], axis=0, method="lower")
    return np.column_stack([x, *np.minimum(quartiles, 1e300)])


def at(result: Result, column: int, updates: Array) -> Array:
    """A run's score at updates: after it stopped the last, after it diverged the worst. (k,)"""
    history = result.history
    end = inf if result.loss == inf and column != TRAIN_METRIC else history[-1, column]
    if column == TRAIN_METRIC and result.loss == inf:
        end = 0.0
    return np.interp(updates, history[:, UPDATE], history[:, column], right=end)
