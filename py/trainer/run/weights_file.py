"""Weights: a network and the settings it was trained with as JSON, and back.

A file is data from a stranger: it is bounded in size, and everything in it is checked
before any of it is taken.
"""

import json
import re
from collections.abc import Iterator
from itertools import pairwise
from typing import Any, NoReturn

from ..errors import SettingError, shown
from ..messages import Message, message
from ..settings.json_text import parse_json
from ..settings.numbers import is_integer, is_number
from ..settings.table import ALIASES, Settings, parse, resolve, texts
from ..settings.tasks import task_of
from ..training import Run
from .monitor import MAX_NORM

THE_FILE = message("json.the-file")
OF_THE_PAGE = ("decision", "speed")  # files of version 1.0 have these, too


def weights_as_json(settings: Settings, run: Run) -> str:
    """Settings as texts, sizes, epoch, update, and W, b of every layer; exact to the bit."""
    return compact(document_of(settings, run))


def document_of(settings: Settings, run: Run) -> dict[str, Any]:
    """What the file says."""
    return {
        "settings": texts(settings),
        "layer_sizes": list(run.network.sizes),
        "epoch": run.epoch,
        "update": run.update,
        "layers": [
            {"shape": layer.W.shape, "W": layer.W.tolist(), "b": layer.b.tolist()}
            for layer in run.network.layers
        ],
    }


def compact(document: dict[str, Any]) -> str:
    """A document as JSON, a row of numbers to a line."""
    text = json.dumps(document, indent=2)
    return re.sub(r"\[\n[-+.\w,\s]*?\]", lambda row: one_line(row[0]), text) + "\n"


def one_line(row: str) -> str:
    """A list of numbers without its line breaks."""
    return " ".join(row.split()).replace("[ ", "[").replace(" ]", "]")


def weights_from_json(text: str) -> tuple[dict[str, str], list[float]]:
    """The settings, as texts, and theta: W then b, layer by layer.

    A SettingError says what is wrong, where, and what stood there.
    """
    document = parse_json(text, THE_FILE)
    if not isinstance(document, dict):
        refuse(THE_FILE, message("file.object"), document)
    given = settings_in(document)
    return given, parameters_of(document, resolve(given))


def parameters_of(document: dict[str, Any], settings: Settings) -> list[float]:
    """Theta, of a document of a run of these settings: W then b, layer by layer."""
    outputs = task_of(vars(settings)).outputs
    sizes = [len(settings.features), *settings.hidden_layers, outputs]
    if document.get("layer_sizes") != sizes:
        rule = message("file.sizes", sizes=str(sizes))
        refuse("layer_sizes", rule, document.get("layer_sizes"))
    for name in ("epoch", "update"):
        value = document.get(name)
        if not is_integer(value) or value < 0:
            refuse(name, message("file.count"), value)
    layers = rows(document.get("layers"), "layers", len(sizes) - 1)
    return [
        number
        for i, (layer, shape) in enumerate(zip(layers, pairwise(sizes), strict=True))
        for number in parameters(layer, f"layers[{i}]", *shape)
    ]


def settings_in(document: dict[str, Any]) -> dict[str, str]:
    """The settings, each of them checked."""
    texts = document.get("settings")
    if not isinstance(texts, dict):
        refuse("settings", message("file.settings"), texts)
    texts = {
        ALIASES.get(name, name): text
        for name, text in texts.items()
        if name not in OF_THE_PAGE
    }
    for name, text in texts.items():
        if not isinstance(text, str):
            refuse(f"settings.{name[:40]}", message("file.text"), text)
        parse(name, text)
    return texts


def parameters(layer: Any, where: str, n_in: int, n_out: int) -> Iterator[float]:
    """W row by row, then b, of one layer in the file."""
    if not isinstance(layer, dict):
        refuse(where, message("file.layer"), layer)
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
            if not is_number(number) or not abs(number) <= MAX_NORM:
                rule = message("rule.number", low=-int(MAX_NORM), high=int(MAX_NORM))
                refuse(f"{place}[{i}]", rule, number)
            yield float(number)


def rows(value: Any, where: str, count: int) -> list[Any]:
    """`value`, where it is a list of `count` things."""
    if not isinstance(value, list):
        refuse(where, message("file.list", count=count), value)
    if len(value) != count:
        refuse(where, message("file.list", count=count), len(value))
    return value


def refuse(where: str | Message, rule: str | Message, value: object) -> NoReturn:
    """Raise the error that says what stood where."""
    raise SettingError("file.refused", where=where, rule=rule, got=shown(value))
