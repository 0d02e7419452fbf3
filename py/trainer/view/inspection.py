"""Inspection: what the last stage made, array by array. Pure: looking changes nothing.

P    parameters of the network        U   units of all layers, inputs included
N    examples in the batch            k   places where the boundary crosses the grid
"""

from collections.abc import Iterator, Mapping, Sequence
from math import isfinite
from typing import Any, Literal, TypedDict

import numpy as np

from ..activations import Array, sigmoid
from ..layers import Trace
from ..optimizers import flat
from ..run.evaluation import logit_threshold, predicted
from ..run.plane import CELLS, GRID_SIDE
from ..run.trainer import Trainer
from ..settings.custom_points import EDGE
from ..training import STAGES, Run
from .batch_rows import batch_rows
from .parameters import other_theta, parameters

NUMBERED = 20  # examples whose new place the picture shows after a shuffle
ROWS, COLUMNS = 16, 16  # of an array that are shown; the rest is counted


class NamedArray(TypedDict):
    """An array under its name in the code, cut to what fits on the page."""

    name: str
    stage: str  # the one that makes it
    shape: list[int]
    rows: list[list[float | str]]  # "nan", "inf" or "-inf" where it is not finite
    largest: float  # of the absolute values


class Derivation(TypedDict):
    """The chain rule at the output for one example of two: the last is the product."""

    y: float
    logit: float | str  # "nan", "inf" or "-inf" where it is not finite, as all below
    y_hat: float | str
    dloss_dy_hat: float | str
    dy_hat_dlogit: float | str
    dloss_dlogit: float | str
    difference: float | str  # y_hat - y


class VectorDerivation(TypedDict):
    """The same for one example of more classes, or of values: y_hat - y, class by class."""

    y: list[float]
    logits: list[float | str]
    y_hat: list[float | str]
    dloss_dlogits: list[float | str]


class Inspection(TypedDict):
    """What the last stage made, in numbers and for the picture."""

    type: Literal["inspection"]
    stage: str
    arrays: list[NamedArray]
    derivations: list[Derivation]  # of two classes; empty before the loss is known
    vectors: list[VectorDerivation]  # of other tasks; likewise
    batch_rows: (
        Array  # (N, 4 to 8): a row of `batch_rows` for each example of the batch
    )
    point: int  # the chosen training example
    activations: Array  # (U,): each unit's output for that example, inputs first
    dead: Array  # (U,): 1 where a hidden unit is 0 on every training example
    left_out: (
        Array  # (U,): of how many of the batch's examples dropout left each unit out
    )
    gradients: Array  # (P,): of the last backward pass; or (0,)
    edges: Array  # (P,): what the network's lines show, in theta's order
    edges_are: Literal["weights", "gradients"]
    order: Array  # (k, 2): places of the first examples after a shuffle; or (0, 2)
    losses: Array  # (N, 3): x1, x2, loss of each example in the batch; or (0, 3)
    boundary: Array  # (k, 2): places in doubt after this update; or (0, 2)
    boundary_before: Array  # the same before it


def named(name: str, values: object, stage: str) -> NamedArray:
    """An array as a table, cut to what fits; a vector is a column."""
    array = np.asarray(values, dtype=np.float64)
    length = len(array) if array.ndim else 1
    table = array.reshape(length, array.size // max(1, length))
    shown = table[:ROWS, :COLUMNS]
    return NamedArray(
        name=name,
        stage=stage,
        shape=list(array.shape),
        rows=[[number(value) for value in row] for row in shown.tolist()],
        largest=finite(np.abs(array).max(initial=0.0)),
    )


def number(value: float) -> float | str:
    """The number as JSON can carry it, which has no "nan", "inf" or "-inf"."""
    return float(value) if isfinite(value) else str(float(value))


def finite(value: float) -> float:
    """A number that JSON can carry."""
    return float(np.nan_to_num(value, posinf=1e308, neginf=-1e308))


def arrays(
    run: Run, stage: str, loop_locals: Mapping[str, Any], theta_before: Array
) -> Iterator[NamedArray]:
    """Every array of this update so far, in the loop's order, by its name in the code.

    What the update before made, and the coming stages will make anew, is left out.
    """
    if not stage:
        return
    so_far = STAGES[: STAGES.index(stage) + 1]
    yield named("run.order", run.order, "shuffle")
    if "batch" not in so_far:
        return
    x, y = run.x[run.batch], run.y[run.batch]
    yield named("run.batch", run.batch, "batch")
    yield named("x", x, "batch")
    yield named("y", y, "batch")
    if "forward" not in so_far:
        return
    for i, trace in enumerate(run.traces):
        yield named(f"traces[{i}].x", trace.x, "forward")
        yield named(f"traces[{i}].z", trace.z, "forward")
        mask = getattr(trace, "mask", None)
        if mask is not None:
            yield named(f"traces[{i}].mask", mask, "forward")
        yield named(f"traces[{i}].a", trace.a, "forward")
    logits = loop_locals.get("logits", np.empty((0, 1)))
    if len(logits) == len(y):
        yield named("logits", logits, "forward")
        if "loss" in so_far:
            yield named("losses", run.loss.per_example(logits, y), "loss")
            yield named("run.batch_loss", run.batch_loss, "loss")
        if "backward" in so_far:
            yield named("dlogits", run.loss.gradient(logits, y), "backward")
    if "backward" not in so_far:
        return
    for i, gradient in enumerate(run.gradients):
        yield named(f"gradients[{i}].W", gradient.W, "backward")
        yield named(f"gradients[{i}].b", gradient.b, "backward")
    if stage != "update":
        return
    before = parameters(run.network, theta_before)
    for name, array in parameters(run.network, run.network.theta).items():
        yield named(f"{name} before", before[name], "update")
        yield named(name, array, "update")


def boundary(theta: Array, run: Run, threshold: float) -> Array:
    """Where P(1) of the network with parameters `theta` is the threshold, or where two classes
    meet. (k, 2)

    Each place lies between two neighbouring cells on different sides of it, found by
    linear interpolation of the logits. Values have no boundary.
    """
    if run.loss.task == "regression":
        return np.empty((0, 2))
    inputs = run.network.inputs(CELLS)
    with other_theta(run.network, theta):
        outputs = run.network.forward(inputs)[-1].a
    if run.loss.task == "binary":
        return crossings(outputs - logit_threshold(threshold))
    others = outputs.copy()  # the largest logit of another class, at each class
    for place in range(outputs.shape[1]):
        others[:, place] = np.delete(outputs, place, axis=1).max(axis=1)
    return np.concatenate([crossings(each[:, None]) for each in (outputs - others).T])


def crossings(heights: Array) -> Array:
    """Where heights at the cells, (cells, 1), cross zero. (k, 2)"""
    logits = heights.reshape(GRID_SIDE, GRID_SIDE)
    places = CELLS.reshape(GRID_SIDE, GRID_SIDE, 2)
    found = []
    for axis in (0, 1):
        first = [slice(None), slice(None)]
        second = [slice(None), slice(None)]
        first[axis], second[axis] = slice(None, -1), slice(1, None)
        a, b = logits[tuple(first)], logits[tuple(second)]
        crosses = (a > 0) != (b > 0)
        t = (a[crosses] / (a[crosses] - b[crosses]))[:, None]
        found.append(
            (1 - t) * places[tuple(first)][crosses] + t * places[tuple(second)][crosses]
        )
    return np.concatenate(found)


def derivations(run: Run, logits: Array, y: Array) -> list[Derivation]:
    """dL/dlogit of the batch's first examples, factor by factor of the chain rule."""
    rows = []
    dlogits = run.loss.derivative(logits, y)
    for logit, target, dlogit in zip(
        logits[:8, 0], y[:8, 0], dlogits[:8, 0], strict=True
    ):
        y_hat = float(sigmoid(np.array([logit]))[0])
        dy_hat = y_hat * (1 - y_hat)
        rows.append(
            Derivation(
                y=float(target),
                logit=number(logit),
                y_hat=number(y_hat),
                dloss_dy_hat=number(dlogit / dy_hat) if dy_hat else 0.0,
                dy_hat_dlogit=number(dy_hat),
                dloss_dlogit=number(dlogit),
                difference=number(y_hat - float(target)),
            )
        )
    return rows


def vectors(run: Run, logits: Array, y: Array) -> list[VectorDerivation]:
    """The same of the batch's first examples, of other tasks than two classes."""
    arrays = y, logits, predicted(run.loss, logits), run.loss.derivative(logits, y)
    return [
        VectorDerivation(
            y=labels.tolist(),
            logits=[*map(number, outputs)],
            y_hat=[*map(number, said)],
            dloss_dlogits=[*map(number, slopes)],
        )
        for labels, outputs, said, slopes in zip(*(a[:8] for a in arrays), strict=True)
    ]


def inspect(trainer: Trainer, point: int) -> Inspection:
    """All that the views of the last stage show; `point` is a training example."""
    run, stage, places = trainer.run, trainer.stage, trainer.data.x
    frame = trainer.loop.gi_frame
    loop_locals = frame.f_locals if frame else {}
    theta_before, threshold = trainer.monitor.good_theta, trainer.settings.threshold
    outputs = run.network.forward(run.x)
    gradients = flat(run.gradients) if run.gradients else np.empty(0)
    has_gradient = stage == "backward" and bool(run.gradients)
    logits, y = loop_locals.get("logits", np.empty((0, 1))), run.y[run.batch]
    shows_loss = stage in ("loss", "backward") and 0 < len(logits) == len(y)
    shows_change, is_binary = stage == "update", run.loss.task == "binary"
    nothing = np.empty((0, 2))
    return Inspection(
        type="inspection",
        stage=stage,
        arrays=list(arrays(run, stage, loop_locals, theta_before)),
        derivations=derivations(run, logits, y) if shows_loss and is_binary else [],
        vectors=vectors(run, logits, y) if shows_loss and not is_binary else [],
        batch_rows=batch_rows(run, places, stage, loop_locals),
        point=point,
        activations=np.concatenate(
            [outputs[0].x[point], *(trace.a[point] for trace in outputs)]
        ),
        dead=dead_units(outputs),
        left_out=left_out(run, stage),
        gradients=gradients,
        edges=gradients if has_gradient else run.network.theta,
        edges_are="gradients" if has_gradient else "weights",
        order=places[run.order[:NUMBERED]] if stage == "shuffle" else nothing,
        losses=np.column_stack([places[run.batch], run.loss.per_example(logits, y)])
        if stage == "loss" and shows_loss
        else np.empty((0, 3)),
        boundary=boundary(run.network.theta, run, threshold)
        if shows_change
        else nothing,
        boundary_before=boundary(theta_before, run, threshold)
        if shows_change
        else nothing,
    )


def dead_units(traces: Sequence[Trace]) -> Array:
    """1 for each hidden unit that is 0 on every example of `traces`, else 0. (U,)"""
    hidden = [~trace.a.any(axis=0) for trace in traces[:-1]]
    inputs, outputs = traces[0].x.shape[1], traces[-1].a.shape[1]
    return np.concatenate([np.zeros(inputs), *hidden, np.zeros(outputs)])


def left_out(run: Run, stage: str) -> Array:
    """For how many examples of the batch dropout left each unit out. (U,)"""
    counts = [np.zeros(size) for size in run.network.sizes]
    if stage in STAGES[STAGES.index("forward") :]:
        for count, trace in zip(counts[1:], run.traces, strict=False):
            mask = getattr(trace, "mask", None)
            if mask is not None:
                count += (mask == 0).sum(axis=0)
    return np.concatenate(counts)


def nearest(places: Array, x1: float, x2: float) -> int:
    """The one of `places`, (n, 2), that is nearest to a place of the plane."""
    place = np.clip([x1, x2], -EDGE, EDGE)
    return int(np.square(places - place).sum(axis=1).argmin())
