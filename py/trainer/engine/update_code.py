"""An update as formulas: the penalty, and what an optimizer does to theta.

Traced from the learner's `Penalty` and `update`. theta, its gradient and an optimizer's
arrays are vectors in theta's order, (P,); an optimizer's numbers are settings, and may
change from update to update as its arrays do.
"""

import copy
from typing import Any, NamedTuple

import numpy as np

from ..losses import Penalty
from ..optimizers import Optimizer
from .gradient_change import GradientChange
from .record import Formula, Record
from .stand_ins import TracedNumber, TracedVector, UntraceableError
from .tracing import function, output, traced

FIXED = (
    "l1",
    "l2",
    "logit_threshold",  # the logit above which an example counts as class 1
    "max_squared_norm",  # of theta: from there on, training ends
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
            and {steps[i].text for i in steps[output].operands} == {name, "1.0"}
        }
        return {
            number: (steps[step.operands[0]].text, counts[step.operands[1]])
            for number, step in enumerate(steps)
            if step.op == "power"
            and step.operands[1] in counts
            and steps[step.operands[0]].op == "setting"
            and steps[step.operands[0]].text not in self.changed
        }

    @property
    def settings(self) -> tuple[str, ...]:
        """What the numbers in `hyper` are, in their order."""
        powers = [f"{base} ** {count}" for base, count in self.powers.values()]
        return (*FIXED, *self.numbers, *powers)

    def numbers_now(self, optimizer: Optimizer) -> list[float]:
        """What `settings` are after FIXED, as they are now."""
        numbers = [float(getattr(optimizer, name)) for name in self.numbers]
        now = dict(zip(self.numbers, numbers, strict=True))
        return numbers + [
            now[base] ** now[count] for base, count in self.powers.values()
        ]


def numbers_of(optimizer: Optimizer) -> dict[str, float]:
    """An optimizer's attributes that are numbers, its class's included."""
    names = {
        name: None for kind in reversed(type(optimizer).__mro__) for name in vars(kind)
    }
    found = {name: getattr(optimizer, name) for name in {**names, **vars(optimizer)}}
    return {
        name: float(value)
        for name, value in found.items()
        if isinstance(value, int | float | np.number) and not isinstance(value, bool)
    }


def state_of(optimizer: Optimizer, size: int) -> dict[str, Any]:
    """An optimizer's attributes that are arrays of theta's size."""
    return {
        name: value
        for name, value in vars(optimizer).items()
        if isinstance(value, np.ndarray) and value.shape == (size,)
    }


class TracedNetwork:
    """A stand-in for the network that an optimizer updates: it has a theta, and no more."""

    def __init__(self, theta: TracedVector) -> None:
        self.theta = theta

    def __getattr__(self, name: str) -> None:
        raise UntraceableError("unknown-attribute", name=name)


def update_code(
    penalty: Penalty,
    optimizer: Optimizer,
    size: int,
    change: GradientChange | None = None,
) -> UpdateCode:
    """The code of a penalty, of an optimizer, and of a change of the gradient before it.

    An EngineError where one of them is not compiled.
    """
    state = tuple(state_of(optimizer, size))
    numbers = tuple(numbers_of(optimizer))

    def trace() -> UpdateCode:
        record = Record()
        vectors = {
            name: TracedVector(record, record.add("input", text=name))
            for name in ("theta", "gradient", *state)
        }
        settings = {
            name: TracedNumber(record, record.add("setting", text=name))
            for name in numbers
        }
        before = {name: number._number for name, number in settings.items()}
        if change:
            gradient = vectors["gradient"]
            gradient._number = change(record, gradient._number)
        others = {
            k: v for k, v in vars(optimizer).items() if k not in (*state, *numbers)
        }
        for name, value in others.items():
            if not isinstance(value, str | bool | None):
                raise UntraceableError("attribute", name=name)
        stand_in = copy.copy(optimizer)
        vars(stand_in).update({name: vectors[name] for name in state}, **settings)
        network = TracedNetwork(vectors["theta"])
        stand_in.update(network, [(vectors["gradient"],)])  # type: ignore[arg-type, list-item]
        after = vars(stand_in)
        for name in after.keys() - {*state, *numbers}:
            if name not in others or after[name] is not others[name]:
                raise UntraceableError("attribute", name=name)
        arrays = [network.theta, *(after[name] for name in state), vectors["gradient"]]
        if len({*map(id, arrays)}) < len(arrays):
            raise UntraceableError("shared-array")
        made = [output(record, array) for array in arrays[:-1]]
        changed = {
            name: number
            for name in numbers
            if (number := output(record, after[name])) != before[name]
        }
        for name, number in changed.items():
            if not record.uniform[number]:
                raise UntraceableError("attribute", name=name)
        return UpdateCode(
            penalty_formula(penalty),
            record.formula(*made, *changed.values()),
            state,
            numbers,
            tuple(changed),
        )

    return traced(trace, optimizer.update)


def penalty_formula(penalty: Penalty) -> Formula:
    """A weight's part of the penalty and its derivative, of w, l1 and l2."""
    record = Record()
    stand_in = copy.copy(penalty)
    for name in ("l1", "l2"):
        setattr(stand_in, name, TracedNumber(record, record.add("setting", text=name)))
    value = function(record, stand_in.per_weight, "w")
    derivative = function(record, stand_in.derivative, "w")
    return record.formula(value, derivative)
