"""A neural network trained in the open: the trainer behind Watch It Learn.

Read it in this order:

    training      the loop: shuffle, batch, forward, loss, backward, update
    layers        dense layers, and the network that they make
    activations   what a unit does to its weighted sum
    losses        how wrong the network is; penalties on large weights
    optimizers    how a gradient becomes a change of the weights
    schedules     how the learning rate changes over the epochs
    datasets      points to learn, and the split into training and validation
    features      what the network is given of each point

then the folders, each of which imports only from those before it:

    settings      what a run is made from: read, checked, written as a link
    tables        points out of a data file
    engine        compiles the network to WebAssembly
    run           a run under way, from its settings to its end
    view          read-only pictures of a run
    experiments   runs side by side, and what they show
    export        the run as a program, as JSON, as CSV
    page          what the page talks to

    >>> from trainer import Session, Settings
    >>> session = Session(Settings(learning_rate=0.3))
    >>> session.step("epoch", 100)
    >>> train, validation = session.trainer.scores()
"""

from .activations import ACTIVATIONS, Activation
from .datasets import DATASETS, Data, Dataset
from .errors import SettingError
from .features import FEATURES
from .layers import MLP, Dense, Gradient, Trace
from .losses import LOSSES, Loss, Penalty
from .optimizers import OPTIMIZERS, SGD, Adam, Momentum
from .run.session import Session
from .run.setup import assemble
from .settings.table import Settings
from .training import STAGES, Run, training_loop

__all__ = [
    "ACTIVATIONS",
    "DATASETS",
    "FEATURES",
    "LOSSES",
    "MLP",
    "OPTIMIZERS",
    "SGD",
    "STAGES",
    "Activation",
    "Adam",
    "Data",
    "Dataset",
    "Dense",
    "Gradient",
    "Loss",
    "Momentum",
    "Penalty",
    "Run",
    "Session",
    "SettingError",
    "Settings",
    "Trace",
    "assemble",
    "training_loop",
]
