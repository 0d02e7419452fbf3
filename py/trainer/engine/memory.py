"""The memory plan: what lies where in a module's memory.

P   parameters of the network       every array of P has room for one vector more
C   examples that are worked on at once: a chunk, a whole number of vectors
"""

from itertools import pairwise
from typing import NamedTuple

import numpy as np
from numpy.typing import DTypeLike

from .wasm import F32X4, Kind, Pointer, place

PAGE = 65536  # bytes
ORDERS = 16384  # places in shuffled orders that one call can be given
UPDATES = 4096  # updates that one call can make
EPOCHS = 64  # epochs that one call can end
SCORES = 4  # numbers of an epoch: train loss, percent right; the same of the held back
THETAS = 131072  # numbers that one call can keep as the parameters after its epochs


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
        return place(self.regions[name].offset)

    @property
    def pages(self) -> int:
        return self.size // PAGE + 1


def item_type(kind: Kind) -> DTypeLike:
    """What a lane is to NumPy."""
    return np.float32 if kind is F32X4 else np.float64


def lanes_of(kind: Kind) -> int:
    """How many numbers a vector of this kind has."""
    return 4 if kind is F32X4 else 2


def vectors_of(kind: Kind, count: int) -> int:
    """The vectors that hold `count` numbers."""
    return -(-count // lanes_of(kind))


def parameters(sizes: tuple[int, ...]) -> int:
    """P of a network with layers of `sizes` units."""
    return sum((n_in + 1) * n_out for n_in, n_out in pairwise(sizes))


def layer_starts(sizes: tuple[int, ...]) -> list[int]:
    """Where each layer's W begins in theta; its b follows as if it were one more row."""
    return [parameters(sizes[: depth + 1]) for depth in range(len(sizes) - 1)]


def layers(plan: Plan, sizes: tuple[int, ...], kind: Kind, chunk: int) -> None:
    """Room for the activations and their gradients, (units, C) each.

    Every layer but the last has one row more, of ones: the input of the biases.
    """
    for depth, size in enumerate(sizes):
        plan.add(f"a{depth}", (size + 1) * chunk, item_type(kind))
        plan.add(f"d{depth}", size * chunk, item_type(kind))


def training_plan(
    sizes: tuple[int, ...], kind: Kind, vectors: int, capacity: int
) -> Plan:
    """For training on sets of up to `capacity` examples, `vectors` of them at once."""
    plan, item, count = Plan(), item_type(kind), parameters(sizes)
    chunk = vectors * lanes_of(kind)
    for name in ("theta", "gradient", "velocity", "square", "is_weight"):
        plan.add(name, count + lanes_of(kind), item)
    plan.add("hyper", 16, np.float64)
    plan.add("sums", 4 * lanes_of(kind), item)  # loss, right answers, penalty, length
    plan.add("mask", chunk, item)
    plan.add("y", chunk, item)
    layers(plan, sizes, kind, chunk)
    for name in ("train", "val"):  # rows: each input, then y
        plan.add(name, (sizes[0] + 1) * (capacity + chunk), item)
    plan.add("orders", max(ORDERS, capacity), np.int32)
    plan.add("losses", UPDATES, np.float64)
    plan.add("scores", SCORES * EPOCHS, np.float64)
    plan.add("thetas", max(THETAS, count + lanes_of(kind)), item)
    return plan


def probe_plan(
    sizes: tuple[int, ...], kind: Kind, vectors: int, cells: int, picture_cells: int
) -> Plan:
    """For looking at `cells` of the plane, and `picture_cells` for the units' pictures."""
    plan, item = Plan(), item_type(kind)
    chunk = vectors * lanes_of(kind)
    plan.add("theta", parameters(sizes) + lanes_of(kind), item)
    layers(plan, sizes, kind, chunk)
    plan.add("cells", sizes[0] * padded(cells, chunk), item)
    plan.add("belief", padded(cells, chunk), item)
    plan.add("picture_cells", sizes[0] * padded(picture_cells, chunk), item)
    plan.add("pictures", sum(sizes) * padded(picture_cells, chunk), item)
    return plan


def padded(count: int, chunk: int) -> int:
    """`count` rounded up to whole chunks."""
    return -(-count // chunk) * chunk
