"""Early stopping: knows when a run no longer gets better; `Monitor` ends it.

engine/epochs.py has the same rule as WebAssembly, to end a call in time.
"""

import math

import numpy as np

from ..activations import Array


class EarlyStopping:
    """Watches one loss over the epochs and remembers the parameters at its lowest.

    Prechelt, "Early Stopping - But When?" (1998), with patience counted in epochs.
    """

    def __init__(self) -> None:
        self.best_loss, self.best_epoch = math.inf, 0
        self.best_theta: Array = np.empty(0)

    def is_better(self, loss: float, min_improvement: float) -> bool:
        """Whether a loss is lower than the best by at least `min_improvement`."""
        return loss <= self.best_loss - min_improvement and loss < self.best_loss

    def mark(self, epoch: int, loss: float, theta: Array) -> None:
        """Remember an epoch as the best, with its parameters."""
        self.best_loss, self.best_epoch, self.best_theta = loss, epoch, theta.copy()

    def is_due(self, epoch: int, patience: int) -> bool:
        """Whether `epoch` is `patience` epochs after the best."""
        return epoch - self.best_epoch >= patience
