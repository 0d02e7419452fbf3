"""Losses: those of every epoch, as CSV."""

import csv
from io import StringIO
from typing import TYPE_CHECKING

from ..run.evaluation import metric_name

if TYPE_CHECKING:
    from ..run.session import Session


def history_as_csv(session: "Session") -> str:
    """A row for each epoch that the history keeps, and for the last (RFC 4180).

    Accuracies are in percent, as on the page; of values, their RMSE is there instead. A cell is
    empty where nothing is held back for validation.
    """
    name = metric_name(session.run.loss)
    columns = (
        "epoch",
        "update",
        "train_loss",
        "val_loss",
        f"train_{name}",
        f"val_{name}",
    )
    epochs = list(session.monitor.history.epochs)
    if epochs[-1:] != [session.monitor.last_epoch]:
        epochs.append(session.monitor.last_epoch)
    text = StringIO(newline="")
    rows = csv.writer(text)
    rows.writerow(columns)
    for epoch in epochs:
        rows.writerow(epoch)
    return text.getvalue()
