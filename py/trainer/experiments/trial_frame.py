"""What an experiment under way looks like."""

from typing import Literal, TypedDict

from ..activations import Array
from ..messages import Message
from ..run.trainer import Status


class Arm(TypedDict):
    """The run of an arm that is shown, and how many of its runs have learned."""

    label: str
    status: Status
    epoch: int
    update: int
    train_loss: float
    train_accuracy: float | None  # percent; None of values
    message: list[Message]  # why it is over, where it is
    results: list[Message]  # of all its runs, once they are done


class Answer(TypedDict):
    """What was measured when all runs were done."""

    sentences: list[Message]
    right: list[int]  # of the choices
    closing: (
        int | None
    )  # of the closing words, which fit this outcome; None where none do
    closing_text: str
    demo_link: str  # a link to where the demo shows it; or nothing


class PlotFrame(TypedDict):
    """One chart of an experiment, from zero on both axes."""

    x: str  # as `plots.X`
    y: str  # as `plots.Y`
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
    seeds: list[
        int
    ]  # how many runs of each arm are done, and of how many; rounds so far
    plots: list[PlotFrame]
    answer: Answer | None  # once all runs are done
    classes: int  # how many; 0 of values
    grids: Array  # (arms, k, side, side): as `RunFrame.grid`
    curves: Array  # (k, 4): plot, arm, x, y
    bands: Array  # (k, 6): plot, arm, x, lower quartile, median, upper quartile
    points: Array  # of the first arm, as in a Frame: (n, 4)
    plane: float
