"""Defers imports that startup does not need.

Importing numpy.random loads nine shared objects, of which a Generator needs five. Pyodide
imports asyncio for its event loop, and _colorize for tracebacks on terminals. Together they
take an eighth of the startup time. So the build patches a few files of NumPy, Pyodide and
CPython; CHANGES lists them.
"""

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

LAZY = """\
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

USE, LAZY_USE = (
    "return RandomState(seed=0)",
    'return __getattr__("RandomState")(seed=0)',
)


STAND_INS = """\
import sys

from . import _base, _importhook


class _StandIn(type(sys)):
    def __getattr__(self, name):
        from importlib import import_module

        return getattr(import_module(self.__name__), name)


# what imports these while Python starts gets a stand-in
for _name in ["_colorize", "asyncio"]:
    sys.modules[_name] = _StandIn(_name)
"""

LOOP = """\
from .webloop import _initialize_event_loop

_initialize_event_loop()
del _initialize_event_loop
"""

NO_STAND_INS = """\
import sys

del sys.modules["_colorize"], sys.modules["asyncio"], sys
"""

LAST = """\
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
"""

# the two import each other; whichever comes first, both are complete in the end
LAZY_LOOP = f"""{LAST}

__import__("pyodide.webloop")
"""

END_OF_LOOP = """\
__all__ = ["WebLoop", "WebLoopPolicy", "PyodideFuture", "PyodideTask"]
"""

LOOP_SET = f"""\
_initialize_event_loop()

{END_OF_LOOP}"""

CHANGES = {
    "numpy/random/__init__.py": [(EAGER, LAZY), (USE, LAZY_USE)],
    "_pyodide/__init__.py": [("from . import _base, _importhook\n", STAND_INS)],
    "pyodide/__init__.py": [(LOOP, NO_STAND_INS)],
    "asyncio/__init__.py": [(LAST, LAZY_LOOP)],
    "pyodide/webloop.py": [(END_OF_LOOP, LOOP_SET)],
}


def with_lazy_imports(name: str, source: bytes) -> bytes:
    """The library file `name`, patched.

    Raises ValueError if a new release has changed the text that the patch replaces.
    """
    if name not in CHANGES:
        return source
    text = source.decode()
    for old, new in CHANGES[name]:
        if text.count(old) != 1:
            raise ValueError(
                f"{name} does not hold {old!r} once: update lazy_imports.py."
            )
        text = text.replace(old, new)
    return text.encode()
