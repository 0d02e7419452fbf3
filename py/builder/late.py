"""numpy.random without what the trainer does not use, until somebody asks for it.

Of its nine shared objects five make a Generator. The other four cost a twentieth of the
page's start, so NumPy's own __init__.py is changed to import them at first use.
"""

FILE = "numpy/random/__init__.py"

EAGER = """\
from . import _bounded_integers, _common, _pickle
from ._generator import Generator, default_rng
from ._mt19937 import MT19937
from ._pcg64 import PCG64, PCG64DXSM
from ._philox import Philox
from ._sfc64 import SFC64
from .bit_generator import BitGenerator, SeedSequence
from .mtrand import *
"""

LATE = """\
from . import _bounded_integers, _common
from ._generator import Generator, default_rng
from ._pcg64 import PCG64, PCG64DXSM
from .bit_generator import BitGenerator, SeedSequence


def __getattr__(name):
    from importlib import import_module

    if name in {"_mt19937", "_philox", "_pickle", "_sfc64", "mtrand"}:
        return import_module(f".{name}", __name__)
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    homes = {"MT19937": "._mt19937", "Philox": "._philox", "SFC64": "._sfc64"}
    value = getattr(import_module(homes.get(name, ".mtrand"), __name__), name)
    globals()[name] = value
    return value


def __dir__():
    return sorted({*globals(), *__all__})
"""

USE, LATE_USE = (
    "return RandomState(seed=0)",
    'return __getattr__("RandomState")(seed=0)',
)


def late(name: str, source: bytes) -> bytes:
    """A file of NumPy's as the page has it; a ValueError where NumPy has become another."""
    if name != FILE:
        return source
    text = source.decode()
    for old, new in [(EAGER, LATE), (USE, LATE_USE)]:
        if text.count(old) != 1:
            raise ValueError(f"{FILE} does not hold {old!r} once: late.py must change.")
        text = text.replace(old, new)
    return text.encode()
