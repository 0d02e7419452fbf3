"""Inspection: what the last stage made, array by array. Pure: looking changes nothing.

P    parameters of the network        U   units of all layers, inputs included
N    examples in the batch            k   places where the boundary crosses the grid
"""

from collections.abc import Iterator, Mapping
from math import isfinite
from typing import Any

import numpy as np
from numpy.typing import NDArray

from .activations import Array, sigmoid
from .evaluation import cut
from .layers import MLP
from .optimizers import flat
from .protocol import Derivation, Inspection, NamedArray
from .snapshot import CELLS, GRID_SIDE, PLANE
from .training import STAGES, Run

NUMBERED = 20  # examples whose new place the picture shows after a shuffle
ROWS, COLUMNS = 16, 16  # of an array that are shown; the rest is counted


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
        yield named(f"traces[{i}].a", trace.a, "forward")
    logits = loop_locals.get("logits", np.empty((0, 1)))
    if len(logits) == len(y):
        yield named("logits", logits, "forward")
        if "loss" in so_far:
            yield named("losses", run.loss.each(logits, y), "loss")
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
    start = 0
    for i, layer in enumerate(run.network.layers):
        for name, part in (("W", layer.W), ("b", layer.b)):
            before = theta_before[start : start + part.size].reshape(part.shape)
            start += part.size
            yield named(f"layers[{i}].{name} before", before, "update")
            yield named(f"layers[{i}].{name}", part, "update")


def boundary(theta: Array, run: Run, threshold: float) -> Array:
    """Where P(1) of the network with parameters `theta` is the threshold. (k, 2)

    Each place lies between two neighbouring cells on different sides of it, found by
    linear interpolation of the logits.
    """
    here = run.network.theta.copy()
    run.network.theta[:] = theta
    logits = run.network.forward(CELLS)[-1].a.reshape(GRID_SIDE, GRID_SIDE)
    logits = logits - cut(threshold)
    run.network.theta[:] = here
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
    for logit, target, slope in zip(
        logits[:8, 0], y[:8, 0], run.loss.slope(logits, y)[:8, 0], strict=True
    ):
        y_hat = float(sigmoid(np.array([logit]))[0])
        dy_hat = y_hat * (1 - y_hat)
        rows.append(
            Derivation(
                y=float(target),
                logit=number(logit),
                y_hat=number(y_hat),
                dloss_dy_hat=number(slope / dy_hat) if dy_hat else 0.0,
                dy_hat_dlogit=number(dy_hat),
                dloss_dlogit=number(slope),
                difference=number(y_hat - float(target)),
            )
        )
    return rows


def gradient_of(run: Run, examples: NDArray[np.int64]) -> Array:
    """dL/dtheta over some of the training examples, by backpropagation. (P,)"""
    network, x, y = run.network, run.x[examples], run.y[examples]
    traces = network.forward(x)
    gradients = network.backward(traces, run.loss.gradient(traces[-1].a, y))
    run.penalty.add_gradient(network, gradients)
    return flat(gradients)


def gradient_angle(run: Run) -> float:
    """Degrees between the current batch's gradient and the whole set's; 0 if one is zero."""
    part, whole = gradient_of(run, run.batch), gradient_of(run, np.arange(len(run.x)))
    lengths = np.sqrt(np.square(part).sum()) * np.sqrt(np.square(whole).sum())
    cosine = (part * whole).sum() / lengths if lengths else 1.0
    return float(np.degrees(np.arccos(np.clip(cosine, -1.0, 1.0))))


def gradient_twice(run: Run, index: int, h: float = 1e-5) -> tuple[float, float]:
    """dL/dtheta[index] over the current batch: by backpropagation, by central difference."""
    network, x, y = run.network, run.x[run.batch], run.y[run.batch]
    gradient = gradient_of(run, run.batch)

    here, losses = network.theta[index], []
    for value in (here + h, here - h):
        network.theta[index] = value
        loss = run.loss.value(network.forward(x)[-1].a, y)
        losses.append(loss + run.penalty.value(network))
    network.theta[index] = here
    return float(gradient[index]), (losses[0] - losses[1]) / (2 * h)


def parameter_name(network: MLP, index: int) -> str:
    """What theta[index] is called in the code, such as layers[0].W[1, 3]."""
    for i, layer in enumerate(network.layers):
        if index < layer.W.size:
            row, column = divmod(index, layer.W.shape[1])
            return f"layers[{i}].W[{row}, {column}]"
        index -= layer.W.size
        if index < layer.b.size:
            return f"layers[{i}].b[{index}]"
        index -= layer.b.size
    raise IndexError(index)


def inspect(
    run: Run,
    stage: str,
    loop_locals: Mapping[str, Any],
    theta_before: Array,
    point: int,
    threshold: float,
) -> Inspection:
    """All that the views of the last stage show; `point` is a training example."""
    outputs = run.network.forward(run.x[point : point + 1])
    has_gradient = stage == "backward" and bool(run.gradients)
    logits, y = loop_locals.get("logits", np.empty((0, 1))), run.y[run.batch]
    shows_loss = stage in ("loss", "backward") and 0 < len(logits) == len(y)
    shows_change = stage == "update"
    nothing = np.empty((0, 2))
    return Inspection(
        type="inspection",
        stage=stage,
        arrays=list(arrays(run, stage, loop_locals, theta_before)),
        derivations=derivations(run, logits, y) if shows_loss else [],
        point=point,
        activations=np.concatenate(
            [outputs[0].x[0], *(trace.a[0] for trace in outputs)]
        ),
        edges=flat(run.gradients) if has_gradient else run.network.theta,
        edges_are="gradients" if has_gradient else "weights",
        order=run.x[run.order[:NUMBERED]] if stage == "shuffle" else nothing,
        losses=np.column_stack([run.x[run.batch], run.loss.each(logits, y)])
        if stage == "loss" and shows_loss
        else np.empty((0, 3)),
        boundary=boundary(run.network.theta, run, threshold)
        if shows_change
        else nothing,
        boundary_before=boundary(theta_before, run, threshold)
        if shows_change
        else nothing,
    )


def nearest(run: Run, x1: float, x2: float) -> int:
    """The training example nearest to a place of the plane."""
    place = np.clip([x1, x2], -PLANE, PLANE)
    return int(np.square(run.x - place).sum(axis=1).argmin())
