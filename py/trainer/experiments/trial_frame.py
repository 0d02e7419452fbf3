"""What an experiment under way looks like."""

from typing import Literal, TypedDict

from ..activations import Array
from ..messages import Message
from ..run.trainer import Status


class Arm(TypedDict):
    """One run of an experiment."""

    label: str
    status: Status
    epoch: int
    update: int
    train_loss: float
    train_accuracy: float | None  # percent; None of values
    message: list[Message]  # why it is over, where it is


class Answer(TypedDict):
    """What was measured when all arms were done."""

    sentences: list[Message]
    right: list[int]  # of the choices
    why: str  # the closing words; nothing where this outcome contradicts them
    demo_link: str  # a link to where the demo shows it; or nothing


class PlotFrame(TypedDict):
    """One chart of an experiment, from zero on both axes."""

    x: str  # updates, examples or seconds
    y: str  # loss, each or angle
    longest: float  # end of the x axis
    highest: float  # end of the y axis


class TrialFrame(TypedDict):
    """All arms of the open experiment at one moment."""

    type: Literal["trial"]
    title: str
    question: str
    choices: list[str]
    arms: list[Arm]
    status: Status  # of all arms together
    plots: list[PlotFrame]
    answer: Answer | None  # once all arms are done
    classes: int  # how many; 0 of values
    grids: Array  # (arms, k, side, side): as `RunFrame.grid`
    curves: Array  # (k, 4): plot, arm, x, y
    points: Array  # of the first arm, as in a Frame: (n, 4)
    plane: float
