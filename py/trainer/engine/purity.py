"""Purity: whether a learner's code keeps to its arguments, before it is called with stand-ins.

What remembers outside its arguments (a global list, a counter, a generator) may do something
else later, and would be left with stand-ins in it.
"""

import dis
from collections.abc import Collection, Iterator, Mapping
from functools import partial
from types import BuiltinFunctionType, CodeType, FunctionType, MethodType, ModuleType

import numpy as np

from .stand_ins import UntraceableError

PLAIN = (bool, int, float, complex, str, np.number, ModuleType, BuiltinFunctionType)
SETTING = {"STORE_GLOBAL", "DELETE_GLOBAL"}  # a name outside the function
SETTING_ATTRIBUTES = {"STORE_ATTR", "DELETE_ATTR"}  # an array has none to set


def is_packaged(*functions: object) -> bool:
    """Whether functions are the trainer's or NumPy's own, which its tests compare."""
    modules = [str(getattr(each, "__module__", "numpy")) for each in functions]
    return all(name.startswith(("trainer.", "numpy")) for name in modules)


def check_pure(*functions: object) -> None:
    """An UntraceableError that names what functions remember with, if they do."""
    for function in functions:
        if not is_packaged(function):
            refuse_memory(reached(function, set(), SETTING | SETTING_ATTRIBUTES))


def check_code(code: CodeType, names: Mapping[str, object]) -> None:
    """The same of statements, with the globals that they see."""
    refuse_memory(of_code(code, names, set(), SETTING))


def check_methods(value: object) -> None:
    """The same of the methods of an object's classes."""
    for kind in type(value).__mro__[:-1]:
        if is_packaged(kind):
            continue
        for name, each in vars(kind).items():
            if not name.startswith("__"):
                found = reached(each, set(), SETTING, name)
                refuse_memory((name, value) for _, value in found)


def refuse_memory(found: Iterator[tuple[str, object]]) -> None:
    """An UntraceableError for the first of what code can reach that may change."""
    for name, value in found:
        if value is None or isinstance(value, (*PLAIN, np.ufunc, type)):
            continue
        if not is_of_numpy(value) and not isinstance(value, FunctionType | MethodType):
            raise UntraceableError("remembers", name)


def is_of_numpy(value: object) -> bool:
    """Whether a value is one of NumPy's own functions."""
    return callable(value) and str(getattr(value, "__module__", "")).startswith("numpy")


def reached(
    value: object, seen: set[int], setting: Collection[str], name: str = ""
) -> Iterator[tuple[str, object]]:
    """What a value can reach outside its arguments, by name; nothing in it may be `setting`."""
    if id(value) in seen:
        return
    seen.add(id(value))
    value = getattr(value, "fget", getattr(value, "__func__", value))
    if isinstance(value, tuple) or (isinstance(value, dict) and is_registry(value)):
        for each in value.values() if isinstance(value, dict) else value:
            yield from reached(each, seen, setting, name)
    elif isinstance(value, partial):
        parts = value.func, value.args, (*value.keywords.values(),)
        yield from reached(parts, seen, setting, name)
    elif isinstance(value, FunctionType) and not is_of_numpy(value):
        cells = [cell.cell_contents for cell in value.__closure__ or ()]
        kept = (
            *cells,
            *(value.__defaults__ or ()),
            *(value.__kwdefaults__ or {}).values(),
        )
        for each in kept:
            yield from reached(each, seen, setting, value.__name__)
        yield from of_code(value.__code__, value.__globals__, seen, setting)
    else:
        yield name, value


def of_code(
    code: CodeType,
    names: Mapping[str, object],
    seen: set[int],
    setting: Collection[str],
) -> Iterator[tuple[str, object]]:
    """What code can reach of the globals that it names."""
    for step in dis.get_instructions(code):
        if step.opname in setting or step.argval == "random":
            raise UntraceableError("remembers", str(step.argval))
    for name in code.co_names:
        if name in names:
            yield from reached(names[name], seen, setting, name)
    for constant in code.co_consts:
        if isinstance(constant, CodeType):
            yield from of_code(constant, names, seen, setting)


def is_registry(values: Mapping[object, object]) -> bool:
    """Whether a mapping is a table of functions, such as ACTIVATIONS."""
    return bool(values) and all(
        isinstance(each, tuple | type) for each in values.values()
    )
