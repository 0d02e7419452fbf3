"""Permalinks: settings as the readable text behind a page's `#`, and back.

A link is data from a stranger: it is bounded in length, read field by field, and
what cannot be read is named while everything else is taken.
"""

from collections.abc import Iterable
from urllib.parse import parse_qsl, quote

from ..errors import SettingError
from .custom_points import IN_LINK, in_link
from .table import LABELS, RULES, Settings, chosen, read, resolve

LONGEST = 6000  # characters; far more than every setting written out


def to_link(settings: Settings) -> str:
    """Every setting that is not its default: "dataset=spiral&hidden_layers=16,16".

    Points of one's own have three significant digits there; many of them would make it
    too long, and are left out.
    """
    values = chosen(settings)
    if len(settings.own) > IN_LINK:
        values.pop("own")
    elif settings.own:
        values["own"] = in_link(settings.own)
    return "&".join(
        f"{name}={quote(RULES[name].write(value), safe=',|')}"
        for name, value in values.items()
    )


def chosen_texts(settings: Settings) -> dict[str, str]:
    """Every setting that is not its default, as text."""
    return {n: RULES[n].write(value) for n, value in chosen(settings).items()}


def from_link(link: str) -> tuple[Settings, list[str]]:
    """The settings in `link`, and one sentence for each thing in it that was not taken."""
    if len(link) > LONGEST:
        return Settings(), [
            f"The link is too long to be read: {len(link)} characters, at most {LONGEST}."
        ]
    return from_texts(parse_qsl(link.removeprefix("#"), keep_blank_values=True))


def refused_in(link: str) -> dict[str, str]:
    """The settings of a link that cannot be taken as they are, as text."""
    refused = {}
    for name, text in parse_qsl(link[:LONGEST].removeprefix("#")):
        try:
            read(name, text)
        except SettingError:
            if name in RULES:
                refused[name] = text
    return refused


def from_texts(given: Iterable[tuple[str, str]]) -> tuple[Settings, list[str]]:
    """The settings out of (name, text), and one sentence for each that was not taken."""
    values: dict[str, object] = {}
    problems: list[str] = []
    for name, text in given:
        try:
            values[name] = read(name, text)
        except SettingError as error:
            default = " The default is used instead." if name in RULES else ""
            label = LABELS.get(name, name)  # what the page calls it
            problems.append(f"{str(error).replace(name, label, 1)}{default}")
    return resolve(values), problems
