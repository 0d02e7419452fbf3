"""The messages between the page and the trainer. Each has a `type`; JSON but for the tensors.

    page -> trainer   OpenRequest, ConfigureRequest, RestartRequest, StepRequest
    trainer -> page   Frame, Refused, Failed

`python -m trainer.declarations` writes them as TypeScript, for the page's type check.
"""

from typing import Literal, TypedDict

from .activations import Array

Status = Literal["ready", "paused", "stopped", "diverged"]
Renew = Literal["nothing", "weights", "data"]
Unit = Literal["stage", "update", "epoch", "milliseconds"]


class OpenRequest(TypedDict):
    """Start anew with the settings of a link; what the link does not say is the default."""

    type: Literal["open"]
    link: str


class ConfigureRequest(TypedDict):
    """Change settings, given as texts or values. All are taken, or none."""

    type: Literal["configure"]
    changes: dict[str, str | float | bool | list[int]]


class RestartRequest(TypedDict):
    """Back to update 0: the very same run, or one with new weights or new data."""

    type: Literal["restart"]
    renew: Renew


class StepRequest(TypedDict):
    """Train by `amount` of `unit`; milliseconds are a budget, the picture's time included."""

    type: Literal["step"]
    unit: Unit
    amount: float


class Pace(TypedDict):
    """What the speed setting wants each animation frame to step by."""

    unit: Unit
    amount: float


class LossAxis(TypedDict):
    """How far the loss chart reaches from zero."""

    updates: int
    loss: float


class Frame(TypedDict):
    """The whole picture of a run at one moment."""

    type: Literal["frame"]
    status: Status
    stage: str  # the stage that ended last; empty before the first
    message: str  # what a person should know now: a refusal, a restart, an end
    milestone: str  # one sentence on how far the run is; changes rarely
    epoch: int
    update: int
    train_loss: float
    val_loss: float | None  # None where nothing is held back
    train_accuracy: float  # percent
    val_accuracy: float | None
    best_epoch: int | None  # of early stopping
    updates_per_second: float
    engine: str
    settings: dict[str, str]  # every setting, as text
    link: str
    pace: Pace
    layer_sizes: list[int]
    plane: float  # the picture shows -plane to plane on both axes
    loss_axis: LossAxis
    grid: Array  # (side, side): P(class 1) over the plane, top row first
    units: Array  # (sum(layer_sizes), side, side): every unit over the plane, 0 to 1
    theta: Array  # (P,): W (n_in, n_out) then b, layer by layer
    points: (
        Array  # (n, 5): x1, x2, class, held back for validation, in the current batch
    )
    epoch_losses: Array  # (k, 3): update, training loss, validation loss or NaN
    update_losses: Array  # (m, 3): update, lowest, highest batch loss


class Refused(TypedDict):
    """A request that could not be taken; the run is as it was."""

    type: Literal["refused"]
    message: str


class Failed(TypedDict):
    """The trainer broke; nobody should ever see one."""

    type: Literal["failed"]
    message: str
    traceback: str


Request = OpenRequest | ConfigureRequest | RestartRequest | StepRequest
Reply = Frame | Refused | Failed
