"""For edited code: can what its datasets draw, and its features of that, be learned at all?"""

import re
from collections.abc import Callable

import numpy as np

from ..activations import Array
from ..datasets import DATASETS
from ..errors import CodeError, shown
from ..features import FEATURES
from ..messages import Message, message
from ..settings.custom_points import MOST_CLASSES
from ..settings.table import Settings
from ..settings.tasks import Task, task_of
from .plane import CELLS
from .setup import draw_points


def check_drawn(settings: Settings) -> None:
    """Draw once; a CodeError with the line of the dataset where no network can learn that."""
    task = task_of(vars(settings))
    x, y = draw_points(settings, np.random.default_rng(settings.data_seed))
    if np.ndim(x) != 2 or np.shape(x)[1] != 2 or np.shape(y) != (len(x),):
        problem = message(
            "code.dataset-shapes",
            dataset=settings.dataset,
            points=str(np.shape(x)),
            classes=str(np.shape(y)),
        )
    elif not np.isfinite(x).all() or not np.isfinite(y).all():
        problem = message("code.dataset-infinite", dataset=settings.dataset)
    elif task.kind == "multiclass" and len(np.unique(y)) < task.outputs:
        problem = message(
            "code.dataset-classes-missing",
            dataset=settings.dataset,
            count=task.outputs,
            got=len(np.unique(y)),
        )
    elif task.outputs > MOST_CLASSES:
        most = MOST_CLASSES
        problem = message("code.dataset-most", dataset=settings.dataset, most=most)
    elif len(others := strangers(np.asarray(y), task)):
        problem = message(
            "code.dataset-classes",
            dataset=settings.dataset,
            last=max(2, task.outputs) - 1,
            got=str(others[0]),
        )
    else:
        return
    raise error_of(problem, DATASETS[settings.dataset].draw, "datasets.py")


def strangers(y: Array, task: Task) -> Array:
    """What of y is no class of the task."""
    if task.kind == "regression":
        return y[:0]
    return y[~np.isin(y, range(max(2, task.outputs)))]


def check_features() -> None:
    """A CodeError with the line of a feature that is no finite number all over the plane."""
    for name, function in FEATURES.items():
        with np.errstate(all="ignore"):
            values = np.asarray(function(*CELLS.T))
        if not re.fullmatch(r"\w+", name):
            problem = message("code.feature-name", got=shown(name))
        elif values.shape != (len(CELLS),):
            shape = str(values.shape)
            problem = message("code.feature-shape", feature=name, shape=shape)
        elif not np.issubdtype(values.dtype, np.number):
            kind = str(values.dtype)
            problem = message("code.feature-kind", feature=name, kind=kind)
        elif len(places := CELLS[~np.isfinite(values)]):
            x1, x2 = places[0].tolist()
            got = str(values[~np.isfinite(values)][0])
            problem = message(
                "code.feature-infinite", feature=name, got=got, x1=x1, x2=x2
            )
        else:
            continue
        raise error_of(problem, function, "features.py")


def error_of(problem: Message, function: Callable[..., object], file: str) -> CodeError:
    """The error that says what is wrong, at the line of the function."""
    code = getattr(function, "__code__", None)
    if not code:
        return CodeError(problem, file, 0, "")
    return CodeError(problem, code.co_filename, code.co_firstlineno, "")
