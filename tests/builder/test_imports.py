import subprocess

import pytest

from builder import site
from builder.tools import ROOT, node

LEARNERS = """
abc argparse array ast bisect calendar cmath collections collections.abc colorsys copy
contextlib csv dataclasses datetime decimal difflib dis doctest enum fractions functools
gc glob graphlib gzip hashlib heapq html inspect io itertools json keyword logging math
numbers operator os pathlib pickle platform pprint queue random re secrets shutil
statistics string struct sys tempfile textwrap time timeit tokenize traceback types
typing unittest unittest.mock uuid warnings weakref zipfile zoneinfo
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


def test_whatever_a_learner_may_import_works_in_the_built_runtime(dist):
    script = ROOT / "tests/builder/imports.mjs"
    modules = f"{LEARNERS} {NUMPY} trainer trainer.bridge".split()
    done = subprocess.run(
        [node(), script, dist, *modules], capture_output=True, text=True, cwd=ROOT
    )
    assert done.returncode == 0, done.stderr[-2000:]
    assert done.stdout == ""
