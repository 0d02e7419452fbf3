"""Stand-ins: in the place of arrays and numbers, they record what is done to them.

NumPy gives a stand-in every operation (`__array_ufunc__`, `__array_function__`, NEP 13 and
18). What depends on the elements themselves, such as a branch, raises.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, NoReturn

import numpy as np
from numpy.lib.mixins import NDArrayOperatorsMixin

from ..messages import message
from .record import Record
from .rewriting import MASK_RULES, RULES, applied, to_number


class UntraceableError(BaseException):
    """Something that is not compiled: a message's code, and a name in it.

    No `except Exception` of the traced code catches it.
    """

    def __init__(
        self, code: str, name: str = "", function: Callable[..., object] | None = None
    ) -> None:
        """`function` is to blame where no line of the learner's raised it."""
        super().__init__(code)
        self.message = message(f"engine.{code}", **({"name": name} if name else {}))
        self.function = function


def refusing(code: str) -> Callable[..., NoReturn]:
    """A method that cannot be traced."""

    def refuse(*_: object, **__: object) -> NoReturn:
        raise UntraceableError(code)

    return refuse


class Traced(NDArrayOperatorsMixin):
    """A stand-in: a step of a record, in the place of an array or a number."""

    def __init__(self, record: Record, number: int) -> None:
        self._record, self._number = record, number

    def __array_ufunc__(
        self,
        ufunc: np.ufunc,
        method: str,
        *inputs: object,
        out: tuple[object, ...] = (),
        **options: object,
    ) -> "Traced":
        if method != "__call__" or options:
            raise UntraceableError("unknown-function", name=f"{ufunc.__name__} so used")
        number = self._applied(ufunc.__name__, inputs)
        traced = [each for each in (*inputs, *out) if isinstance(each, Traced)]
        arrays = [each for each in traced if not isinstance(each, TracedNumber)]
        if not arrays:
            return TracedNumber(self._record, number)  # Python's numbers never change
        return arrays[0]._result(number, *out)

    def _result(self, number: int, target: object = None) -> "Traced":
        """A stand-in for a step; `target`, where the code puts it into an array."""
        if target is None:
            return type(self)(self._record, number)
        if not isinstance(target, Traced) or isinstance(target, TracedNumber):
            raise UntraceableError("another-array")
        target._number = number
        return target

    def _applied(self, name: str, inputs: Sequence[object]) -> int:
        record = self._record
        numbers = [number_of(record, each) for each in inputs]
        masks = [record.is_mask(number) for number in numbers]
        if name in MASK_RULES and any(masks):
            zero = record.constant(0.0)
            for place, is_mask in enumerate(masks):
                if not is_mask:  # Python's own True or False
                    numbers[place] = record.add("not_equal", numbers[place], zero)
            return record.add(MASK_RULES[name], *numbers)
        if name not in RULES:
            raise UntraceableError("unknown-function", name=name)
        if all(masks):
            raise UntraceableError("unknown-function", name=f"{name} of comparisons")
        for place, is_mask in enumerate(masks):
            if is_mask and (name, place) != ("where", 0):
                numbers[place] = to_number(record, numbers[place])
        return applied(record, name, *numbers)

    def __array_function__(
        self,
        function: Callable[..., object],
        _types: object,
        inputs: tuple[Any, ...],
        options: Mapping[str, object],
    ) -> "Traced":
        name = function.__name__
        if name == "sum" and len(inputs) == 1 and not options:
            return self.sum()
        if name == "norm" and len(inputs) == 1 and not options:
            return np.sqrt((self * self).sum())  # type: ignore[no-any-return]
        if name == "concatenate" and not options:
            return whole_gradient(self._record, inputs[0])
        if name == "copy" and not options:
            return self.copy()
        if name in FILLS and not options:
            filling = FILLS[name] if name != "full_like" else inputs[1]
            return type(self)(self._record, number_of(self._record, filling))
        if (
            name not in ("where", "clip")
            or len(inputs) != 3
            or options.keys() - {"out"}
        ):
            raise UntraceableError("unknown-function", name=name)
        return self._result(self._applied(name, inputs), options.get("out"))

    def copy(self) -> "Traced":
        return type(self)(self._record, self._number)

    def clip(self, low: object, high: object) -> "Traced":
        return type(self)(self._record, self._applied("clip", (self, low, high)))

    def astype(self, kind: object) -> "Traced":
        """Only of comparisons, or to floats: a whole number would lose its fraction."""
        if not self._record.is_mask(self._number):
            if np.dtype(kind) != np.float64:  # type: ignore[call-overload]
                raise UntraceableError("unknown-function", name="astype")
            return self.copy()
        return type(self)(self._record, to_number(self._record, self._number))

    def __getitem__(self, key: object) -> "Traced":
        """All of the array: a view of it, which is the array itself."""
        if not is_all(key):
            raise UntraceableError("elements")
        return self

    def __setitem__(self, key: object, value: object) -> None:
        record, number = self._record, number_of(self._record, value)
        if isinstance(key, Traced) and record.is_mask(key._number):
            number = record.add("where", key._number, number, self._number)
        elif not is_all(key):
            raise UntraceableError("elements")
        self._number = number

    def __getattr__(self, name: str) -> NoReturn:
        if name.startswith("__"):
            raise AttributeError(name)
        raise UntraceableError("unknown-attribute", name=name)

    def __bool__(self) -> bool:
        raise UntraceableError("branch")

    __float__ = __int__ = __index__ = __complex__ = refusing("one-number")
    __iter__ = __len__ = __contains__ = refusing("elements")
    __str__ = __repr__ = __format__ = refusing("prints")
    __array__ = refusing("another-array")


def is_all(key: object) -> bool:
    """Whether an index takes all of an array."""
    return key is Ellipsis or (isinstance(key, slice) and key == slice(None))


class TracedVector(Traced):
    """A stand-in for a vector in theta's order, (P,)."""

    def sum(self) -> "TracedNumber":
        """Only of what is 0 where the gradient is: it may lie between numbers that are 0."""
        number = self._number
        if inputs_of_sum(self._record, number) != {"gradient"}:
            raise UntraceableError("unknown-attribute", "sum")
        return TracedNumber(self._record, self._record.add("total", number))


class TracedPart(Traced):
    """A stand-in for a layer's part of the gradient, which may be summed up."""

    def ravel(self) -> "TracedPart":
        return self

    def sum(self) -> "TracedNumber":
        return TracedNumber(self._record, self._record.add("sum", self._number))


PARTS = ("W 1", "b 1", "W 2", "b 2")


def whole_gradient(record: Record, parts: Sequence[object]) -> "TracedVector":
    """All parts, as they came and in order: the gradient in theta's order."""
    steps = [record.steps[number_of(record, part)] for part in parts]
    if [step.text for step in steps] != [*PARTS]:
        raise UntraceableError("elements")
    return TracedVector(record, record.gradient)


def inputs_of_sum(record: Record, number: int) -> set[str]:
    """The inputs of a step that is 0 where they are; none where it may be another number."""
    steps = record.formula(number).steps
    if any(step.op not in ("input", "multiply", "absolute") for step in steps):
        return set()
    return {step.text for step in steps if step.op == "input"}


class TracedNumber(Traced):
    """A stand-in for one number."""

    def __bool__(self) -> bool:
        way = self._record.decided(self._number)
        if way is None:
            raise UntraceableError("branch")
        return way


FILLS = {"ones_like": 1.0, "zeros_like": 0.0, "full_like": None}


def number_of(record: Record, value: object) -> int:
    """The step that a value is: a stand-in's, or a constant."""
    if isinstance(value, Traced):
        return value._number
    if isinstance(value, bool | int | float | np.number | np.bool_):
        return record.constant(float(value))
    if isinstance(value, np.ndarray) and value.ndim == 0:
        return record.constant(float(value))
    raise UntraceableError("another-array")
