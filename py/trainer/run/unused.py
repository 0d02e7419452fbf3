"""Unused: which settings a run does not look at, because of its others."""

from ..datasets import DATASETS
from ..settings.table import Settings
from ..training import Run
from .setup import OF_OPTIMIZER


def unused(settings: Settings, run: Run) -> list[str]:
    """The settings that change nothing as long as the others are what they are."""
    has_own, dataset = bool(settings.custom_points), DATASETS[settings.dataset]
    needs = [] if has_own else dataset.needs
    is_unused = {
        "points": has_own,
        "noise": has_own or bool(dataset.source),
        "classes": "classes" not in needs,
        "turns": "turns" not in needs,
        "axes": not has_own,
        "activation": not settings.hidden_layers,
        "dropout": not settings.hidden_layers,
        "schedule_epochs": settings.schedule == "constant",
        **{name: not hasattr(run.optimizer, name) for name in OF_OPTIMIZER},
        "patience": not settings.early_stopping,
        "threshold": run.loss.task != "binary",
    }
    return [name for name, is_so in is_unused.items() if is_so]
