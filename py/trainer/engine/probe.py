"""The probe: looks at a network by a module of its own, all over the plane."""

import numpy as np

from ..activations import Array
from ..layers import MLP
from .modules import Compiler
from .programs import Shape
from .values import F32X4


class Probe:
    """Looks at one network from the same places again and again."""

    def __init__(
        self,
        compiler: Compiler,
        shape: Shape,
        task: str,
        network: MLP,
        cells: Array,
        picture_cells: Array,
    ) -> None:
        """From `cells`, (n, 2), and `picture_cells`, (m, 2)."""
        self._network, self._units = network, sum(shape.sizes)
        self._cells, self._picture_cells = len(cells), len(picture_cells)
        counts = self._cells, self._picture_cells
        self._module = compiler.probe(shape._replace(kind=F32X4), task, *counts)()
        for name, places in (("cells", cells), ("picture_cells", picture_cells)):
            row = self._module.plan.regions[name].length // shape.sizes[0]
            inputs = network.inputs(places)
            # fill the last chunk with the first cell, which changes no maximum
            more = np.repeat(inputs[:1], row - len(inputs), axis=0)
            self._module.write_rows(name, np.concatenate([inputs, more]), row)

    def look(self) -> tuple[Array, Array]:
        """What is predicted at the cells, and every unit's picture; both float32.
        (K, n), (U, m)

        Predicted is P(class 1); P(each class); or values, -1 as 0 and 1 as 1.
        A picture is the unit's output at the picture cells, from 0 to 1 relative to its
        largest size, and 0.5 where it is zero.
        """
        module = self._module
        module.write("theta", self._network.theta)
        module.call("probe")
        length = module.plan.regions["predicted"].length
        rows = module.read("predicted", length).reshape(self._network.sizes[-1], -1)
        pictures = module.read("pictures", module.plan.regions["pictures"].length)
        predicted = rows[:, : self._cells]
        return predicted, pictures.reshape(self._units, -1)[:, : self._picture_cells]
