"""Permalinks: settings as the readable text behind a page's `#`, and back.

A link is data from a stranger: it is bounded in length, read field by field, and
what cannot be read is named while everything else is taken.
"""

from collections.abc import Iterable, Mapping
from urllib.parse import parse_qsl, quote

from ..errors import SettingError, shown
from ..messages import Message, message
from .custom_points import IN_LINK, in_link
from .fields import Several
from .table import (
    ALIASES,
    FIELDS,
    Settings,
    fitting,
    misfit,
    non_default,
    parse,
    resolve,
)

LONGEST = 6000  # characters; far more than every setting written out


def to_link(settings: Settings) -> str:
    """Every setting that is not its default: "dataset=spiral&hidden_layers=16,16".

    Custom points are rounded to three significant digits; more than IN_LINK would make it
    too long, and are left out.
    """
    values = non_default(settings)
    if len(settings.custom_points) > IN_LINK:
        for name in ("custom_points", "axes"):
            values.pop(name, None)
        values = fitting(values)
    elif settings.custom_points:
        values["custom_points"] = in_link(settings.custom_points)
    return "&".join(
        f"{name}={quote(FIELDS[name].format(value), safe=',|')}"
        for name, value in values.items()
    )


def non_default_texts(settings: Settings) -> dict[str, str]:
    """Every setting that is not its default, as text."""
    return {n: FIELDS[n].format(value) for n, value in non_default(settings).items()}


def from_link(link: str) -> tuple[Settings, list[Message]]:
    """The settings in `link`, and a message for each thing in it that was not taken."""
    if len(link) > LONGEST:
        return Settings(), [message("link.too-long", length=len(link), most=LONGEST)]
    return from_texts(parse_qsl(link.removeprefix("#"), keep_blank_values=True))


def refused_in(link: str) -> dict[str, str]:
    """The settings of a link that cannot be taken as they are, as text."""
    return refused_of(dict(parse_qsl(link[:LONGEST].removeprefix("#"))))


def refused_of(given: Mapping[str, str]) -> dict[str, str]:
    """The same of settings as texts."""
    refused = {}
    for given_name, text in given.items():
        name = ALIASES.get(given_name, given_name)
        try:
            parse(name, text)
        except SettingError:
            if name in FIELDS:
                refused[name] = text
    return refused


def from_texts(given: Iterable[tuple[str, str]]) -> tuple[Settings, list[Message]]:
    """The settings out of (name, text), and messages for each that was not taken."""
    values: dict[str, object] = {}
    problems: list[Message] = []
    for given_name, text in given:
        name = ALIASES.get(given_name, given_name)
        try:
            values[name] = parse(name, text)
        except SettingError as error:
            field = FIELDS.get(name)
            if isinstance(field, Several) and (known := field.known(text)):
                values[name] = known
                got = shown(text)
                problems.append(message("setting.partly", name, got=got))
                continue
            problems.append(error.message)
            if field:
                problems.append(message("setting.default-used"))
    if problem := misfit(values):
        problems += [problem.message, message("setting.default-used")]
    return resolve(fitting(values)), problems
