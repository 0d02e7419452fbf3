"""Goals: where a request to train ends."""

from collections.abc import Callable
from math import ceil
from time import perf_counter

from .errors import SettingError, shown
from .numerals import is_number
from .protocol import Unit
from .training import Run

ENDLESS = 2**31
MOST = 10**9  # of any unit: more is a mistake


class Goal:
    """The end of one step: so many stages, updates, epochs or milliseconds from now."""

    def __init__(self, run: Run, unit: Unit, amount: float, lead: float) -> None:
        """Milliseconds end `lead` seconds early, for the picture's sake, yet half of them are
        kept for training. A SettingError where there is no such goal."""
        if not is_number(amount) or not 0 < amount <= MOST:
            raise SettingError(
                f"amount must be a number above 0, at most {MOST}; got {shown(amount)}."
            )
        reached: dict[Unit, Callable[[str], bool]] = {
            "stage": self._is_last_stage,
            "update": lambda _: run.update >= self._update,
            "epoch": lambda _: run.epoch >= self._epoch,
            "milliseconds": lambda stage: stage == "update" and self._is_late(),
        }
        if not isinstance(unit, str) or unit not in reached:
            options = ", ".join(reached)
            raise SettingError(f"unit must be one of {options}; got {shown(unit)}.")
        self.run, self.unit = run, unit
        self._stages_left = amount
        self._update, self._epoch = run.update + amount, run.epoch + amount
        seconds = amount / 1000
        self._deadline = perf_counter() + max(seconds - lead, seconds / 2)
        self._reached = reached[unit]

    def is_reached(self, stage: str) -> bool:
        """Whether the step is done, asked after each of its stages."""
        return self._reached(stage)

    def updates_before_last(self) -> int:
        """How many updates may be made before the one that reaches the goal."""
        run = self.run
        if self.unit == "update":
            return ceil(self._update) - run.update - 1
        if self.unit == "epoch":
            n, size = len(run.x), run.batch_size
            whole = ceil(self._epoch) - run.epoch - (run.start < n)
            return whole * ceil(n / size) + ceil((n - run.start) / size) - 1
        if self.unit == "milliseconds":
            return 0 if self._is_late() else ENDLESS
        return 0

    def _is_last_stage(self, _: str) -> bool:
        self._stages_left -= 1
        return self._stages_left <= 0

    def _is_late(self) -> bool:
        return perf_counter() >= self._deadline
