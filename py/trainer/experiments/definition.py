"""Experiments: a question, a prediction, and runs side by side that give the answer.

An experiment is data, parsed by `parse`; its answer is measured on runs from many seeds,
never written down. `trial.Trial` is one experiment under way.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from math import inf
from typing import Any, NamedTuple

from ..errors import SettingError, not_one_of, shown
from ..messages import message
from ..settings.fields import Places
from ..settings.json_text import parse_json
from ..settings.numbers import is_number
from ..settings.table import Settings, resolve
from ..settings.tasks import task_of
from .measures import MEASURES
from .plots import Plot, parse_plots

MOST_ARMS = 9
MOST_WORDS = 6  # predictions, and closing words
MOST_SEEDS = 50
LONGEST = 2000  # characters of a text
MOST = 1_000_000  # of a measured number
ALWAYS = (-inf, inf)
MOST_FLIPPED = 1000  # epochs
KEYS = {
    "": "title question choices settings arms epochs seeds same_data plots measure closings "
    "demo_link why why_when look",
    "arms": "label settings flipped weights",
    "choices": "text when",
    "closings": "text when",
}


class Words(NamedTuple):
    """A prediction, or closing words: the measured numbers, first and last, for which they
    are right."""

    text: str
    first: float
    last: float


class Runner(NamedTuple):
    """One arm: what it is called and how it differs."""

    label: str
    settings: Settings
    flipped: int  # epochs that its weights were trained for on the wrong classes
    weights: dict[str, float]  # that begin with another value, by place


@dataclass(frozen=True)
class Experiment:
    """What is asked, what runs, and how the answer is measured."""

    title: str
    question: str
    choices: list[Words]
    arms: list[Runner]
    epochs: int  # that each run trains for
    seeds: int  # that each arm trains from
    same_data: bool  # whether every seed sees the same points
    plots: list[Plot]
    measure: str
    closings: list[Words]
    demo_link: str  # a link to where the demo shows it; or nothing


def parse(text: str) -> Experiment:
    """The experiment that a JSON text describes; a SettingError says what is wrong with it."""
    data = parse_json(text, message("json.an-experiment"))
    if not isinstance(data, dict):
        raise SettingError("experiment.object", got=shown(data))
    _check_keys(data, "")
    title, question = (_text(data, name) for name in ("title", "question"))
    arms = [
        _runner(arm, _settings(data), name)
        for name, arm in _list(data, "arms", most=MOST_ARMS)
    ]
    for arm in arms:  # they are shown beside each other
        if task_of(vars(arm.settings)) != task_of(vars(arms[0].settings)):
            raise SettingError("experiment.tasks", arm=arm.label, first=arms[0].label)
    measure = data.get("measure")
    if not isinstance(measure, str) or measure not in MEASURES:
        raise not_one_of("measure", MEASURES, measure)
    if len(arms) < MEASURES[measure].arms:
        raise SettingError("experiment.few-arms", measure=measure, got=len(arms))
    demo_link = data.get("demo_link", data.get("look", ""))  # its old name
    if not isinstance(demo_link, str) or len(demo_link) > LONGEST:
        raise SettingError(
            "experiment.link", name="demo_link", most=LONGEST, got=shown(demo_link)
        )
    return Experiment(
        title=title,
        question=question,
        closings=_closings(data),
        demo_link=demo_link,
        choices=_words(data, "choices"),
        arms=arms,
        epochs=_count(data, "epochs", 5000),
        seeds=_count({"seeds": 20, **data}, "seeds", MOST_SEEDS),
        same_data=_switch(data, "same_data"),
        plots=parse_plots(data),
        measure=measure,
    )


def _closings(data: Mapping[str, Any]) -> list[Words]:
    """The closing words; of older experiments the one text `why`."""
    if "why" not in data:
        return _words(data, "closings")
    when = _range(data, "why_when", "") if "why_when" in data else ALWAYS
    return [Words(_text(data, "why"), *when)]


def _runner(arm: Mapping[str, Any], shared: dict[str, Any], name: str) -> Runner:
    weights = arm.get("weights", {})
    is_known = isinstance(weights, dict) and all(map(is_number, weights.values()))
    try:
        Places().parse([*weights])
    except (ValueError, TypeError):
        is_known = False
    if not is_known:
        where = f"{name}.weights"
        raise SettingError("experiment.weights", name=where, got=shown(weights))
    return Runner(
        label=_text(arm, "label", f"{name}."),
        settings=resolve({**shared, **_settings(arm)}),
        flipped=_count({"flipped": 0, **arm}, "flipped", MOST_FLIPPED, f"{name}.", 0),
        weights=weights,
    )


def _check_keys(data: Mapping[str, Any], kind: str, prefix: str = "") -> None:
    """A SettingError for a key that nobody reads."""
    for key in data.keys() - {*KEYS[kind].split()}:
        options = KEYS[kind].removesuffix(" why why_when look").split()
        raise SettingError("experiment.key", got=shown(prefix + key), options=options)


def _text(data: Mapping[str, Any], name: str, prefix: str = "") -> str:
    value = data.get(name)
    if value == "":
        raise SettingError("experiment.empty", name=prefix + name)
    if not isinstance(value, str) or len(value) > LONGEST:
        raise SettingError(
            "experiment.text", name=prefix + name, most=LONGEST, got=shown(value)
        )
    return value


def _count(
    data: Mapping[str, Any], name: str, most: int, prefix: str = "", least: int = 1
) -> int:
    value = data.get(name)
    if type(value) is not int or not least <= value <= most:
        limits: dict[str, Any] = {"name": prefix + name, "least": least, "most": most}
        raise SettingError("experiment.count", **limits, got=shown(value))
    return value


def _switch(data: Mapping[str, Any], name: str) -> bool:
    value = data.get(name, False)
    if not isinstance(value, bool):
        raise SettingError("experiment.switch", name=name, got=shown(value))
    return value


def _settings(data: Mapping[str, Any]) -> dict[str, Any]:
    value = data.get("settings", {})
    if not isinstance(value, dict):
        raise SettingError("experiment.settings", got=shown(value))
    return value


def _list(
    data: Mapping[str, Any], name: str, most: int
) -> list[tuple[str, dict[str, Any]]]:
    """Some objects, each with what it is called: arms[0]."""
    value = data.get(name)
    if (
        not isinstance(value, list)
        or not 1 <= len(value) <= most
        or not all(isinstance(item, dict) for item in value)
    ):
        raise SettingError("experiment.list", name=name, most=most, got=shown(value))
    named = [(f"{name}[{place}]", item) for place, item in enumerate(value)]
    for each, item in named:
        _check_keys(item, name, f"{each}.")
    return named


def _words(data: Mapping[str, Any], name: str) -> list[Words]:
    return [
        Words(_text(item, "text", f"{each}."), *_range(item, "when", f"{each}."))
        for each, item in _list(data, name, MOST_WORDS)
    ]


def _range(data: Mapping[str, Any], name: str, prefix: str) -> tuple[float, float]:
    value = data.get(name)
    if (
        not isinstance(value, list)
        or len(value) != 2
        or not all(type(end) in (int, float) for end in value)
        or not all(abs(end) <= MOST for end in value)
    ):
        limits: dict[str, Any] = {"low": -MOST, "high": MOST}
        raise SettingError(
            "experiment.range", name=prefix + name, **limits, got=shown(value)
        )
    return value[0], value[1]
