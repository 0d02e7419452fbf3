"""The runtime's assets and the settings' schema, made once for equal inputs."""

import re
import shutil
import tempfile
from pathlib import Path

from . import numpy_wheel
from .tools import (
    CACHE,
    NODE_MODULES,
    ROOT,
    digest,
    files_digest,
    install_build_requirements,
    install_test_requirements,
    node,
    run,
    say,
)

BUILDER = ROOT / "py/builder"
TRAINER = ROOT / "py/trainer"
PACKERS = [
    BUILDER / "compress.py",
    BUILDER / "pack.py",
    BUILDER / "run-in-pyodide.mjs",
    NODE_MODULES / "pyodide/package.json",
]

ASSETS = {
    "python": "runtime/python.wasm.zst.bin",
    "library": "runtime/library.zip.zst.bin",
    "trainer": "runtime/trainer.zip.zst.bin",
}
# what comes once the page is ready
REST = {
    "library-rest": "runtime/library-rest.zip.zst.bin",
    "trainer-rest": "runtime/trainer-rest.zip.zst.bin",
}
# what a file of the trainer imports of the library, and uses of NumPy, which imports
# parts of itself when they are used
TAKEN = re.compile(rb"^ *(?:import|from) \w.*|\bnp\.\w+", re.MULTILINE)
SCHEMA = "schema.json"
EXPERIMENTS = "experiments.json"


def make(folder: Path | None = None, *, draft: bool = False) -> dict[str, Path]:
    """Where each file of ASSETS, REST, SCHEMA and EXPERIMENTS was made.

    The library is packed anew where the trainer takes something else of it: which part
    the start imports may have changed.

    For a draft this machine's Python packs the trainer, without bytecode: Pyodide takes
    seconds to start, and an older Python's bytecode would be wrong for it.
    """
    wheel = numpy_wheel.get(folder)
    sources = [
        path for path in TRAINER.rglob("*") if path.is_file() and path.suffix != ".pyc"
    ]
    experiments = ROOT.glob("web/experiments/*.json")
    taken = {use for path in sources for use in TAKEN.findall(path.read_bytes())}
    made = [
        pack(
            "runtime",
            wheel,
            digest(files_digest([*PACKERS, wheel]).encode(), *sorted(taken)),
            "Compiling Python's library and NumPy",
        ),
        pack(
            "draft" if draft else "trainer",
            wheel,
            files_digest([*PACKERS, wheel, *sources, *experiments]),
            "Packing the trainer",
        ),
    ]
    return {
        path.relative_to(folder).as_posix(): path
        for folder in made
        for path in folder.rglob("*")
        if path.is_file()
    }


def pack(job: str, wheel: Path, inputs: str, what: str) -> Path:
    """The folder that holds what `job` of pack.py makes of the inputs with this digest."""
    made = CACHE / f"{job}-{inputs[:16]}"
    if made.exists():
        return made
    say(f"{what} ...")
    with tempfile.TemporaryDirectory(prefix="making-", dir=CACHE) as scratch:
        out = Path(scratch, "out")
        (out / "runtime").mkdir(parents=True)
        run(
            packer(job, wheel, out),
            f"{what} failed: correct what it says, and try again.",
            env={"PYTHONPATH": "py", "PYTHONNODEBUGRANGES": "1"},
        )
        compress(sorted((out / "runtime").iterdir()))
        for outdated in CACHE.glob(f"{job}-*"):
            shutil.rmtree(outdated)
        out.rename(made)
    return made


def packer(job: str, wheel: Path, out: Path) -> list[str | Path]:
    """The command that does `job` of pack.py."""
    arguments = (job, within(wheel), within(out))
    if job == "draft":
        return [install_test_requirements(), "-m", "builder.pack", *arguments]
    return [*pyodide_command(wheel, BUILDER / "pack.py", *arguments)]


def compress(files: list[Path]) -> None:
    """Replace each file with its `.zst.bin`."""
    python = install_build_requirements()
    run(
        [python, BUILDER / "compress.py", *files],
        "The files could not be compressed: mend what it says, then try again.",
    )


def pyodide_command(wheel: Path, script: Path, *arguments: str) -> list[str]:
    """The command that runs `script` in Pyodide, in Node (see run-in-pyodide.mjs)."""
    return [
        str(node()),
        within(BUILDER / "run-in-pyodide.mjs"),
        within(wheel),
        within(script),
        *arguments,
    ]


def within(path: Path) -> str:
    """The path as it is inside Pyodide, where the project is the current folder."""
    return path.relative_to(ROOT).as_posix()
