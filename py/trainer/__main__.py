"""Train without a page: `python -m trainer --dataset spiral --epochs 500`."""

import json
import os
import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Collection, Iterator, Sequence
from dataclasses import asdict, fields

from .errors import SettingError
from .messages import english
from .run.evaluation import metric_name
from .run.history import Epoch
from .run.session import Session
from .settings.table import FIELDS, Settings, resolve

# exit codes, as a shell has them: SIGPIPE, SIGINT
CLOSED, INTERRUPTED = 128 + 13, 128 + 2


def parser() -> ArgumentParser:
    """An option for each setting of a run, in the table's order."""
    options = ArgumentParser(
        prog="python -m trainer", description="Train a network on points in the plane."
    )
    options.add_argument("--epochs", default="100", help="how many to train (100)")
    options.add_argument("--json", action="store_true", help="print JSON, not a table")
    for entry in fields(Settings):
        rule = english(FIELDS[entry.name].description)
        options.add_argument(
            f"--{entry.name.replace('_', '-')}",
            metavar="VALUE",
            help=f"{entry.metadata['help']} {rule}".replace("%", "%%"),
        )
    return options


def train(session: Session, epochs: int) -> Iterator[Epoch]:
    """Each epoch as it ends, up to `epochs` or to where the run is over."""
    while session.run.epoch < epochs and not session.monitor.is_over:
        session.step("epoch", 1)
        if not session.monitor.problem:
            yield session.monitor.last_epoch


def columns(session: Session) -> dict[str, str]:
    """The table's columns, and what each is called in an `Epoch`."""
    metric = metric_name(session.run.loss)
    own = {f"{of}_{metric}": f"{of}_metric" for of in ("train", "val")}
    return {name: name for name in ("epoch", "train_loss", "val_loss")} | own


def table_row(epoch: Epoch, names: Collection[str]) -> str:
    """Losses with four decimals, accuracies in percent."""
    decimals = 4 if "train_rmse" in names else 1

    def cell(value: float | None, decimals: int) -> str:
        return "-" if value is None else f"{value:.{decimals}f}"

    cells = (
        str(epoch.epoch),
        cell(epoch.train_loss, 4),
        cell(epoch.val_loss, 4),
        cell(epoch.train_metric, decimals),
        cell(epoch.val_metric, decimals),
    )
    return "  ".join(f"{c:>{len(name)}}" for c, name in zip(cells, names, strict=True))


def print_table(session: Session, epochs: int) -> None:
    """The table: about 20 epochs, evenly spread, and the last; progress on a terminal.

    Each row is out as soon as it is known, into a pipe, too.
    """
    names = columns(session)
    print("  ".join(names), flush=True)
    every = max(1, epochs // 20)
    row = shown = ""
    for epoch in train(session, epochs):
        row = table_row(epoch, names)
        if epoch.epoch % every == 0:
            print(row, flush=True)
            shown = row
        if sys.stderr.isatty():
            progress = f"epoch {epoch.epoch} of {epochs}, loss {epoch.train_loss:.4f}"
            print(f"\r{progress}\r", end="", file=sys.stderr, flush=True)
    if row != shown:
        print(row, flush=True)


def ending(session: Session) -> str:
    """Why the run is over, and what to try at a terminal; empty while it is not."""
    ending = session.monitor.ending()
    if not ending:
        return ""
    why = english(ending[0])  # the rest is for the page
    if session.trainer.status == "stopped":
        return f"{why} With --early-stopping false it trains on."
    rate = f"{session.settings.learning_rate:g}"
    return f"{why} Try --learning-rate below {rate}."


def as_json(session: Session, epochs: int) -> str:
    """Settings, every epoch, and how the run ended."""
    return json.dumps(
        {
            "settings": asdict(session.settings),
            "epochs": [
                {n: getattr(epoch, part) for n, part in columns(session).items()}
                for epoch in train(session, epochs)
            ],
            "status": session.trainer.status,
            "best_epoch": session.monitor.stopping.best_epoch,
            "message": ending(session),
        }
    )


def read(options: Namespace) -> tuple[Settings, int]:
    """Settings and number of epochs, or a SettingError."""
    if not options.epochs.isdecimal() or not 1 <= int(options.epochs) <= 10**7:
        raise SettingError("request.epochs", most=10**7, got=repr(options.epochs))
    given = {name: getattr(options, name, None) for name in FIELDS}
    chosen = {name: value for name, value in given.items() if value is not None}
    settings = resolve(chosen)
    if settings.engine == "float32":
        raise SettingError("setting.needs-page", "engine", got="'float32'")
    return settings, int(options.epochs)


def run(arguments: Sequence[str] | None) -> int:
    """Do what the options ask for: 0; 1 where the run diverged; 2 where one is refused."""
    options = parser().parse_args(arguments)
    try:
        settings, epochs = read(options)
    except SettingError as error:
        print(error, file=sys.stderr)
        return 2
    session = Session(settings)
    if options.json:
        print(as_json(session, epochs))
    else:
        print_table(session, epochs)
        if message := ending(session):
            print(message, file=sys.stderr)
    return 1 if session.trainer.status == "diverged" else 0


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; a closed pipe and Ctrl-C end it without a word."""
    try:
        try:
            return run(arguments)
        finally:
            sys.stdout.flush()  # here, where a closed pipe is still caught
    except BrokenPipeError:
        # what is left to be written has to go somewhere when Python ends
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return CLOSED
    except KeyboardInterrupt:
        return INTERRUPTED


if __name__ == "__main__":
    sys.exit(main())
