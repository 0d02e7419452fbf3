"""Goals: where a request to train ends."""

from collections.abc import Callable
from math import ceil, inf
from time import perf_counter
from typing import Literal

from ..errors import SettingError, not_one_of, shown
from ..settings.numbers import is_number
from ..training import Run

Unit = Literal["stage", "update", "epoch", "milliseconds"]
ENDLESS = 2**31
MOST = 10**9  # of any unit: more is a mistake


class Goal:
    """The end of one step: so many stages, updates, epochs or milliseconds from now.

    The end of epoch `last_epoch`, counted from the run's start, is the end of any step.
    """

    def __init__(
        self,
        run: Run,
        unit: Unit,
        amount: float,
        last_epoch: float = inf,
    ) -> None:
        """A SettingError where there is no such goal."""
        if not is_number(amount) or not 0 < amount <= MOST:
            raise SettingError("request.amount", most=MOST, got=shown(amount))
        reached: dict[Unit, Callable[[], bool]] = {
            "stage": self._is_last_stage,
            "update": lambda: run.update >= self._update,
            "epoch": lambda: run.epoch >= self._epoch,
            "milliseconds": self._is_late,
        }
        if not isinstance(unit, str) or unit not in reached:
            raise not_one_of("unit", reached, unit)
        self.run, self.unit = run, unit
        self._stages_left = amount
        self._update, self._epoch = run.update + amount, run.epoch + amount
        self._deadline = perf_counter() + amount / 1000
        self._last_epoch = last_epoch
        self._reached = reached[unit]

    def is_reached(self, stage: str) -> bool:
        """Whether the step is done, asked after each of its stages."""
        if stage != "update" and self.unit != "stage":
            return False  # quickly: nothing else ends amid an update
        return self._reached() or self.run.epoch >= self._last_epoch

    def updates_before_last(self, batch_size: int) -> int:
        """How many updates may be made before the one that reaches the goal."""
        to_last_epoch = self._updates_to(self._last_epoch, batch_size)
        return min(self._updates_of_unit(batch_size), to_last_epoch) - 1

    def seconds_left(self, now: float) -> float:
        """From `now`, by perf_counter, to the deadline; endless where there is none."""
        return self._deadline - now if self.unit == "milliseconds" else inf

    def _updates_of_unit(self, batch_size: int) -> int:
        """How many updates reach the goal, were there no last epoch."""
        if self.unit == "update":
            return ceil(self._update) - self.run.update
        if self.unit == "epoch":
            return self._updates_to(self._epoch, batch_size)
        if self.unit == "milliseconds":
            return 1 if self._is_late() else ENDLESS
        return 1

    def _updates_to(self, epoch: float, size: int) -> int:
        """How many updates are left until so many epochs are complete."""
        if epoch == inf:
            return ENDLESS
        run = self.run
        n = len(run.x)
        whole = ceil(epoch) - run.epoch - (run.start < n)
        return whole * ceil(n / size) + ceil((n - run.start) / size)

    def _is_last_stage(self) -> bool:
        self._stages_left -= 1
        return self._stages_left <= 0

    def _is_late(self) -> bool:
        return perf_counter() >= self._deadline
