"""The engine: trains a run, and looks at it, by modules compiled for its network.

P   parameters of the network    K   updates of a call    E   epochs that ended in it
"""

from collections.abc import Mapping
from itertools import pairwise
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from ..activations import Array
from ..datasets import Data
from ..errors import EngineError, shown
from ..optimizers import Adam, Momentum, Optimizer
from ..run.evaluation import Score, cut
from ..run.history import Epoch
from ..run.monitor import TOO_LONG
from ..settings.table import Settings
from ..training import Run
from . import judging, kernels, memory, updating
from .modules import Compiler, Module
from .programs import Shape
from .training_program import chunk_vectors
from .wasm import F32X4, F64X2, Kind

Order = NDArray[np.int64]
FEWEST = 256  # examples that a module has room for, at least


class Trained(NamedTuple):
    """What a call of the engine made, beside its changes to the run."""

    losses: Array  # of its updates, (K,)
    epochs: list[Epoch]  # that ended
    thetas: Array  # at the end of each of them, (E, P)


def check(settings: Settings) -> None:
    """An EngineError where the engine does not know what the settings want."""
    known: dict[str, Mapping[str, object]] = {
        "activation": kernels.ACTIVATIONS,
        "loss": judging.LOSSES,
        "optimizer": updating.OPTIMIZERS,
    }
    for name, names in known.items():
        if (value := getattr(settings, name)) not in names:
            raise EngineError("engine.unknown", name=name, got=shown(value))


class Engine:
    """Trains one run. What it changes, it changes as the training loop would."""

    def __init__(
        self, compiler: Compiler, run: Run, data: Data, settings: Settings
    ) -> None:
        """The kind of lanes to train in is the setting's; an EngineError where it cannot."""
        check(settings)
        self.run, self.data, self.compiler = run, data, compiler
        self.threshold = settings.threshold  # of P(class 1); it may change meanwhile
        self.kind: Kind = F32X4 if settings.engine == "float32" else F64X2
        self.shape = Shape(run.network.sizes, settings.activation, self.kind)
        self.names = settings.loss, settings.optimizer
        self._vectors = 0  # of the training module; 0 before there is one
        self._module: Module
        self._probe: Module | None = None

    def train(self, updates: int, within_epoch: bool = False) -> Trained:
        """Make up to `updates` updates, at least one, and none after one that diverged.

        As many as one call can make; with `within_epoch`, none of a later epoch than the
        first of them.
        """
        run, module = self.run, self._training_module()
        orders = self._orders(updates, within_epoch)
        module.write("orders", np.concatenate(orders))
        self._upload(module)
        made = module.call(
            "train",
            min(updates, memory.UPDATES, sum(map(self._updates, orders))),
            0,
            len(orders[0]),
            len(run.x),
            len(self.data.x_val),
            run.batch_size,
            self._has_penalty,
        )
        ends = self._move(orders, made)
        self._download(module, made)
        scores = self._scores(module, len(ends))
        epochs = [
            Epoch.scored(*end, *score) for end, score in zip(ends, scores, strict=True)
        ]
        thetas = module.read("thetas", len(ends) * self._width)
        table = thetas.reshape(-1, self._width)[:, : len(run.network.theta)]
        return Trained(module.read("losses", made), epochs, table.astype(np.float64))

    def scores(self) -> tuple[Score, Score | None] | None:
        """Scores on the training and, if any are held back, the validation examples.

        None before the first training: compiling for it would take longer.
        """
        if not self._vectors:
            return None
        run, module = self.run, self._module
        self._upload(module)
        examples = len(run.x), len(self.data.x_val)
        module.call("evaluate", *examples, self._has_penalty, 0)
        return self._scores(module, 1)[0]

    def look(self, cells: Array, picture_cells: Array) -> tuple[Array, Array]:
        """The belief in class 1 at `cells`, (n, 2), and every unit's picture. (n,), (U, m)

        A picture is the unit's output at `picture_cells`, (m, 2): 0.5 where that is zero,
        from 0 to 1 by its largest. Both are float32; the cells have to be the same ones at
        every call.
        """
        sizes = self.run.network.sizes
        if not self._probe:
            shape = Shape(sizes, self.shape.activation, F32X4)
            self._probe = self.compiler.probe(shape, len(cells), len(picture_cells))()
            for name, places in (("cells", cells), ("picture_cells", picture_cells)):
                row = self._probe.plan.regions[name].length // sizes[0]
                # a chunk is always full: the first cell again and again is no new place
                more = np.repeat(places[:1], row - len(places), axis=0)
                self._probe.write_rows(name, np.concatenate([places, more]), row)
        module = self._probe
        module.write("theta", self.run.network.theta)
        module.call("probe")
        belief = module.read("belief", len(cells))
        pictures = module.read("pictures", module.plan.regions["pictures"].length)
        return belief, pictures.reshape(sum(sizes), -1)[:, : len(picture_cells)]

    def _training_module(self) -> Module:
        """The module for the batch size of now, with the data in it."""
        run, val = self.run, self.data
        examples = max(len(run.x), len(val.x_val), FEWEST)
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
        is_weight = [
            np.repeat([1.0, 0.0], [n_in * n_out, n_out])
            for n_in, n_out in pairwise(sizes)
        ]
        module.write("is_weight", np.concatenate(is_weight))
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
        """Numbers from one theta to the next where several are kept."""
        return memory.padded(len(self.run.network.theta), memory.lanes_of(self.kind))

    def _orders(self, updates: int, within_epoch: bool) -> list[Order]:
        """What is left of this epoch's order, and those of the epochs that will be begun."""
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
        """How many updates it takes to see these examples."""
        return -(-len(order) // self.run.batch_size)

    def _move(self, orders: list[Order], updates: int) -> list[tuple[int, int]]:
        """Put the run where it is after so many updates; (epoch, update) of each end."""
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
        """Everything that may have changed outside of the engine."""
        run, optimizer = self.run, self.run.optimizer
        module.write("theta", run.network.theta)
        for name, values in state(optimizer).items():
            module.write(name, values)
        hyper = {name: getattr(optimizer, name, 0.0) for name in updating.HYPER}
        hyper |= {"l1": run.penalty.l1, "l2": run.penalty.l2, "longest": TOO_LONG**2}
        hyper["cut"] = cut(self.threshold)
        if isinstance(optimizer, Adam):
            hyper["power1"] = optimizer.beta1**optimizer.count
            hyper["power2"] = optimizer.beta2**optimizer.count
        module.write("hyper", list(hyper.values()))

    def _download(self, module: Module, updates: int) -> None:
        """What the updates changed."""
        run = self.run
        theta = run.network.theta
        theta[:] = module.read("theta", len(theta))
        for name, values in state(run.optimizer).items():
            values[:] = module.read(name, len(values))
        if isinstance(run.optimizer, Adam):
            run.optimizer.count += updates

    def _scores(self, module: Module, rows: int) -> list[tuple[Score, Score | None]]:
        table = module.read("scores", rows * memory.SCORES).reshape(-1, memory.SCORES)
        has_val = len(self.data.x_val) > 0
        return [
            (Score(*row[:2]), Score(*row[2:]) if has_val else None)
            for row in table.tolist()
        ]


def state(optimizer: Optimizer) -> dict[str, Array]:
    """What an optimizer remembers, under the engine's names: vectors in theta's order."""
    if isinstance(optimizer, Momentum):
        return {"velocity": optimizer.velocity}
    if isinstance(optimizer, Adam):
        return {"velocity": optimizer.mean, "square": optimizer.square}
    return {}
