"""Tasks: what a run's data asks of the network, and the loss that fits it."""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from ..datasets import DATASETS
from ..losses import LOSSES


class Task(NamedTuple):
    """What kind it is, as `Loss.task`, and how many units the output layer has."""

    kind: str
    outputs: int


def task_of(values: Mapping[str, Any]) -> Task:
    """The task of settings: of their custom points, or else of their dataset."""
    if points := values["custom_points"]:
        return task_of_labels([label for _, _, label in points])
    dataset = DATASETS[values["dataset"]]
    if dataset.has_values:
        return Task("regression", 1)
    is_told = "classes" in dataset.needs
    return task_of_count(values["classes"] if is_told else dataset.classes)


def task_of_labels(labels: Sequence[float]) -> Task:
    """The task of custom points: their classes are integers, their values are not."""
    if any(isinstance(label, float) for label in labels):
        return Task("regression", 1)
    return task_of_count(int(max(labels)) + 1)


def task_of_count(classes: int) -> Task:
    """The task of so many classes."""
    return Task("multiclass", classes) if classes > 2 else Task("binary", 1)


def losses_of(kind: str) -> list[str]:
    """The losses of a kind of task; the first is its default."""
    return [name for name, loss in LOSSES.items() if loss.task == kind]
