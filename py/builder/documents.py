"""The pages beside the demo, made from Markdown: for teachers, and of every setting."""

import re
from collections.abc import Iterator, Mapping
from html import escape
from itertools import starmap
from pathlib import Path
from typing import Any

from .page import address, policy_meta
from .tools import ROOT

SOURCES = (ROOT / "web/teachers.md", ROOT / "web/settings.md")
SETTINGS_MARK = "<!-- build: settings -->"
POLICY = (
    "default-src 'none'; style-src 'self'; img-src 'self'; "
    "base-uri 'none'; form-action 'none'"
)
TEMPLATE = """\
<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8" />
    {policy}
    <meta name="viewport" content="width=device-width, initial-scale=1" />
    <title>{title} · Watch It Learn</title>
    <link rel="icon" href="icon.svg" />
    <link rel="stylesheet" href="{style}" />
  </head>
  <body>
    <nav><a href="index.html">Watch It Learn</a></nav>
    <main>
{body}
    </main>
  </body>
</html>
"""


def write(site: Path, html: Mapping[Path, str], schema: Mapping[str, Any]) -> None:
    """Write every page into `site`."""
    for source in SOURCES:
        body = html[source].replace(SETTINGS_MARK, "\n".join(reference(schema)))
        body = body.replace('.md"', '.html"')  # the sources link each other on GitHub
        title = body.partition("<h1>")[2].partition("</h1>")[0]
        text = TEMPLATE.format(
            policy=policy_meta(POLICY),
            style=address(site / "document.css"),
            title=title,
            body=body,
        )
        name = source.with_suffix(".html").name
        (site / name).write_text(text, "utf-8", newline="\n")


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
