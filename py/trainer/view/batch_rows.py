"""The current batch as a table: a row for each example, columns as far as the stages have come."""

from collections.abc import Mapping
from typing import Any

import numpy as np

from ..activations import Array, sigmoid
from ..training import Run

# the columns that there are when a stage has ended; after a shuffle the last batch's
COLUMNS = {
    "batch": 4,
    "forward": 6,
    "loss": 7,
    "backward": 8,
    "update": 8,
    "shuffle": 8,
}


def batch_rows(
    run: Run, places: Array, stage: str, loop_locals: Mapping[str, Any]
) -> Array:
    """Number of the example, x1, x2, y, logit, y_hat, loss, y_hat - y. (N, 4 to 8)

    `places` are the training examples' coordinates, (n_train, 2).
    """
    if not stage or not len(run.batch):
        return np.empty((0, 8))
    y = run.y[run.batch]
    known = [run.batch[:, None], places[run.batch], y]
    logits = loop_locals.get("logits", np.empty((0, 1)))
    if np.shape(logits) == y.shape:
        y_hat = sigmoid(logits)
        known += [logits, y_hat, run.loss.per_example(logits, y), y_hat - y]
    return np.hstack(known)[:, : COLUMNS[stage]]
