import re

import pytest

from builder.tools import ROOT

PINNED = re.compile(r"^([\w.-]+)(?:\[[\w.,-]+\])?==([\w.]+)", re.MULTILINE)


@pytest.mark.parametrize("folder", ["py/builder", "tests"])
def test_what_pip_installs_is_pinned_and_has_hashes(folder):
    wanted = (ROOT / folder / "requirements.in").read_text("utf-8")
    pinned = (ROOT / folder / "requirements.txt").read_text("utf-8")
    assert set(PINNED.findall(wanted)) <= set(PINNED.findall(pinned))
    packages = re.split(r"\n(?=\w)", pinned)[1:]
    assert all(" --hash=sha256:" in package for package in packages)


def test_what_the_workflows_use_is_pinned_by_commit():
    folder = ROOT / ".github/workflows"
    used = [
        line
        for path in folder.glob("*.yml")
        for line in path.read_text("utf-8").splitlines()
        if "uses:" in line
    ]
    assert used
    for line in used:
        assert re.search(r"@[0-9a-f]{40} # v\d+\.\d+\.\d+$", line), line
