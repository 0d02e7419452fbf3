"""Records: what a learner's function does to its arrays, step by step.

step      an input, a constant, or an operation on earlier steps, by their numbers
setting   an input that is one number for all elements, such as a learning rate
uniform   made of settings and constants alone: computed once, not for every element
formula   a finished record: the steps that its outputs need, in order

Equal steps are one step. `rewriting` says what each operation becomes.
"""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

MASKS = {"greater", "greater_equal", "equal", "not_equal", "and", "or", "xor", "not"}


class Step(NamedTuple):
    """One step; of an input, a setting or a constant, `text` is its name or number."""

    op: str
    operands: tuple[int, ...] = ()
    text: str = ""

    @property
    def number(self) -> float | None:
        """The number of a constant."""
        return float(self.text) if self.op == "constant" else None


class Formula(NamedTuple):
    """The steps that `outputs` need, and the outputs' numbers."""

    steps: tuple[Step, ...]
    outputs: tuple[int, ...]
    uniform: tuple[bool, ...]  # whether each step is one number for all elements

    def lines(self, names: Sequence[str], prefix: str = "v") -> list[str]:
        """The formula as text, an assignment a line; `names` are those of the outputs."""
        read = {operand for step in self.steps for operand in step.operands}
        texts: list[str] = []
        made: list[str] = []
        for number, step in enumerate(self.steps):
            operands = [texts[i] for i in step.operands]
            text = step.text or f"{step.op}({', '.join(operands)})"
            if sign := SIGNS.get(step.op):
                text = f" {sign} ".join(operands)
            if operands and number in read:
                made.append(f"{prefix}{len(made) + 1} = {text}")
                text = f"{prefix}{len(made)}"
            texts.append(text)
        outputs = zip(names, self.outputs, strict=True)
        return made + [f"{name} = {texts[number]}" for name, number in outputs]


SIGNS = {
    "add": "+",
    "subtract": "-",
    "multiply": "*",
    "divide": "/",
    "greater": ">",
    "greater_equal": ">=",
    "equal": "==",
    "not_equal": "!=",
    "and": "&",
    "or": "|",
    "xor": "^",
}


class Record:
    """A record under way."""

    def __init__(self) -> None:
        self.steps: list[Step] = []
        self.uniform: list[bool] = []  # whether each is one number for all elements
        self._numbers: dict[Step, int] = {}
        self.gradient = -1  # the step of the whole gradient, where there is one
        # where code may be run twice, with and without the one branch that it takes
        self.decision: bool | None = None
        self.condition: int | None = None

    def decided(self, condition: int) -> bool | None:
        """Which way a branch on a step goes this time; None where no branch may be taken."""
        if self.decision is not None and self.condition in (None, condition):
            self.condition = condition
            return self.decision
        return None

    def add(self, op: str, *operands: int, text: str = "") -> int:
        """The number of a step, which is new or was there before."""
        step = Step(op, operands, text)
        if step not in self._numbers:
            self._numbers[step] = len(self.steps)
            self.steps.append(step)
            of_all = op != "input" and all(self.uniform[i] for i in operands)
            self.uniform.append(of_all or op in ("sum", "total"))
        return self._numbers[step]

    def constant(self, number: float) -> int:
        return self.add("constant", text=repr(float(number)))

    def is_mask(self, number: int) -> bool:
        """Whether a step is true or false for each element."""
        return self.steps[number].op in MASKS

    def formula(self, *outputs: int) -> Formula:
        """The steps that `outputs` need."""
        needed = set(outputs)
        for number in range(len(self.steps) - 1, -1, -1):
            if number in needed:
                needed.update(self.steps[number].operands)
        order = sorted(needed)
        places = {number: place for place, number in enumerate(order)}
        steps = [
            self.steps[n]._replace(
                operands=tuple(places[i] for i in self.steps[n].operands)
            )
            for n in order
        ]
        made = tuple(places[number] for number in outputs)
        return Formula(tuple(steps), made, tuple(self.uniform[n] for n in order))


def evaluated(op: str, *numbers: float) -> float:
    """An operation on constants, by NumPy."""
    with np.errstate(all="ignore"):
        return float(getattr(np, op)(*numbers))
