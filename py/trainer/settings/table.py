"""Settings: every one of them once, with its type, range, default and the words for people.

Controls, links, the command line and error messages are all made from this table.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from typing import Any

from ..activations import ACTIVATIONS
from ..datasets import DATASETS
from ..errors import SettingError, shown
from ..features import FEATURES
from ..layers import INITIALIZATIONS
from ..losses import LOSSES
from ..messages import message
from ..optimizers import OPTIMIZERS
from ..schedules import SCHEDULES
from . import measured  # noqa: F401  registers two datasets
from .axes import Axes
from .fields import (
    AxesField,
    ByLayer,
    Choice,
    Field,
    Number,
    Places,
    PointsField,
    Several,
    Switch,
    Widths,
)
from .tasks import losses_of, task_of

ORDERS = {"random": "random", "by_class": "by class"}
FEATURE_LABELS = {
    "x1_squared": "x1²",
    "x2_squared": "x2²",
    "x1_x2": "x1·x2",
    "sin_x1": "sin(π x1)",
    "sin_x2": "sin(π x2)",
}
INITIALIZATION_LABELS = {"he": "He", "xavier": "Xavier"}
ENGINES = {
    "auto": "compiled where it can be",
    "numpy": "NumPy only",
    "float32": "compiled, in float32",
}


def setting(
    default: Any,
    kind: Field,
    group: str,
    label: str,
    help: str,
    live: bool = False,
    advanced: bool = False,
) -> Any:
    """One row of the table.

    A live setting takes effect without a restart of the run; an advanced one is folded away.
    """
    words = {"field": kind, "group": group, "label": label, "help": help}
    more = {"default": default, "live": live, "advanced": advanced}
    return field(default=NOT_GIVEN, metadata={**words, **more})


class NotGiven:
    """The type of NOT_GIVEN, the marker for a setting without a given value."""

    def __repr__(self) -> str:
        return "(the dataset's default)"


NOT_GIVEN = NotGiven()


@dataclass(frozen=True)
class Settings:
    """A run and how it is shown, as values; equal settings give equal runs.

    What is not given is what the dataset trains well with. Every value given is read by
    its field, which also takes texts and NumPy numbers; a SettingError says which it refuses.
    """

    # fmt: off
    dataset: str = setting("xor", Choice(DATASETS), "data", "Dataset",
        "The shape of the classes, or of the values.")
    points: int = setting(200, Number(10, 5000, integer=True), "data", "Points",
        "How many examples there are, for training and validation together.", advanced=True)
    noise: float = setting(0.1, Number(0, 1, step=0.01), "data", "Noise",
        "Standard deviation of the noise on every coordinate, or on the values.")
    classes: int = setting(2, Number(2, 6, integer=True), "data", "Classes",
        "How many classes there are. Only spiral, Gaussians and rings use it.", advanced=True)
    turns: float = setting(1.75, Number(0.5, 3, step=0.05), "data", "Spiral turns",
        "How often each arm winds around the centre. Only the spiral uses it.", advanced=True)
    validation_split: float = setting(0.2, Number(0, 0.9, step=0.05), "data", "Validation split",
        "The part of each class that is held back to check the network on.", advanced=True)
    order: str = setting("random", Choice(ORDERS), "data", "Order",
        "How the training examples are sorted before any shuffle.", advanced=True)
    custom_points: tuple[tuple[float, float, float], ...] = setting((), PointsField(), "data",
        "Custom points", "Rows of x, y, class or value that take the dataset's place. "
        "Empty: the dataset.", advanced=True)
    axes: Axes | None = setting(None, AxesField(), "data", "Axes",  # noqa: RUF009
        "What the columns of custom points are called, and their units: name,low,high of both and "
        "of a value, then the classes' names, between bars.", advanced=True)
    data_seed: int = setting(1, Number(0, 2**31 - 1, integer=True), "data", "Data seed",
        "The number from which the points are drawn.", advanced=True)

    features: tuple[str, ...] = setting(("x1", "x2"), Several(FEATURES, FEATURE_LABELS),
        "network", "Features", "What the network is given of each point.")
    hidden_layers: tuple[int, ...] = setting((8,), Widths(6, 64), "network", "Hidden layers",
        "Units in each hidden layer, from input to output.")
    activation: str = setting("relu", ByLayer(ACTIVATIONS, 6), "network", "Activation",
        "What each hidden unit does to its weighted sum.")
    initialization: str = setting("he", Choice({name: INITIALIZATION_LABELS.get(name, name)
        for name in INITIALIZATIONS}), "network", "Initialization",
        "How the weights are drawn before training.", advanced=True)
    seed: int = setting(17, Number(0, 2**31 - 1, integer=True), "network", "Seed",
        "The number from which the initial weights and every shuffle are drawn.", advanced=True)

    learning_rate: float = setting(0.05, Number(0.00001, 10, logarithmic=True), "training",
        "Learning rate", "How far one update moves along the gradient.", live=True)
    schedule: str = setting("constant", Choice({name: name.replace("_", "-")
        for name in SCHEDULES}), "training", "Schedule",
        "How the learning rate changes from epoch to epoch.", live=True, advanced=True)
    schedule_epochs: int = setting(100, Number(1, 10_000, integer=True), "training",
        "Schedule epochs", "Epochs to a halving, to the end of the cosine, or of the warm-up.",
        live=True, advanced=True)
    batch_size: int = setting(32, Number(1, 5000, integer=True), "training", "Batch size",
        "Examples in one update. A batch larger than the training set is the whole set.",
        live=True)
    shuffle: bool = setting(True, Switch(), "training", "Shuffle every epoch",
        "Draw a new order of the examples before each epoch.", live=True)
    optimizer: str = setting("sgd", Choice(OPTIMIZERS), "training", "Optimizer",
        "How a gradient becomes a change of the weights.")
    momentum: float = setting(0.9, Number(0, 0.999, step=0.01), "training", "Momentum",
        "How much of its speed Momentum or Nesterov keeps from one update to the next.", live=True,
        advanced=True)
    beta1: float = setting(0.9, Number(0, 0.999, step=0.01), "training", "Adam beta 1",
        "How much of its mean gradient Adam keeps.", live=True, advanced=True)
    beta2: float = setting(0.999, Number(0, 0.9999, step=0.001), "training", "Adam beta 2",
        "How much of its mean squared gradient Adam keeps.", live=True, advanced=True)
    loss: str = setting("binary_cross_entropy", Choice(LOSSES), "training", "Loss",
        "How being wrong is measured.", advanced=True)
    l2: float = setting(0.0, Number(0, 10, step=0.001), "training", "L2 penalty",
        "Penalty on the squares of the weights, added to the loss.", live=True, advanced=True)
    l1: float = setting(0.0, Number(0, 10, step=0.001), "training", "L1 penalty",
        "Penalty on the sizes of the weights, added to the loss.", live=True, advanced=True)
    dropout: float = setting(0.0, Number(0, 0.9, step=0.05), "training", "Dropout",
        "The probability with which each hidden unit is left out of an update, for each example "
        "anew.", live=True, advanced=True)
    frozen: tuple[str, ...] = setting((), Places(), "training", "Frozen",
        "What no update changes: layers, such as 0, or weights as layer.from.to, such as 0.1.5.",
        live=True, advanced=True)

    early_stopping: bool = setting(False, Switch(), "stopping", "Early stopping",
        "Stop when the validation loss no longer falls, and go back to the best weights.",
        live=True)
    patience: int = setting(50, Number(1, 10_000, integer=True), "stopping", "Patience",
        "Epochs to wait for a better validation loss.", live=True, advanced=True)
    min_improvement: float = setting(0.0001, Number(0, 1, step=0.0001), "stopping",
        "Minimum improvement", "By how much the validation loss must fall to count as better.",
        live=True, advanced=True)

    pause_epoch: int = setting(0, Number(0, 10**6, integer=True), "stopping", "Pause at epoch",
        "The epoch after which training pauses. 0: none.", live=True, advanced=True)
    pause_loss: float = setting(0.0, Number(0, 100, step=0.01), "stopping", "Pause at loss",
        "The training loss at which training pauses. 0: none.", live=True, advanced=True)

    threshold: float = setting(0.5, Number(0.05, 0.95, step=0.05), "view", "Threshold",
        "P(class 1) above which a place or example counts as class 1.", live=True)
    engine: str = setting("auto", Choice(ENGINES), "training", "Engine",
        "Who trains: the loop as you read it, in NumPy, or the same compiled to WebAssembly.",
        live=True, advanced=True)
    # fmt: on

    def __post_init__(self) -> None:
        given = {
            name: parse(name, value)
            for name, value in vars(self).items()
            if value is not NOT_GIVEN
        }
        if problem := misfit(given):
            raise problem
        for name, value in {**usual(given), **given}.items():
            object.__setattr__(self, name, value)


DEFAULTS: dict[str, Any] = {
    entry.name: entry.metadata["default"] for entry in fields(Settings)
}
FIELDS: dict[str, Field] = {
    entry.name: entry.metadata["field"] for entry in fields(Settings)
}
LABELS: dict[str, str] = {
    entry.name: entry.metadata["label"] for entry in fields(Settings)
}
ALIASES = {"own": "custom_points"}  # names of version 1.0, in links and files
LIVE = frozenset(entry.name for entry in fields(Settings) if entry.metadata["live"])
# live ones that no update depends on
WATCHING = {
    *("early_stopping", "patience", "min_improvement"),
    *("pause_epoch", "pause_loss", "threshold", "engine"),
}

# What each dataset trains well with, where that is not the common default:
# measured by `python -m trainer.experiments.defaults`.
DATASET_DEFAULTS: dict[str, dict[str, Any]] = {
    "circle": {"noise": 0.05, "learning_rate": 0.3},
    "spiral": {
        "noise": 0.02,
        "hidden_layers": (16, 16),
        "optimizer": "adam",
        "learning_rate": 0.01,
    },
    "gaussians": {"noise": 0.25},
    "moons": {"noise": 0.08, "learning_rate": 0.3},
    "rings": {"noise": 0.02, "learning_rate": 0.3},
    "slope": {"noise": 0.05},
    "hills": {
        "noise": 0.05,
        "hidden_layers": (16, 16),
        "optimizer": "adam",
        "learning_rate": 0.01,
    },
    "wave": {"noise": 0.05, "optimizer": "adam", "learning_rate": 0.01},
    "iris": {"points": 150, "noise": 0.0, "learning_rate": 0.3},
    "penguins": {"points": 342, "noise": 0.0, "learning_rate": 0.3},
}


def texts(settings: Settings) -> dict[str, str]:
    """Every setting as text."""
    return {
        name: field.format(getattr(settings, name)) for name, field in FIELDS.items()
    }


def options() -> dict[str, dict[str, str]]:
    """The names that each choice has now, with their labels."""
    return {
        name: field.labels()
        for name, field in FIELDS.items()
        if isinstance(field, Choice)
    }


def unknown(name: str) -> SettingError:
    """The error that says that there is no such setting."""
    return SettingError("setting.unknown", got=shown(name))


def parse(name: str, value: object) -> Any:
    """The value of the setting `name`, out of a value or its text; else a SettingError."""
    if name not in FIELDS:
        raise unknown(name)
    try:
        return FIELDS[name].parse(value)
    except SettingError:
        raise
    except (ValueError, KeyError, TypeError):
        rule = FIELDS[name].description
        raise SettingError(
            "setting.refused", name, rule=rule, got=shown(value)
        ) from None


def usual(given: Mapping[str, Any]) -> dict[str, Any]:
    """The common defaults, and in their place those of the dataset and the task of some
    settings."""
    dataset = given.get("dataset", DEFAULTS["dataset"])
    values = {**DEFAULTS, **DATASET_DEFAULTS.get(dataset, {}), "dataset": dataset}
    kind = task_of({**values, **given}).kind
    return {**values, "loss": next(iter(losses_of(kind)))}


def misfit(given: Mapping[str, Any]) -> SettingError | None:
    """What is wrong with a given loss that is none of the task's."""
    kind = task_of({**DEFAULTS, **given}).kind
    if "loss" not in given or given["loss"] in losses_of(kind):
        return None
    rule = message("rule.choice", options=losses_of(kind))
    got = shown(given["loss"])
    return SettingError("setting.misfit", "loss", rule=rule, got=got)


def changed(settings: Settings, **changes: object) -> Settings:
    """Settings with changes; where their task is another, with that task's default loss."""
    return resolve(fitting({**non_default(settings), **changes}))


def fitting(given: Mapping[str, Any]) -> dict[str, Any]:
    """Settings without a loss that is none of their task's."""
    is_left = {"loss"} if misfit(given) else set()
    return {name: value for name, value in given.items() if name not in is_left}


def defaults(dataset: str) -> Settings:
    """The default settings for a dataset."""
    return Settings(dataset=dataset)


def resolve(chosen: Mapping[str, object]) -> Settings:
    """The settings that somebody chose, as values or texts, on top of their dataset's defaults."""
    given = {ALIASES.get(name, name): value for name, value in chosen.items()}
    for name in given:
        if name not in FIELDS:
            raise unknown(name)
    return Settings(**given)  # type: ignore[arg-type]


def non_default(settings: Settings) -> dict[str, Any]:
    """The settings that differ from their dataset's defaults, the dataset itself included."""
    return {
        name: getattr(settings, name)
        for name, value in {
            **usual(vars(settings)),
            "dataset": DEFAULTS["dataset"],
        }.items()
        if getattr(settings, name) != value
    }
