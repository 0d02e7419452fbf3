"""Permalinks: settings as the readable text behind a page's `#`, and back.

A link is data from a stranger: it is bounded in length, read field by field, and
what cannot be read is named while everything else is taken.
"""

from collections.abc import Iterable
from urllib.parse import parse_qsl, quote

from ..errors import SettingError
from ..messages import Message, message
from .custom_points import IN_LINK, in_link
from .table import RULES, Settings, chosen, read, resolve

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


def from_link(link: str) -> tuple[Settings, list[Message]]:
    """The settings in `link`, and a message for each thing in it that was not taken."""
    if len(link) > LONGEST:
        return Settings(), [message("link.too-long", length=len(link), most=LONGEST)]
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


def from_texts(given: Iterable[tuple[str, str]]) -> tuple[Settings, list[Message]]:
    """The settings out of (name, text), and messages for each that was not taken."""
    values: dict[str, object] = {}
    problems: list[Message] = []
    for name, text in given:
        try:
            values[name] = read(name, text)
        except SettingError as error:
            problems.append(error.message)
            if name in RULES:
                problems.append(message("setting.default-used"))
    return resolve(values), problems
