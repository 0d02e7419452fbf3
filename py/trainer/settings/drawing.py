"""Drawing: custom points that are added or erased by hand, with undo."""

import math
from collections.abc import Sequence
from typing import Literal, NamedTuple, get_args

import numpy as np

from ..errors import SettingError, not_one_of, shown
from ..messages import Message, message
from .axes import Axes
from .custom_points import EDGE, FEWEST, MOST, CustomPoints, wrong

Draw = Literal["0", "1", "2", "3", "4", "5", "erase", "clear", "undo"]
DECIMALS = 4  # of a place that is drawn; a pixel is coarser
NEAR = 0.12  # how far from a place erasing takes points away
UNDOS = 100


class Drawn(NamedTuple):
    """Custom points and their axes; without points the dataset, but for a sketch."""

    points: CustomPoints
    axes: Axes | None
    is_sketch: bool = False  # perhaps too few to train on, for all were erased


class Drawing:
    """What can be undone: what there was before each change, the newest last."""

    def __init__(self) -> None:
        self._before: list[Drawn] = []
        self.has_stroke = False  # whether what there was before this stroke is kept

    def remember(self, before: Drawn) -> None:
        """Take in what is about to change."""
        self._before = [*self._before[1 - UNDOS :], before]

    @property
    def last(self) -> Drawn:
        """What there was before the last change; a SettingError where there was none."""
        if not self._before:
            raise SettingError("points.nothing-to-undo")
        return self._before[-1]

    def forget_last(self) -> None:
        """Take in that the last change is undone."""
        self._before.pop()


def check_draw(what: object) -> None:
    """A SettingError where `what` is nothing that can be drawn."""
    if not isinstance(what, str) or what not in get_args(Draw):
        raise not_one_of("what", get_args(Draw), what)


def redraw(
    what: Draw,
    places: Sequence[Sequence[float]],
    points: CustomPoints,
    *,
    has_values: bool,
    fewest: int,
) -> CustomPoints:
    """The points after points of class "0" to "5" are added at the places, those near them
    erased but for `fewest`, or all; a SettingError where that cannot be.

    Where points have values, "0" stands for -1 and any other class for 1. Points beyond the
    plane are moved to its edge: custom points that reach further would all be scaled.
    """
    if what == "clear":
        return ()
    if what == "erase":
        return inside(without(points, places, fewest))
    label = (1.0 if int(what) else -1.0) if has_values else int(what)
    return inside(with_drawn(points, places, label))


def inside(points: CustomPoints) -> CustomPoints:
    """The points, none of them beyond the plane, no value beyond -1 and 1."""

    def held(number: float, edge: float) -> float:
        return min(max(number, -edge), edge)

    return tuple(
        (
            held(x1, EDGE),
            held(x2, EDGE),
            held(label, 1.0) if isinstance(label, float) else label,
        )
        for x1, x2, label in points
    )


def lacking(points: CustomPoints, has_values: bool) -> Message | None:
    """What points lack to be trained on, if anything."""
    if has_values:
        is_enough, code = len(points) >= FEWEST, "run.sketch-values"
    else:
        is_enough = len(points) >= FEWEST and len({label for *_, label in points}) > 1
        code = "run.sketch-class" if len(points) >= FEWEST else "run.sketch"
    return None if is_enough else message(code, fewest=FEWEST, count=len(points))


def pairs(places: object) -> list[tuple[float, float]]:
    """Places in the plane as pairs of finite numbers; a SettingError where they are none."""
    try:
        array = np.array(places, dtype=np.float64)
    except (TypeError, ValueError, OverflowError):
        array = np.array(np.nan)
    if array.size == 0:
        return []
    if array.ndim != 2 or array.shape[1] != 2 or not np.isfinite(array).all():
        raise SettingError("points.places", got=shown(places))
    return [(x1, x2) for x1, x2 in array.tolist()]


def with_drawn(
    points: CustomPoints, places: Sequence[Sequence[float]], label: float
) -> CustomPoints:
    """With a new point of class or value `label` at each place, within the plane."""
    drawn = pairs(places)
    if len(points) + len(drawn) > MOST:
        raise wrong("would-be", count=len(points) + len(drawn))
    inside = np.round(np.clip(np.reshape(drawn, (-1, 2)), -EDGE, EDGE), DECIMALS)
    return (*points, *((x1, x2, label) for x1, x2 in inside.tolist()))


def without(
    points: CustomPoints, places: Sequence[Sequence[float]], fewest: int = FEWEST
) -> CustomPoints:
    """Without the points near any of the places; so many have to be left."""
    erased = pairs(places)
    left = tuple(
        point
        for point in points
        if all(math.dist(point[:2], place) > NEAR for place in erased)
    )
    if len(left) < fewest:
        raise wrong("would-be", count=len(left))
    return left
