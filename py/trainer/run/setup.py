"""Setup: from settings to a run that is ready to train."""

from collections.abc import Iterator
from functools import partial

import numpy as np

from ..activations import ACTIVATIONS
from ..datasets import DATASETS, Data, Points, split
from ..features import features_of
from ..layers import MLP
from ..losses import LOSSES, Penalty
from ..optimizers import OPTIMIZERS
from ..schedules import SCHEDULES
from ..settings.table import Settings
from ..training import Run
from .freezing import freeze, frozen_parameters

# settings of those optimizers that have such a thing
OF_OPTIMIZER = ("momentum", "beta1", "beta2")


def assemble(
    settings: Settings, custom_points: Points | None = None
) -> tuple[Run, Data]:
    """The run that `settings` describe, at update 0, and the data that it trains on.

    Custom points replace the dataset. Data come from one generator; weights
    and shuffles from another, the run's own.
    """
    data_rng = np.random.default_rng(settings.data_seed)
    points = custom_points or draw_points(settings, data_rng)
    loss = LOSSES[settings.loss]
    data = split(points, settings.validation_split, settings.order, data_rng, loss.task)
    rng = np.random.default_rng(settings.seed)
    activations = [ACTIVATIONS[name] for name in settings.activation.split(",")]
    network = MLP(
        (len(settings.features), *settings.hidden_layers, data.y.shape[1]),
        activations[-1],
        rng,
        settings.initialization,
    )
    if len(activations) > 1:
        for layer, own in zip(network.layers[:-1], activations, strict=False):
            layer.activation = own
    network.inputs = partial(features_of, names=settings.features)
    run = Run(
        network=network,
        loss=loss,
        penalty=Penalty(),
        optimizer=OPTIMIZERS[settings.optimizer](len(network.theta)),
        rng=rng,
        x=network.inputs(data.x),
        y=data.y,
        batch_size=settings.batch_size,
    )
    apply_live(settings, run)
    return run, data


def draw_points(settings: Settings, rng: np.random.Generator) -> Points:
    """The points of the settings' dataset, as `rng` draws them."""
    return DATASETS[settings.dataset].draw(*draw_arguments(settings), rng)


def draw_arguments(settings: Settings) -> tuple[float, ...]:
    """What the settings' dataset is drawn with, before the generator: n, noise.

    Classes or turns, too, where its function takes them.
    """
    more = [
        settings.classes if name == "classes" else settings.turns
        for name in DATASETS[settings.dataset].needs
    ]
    return (settings.points, settings.noise, *more)


def apply_live(settings: Settings, run: Run) -> None:
    """Give a run the settings that may change while it trains."""
    run.batch_size = settings.batch_size
    run.shuffle = settings.shuffle
    run.penalty.l1, run.penalty.l2 = settings.l1, settings.l2
    run.network.dropout = settings.dropout
    for name in OF_OPTIMIZER:
        if hasattr(run.optimizer, name):
            setattr(run.optimizer, name, getattr(settings, name))
    freeze(run.optimizer, frozen_parameters(run.network, settings.frozen))
    apply_schedule(settings, run)


def in_training(network: MLP, stages: Iterator[str]) -> Iterator[str]:
    """The stages of a loop, in which its network trains; between them it does not."""
    while True:
        network.is_training = True
        try:
            stage = next(stages, "")
        finally:
            network.is_training = False
        if not stage:
            return
        yield stage


def apply_schedule(settings: Settings, run: Run) -> None:
    """Give a run the learning rate of its present epoch."""
    run.optimizer.learning_rate = learning_rate(settings, run.epoch)


def learning_rate(settings: Settings, epoch: int) -> float:
    """The learning rate after so many epochs."""
    schedule = SCHEDULES[settings.schedule]
    return settings.learning_rate * schedule(epoch, settings.schedule_epochs)
