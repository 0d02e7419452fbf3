"""Projects: all of a run and of its page as one JSON file, and back.

It is data from a stranger, as a file of weights is: checked before any of it is taken. Code in it
waits in the editor until somebody runs it.
"""

from typing import Any, NamedTuple

import numpy as np

from ..activations import Array
from ..errors import SettingError
from ..messages import Message, message
from ..settings.json_text import parse_json
from ..settings.numbers import is_integer, is_number
from ..settings.permalink import LONGEST, from_texts
from ..settings.table import Settings
from ..training import Run
from .weights_file import THE_FILE, compact, document_of, parameters_of, refuse

NAME = "watch_it_learn_project"
VERSION = 1
LARGEST = 12_000_000  # bytes; several times the largest network, and 5,000 points
MOST_UPDATES = 10**15
COLUMNS = 6  # of a curve, as `History.epoch_scores`
COUNTS = ("update", "examples_seen", "start")


class Project(NamedTuple):
    """What a file holds."""

    settings: Settings
    given: dict[str, str]  # the settings as they stand there
    problems: list[Message]  # what of the settings was not taken
    theta: (
        list[float] | None
    )  # None where they are of other settings, or of edited code
    position: dict[str, Any]


def project_as_json(
    settings: Settings,
    run: Run,
    page: dict[str, Any],
    *,
    sets: tuple[list[int], list[int]] | None = None,
    is_touched: bool = False,
    is_edited: bool = False,
) -> str:
    """The settings, the weights, where training is, and what the page adds.

    `sets` are the places of training and of held-back points among the custom points, where
    no seed gives them; it is edited where somebody's code has trained it.
    """
    position: dict[str, Any] = {name: getattr(run, name) for name in COUNTS}
    position |= {"is_touched": is_touched} | ({"sets": sets} if sets else {})
    position["order"] = run.order.tolist()
    position["generator"] = run.rng.bit_generator.state
    position["optimizer"] = {
        name: value.tolist() if isinstance(value, np.ndarray) else value
        for name, value in vars(run.optimizer).items()
        if isinstance(value, np.ndarray | int | float)
    }
    document = {NAME: VERSION, "is_edited": is_edited, **document_of(settings, run)}
    return compact({**document, "position": position, "page": page})


def project_from_json(text: str) -> Project:
    """What a project's text holds; a SettingError says what is wrong, where."""
    document = parse_json(text, THE_FILE, LARGEST, is_strict=True)
    if not isinstance(document, dict):
        refuse(THE_FILE, message("file.project"), document)
    if NAME not in document:
        raise SettingError("file.no-project")
    if document[NAME] != VERSION:
        refuse(NAME, str(VERSION), document[NAME])
    given = document.get("settings")
    if not isinstance(given, dict) or not all(
        isinstance(v, str) for v in given.values()
    ):
        refuse("settings", message("file.settings"), given)
    settings, problems = from_texts(given.items())
    position = document.get("position")
    if not isinstance(position, dict):
        refuse("position", message("file.object-of", names=[*COUNTS]), position)
    page: Any = document.get("page")
    check_page(page)
    is_whole = not problems and document.get("is_edited") is False
    theta = parameters_of(document, settings) if is_whole else None
    return Project(settings, given, problems, theta, position)


def check_page(page: Any) -> None:
    """Refuse what the page would not bear: curves, code and settings of its own."""
    if not isinstance(page, dict):
        refuse(
            "page", message("file.object-of", names=["curves", "code", "display"]), page
        )
    code, display, curves = (page.get(name) for name in ("code", "display", "curves"))
    if not isinstance(code, dict) or not all(isinstance(t, str) for t in code.values()):
        refuse("page.code", message("file.code"), code)
    if not isinstance(display, str) or len(display) > LONGEST:
        refuse("page.display", message("file.text"), display)
    if not isinstance(curves, list) or not all(map(is_curve, curves)):
        refuse("page.curves", message("file.curves"), curves)


def is_curve(curve: object) -> bool:
    """Whether a kept curve is one, as the page saves it."""
    if not isinstance(curve, dict):
        return False
    names = ("loss_axis", "shape", "scores", "settings", "style")
    axis, shape, scores, settings, style = (curve.get(name) for name in names)
    return (
        isinstance(axis, dict)
        and all(is_positive(axis.get(name)) for name in ("updates", "loss", "lowest"))
        and isinstance(settings, dict)
        and all(isinstance(text, str) for text in settings.values())
        and is_integer(style)
        and 0 <= style <= 3
        and isinstance(shape, list)
        and all(map(is_integer, shape))
        and shape[1:] == [COLUMNS]
        and isinstance(scores, list)
        and len(scores) == shape[0] * COLUMNS
        and all(each is None or is_number(each) for each in scores)
    )


def is_positive(value: object) -> bool:
    """Whether a value is a number that an axis may reach to."""
    return is_number(value) and 0 <= value < 1e300


def go_to(run: Run, position: dict[str, Any]) -> None:
    """Put a new run where another of the same settings was; a SettingError changes nothing."""
    n, known = len(run.x), vars(run.optimizer)
    for name in COUNTS:
        value = position.get(name)
        most = n if name == "start" else MOST_UPDATES
        if not is_integer(value) or not 0 <= value <= most:
            refuse(f"position.{name}", message("rule.integer", low=0, high=most), value)
    order = position.get("order")
    if not isinstance(order, list) or not is_permutation(order, n):
        refuse("position.order", message("file.permutation", last=n - 1), order)
    optimizer = position.get("optimizer")
    if not isinstance(optimizer, dict):
        refuse(
            "position.optimizer", message("file.object-of", names=[*known]), optimizer
        )
    values = {n: like(known.get(n), value, n) for n, value in optimizer.items()}
    state: Any = position.get("generator")
    try:
        run.rng.bit_generator.state = state
    except (TypeError, ValueError, KeyError, OverflowError) as error:
        got = type(error).__name__
        raise SettingError(
            "file.refused",
            where="position.generator",
            rule=message("file.generator"),
            got=got,
        ) from None
    known.update(values)
    run.update, run.examples_seen, run.start = (position[name] for name in COUNTS)
    run.order = np.array(order)


def sets_in(position: dict[str, Any], count: int) -> tuple[list[int], list[int]] | None:
    """Which of `count` custom points are trained on, and which are held back, if it is said."""
    sets = position.get("sets")
    if sets is None:
        return None
    if (
        not isinstance(sets, list)
        or len(sets) != 2
        or not all(isinstance(each, list) for each in sets)
        or not sets[0]
        or not is_permutation([*sets[0], *sets[1]], count)
    ):
        refuse("position.sets", message("file.permutation", last=count - 1), sets)
    return sets[0], sets[1]


def is_permutation(order: list[Any], n: int) -> bool:
    """Whether a list holds each number below n once."""
    return all(map(is_integer, order)) and sorted(order) == [*range(n)]


def like(known: object, value: object, name: str) -> Array | float:
    """A number, or an array, as the optimizer has it under this name."""
    where = f"position.optimizer.{name[:40]}"
    if isinstance(known, np.ndarray):
        if not isinstance(value, list) or not all(map(is_number, value)):
            refuse(where, message("file.list", count=known.size), value)
        array: Array = np.array(value, dtype=np.float64)
        if array.shape != known.shape or not np.isfinite(array).all():
            refuse(where, message("file.list", count=known.size), len(array))
        return array
    if (
        not isinstance(known, int | float)
        or not is_number(value)
        or not abs(value) < 1e300
    ):
        refuse(where, message("file.number"), value)
    return value
