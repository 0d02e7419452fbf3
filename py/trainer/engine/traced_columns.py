"""Stand-ins for arrays of several columns, such as the logits of several classes.

What is done to one is done to each column; over a row, columns can be added up or compared.
"""

from collections.abc import Callable, Mapping, Sequence
from functools import reduce
from typing import Any

import numpy as np

from .record import Record
from .stand_ins import FILLS, Traced, UntraceableError
from .tracing import output

FOLDS = {"sum": np.add, "max": np.maximum, "min": np.minimum}
FOLDS |= {"amax": np.maximum, "amin": np.minimum}
REDUCING = (np.add, np.maximum, np.minimum, np.logaddexp)
BY_COLUMN = {"where", "clip", "copy", *FILLS}


class TracedColumns(Traced):
    """A stand-in for an array, (N, K): one stand-in, (N, 1), for each column."""

    def __init__(self, columns: Sequence[Traced]) -> None:
        self.columns = [*columns]

    @property
    def _number(self) -> int:  # type: ignore[override]
        raise UntraceableError("elements")

    def __array_ufunc__(
        self,
        ufunc: np.ufunc,
        method: str,
        *inputs: object,
        out: tuple[object, ...] = (),
        **options: object,
    ) -> Traced:
        if method == "reduce" and ufunc in REDUCING and not out:
            return self._folded(ufunc, options)
        if method != "__call__" or options or out:
            raise UntraceableError("unknown-function", name=f"{ufunc.__name__} so used")
        return self._by_column(ufunc, inputs)

    def __array_function__(
        self,
        function: Callable[..., object],
        _types: object,
        inputs: tuple[Any, ...],
        options: Mapping[str, object],
    ) -> Traced:
        name = function.__name__
        if name in FOLDS and inputs == (self,):
            return self._folded(FOLDS[name], options)
        if name not in BY_COLUMN or options:
            raise UntraceableError("unknown-function", name=name)
        return self._by_column(function, inputs)

    def _by_column(
        self, function: Callable[..., Any], inputs: Sequence[object]
    ) -> "TracedColumns":
        count = len(self.columns)
        wide = [each.columns for each in inputs if isinstance(each, TracedColumns)]
        if any(len(columns) != count for columns in wide):
            raise UntraceableError("elements")
        return TracedColumns(
            [
                function(
                    *(
                        each.columns[place] if isinstance(each, TracedColumns) else each
                        for each in inputs
                    )
                )
                for place in range(count)
            ]
        )

    def _folded(self, ufunc: np.ufunc, options: Mapping[str, object]) -> Traced:
        """All columns in one, (N, 1)."""
        if options.get("axis") not in (1, -1) or options.get("keepdims") is not True:
            raise UntraceableError("elements")
        if options.keys() - {"axis", "keepdims"}:
            raise UntraceableError("unknown-function", name=f"{ufunc.__name__} so used")
        folded: Traced = reduce(ufunc, self.columns)
        return folded

    def sum(self, **options: object) -> Traced:
        return self._folded(np.add, options)

    def max(self, **options: object) -> Traced:
        return self._folded(np.maximum, options)

    def min(self, **options: object) -> Traced:
        return self._folded(np.minimum, options)

    def mean(self, **options: object) -> Traced:
        mean: Traced = self._folded(np.add, options) / len(self.columns)
        return mean

    def copy(self) -> "TracedColumns":
        return TracedColumns([each.copy() for each in self.columns])


def column_names(name: str, count: int) -> list[str]:
    """What a formula calls the columns of an input."""
    return [name] if count == 1 else [f"{name} {place}" for place in range(count)]


def columns_of(
    record: Record, call: Callable[..., object], count: int, *names: str
) -> list[int]:
    """The steps of each column that a function of arrays, (N, count), returns.

    It may not change the arrays.
    """
    inputs = [
        [Traced(record, record.add("input", text=each)) for each in columns]
        for columns in (column_names(name, count) for name in names)
    ]
    before = [each._number for columns in inputs for each in columns]
    result = call(*(TracedColumns(each) if count > 1 else each[0] for each in inputs))
    columns = result.columns if isinstance(result, TracedColumns) else [result]
    made = [output(record, each) for each in columns]
    if [each._number for columns in inputs for each in columns] != before:
        raise UntraceableError("changes-input", function=call)
    return made


def function(record: Record, call: Callable[..., object], *names: str) -> int:
    """The same of a function of arrays of one column each, or of any shape."""
    return columns_of(record, call, 1, *names)[0]
