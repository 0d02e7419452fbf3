"""The licences of everything that the page carries, as one text beside and inside it."""

import json
import zipfile
from collections.abc import Iterator
from pathlib import Path

from . import numpy_wheel
from .tools import NODE_MODULES, ROOT

NAME = "licences.txt"
RULE = "\n\n" + "-" * 72 + "\n\n"
# they come without their texts
BY_ADDRESS = """\
Pyodide {pyodide}: Mozilla Public License 2.0, https://www.mozilla.org/MPL/2.0/
Its source: https://github.com/pyodide/pyodide

CPython: Python Software Foundation License 2, https://docs.python.org/3.14/license.html
Copyright (c) 2001 Python Software Foundation; All Rights Reserved. Its source:
https://github.com/python/cpython
"""
# of npm's packages, those whose code is in the page
BUNDLED = (
    "@codemirror/*",
    "@lezer/*",
    "@marijn/find-cluster-break",
    "crelt",
    "style-mod",
    "uqr",
    "w3c-keyname",
    "zstddec",
)


def write(site: Path) -> None:
    """Write the file into `site`."""
    text = RULE.join(line.strip() for line in parts())
    (site / NAME).write_text(text + "\n", "utf-8", newline="\n")


def parts() -> Iterator[str]:
    """The page's own licence, then that of each thing in it."""
    yield f"Watch It Learn\n\n{(ROOT / 'LICENSE').read_text('utf-8')}"
    package = json.loads((NODE_MODULES / "pyodide/package.json").read_text("utf-8"))
    yield BY_ADDRESS.format(pyodide=package["version"])
    with zipfile.ZipFile(numpy_wheel.get()) as wheel:
        for name in sorted(wheel.namelist()):
            if "dist-info/licenses/" in name:
                of = name.partition("licenses/")[2]
                yield f"NumPy: {of}\n\n{wheel.read(name).decode('utf-8')}"
    for pattern in BUNDLED:
        for folder in sorted(NODE_MODULES.glob(pattern)):
            text = (folder / "LICENSE").read_text("utf-8")
            yield f"{folder.relative_to(NODE_MODULES).as_posix()}\n\n{text}"
