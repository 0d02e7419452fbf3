"""Projects: all of a run and of its page as one JSON file, and back.

It is data from a stranger, as a file of weights is: checked before any of it is taken. Code in it
waits in the editor until somebody runs it.
"""

from typing import TYPE_CHECKING, Any, NamedTuple

from ..errors import SettingError
from ..messages import Message, message
from ..settings.json_text import parse_json
from ..settings.numbers import is_integer, is_number
from ..settings.permalink import LONGEST, from_texts
from ..settings.table import Settings
from .position import COUNTS, position_of
from .redrawn import sets_of
from .weights_file import THE_FILE, compact, document_of, parameters_of, refuse

if TYPE_CHECKING:
    from .trainer import Trainer

NAME = "watch_it_learn_project"
VERSION = 1
LARGEST = 12_000_000  # bytes; several times the largest network, and 5,000 points
COLUMNS = 6  # of a curve, as `History.epoch_scores`


class Project(NamedTuple):
    """What a file holds."""

    settings: Settings
    given: dict[str, str]  # the settings as they stand there
    problems: list[Message]  # what of the settings was not taken
    theta: (
        list[float] | None
    )  # None where they are of other settings, or of edited code
    position: dict[str, Any]


def project_as_json(trainer: "Trainer", page: dict[str, Any]) -> str:
    """The settings, the weights, where training is, and what the page adds.

    The sets of custom points are said where points were drawn while it trained: no seed gives
    these again.
    """
    run, settings = trainer.run, trainer.settings
    position = position_of(run)
    position["is_touched"] = trainer.monitor.is_touched
    position["is_altered"] = trainer.is_altered
    if trainer.is_redrawn:
        points, task = settings.custom_points, run.loss.task
        position["sets"] = sets_of(trainer.data, points, task)
    document = {
        NAME: VERSION,
        "is_edited": trainer.is_edited,
        **document_of(settings, run),
    }
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
