"""Experiments: a question, a prediction, and runs side by side that give the answer.

An experiment is data, parsed by `parse`; its answer is measured on its runs, never written
down. `trial.Trial` is one experiment under way.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from math import inf
from typing import Any, NamedTuple

from ..errors import SettingError, not_one_of, shown
from ..messages import message
from ..settings.json_text import parse_json
from ..settings.table import Settings, resolve
from ..settings.tasks import task_of
from .measures import MEASURES
from .plots import Plot, parse_plots

MOST_ARMS = 9
LONGEST = 2000  # characters of a text
MOST = 1_000_000  # of a measured number
ALWAYS = (-inf, inf)


class Prediction(NamedTuple):
    """A prediction, and the measured numbers, first and last, for which it is right."""

    text: str
    first: float
    last: float


class Runner(NamedTuple):
    """One arm: what it is called and how it differs."""

    label: str
    settings: Settings


@dataclass(frozen=True)
class Experiment:
    """What is asked, what runs, and how the answer is measured."""

    title: str
    question: str
    choices: list[Prediction]
    arms: list[Runner]
    epochs: int  # that each arm trains for
    plots: list[Plot]
    measure: str
    why: str
    why_when: tuple[float, float]  # the measured numbers for which `why` is true
    demo_link: str  # a link to where the demo shows it; or nothing


def parse(text: str) -> Experiment:
    """The experiment that a JSON text describes; a SettingError says what is wrong with it."""
    data = parse_json(text, message("json.an-experiment"))
    if not isinstance(data, dict):
        raise SettingError("experiment.object", got=shown(data))
    texts = {name: _text(data, name) for name in ("title", "question", "why")}
    arms = [
        Runner(_text(arm, "label"), resolve({**_settings(data), **_settings(arm)}))
        for arm in _list(data, "arms", most=MOST_ARMS)
    ]
    for arm in arms:  # they are shown beside each other
        if task_of(vars(arm.settings)) != task_of(vars(arms[0].settings)):
            raise SettingError("experiment.tasks", arm=arm.label, first=arms[0].label)
    choices = [
        Prediction(_text(choice, "text"), *_range(choice, "when"))
        for choice in _list(data, "choices", most=6)
    ]
    epochs = data.get("epochs")
    if type(epochs) is not int or not 1 <= epochs <= 5000:
        raise SettingError("experiment.epochs", most=5000, got=shown(epochs))
    measure = data.get("measure")
    if not isinstance(measure, str) or measure not in MEASURES:
        raise not_one_of("measure", MEASURES, measure)
    demo_link = data.get("demo_link", data.get("look", ""))  # its old name
    if not isinstance(demo_link, str) or len(demo_link) > LONGEST:
        raise SettingError(
            "experiment.link", name="demo_link", most=LONGEST, got=shown(demo_link)
        )
    return Experiment(
        **texts,
        why_when=_range(data, "why_when") if "why_when" in data else ALWAYS,
        demo_link=demo_link,
        choices=choices,
        arms=arms,
        epochs=epochs,
        plots=parse_plots(data),
        measure=measure,
    )


def _text(data: Mapping[str, Any], name: str) -> str:
    value = data.get(name) if isinstance(data, dict) else None
    if not isinstance(value, str) or not 0 < len(value) <= LONGEST:
        raise SettingError("experiment.text", name=name, most=LONGEST, got=shown(value))
    return value


def _settings(data: Mapping[str, Any]) -> dict[str, Any]:
    value = data.get("settings", {})
    if not isinstance(value, dict):
        raise SettingError("experiment.settings", got=shown(value))
    return value


def _list(data: Mapping[str, Any], name: str, most: int) -> list[dict[str, Any]]:
    value = data.get(name)
    if (
        not isinstance(value, list)
        or not 1 <= len(value) <= most
        or not all(isinstance(item, dict) for item in value)
    ):
        raise SettingError("experiment.list", name=name, most=most, got=shown(value))
    return value


def _range(data: Mapping[str, Any], name: str) -> tuple[float, float]:
    value = data.get(name)
    if (
        not isinstance(value, list)
        or len(value) != 2
        or not all(type(end) in (int, float) for end in value)
        or not all(abs(end) <= MOST for end in value)
    ):
        raise SettingError(
            "experiment.range", name=name, low=-MOST, high=MOST, got=shown(value)
        )
    return value[0], value[1]
