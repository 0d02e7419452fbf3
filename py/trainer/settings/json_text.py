"""JSON from strangers: bounded in size and depth before it is parsed."""

import json
import re
from itertools import accumulate

from ..errors import SettingError
from ..messages import Message

LARGEST = 1_000_000  # bytes; twice the largest network that the settings allow
DEEPEST = 10  # brackets open at once; a browser's stack does not survive very many


def parse_json(
    text: str, what: Message, largest: int = LARGEST, *, is_strict: bool = False
) -> object:
    """What a JSON text of at most `largest` bytes holds; `what` is its name in a sentence.

    A strict one has no NaN and no Infinity, which a page cannot read.

    A SettingError where it is too long, too deep, or no JSON.
    """
    size = len(text.encode("utf-8", "surrogatepass"))
    if size > largest:
        raise SettingError("json.too-long", what=what, most=largest, count=size)
    open_at_once = depth(text)
    if open_at_once > DEEPEST:
        raise SettingError("json.too-deep", what=what, most=DEEPEST, count=open_at_once)
    try:
        parsed: object = json.loads(
            text, parse_constant=refuse_constant if is_strict else None
        )
    except json.JSONDecodeError as error:
        line, column = error.lineno, error.colno
        raise SettingError("json.wrong", what=what, line=line, column=column) from None
    except ValueError:  # more digits than Python reads
        raise SettingError("json.number", what=what) from None
    return parsed


def refuse_constant(name: str) -> float:
    """NaN and Infinity are no JSON, though Python reads them."""
    raise ValueError(name)


def depth(text: str) -> int:
    """How many brackets of a JSON text are open at once, at most."""
    tokens = re.findall(r'"(?:\\.|[^"\\])*"|[][{}]', text)
    steps = ((token in ("[", "{")) - (token in ("]", "}")) for token in tokens)
    return max(accumulate(steps), default=0)
