"""The sprint: what the engine does for a session, where it can."""

from collections.abc import Callable
from functools import cache
from math import isfinite
from time import perf_counter
from typing import TypeVar

from ..activations import Array
from ..datasets import Data
from ..engine.engine import Engine, Trained
from ..engine.hosts import here
from ..engine.modules import Compiler
from ..errors import EngineError
from ..messages import message
from ..settings.table import Settings
from ..training import Run
from .evaluation import Score
from .monitor import Monitor
from .plane import CELLS, UNIT_CELLS
from .step_goal import Goal

T = TypeVar("T")
CALL = 0.002  # seconds that one call of the engine should take


@cache
def the_compiler() -> Compiler | None:
    """The one of this Python; None where there is no WebAssembly."""
    host = here()
    return Compiler(host) if host else None


class Sprint:
    """Makes the many updates between two pictures that nobody looks at."""

    def __init__(
        self,
        compiler: Compiler | None,
        run: Run,
        data: Data,
        settings: Settings,
        is_edited: bool,
    ) -> None:
        self.engine: Engine | None = None
        self.reason = message("engine.compiled")  # why who trains
        self._updates = 16  # of a call that takes CALL seconds, as far as is known
        if settings.engine == "numpy":
            self.reason = message("engine.by-setting")
        elif is_edited:
            self.reason = message("engine.edited")
        elif not compiler:
            self.reason = message("engine.no-wasm")
        else:
            try:
                self.engine = Engine(compiler, run, data, settings)
            except EngineError as error:
                self._give_up(error)

    def _give_up(self, error: EngineError) -> None:
        self.engine = None
        self.reason = message("engine.fails", why=error.message)

    def apply_live(self, settings: Settings) -> None:
        """Take the settings that may change while the engine trains."""
        if self.engine:
            self.engine.threshold = settings.threshold

    def scores(self, monitor: Monitor) -> tuple[Score, Score | None]:
        """The scores of now, by whoever computes them fastest."""
        return self._by_engine(lambda engine: engine.scores()) or monitor.scores()

    def pictures(self) -> tuple[Array, Array] | None:
        """What `view.pictures.pictures_of` returns; None where NumPy has to make it."""
        return self._by_engine(lambda engine: engine.look(CELLS, UNIT_CELLS))

    def _by_engine(self, ask: Callable[[Engine], T]) -> T | None:
        """What the engine answers; None where there is none, or where it fails."""
        if not self.engine:
            return None
        try:
            return ask(self.engine)
        except EngineError as error:
            self._give_up(error)
            return None

    def run(self, goal: Goal, monitor: Monitor) -> bool:
        """Train up to the last update before `goal`; whether there was any to do.

        The last one is left to the loop itself, so that all that it made can be seen.
        """
        trained = False
        while self.engine and not monitor.is_over:
            updates = min(goal.updates_before_last(), self._updates)
            if updates < 1:
                break
            began = perf_counter()
            made = self._by_engine(
                lambda engine, k=updates: engine.train(  # type: ignore[misc]
                    k, within_epoch=monitor.looks_at_epochs
                )
            )
            if not made:
                break
            self._take(made, monitor)
            trained = True
            if updates == self._updates:
                factor = CALL / max(perf_counter() - began, 1e-9)
                self._updates = max(1, int(updates * min(4.0, factor)))
        return trained

    def _take(self, made: Trained, monitor: Monitor) -> None:
        """Tell the watch what the engine made."""
        run, losses = monitor.run, made.losses
        run.batch_loss = float(losses[-1])
        is_good = isfinite(run.batch_loss) and monitor.is_short(run.network.theta)
        good = losses if is_good else losses[:-1]
        first = run.update - len(losses) + 1
        monitor.after_updates(first, good, made.epochs, made.thetas)
        if not is_good:
            monitor.after_update()
