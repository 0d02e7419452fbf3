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


def run(dist, program, stage="whole"):
    """What a program prints in the built runtime; at the stage "start", with only what
    comes before the page is ready."""
    done = subprocess.run(
        [node(), ROOT / "tests/builder/built.mjs", dist, program, stage],
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
import json, sys
from trainer.page.bridge import handle
from trainer.page.warmup import warmup

def ask(**request):
    return json.loads(handle(json.dumps(request))[0])["type"]

assert ask(type="open", link="", run=0) == "frame"
next(warmup())
"""
IMPORTED = """
for name, module in sorted(sys.modules.items()):
    print(name, getattr(module, "__file__", None))
"""


def test_the_start_needs_nothing_that_comes_once_the_page_is_ready(dist):
    assert run(dist, START + IMPORTED, "start") == run(dist, START + IMPORTED)


# what the page asks for without waiting for the rest
ANSWERED = """
spiral = "dataset=spiral&loss=squared_error&hidden_layers=8,8&no=setting"
layers = [
    {"shape": [2, 1], "W": [[1], [2]], "b": [0]},
    {"shape": [1, 1], "W": [[1]], "b": [0]},
]
weights = {"layer_sizes": [2, 1, 1], "epoch": 0, "update": 0, "layers": layers}
weights["settings"] = {"hidden_layers": "1"}
asked = [
    dict(type="open", link=spiral, run=1),
    dict(type="open", link="custom_points=0,0,1|1,1,0|0,1,1", run=2),
    dict(type="open", link="", run=0),
    dict(
        type="show",
        axes=[-1, -1, -1],
        panels=["gradients", "epochs", "hinges"],
    ),
    dict(type="configure", changes={"optimizer": "adam", "schedule": "cosine"}),
    dict(type="step", unit="stage", amount=3),
    dict(type="inspect"),
    dict(type="choose", x1=0, x2=0, by=0),
    dict(type="choose_example", example=1),
    dict(type="check", index=0),
    dict(type="step", unit="epoch", amount=3),
    dict(type="step", unit="milliseconds", amount=5),
    dict(type="rewind", index=0),
    dict(type="restart", renew="data"),
    dict(type="parameter", index=0, value="0.5"),
    dict(type="weights", theta=[0.0] * 33),
    dict(type="draw", what="1", places=[[0, 0]], goes_on=False),
    dict(type="import", text=json.dumps(weights)),
    dict(type="configure", changes={"learning_rate": "10", "optimizer": "sgd"}),
    dict(type="step", unit="epoch", amount=50),
    dict(type="look"),
]
replies = [ask(**request) for request in asked]
assert {*replies} == {"frame", "inspection", "checked"}, replies
assert ask(type="configure", changes={"noise": "none"}) == "refused"
"""


def test_what_does_not_wait_for_the_rest_works_without_it(dist):
    run(dist, START + ANSWERED, "start")


def test_the_library_that_the_start_imports_is_bytecode(dist):
    lines = run(dist, START + IMPORTED).splitlines()
    library = [line for line in lines if " /lib/python3.14/" in line]
    assert len(library) > 200
    assert [x for x in library if x.endswith(".py") and "/trainer/" not in x] == []


def test_the_start_leaves_experiments_and_exports_for_later(dist):
    names = run(dist, START + IMPORTED).split()
    assert "trainer.page.bridge" in names
    assert not {"trainer.experiments.trial", "trainer.export.formats"} & set(names)


LATE = """
try:
    import argparse
except ModuleNotFoundError:
    print("late")
import trainer.losses
print(open(trainer.losses.__file__).read())
"""


SOLVE = """
import numpy as np
try:
    print(np.linalg.solve([[2.0, 0.0], [0.0, 4.0]], [2.0, 2.0]).tolist())
except ImportError as error:
    print(error)
print(np.linalg.norm([3.0, 4.0]))
"""


def test_linear_algebra_comes_later_too_and_is_numpys_own(dist):
    early = run(dist, SOLVE, "start")
    assert early.startswith("numpy.linalg._umath_linalg comes with the rest of Python")
    assert early.endswith("5.0\n")
    assert run(dist, SOLVE) == "[1.0, 0.5]\n5.0\n"


def test_what_the_start_does_without_comes_later(dist):
    assert run(dist, LATE, "start") == "late\n\n"
    assert run(dist, LATE).startswith('"""Losses')


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
