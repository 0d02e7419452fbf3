"""Hidden space: the plane and the points as a hidden layer sees them.

h      units of the layer
m      nodes of a mesh over the plane, MESH along each edge
n      points
k      units of the next layer whose line crosses the picture

A picture has two axes, each of them a unit's output or a main axis: the direction in which the
outputs at the nodes spread most, at right angles to the other (Pearson 1901).
"""

from typing import NamedTuple, TypedDict

import numpy as np

from ..activations import Array
from ..run.evaluation import logit_threshold
from ..run.trainer import Trainer
from ..settings.custom_points import EDGE
from .hinges import segments
from .pictures import levels

MESH = 25  # nodes along an edge
MAIN = -1  # in place of a unit: a main axis
TICKS = np.linspace(-EDGE, EDGE, MESH)
NODES = np.stack(np.meshgrid(TICKS, TICKS), axis=-1).reshape(-1, 2)  # (m, 2)


class Axes(NamedTuple):
    """What of which hidden layer is shown; what does not exist is the nearest that does."""

    layer: int = -1  # below 0: the last
    across: int = MAIN
    up: int = MAIN


class Space(TypedDict):
    """What is seen."""

    layers: list[int]  # units of each hidden layer
    axes: list[int]  # the layer; a unit or -1 for across and for up
    part: float  # of the nodes' variance that the two axes hold, 0 to 1


class HiddenSpace(NamedTuple):
    """A picture of a hidden layer, from -1 to 1 on both axes."""

    space: Space | None  # None without a hidden layer
    mesh: Array  # (m, 2 + k): the place of each node and the levels there, row by row
    places: Array  # (n, 2): of the points, training ones first
    lines: Array  # (k, 5): unit of the next layer, both ends of where its sum is zero


NOTHING = HiddenSpace(None, np.empty((0, 3)), np.empty((0, 2)), np.empty((0, 5)))


class HiddenSpaces:
    """Pictures of one run that follow each other: main axes turn no more than they have to."""

    def __init__(self) -> None:
        self._last: Array = np.empty((0, 2))

    def seen(self, trainer: Trainer, asked: Axes) -> HiddenSpace:
        """What the layer asked for makes of plane and points now."""
        network, data = trainer.run.network, trainer.data
        hidden = [len(layer.b) for layer in network.layers[:-1]]
        if not hidden:
            return NOTHING
        last = len(hidden) - 1
        layer = last if asked.layer < 0 else min(asked.layer, last)
        most = hidden[layer] - 1
        at = Axes(layer, min(asked.across, most), min(asked.up, most))

        points = np.concatenate([NODES, data.x, data.x_val])
        traces = network.forward(network.inputs(points))
        outputs, nodes = traces[at.layer].a, traces[at.layer].a[: len(NODES)]
        middle = nodes.mean(axis=0)  # (h,)
        axes, part = self._axes(nodes - middle, at)  # (h, 2)
        seen = (outputs - middle) @ axes  # (m + n, 2)
        low, high = seen.min(axis=0), seen.max(axis=0)
        centre, half = (low + high) / 2, max(float((high - low).max()) / 2, 1e-9) * 1.05
        places = (seen - centre) / half

        following = network.layers[at.layer + 1]
        is_output = at.layer == last
        is_binary = is_output and trainer.run.loss.task == "binary"
        threshold = logit_threshold(trainer.settings.threshold) if is_binary else 0.0
        w = half * (axes.T @ following.W).T  # (next units, 2)
        b = (middle + axes @ centre) @ following.W + following.b - threshold
        loss = trainer.run.loss
        if is_output and loss.task == "multiclass":
            w, b = w[:0], b[:0]  # no class begins where a logit is zero
        shown = levels(loss, traces[-1].a[: len(NODES)])
        return HiddenSpace(
            Space(layers=hidden, axes=list(at), part=part),
            np.hstack([places[: len(NODES)], shown]),
            places[len(NODES) :],
            segments(w, b, 1.0),
        )

    def _axes(self, spread: Array, at: Axes) -> tuple[Array, float]:
        """The two axes, (h, 2), and what part of the variance of `spread`, (m, h), they hold."""
        covariance = spread.T @ spread
        variance, directions = np.linalg.eigh(covariance)  # the largest last
        main = np.zeros((len(covariance), 2))
        main[:, : len(covariance)] = directions[:, ::-1][:, :2]
        if main.shape == self._last.shape:
            # turned in their plane to be as near as can be to the last (Schönemann 1966)
            u, _, v = np.linalg.svd(main.T @ self._last)
            main = main @ u @ v
        self._last = main
        axes = main.copy()
        chosen = [place for place, unit in enumerate(at[1:]) if unit != MAIN]
        for place in chosen:
            axes[:, place] = np.arange(len(covariance)) == at[1 + place]
        if len(chosen) == 1:  # the other is the main axis of what that unit leaves
            (place,) = chosen
            rest = np.eye(len(covariance)) - np.outer(axes[:, place], axes[:, place])
            axis = np.linalg.eigh(rest @ covariance @ rest)[1][:, -1]
            axes[:, 1 - place] = axis * np.sign(axis[np.abs(axis).argmax()])
        basis = axes[:, :1] if at.across == at.up != MAIN else axes
        held = float(np.trace(basis.T @ covariance @ basis))
        return axes, min(held / max(float(variance.sum()), 1e-30), 1.0)
