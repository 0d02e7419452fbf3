"""The frame: the whole picture of a run at one moment. Pure: looking changes nothing."""

from collections.abc import Collection
from math import isfinite, nan
from typing import Literal, TypedDict

import numpy as np

from ..activations import Array
from ..datasets import DATASETS
from ..layers import MLP
from ..messages import Message
from ..run.evaluation import Score, class_count, is_regression
from ..run.plane import GRID_SIDE, UNIT_SIDE
from ..run.session import Session
from ..run.stages import lines_that_ran
from ..run.trainer import Status, Trainer
from ..run.unused import unused
from ..settings.axes import Axis
from ..settings.custom_points import EDGE
from ..settings.permalink import to_link
from ..settings.table import texts
from ..settings.tasks import losses_of
from .charts import (
    EpochPlan,
    LossAxis,
    confusion,
    epoch_plan,
    last_epochs,
    loss_axis,
    losses_so_far,
)
from .diagnosis import diagnosis
from .hidden_space import HiddenSpace, Space
from .hinges import hinges
from .layer_history import LayerHistory, activation_histograms
from .pictures import pictures, points, sketched
from .stage_report import stage_report

Panel = Literal["epochs", "gradients", "hinges", "space"]


NO_SCORES = Score(nan, nan), None  # of a network without points


class Timeline(TypedDict):
    """The checkpoints that a run can go back to: 0 is its start."""

    last: int
    position: int  # of the one that is shown


class AxisWords(TypedDict):
    """What an axis is called, and what its -1 and 1 are."""

    name: str
    low: float
    high: float


class AxesWords(TypedDict):
    """The plane's axes, and what is learned on it."""

    x1: AxisWords
    x2: AxisWords
    label: AxisWords
    classes: list[str]  # their names; empty where they have but numbers
    source: str  # who measured the data; empty of others


class RunFrame(TypedDict):
    """What a run looks like."""

    status: Status
    # at the epoch or loss that training is to pause at, or without enough points to train on
    has_arrived: bool
    stage: str  # the stage that ended last; empty before the first
    stage_report: Message  # what that stage did, and how the picture shows it
    note: list[Message]  # what the request did, where that needs words
    message: list[Message]  # what a person should know now: a beginning, an end
    is_touched: bool  # weights were set by hand or from a file
    is_altered: bool  # settings or points were changed while it trained
    milestone: Message | None  # how far the run is; changes rarely
    epoch: int
    update: int
    train_loss: float | None  # penalty included; None where it is no finite number
    val_loss: float | None  # of the data alone; None where nothing is held back, too
    task: str  # as `Loss.task`
    classes: int  # how many; 0 of values
    losses: list[str]  # those that fit the task
    axes: AxesWords
    scale: list[float]  # what level 0 of the picture is, and what 1: P, or values
    train_accuracy: float | None  # percent; None of values
    val_accuracy: float | None
    train_rmse: float | None  # root of the mean squared error; None of classes
    val_rmse: float | None
    best_epoch: int  # by the loss that early stopping looks at
    best_update: int  # the update that ended it
    updates_per_second: float
    learning_rate: float  # of this epoch, by the schedule
    engine: Literal["compiled", "numpy"]  # who trains
    engine_reason: Message  # why
    speedup: (
        float | None
    )  # how many times as fast as NumPy the engine is, once both were timed
    settings: dict[str, str]  # every one, as text
    unused: list[str]  # those that change nothing, because of the others
    link: str  # the settings that differ from their defaults
    lines: list[int]  # first and last line of training.py that ran in this stage; or []
    epoch_plan: EpochPlan
    timeline: Timeline
    layer_sizes: list[int]  # inputs first; empty where nobody can draw the network
    plane: float  # the picture shows -plane to plane on both axes
    loss_axis: LossAxis
    # (k, side, side): P(class 1) over the plane, P(each class), or a level; top row first
    grid: Array
    units: Array  # (sum(layer_sizes), side, side): every unit over the plane, 0 to 1
    theta: Array  # (P,): W (n_in, n_out) then b, layer by layer
    frozen: Array  # (P,): 1 for each parameter that no update changes; (0,) without any
    points: Array  # (n, 4): x1, x2, class or level, held back
    batch: Array  # (N,): which points are in the current batch
    # (k, 6): update, training and validation loss, both accuracies in percent, epoch
    epoch_scores: Array
    update_losses: Array  # (m, 3): update, lowest, highest batch loss
    # all empty unless their panel is open
    hinges: Array  # (k, 5): unit of the first layer, x1, x2 of both ends of its line
    space: Space | None  # None without a hidden layer, too
    space_mesh: Array  # (m, 2 + k): nodes of the plane as a hidden layer sees them, and as `grid`
    space_points: Array  # (n, 2): the points, likewise; -1 to 1 as the nodes
    space_lines: Array  # (k, 5): unit of the next layer, both ends of its line
    last_epochs: Array  # (k, 4): epoch, losses, phase; newest first
    confusion: (
        Array  # (2, K * K): of the training, the validation set; (0, 0) of values
    )
    layer_norms: (
        Array  # (k, 1 + 3 L): update; gradient, weights, relative update by layer
    )
    activation_histograms: (
        Array  # (L - 1, 2 + bins): lowest, highest, parts in the bins
    )


class Known:
    """What stays the same as long as the settings, or the data, do."""

    def __init__(self, session: Session) -> None:
        settings, trainer = session.settings, session.trainer
        self.settings, self.trainer = settings, trainer
        self.axes = axes_words(session)
        self.texts, self.link = texts(settings), to_link(settings)
        self.unused = unused(settings, trainer.run)
        self.points = points(trainer.data, trainer.run.loss.task)


def frame_of(
    session: Session,
    known: Known,
    layers: LayerHistory,
    hidden: HiddenSpace,
    panels: Collection[Panel],
) -> RunFrame:
    """What the session's run looks like; tables only for the `panels` that are open."""
    trainer = session.trainer
    run, monitor, checkpoints = trainer.run, trainer.monitor, trainer.checkpoints
    train, val = trainer.scores() if session.sketch is None else NO_SCORES
    grid, units = pictures(trainer)
    unit = (session.axes.label.high - session.axes.label.low) / 2
    accuracies, rmses = metrics(train, val, unit)[:: -1 if is_regression(run) else 1]
    epoch_scores, update_losses = losses_so_far(run, monitor)
    if session.sketch is not None:
        epoch_scores, update_losses = epoch_scores[:0], update_losses[:0]
    shows_epochs, shows_layers = "epochs" in panels, "gradients" in panels
    return RunFrame(
        status=trainer.status,
        has_arrived=monitor.has_arrived or session.sketch is not None,
        stage=trainer.stage,
        stage_report=stage_report(trainer, grid),
        note=session.note,
        message=what_to_know(session),
        is_touched=monitor.is_touched,
        is_altered=trainer.is_altered,
        milestone=monitor.milestone,
        epoch=run.epoch,
        update=run.update,
        train_loss=finite_or_none(train.loss),
        val_loss=finite_or_none(val.loss) if val else None,
        task=run.loss.task,
        classes=class_count(run),
        losses=losses_of(run.loss.task),
        axes=known.axes,
        scale=list(session.axes.label[1:]) if is_regression(run) else [0.0, 1.0],
        train_accuracy=accuracies[0],
        val_accuracy=accuracies[1],
        train_rmse=rmses[0],
        val_rmse=rmses[1],
        best_epoch=monitor.best.epoch,
        best_update=monitor.best.update,
        learning_rate=run.optimizer.learning_rate,
        updates_per_second=trainer.updates_per_second,
        engine="compiled" if trainer.is_compiled else "numpy",
        engine_reason=trainer.engine_reason,
        speedup=trainer.speedup,
        settings=known.texts,
        unused=known.unused,
        link=known.link,
        lines=lines_that_ran(trainer.loop) if trainer.stage else [],
        epoch_plan=epoch_plan(run),
        timeline=Timeline(last=len(checkpoints) - 1, position=checkpoints.position),
        layer_sizes=true_sizes(run.network),
        plane=EDGE,
        loss_axis=loss_axis(run, epoch_scores, update_losses),
        grid=grid.reshape(len(grid), GRID_SIDE, GRID_SIDE),
        units=units.reshape(len(units), UNIT_SIDE, UNIT_SIDE),
        theta=run.network.theta,
        frozen=getattr(run.optimizer, "is_frozen", np.empty(0)),
        points=known.points
        if session.sketch is None
        else sketched(session.sketch, is_regression(run)),
        batch=run.batch.astype(np.float64) if session.sketch is None else np.empty(0),
        epoch_scores=epoch_scores,
        update_losses=update_losses,
        hinges=hinges(trainer) if "hinges" in panels else np.empty((0, 5)),
        space=hidden.space,
        space_mesh=hidden.mesh,
        space_points=hidden.places,
        space_lines=hidden.lines,
        last_epochs=last_epochs(run, monitor) if shows_epochs else np.empty((0, 4)),
        confusion=confusions(trainer) if shows_epochs else np.empty((0, 0)),
        layer_norms=layers.rows if shows_layers else np.empty((0, 1)),
        activation_histograms=activation_histograms(run.network.forward(run.x))
        if shows_layers
        else np.empty((0, 2)),
    )


def axes_words(session: Session) -> AxesWords:
    """The axes' names and units, for the page."""
    x1, x2, label, classes = session.axes
    is_custom = bool(session.settings.custom_points)
    return AxesWords(
        x1=axis_words(x1),
        x2=axis_words(x2),
        label=axis_words(label),
        classes=list(classes),
        source="" if is_custom else DATASETS[session.settings.dataset].source,
    )


def axis_words(axis: Axis) -> AxisWords:
    """One of them."""
    return AxisWords(name=axis.name, low=axis.low, high=axis.high)


def what_to_know(session: Session) -> list[Message]:
    """What a person should know now; often nothing."""
    trainer = session.trainer
    run, monitor = trainer.run, trainer.monitor
    scores = monitor.history.epoch_scores
    return monitor.ending() or diagnosis(run, scores, session.settings)


def confusions(trainer: Trainer) -> Array:
    """The confusion of the training and of the validation set. (2, K * K)"""
    run, data, threshold = trainer.run, trainer.data, trainer.settings.threshold
    if is_regression(run):
        return np.empty((0, 0))
    sets = ((data.x, data.y), (data.x_val, data.y_val))
    return np.array([confusion(run, x, y, threshold) for x, y in sets])


def metrics(
    train: Score, val: Score | None, unit: float
) -> tuple[tuple[float | None, float | None], tuple[None, None]]:
    """The metrics of the run's own kind, errors in the values' units; and of the other."""
    own = (
        finite_or_none(train.metric * unit),
        finite_or_none(val.metric * unit) if val else None,
    )
    return own, (None, None)


def finite_or_none(value: float) -> float | None:
    """The number, or None where it is none that JSON can carry."""
    return value if isfinite(value) else None


def true_sizes(network: MLP) -> list[int]:
    """The units of each layer, inputs first, as the weights have them; [] where the
    network is no row of dense layers, which nobody can draw. Edited code may differ from
    what the settings say."""
    sizes = [network.layers[0].W.shape[0]]
    count = 0
    for layer in network.layers:
        sizes.append(layer.W.shape[1])
        count += layer.W.size + layer.b.size
        if layer.W.shape[0] != sizes[-2]:
            return []
    return sizes if count == len(network.theta) else []
