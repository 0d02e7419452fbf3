"""History: the losses of every epoch as CSV."""

import csv
from io import StringIO
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ..session import Session

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
    epochs = list(session.watch.history.epochs)
    if epochs[-1:] != [session.watch.last_epoch]:
        epochs.append(session.watch.last_epoch)
    text = StringIO(newline="")
    rows = csv.writer(text)
    rows.writerow(COLUMNS)
    for epoch in epochs:
        rows.writerow([*epoch[:4], *map(percent, epoch[4:])])
    return text.getvalue()


def percent(part: float | None) -> float | None:
    """Without the rounding error of a product: 57.5, never 57.49999999999999."""
    return None if part is None else round(100 * part, 9)
