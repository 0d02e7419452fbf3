"""The memory plan: what lies where in a module's memory.

P   parameters of the network; every array of P has room for one vector more
C   examples computed at once: a chunk, which fills whole vectors
"""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import DTypeLike

from ..layers import parameter_count
from .values import F32X4, I32, Pointer, ValType, constant

PAGE = 65536  # bytes
UPDATES = 8192  # the most that one call can make

# of an epoch: training loss and percent correct, validation loss and percent correct
SCORES = 4


class Region(NamedTuple):
    """An array in memory."""

    offset: int  # bytes
    dtype: "np.dtype[np.generic]"
    length: int  # in items


class Plan:
    """Regions one after another, each at a multiple of 16 bytes."""

    def __init__(self) -> None:
        self.regions: dict[str, Region] = {}
        self.size = 0

    def add(self, name: str, count: int, dtype: DTypeLike) -> None:
        region = Region(self.size, np.dtype(dtype), count)
        self.regions[name] = region
        self.size += (count * region.dtype.itemsize + 31) // 16 * 16

    def at(self, name: str) -> Pointer:
        return Pointer(constant(I32, 0), self.regions[name].offset)

    @property
    def pages(self) -> int:
        return self.size // PAGE + 1


def item_type(kind: ValType) -> DTypeLike:
    """The NumPy type of a lane."""
    return np.float32 if kind is F32X4 else np.float64


def lanes_of(kind: ValType) -> int:
    """The numbers in a vector of this type."""
    return 4 if kind is F32X4 else 2


def vectors_of(kind: ValType, count: int) -> int:
    """The vectors that `count` numbers fill."""
    return -(-count // lanes_of(kind))


def layers(plan: Plan, sizes: tuple[int, ...], kind: ValType, chunk: int) -> None:
    """Add the activations and their gradients, (units, C) each.

    Every layer's activations have one row more, of ones: the input of the biases.
    """
    for depth, size in enumerate(sizes):
        plan.add(f"a{depth}", (size + 1) * chunk, item_type(kind))
        plan.add(f"d{depth}", size * chunk, item_type(kind))


def state_name(attribute: str) -> str:
    """The array that an optimizer's attribute is."""
    return f"state.{attribute}"


def training_plan(
    sizes: tuple[int, ...],
    kind: ValType,
    vectors: int,
    capacity: int,
    state: Sequence[str],
    settings: int,
    drops: bool,
) -> Plan:
    """For training on sets of up to `capacity` examples, `vectors` vectors of them at once,
    by an optimizer that keeps the arrays `state`, with so many settings; with dropout or not.
    """
    plan, item, count = Plan(), item_type(kind), parameter_count(sizes)
    chunk = vectors * lanes_of(kind)
    kept = ("theta", "gradient", "is_weight", "best_theta", *map(state_name, state))
    for name in kept:
        plan.add(name, count + lanes_of(kind), item)
    plan.add("hyper", settings, np.float64)
    plan.add("sums", 4 * lanes_of(kind), item)  # see kernels.SUMS
    plan.add("mask", chunk, item)
    plan.add("y", sizes[-1] * chunk, item)
    layers(plan, sizes, kind, chunk)
    if drops:
        plan.add("masks", sum(sizes[1:-1]) * chunk, item)
    for name in ("train", "val"):  # rows: the inputs, then y
        plan.add(name, (sizes[0] + sizes[-1]) * (capacity + chunk), item)
    plan.add("order", capacity, np.int32)
    plan.add("generator", 6, np.uint64)  # see shuffle.STATE
    plan.add("watch", 6, np.float64)  # see epochs.Watch
    plan.add("losses", UPDATES, np.float64)
    for name, numbers in (("scores", SCORES), ("rates", 1)):  # of each epoch that ends
        plan.add(name, numbers * UPDATES, np.float64)
    return plan


def probe_plan(
    sizes: tuple[int, ...], kind: ValType, vectors: int, cells: int, picture_cells: int
) -> Plan:
    """For what is predicted at `cells` places, and the units' pictures of `picture_cells`."""
    plan, item = Plan(), item_type(kind)
    chunk = vectors * lanes_of(kind)
    plan.add("theta", parameter_count(sizes) + lanes_of(kind), item)
    layers(plan, sizes, kind, chunk)
    plan.add("cells", sizes[0] * padded(cells, chunk), item)
    plan.add("predicted", sizes[-1] * padded(cells, chunk), item)
    plan.add("picture_cells", sizes[0] * padded(picture_cells, chunk), item)
    plan.add("pictures", sum(sizes) * padded(picture_cells, chunk), item)
    return plan


def padded(count: int, chunk: int) -> int:
    """`count` rounded up to whole chunks."""
    return -(-count // chunk) * chunk
