"""NumPy for Pyodide: from whichever source has the very bytes that Pyodide names."""

import hashlib
import json
import tempfile
import urllib.request
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from .tools import CACHE, NODE_MODULES, BuildError, run, say, venv_python

CDN = "https://cdn.jsdelivr.net/pyodide/v{version}/full/{file}"
CDN_PATIENCE = 10  # seconds
CARRIER = "open-webui==0.12.4"  # a package on PyPI with the wheel among its files
CARRIER_FOLDER = "open_webui/frontend/pyodide"


class Wheel(NamedTuple):
    """What Pyodide's own lock file says of its NumPy."""

    file: str
    sha256: str
    pyodide: str  # the version of Pyodide


class UnavailableError(Exception):
    """Why a source could not give the wheel."""


def locked() -> Wheel:
    """The wheel that the installed Pyodide goes with."""
    lock = json.loads((NODE_MODULES / "pyodide/pyodide-lock.json").read_text("utf-8"))
    package = json.loads((NODE_MODULES / "pyodide/package.json").read_text("utf-8"))
    numpy = lock["packages"]["numpy"]
    return Wheel(numpy["file_name"], numpy["sha256"], package["version"])


def get(folder: Path | None = None) -> Path:
    """The wheel in the cache, taken there from the first source that has the right bytes.

    `folder` is where the user keeps a copy; it is the last source to be asked.
    """
    wheel = locked()
    cached = CACHE / wheel.file
    sources: dict[str, Callable[[Wheel], bytes]] = {
        "the cache": lambda wheel: from_folder(CACHE, wheel),
        "Pyodide's CDN": from_cdn,
        f"{CARRIER} on PyPI": from_carrier,
    }
    if folder is not None:
        sources[str(folder)] = lambda wheel: from_folder(folder, wheel)
    troubles = []
    for name, source in sources.items():
        try:
            data = source(wheel)
            check(data, wheel, name)
        except UnavailableError as trouble:
            troubles.append(f"{name}: {trouble}")
            continue
        if name != "the cache":
            CACHE.mkdir(exist_ok=True)
            cached.write_bytes(data)
            say(f"Took {wheel.file} from {name}.")
        return cached
    raise BuildError(
        f"{wheel.file} could not be had: connect to the network, or put the file into a folder"
        " and name it with --runtime-folder.\n"
        + "\n".join(f"  {line}" for line in troubles)
    )


def check(data: bytes, wheel: Wheel, source: str) -> None:
    """Refuse bytes that are not those which Pyodide names."""
    found = hashlib.sha256(data).hexdigest()
    if found != wheel.sha256:
        say(
            f"Refused {wheel.file} from {source}: SHA-256 {found}, expected {wheel.sha256}."
        )
        raise UnavailableError(f"wrong bytes, SHA-256 {found}, expected {wheel.sha256}")


def from_folder(folder: Path, wheel: Wheel) -> bytes:
    """The wheel that lies in a folder."""
    try:
        return (folder / wheel.file).read_bytes()
    except OSError as error:
        raise UnavailableError(f"no such file ({error.strerror})") from error


def from_cdn(wheel: Wheel) -> bytes:
    """The wheel as Pyodide itself publishes it."""
    say("Downloading NumPy from Pyodide's CDN (3 MB) ...")
    url = CDN.format(version=wheel.pyodide, file=wheel.file)
    try:
        with urllib.request.urlopen(url, timeout=CDN_PATIENCE) as response:
            return bytes(response.read())
    except OSError as error:
        raise UnavailableError(f"not reached ({error})") from error


def from_carrier(wheel: Wheel) -> bytes:
    """The wheel out of the package on PyPI that carries it."""
    say(f"Downloading NumPy inside {CARRIER} from PyPI (106 MB) ...")
    with tempfile.TemporaryDirectory() as folder:
        try:
            run(
                [
                    *(venv_python(), "-m", "pip", "download", "--quiet", "--no-deps"),
                    *("--only-binary=:all:", "--python-version", "3.12"),
                    *("--disable-pip-version-check", "--dest", folder, CARRIER),
                ],
                "pip could not download it",
            )
            (package,) = Path(folder).glob("*.whl")
            with zipfile.ZipFile(package) as archive:
                return archive.read(f"{CARRIER_FOLDER}/{wheel.file}")
        except BuildError as error:
            raise UnavailableError(" ".join(str(error).split())[-300:]) from error
        except (KeyError, ValueError) as error:
            raise UnavailableError(
                f"the package does not carry it ({error})"
            ) from error
