"""Messages: what the trainer tells people, as data, and the English of it.

A message is a code with its parameters. The page writes it in the reader's language, from
a catalogue of the same codes; errors and the command line use `english.ENGLISH`.

A parameter is a text, a number, another message, or a list of these. Its place is written
as for `str.format`.
"""

from collections.abc import Mapping, Sequence
from typing import TypeAlias, TypedDict, Union

from .english import ENGLISH

Param: TypeAlias = Union[str, float, "Message", Sequence[str], Sequence["Message"]]


class Message(TypedDict):
    """Something to tell; `setting` is the setting that it is about, by its name."""

    code: str
    params: dict[str, Param]
    setting: str | None


def message(code: str, setting: str | None = None, **params: Param) -> Message:
    """The message `code`, about `setting` if it is about one."""
    if setting is not None:
        params["setting"] = setting
    return Message(code=code, params=params, setting=setting)


def english(*messages: Message) -> str:
    """The messages in English, one after the other; a KeyError for an unknown code."""
    return " ".join(
        ENGLISH[each["code"]].format_map(_texts(each["params"])) for each in messages
    )


def _texts(params: Mapping[str, Param]) -> dict[str, str | float]:
    return {name: _text(value) for name, value in params.items()}


def _text(value: Param) -> str | float:
    if isinstance(value, (str, int, float)):
        return value
    if isinstance(value, Mapping):
        return english(value)
    return ", ".join(str(_text(each)) for each in value)
