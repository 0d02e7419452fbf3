"""The end of an epoch in the module: the best parameters so far, and the next learning rate."""

from collections.abc import Callable, Sequence
from math import inf
from typing import NamedTuple

from .assembler import Function
from .kernels import VECTOR
from .memory import SCORES, vectors_of
from .programs import Program
from .update_code import own
from .updates import hyper_at
from .values import F64, Local, Pointer, Value, constant

RATE = own("learning_rate")
RateAt = Callable[[int], float]  # the learning rate after so many epochs


class Schedule(NamedTuple):
    """A learning rate that changes when an epoch ends."""

    rate_at: RateAt
    is_steady: bool  # whether it may be asked ahead of time


class Watch(NamedTuple):
    """What ends a run, and what is known of it as a call begins: float64 in the array `watch`."""

    best_loss: float = inf
    since: int = 0  # epochs since the one that had it
    min_improvement: float = 0.0  # by which a loss has to be lower to count as better
    patience: float = inf  # training ends after so many epochs without a better
    enough: float = inf  # percent of the training examples correct at which it ends
    low: float = -inf  # training loss at which it ends


def take_rate(
    f: Function,
    program: Program,
    settings: Sequence[str],
    epoch: Local,
    is_given: Value,
) -> None:
    """Make the rate after epoch number `epoch` of the call the learning rate, if it is given."""
    if RATE in settings:
        hyper, rates = program.plan.at("hyper"), program.plan.at("rates")
        with f.when(is_given):
            rate = f.load(F64, Pointer(f.let(epoch * 8), rates.offset))
            f.store(hyper_at(hyper, settings.index(RATE)), rate)


def is_over(f: Function, program: Program, epoch: Local, held_back: Value) -> Value:
    """Whether training ends with epoch number `epoch` of the call, by its scores.

    It does where the training loss is not finite or low enough, where early stopping is due, and
    where enough examples are correct. The loss that early stopping watches is that of
    `Epoch.watched_loss`, its rule that of trainer/run/early_stopping.py.
    """
    plan = program.plan
    best_loss, since, least, patience, enough, low = (
        plan.at("watch") + 8 * i for i in range(len(Watch._fields))
    )
    scores = Pointer(f.let(epoch * (8 * SCORES)), plan.at("scores").offset)
    loss, val_loss = f.let(f.load(F64, scores)), f.load(F64, scores + 16)
    watched = f.let(val_loss.where(held_back, loss))
    best = f.let(f.load(F64, best_loss))
    f.store(since, f.load(F64, since) + 1.0)
    is_too_near = (best - f.load(F64, least)) < watched
    with f.when((watched < best) & is_too_near.eq(0)):
        f.store(best_loss, watched)
        f.store(since, constant(F64, 0.0))
        f.repeat(
            vectors_of(program.kind, program.count),
            [(plan.at(name), VECTOR) for name in ("theta", "best_theta")],
            lambda source, to: f.store(to, f.load(program.kind, source)),
        )
    is_finite = (loss - loss) < 1.0  # infinity - infinity is NaN
    goes_on = is_finite & (f.load(F64, since) < f.load(F64, patience))
    goes_on &= f.load(F64, scores + 8) < f.load(F64, enough)
    goes_on &= loss > f.load(F64, low)
    return goes_on.eq(0)
