import ast
import re

import pytest

from builder import numpy_wheel, tools
from builder.tools import ROOT, BuildError

PINNED = re.compile(r"^([\w.-]+)(?:\[[\w.,-]+\])?==([\w.]+)", re.MULTILINE)
IN_A_STRING = re.compile(r"^[\w.-]+(?:\[[\w.,-]+\])?[=<>~!]=")


def called(lock):
    return lock.relative_to(ROOT).as_posix()


@pytest.mark.parametrize("lock", tools.LOCKS, ids=called)
def test_what_pip_installs_is_pinned_and_has_hashes(lock):
    wanted = lock.with_suffix(".in").read_text("utf-8")
    locked = lock.read_text("utf-8")
    assert set(PINNED.findall(wanted)) <= set(PINNED.findall(locked))
    packages = re.split(r"\n(?=\w)", locked)[1:]
    assert packages
    assert all(" --hash=sha256:" in package for package in packages)


def test_no_lock_is_forgotten():
    kept = [*ROOT.glob("py/**/*requirements.*"), *ROOT.glob("tests/**/*requirements.*")]
    names = {
        file.with_suffix(".txt") for file in kept if file.suffix in (".in", ".txt")
    }
    assert names == set(tools.LOCKS)


def test_the_build_names_no_package_that_is_not_locked():
    strings = {
        node.value
        for file in ROOT.glob("py/builder/*.py")
        for node in ast.walk(ast.parse(file.read_text("utf-8")))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }
    # the carrier is not installed: a file of it is taken, by that file's own hash
    assert set(filter(IN_A_STRING.match, strings)) == {numpy_wheel.CARRIER}


def test_whatever_pip_installs_it_installs_by_hash(monkeypatch):
    commands = []
    monkeypatch.setattr(tools, "run", lambda command, *_: commands.append(command))
    for lock in tools.LOCKS:
        tools.pip_install(lock)
    assert [command[-1] for command in commands] == list(tools.LOCKS)
    assert all("--require-hashes" in command for command in commands)


def test_an_install_that_fails_says_what_and_shows_the_tools_own_last_words(
    unsatisfiable,
):
    with pytest.raises(BuildError) as caught:
        tools.pip_install(unsatisfiable)
    first, *words = str(caught.value).splitlines()
    assert first == "pip could not install what requirements.txt locks:"
    assert "no-such-package==1.0" in words[-1]
    assert "network" not in first


def test_what_the_workflows_use_is_pinned_by_commit():
    used = [
        line
        for path in (ROOT / ".github").rglob("*.yml")
        for line in path.read_text("utf-8").splitlines()
        if "uses:" in line and "uses: ./" not in line
    ]
    assert used
    for line in used:
        assert re.search(r"@[0-9a-f]{40} # v\d+\.\d+\.\d+$", line), line


def test_a_workflow_may_write_in_its_last_job_only():
    for path in ROOT.glob(".github/workflows/*.yml"):
        head, _, jobs = path.read_text("utf-8").partition("\njobs:\n")
        assert "permissions:\n  contents: read\n" in head
        *earlier, _ = re.split(r"\n(?=  \w+:\n)", jobs)
        assert not any(": write" in job for job in earlier), path.name
