"""Questions: what a learner can check himself with, drawn from his own run.

Each section of the lesson has one. It knows its answer, how that is worked out, and what some
wrong answers come from.
"""

from collections.abc import Callable, Mapping
from math import ceil
from typing import Any, Literal, NamedTuple, TypedDict

import numpy as np

from ..errors import SettingError, not_one_of, shown
from ..layers import parameter_count
from ..messages import Message, message
from ..run.evaluation import predicted
from ..run.trainer import Trainer
from ..settings.numbers import decimal
from .charts import epoch_plan
from .gradients import gradient_of

CLOSE = 0.02  # of the answer, which people round
USUAL = 0.75  # of the seeds that an experiment's winner takes


class Question(NamedTuple):
    """A question with a number for an answer."""

    section: str
    text: Message
    answer: float
    worked: Message
    mistakes: dict[float, str]  # what to tell of some wrong answers, by code
    within: float  # that is as good as the answer


class Asked(TypedDict):
    """A question as the page shows it."""

    type: Literal["asked"]
    section: str
    text: Message


class Judged(TypedDict):
    """What to tell of an answer."""

    type: Literal["judged"]
    is_right: bool
    told: list[Message]


def question(
    section: str,
    answer: float,
    mistakes: Mapping[float, str] | None = None,
    within: float | None = None,
    **about: Any,
) -> Question:
    """The question of a section: its text and its worked answer are messages of one set of
    parameters."""
    others = {
        value: f"question.{section}-{why}" for value, why in (mistakes or {}).items()
    }
    return Question(
        section=section,
        text=message(f"question.{section}", **about),
        answer=answer,
        worked=message(f"question.{section}-worked", answer=answer, **about),
        mistakes={v: code for v, code in others.items() if v != answer},
        within=CLOSE * abs(answer) if within is None else within,
    )


def judge(asked: Question, text: str) -> Judged:
    """What to tell of a text that answers a question; a SettingError where it is no number."""
    try:
        given = decimal(text)
    except ValueError:
        raise SettingError("question.no-number", got=shown(text)) from None
    known = {asked.answer: "question.right", **asked.mistakes}
    nearest = min(known, key=lambda value: abs(value - given))
    is_close = abs(nearest - given) <= max(asked.within, 1e-12)
    is_right = is_close and nearest == asked.answer
    told = [message(known[nearest] if is_close else "question.wrong")]
    return Judged(type="judged", is_right=is_right, told=[*told, asked.worked])


def loop(trainer: Trainer) -> Question:
    """How many stages an epoch has."""
    updates = epoch_plan(trainer.run)["updates"]
    answer = 1 + 5 * updates
    return question("loop", answer, {6.0 * updates: "once"}, within=0, updates=updates)


def pytorch(trainer: Trainer) -> Question:
    """What gradients add up to."""
    first = (trainer.settings.seed % 5 + 1) / 10
    about = {"first": first, "second": 0.25, "third": -0.05}
    return question("pytorch", first + 0.2, {-0.05: "last"}, within=0.001, **about)


def words(trainer: Trainer) -> Question:
    """How many updates an epoch has."""
    plan = epoch_plan(trainer.run)
    examples, size = plan["examples"], plan["batch_size"]
    mistakes = {float(examples // size): "short"}
    about = {"examples": examples, "batch_size": size}
    return question("words", plan["updates"], mistakes, within=0, **about)


def batches(trainer: Trainer) -> Question:
    """How many examples so many epochs look at."""
    plan, epochs = epoch_plan(trainer.run), 3
    counted = epochs * plan["updates"] * plan["batch_size"]
    about = {"examples": plan["examples"], "epochs": epochs, **shared(plan)}
    return question(
        "batches",
        epochs * plan["examples"],
        {float(counted): "short"},
        within=0,
        **about,
    )


def shared(plan: Any) -> dict[str, int]:
    """What several questions tell of an epoch."""
    return {"updates": plan["updates"], "batch_size": plan["batch_size"]}


def shuffle(trainer: Trainer) -> Question:
    """How often each example is seen."""
    epochs = trainer.run.epoch + 7
    return question("shuffle", epochs, within=0, epochs=epochs)


def stopping(trainer: Trainer) -> Question:
    """When early stopping would end the run."""
    best, patience = trainer.monitor.best.epoch, trainer.settings.patience
    now = trainer.run.epoch
    mistakes = {float(now + patience): "now", float(patience): "start"}
    about = {"best": best, "patience": patience, "epoch": now}
    return question("stopping", best + patience, mistakes, within=0, **about)


def listing(trainer: Trainer) -> Question:
    """The slope at the output, for one example."""
    run = trainer.run
    y, y_hat, count = 1.0, 0.8, 32
    if run.loss.task == "binary":
        example = int(run.batch[0]) if len(run.batch) else 0
        logits = run.network.forward(run.x[[example]])[-1].a
        y_hat = float(f"{predicted(run.loss, logits)[0, 0]:.3f}")
        y, count = float(run.y[example, 0]), len(run.batch) or run.batch_size
    slope = (y_hat - y) / count
    mistakes = {y_hat - y: "mean", -slope: "sign", y - y_hat: "sign"}
    within = CLOSE * abs(slope) + 1e-9
    return question("listing", slope, mistakes, within, y=y, y_hat=y_hat, count=count)


def plain(trainer: Trainer) -> Question:
    """A weight after one step down its gradient."""
    run = trainer.run
    batch = run.batch if len(run.batch) else np.arange(len(run.x))
    gradient = gradient_of(run, batch)
    place = int(np.argmax(np.abs(gradient)))
    w, g = (float(f"{v[place]:.3g}") for v in (run.network.theta, gradient))
    rate = run.optimizer.learning_rate
    mistakes = {w + rate * g: "up", w - g: "rate"}
    within = 0.2 * abs(rate * g)
    return question("plain", w - rate * g, mistakes, within, w=w, g=g, rate=rate)


def watch(trainer: Trainer) -> Question:
    """How many parameters the network has."""
    sizes = trainer.run.network.sizes
    biases = sum(sizes[1:])
    count = parameter_count(sizes)
    told = " – ".join(map(str, sizes))
    return question(
        "watch", count, {float(count - biases): "biases"}, within=0, sizes=told
    )


def experiments(trainer: Trainer) -> Question:
    """From how many seeds a winner has to win."""
    runs = (40, 60, 100)[trainer.settings.seed % 3]
    return question("experiments", ceil(USUAL * runs), within=0, runs=runs)


def following(trainer: Trainer) -> Question:
    """What is left of a gradient behind some sigmoids."""
    layers = max(2, len(trainer.run.network.layers) - 1)
    return question("next", 0.25**layers, {0.25 * layers: "factors"}, layers=layers)


QUESTIONS: dict[str, Callable[[Trainer], Question]] = {
    "loop": loop,
    "pytorch": pytorch,
    "words": words,
    "batches": batches,
    "shuffle": shuffle,
    "stopping": stopping,
    "listing": listing,
    "plain": plain,
    "watch": watch,
    "experiments": experiments,
    "next": following,
}


def question_of(section: str, trainer: Trainer) -> Question:
    """The question of a section now; a SettingError where it has none."""
    if section not in QUESTIONS:
        raise not_one_of("section", QUESTIONS, section)
    return QUESTIONS[section](trainer)
