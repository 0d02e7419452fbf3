"""The messages between the page and the trainer. Each has a `type`; JSON but for the tensors.

    page -> trainer   OpenRequest, LookRequest, ConfigureRequest, RestartRequest,
                      StepRequest, RewindRequest, RunRequest, InspectRequest,
                      ChooseRequest, ChooseExampleRequest, CheckRequest,
                      CompiledRequest, ParameterRequest, WeightsRequest, DrawRequest, ExportRequest,
                      ImportRequest, ShowRequest, ReadTableRequest, ChooseColumnsRequest,
                      ListRequest, BatchesRequest, AskRequest, JudgeRequest, UseTableRequest,
                      SaveProjectRequest, OpenProjectRequest,
                      ExperimentRequest, StepTrialRequest, CheckExperimentRequest
    trainer -> page   Frame, TrialFrame, Inspection, Checked, CompiledCode, Exported,
                      Listed, Batches, Asked, Judged, TableReply, Sound, Refused, Broken, Failed

`python -m trainer.page.declarations` writes them as TypeScript, for the page's type check.
"""

from typing import Any, Literal, TypedDict

from ..experiments.trial_frame import TrialFrame
from ..export.exported import Exported, ExportFormat, Listed
from ..messages import Message
from ..run.session import Renew
from ..run.step_goal import Unit
from ..settings.drawing import Draw
from ..tables.table_reply import TableReply
from ..view.batches import Batches
from ..view.compiled_code import CompiledCode
from ..view.frame import Panel, RunFrame
from ..view.inspection import Inspection
from ..view.questions import Asked, Judged
from ..view.viewer import Checked


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
    """Train by `amount` of `unit`; milliseconds are of training alone."""

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


class ChooseExampleRequest(TypedDict):
    """Choose a training example by its number."""

    type: Literal["choose_example"]
    example: int


class CheckRequest(TypedDict):
    """Compare one parameter's gradient with a central difference."""

    type: Literal["check"]
    index: int  # in theta


class CompiledRequest(TypedDict):
    """Show what the engine made of the learners' functions."""

    type: Literal["compiled"]


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
    again: bool  # from new seeds, beside what is known of it


class StepTrialRequest(TypedDict):
    """Train every arm of the open experiment, as StepRequest."""

    type: Literal["step_trial"]
    unit: Unit
    amount: float


class CheckExperimentRequest(TypedDict):
    """Ask whether an experiment, in JSON, can be run."""

    type: Literal["check_experiment"]
    definition: str


class DrawRequest(TypedDict):
    """Add points of a class, erase those near some places, or undo that."""

    type: Literal["draw"]
    what: Draw
    places: list[list[float]]  # x1, x2 of each
    goes_on: bool  # with the stroke of the request before


class ExportRequest(TypedDict):
    """Export the run as a file."""

    type: Literal["export"]
    format: ExportFormat


class ImportRequest(TypedDict):
    """Start from the weights and settings of an exported file."""

    type: Literal["import"]
    text: str


class ShowRequest(TypedDict):
    """Tell which panels are open; what only others show is not computed."""

    type: Literal["show"]
    panels: list[Panel]
    axes: list[
        int
    ]  # of the hidden space: layer (-1: the last), across, up (-1: a main axis)


class ListRequest(TypedDict):
    """Run the lesson's listing beside the page's own run of the same settings."""

    type: Literal["list"]


class BatchesRequest(TypedDict):
    """Measure what batches of several sizes are worth, and what they cost."""

    type: Literal["measure_batches"]


class AskRequest(TypedDict):
    """Ask the question of a section of the lesson."""

    type: Literal["ask"]
    section: str


class JudgeRequest(TypedDict):
    """Judge the answer to the question that was asked last."""

    type: Literal["judge"]
    text: str


class SaveProjectRequest(TypedDict):
    """Export all of the run, and of the page: `page` is kept as it is."""

    type: Literal["save_project"]
    page: dict[str, Any]


class OpenProjectRequest(TypedDict):
    """Go on where such a file ends, with the packaged code."""

    type: Literal["open_project"]
    text: str


class ReadTableRequest(TypedDict):
    """Read a data file; the columns that are likely meant are chosen."""

    type: Literal["read_table"]
    text: str


class ChooseColumnsRequest(TypedDict):
    """Choose columns of the data file that was read last."""

    type: Literal["choose_columns"]
    x1: int
    x2: int
    label: int
    has_values: bool
    one: str  # a class, to be told from all others; or empty


class UseTableRequest(TypedDict):
    """Train on the columns that were chosen last."""

    type: Literal["use_table"]


# arrays with counters, which float32 has exactly up to 2^24 only
EXACT = ("epoch_scores", "update_losses", "last_epochs", "layer_norms")


class Frame(RunFrame):
    """The whole picture of a run at one moment, and of the code that runs it.

    What the page already has is left out: `settings` lacks `custom_points`, `points` comes
    as (0, 4).
    """

    type: Literal["frame"]
    edited: list[str]  # the files that are not as packaged
    console: str  # what edited code printed
    # after code was run, of each choice: its names, and labels for people
    options: dict[str, dict[str, str]] | None


class Sound(TypedDict):
    """An experiment can be run; nothing was done."""

    type: Literal["sound"]


class Broken(TypedDict):
    """Edited code that did not work; what worked before is kept."""

    type: Literal["broken"]
    message: Message
    file: str
    line: int
    traceback: str
    console: str


class Refused(TypedDict):
    """A request that could not be taken; the run is as it was."""

    type: Literal["refused"]
    message: Message


class Failed(TypedDict):
    """The trainer broke; nobody should ever see one."""

    type: Literal["failed"]
    message: str
    traceback: str


TrialRequest = ExperimentRequest | StepTrialRequest | CheckExperimentRequest
ActRequest = (
    OpenRequest
    | LookRequest
    | ConfigureRequest
    | RestartRequest
    | StepRequest
    | RewindRequest
    | RunRequest
    | ParameterRequest
    | WeightsRequest
    | DrawRequest
    | ImportRequest
    | ShowRequest
    | UseTableRequest
    | OpenProjectRequest
)
SessionRequest = (
    ActRequest
    | InspectRequest
    | ChooseRequest
    | ChooseExampleRequest
    | CheckRequest
    | CompiledRequest
    | ExportRequest
    | ListRequest
    | BatchesRequest
    | AskRequest
    | JudgeRequest
    | ReadTableRequest
    | SaveProjectRequest
    | ChooseColumnsRequest
)
Request = SessionRequest | TrialRequest
Answer = (
    Frame
    | TrialFrame
    | Inspection
    | Checked
    | CompiledCode
    | Exported
    | Listed
    | Batches
    | Asked
    | Judged
    | TableReply
    | Sound
)
Reply = Answer | Refused | Broken | Failed
