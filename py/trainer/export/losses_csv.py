"""Losses: those of every epoch, as CSV."""

import csv
from io import StringIO
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ..run.session import Session

COLUMNS = (
    "epoch",
    "update",
    "train_loss",
    "val_loss",
    "train_accuracy",
    "val_accuracy",
)


def history_as_csv(session: "Session") -> str:
    """A row for each epoch that the history keeps, and for the last (RFC 4180).

    Accuracies are in percent, as on the page; a cell is empty where nothing is held back
    for validation.
    """
    epochs = list(session.monitor.history.epochs)
    if epochs[-1:] != [session.monitor.last_epoch]:
        epochs.append(session.monitor.last_epoch)
    text = StringIO(newline="")
    rows = csv.writer(text)
    rows.writerow(COLUMNS)
    for epoch in epochs:
        rows.writerow(epoch)
    return text.getvalue()
