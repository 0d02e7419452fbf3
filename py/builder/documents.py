"""The pages beside the demo, made from Markdown: for teachers, in each language, and of every
setting."""

import re
from collections.abc import Iterator, Mapping
from html import escape
from itertools import starmap
from pathlib import Path
from typing import Any

from .page import address, policy_meta
from .tools import ROOT

SETTINGS = ROOT / "web/settings.md"
TEACHERS = ROOT / "web/teachers"
LANGUAGES = {"en": "English", "de": "Deutsch", "es": "Español"}
PAGES = ("teachers", "worksheets", "answers")
SOURCES = (
    SETTINGS,
    *(TEACHERS / code / f"{page}.md" for code in LANGUAGES for page in PAGES),
)
SETTINGS_MARK = "<!-- build: settings -->"
MARKDOWN = re.compile(r'href="(?:[^"]*/)?(\w+)\.md"')
POLICY = (
    "default-src 'none'; script-src {scripts}; style-src 'self'; img-src 'self'; "
    "base-uri 'none'; form-action 'none'"
)
TEMPLATE = """\
<!doctype html>
<html lang="{code}">
  <head>
    <meta charset="utf-8" />
    {policy}
    <meta name="viewport" content="width=device-width, initial-scale=1" />
    <title>{title} · Watch It Learn</title>
    <link rel="icon" href="icon.svg" />
    <link rel="stylesheet" href="{style}" />
  </head>
  <body>
    <nav>{navigation}</nav>
    <main data-document="{page}">
{body}
    </main>{script}
  </body>
</html>
"""


def write(site: Path, html: Mapping[Path, str], schema: Mapping[str, Any]) -> None:
    """Write every page into `site`."""
    script = f'\n    <script src="{address(site / "teachers.js")}" defer></script>'
    for source in SOURCES:
        is_reference = source == SETTINGS
        code = "en" if is_reference else source.parent.name
        body = html[source].replace(SETTINGS_MARK, "\n".join(reference(schema)))
        text = TEMPLATE.format(
            code=code,
            policy=policy_meta(
                POLICY.format(scripts="'none'" if is_reference else "'self'")
            ),
            style=address(site / "document.css"),
            title=title(body),
            navigation="\n".join(links_above(source, html)),
            page=source.stem,
            body=linked(body, code),
            script="" if is_reference else script,
        )
        (site / file_of(source.stem, code)).write_text(text, "utf-8", newline="\n")


def file_of(page: str, code: str) -> str:
    """The file of a page in a language."""
    return f"{page}.html" if code == "en" else f"{page}.{code}.html"


def title(body: str) -> str:
    """The first heading of a page."""
    return body.partition("<h1>")[2].partition("</h1>")[0]


def linked(body: str, code: str) -> str:
    """A page whose links, which are right on GitHub, are right on the site, too."""
    body = MARKDOWN.sub(lambda match: f'href="{target(match[1], code)}"', body)
    return body.replace('href="#"', 'href="index.html"').replace(
        'href="#', 'href="index.html#'
    )


def target(page: str, code: str) -> str:
    """Where a link to a page leads from one of a language."""
    return file_of(page, code if page in PAGES else "en")


def links_above(source: Path, html: Mapping[Path, str]) -> Iterator[str]:
    """Links to the demo, to the pages of the same language, and to the other languages."""
    yield '<a href="index.html">Watch It Learn</a>'
    code = "en" if source == SETTINGS else source.parent.name
    for page in PAGES:
        there = html[TEACHERS / code / f"{page}.md"]
        yield f'<a href="{file_of(page, code)}">{title(there)}</a>'
    if source == SETTINGS:
        return
    for other, language in LANGUAGES.items():
        if other != code:
            yield (
                f'<a href="{file_of(source.stem, other)}" lang="{other}" hreflang="{other}">'
                f"{language}</a>"
            )


def reference(schema: Mapping[str, Any]) -> Iterator[str]:
    """Every setting, by group: its name in links, what it does, its values, its default."""
    settings, words = schema["settings"], schema["messages"]
    for group in dict.fromkeys(entry["group"] for entry in settings):
        yield f"<h2>{group.capitalize()}</h2>\n<dl>"
        for entry in (entry for entry in settings if entry["group"] == group):
            name = entry["name"]
            default = f"<code>{entry['default']}</code>" if entry["default"] else "none"
            label, help = (
                words[f"settings.{name}.{part}"] for part in ("label", "help")
            )
            yield f'<dt id="{name}">{escape(label)} <code>{name}</code></dt>'
            yield f"<dd>{escape(help)}<br />"
            yield f"{values(entry['field'])}; default: {default}</dd>"
        yield "</dl>"


def values(field: Mapping[str, Any]) -> str:
    """What a setting may be, as HTML."""
    match field:
        case {"kind": "choice", "options": options}:
            return ", ".join(starmap(choice, options.items()))
        case {"kind": "several", "options": options}:
            names = ", ".join(starmap(choice, options.items()))
            return f"One or more, with commas between, of {names}"
        case {"kind": "number", "low": low, "high": high, "step": step}:
            whole = "Whole numbers" if step == 1 else "Numbers"
            first, last = (f"{x:.10f}".rstrip("0").rstrip(".") for x in (low, high))
            return f"{whole} from {first} to {last}"
        case {"kind": "switch"}:
            return "<code>true</code> or <code>false</code>"
        case {"kind": "widths", "layers": layers, "units": units}:
            return (
                f"Up to {layers} whole numbers from 1 to {units} with commas between;"
                " empty for no hidden layer"
            )
        case {"kind": "points"}:
            return "Rows of x, y, and class or value"
        case {"kind": "places"}:
            return (
                "Layers, such as <code>0</code>, and weights as <code>layer.from.to</code>, "
                "with commas between"
            )
        case {"kind": "axes"}:
            return (
                "<code>name,low,high</code> of x1, of x2 and of a value, then the classes'"
                " names, with bars between"
            )
    raise ValueError(f"no words for the field {field!r}")


def choice(name: str, label: str) -> str:
    """A value of a setting, with its label where that says more."""
    says_more = re.sub("[ -]", "_", label).lower() != name
    return f"<code>{name}</code>" + says_more * f" ({escape(label)})"
