"""The checks of `build.py test`: all of them, or those of one kind."""

import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Sequence
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

AT_ONCE = 2  # of the checks that share nothing, and of browsers afterwards
SOURCES = ["build.py", "py", "tests"]


class Check(NamedTuple):
    """Something to run that exits with 0 when all is well."""

    name: str
    command: Sequence[str | Path]


class Result(NamedTuple):
    """How a check ended."""

    name: str
    passed: bool
    seconds: float


def run(kind: str | None, options: Sequence[str], runtime_folder: Path | None) -> int:
    """Run every check, or those of one kind with options for its tool; the exit code."""
    python = install_test_requirements()
    install_node_modules()
    environment = {**os.environ, "PATH": path_with_node()}
    if kind in (None, "pyodide", "builder", "browser"):
        numpy_wheel.get(runtime_folder)
    if kind in (None, "browser"):
        environment["BROWSER"] = str(browser.find(python))
    if kind:
        checks = KINDS[kind](python, options)
        return summary([streamed(check, environment) for check in checks])
    results = in_parallel(
        [
            check
            for other, checks_of in KINDS.items()
            if other != "browser"
            for check in checks_of(python, ())
        ],
        environment,
    )
    results += [streamed(check, environment) for check in browser_tests(python, ())]
    return summary(results)


def bench() -> int:
    """Measure the page that dist/ holds; the exit code."""
    python = install_test_requirements()
    environment = {**os.environ, "BROWSER": str(browser.find(python))}
    command = [python, ROOT / "tests/bench/bench.py"]
    return subprocess.run(command, cwd=ROOT, env=environment).returncode


def lint(python: Path, _: Sequence[str]) -> list[Check]:
    """Style and common mistakes, in both languages."""
    biome = NODE_MODULES / "@biomejs/biome/bin/biome"
    return [
        Check("ruff check", [python, "-m", "ruff", "check", *SOURCES]),
        Check("ruff format", [python, "-m", "ruff", "format", "--check", *SOURCES]),
        Check("biome", [node(), biome, "check", "--error-on-warnings", "--colors=off"]),
    ]


def types(python: Path, _: Sequence[str]) -> list[Check]:
    """Types, in both languages."""
    return [
        Check("mypy", [python, "-m", "mypy"]),
        Check("tsc", [node(), NODE_MODULES / "typescript/bin/tsc"]),
    ]


def python_tests(python: Path, options: Sequence[str]) -> list[Check]:
    """The trainer's tests; when all of them run, what the quick ones cover is measured."""
    pytest = (python, "-m", "pytest", "--quiet", "tests/python")
    if options:
        return [Check("Python tests", [*pytest, *options])]
    return [
        Check("Quick Python tests", [*pytest, "-m", "not slow", "--cov"]),
        Check("Slow Python tests", [*pytest, "-m", "slow"]),
    ]


def pyodide_tests(_: Path, options: Sequence[str]) -> list[Check]:
    """The same tests, inside Pyodide."""
    script = ROOT / "tests/pyodide/run.py"
    packages = runtime.within(pure_packages())
    command = runtime.pyodide_command(numpy_wheel.get(), script, packages, *options)
    return [Check("Python tests inside Pyodide", command)]


def js_tests(_: Path, options: Sequence[str]) -> list[Check]:
    """JavaScript that needs no browser; `-k` means what it means to pytest."""
    named = ["--test-name-pattern" if option == "-k" else option for option in options]
    scripts = sorted(ROOT.glob("tests/js/**/*.test.mjs"))
    return [Check("JavaScript tests", [node(), "--test", *named, *scripts])]


def builder_tests(python: Path, options: Sequence[str]) -> list[Check]:
    """The build itself."""
    pytest = (python, "-m", "pytest", "--quiet", "tests/builder")
    return [Check("Builder tests", [*pytest, *options])]


def browser_tests(python: Path, options: Sequence[str]) -> list[Check]:
    """The page in a browser, freshly built."""
    pytest = (python, "-m", "pytest", "--verbose", "--durations=10", "tests/browser")
    at_once = () if options else ("--numprocesses", str(AT_ONCE))
    return [
        Check("Build", [sys.executable, ROOT / "build.py", "file"]),
        Check("Browser tests", [*pytest, *at_once, *options]),
    ]


KINDS: dict[str, Callable[[Path, Sequence[str]], list[Check]]] = {
    "lint": lint,
    "types": types,
    "pyodide": pyodide_tests,  # first of the long ones, for it is the longest
    "python": python_tests,
    "js": js_tests,
    "builder": builder_tests,
    "browser": browser_tests,
}
TAKE_OPTIONS = KINDS.keys() - {"lint", "types"}


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


def in_parallel(checks: Iterable[Check], environment: dict[str, str]) -> list[Result]:
    """Run checks beside each other; the output of each is shown whole, in order."""
    results = []
    with ThreadPoolExecutor(AT_ONCE) as pool:
        running = [
            (check, pool.submit(captured, check, environment)) for check in checks
        ]
        for check, outcome in running:
            heading(check)
            result, output = outcome.result()
            say(output.rstrip())
            results.append(result)
    return results


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
