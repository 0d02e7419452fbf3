"""Markdown to HTML: `python lesson.py PATH ...` prints a JSON list of one text for each.

Run by the virtual environment's Python, which has what requirements.txt lists. A number in
braces, {name=value}, is one that the page keeps up to date; {claim:name=value} is one that
a test computes again. {listing} is the lesson's program. The second paragraph of a quotation
answers the question before it, once the reader asks for that.
"""

import json
import re
import sys
from collections.abc import Sequence
from html import escape
from pathlib import Path
from typing import Any

from latex2mathml.converter import convert
from markdown_it import MarkdownIt
from markdown_it.token import Token
from mdit_py_plugins.dollarmath import dollarmath_plugin

LISTING = Path(__file__).parents[1] / "trainer/export/listing.py"
STAGE = re.compile(r"# (shuffle|batch|forward|loss|backward|update)$", re.MULTILINE)
AT_STAGE = "#points=100&amp;validation_split=0&amp;tab=numbers&amp;stage="
ANSWER = re.compile(r"(<blockquote>\n<p>.*?</p>\n)(<p>.*?</p>)", re.DOTALL)
# the word on it, by the folder of a language
ANSWERS = {"en": "Answer", "de": "Antwort", "es": "Respuesta"}
NUMBER = re.compile(r"\{(claim:)?(\w+)=([\d.,]+)\}")


def main(*paths: str) -> None:
    """Print the HTML of each path: of a folder, its files as the sections of a lesson."""
    print(json.dumps([rendered(Path(path)) for path in paths]))


def rendered(path: Path) -> str:
    """A file, or the sections of a lesson in the order of their files' names."""
    if path.is_file():
        return NUMBER.sub(number, str(markdown().render(path.read_text("utf-8"))))
    return "\n".join(
        section(
            file.stem.partition("-")[2], file.read_text("utf-8"), ANSWERS[path.name]
        )
        for file in sorted(path.glob("*.md"))
    )


def section(name: str, text: str, answer: str) -> str:
    """One section as HTML; `answer` is the word on what folds answers away."""
    html = markdown().render(text)
    html = html.replace("<p>{listing}</p>", listing())
    folded = rf"\1<details><summary>{answer}</summary>\2</details>"
    html = ANSWER.sub(folded, html)
    heading = f"lesson-{name}"
    html = html.replace("<h1>", f'<h2 id="{heading}">').replace("</h1>", "</h2>")
    html = NUMBER.sub(number, html)
    return (
        f'<section data-section="{name}" aria-labelledby="{heading}">\n{html}</section>'
    )


def listing() -> str:
    """The lesson's program, each stage a link to the arrays that it makes."""
    code = escape(LISTING.read_text("utf-8").strip(), quote=False)
    linked = STAGE.sub(rf'<a href="{AT_STAGE}\1">\g<0></a>', code)
    return f'<pre class="listing"><code>{linked}</code></pre>'


def number(match: re.Match[str]) -> str:
    """A claim as it is written; a live number in an element that the page finds."""
    claim, name, value = match.groups()
    return value if claim else f'<span data-number="{name}">{value}</span>'


def markdown() -> MarkdownIt:
    """Markdown with formulas, and links that are told from others where they set the demo."""
    parser = MarkdownIt("commonmark", {"typographer": True}).enable("table")
    parser.use(dollarmath_plugin, renderer=formula)

    def link_open(
        self: Any, tokens: Sequence[Token], index: int, options: Any, env: Any
    ) -> str:
        href = str(tokens[index].attrs["href"])
        kind = ' class="try"' if href.startswith("#") else ""
        return f'<a{kind} href="{escape(href)}">'

    parser.add_render_rule("link_open", link_open)
    return parser


def formula(content: str, options: dict[str, bool]) -> str:
    """A formula as MathML."""
    display = "block" if options.get("display_mode") else "inline"
    return str(convert(content, display=display))


if __name__ == "__main__":
    main(*sys.argv[1:])
