"""The schema: the table of settings as JSON, from which the page makes its controls."""

import json
from dataclasses import fields
from typing import Any

from .settings import RULES, Settings


def as_json() -> str:
    """A list with an object for each setting: its words, rule and default, in the table's order."""
    default = Settings()
    entries: list[dict[str, Any]] = [
        {
            "name": entry.name,
            "group": entry.metadata["group"],
            "label": entry.metadata["label"],
            "help": entry.metadata["help"],
            "rare": entry.metadata["rare"],
            "default": RULES[entry.name].write(getattr(default, entry.name)),
            "rule": RULES[entry.name].schema(),
        }
        for entry in fields(Settings)
    ]
    return json.dumps(entries)
