"""Points: those of a run as CSV, in their units."""

import csv
from io import StringIO

from ..settings.axes import PLAIN, Axes, Axis
from ..settings.custom_points import CustomPoints, header


def as_csv(points: CustomPoints, axes: Axes = PLAIN) -> str:
    """The points as a CSV text with a header (RFC 4180), in the units and names of `axes`."""
    text = StringIO(newline="")
    rows = csv.writer(text)
    names = [each.name for each in axes[:3]]
    rows.writerow(header(points)[0].split(",") if axes == PLAIN else names)
    for x1, x2, label in points:
        told: object = label
        if isinstance(label, float):
            told = in_units(label, axes.label)
        elif label < len(axes.classes):
            told = axes.classes[int(label)]
        rows.writerow([in_units(x1, axes.x1), in_units(x2, axes.x2), told])
    return text.getvalue()


def in_units(coordinate: float, axis: Axis) -> float:
    """What a coordinate of the plane is in an axis's units."""
    if axis[1:] == (-1.0, 1.0):
        return coordinate
    value = axis.low + (coordinate + 1) / 2 * (axis.high - axis.low)
    return float(f"{value:.9g}")
