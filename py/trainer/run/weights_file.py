"""Weights: a network and the settings it was trained with as JSON, and back.

A file is data from a stranger: it is bounded in size, and everything in it is checked
before any of it is taken.
"""

import json
import re
from collections.abc import Iterator
from dataclasses import asdict
from itertools import pairwise
from typing import TYPE_CHECKING, Any, NoReturn

from ..errors import SettingError
from ..settings.json_text import parse
from ..settings.table import RULES, read, resolve
from .monitor import MAX_NORM

if TYPE_CHECKING:
    from .session import Session

WHOLE = "a whole number from 0"


def weights_as_json(session: "Session") -> str:
    """Settings as texts, sizes, epoch, update, and W, b of every layer; exact to the bit."""
    run = session.run
    document = {
        "settings": {
            name: RULES[name].write(value)
            for name, value in asdict(session.settings).items()
        },
        "layer_sizes": list(run.network.sizes),
        "epoch": run.epoch,
        "update": run.update,
        "layers": [
            {"shape": layer.W.shape, "W": layer.W.tolist(), "b": layer.b.tolist()}
            for layer in run.network.layers
        ],
    }
    text = json.dumps(document, indent=2)
    # a row of numbers to a line
    return re.sub(r"\[\n[-+.\w,\s]*?\]", lambda row: one_line(row[0]), text) + "\n"


def one_line(row: str) -> str:
    """A list of numbers without its line breaks."""
    return " ".join(row.split()).replace("[ ", "[").replace(" ]", "]")


def weights_from_json(text: str) -> tuple[dict[str, str], list[float]]:
    """The settings, as texts, and theta: W then b, layer by layer.

    A SettingError says in a sentence what is wrong, where, and what stood there.
    """
    try:
        document = parse(text, "The file")
    except SettingError:
        raise
    except ValueError as error:
        raise SettingError(
            f"The file must be JSON, as Watch It Learn writes it; got {text[:40]!r}: "
            f"{error}."
        ) from None
    if not isinstance(document, dict):
        refuse("The file", "one object with settings and layers", document)
    texts = settings_in(document)
    settings = resolve(texts)
    sizes = [2, *settings.hidden_layers, 1]
    if document.get("layer_sizes") != sizes:
        rule = f"{sizes}, as in hidden_layers"
        refuse("layer_sizes", rule, document.get("layer_sizes"))
    for name in ("epoch", "update"):
        value = document.get(name)
        if not isinstance(value, int) or isinstance(value, bool) or value < 0:
            refuse(name, WHOLE, value)
    layers = rows(document.get("layers"), "layers", len(sizes) - 1)
    return texts, [
        number
        for i, (layer, shape) in enumerate(zip(layers, pairwise(sizes), strict=True))
        for number in parameters(layer, f"layers[{i}]", *shape)
    ]


def settings_in(document: dict[str, Any]) -> dict[str, str]:
    """The settings, each of them checked."""
    texts = document.get("settings")
    if not isinstance(texts, dict):
        refuse("settings", "an object with a text for each setting", texts)
    for name, text in texts.items():
        if not isinstance(text, str):
            refuse(f"settings.{name[:40]}", "a text", text)
        read(name, text)
    return texts


def parameters(layer: Any, where: str, n_in: int, n_out: int) -> Iterator[float]:
    """W row by row, then b, of one layer in the file."""
    if not isinstance(layer, dict):
        refuse(where, "an object with shape, W and b", layer)
    if layer.get("shape") != [n_in, n_out]:
        refuse(f"{where}.shape", f"[{n_in}, {n_out}]", layer.get("shape"))
    W = rows(layer.get("W"), f"{where}.W", n_in)
    lists = [
        (rows(row, f"{where}.W[{i}]", n_out), f"{where}.W[{i}]")
        for i, row in enumerate(W)
    ]
    lists.append((rows(layer.get("b"), f"{where}.b", n_out), f"{where}.b"))
    for numbers, place in lists:
        for i, number in enumerate(numbers):
            is_number = isinstance(number, (int, float)) and not isinstance(
                number, bool
            )
            if not is_number or not abs(number) <= MAX_NORM:
                refuse(
                    f"{place}[{i}]",
                    f"a number from {-MAX_NORM:g} to {MAX_NORM:g}",
                    number,
                )
            yield float(number)


def rows(value: Any, where: str, count: int) -> list[Any]:
    """`value`, where it is a list of `count` things."""
    if not isinstance(value, list):
        refuse(where, f"a list of {count}", value)
    if len(value) != count:
        raise SettingError(f"{where} must be a list of {count}; got {len(value)}.")
    return value


def refuse(where: str, rule: str, value: object) -> NoReturn:
    """Raise the sentence."""
    text = repr(value)
    got = text if len(text) <= 60 else f"{text[:60]}…"
    raise SettingError(f"{where} must be {rule}; got {got}.")
