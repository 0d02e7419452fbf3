"""Meters: updates per second of wall-clock time, and the engine's speed beside the loop's."""

from collections import deque
from time import perf_counter

WINDOW = 1.0  # seconds
LEAST = 0.2  # and of what is counted


class Meter:
    """Updates per second over the last second."""

    def __init__(self) -> None:
        self._ticks: deque[tuple[float, int]] = deque()  # (time in seconds, update)

    def tick(self, update: int) -> None:
        """Take in that the run is now at `update`."""
        now = perf_counter()
        while self._ticks and now - self._ticks[0][0] > WINDOW:
            self._ticks.popleft()
        self._ticks.append((now, update))

    @property
    def updates_per_second(self) -> float:
        """0 until it was counted for a while: a single step has no speed."""
        if not self._ticks:
            return 0.0
        (began, first), (ended, last) = self._ticks[0], self._ticks[-1]
        return (last - first) / (ended - began) if ended - began > LEAST else 0.0


class Speedup:
    """How many times as fast as the loop's an update of the engine is, on average."""

    FEWEST = 10  # updates of the loop that are timed before there is an answer

    def __init__(self) -> None:
        self._loop, self._engine = (0, 0.0), (0, 0.0)  # updates, seconds

    def loop_took(self, seconds: float) -> None:
        """Take in one update of the loop."""
        updates, so_far = self._loop
        self._loop = (updates + 1, so_far + seconds)

    def engine_took(self, updates: int, seconds: float) -> None:
        """Take in updates of the engine."""
        before, so_far = self._engine
        self._engine = (before + updates, so_far + seconds)

    @property
    def times(self) -> float | None:
        """The ratio; None before enough was timed."""
        (by_loop, slow), (by_engine, fast) = self._loop, self._engine
        if by_loop < self.FEWEST or not by_engine or fast <= 0:
            return None
        return (slow / by_loop) / (fast / by_engine)
