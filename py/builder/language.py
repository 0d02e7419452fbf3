"""The page in other languages: what there is to translate, and the file of each language.

A language is a folder in web/lesson with its sections and experiments, and a file in
web/language with the page's strings. Their keys are the English strings: those that
stand in index.html and the settings, and those of dynamic.json, which come to be as the
page runs, `{}` standing for what changes.
"""

import json
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

from .tools import ROOT

LANGUAGE = ROOT / "web/language"
LANGUAGES = ("de", "es")
SPOKEN = {"aria-label", "alt", "placeholder", "title"}
SILENT = {"script", "style", "noscript", "title"}


class Texts(HTMLParser):
    """Collects what a page says, piece by piece."""

    def __init__(self) -> None:
        super().__init__()
        self.found: set[str] = set()
        self._silent = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found |= {value for name, value in attrs if name in SPOKEN and value}
        self._silent += tag in SILENT

    def handle_endtag(self, tag: str) -> None:
        self._silent -= tag in SILENT

    def handle_data(self, data: str) -> None:
        text = " ".join(data.split())
        if not self._silent and any(map(str.isalpha, text)):
            self.found.add(text)


def to_translate(page: str, schema: dict[str, Any]) -> set[str]:
    """Every English string of the page."""
    texts = Texts()
    texts.feed(page)
    return {
        *texts.found,
        *of_settings(schema),
        *json.loads((LANGUAGE / "dynamic.json").read_text("utf-8")),
    }


def of_settings(schema: dict[str, Any]) -> Iterator[str]:
    """Labels, help and the labels of choices."""
    for setting in schema["settings"]:
        yield setting["label"]
        yield setting["help"]
        yield from setting["rule"].get("options", {}).values()


def file_of(language: str, lesson: str) -> bytes:
    """What the page loads for a language, as JSON."""
    texts = json.loads((LANGUAGE / f"{language}.json").read_text("utf-8"))
    folder = ROOT / "web/lesson" / language
    experiments = json.loads((folder / "experiments.json").read_text("utf-8"))
    made = {"strings": texts, "lesson": lesson, "experiments": experiments}
    return json.dumps(made, ensure_ascii=False, separators=(",", ":")).encode()


def read_page() -> str:
    """The page as it is written, without its lesson."""
    return Path(ROOT / "web/index.html").read_text("utf-8")
