"""The schema: what the page knows before Python is there, as JSON."""

import json
from dataclasses import fields
from typing import Any

from ..messages import ENGLISH
from ..run.session import WEIGHT
from ..settings.table import FIELDS, Settings, options
from .edited_code import packaged


def as_json() -> str:
    """Every setting with its field and default, every file, every message; a weight's field."""
    default = Settings()
    entries: list[dict[str, Any]] = [
        {
            "name": entry.name,
            "group": entry.metadata["group"],
            "advanced": entry.metadata["advanced"],
            "default": FIELDS[entry.name].format(getattr(default, entry.name)),
            "field": FIELDS[entry.name].schema(),
        }
        for entry in fields(Settings)
    ]
    rest = {"files": packaged(), "messages": catalogue(), "weight": WEIGHT.schema()}
    return json.dumps({"settings": entries, **rest})


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
