"""Packs what the page loads, libraries as bytecode. Runs inside Pyodide.

There the page's own Python compiles, so the bytecode is right for it. A draft of the
trainer is packed by any Python, without bytecode.
"""

import importlib
import io
import json
import py_compile
import sys
import tempfile
import tokenize
from collections.abc import Iterable, Iterator
from importlib.util import cache_from_source
from pathlib import Path, PurePosixPath
from zipfile import ZIP_STORED, ZipFile, ZipInfo

PYODIDE = Path("node_modules/pyodide")
ARCHIVE = "/lib/python314.zip"  # Pyodide's, of the standard library
LIBRARY = "/lib/python3.14"  # where the page has it
NUMPY = "site-packages"  # and NumPy and the trainer in there
SITE_PACKAGES = f"{LIBRARY}/{NUMPY}"

# An eighth of what NumPy's import wants of the library, and never called by the start. What
# stands in for it finds it among the rest when it is first asked for something.
LATE = f"{NUMPY}/numpy/linalg/_umath_linalg"
STAND_IN = """
def __getattr__(name):
    from importlib import machinery, util
    from pathlib import Path
    kinds = machinery.ExtensionFileLoader, machinery.EXTENSION_SUFFIXES
    spec = machinery.FileFinder(str(Path(__file__).parent), kinds).find_spec(__name__)
    if not spec:
        raise ImportError(f"{__name__} comes with the rest of Python, which is not here yet")
    module = util.module_from_spec(spec)
    spec.loader.exec_module(module)
    globals().update((key, value) for key, value in vars(module).items() if key[:2] != "__")
    return getattr(module, name)
"""

Member = tuple[str, bytes]  # name, contents

# Of NumPy's files, those that no learner's program can import or needs to read.
USELESS_FOLDERS = {"tests", "f2py", "include", "_pyinstaller"}
USELESS_SUFFIXES = {
    ".a",
    ".build",
    ".c",
    ".h",
    ".pxd",
    ".pyi",
    ".pyx",
    ".rst",
    ".template",
}
LOOP = "trainer/training.py"
USELESS_FILES = {"RECORD", "conftest.py", "py.typed"}
# these do nothing but give docstrings to what is written in C
DOCUMENTING = {
    f"{NUMPY}/numpy/_core/_add_newdocs.py",
    f"{NUMPY}/numpy/_core/_add_newdocs_scalars.py",
}
# numpy.ma makes its own docstrings out of those in there
DOCUMENTED = {
    f"{NUMPY}/numpy/_core/numeric.py",
    f"{NUMPY}/numpy/lib/_shape_base_impl.py",
}


def main(job: str, *arguments: str) -> int:
    """Do one job; the exit code."""
    sys.path.insert(0, "py")
    {"runtime": pack_runtime, "trainer": pack_trainer, "draft": pack_trainer}[job](
        *arguments
    )
    return 0


def pack_runtime(wheel: str, out: str) -> None:
    """Write Python, and its standard library with NumPy in two parts.

    What the page's start imports is bytecode, which halves the start. The rest comes
    once the page is ready; it is smaller as source, and shows it in tracebacks.
    """
    runtime = Path(out, "runtime")
    python = (PYODIDE / "pyodide.asm.wasm").read_bytes()
    (runtime / "python.wasm").write_bytes(python)
    imported = started()
    early, rest = list[Member](), list[Member]()
    for path, name, source in library(Path(wheel)):
        data = b"" if name in DOCUMENTING else source
        if name.startswith(f"{LATE}."):
            early.append(compiled(f"{LATE}.py", STAND_IN.encode()))
            rest.append((name, data))
        elif path in imported:
            early.append(compiled(name, data))
        else:
            rest.append((name, without_comments(data) if is_python(name) else data))
    write(runtime / "library.zip", early)
    write(runtime / "library-rest.zip", rest)


def pack_trainer(_wheel: str, out: str) -> None:
    """Write the trainer in two parts, its settings' schema, and the experiments that it
    can read.

    Learners read its source, see it in tracebacks and ask help() about it, so its
    bytecode goes beside it and has docstrings. The start needs the bytecode alone, beside
    a file that is empty until the source comes, but for the loop, whose lines it tells. A
    draft has no bytecode, and comes whole.
    """
    sources = [
        (path.relative_to("py").as_posix(), path.read_bytes())
        for path in sorted(Path("py/trainer").rglob("*"))
        if path.is_file() and "__pycache__" not in path.parts
    ]
    early, rest = sources, list[Member]()
    if sys.platform == "emscripten":
        imported = started()
        early, rest = [], [*sources]
        for name, source in sources:
            if not is_python(name):
                continue
            data = bytecode(source, f"{SITE_PACKAGES}/{name}", 0)
            cached = cache_from_source(name), data
            if str(Path("py", name).absolute()) in imported:
                early += [(name, source if name == LOOP else b""), cached]
            else:
                rest.append(cached)
    write(Path(out, "runtime/trainer.zip"), early)
    write(Path(out, "runtime/trainer-rest.zip"), rest)
    schema = importlib.import_module("trainer.page.schema").as_json()
    Path(out, "schema.json").write_text(schema, encoding="utf-8")
    parse = importlib.import_module("trainer.experiments.definition").parse
    experiments = {}
    for file in sorted(Path("web/experiments").glob("*.json")):
        text = file.read_text("utf-8")
        try:
            parse(text)
        except ValueError as error:
            raise SystemExit(f"{file}: {error}") from None
        experiments[file.stem] = json.loads(text)
    made = json.dumps(experiments, ensure_ascii=False)
    Path(out, "experiments.json").write_text(made, encoding="utf-8")


def started() -> set[str]:
    """The files of what is imported once the page has its first picture and warms up."""
    bridge = importlib.import_module("trainer.page.bridge")
    bridge.handle('{"type": "open", "link": "", "run": 0}')
    next(importlib.import_module("trainer.page.warmup").warmup())
    return {
        str(getattr(module, "__file__", None))
        for module in list(sys.modules.values())
        if getattr(module.__spec__, "origin", None) != "frozen"  # Python has it inside
    }


def library(wheel: Path) -> Iterator[tuple[str, str, bytes]]:
    """Each file of the standard library and NumPy: where it is here, its name in the
    page's LIBRARY, and what is in it."""
    for name, data in members(PYODIDE / "python_stdlib.zip"):
        yield f"{ARCHIVE}/{name}", name, data
    for name, data in members(wheel):
        if is_useful(name):
            yield f"{SITE_PACKAGES}/{name}", f"{NUMPY}/{name}", data


def members(archive: Path) -> Iterator[Member]:
    """The files of a zip, in the order of their names."""
    with ZipFile(archive) as source:
        for name in sorted(source.namelist()):
            if not name.endswith("/"):
                yield name, source.read(name)


def is_useful(name: str) -> bool:
    """Whether a learner's program may import or read this file of NumPy's."""
    path = PurePosixPath(name)
    return not (
        USELESS_FOLDERS & set(path.parts)
        or path.suffix in USELESS_SUFFIXES
        or path.name in USELESS_FILES
        or "_tests." in path.name
    )


def is_python(name: str) -> bool:
    """Whether a file is Python's source."""
    return name.endswith(".py")


def compiled(name: str, source: bytes) -> Member:
    """A file of LIBRARY, as bytecode if it is Python.

    Bytecode is without docstrings, a tenth of the download, and has lines without
    columns, a quarter.
    """
    if not is_python(name):
        return name, source
    optimize = 0 if name in DOCUMENTED else 2
    return f"{name}c", bytecode(source, f"{LIBRARY}/{name}", optimize)


def without_comments(source: bytes) -> bytes:
    """The same program line for line, so that a traceback shows what ran."""
    try:
        encoding, _ = tokenize.detect_encoding(io.BytesIO(source).readline)
        lines = source.decode(encoding).splitlines(keepends=True)
        tokens = list(tokenize.generate_tokens(iter([*lines, ""]).__next__))
    except (SyntaxError, UnicodeDecodeError, StopIteration, tokenize.TokenError):
        return source  # a file that is there to be wrong
    for token in tokens:
        row, column = token.start
        if token.type == tokenize.COMMENT and row > 2:  # an encoding stands above
            end = "\n" if lines[row - 1].endswith("\n") else ""
            lines[row - 1] = lines[row - 1][:column].rstrip() + end
    return "".join(lines).encode(encoding)


def bytecode(source: bytes, path: str, optimize: int) -> bytes:
    """A .pyc that Python takes without checking it against `path`.

    With 2 for `optimize` it has neither docstrings nor assertions.
    """
    with tempfile.TemporaryDirectory() as scratch:
        file = Path(scratch, "source.py")
        file.write_bytes(source)
        target = py_compile.compile(
            str(file),
            cfile=f"{file}c",
            dfile=path,
            doraise=True,
            optimize=optimize,
            invalidation_mode=py_compile.PycInvalidationMode.UNCHECKED_HASH,
        )
        return Path(str(target)).read_bytes()


def write(path: Path, files: Iterable[Member]) -> None:
    """A zip of uncompressed members, all dated alike: it is compressed as a whole later."""
    with ZipFile(path, "w", ZIP_STORED) as archive:
        for name, data in files:
            archive.writestr(ZipInfo(name), data)


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
