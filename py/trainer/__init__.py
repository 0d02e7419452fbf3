"""A neural network trained in the open: the trainer behind Watch It Learn.

Read it in this order:

    training      the loop: shuffle, batch, forward, loss, backward, update
    layers        Dense layers, and the network that they make
    activations   what a unit does to its weighted sum
    losses        how wrong the network is
    optimizers    how a gradient becomes a change of the weights
    datasets      points in the plane to learn

and then what drives and shows it:

    numerals, rules                   numbers as people write them; what a setting may be
    settings, permalink               every setting, its default and its text
    assembly, watch, session          a run from settings; its end; its owner
    evaluation, history, stopping     what the watch uses
    goals, sprint, engine             where a step ends; most of its updates, compiled
    snapshot, meter                   what a run looks like, and how fast it goes
    protocol, bridge                  the messages, and how they cross to the page

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
