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

handle('{"type": "open", "link": "", "run": 0}')
for name, module in sys.modules.items():
    file = getattr(module, "__file__", None) or ""
    if file.startswith("/lib/python3.14/") and file.endswith(".py"):
        print(name)
"""


def test_the_library_that_the_start_imports_is_bytecode(dist):
    names = run(dist, START).split()
    assert [name for name in names if not name.startswith("trainer")] == []


def test_the_start_leaves_experiments_and_exports_for_later(dist):
    names = run(dist, START).split()
    assert "trainer.page.bridge" in names
    assert not {"trainer.experiments.trial", "trainer.export.formats"} & set(names)


COROUTINE = """
async def hello():
    import asyncio
    await asyncio.sleep(0)
    print("hello")
hello()
"""


def test_a_coroutine_can_be_awaited(dist):
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
