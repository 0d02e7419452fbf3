"""The current batch as a table: a row for each example, columns as far as the stages have come."""

from collections.abc import Mapping
from typing import Any

import numpy as np

from ..activations import Array
from ..run.evaluation import classes_of, predicted
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

    Of more classes than two, y is the true class, and the others are of this class.
    `places` are the training examples' coordinates, (n_train, 2).
    """
    if not stage or not len(run.batch):
        return np.empty((0, 8))
    y = run.y[run.batch]
    label = y if run.loss.task == "regression" else classes_of(y)[:, None]
    known = [run.batch[:, None], places[run.batch], label]
    logits = loop_locals.get("logits", np.empty((0, 1)))
    if np.shape(logits) == y.shape:
        y_hat = predicted(run.loss, logits)
        own = [logits, y_hat, y_hat - y]
        if run.loss.task == "multiclass":
            own = [each[y == 1][:, None] for each in own]
        losses = np.reshape(run.loss.per_example(logits, y), (len(y), 1))
        known += [*own[:2], losses, own[2]]
    return np.hstack(known)[:, : COLUMNS[stage]]
