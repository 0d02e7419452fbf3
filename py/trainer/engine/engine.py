"""The engine: trains a run, and looks at it, by modules compiled for its network.

P   parameters of the network    U   units of all layers, inputs included
K   updates of a call            E   epochs that ended in it
"""

from collections.abc import Callable, Iterator
from math import inf
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from ..activations import Array
from ..datasets import Data
from ..errors import EngineError
from ..layers import weights_and_biases
from ..settings.table import Settings
from ..training import Run, training_loop
from . import memory
from .activations import activation_code
from .checking import check_activation, check_last_layer, check_loss, check_update
from .each_epoch import run_statements
from .epochs import Schedule, Watch
from .gradient_change import GradientChange
from .handover import Place
from .hosts import Block, BrowserInstance
from .losses import loss_code
from .memory import state_name
from .modules import Compiler, Module
from .probe import Probe
from .programs import Shape
from .recognition import Loop
from .shuffle import is_known
from .training_program import chunk_vectors
from .update_code import FIXED, update_code
from .values import F32X4, F64X2, ValType

NOTHING = Watch()
MIN_CAPACITY = 256  # examples that a module has room for


class Trained(NamedTuple):
    """What a call of `Engine.train` returns; the rest of its work is in the run."""

    losses: Array  # of each update, penalty included, (K,); the last may not be finite
    ends: NDArray[np.int64]  # epoch and update at each end of an epoch, (E, 2)
    scores: Array  # at each of them, (E, 4); see `Engine.scores`
    best: int | None  # the one of them that is the best so far, if any is
    best_theta: Array  # the parameters at it, (P,)


class Call(NamedTuple):
    """A call of the module's `train`, ready to be made."""

    arguments: tuple[int, ...]
    place: Place
    schedule: Schedule | None


class Engine:
    """Trains a run, changing it as the training loop would."""

    def __init__(
        self,
        compiler: Compiler,
        run: Run,
        data: Data,
        settings: Settings,
        loop: Loop | None = None,
        training_loop: Callable[[Run], Iterator[str]] = training_loop,
    ) -> None:
        """`loop` is how `training_loop` differs from the lesson's.

        An EngineError says what of the run cannot be compiled.
        """
        self.run, self.data, self.compiler = run, data, compiler
        self.max_norm = inf  # of theta: training ends where it is reached
        self.logit_threshold = 0.0  # an example with a logit above it counts as class 1
        self.kind: ValType = F32X4 if settings.engine == "float32" else F64X2
        network = run.network
        activations = [layer.activation for layer in network.layers]
        drops = bool(network.dropout) and len(activations) > 1
        if drops and not is_known(run.rng):
            got = type(run.rng.bit_generator).__name__
            raise EngineError("engine.kind", got=got, name="PCG64")
        kept = [drops] * (len(activations) - 1) + [False]
        rules = tuple(map(activation_code, activations, kept))
        self.shape = Shape(network.sizes, rules, self.kind, drops)
        self.loss = loss_code(run.loss, network.sizes[-1])
        parts = run.penalty, run.optimizer, len(network.theta)
        self.update = update_code(*parts)
        for number, activation in enumerate(activations):
            if activation not in activations[:number]:
                check_activation(compiler, activation, rules[number])
        check_last_layer(activations[-1], rules[-1])
        check_loss(compiler, run.loss, self.loss)
        check_update(compiler, run.penalty, run.optimizer, self.update)
        self.loop, self._names = loop or Loop(), training_loop.__globals__
        if self.loop.gradient:
            change = GradientChange(self.loop.gradient, self.loop.run, self._names)
            self.update = update_code(*parts, change)
        self._room = (0, 0)  # of the training module: vectors of a chunk, examples
        self._module: Module
        self._trained: Run | None = None  # whose data the module has
        self._probe: Probe | None = None

    def train(
        self,
        updates: int,
        watch: Watch = NOTHING,
        schedule: Schedule | None = None,
    ) -> Trained:
        """Make up to `updates` updates, at least one: as many as one call can.

        The last is the one that diverged, if any did, or after which `watch` ends training.
        """
        call = self.begin(updates, watch, schedule)
        return self.finish(call, self._module.call("train", *call.arguments))

    def begin(
        self,
        updates: int,
        watch: Watch = NOTHING,
        schedule: Schedule | None = None,
    ) -> Call:
        """Write into the module all that `train` needs for a call like this."""
        if self.loop.each_epoch and self.run.start == len(self.run.x):
            code, known = self.loop.each_epoch, self.update.numbers
            run_statements(code, self.run, self._names, self.loop.run, known)
        run, module = self.run, self._training_module()
        place = Place(run, self.batch_size, self.shuffles, self.shape.drops)
        rate_at = schedule.rate_at if schedule and schedule.is_steady else None
        within_epoch = bool(self.loop.each_epoch or (schedule and not rate_at))
        most = int(min(updates, memory.UPDATES, place.updates_left(within_epoch)))
        self._upload(module)
        place.hand_over(module, most, watch, rate_at)
        sets = len(run.x), len(self.data.x_val)
        options = self.batch_size, self._has_penalty, self.shuffles, bool(rate_at)
        return Call((most, run.start, *sets, *map(int, options)), place, schedule)

    def finish(self, call: Call, made: int) -> Trained:
        """Move the run on by what a call has made: so many updates."""
        run, module, schedule = self.run, self._module, call.schedule
        self._download(module)
        ends = call.place.take_back(module, made)
        is_fixed = "learning_rate" not in self.update.changed
        if schedule and len(ends) and (is_fixed or run.start == len(run.x)):
            run.optimizer.learning_rate = schedule.rate_at(run.epoch)
        best = len(ends) - 1 - int(Watch(*module.read("watch", len(NOTHING))).since)
        best_theta = module.read("best_theta", len(run.network.theta))
        return Trained(
            losses=module.read("losses", made),
            ends=ends,
            scores=self._read_scores(module, len(ends)),
            best=best if best >= 0 else None,
            best_theta=best_theta.astype(np.float64),
        )

    def take(self, run: Run, data: Data) -> None:
        """Train this run from now on, whose settings differ from the last one's in seeds alone."""
        self.run, self.data = run, data

    def block(self) -> tuple[BrowserInstance, Block]:
        """The training module, and a copy of its memory."""
        module = self._module
        return module.instance, module.instance.block(module.plan.size)

    def restore(self, block: Block) -> None:
        """Give the training module its memory, in which this run was trained elsewhere."""
        self._module.instance.restore(block)
        self._trained = self.run

    @property
    def batch_size(self) -> int:
        """Examples of a batch: as the loop says, or else the run."""
        size, n = self.loop.batch_size, len(self.run.x)
        return self.run.batch_size if size is None else size or n

    @property
    def shuffles(self) -> bool:
        """Whether each epoch has an order of its own."""
        own = self.loop.shuffle
        return self.run.shuffle if own is None else own

    def scores(self) -> Array | None:
        """Training loss and metric, validation loss and metric; now. (4,)

        The last two are NaN where no examples are held back. None before the first
        training: to compile for this alone would take longer than NumPy does.
        """
        if not any(self._room):
            return None
        run, module = self.run, self._module
        self._upload(module)
        examples = len(run.x), len(self.data.x_val)
        module.call("evaluate", *examples, self._has_penalty, 0)
        scores: Array = self._read_scores(module, 1)[0]
        return scores

    def probe(self, cells: Array, picture_cells: Array) -> tuple[Array, Array]:
        """What is predicted at `cells`, (n, 2), and every unit's picture. (K, n), (U, m)

        As `Probe.look` returns it; every call has to have the same cells.
        """
        if not self._probe:
            places = cells, picture_cells
            about = self.shape, self.loss.task, self.run.network
            self._probe = Probe(self.compiler, *about, *places)
        return self._probe.look()

    def _training_module(self) -> Module:
        """The module for the current batch size, with the data in it."""
        run, val = self.run, self.data
        examples = max(len(run.x), len(val.x_val), MIN_CAPACITY)
        capacity = 1 << (examples - 1).bit_length()
        vectors = chunk_vectors(self.shape, min(self.batch_size, len(run.x)))
        if self._room != (vectors, capacity):
            self._room, self._trained = (vectors, capacity), None
            self._module = self._new_training_module()
        if self._trained is not run:
            stride = capacity + vectors * memory.lanes_of(self.kind)
            self._module.write_rows("train", np.hstack([run.x, run.y]), stride)
            held_back = run.network.inputs(val.x_val)
            self._module.write_rows("val", np.hstack([held_back, val.y_val]), stride)
            self._trained = run
        return self._module

    def _new_training_module(self) -> Module:
        codes, sizes = (self.loss, self.update), self.shape.sizes
        module = self.compiler.training(self.shape, *codes, *self._room)()
        chunk = self._room[0] * memory.lanes_of(self.kind)
        for depth, size in enumerate(sizes[:-1]):  # the biases' input
            module.write(f"a{depth}", np.ones(chunk), size * chunk)
        is_weight = np.zeros_like(self.run.network.theta)
        for W, _ in weights_and_biases(is_weight, sizes):
            W[:] = 1.0
        module.write("is_weight", is_weight)
        return module

    @property
    def _has_penalty(self) -> int:
        return int(bool(self.run.penalty.l1 or self.run.penalty.l2))

    def _upload(self, module: Module) -> None:
        """Write everything that may have changed outside the engine."""
        run, update = self.run, self.update
        module.write("theta", run.network.theta)
        for name in update.state:
            module.write(state_name(name), getattr(run.optimizer, name))
        penalty, most = run.penalty, self.max_norm**2
        fixed = [penalty.l1, penalty.l2, self.logit_threshold, most]
        fixed.append(run.network.dropout)
        module.write("hyper", [*fixed, *update.numbers_now(run.optimizer)])

    def _download(self, module: Module) -> None:
        """Read what the updates changed."""
        run, update = self.run, self.update
        theta = run.network.theta
        theta[:] = module.read("theta", len(theta))
        for name in update.state:
            values = module.read(state_name(name), len(theta))
            setattr(run.optimizer, name, values.astype(np.float64))
        numbers = module.read("hyper", len(update.settings))[len(FIXED) :]
        for name, value in zip(update.numbers, numbers.tolist(), strict=False):
            if name in update.changed:
                is_whole = isinstance(getattr(run.optimizer, name), int)
                is_whole = is_whole and value.is_integer()
                setattr(run.optimizer, name, int(value) if is_whole else value)

    def _read_scores(self, module: Module, rows: int) -> Array:
        scores = module.read("scores", rows * memory.SCORES)
        scores = scores.reshape(-1, memory.SCORES)
        if not len(self.data.x_val):
            scores[:, 2:] = np.nan
        return scores
