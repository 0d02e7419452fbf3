"""A neural network trained in the open: the trainer behind Watch It Learn.

Read it in this order:

    training      the loop: shuffle, batch, forward, loss, backward, update
    layers        Dense layers, and the network that they make
    activations   what a unit does to its weighted sum
    losses        how wrong the network is
    optimizers    how a gradient becomes a change of the weights
    schedules     how the learning rate changes from epoch to epoch
    datasets      points in the plane to learn

and then what drives and shows it, each folder importing only from those before it:

    settings      every setting, its default and its text
    engine        the loop compiled to WebAssembly
    run           a run from settings, its owner, its end
    view          what a run looks like
    experiments   runs side by side
    export        a run as a program or a file
    page          the messages, and how they cross to the page

    >>> from trainer import Session, Settings
    >>> frame = Session(Settings(learning_rate=0.3)).step("epoch", 100)
"""

from .activations import ACTIVATIONS, Activation
from .datasets import DATASETS, Data, Dataset
from .errors import SettingError
from .layers import MLP, Dense, Gradient, Trace
from .losses import LOSSES, Loss, Penalty
from .optimizers import OPTIMIZERS, SGD, Adam, Momentum
from .run.assembly import assemble
from .run.session import Session
from .settings.table import Settings
from .training import STAGES, Run, training_loop

__all__ = [
    "ACTIVATIONS",
    "DATASETS",
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
