"""The schema: settings, files and messages, as JSON, which the page has before Python is there."""

import json
from dataclasses import fields
from typing import Any

import numpy as np

from ..activations import Array
from ..datasets import DATASETS
from ..english import ENGLISH
from ..experiments.definition import MOST_ARMS, MOST_WORDS
from ..experiments.measures import MEASURES
from ..experiments.plots import MOST_PLOTS, X, Y
from ..features import FEATURES
from ..run.session import WEIGHT
from ..run.setup import draw_points
from ..settings.custom_points import EDGE
from ..settings.table import FIELDS, Settings, options
from .edited_code import packaged

MOST = {  # rows that an experiment may have of each kind
    "choices": MOST_WORDS,
    "closings": MOST_WORDS,
    "arms": MOST_ARMS,
    "plots": MOST_PLOTS,
}


def as_json() -> str:
    """Every setting with its field and default, every file, every message; a weight's field."""
    default = Settings()
    pictures = {"pictures": {name: picture(name) for name in FEATURES}}
    entries: list[dict[str, Any]] = [
        {
            "name": entry.name,
            "group": entry.metadata["group"],
            "advanced": entry.metadata["advanced"],
            "default": FIELDS[entry.name].format(getattr(default, entry.name)),
            "field": FIELDS[entry.name].schema()
            | (pictures if entry.name == "features" else {}),
        }
        for entry in fields(Settings)
    ]
    return json.dumps(
        {
            "settings": entries,
            "files": packaged(),
            "messages": catalogue(),
            "thumbnails": {
                name: thumbnail(name)
                for name, dataset in DATASETS.items()
                if not dataset.source  # these are in the menu
            },
            "weight": WEIGHT.schema(),
            "experiment": {"measures": [*MEASURES], "x": X, "y": Y, "most": MOST},
        }
    )


def thumbnail(dataset: str) -> list[list[float]]:
    """A few of the dataset's points: x1, x2, class or level."""
    x, y = draw_points(Settings(dataset=dataset, points=56), np.random.default_rng(1))
    if DATASETS[dataset].has_values:
        y = np.clip(0.5 + 0.5 * y, 0, 1)
    rows: list[list[float]] = np.c_[x, y].round(2).tolist()
    return rows


def picture(feature: str) -> list[list[float]]:
    """A feature over the plane, 0.5 where it is zero. (13, 13)"""
    ticks = np.linspace(-EDGE, EDGE, 13)
    x1, x2 = np.meshgrid(ticks, ticks[::-1])
    values = FEATURES[feature](x1, x2)
    scaled: Array = 0.5 + 0.5 * values / np.abs(values).max()
    rows: list[list[float]] = scaled.round(2).tolist()
    return rows


def catalogue() -> dict[str, str]:
    """The English of everything that Python tells, the settings' words included."""
    words = dict(ENGLISH)
    for entry in fields(Settings):
        words[f"settings.{entry.name}.label"] = entry.metadata["label"]
        words[f"settings.{entry.name}.help"] = entry.metadata["help"]
    for name, labels in options().items():
        for option, label in labels.items():
            words[f"options.{name}.{option}"] = label
    return words
