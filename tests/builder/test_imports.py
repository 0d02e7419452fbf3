import subprocess

import pytest

from builder import site
from builder.tools import ROOT, node

LEARNERS = """
abc argparse array ast asyncio asyncio.events bisect calendar cmath collections
collections.abc colorsys concurrent.futures contextlib copy csv dataclasses datetime
decimal difflib dis doctest enum fractions functools gc glob graphlib gzip hashlib heapq
html inspect io itertools json keyword logging math numbers operator os pathlib pickle
platform pprint pyodide.console pyodide.http queue random re secrets shutil ssl
statistics string struct subprocess sys tempfile textwrap time timeit tokenize traceback
types typing unittest unittest.mock uuid warnings weakref zipfile zoneinfo
"""
NUMPY = """
numpy numpy.fft numpy.lib.stride_tricks numpy.linalg numpy.ma numpy.polynomial
numpy.random numpy.testing numpy.typing
"""


@pytest.fixture(scope="module")
def dist(tmp_path_factory):
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(site, "DIST", tmp_path_factory.mktemp("site") / "dist")
        return site.build()


def run(dist, program):
    """What a program prints in the built runtime."""
    done = subprocess.run(
        [node(), ROOT / "tests/builder/built.mjs", dist, program],
        capture_output=True,
        text=True,
        cwd=ROOT,
    )
    assert done.returncode == 0, done.stderr[-2000:]
    return done.stdout


IMPORT = """
from importlib import import_module
for name in {names!r}:
    try:
        import_module(name)
    except Exception as error:
        print(name, repr(error))
"""


def test_whatever_a_learner_may_import_works_in_the_built_runtime(dist):
    names = f"{LEARNERS} {NUMPY} trainer trainer.page.bridge".split()
    assert run(dist, IMPORT.format(names=names)) == ""


START = """
import sys
from trainer.page.bridge import handle
handle('{"type": "open", "link": ""}')
print(sorted(name for name in sys.modules if name.startswith("numpy.random.")))
"""


def test_the_start_loads_no_more_of_numpy_random_than_a_generator_needs(dist):
    parts = ["_bounded_integers", "_common", "_generator", "_pcg64", "bit_generator"]
    assert run(dist, START).strip() == str([f"numpy.random.{part}" for part in parts])


OLDER = """
import pickle
import numpy as np
print([name for name in np.random.__all__ if not hasattr(np.random, name)])
print({*np.random.__all__, "mtrand"} <= {*dir(np.random)}, hasattr(np.random, "nothing"))
np.random.seed(3)
state = np.random.RandomState(3)
print(np.random.rand() == state.rand() == np.random.mtrand.RandomState(3).rand())
for made in (state, np.random.Generator(np.random.Philox(3)), np.random.default_rng(3)):
    print(pickle.loads(pickle.dumps(made)).uniform() == made.uniform())
"""


def test_the_rest_of_numpy_random_comes_when_it_is_asked_for(dist):
    assert run(dist, OLDER).splitlines() == ["[]", "True False", *["True"] * 4]


START_OF_PYTHON = """
import sys
print({"asyncio", "_colorize"} & {*sys.modules}, type(sys.modules["traceback"]._colorize))
"""


def test_the_start_loads_no_event_loop_and_no_colors(dist):
    assert run(dist, START_OF_PYTHON) == "set() <class '_pyodide._StandIn'>\n"


LOOP = """
import asyncio.events, sys
print(type(asyncio.get_event_loop()), asyncio.run.__wrapped__.__module__)
print(asyncio.events is sys.modules["asyncio.events"], "asyncio" in sys.modules)
"""


@pytest.mark.parametrize("first", ["asyncio", "pyodide.webloop"])
def test_asyncio_comes_whole_with_the_browsers_event_loop(dist, first):
    assert run(dist, f"import {first}\n{LOOP}").splitlines() == [
        "<class 'pyodide.webloop.WebLoop'> asyncio.runners",
        "True True",
    ]


COROUTINE = """
async def hello():
    import asyncio
    await asyncio.sleep(0)
    print("hello")
hello()
"""


def test_a_coroutine_that_nobody_imported_asyncio_for_can_be_awaited(dist):
    assert run(dist, COROUTINE) == "hello\n"


TRACEBACK = """
import traceback
try:
    1 / 0
except ZeroDivisionError:
    traceback.print_exc(file=__import__("sys").stdout)
"""


def test_a_traceback_is_what_it_always_is(dist):
    assert (
        run(dist, TRACEBACK).splitlines()[-1] == "ZeroDivisionError: division by zero"
    )
