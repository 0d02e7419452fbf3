"""Plots: the curves that an experiment draws, one of each of its runs.

A plot has a name for each axis. A mark is what is noted of a run as it goes, and what
its history does not keep.
"""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np

from ..activations import Array
from ..errors import SettingError, shown
from ..run.session import Session

MOST_PLOTS = 4
X = ("updates", "examples", "seconds")  # seconds of training, drawing left out
Y = ("loss", "each", "angle")  # of the training set, of each update's batch; see Mark


class Mark(NamedTuple):
    """One moment of a run."""

    update: int
    examples: int  # that were seen, each as often as it was
    seconds: float
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
    for pair in value:
        is_pair = isinstance(pair, list) and len(pair) == 2
        if not is_pair or pair[0] not in X or pair[1] not in Y:
            raise SettingError("experiment.plot-pair", x=X, y=Y, got=shown(pair))
    return [Plot(*pair) for pair in value]


def curve(plot: Plot, session: Session, marks: Sequence[Mark]) -> Array:
    """The points of one run's curve, x and y of each. (k, 2)"""
    table = np.array(marks, dtype=np.float64)  # (marks, 4)
    place = {"updates": 0, "examples": 1, "seconds": 2}[plot.x]
    if plot.y == "angle":
        known = table[~np.isnan(table[:, 3])]
        return known[:, [place, 3]]
    history = session.monitor.history
    if plot.y == "each":  # a bucket's lowest and highest
        updates = np.repeat(history.update_losses[:, 0], 2)
        losses = history.update_losses[:, 1:].ravel()
    else:
        updates, losses = history.epoch_scores[:, 0], history.epoch_scores[:, 1]
    x = (
        updates
        if plot.x == "updates"
        else np.interp(updates, table[:, 0], table[:, place])
    )
    return np.column_stack([x, losses])
