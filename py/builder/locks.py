"""The locks: all that pip and npm install, by version and hash. Renews them, and checks them."""

import os
import shutil
import tempfile
from collections.abc import Callable
from functools import partial
from pathlib import Path

from .tools import (
    LOCKS,
    ROOT,
    UV_LOCK,
    BuildError,
    npm,
    pip_install,
    run,
    say,
    venv_python,
)

PACKAGES = ROOT / "package-lock.json"
COMMAND = "python3 build.py lock"  # the locks name it in their first lines
COMPILE = (
    *("pip", "compile", "--quiet", "--upgrade"),
    *("--universal", "--python-version", "3.11", "--generate-hashes"),
    *("--no-annotate", "--no-strip-extras", "--custom-compile-command", COMMAND),
)
DRY_RUN = ("--dry-run", "--ignore-installed", "--no-cache-dir")


def renew() -> int:
    """Lock the newest releases that the pins allow; the exit code."""
    pip_install(UV_LOCK)
    for lock in LOCKS:
        source = lock.with_suffix(".in").relative_to(ROOT).as_posix()
        target = lock.relative_to(ROOT).as_posix()
        run(
            [venv_python(), "-m", "uv", *COMPILE, source, "-o", target],
            f"uv could not lock {source}:",
        )
        say(f"locked    {target}")
    renew_packages()
    say(f"locked    {PACKAGES.name}")
    return 0


def check() -> int:
    """Resolve every lock against the registries, without any cache; the exit code."""
    checks: dict[Path, Callable[[], None]] = {
        **{lock: partial(pip_install, lock, *DRY_RUN) for lock in LOCKS},
        PACKAGES: check_packages,
    }
    code = 0
    for lock, resolve in checks.items():
        name = lock.relative_to(ROOT).as_posix()
        try:
            resolve()
            say(f"installs  {name}")
        except BuildError as error:
            say(f"FAILED    {name}\n{error}")
            code = 1
    return code


def renew_packages() -> None:
    """Renew package-lock.json; package.json keeps its exact versions."""
    program, environment = npm()
    run(
        [program, "update", "--package-lock-only", "--no-audit", "--no-fund"],
        f"npm could not lock {PACKAGES.name}:",
        env=environment,
    )


def check_packages() -> None:
    """Install package-lock.json into a folder of its own, and drop it."""
    program, environment = npm()
    with tempfile.TemporaryDirectory() as scratch:
        for name in ("package.json", PACKAGES.name, ".npmrc"):
            shutil.copy(ROOT / name, scratch)
        run(
            [
                *(program, "ci", "--prefix", scratch, "--ignore-scripts"),
                *("--no-audit", "--no-fund", "--cache", os.path.join(scratch, "cache")),
            ],
            f"npm could not install what {PACKAGES.name} locks:",
            env=environment,
        )
