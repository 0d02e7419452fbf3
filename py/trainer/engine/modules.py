"""Modules: compiled once for a network; their arrays are written and read by name."""

from collections.abc import Callable
from functools import lru_cache

import numpy as np

from ..activations import Array
from .hosts import BrowserInstance, Host, Numbers
from .memory import Plan
from .probe_program import ProbeProgram
from .programs import Code, Program
from .training_program import TrainingProgram

MODULES = 16  # that stay compiled, for training, probing and checks each


class Module:
    """An instance of a compiled module, its arrays by name."""

    def __init__(self, instance: BrowserInstance, plan: Plan) -> None:
        self.instance, self.plan = instance, plan
        self.call = instance.call

    def write(self, name: str, values: Numbers | list[float], start: int = 0) -> None:
        """Write `values` to an array, from item number `start` on."""
        region = self.plan.regions[name]
        offset = region.offset + start * region.dtype.itemsize
        self.instance.write(offset, np.asarray(values, dtype=region.dtype))

    def write_rows(self, name: str, rows: Array, stride: int) -> None:
        """Write the columns of `rows`, (n, k), as k rows of `stride` items."""
        for number, column in enumerate(rows.T):
            self.write(name, column, number * stride)

    def read(self, name: str, count: int) -> Numbers:
        """The first `count` items of an array, in the array's type. (count,)"""
        region = self.plan.regions[name]
        values = np.empty(count, dtype=region.dtype)
        self.instance.read(region.offset, values)
        return values


class Compiler:
    """Compiles for one host, and keeps the newest modules.

    Compiling may raise an EngineError.
    """

    def __init__(self, host: Host) -> None:
        def kept(
            make: Callable[..., Code | Program],
        ) -> Callable[..., Callable[[], Module]]:
            @lru_cache(MODULES)
            def compiled(*shape: object) -> Callable[[], Module]:
                code = make(*shape)
                start, plan = host(code.code), code.plan
                return lambda: Module(start(), plan)

            return compiled

        # `check` takes what makes the code, and the one argument of that
        self.training, self.probe = kept(TrainingProgram), kept(ProbeProgram)
        self.check = kept(lambda make, what: make(what))
