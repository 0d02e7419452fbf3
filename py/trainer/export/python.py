"""Python: the run as one file that needs only NumPy."""

import re
from collections.abc import Mapping
from dataclasses import fields
from inspect import formatannotation
from pathlib import Path
from textwrap import fill
from typing import TYPE_CHECKING

from ..run.evaluation import metric_name
from ..settings.axes import PLAIN
from ..settings.custom_points import as_source
from .merge import WIDTH, MergedProgram
from .renamed import aliases

if TYPE_CHECKING:
    from ..run.session import Session

TRAINER = Path(__file__).parents[1]
# the files that learners read, each after those that it needs
LEARNERS_FILES = (
    "activations",
    "layers",
    "losses",
    "schedules",
    "optimizers",
    "datasets",
    "features",
    "training",
)
EPOCHS = 100  # at least; as many as the session has trained, if those are more
UNITS = '''

def in_units(x: np.ndarray) -> np.ndarray:
    """Coordinates, (n, 2), as they were measured, which are scaled to the plane here.

    {x1}
    {x2}
    ({label})
    """
    low, high = np.array({low}), np.array({high})
    return low + (x + 1) / 2 * (high - low)
'''
GROUPS = ("data", "network", "training")  # of settings that change the training


def as_python(session: "Session", edits: Mapping[str, str]) -> str:
    """A program that trains as the session does from update 0, with its code.

    A SettingError says what of the edited files cannot go into one file.
    """
    program = MergedProgram()
    texts = {name: edits.get(f"{name}.py") or packaged(name) for name in LEARNERS_FILES}
    for name, text in texts.items():
        program.add(name, text)
    if renamed := aliases(texts):
        program.add(
            "renamed", f'"""Other names, for files of version 1.0."""\n{renamed}'
        )
    program.add("settings", settings_class(session))
    program.add("freezing", packaged("run/freezing"))
    program.add("setup", packaged("run/setup"))
    program.add("evaluation", packaged("run/evaluation"))
    program.add("main", main_section(session))
    needs = "It needs Python 3.10 or newer, and NumPy."
    return program.text(introduction(session, edits, needs))


def packaged(name: str) -> str:
    """The text of one of the trainer's modules."""
    return (TRAINER / f"{name}.py").read_text("utf-8")


def epochs(session: "Session") -> int:
    """For how many epochs a program trains."""
    return max(EPOCHS, session.run.epoch)


def custom_points(session: "Session") -> str:
    """The points that take the dataset's place, as source code; empty if none do."""
    return as_source(session.fixed_points) if session.fixed_points else ""


def units(session: "Session") -> str:
    """A function that undoes the scaling of data that are measured in units; or nothing."""
    x1, x2, label, classes = session.axes
    if session.axes == PLAIN:
        return ""
    names = [x1.name, x2.name, label.name, *classes]
    x1_name, x2_name, *others = (re.sub(r'["\\\n]', "'", name) for name in names)
    return UNITS.format(
        x1=x1_name,
        x2=x2_name,
        label=", ".join(filter(None, others)),
        low=[x1.low, x2.low],
        high=[x1.high, x2.high],
    )


def main_section(session: "Session") -> str:
    """The module `main` with the session's epochs and custom points."""
    text = packaged("export/main")
    text = text.replace("EPOCHS = 100\n", f"EPOCHS = {epochs(session)}\n")
    text = text.replace('"accuracy"', literal(metric_name(session.run.loss)), 1)
    if points := custom_points(session):
        text = text.replace("Points | None = None", f"Points = {points}")
    return text.replace("\n\ndef train(", f"\n{units(session)}\n\ndef train(", 1)


def introduction(session: "Session", edits: Mapping[str, str], needs: str) -> str:
    """The program's docstring: what it does, what it needs, what it leaves out."""
    units = "-".join(map(str, session.run.network.sizes))
    dataset, activation, optimizer = (
        label(session, name) for name in ("dataset", "activation", "optimizer")
    )
    if session.settings.custom_points:
        dataset = "Custom points"
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
    if session.trainer.is_redrawn:
        paragraphs.append(
            "Points were drawn there while it trained; this program begins with all of them, "
            "and holds back others, so its losses are others."
        )
    if session.trainer.is_altered and not session.trainer.is_redrawn:
        paragraphs.append(
            "Settings were changed there while it trained; this program trains with the "
            "last ones from the start, so its losses are others."
        )
    if session.monitor.is_touched:
        paragraphs.append(
            "Weights were set by hand or from a file there; this program starts from "
            "the weights that the seed gives, so its losses are others."
        )
    if link := session.link:
        paragraphs.append(f"The same settings on the page:\n\n    #{link}")
    filled = [each if "#" in each else fill(each, WIDTH - 3) for each in paragraphs]
    return "\n\n".join(filled) + "\n"


def label(session: "Session", setting: str) -> str:
    """What a person reads for the entry that a setting names."""
    settings_fields = {
        entry.name: entry.metadata["field"] for entry in fields(session.settings)
    }
    labels = settings_fields[setting].labels()
    names = getattr(session.settings, setting).split(",")
    text = ", ".join(str(labels[name]) for name in names)
    return re.sub(r"[^\w .,+-]", "", text)  # nothing that could end a docstring


def settings_class(session: "Session") -> str:
    """`Settings` with the session's values as defaults, as a module of its own."""
    lines = [
        '"""Settings: those of this run. A name may be any of its registry above."""',
        "from dataclasses import dataclass",
        "",
        "@dataclass(frozen=True)",
        "class Settings:",
        '    """What `assemble` makes a run of."""',
        "",
    ]
    for entry in fields(session.settings):
        is_used = entry.metadata["group"] in GROUPS or entry.name == "threshold"
        if is_used and entry.name not in ("custom_points", "axes", "engine"):
            value = literal(getattr(session.settings, entry.name))
            code = f"    {entry.name}: {formatannotation(entry.type)} = {value}"
            comment = f"# {entry.metadata['help'].partition('. ')[0].rstrip('.')}"
            fits = len(code) + len(comment) + 2 <= WIDTH
            lines += [f"{code}  {comment}"] if fits else [f"    {comment}", code]
    return "\n".join(lines) + "\n"


def literal(value: object) -> str:
    """A value as it stands in a program; names in double quotes."""
    is_name = isinstance(value, str) and re.fullmatch(r"\w+", value)
    return f'"{value}"' if is_name else repr(value)
