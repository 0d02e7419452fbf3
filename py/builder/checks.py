"""All tests and checks, as `build.py test` runs them."""

import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import NamedTuple

from . import browser, numpy_wheel, runtime
from .tools import (
    CACHE,
    NODE_MODULES,
    PYODIDE_LOCK,
    ROOT,
    files_digest,
    install_node_modules,
    install_test_requirements,
    node,
    path_with_node,
    pip_install,
    say,
)

AT_ONCE = 2  # of the checks that share nothing; the browser has the machine to itself
SOURCES = ["build.py", "py", "tests"]


class Check(NamedTuple):
    """Something to run that exits with 0 when all is well."""

    name: str
    command: list[str | Path]


class Result(NamedTuple):
    """How a check ended."""

    name: str
    passed: bool
    seconds: float


def run_all(runtime_folder: Path | None) -> int:
    """Run every check, whatever the others say; the exit code."""
    python = install_test_requirements()
    install_node_modules()
    environment = {**os.environ, "BROWSER": str(browser.find(python))}
    environment["PATH"] = path_with_node()
    wheel = numpy_wheel.get(runtime_folder)

    with ThreadPoolExecutor(AT_ONCE) as pool:
        early = [
            (check, pool.submit(captured, check, environment))
            for check in [*static_checks(python), *unit_tests(python, wheel)]
        ]
        results = []
        for check, outcome in early:
            heading(check)
            result, output = outcome.result()
            say(output.rstrip())
            results.append(result)
    results += [streamed(check, environment) for check in page_tests(python)]
    return summary(results)


def bench() -> int:
    """Measure the page that dist/ holds; the exit code."""
    python = install_test_requirements()
    environment = {**os.environ, "BROWSER": str(browser.find(python))}
    command = [python, ROOT / "tests/bench/bench.py"]
    return subprocess.run(command, cwd=ROOT, env=environment).returncode


def static_checks(python: Path) -> list[Check]:
    """Style and types of both languages."""
    tsc = NODE_MODULES / "typescript/bin/tsc"
    biome = NODE_MODULES / "@biomejs/biome/bin/biome"
    return [
        Check("ruff check", [python, "-m", "ruff", "check", *SOURCES]),
        Check("ruff format", [python, "-m", "ruff", "format", "--check", *SOURCES]),
        Check("mypy", [python, "-m", "mypy"]),
        Check("tsc", [node(), tsc]),
        Check("biome", [node(), biome, "check", "--error-on-warnings", "--colors=off"]),
    ]


def unit_tests(python: Path, wheel: Path) -> list[Check]:
    """Tests that need no page."""
    pytest: list[str | Path] = [python, "-m", "pytest", "--quiet"]
    in_pyodide = runtime.pyodide_command(
        wheel, ROOT / "tests/pyodide/run.py", runtime.within(pure_packages())
    )
    scripts = sorted(ROOT.glob("tests/js/**/*.test.mjs"))
    return [
        Check("Python tests", [*pytest, "tests/python", "--cov"]),
        Check("Python tests inside Pyodide", [*in_pyodide]),
        Check("JavaScript tests", [node(), "--test", *scripts]),
        Check("Build tests", [*pytest, "tests/builder"]),
    ]


def page_tests(python: Path) -> list[Check]:
    """Tests of the page, in a browser, as it is built now."""
    return [
        Check("Build", [sys.executable, ROOT / "build.py", "file"]),
        Check(
            "Browser tests",
            [python, "-m", "pytest", "--verbose", "--durations=10", "tests/browser"],
        ),
    ]


def pure_packages() -> Path:
    """A folder with what the tests inside Pyodide import."""
    folder = CACHE / f"packages-{files_digest([PYODIDE_LOCK])[:16]}"
    if not folder.exists():
        say("Installing pytest and Hypothesis for Pyodide ...")
        with tempfile.TemporaryDirectory(dir=CACHE) as scratch:
            made = Path(scratch, "made")
            pip_install(PYODIDE_LOCK, "--target", made)
            for outdated in CACHE.glob("packages-*"):
                shutil.rmtree(outdated)
            made.rename(folder)
    return folder


def heading(check: Check) -> None:
    """A line above a check's output."""
    say(f"\n=== {check.name} ===")


def captured(check: Check, environment: dict[str, str]) -> tuple[Result, str]:
    """Run a check beside others, keeping its output together."""
    start = time.monotonic()
    done = subprocess.run(
        check.command,
        cwd=ROOT,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        encoding="utf-8",
        errors="replace",
    )
    seconds = time.monotonic() - start
    return Result(check.name, done.returncode == 0, seconds), done.stdout


def streamed(check: Check, environment: dict[str, str]) -> Result:
    """Run a long check, showing its output as it comes."""
    heading(check)
    start = time.monotonic()
    code = subprocess.run(check.command, cwd=ROOT, env=environment).returncode
    return Result(check.name, code == 0, time.monotonic() - start)


def summary(results: Iterable[Result]) -> int:
    """Say how each check ended; the exit code."""
    results = list(results)
    say("\n=== Summary ===")
    for name, passed, seconds in results:
        say(f"{'passed' if passed else 'FAILED'}  {seconds:6.1f} s  {name}")
    failed = sum(not result.passed for result in results)
    say(f"\n{len(results) - failed} of {len(results)} checks passed.")
    return 1 if failed else 0
