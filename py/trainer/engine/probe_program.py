"""The module that looks: P(class 1) over the plane, and every unit's picture.

probe()
    Writes P(class 1) at each of the `cells` to `probability`; then to `pictures`, in a row
    for each unit, its output at each of the `picture_cells`: from 0 to 1, relative to its
    largest size, and 0.5 where it is zero.
"""

from collections.abc import Callable

from .assembler import Function
from .functions import sigmoid, tanh
from .kernels import VECTOR
from .memory import padded, probe_plan
from .programs import Code, Program, Shape
from .values import Local, Pointer, Value, constant

VECTORS = 8  # of a chunk


def probe_code(shape: Shape, cells: int, picture_cells: int) -> Code:
    """A module for so many cells of the plane, and so many of the units' pictures."""
    return ProbeProgram(shape, cells, picture_cells).code


class ProbeProgram(Program):
    """Looks at the plane a chunk of cells at a time."""

    def __init__(self, shape: Shape, cells: int, picture_cells: int) -> None:
        plan = probe_plan(shape.sizes, shape.kind, VECTORS, cells, picture_cells)
        super().__init__(shape, plan, VECTORS)
        self.row = padded(picture_cells, self.chunk) * self.item  # bytes of a picture
        parts = [
            self._over_chunks("predict", "cells", cells, self._keep_probability),
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

    def _keep_probability(self, f: Function, offset: Local) -> None:
        logits = self.plan.at(f"a{self.outermost}")
        target = Pointer(offset, self.plan.at("probability").offset)

        def predict(source: Pointer, target: Pointer) -> None:
            f.store(target, sigmoid(f, f.load(self.kind, source)))

        f.repeat(VECTORS, [(logits, VECTOR), (target, VECTOR)], predict)

    def _keep_units(self, f: Function, offset: Local) -> None:
        first = self.plan.at("pictures").offset
        for depth, size in enumerate(self.shape.sizes):
            is_output = depth == self.outermost

            def keep(
                source: Pointer, target: Pointer, is_output: bool = is_output
            ) -> None:
                for k in range(VECTORS):
                    with f.scope():
                        value = f.load(self.kind, source + k * VECTOR)
                        # the output's picture is 2 P(class 1) - 1
                        shown = tanh(f, value * 0.5) if is_output else value
                        f.store(target + k * VECTOR, shown)

            rows = [
                (self.plan.at(f"a{depth}"), VECTORS * VECTOR),
                (Pointer(offset, first), self.row),
            ]
            f.repeat(size, rows, keep)
            first += size * self.row

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
