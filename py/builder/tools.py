"""The programs that a build needs: a virtual environment, Node, and npm's packages."""

import hashlib
import os
import shutil
import subprocess
import sys
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
CACHE = ROOT / ".cache"
VENV = ROOT / ".venv"
NODE_MODULES = ROOT / "node_modules"
OLDEST_NODE = 20

# What pip installs, each beside the .in file that it is made from (see locks.py).
BUILD_LOCK = ROOT / "py/builder/requirements.txt"
NODE_LOCK = ROOT / "py/builder/node-requirements.txt"
UV_LOCK = ROOT / "py/builder/lock-requirements.txt"
TEST_LOCK = ROOT / "tests/requirements.txt"
PYODIDE_LOCK = ROOT / "tests/pyodide/requirements.txt"
LOCKS = (BUILD_LOCK, NODE_LOCK, UV_LOCK, TEST_LOCK, PYODIDE_LOCK)


class BuildError(Exception):
    """What went wrong and what to do about it, in one sentence."""


def say(message: str) -> None:
    """A line of progress."""
    print(message, flush=True)


def digest(*parts: bytes) -> str:
    """SHA-256 over the parts, each told from the next."""
    total = hashlib.sha256()
    for part in parts:
        total.update(len(part).to_bytes(8, "big") + part)
    return total.hexdigest()


def files_digest(files: Iterable[Path]) -> str:
    """SHA-256 over names and contents, in the order of the names."""
    return digest(
        *(
            part
            for file in sorted(files)
            for part in (file.relative_to(ROOT).as_posix().encode(), file.read_bytes())
        )
    )


def run(
    command: Sequence[str | Path], remedy: str, *, env: Mapping[str, str] | None = None
) -> str:
    """The command's output; where it fails, its last words and the remedy as an error."""
    done = subprocess.run(
        [str(part) for part in command],
        cwd=ROOT,
        env={**os.environ, **(env or {})},
        capture_output=True,
        text=True,
        encoding="utf-8",
    )
    if done.returncode:
        words = (done.stderr.strip() or done.stdout.strip()).splitlines()
        if len(words) > 24:
            words[12:-12] = ["..."]
        raise BuildError("\n".join([remedy, *words]))
    return done.stdout


def venv_python() -> Path:
    """The interpreter of the project's own virtual environment, made if it is not there."""
    python = VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    if not python.exists():
        say("Making a virtual environment in .venv ...")
        run(
            [sys.executable, "-m", "venv", VENV],
            "Python could not make a virtual environment:"
            " install its venv module (on Debian: apt-get install python3-venv).",
        )
    return python


def install_requirements(lock: Path, what: str) -> Path:
    """The virtual environment's interpreter, with everything in the lock installed."""
    python = venv_python()
    stamp = VENV / f"{what}.sha256"
    wanted = files_digest([lock])
    if not stamp.exists() or stamp.read_text() != wanted:
        say(f"Installing what the {what} needs into .venv ...")
        pip_install(lock)
        stamp.write_text(wanted)
    return python


def install_build_requirements() -> Path:
    """The interpreter, with everything that a build imports installed."""
    return install_requirements(BUILD_LOCK, "build")


def install_test_requirements() -> Path:
    """The interpreter, with everything that the tests import installed."""
    return install_requirements(TEST_LOCK, "test")


def pip_install(lock: Path, *options: str | Path) -> None:
    """Install what a lock pins, by hash: into the virtual environment, without options."""
    run(
        [
            *(venv_python(), "-m", "pip", "install", "--quiet"),
            *("--disable-pip-version-check", "--require-hashes"),
            *(*options, "-r", lock),
        ],
        f"pip could not install what {lock.relative_to(ROOT).as_posix()} locks:",
    )


def node() -> Path:
    """Node: the machine's own where it is new enough, else the one from PyPI."""
    found = shutil.which("node")
    if found and _major(found) >= OLDEST_NODE:
        return Path(found)
    packaged = venv_python().with_name("node.exe" if os.name == "nt" else "node")
    if not packaged.exists():
        say(f"No Node {OLDEST_NODE} or newer here: installing one into .venv ...")
        pip_install(NODE_LOCK)
    return packaged


def _major(node_path: str) -> int:
    version = subprocess.run(
        [node_path, "--version"], capture_output=True, text=True
    ).stdout
    digits = version.strip().removeprefix("v").partition(".")[0]
    return int(digits) if digits.isdigit() else 0


def install_node_modules() -> None:
    """Bring node_modules in line with package-lock.json."""
    stamp = NODE_MODULES / "lock.sha256"
    wanted = files_digest([ROOT / "package-lock.json"])
    if stamp.exists() and stamp.read_text() == wanted:
        return
    say("Installing npm's packages into node_modules ...")
    program, environment = npm()
    run(
        [program, "ci", "--no-audit", "--no-fund"],
        "npm could not install what package-lock.json locks:",
        env=environment,
    )
    stamp.write_text(wanted)


def npm() -> tuple[Path, dict[str, str]]:
    """npm, and the environment in which it finds the Node that builds."""
    path = path_with_node()
    found = shutil.which("npm", path=path)
    if found is None:
        raise BuildError("npm was not found beside Node: install npm, then try again.")
    return Path(found), {"PATH": path}


def path_with_node() -> str:
    """PATH such that `node` is the one that builds."""
    return os.pathsep.join([str(node().parent), os.environ.get("PATH", "")])
