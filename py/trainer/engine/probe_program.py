"""The module that looks: what is predicted over the plane, and every unit's picture.

probe()
    Writes what is predicted at each of the `cells` to `predicted`: P(class 1), P(each class)
    in a row each, or values, -1 as 0 and 1 as 1; then to `pictures`, in a row
    for each unit, its output at each of the `picture_cells`: from 0 to 1, relative to its
    largest size, and 0.5 where it is zero.
"""

from collections.abc import Callable

from .assembler import Function
from .functions import exp, sigmoid
from .kernels import VECTOR
from .memory import padded, probe_plan
from .programs import Program, Shape
from .values import Local, Pointer, Value, constant

VECTORS = 8  # of a chunk


class ProbeProgram(Program):
    """Looks at the plane a chunk of cells at a time."""

    def __init__(self, shape: Shape, task: str, cells: int, picture_cells: int) -> None:
        """For so many cells of the plane, and so many of the units' pictures."""
        plan = probe_plan(shape.sizes, shape.kind, VECTORS, cells, picture_cells)
        super().__init__(shape, plan, VECTORS)
        self.task, self.cells = task, cells
        self.row = padded(picture_cells, self.chunk) * self.item  # bytes of a picture
        parts = [
            self._over_chunks("predict", "cells", cells, self._keep_predicted),
            self._over_chunks("draw", "picture_cells", picture_cells, self._keep_units),
            self._scale(),
        ]
        numbers = [self.add(part) for part in parts]
        probe = Function("probe")
        for number in numbers:
            probe.call(number)
        self.add(probe)

    def _over_chunks(
        self, name: str, cells: str, count: int, keep: Callable[[Function, Local], None]
    ) -> Function:
        """Run `cells` through the network, chunk by chunk, and `keep` the outputs."""
        f = Function(name)
        with f.up_to(count, self.chunk) as start:
            self.copy_chunk(f, self.address(cells), padded(count, self.chunk), start)
            self.forward(f)
            keep(f, f.let(start * self.item))
        return f

    def _keep_predicted(self, f: Function, offset: Local) -> None:
        target = Pointer(offset, self.plan.at("predicted").offset)
        row = padded(self.cells, self.chunk) * self.item
        self._keep_outputs(f, target, row, lambda value: value)

    def _predicted(self, f: Function, source: Pointer) -> list[Value]:
        """What the logits at `source`, a row each, say: from 0 to 1."""
        row = VECTORS * VECTOR
        logits = [
            f.let(f.load(self.kind, source + k * row))
            for k in range(self.shape.sizes[-1])
        ]
        if self.task == "binary":
            return [sigmoid(f, logits[0])]
        if self.task == "regression":
            return [logits[0] * 0.5 + 0.5]
        most: Value = logits[0]
        for logit in logits[1:]:
            most = f.let(most.maximum(logit))
        powers = [exp(f, logit - most) for logit in logits]
        total: Value = powers[0]
        for power in powers[1:]:
            total = f.let(total + power)
        return [power / total for power in powers]

    def _keep_units(self, f: Function, offset: Local) -> None:
        first = self.plan.at("pictures").offset
        for depth, size in enumerate(self.shape.sizes[:-1]):

            def keep(source: Pointer, target: Pointer) -> None:
                for k in range(VECTORS):
                    value = f.load(self.kind, source + k * VECTOR)
                    f.store(target + k * VECTOR, value)

            rows = [
                (self.plan.at(f"a{depth}"), VECTORS * VECTOR),
                (Pointer(offset, first), self.row),
            ]
            f.repeat(size, rows, keep)
            first += size * self.row
        # the outputs' pictures: 2 P - 1, or the value
        target = Pointer(offset, first)
        self._keep_outputs(f, target, self.row, lambda value: value * 2.0 - 1.0)

    def _keep_outputs(
        self, f: Function, target: Pointer, row: int, shown: Callable[[Value], Value]
    ) -> None:
        """What the outputs say, as `shown`, in rows of so many bytes."""
        logits = self.plan.at(f"a{self.outermost}")

        def keep(source: Pointer, target: Pointer) -> None:
            with f.scope():
                for k, value in enumerate(self._predicted(f, source)):
                    f.store(target + k * row, shown(value))

        f.repeat(VECTORS, [(logits, VECTOR), (target, VECTOR)], keep)

    def _scale(self) -> Function:
        f = Function("scale")
        vectors = self.row // VECTOR

        def scale_row(row: Pointer) -> None:
            with f.scope():
                largest = f.let(constant(self.kind, 0.0))

                def take(at: Pointer) -> None:
                    f.set(largest, largest.max(f.load(self.kind, at).abs()))

                f.repeat(vectors, [(row, VECTOR)], take)
                f.set(largest, self._largest_lane(largest))
                one = constant(self.kind, 1.0)
                f.set(largest, largest.where(largest > 0.0, one))

                def scale(at: Pointer) -> None:
                    f.store(at, f.load(self.kind, at) / largest * 0.5 + 0.5)

                f.repeat(vectors, [(row, VECTOR)], scale)

        units = sum(self.shape.sizes)
        f.repeat(units, [(self.plan.at("pictures"), self.row)], scale_row)
        return f

    def _largest_lane(self, vector: Local) -> Value:
        """The largest of the lanes, in every lane."""
        lanes = VECTOR // self.item
        largest: Value = vector
        for number in range(1, lanes):
            turned = [(lane + number) % lanes for lane in range(lanes)]
            largest = largest.max(vector.shuffle(vector, turned))
        return largest
