"""Drawing: custom points that are added or erased by hand, with undo."""

import math
from collections.abc import Sequence
from typing import Literal, get_args

import numpy as np

from ..errors import SettingError, not_one_of, shown
from .custom_points import EDGE, FEWEST, MOST, CustomPoints, wrong

Draw = Literal["0", "1", "2", "3", "4", "5", "erase", "clear", "undo"]
DECIMALS = 4  # of a place that is drawn; a pixel is coarser
NEAR = 0.12  # how far from a place erasing takes points away
UNDOS = 100


class Drawing:
    """What can be undone: the custom points before each change, the newest last."""

    def __init__(self) -> None:
        self._before: list[CustomPoints] = []

    def remember(self, points: CustomPoints) -> None:
        """Take in the custom points that are about to change; () stands for the dataset."""
        self._before = [*self._before[1 - UNDOS :], points]

    def forget_last(self) -> None:
        """Take in that the last change is undone."""
        self._before.pop()

    def after(
        self,
        what: Draw,
        places: Sequence[Sequence[float]],
        points: CustomPoints,
        *,
        has_values: bool = False,
        fewest: int = FEWEST,
    ) -> CustomPoints:
        """The points after points of class "0" to "5" are added at the places, those near
        them erased but for `fewest`, or all, or the last change undone; a SettingError where
        that cannot be.

        Where points have values, "0" stands for -1 and any other class for 1.
        """
        if not isinstance(what, str) or what not in get_args(Draw):
            raise not_one_of("what", get_args(Draw), what)
        if what == "undo":
            if not self._before:
                raise SettingError("points.nothing-to-undo")
            return self._before[-1]
        if what == "clear":
            return ()
        if what == "erase":
            return without(points, places, fewest)
        label = (1.0 if int(what) else -1.0) if has_values else int(what)
        return with_drawn(points, places, label)


def is_enough(points: CustomPoints) -> bool:
    """Whether points are as many, and as different, as training needs."""
    return len(points) >= FEWEST and len({label for *_, label in points}) > 1


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
