"""The meter: updates per second of wall-clock time."""

from collections import deque
from time import perf_counter

WINDOW = 1.0  # seconds


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
        """0 until there are two ticks to compare."""
        if not self._ticks:
            return 0.0
        (began, first), (ended, last) = self._ticks[0], self._ticks[-1]
        return (last - first) / (ended - began) if ended > began else 0.0
