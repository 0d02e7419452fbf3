"""Fields: what a setting may be, how it is parsed, and how it is written as text.

`parse` takes a value or its text and returns the value; what it cannot take is a ValueError.
`description` completes the sentence "<setting> must be …".
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Protocol

import numpy as np

from ..messages import Message, message
from . import axes, custom_points
from .numbers import decimal, integer, is_number

FROZEN = re.compile(r"\d{1,2}(\.(b|\d{1,2})\.\d{1,2})?")
PARTS = re.compile(r"\s*[,;]\s*|\s+")


def plain(number: float) -> float | str:
    """A number as people write it: 10 and not 10.0; as text where Python has 1e-05."""
    if number == int(number):
        return int(number)
    return format(Decimal(repr(number)), "f") if "e" in repr(number) else number


class Field(Protocol):
    """One kind of setting."""

    @property
    def description(self) -> Message: ...
    def parse(self, value: object) -> Any: ...
    def format(self, value: Any) -> str: ...
    def schema(self) -> dict[str, object]: ...


@dataclass(frozen=True)
class Choice:
    """One name out of a registry, whose entries have a `label`, are one, or go by their name."""

    options: Mapping[str, Any]

    @property
    def description(self) -> Message:
        return message("rule.choice", options=list(self.options))

    def parse(self, value: object) -> str:
        if not isinstance(value, str) or value not in self.options:
            raise ValueError
        return str(value)

    def format(self, value: str) -> str:
        return value

    def labels(self) -> dict[str, str]:
        """What a person reads, for each name."""
        labels = {name: getattr(e, "label", e) for name, e in self.options.items()}
        return {n: e if isinstance(e, str) else n for n, e in labels.items()}

    def schema(self) -> dict[str, object]:
        return {"kind": "choice", "options": self.labels()}


@dataclass(frozen=True)
class ByLayer(Choice):
    """One name for all layers, or one for each with commas between; the last is for the rest."""

    most: int

    @property
    def description(self) -> Message:
        return message("rule.by-layer", options=list(self.options), most=self.most)

    def parse(self, value: object) -> str:
        if not isinstance(value, str):
            raise ValueError
        parts = [name.strip() for name in value.split(",")]
        names = [super(ByLayer, self).parse(name) for name in parts]
        if len(names) > self.most:
            raise ValueError
        while len(names) > 1 and names[-1] == names[-2]:
            names.pop()
        return ",".join(names)


@dataclass(frozen=True)
class Several(Choice):
    """One or more names out of a registry, in its order; as text x1,x2.

    `words` are what a person reads for them, where that is not the name.
    """

    words: Mapping[str, str]

    @property
    def description(self) -> Message:
        return message("rule.several", options=list(self.options))

    def parse(self, value: object) -> tuple[str, ...]:  # type: ignore[override]
        if isinstance(value, str):
            value = PARTS.split(value.strip())
        if not isinstance(value, (list, tuple)) or not value:
            raise ValueError
        chosen = {super(Several, self).parse(name) for name in value}
        return tuple(name for name in self.options if name in chosen)

    def known(self, text: str) -> tuple[str, ...]:
        """What of a text is known, where not all of it is."""
        named = PARTS.split(text)
        return tuple(name for name in self.options if name in named)

    def format(self, value: tuple[str, ...]) -> str:  # type: ignore[override]
        return ",".join(value)

    def labels(self) -> dict[str, str]:
        return {name: self.words.get(name, name) for name in self.options}

    def schema(self) -> dict[str, object]:
        return {"kind": "several", "options": self.labels()}


@dataclass(frozen=True)
class Number:
    """A finite number from `low` to `high`; `logarithmic` asks for a slider on a log scale."""

    low: float
    high: float
    integer: bool = False
    logarithmic: bool = False
    step: float = 0.0  # what one press of an arrow key adds; 0: any

    @property
    def description(self) -> Message:
        code = "rule.integer" if self.integer else "rule.number"
        return message(code, low=plain(self.low), high=plain(self.high))

    def parse(self, value: object) -> float:
        if isinstance(value, str):
            value = integer(value) if self.integer else decimal(value)
        if not is_number(value) or not self.low <= value <= self.high:  # NaN is not
            raise ValueError
        if self.integer and value != int(value):
            raise ValueError
        return int(value) if self.integer else float(value)

    def format(self, value: float) -> str:
        if value == int(value):
            return repr(int(value))
        # 0.00001 and not 1e-05, but nothing of hundreds of digits
        return format(Decimal(repr(value)), "f") if value > 1e-9 else repr(value)

    def schema(self) -> dict[str, object]:
        return {
            "kind": "number",
            "low": self.low,
            "high": self.high,
            "step": self.step or (1 if self.integer else "any"),
            "logarithmic": self.logarithmic,
        }


@dataclass(frozen=True)
class Switch:
    """On or off; as text true or false."""

    @property
    def description(self) -> Message:
        return message("rule.switch")

    def parse(self, value: object) -> bool:
        if isinstance(value, (bool, np.bool_)):
            return bool(value)
        return {"true": True, "false": False}[value]  # type: ignore[index]

    def format(self, value: bool) -> str:
        return "true" if value else "false"

    def schema(self) -> dict[str, object]:
        return {"kind": "switch"}


@dataclass(frozen=True)
class Widths:
    """The units of each hidden layer, from input to output; as text 16,16.

    Commas, semicolons and spaces part them alike.
    """

    layers: int  # at most
    units: int  # at most, each layer

    @property
    def description(self) -> Message:
        return message("rule.widths", layers=self.layers, units=self.units)

    def parse(self, value: object) -> tuple[int, ...]:
        if isinstance(value, str):
            value = PARTS.split(value.strip()) if value.strip() else ()
        if isinstance(value, np.ndarray):
            value = value.tolist()
        if not isinstance(value, (list, tuple)) or len(value) > self.layers:
            raise ValueError
        one = Number(1, self.units, integer=True)
        return tuple(int(one.parse(width)) for width in value)

    def format(self, value: tuple[int, ...]) -> str:
        return ",".join(map(str, value))

    def schema(self) -> dict[str, object]:
        return {"kind": "widths", "layers": self.layers, "units": self.units}


@dataclass(frozen=True)
class Places:
    """Layers and single parameters of a network, or none; as text 0,1.2.0,1.b.3."""

    @property
    def description(self) -> Message:
        return message("rule.places")

    def parse(self, value: object) -> tuple[str, ...]:
        if isinstance(value, str):
            value = PARTS.split(value.strip()) if value.strip() else ()
        if not isinstance(value, (list, tuple)) or not all(
            map(FROZEN.fullmatch, value)
        ):
            raise ValueError
        return tuple(sorted(set(value)))

    def format(self, value: tuple[str, ...]) -> str:
        return ",".join(value)

    def schema(self) -> dict[str, object]:
        return {"kind": "places"}


@dataclass(frozen=True)
class AxesField:
    """The names and units of custom points, or none; as text, see `axes`."""

    @property
    def description(self) -> Message:
        return message("rule.axes")

    def parse(self, value: object) -> axes.Axes | None:
        if value is None or isinstance(value, axes.Axes):
            return value
        if not isinstance(value, str):
            raise ValueError
        return axes.parse_axes(value) if value.strip() else None

    def format(self, value: axes.Axes | None) -> str:
        return axes.format_axes(value) if value else ""

    def schema(self) -> dict[str, object]:
        return {"kind": "axes"}


@dataclass(frozen=True)
class PointsField:
    """Custom points, or none; as text, rows of x,y,class."""

    @property
    def description(self) -> Message:
        return custom_points.RULE

    def parse(self, value: object) -> custom_points.CustomPoints:
        if isinstance(value, str):
            return custom_points.parse_points(value) if value.strip() else ()
        if isinstance(value, np.ndarray):
            value = value.tolist()
        if not isinstance(value, (tuple, list)):
            raise ValueError
        return custom_points.checked(value) if value else ()

    def format(self, value: custom_points.CustomPoints) -> str:
        return custom_points.format_points(value)

    def schema(self) -> dict[str, object]:
        return {"kind": "points"}
