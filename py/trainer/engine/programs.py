"""Programs: what a network's modules have in common.

Layers of equal shape share their functions. So a deep network is a small module, which
compiles fast, and browsers optimise its few functions soon.
"""

from collections.abc import Callable
from typing import NamedTuple

import numpy as np

from ..layers import parameter_count, weights_and_biases
from . import kernels
from .activations import ActivationCode
from .assembler import Function, module
from .dropout import lay_masks
from .kernels import VECTOR
from .memory import Plan, lanes_of
from .values import I32, SCALARS, Local, Pointer, ValType, Value, constant


class Shape(NamedTuple):
    """The network that a module is for, and the vectors that it computes with."""

    sizes: tuple[int, ...]
    rules: tuple[ActivationCode, ...]  # of each layer of weights
    kind: ValType
    drops: bool = False  # whether training leaves hidden units out


class Code(NamedTuple):
    """A module, and where its arrays lie."""

    code: bytes
    plan: Plan


class Program:
    """The functions of one module under construction."""

    def __init__(self, shape: Shape, plan: Plan, vectors: int) -> None:
        self.shape, self.plan, self.vectors = shape, plan, vectors
        self.kind, self.scalar = shape.kind, SCALARS[shape.kind]
        self.inputs, self.outermost = shape.sizes[0], len(shape.sizes) - 1
        self.count = parameter_count(shape.sizes)  # P
        places = weights_and_biases(np.arange(float(self.count)), shape.sizes)
        self.starts = [int(W[0, 0]) for W, _ in places]  # of the layers in theta
        self.item = VECTOR // lanes_of(shape.kind)
        self.chunk = vectors * lanes_of(shape.kind)
        self.functions: list[Function] = []
        self.numbers: dict[object, int] = {}

    @property
    def code(self) -> bytes:
        return module(self.functions, self.plan.pages)

    def add(self, function: Function) -> int:
        """Put a function into the module; returns its number there."""
        self.functions.append(function)
        return len(self.functions) - 1

    def shared(self, make: Callable[..., Function], *shape: object) -> int:
        """The number of the function that `make` returns for a shape; it is made once."""
        key = (make, shape)
        if key not in self.numbers:
            function = make(self.kind, *shape)
            function.name += f"_{len(self.functions)}"  # no two exports have one name
            self.numbers[key] = self.add(function)
        return self.numbers[key]

    def address(self, name: str, start: int = 0) -> Value:
        """The address of item number `start` of an array."""
        return constant(I32, self.plan.regions[name].offset + start * self.item)

    def forward(self, f: Function, is_training: bool = False) -> None:
        """Run the chunk through every layer; in training, keep what backward needs."""
        sizes = self.shape.sizes
        for depth in range(1, len(sizes)):
            rule = self.shape.rules[depth - 1]
            shape = sizes[depth - 1], sizes[depth], self.vectors
            is_kept = is_training and rule.is_kept
            f.call(
                self.shared(kernels.forward, *shape, rule, is_kept),
                self.address("theta", self.starts[depth - 1]),
                *map(self.address, (f"a{depth - 1}", f"a{depth}", f"d{depth}")),
            )
            if is_training and self.shape.drops and depth < self.outermost:
                f.call(
                    self.shared(lay_masks, sizes[depth], self.vectors),
                    *map(self.address, (f"a{depth}", f"d{depth}")),
                    self.address("masks", sum(sizes[1:depth]) * self.chunk),
                )

    def copy_chunk(self, f: Function, rows: Value, stride: int, start: Local) -> Local:
        """Copy the inputs of a chunk of examples, from number `start` on, into the chunk.

        They come from rows of `stride` items. Returns the address of the first.
        """
        first = f.let(rows + start * self.item)
        for row in range(self.inputs):
            source = Pointer(first, row * stride * self.item)
            target = self.plan.at("a0") + row * self.vectors * VECTOR
            f.repeat(
                self.vectors,
                [(source, VECTOR), (target, VECTOR)],
                lambda source, target: f.store(target, f.load(self.kind, source)),
            )
        return first
