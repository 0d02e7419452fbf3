"""The compiled trainer: the usual way to train. The engine makes most updates of a run, and the
loop the last one before each picture; what cannot be compiled is the loop's."""

from collections.abc import Callable, Mapping
from functools import cache, partial
from time import perf_counter
from typing import TypeVar

from ..activations import Array
from ..datasets import Data
from ..engine.engine import Call, Engine, Trained
from ..engine.epochs import Schedule
from ..engine.hosts import here
from ..engine.modules import Compiler
from ..engine.recognition import KNOWN, recognized
from ..engine.stand_ins import UntraceableError
from ..engine.steady import is_steady
from ..engine.trial import check_trial
from ..errors import EngineError, python_of
from ..messages import message
from ..schedules import SCHEDULES
from ..settings.table import Settings
from ..training import Run, training_loop
from .evaluation import Score, logit_threshold
from .history import epoch_rows
from .meter import Speedup
from .monitor import MAX_NORM, Monitor
from .plane import CELLS, UNIT_CELLS
from .setup import learning_rate
from .step_goal import Goal

T = TypeVar("T")
SHORTEST, LONGEST = 0.0005, 0.02  # seconds that one call of the engine should take
FIRST_RATE = 100.0  # updates per second that are expected of a network nobody knows


@cache
def the_compiler() -> Compiler | None:
    """This Python's compiler; None where there is no WebAssembly."""
    host = here()
    return Compiler(host) if host else None


class CompiledTrainer:
    """Makes most updates between two pictures, and the pictures, by the engine."""

    def __init__(
        self,
        compiler: Compiler | None,
        run: Run,
        data: Data,
        settings: Settings,
        edits: Mapping[str, str],
        fresh: Callable[[], tuple[Run, Data]],
    ) -> None:
        """`fresh` makes another run of the settings, at update 0, to try edited code with."""
        self.engine: Engine | None = None
        self.reason = message("engine.compiled")  # who trains, and why
        self._has_val, self._is_edited = len(data.x_val) > 0, bool(edits)
        self.speedup = Speedup()
        # updates per second of the engine's last long call, by batch size
        self._rates: dict[int, float] = {}
        self._schedule: Schedule | None = None
        if settings.engine == "numpy":
            self.reason = message("engine.by-setting")
        elif not compiler:
            self.reason = message("engine.no-wasm")
        else:
            try:
                loop = recognized(edits)
                if edits.keys() & KNOWN.keys():
                    check_trial(compiler, fresh, settings, loop, training_loop)
                self.engine = Engine(compiler, run, data, settings, loop, training_loop)
                self.engine.max_norm = MAX_NORM
                self.apply_live(settings)
            except (
                Exception,
                UntraceableError,
            ) as error:  # of the reader's code, perhaps
                self._give_up(error)

    def _give_up(self, error: BaseException) -> None:
        self.engine = None
        own = message("engine.own-error", error=python_of(error))
        why = error.message if isinstance(error, EngineError) else own
        code = "engine.fails-edited" if self._is_edited else "engine.fails"
        self.reason = message(code, why=why)

    def apply_live(self, settings: Settings) -> None:
        """Take the settings that may change while the engine trains."""
        if self.engine:
            self.engine.logit_threshold = logit_threshold(settings.threshold)
        self._schedule = None
        if settings.schedule != "constant":
            may_ask_ahead = is_steady(SCHEDULES[settings.schedule])
            rate_at = partial(learning_rate, settings)
            self._schedule = Schedule(rate_at, may_ask_ahead)

    def scores(self, monitor: Monitor) -> tuple[Score, Score | None]:
        """Scores now on the training and, if any are held back, the validation examples."""
        scores = self._by_engine(lambda engine: engine.scores())
        return monitor.scores() if scores is None else self._score(scores)

    def _score(self, row: Array) -> tuple[Score, Score | None]:
        loss, metric, val_loss, val_metric = row.tolist()
        val = Score(val_loss, val_metric) if self._has_val else None
        return Score(loss, metric), val

    def pictures(self) -> tuple[Array, Array] | None:
        """P(class 1) at CELLS and the units' pictures; None where NumPy has to make them."""
        return self._by_engine(lambda engine: engine.probe(CELLS, UNIT_CELLS))

    def _by_engine(self, ask: Callable[[Engine], T]) -> T | None:
        """The engine's answer; None where there is no engine, or where it fails."""
        if not self.engine:
            return None
        try:
            return ask(self.engine)
        except (Exception, UntraceableError) as error:
            self._give_up(error)
            return None

    def run(self, goal: Goal, monitor: Monitor) -> bool:
        """Train up to the last update before `goal`; returns whether that was any.

        The last one is the loop's, so that everything it made can be shown.
        """
        trained = False
        while self.engine and not monitor.ends_step:
            batch_size = self.engine.batch_size
            before_last = goal.updates_before_last(batch_size)
            if before_last < 1:
                break
            began = perf_counter()
            seconds = min(max(goal.seconds_left(began), SHORTEST), LONGEST)
            known = self._rates.get(batch_size)
            rate = known or FIRST_RATE
            updates = min(before_last, max(1, int(rate * seconds)))
            if not (made := self.train(updates, monitor)):
                break
            trained = True
            if updates >= rate * SHORTEST:  # so that the call itself costs little
                seconds = perf_counter() - began
                if known and seconds >= SHORTEST:  # the first call compiles, too
                    self.speedup.engine_took(made, seconds)
                self._rates[batch_size] = min(4 * rate, made / max(seconds, 1e-9))
        return trained

    def train(self, updates: int, monitor: Monitor) -> int:
        """Have the engine make up to `updates` updates in one call; returns how many it made."""
        watch, schedule = monitor.watch, self._schedule
        made = self._by_engine(lambda engine: engine.train(updates, watch, schedule))
        return take(made, monitor) if made else 0

    def begin(self, updates: int, monitor: Monitor) -> Call | None:
        """The same call, for another core to make; None where there is no engine."""
        watch, schedule = monitor.watch, self._schedule
        return self._by_engine(lambda engine: engine.begin(updates, watch, schedule))


def take(made: Trained, monitor: Monitor) -> int:
    """Pass on to the monitor what the engine made; how many updates that is."""
    monitor.run.batch_loss = float(made.losses[-1])
    epochs = epoch_rows(made.ends, made.scores)
    monitor.after_updates(made.losses, epochs, made.best, made.best_theta)
    return len(made.losses)
