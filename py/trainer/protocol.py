"""The messages between the page and the trainer. Each has a `type`; JSON but for the tensors.

    page -> trainer   OpenRequest, LookRequest, ConfigureRequest, RestartRequest,
                      StepRequest, RewindRequest, RunRequest, InspectRequest,
                      ChooseRequest, CheckRequest, ParameterRequest, WeightsRequest,
                      DrawRequest, ExportRequest, ImportRequest, ShowRequest,
                      ExperimentRequest, StepTrialRequest
    trainer -> page   Frame, Trial, Inspection, Checked, Exported, Refused, Broken, Failed

`python -m trainer.declarations` writes them as TypeScript, for the page's type check.
"""

from typing import Literal, TypedDict

from .activations import Array

Status = Literal["ready", "paused", "stopped", "diverged"]
Renew = Literal["nothing", "weights", "data"]
ExportFormat = Literal["python", "pytorch", "weights", "history", "data"]
Draw = Literal["0", "1", "erase", "undo"]
Panel = Literal["epochs"]
Unit = Literal["stage", "update", "epoch", "milliseconds"]


class OpenRequest(TypedDict):
    """Start anew with the settings of a link; what the link does not say is the default.

    `run` is the number of the run in the browser's history: one of the last few goes on.
    """

    type: Literal["open"]
    link: str
    run: int


class ConfigureRequest(TypedDict):
    """Change settings, given as texts or values. All are taken, or none."""

    type: Literal["configure"]
    changes: dict[str, str | float | bool | list[int]]


class LookRequest(TypedDict):
    """Show the run as it is."""

    type: Literal["look"]


class RestartRequest(TypedDict):
    """Back to update 0: the very same run, or one with new weights or new data."""

    type: Literal["restart"]
    renew: Renew


class StepRequest(TypedDict):
    """Train by `amount` of `unit`; milliseconds are a budget, the picture's time included."""

    type: Literal["step"]
    unit: Unit
    amount: float


class RewindRequest(TypedDict):
    """Go to a checkpoint."""

    type: Literal["rewind"]
    index: int


class RunRequest(TypedDict):
    """Put edited files in place of the packaged ones, and start the run anew."""

    type: Literal["run"]
    files: dict[str, str]


class InspectRequest(TypedDict):
    """Tell what the last stage made."""

    type: Literal["inspect"]


class ChooseRequest(TypedDict):
    """Choose the training example nearest to a place, or the next one by `by`."""

    type: Literal["choose"]
    x1: float
    x2: float
    by: int  # 0: by place


class CheckRequest(TypedDict):
    """Compare one parameter's gradient with a central difference."""

    type: Literal["check"]
    index: int  # in theta


class ParameterRequest(TypedDict):
    """Give one weight or bias a value; training goes on from there."""

    type: Literal["parameter"]
    index: int  # in theta
    value: str


class WeightsRequest(TypedDict):
    """Start anew with these parameters, those of a run that was lost."""

    type: Literal["weights"]
    theta: list[float]


class ExperimentRequest(TypedDict):
    """Open an experiment, in JSON; where one is open, start it again."""

    type: Literal["experiment"]
    definition: str
    again: int  # how often it ran before: each time it has other first weights


class StepTrialRequest(TypedDict):
    """Train every arm of the open experiment, as StepRequest."""

    type: Literal["step_trial"]
    unit: Unit
    amount: float


class DrawRequest(TypedDict):
    """Add points of a class, erase those near some places, or undo that."""

    type: Literal["draw"]
    what: Draw
    places: list[list[float]]  # x1, x2 of each


class ExportRequest(TypedDict):
    """Give the run as a file to take home."""

    type: Literal["export"]
    format: ExportFormat


class ImportRequest(TypedDict):
    """Start from the weights and settings of a file that was taken home."""

    type: Literal["import"]
    text: str


class ShowRequest(TypedDict):
    """Tell which panels are open; what only others show is not computed."""

    type: Literal["show"]
    panels: list[Panel]


class Pace(TypedDict):
    """What the speed setting wants each animation frame to step by."""

    unit: Unit
    amount: float


class PastOfRun(TypedDict):
    """The checkpoints that a run can go back to: 0 is its start."""

    last: int
    position: int  # of the one that is shown


class EpochPlan(TypedDict):
    """How an epoch of now goes: so many updates, the last one on so many examples."""

    examples: int
    batch_size: int
    updates: int
    last_batch: int


class LossAxis(TypedDict):
    """How far the loss chart reaches from zero."""

    updates: int
    loss: float


class Frame(TypedDict):
    """The whole picture of a run at one moment."""

    type: Literal["frame"]
    status: Status
    stage: str  # the stage that ended last; empty before the first
    note: str  # what the request did, where that needs words
    message: str  # what a person should know now: a beginning, an end
    is_touched: bool  # weights were set by hand or from a file
    milestone: str  # one sentence on how far the run is; changes rarely
    epoch: int
    update: int
    train_loss: float | None  # penalty included; None where it is no finite number
    val_loss: float | None  # of the data alone; None where nothing is held back, too
    train_accuracy: float  # percent
    val_accuracy: float | None
    best_epoch: int  # by the loss that early stopping looks at
    best_update: int  # with which it ended
    updates_per_second: float
    learning_rate: float  # of this epoch, by the schedule
    engine: Literal["compiled", "numpy"]  # who trains
    engine_reason: str  # why, in a sentence
    # every setting, as text; to the page without `own` where that is as in the frame before
    settings: dict[str, str]
    # after code was run, of each choice: its names, and labels for people
    options: dict[str, dict[str, str]] | None
    lines: list[int]  # first and last line of training.py that ran in this stage; or []
    edited: list[str]  # the files that are not as packaged
    console: str  # what edited code printed
    link: str
    pace: Pace
    epoch_plan: EpochPlan
    past: PastOfRun
    layer_sizes: list[int]  # inputs first; empty where nobody can draw the network
    plane: float  # the picture shows -plane to plane on both axes
    loss_axis: LossAxis
    grid: Array  # (side, side): P(class 1) over the plane, or decided; top row first
    units: Array  # (sum(layer_sizes), side, side): every unit over the plane, 0 to 1
    theta: Array  # (P,): W (n_in, n_out) then b, layer by layer
    # (n, 4): x1, x2, class, held back; to the page (0, 4) where as in the frame before
    points: Array
    batch: Array  # (N,): which points are in the current batch
    epoch_losses: Array  # (k, 4): update, training loss, validation loss or NaN, epoch
    update_losses: Array  # (m, 3): update, lowest, highest batch loss
    last_epochs: (
        Array  # (k, 3): epoch, training loss, validation loss or NaN; newest first
    )
    confusion: Array  # (2, 4): of the training, the validation set: see `confusion`


class Arm(TypedDict):
    """One run of an experiment."""

    label: str
    status: Status
    epoch: int
    update: int
    train_loss: float
    train_accuracy: float  # percent
    message: str  # why it is over, where it is


class Answer(TypedDict):
    """What was measured when all arms were done."""

    sentence: str
    right: list[int]  # of the choices
    why: str  # the closing words; nothing where this outcome contradicts them
    look: str  # a link to where the demo shows it; or nothing


class Plot(TypedDict):
    """One chart of an experiment, from zero on both axes."""

    x: str  # updates, examples or seconds
    y: str  # loss, each or angle
    longest: float  # how far it reaches to the right
    highest: float  # and up


# arrays with counters, which float32 has exactly up to 2^24 only
EXACT = ("epoch_losses", "update_losses", "last_epochs")


class Trial(TypedDict):
    """All arms of the open experiment at one moment."""

    type: Literal["trial"]
    title: str
    question: str
    choices: list[str]
    arms: list[Arm]
    status: Status  # of all arms together
    plots: list[Plot]
    answer: Answer | None  # once all arms are done
    grids: Array  # (arms, side, side): P(class 1) over the plane
    curves: Array  # (k, 4): plot, arm, x, y
    points: Array  # of the first arm, as in a Frame: (n, 4)
    plane: float


class NamedArray(TypedDict):
    """An array under its name in the code, cut to what fits on the page."""

    name: str
    stage: str  # the one that makes it
    shape: list[int]
    rows: list[list[float | str]]  # "nan", "inf" or "-inf" where it is not finite
    largest: float  # of the absolute values


class Derivation(TypedDict):
    """The chain rule at the output for one example: the last is the product."""

    y: float
    logit: float | str  # "nan", "inf" or "-inf" where it is not finite, as all below
    y_hat: float | str
    dloss_dy_hat: float | str
    dy_hat_dlogit: float | str
    dloss_dlogit: float | str
    difference: float | str  # y_hat - y


class Inspection(TypedDict):
    """What the last stage made, in numbers and for the picture."""

    type: Literal["inspection"]
    stage: str
    arrays: list[NamedArray]
    derivations: list[Derivation]  # empty before the loss is known
    point: int  # the chosen training example
    activations: Array  # (U,): each unit's output for that example, inputs first
    edges: Array  # (P,): what the network's lines show, in theta's order
    edges_are: Literal["weights", "gradients"]
    order: Array  # (k, 2): places of the first examples after a shuffle; or (0, 2)
    losses: Array  # (N, 3): x1, x2, loss of each example in the batch; or (0, 3)
    boundary: Array  # (k, 2): places in doubt after this update; or (0, 2)
    boundary_before: Array  # the same before it


class Checked(TypedDict):
    """One parameter's gradient over the current batch, computed in two ways."""

    type: Literal["checked"]
    name: str
    backpropagation: float | str  # "nan", "inf" or "-inf" where it is not finite
    central_difference: float | str


class Exported(TypedDict):
    """A file to take home."""

    type: Literal["exported"]
    name: str
    text: str


class Broken(TypedDict):
    """Edited code that did not work; what worked before is kept."""

    type: Literal["broken"]
    message: str
    file: str
    line: int
    traceback: str
    console: str


class Refused(TypedDict):
    """A request that could not be taken; the run is as it was."""

    type: Literal["refused"]
    message: str
    setting: str | None  # whose value was refused


class Failed(TypedDict):
    """The trainer broke; nobody should ever see one."""

    type: Literal["failed"]
    message: str
    traceback: str


TrialRequest = ExperimentRequest | StepTrialRequest
SessionRequest = (
    OpenRequest
    | LookRequest
    | ConfigureRequest
    | RestartRequest
    | StepRequest
    | RewindRequest
    | RunRequest
    | InspectRequest
    | ChooseRequest
    | CheckRequest
    | ParameterRequest
    | WeightsRequest
    | DrawRequest
    | ExportRequest
    | ImportRequest
    | ShowRequest
)
Request = SessionRequest | TrialRequest
Reply = Frame | Trial | Inspection | Checked | Exported | Refused | Broken | Failed
