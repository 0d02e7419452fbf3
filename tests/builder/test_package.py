"""The trainer as a package that anyone can install."""

import subprocess
import sys

import pytest

from builder.tools import ROOT


@pytest.mark.slow
def test_pip_installs_a_typed_trainer_that_trains(tmp_path):
    pip = [sys.executable, "-m", "pip", "install", "--quiet", "--no-deps"]
    subprocess.run([*pip, "--target", str(tmp_path), str(ROOT)], check=True)
    assert (tmp_path / "trainer/py.typed").exists()
    table = subprocess.run(
        [sys.executable, "-m", "trainer", "--epochs", "3"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=True,
    )
    assert table.stdout.splitlines()[-1].split()[0] == "3"
