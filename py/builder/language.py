"""The page's messages by their codes, in English and in other languages.

English stands in three places: Python's messages in its schema, what index.html says in
the elements that `data-t` marks, what scripts say in web/language/en.json. Another language
is a file in web/language with all of these codes, and a folder in web/lesson with its
sections and experiments.
"""

import json
from html.parser import HTMLParser
from typing import Any

from .tools import ROOT, BuildError

LANGUAGE = ROOT / "web/language"
LANGUAGES = ("de", "es")
MARK = "data-t"  # with the code of a text, or "-title" and so on, with that of an attribute


class MarkedTexts(HTMLParser):
    """Collects the marked texts and attributes of a page by their codes."""

    def __init__(self) -> None:
        super().__init__()
        self.found: dict[str, str] = {}
        self._code = ""  # of the element that is open
        self._text = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if self._code:
            raise BuildError(f"{self._code} in web/index.html must be text alone.")
        given = dict(attrs)
        for name, code in given.items():
            if name.startswith(f"{MARK}-"):
                self._add(code or "", given.get(name.removeprefix(f"{MARK}-")) or "")
        self._code = given.get(MARK) or ""

    def handle_endtag(self, tag: str) -> None:
        if self._code:
            self._add(self._code, self._text)
        self._code = self._text = ""

    def handle_data(self, data: str) -> None:
        if self._code:
            self._text += data

    def _add(self, code: str, text: str) -> None:
        text = " ".join(text.split())
        if not text or self.found.setdefault(code, text) != text:
            raise BuildError(
                f"{code} in web/index.html must be one text; it is {text!r}, too."
            )


def english(page: str, schema: dict[str, Any]) -> dict[str, str]:
    """Every message in English, by its code."""
    texts = MarkedTexts()
    texts.feed(page)
    return {**texts.found, **beside_the_page(schema)}


def beside_the_page(schema: dict[str, Any]) -> dict[str, str]:
    """The English that does not stand in index.html: Python's and the scripts'."""
    return {**schema["messages"], **read("en")}


def read(language: str) -> dict[str, str]:
    """The messages in the file of a language."""
    texts: dict[str, str] = json.loads(
        (LANGUAGE / f"{language}.json").read_text("utf-8")
    )
    return texts


def file_of(language: str, lesson: str) -> bytes:
    """What the page loads for a language, as JSON."""
    folder = ROOT / "web/lesson" / language
    experiments = json.loads((folder / "experiments.json").read_text("utf-8"))
    made = {"messages": read(language), "lesson": lesson, "experiments": experiments}
    return json.dumps(made, ensure_ascii=False, separators=(",", ":")).encode()
