"""Python: the run as one file that needs only NumPy."""

import re
from collections.abc import Mapping
from dataclasses import Field, fields
from inspect import formatannotation
from pathlib import Path
from textwrap import fill
from typing import TYPE_CHECKING, Any

from ..settings.custom_points import as_source
from ..settings.permalink import to_link
from .merge import WIDTH, merged

if TYPE_CHECKING:
    from ..run.session import Session

MAIN = Path(__file__).with_name("main.py")
EPOCHS = 100  # at least; as many as the session has trained, if those are more
# the setting that chooses out of each registry
REGISTRIES = {
    "DATASETS": "dataset",
    "ACTIVATIONS": "activation",
    "INITIALIZATIONS": "initialization",
    "LOSSES": "loss",
    "OPTIMIZERS": "optimizer",
    "SCHEDULES": "schedule",
}
OF_OPTIMIZERS = ("momentum", "beta1", "beta2")


def as_python(session: "Session", edits: Mapping[str, str]) -> str:
    """A program that trains as the session does from update 0, with its code.

    A SettingError says what of the edited files cannot go into one file.
    """
    given = {
        "settings.table": settings_class(session),
        "main": with_epochs(session, MAIN.read_text("utf-8")),
    }
    program = merged(given, edits, chosen(session))
    needs = "It needs Python 3.10 or newer, and NumPy."
    return f'"""{introduction(session, edits, needs)}"""\n\n{program}\n'


def chosen(session: "Session") -> dict[str, str]:
    """The entry of each registry that the session's settings name."""
    settings = session.settings
    return {name: getattr(settings, setting) for name, setting in REGISTRIES.items()}


def with_epochs(session: "Session", text: str) -> str:
    """`text` with the number of epochs that it trains for, and with one's own points."""
    epochs = max(EPOCHS, session.run.epoch)
    text = text.replace("\nEPOCHS = 100\n", f"\nEPOCHS = {epochs}\n")
    if not session.settings.own:
        return text
    return text.replace(
        "Points | None = None", f"Points = {as_source(session.settings.own)}"
    )


def introduction(session: "Session", edits: Mapping[str, str], needs: str) -> str:
    """The program's docstring: what it does, what it needs, what it leaves out."""
    units = "-".join(map(str, session.run.network.sizes))
    dataset, activation, optimizer = (
        label(session, name) for name in ("dataset", "activation", "optimizer")
    )
    paragraphs = [
        f"{dataset}, learned by a network of {units} units with {activation} and "
        f"{optimizer}.",
        f"Made by Watch It Learn. {needs}",
    ]
    if edits:
        paragraphs.append(f"Edited by hand: {', '.join(sorted(edits))}.")
    if session.settings.early_stopping:
        paragraphs.append(
            "Early stopping is on there; it is no part of the loop, and this program "
            "trains on."
        )
    if session.monitor.is_touched:
        paragraphs.append(
            "Weights were set by hand or from a file there; this program starts from "
            "the weights that the seed gives, so its losses are others."
        )
    if to_link(session.settings):
        paragraphs.append(
            f"The same settings on the page:\n\n    #{to_link(session.settings)}"
        )
    filled = [each if "#" in each else fill(each, WIDTH - 3) for each in paragraphs]
    return "\n\n".join(filled) + "\n"


def label(session: "Session", setting: str) -> str:
    """What a person reads for the entry that a setting names."""
    rules = {entry.name: entry.metadata["rule"] for entry in fields(session.settings)}
    text = str(rules[setting].labels()[getattr(session.settings, setting)])
    return re.sub(r"[^\w .,+-]", "", text)  # nothing that could end a docstring


def settings_class(session: "Session") -> str:
    """`Settings` with the session's values as defaults, as a module of its own."""
    lines = [
        '"""Settings: those of this run. Equal settings give equal runs."""',
        "from dataclasses import dataclass",
        "",
        "@dataclass(frozen=True)",
        "class Settings:",
        '    """What `assemble` makes a run of."""',
        "",
    ]
    for entry in fields(session.settings):
        if counts(entry, session):
            value = getattr(session.settings, entry.name)
            code = (
                f"    {entry.name}: {formatannotation(entry.type)} = {literal(value)}"
            )
            comment = f"# {entry.metadata['help'].partition('. ')[0].rstrip('.')}"
            fits = len(code) + len(comment) + 2 <= WIDTH
            lines += [f"{code}  {comment}"] if fits else [f"    {comment}", code]
    return "\n".join(lines) + "\n"


def literal(value: object) -> str:
    """A value as it stands in a program; names in double quotes."""
    is_name = isinstance(value, str) and re.fullmatch(r"\w+", value)
    return f'"{value}"' if is_name else repr(value)


def counts(entry: Field[Any], session: "Session") -> bool:
    """Whether a setting takes part in this run's training."""
    if entry.name in OF_OPTIMIZERS:
        return hasattr(session.run.optimizer, entry.name)
    is_stopping = entry.metadata["group"] == "stopping"
    return entry.name not in ("own", "engine") and not is_stopping
