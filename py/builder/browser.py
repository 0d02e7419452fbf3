"""Finds a Chromium for the tests: named, installed, downloaded or, in CI, from Debian."""

import os
import shutil
import subprocess
from pathlib import Path

from .tools import CACHE, BuildError, say

NAMES = [
    "chromium",
    "chromium-browser",
    "google-chrome-stable",
    "google-chrome",
    "chrome",
]
PLACES = [
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    r"C:\Program Files\Google\Chrome\Application\chrome.exe",
]
ASK_PLAYWRIGHT = (
    "from playwright.sync_api import sync_playwright as play\n"
    "with play() as p: print(p.chromium.executable_path)"
)


def find(python: Path) -> Path:
    """The path of a browser; `python` is the interpreter that has Playwright."""
    if named := os.environ.get("BROWSER"):
        if found := shutil.which(named):
            return Path(found)
        raise BuildError(
            f"BROWSER names {named}, which is no program: name a Chromium or Chrome."
        )
    if browser := installed() or downloaded(python) or from_packages():
        return browser
    raise BuildError(
        "No browser was found and none could be downloaded: install Chromium or Chrome"
        " (on Debian: apt-get install chromium), or name one by its path, as in"
        " BROWSER=/path/to/chrome python3 build.py test."
    )


def installed() -> Path | None:
    """The machine's own."""
    for candidate in [*NAMES, *PLACES]:
        if found := shutil.which(candidate):
            return Path(found)
    return None


def downloaded(python: Path) -> Path | None:
    """Playwright's own, downloaded into .cache the first time."""
    os.environ.setdefault("PLAYWRIGHT_BROWSERS_PATH", str(CACHE / "browsers"))
    asked = _output([python, "-c", ASK_PLAYWRIGHT])
    if asked is None:
        return None
    path = Path(asked.strip())
    if not path.exists():
        say("No Chromium was found: Playwright downloads one into .cache ...")
        _output([python, "-m", "playwright", "install", "chromium"], patience=600)
    return path if path.exists() else None


def from_packages() -> Path | None:
    """Debian's, in CI: the packages of a developer's machine are the developer's."""
    if not os.environ.get("CI") or shutil.which("apt-get") is None or os.geteuid():
        return None
    say("Installing Debian's Chromium ...")
    _output(["apt-get", "update"], patience=600)
    _output(["apt-get", "install", "--yes", "chromium"], patience=600)
    return installed()


def _output(command: list[str | Path], patience: float = 60) -> str | None:
    """What a program prints. If it fails, None, and its last words are shown."""
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=patience)
    except (OSError, subprocess.TimeoutExpired) as error:
        say(str(error))
        return None
    if done.returncode:
        say("\n".join((done.stderr.strip() or done.stdout.strip()).splitlines()[-12:]))
        return None
    return done.stdout
