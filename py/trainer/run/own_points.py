"""Own points: custom ones and those of measured data, and the names and units of either."""

import numpy as np

from ..datasets import DATASETS
from ..settings.axes import PLAIN, Axes, parse_axes
from ..settings.custom_points import CustomPoints
from ..settings.table import Settings
from .setup import draw_points


def fixed_points(settings: Settings) -> CustomPoints:
    """Points that nothing draws at random: custom ones, or those of measured data."""
    if settings.custom_points or not DATASETS[settings.dataset].source:
        return settings.custom_points
    x, y = draw_points(settings, np.random.default_rng(0))  # always the same
    rows = zip(x.tolist(), y.tolist(), strict=True)
    return tuple((x1, x2, label) for (x1, x2), label in rows)


def axes_of(settings: Settings) -> Axes:
    """What coordinates and classes are called, and their units."""
    if settings.custom_points:
        return settings.axes or PLAIN
    text = DATASETS[settings.dataset].axes
    return parse_axes(text) if text else PLAIN
