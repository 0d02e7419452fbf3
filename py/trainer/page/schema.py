"""The schema: what the page knows before Python is there, as JSON."""

import json
from dataclasses import fields
from typing import Any

from ..settings.table import RULES, Settings
from .edited_code import packaged


def as_json() -> str:
    """Every setting with its words, rule and default; every file with its text."""
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
    return json.dumps({"settings": entries, "files": packaged()})
