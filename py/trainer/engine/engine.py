"""The engine: trains a run, and looks at it, by modules compiled for its network.

P   parameters of the network    U   units of all layers, inputs included
K   updates of a call            E   epochs that ended in it
"""

from collections.abc import Mapping
from math import inf
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from ..activations import Array
from ..datasets import Data
from ..errors import EngineError, shown
from ..layers import weights_and_biases
from ..optimizers import Adam, Momentum, Optimizer
from ..settings.table import Settings
from ..training import Run
from . import activations, losses, memory, optimizers
from .modules import Compiler, Module
from .programs import Shape
from .training_program import chunk_vectors
from .values import F32X4, F64X2, ValType

Order = NDArray[np.int64]
MIN_CAPACITY = 256  # examples that a module has room for


class Trained(NamedTuple):
    """What a call of `Engine.train` returns; the rest of its work is in the run."""

    losses: Array  # of each update, penalty included, (K,); the last may not be finite
    ends: list[tuple[int, int]]  # epoch and update at each end of an epoch, E of them
    scores: Array  # at each of them, (E, 4); see `Engine.scores`
    thetas: Array  # the parameters at each of them, (E, P)


def check(settings: Settings) -> None:
    """Raise an EngineError if the engine lacks what the settings name."""
    known: dict[str, Mapping[str, object]] = {
        "activation": activations.ACTIVATIONS,
        "loss": losses.LOSSES,
        "optimizer": optimizers.OPTIMIZERS,
    }
    for name, names in known.items():
        if (value := getattr(settings, name)) not in names:
            raise EngineError("engine.unknown", name=name, got=shown(value))


class Engine:
    """Trains one run, changing it as the training loop would."""

    def __init__(
        self, compiler: Compiler, run: Run, data: Data, settings: Settings
    ) -> None:
        """An EngineError says what of the settings cannot be compiled."""
        check(settings)
        self.run, self.data, self.compiler = run, data, compiler
        self.max_norm = inf  # of theta: training ends where it is reached
        self.logit_threshold = 0.0  # an example with a logit above it counts as class 1
        self.kind: ValType = F32X4 if settings.engine == "float32" else F64X2
        self.shape = Shape(run.network.sizes, settings.activation, self.kind)
        self.names = settings.loss, settings.optimizer
        self._vectors = 0  # of the training module; 0 before there is one
        self._module: Module
        self._probe_module: Module | None = None

    def train(self, updates: int, within_epoch: bool = False) -> Trained:
        """Make up to `updates` updates, at least one: as many as one call can.

        The last is the one that diverged, if any did. With `within_epoch`, none belongs to
        a later epoch than the first.
        """
        run, module = self.run, self._training_module()
        orders = self._orders(updates, within_epoch)
        module.write("orders", np.concatenate(orders))
        self._upload(module)
        most = min(updates, memory.UPDATES, sum(map(self._updates, orders)))
        places = 0, len(orders[0]), len(run.x), len(self.data.x_val)
        made = module.call("train", most, *places, run.batch_size, self._has_penalty)
        ends = self._move(orders, made)
        self._download(module, made)
        thetas = module.read("thetas", len(ends) * self._width)
        table = thetas.reshape(-1, self._width)[:, : len(run.network.theta)]
        return Trained(
            losses=module.read("losses", made),
            ends=ends,
            scores=self._read_scores(module, len(ends)),
            thetas=table.astype(np.float64),
        )

    def scores(self) -> Array | None:
        """Training loss, percent correct, validation loss, percent correct; now. (4,)

        The last two mean nothing where no examples are held back. None before the first
        training: to compile for this alone would take longer than NumPy does.
        """
        if not self._vectors:
            return None
        run, module = self.run, self._module
        self._upload(module)
        examples = len(run.x), len(self.data.x_val)
        module.call("evaluate", *examples, self._has_penalty, 0)
        scores: Array = self._read_scores(module, 1)[0]
        return scores

    def probe(self, cells: Array, picture_cells: Array) -> tuple[Array, Array]:
        """P(class 1) at `cells`, (n, 2), and every unit's picture. (n,), (U, m)

        A picture is the unit's output at `picture_cells`, (m, 2), from 0 to 1 relative to
        its largest size, and 0.5 where it is zero. Both are float32. Every call has to have
        the same cells.
        """
        if not self._probe_module:
            self._probe_module = self._new_probe_module(cells, picture_cells)
        module = self._probe_module
        module.write("theta", self.run.network.theta)
        module.call("probe")
        probability = module.read("probability", len(cells))
        pictures = module.read("pictures", module.plan.regions["pictures"].length)
        units = sum(self.shape.sizes)
        return probability, pictures.reshape(units, -1)[:, : len(picture_cells)]

    def _new_probe_module(self, cells: Array, picture_cells: Array) -> Module:
        """A module with the cells in it."""
        shape = self.shape._replace(kind=F32X4)
        module = self.compiler.probe(shape, len(cells), len(picture_cells))()
        for name, places in (("cells", cells), ("picture_cells", picture_cells)):
            row = module.plan.regions[name].length // shape.sizes[0]
            # fill the last chunk with the first cell, which changes no maximum
            more = np.repeat(places[:1], row - len(places), axis=0)
            module.write_rows(name, np.concatenate([places, more]), row)
        return module

    def _training_module(self) -> Module:
        """The module for the current batch size, with the data in it."""
        run, val = self.run, self.data
        examples = max(len(run.x), len(val.x_val), MIN_CAPACITY)
        capacity = 1 << (examples - 1).bit_length()
        vectors = chunk_vectors(self.shape, min(run.batch_size, len(run.x)))
        if vectors == self._vectors:
            return self._module
        compiled = self.compiler.training(self.shape, *self.names, vectors, capacity)
        module, self._vectors = compiled(), vectors
        chunk = vectors * memory.lanes_of(self.kind)
        sizes = self.shape.sizes
        for depth, size in enumerate(sizes[:-1]):  # the biases' input
            module.write(f"a{depth}", np.ones(chunk), size * chunk)
        is_weight = np.zeros_like(run.network.theta)
        for W, _ in weights_and_biases(is_weight, sizes):
            W[:] = 1.0
        module.write("is_weight", is_weight)
        sets = {"train": (run.x, run.y), "val": (val.x_val, val.y_val)}
        for name, columns in sets.items():
            module.write_rows(name, np.hstack(columns), capacity + chunk)
        self._module = module
        return module

    @property
    def _has_penalty(self) -> int:
        return int(bool(self.run.penalty.l1 or self.run.penalty.l2))

    @property
    def _width(self) -> int:
        """Numbers from one theta to the next in `thetas`."""
        return memory.padded(len(self.run.network.theta), memory.lanes_of(self.kind))

    def _orders(self, updates: int, within_epoch: bool) -> list[Order]:
        """The rest of this epoch's order, and the orders of the epochs that will start."""
        run, n = self.run, len(self.run.x)
        left = run.order[run.start :]
        orders = [left] if len(left) else []
        epochs = min(memory.EPOCHS, memory.THETAS // self._width) or 1
        places = max(memory.ORDERS, n) - len(left)
        most = 1 if within_epoch else min(epochs, len(orders) + places // n)
        updates = min(updates, memory.UPDATES) - self._updates(left)
        while not orders or (len(orders) < most and updates > 0):
            new = run.rng.permutation(n) if run.shuffle else np.arange(n)
            orders.append(new)
            updates -= self._updates(new)
        return orders

    def _updates(self, order: Order) -> int:
        """The updates that it takes to see these examples."""
        return -(-len(order) // self.run.batch_size)

    def _move(self, orders: list[Order], updates: int) -> list[tuple[int, int]]:
        """Move the run on by so many updates; (epoch, update) of each epoch's end."""
        run, n, size = self.run, len(self.run.x), self.run.batch_size
        ends = []
        for order in orders:
            if run.start == n:
                run.order, run.start = order, 0
            made = min(updates, self._updates(order))
            seen = min(made * size, len(order))
            run.batch = order[(made - 1) * size : seen]
            run.start += seen
            run.examples_seen += seen
            run.update += made
            updates -= made
            if run.start == n:
                ends.append((run.epoch, run.update))
            if not updates:
                break
        return ends

    def _upload(self, module: Module) -> None:
        """Write everything that may have changed outside the engine."""
        run, optimizer = self.run, self.run.optimizer
        module.write("theta", run.network.theta)
        for name, values in state(optimizer).items():
            module.write(name, values)
        hyper = {name: getattr(optimizer, name, 0.0) for name in optimizers.HYPER}
        hyper |= {
            "l1": run.penalty.l1,
            "l2": run.penalty.l2,
            "logit_threshold": self.logit_threshold,
        }
        hyper["max_squared_norm"] = self.max_norm**2
        if isinstance(optimizer, Adam):
            hyper["power1"] = optimizer.beta1**optimizer.count
            hyper["power2"] = optimizer.beta2**optimizer.count
        module.write("hyper", list(hyper.values()))

    def _download(self, module: Module, updates: int) -> None:
        """Read what the updates changed."""
        run = self.run
        theta = run.network.theta
        theta[:] = module.read("theta", len(theta))
        for name, values in state(run.optimizer).items():
            values[:] = module.read(name, len(values))
        if isinstance(run.optimizer, Adam):
            run.optimizer.count += updates

    def _read_scores(self, module: Module, rows: int) -> Array:
        return module.read("scores", rows * memory.SCORES).reshape(-1, memory.SCORES)


def state(optimizer: Optimizer) -> dict[str, Array]:
    """An optimizer's state by the engine's names: vectors in theta's order, (P,)."""
    if isinstance(optimizer, Momentum):
        return {"velocity": optimizer.velocity}
    if isinstance(optimizer, Adam):
        return {"velocity": optimizer.mean, "square": optimizer.square}
    return {}
