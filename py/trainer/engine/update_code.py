"""An update as formulas: the penalty, and what an optimizer does to theta.

Traced from the learner's `Penalty` and `update`. theta, its gradient and an optimizer's
arrays are vectors in theta's order, (P,); an optimizer's numbers are settings, and may
change from update to update as its arrays do.
"""

import copy
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import combinations
from typing import NamedTuple, NoReturn

import numpy as np

from ..activations import Array
from ..losses import Penalty
from ..optimizers import Optimizer
from .gradient_change import GradientChange
from .purity import check_methods
from .record import Formula, Record
from .stand_ins import (
    PARTS,
    TracedNumber,
    TracedVector,
    UntraceableError,
)
from .traced_columns import function
from .traced_layers import TracedLayers
from .tracing import output, traced

FIXED = (
    "l1",
    "l2",
    "logit_threshold",  # the logit above which an example counts as class 1
    "max_squared_norm",  # of theta: from there on, training ends
    "dropout",  # how likely a hidden unit is left out
)


class UpdateCode(NamedTuple):
    """The formulas of a penalty and an update, and the names of what an optimizer keeps."""

    penalty: Formula  # of w, l1, l2: per_weight, derivative
    update: Formula  # of theta, gradient, state, numbers: theta, state, changed numbers
    state: tuple[str, ...]  # attributes that are arrays
    numbers: tuple[str, ...]  # attributes that are numbers
    changed: tuple[str, ...]  # those of the numbers that an update changes

    @property
    def powers(self) -> dict[int, tuple[str, str]]:
        """Steps of the update that are base ** count, where each update adds 1 to the count:
        to go on multiplying costs less than to raise anew."""
        steps, outputs = self.update.steps, self.update.outputs[1 + len(self.state) :]
        counts = {
            output: name
            for name, output in zip(self.changed, outputs, strict=True)
            if steps[output].op == "add"
            and {steps[i].text for i in steps[output].operands} == {own(name), "1.0"}
        }
        fixed = {own(name): name for name in self.numbers if name not in self.changed}
        return {
            number: (fixed[steps[step.operands[0]].text], counts[step.operands[1]])
            for number, step in enumerate(steps)
            if step.op == "power"
            and step.operands[1] in counts
            and steps[step.operands[0]].text in fixed
        }

    @property
    def settings(self) -> tuple[str, ...]:
        """What the numbers in `hyper` are, in their order."""
        powers = [f"{own(base)} ** {count}" for base, count in self.powers.values()]
        return (*FIXED, *map(own, self.numbers), *powers)

    def numbers_now(self, optimizer: Optimizer) -> list[float]:
        """What `settings` are after FIXED, as they are now."""
        numbers = [float(getattr(optimizer, name)) for name in self.numbers]
        now = dict(zip(self.numbers, numbers, strict=True))
        return numbers + [
            now[base] ** now[count] for base, count in self.powers.values()
        ]


def own(attribute: str) -> str:
    """An optimizer's attribute as the formulas call it."""
    return f"self.{attribute}"


def numbers_of(optimizer: Optimizer) -> tuple[str, ...]:
    """An optimizer's attributes that are numbers, its class's included."""
    kinds = reversed(type(optimizer).__mro__)
    found = {name: value for kind in kinds for name, value in vars(kind).items()}
    found |= vars(optimizer)
    return tuple(
        name
        for name, value in found.items()
        if isinstance(value, int | float | np.number) and not isinstance(value, bool)
    )


def state_of(optimizer: Optimizer, size: int) -> dict[str, Array]:
    """An optimizer's attributes that are arrays in theta's order, each in its own memory."""
    found = {
        name: value
        for name, value in vars(optimizer).items()
        if isinstance(value, np.ndarray)
        and (value.shape, value.dtype, value.flags.c_contiguous)
        == ((size,), float, True)
    }
    if any(np.may_share_memory(a, b) for a, b in combinations(found.values(), 2)):
        raise UntraceableError("shared-array")
    return found


class TracedNetwork:
    """A stand-in for the network that an optimizer updates: it has a theta, and no more."""

    theta: TracedVector

    def __init__(self, theta: TracedVector) -> None:
        vars(self)["theta"] = theta

    def __setattr__(self, name: str, value: object) -> None:
        if (
            name != "theta" or value is not self.theta
        ):  # a new array leaves the layers behind
            raise UntraceableError("theta")

    def __getattr__(self, name: str) -> NoReturn:
        raise UntraceableError("unknown-attribute", name=name)


@contextmanager
def classes_kept(kind: type) -> Iterator[None]:
    """Refuse a change of a class's attributes, and take it back."""
    before = [(each, dict(vars(each))) for each in kind.__mro__[:-1]]
    try:
        yield
    finally:
        changed = False
        for each, known in before:
            for name, value in dict(vars(each)).items():
                if value is not known.get(name):
                    changed = True
                    delattr(each, name)
            for name in known.keys() - vars(each).keys():
                changed = True
                setattr(each, name, known[name])
    if changed:
        raise UntraceableError("remembers", kind.__name__)


def update_code(
    penalty: Penalty,
    optimizer: Optimizer,
    size: int,
    change: GradientChange | None = None,
) -> UpdateCode:
    """The code of a penalty, of an optimizer, and of a change of the gradient before it.

    An EngineError where one of them is not compiled.
    """

    def trace() -> UpdateCode:
        check_methods(optimizer)
        check_methods(penalty)
        state, numbers = state_of(optimizer, size), numbers_of(optimizer)
        record = Record()
        theta, gradient, *arrays = (
            TracedVector(record, record.add("input", text=name))
            for name in ("theta", "gradient", *map(own, state))
        )
        record.gradient = gradient._number
        if change:
            record.gradient = change(record, record.gradient)
        vectors = dict(zip(state, arrays, strict=True))
        settings = {
            name: TracedNumber(record, record.add("setting", text=own(name)))
            for name in numbers
        }
        others = vars(optimizer).keys() - {*state, *numbers}
        for name in others:
            if not isinstance(vars(optimizer)[name], str | bool | None):
                raise UntraceableError("attribute", name=name)
        stand_in = copy.copy(optimizer)
        vars(stand_in).update(vectors | settings)
        before = {name: number._number for name, number in settings.items()}
        network = TracedNetwork(theta)
        with classes_kept(type(optimizer)):
            stand_in.update(network, TracedLayers(record))  # type: ignore[arg-type]
        after = vars(stand_in)
        for name in after.keys() - {*state, *numbers}:
            if name not in others or after[name] is not vars(optimizer)[name]:
                raise UntraceableError("attribute", name=name)
        kept = [theta, *(after[name] for name in state)]
        if len({*map(id, kept)}) < len(kept):
            raise UntraceableError("shared-array")
        made = [output(record, each) for each in kept]
        changed = {
            name: number
            for name in numbers
            if (number := output(record, after[name])) != before[name]
        }
        for name, number in changed.items():
            if not record.uniform[number]:
                raise UntraceableError("attribute", name=name)
        update = record.formula(*made, *changed.values())
        if {step.text for step in update.steps} & {*PARTS}:
            raise UntraceableError("elements")
        code = penalty_formula(penalty)
        return UpdateCode(code, update, tuple(state), numbers, tuple(changed))

    return traced(trace, optimizer.update)


def penalty_formula(penalty: Penalty) -> Formula:
    """A weight's part of the penalty and its derivative, of w, l1 and l2."""
    record = Record()
    stand_in = copy.copy(penalty)
    for name in ("l1", "l2"):
        setattr(stand_in, name, TracedNumber(record, record.add("setting", text=name)))
    value = function(record, stand_in.per_weight, "w")
    derivative = function(record, stand_in.derivative, "w")
    if vars(stand_in).keys() != vars(penalty).keys():
        raise UntraceableError("remembers", "Penalty")
    return record.formula(value, derivative)
