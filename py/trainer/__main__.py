"""Train without a page: `python -m trainer --dataset spiral --epochs 500`."""

import json
import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Iterator, Sequence
from dataclasses import asdict, fields

from .errors import SettingError
from .history import Epoch
from .session import Session
from .settings import RULES, SHOWN, Settings, resolve

COLUMNS = ("epoch", "train_loss", "val_loss", "train_accuracy", "val_accuracy")


def parser() -> ArgumentParser:
    """An option for each setting of a run, in the table's order."""
    options = ArgumentParser(
        prog="python -m trainer", description="Train a network on points in the plane."
    )
    options.add_argument("--epochs", default="100", help="how many to train (100)")
    options.add_argument("--json", action="store_true", help="print JSON, not a table")
    for entry in fields(Settings):
        if entry.metadata["group"] not in SHOWN:
            options.add_argument(
                f"--{entry.name.replace('_', '-')}",
                metavar="VALUE",
                help=f"{entry.metadata['help']} {RULES[entry.name].words}".replace(
                    "%", "%%"
                ),
            )
    return options


def train(session: Session, epochs: int) -> Iterator[Epoch]:
    """Each epoch as it ends, up to `epochs` or to where the run is over."""
    while session.run.epoch < epochs and not session.watch.is_over:
        session.advance("epoch", 1)
        if not session.watch.problem:
            yield session.watch.last_epoch


def table_row(epoch: Epoch) -> str:
    """Losses with four decimals, accuracies in percent."""

    def cell(value: float | None, decimals: int) -> str:
        return "-" if value is None else f"{value:.{decimals}f}"

    cells = (
        str(epoch.epoch),
        cell(epoch.train_loss, 4),
        cell(epoch.val_loss, 4),
        cell(epoch.train_accuracy, 1),
        cell(epoch.val_accuracy, 1),
    )
    return "  ".join(
        f"{c:>{len(name)}}" for c, name in zip(cells, COLUMNS, strict=True)
    )


def print_table(session: Session, epochs: int) -> None:
    """The table: about 20 epochs, evenly spread, and the last; progress on a terminal."""
    print("  ".join(COLUMNS))
    every = max(1, epochs // 20)
    row = shown = ""
    for epoch in train(session, epochs):
        row = table_row(epoch)
        if epoch.epoch % every == 0:
            print(row)
            shown = row
        if sys.stderr.isatty():
            progress = f"epoch {epoch.epoch} of {epochs}, loss {epoch.train_loss:.4f}"
            print(f"\r{progress}\r", end="", file=sys.stderr, flush=True)
    if row != shown:
        print(row)


def as_json(session: Session, epochs: int) -> str:
    """Settings, every epoch, and how the run ended."""
    return json.dumps(
        {
            "settings": asdict(session.settings),
            "epochs": [
                {name: getattr(epoch, name) for name in COLUMNS}
                for epoch in train(session, epochs)
            ],
            "status": session.status,
            "best_epoch": session.watch.stopping.best_epoch,
            "message": session.watch.message(),
        }
    )


def read(options: Namespace) -> tuple[Settings, int]:
    """Settings and number of epochs, or a SettingError."""
    if not options.epochs.isdecimal() or not 1 <= int(options.epochs) <= 10**7:
        raise SettingError(
            f"epochs must be a whole number from 1 to 10000000; got {options.epochs!r}."
        )
    given = {name: getattr(options, name, None) for name in RULES}
    chosen = {name: value for name, value in given.items() if value is not None}
    return resolve(chosen), int(options.epochs)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; 0, or 2 where an option cannot be taken."""
    options = parser().parse_args(arguments)
    try:
        settings, epochs = read(options)
    except SettingError as error:
        print(error, file=sys.stderr)
        return 2
    session = Session(settings)
    if options.json:
        print(as_json(session, epochs))
        return 0
    print_table(session, epochs)
    if message := session.watch.message():
        print(message)
    return 0


if __name__ == "__main__":
    sys.exit(main())
