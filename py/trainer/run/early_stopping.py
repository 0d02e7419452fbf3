"""Early stopping: knows when a run no longer gets better; `Monitor` ends it."""

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

    def is_due(
        self,
        epoch: int,
        loss: float,
        theta: Array,
        patience: int,
        min_improvement: float,
    ) -> bool:
        """Take in the loss after `epoch`; true after `patience` epochs without a better.

        Better is lower than the best by at least `min_improvement`.
        """
        if loss <= self.best_loss - min_improvement and loss < self.best_loss:
            self.best_loss, self.best_epoch, self.best_theta = loss, epoch, theta.copy()
        return epoch - self.best_epoch >= patience
