"""Steady functions: a number of numbers, the same at any time, which nobody sees being asked.

So a schedule may be asked for the epochs of a whole call ahead of them. Its bytecode tells:
no print, no random number, and nothing that is remembered from one time to the next.
"""

import builtins
import dis
import math
from types import FunctionType

import numpy as np

KNOWN = [math, np, abs, bool, divmod, float, int, max, min, pow, round]
KNOWN += [getattr(math, name) for name in dir(math)]
# what sets names outside the function, or makes more than numbers
REFUSED = (
    "STORE_",
    "DELETE_",
    "IMPORT_",
    "MAKE_",
    "YIELD_",
    "LOAD_BUILD",
    "LOAD_DEREF",
)


def is_steady(function: object, *callers: object) -> bool:
    """Whether a function, which `callers` call, surely is one of numbers alone."""
    if not isinstance(function, FunctionType) or function in callers:
        return False
    given = (function.__defaults__ or ()), (function.__kwdefaults__ or {}).values()
    if not all(isinstance(value, int | float) for each in given for value in each):
        return False
    names = {**vars(builtins), **function.__globals__}
    for step in dis.get_instructions(function):
        if step.opname == "LOAD_GLOBAL":
            value = names.get(step.argval)
            is_known = isinstance(value, int | float) or any(value is k for k in KNOWN)
            if not is_known and not is_steady(value, function, *callers):
                return False
        elif step.opname in ("LOAD_ATTR", "LOAD_METHOD"):
            if not hasattr(math, step.argval):
                return False
        elif step.opname.startswith(REFUSED) and "FAST" not in step.opname:
            return False
    return True
