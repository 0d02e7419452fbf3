"""The workshop: the trainer's modules as the reader edited them, in place of the packaged.

Edited modules make a package of their own, in which every module of the trainer is
loaded anew, so that all of them see the edits. The packaged trainer stays as it is.
"""

import gc
import importlib
import linecache
import re
import sys
import traceback
from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import contextmanager, redirect_stdout
from importlib.abc import Loader, MetaPathFinder
from importlib.machinery import ModuleSpec
from itertools import count
from pathlib import Path
from types import ModuleType, TracebackType
from typing import TypeVar, cast

from ..activations import Array
from ..errors import (
    CodeError,
    LoopError,
    SettingError,
    cut,
    kind_of,
    python_of,
    trace_of,
    words_of,
)
from ..experiments.trial import Trial
from ..run.session import Session
from ..settings.permalink import chosen_texts
from .console import Console
from .time_limit import OutOfTimeError, budget

FILES = (
    "training.py",
    "layers.py",
    "activations.py",
    "losses.py",
    "optimizers.py",
    "datasets.py",
)
# whose classes both sides have to agree on, and what edited code never uses
SHARED = ("errors", "page.protocol", "engine")
MOST_RUNS = 3  # that are kept beside the one of now
SECONDS = 5.0  # that edited code may take to answer one request
ASKING = 1.0  # seconds that an error of edited code may take to say what it is
HERE = Path(__file__).parents[1]

# names that edited code of version 1.0 knows: (file, class): {old: new}
RENAMED = {
    ("activations", "Activation"): {"slope": "derivative"},
    ("losses", "Loss"): {"each": "per_example", "slope": "derivative"},
}

T = TypeVar("T")
numbers = count(1)


def packaged() -> dict[str, str]:
    """The text of every file that can be edited, as it is shipped."""
    return {name: (HERE / name).read_text("utf-8") for name in FILES}


class EditedModules(Loader, MetaPathFinder):
    """Finds the edited modules of one package by the text that the reader gave them."""

    def __init__(self, package: str, edits: Mapping[str, str]) -> None:
        self.package, self.edits = package, edits

    def find_spec(self, fullname: str, *_: object) -> ModuleSpec | None:
        package, _dot, name = fullname.rpartition(".")
        if package != self.package or f"{name}.py" not in self.edits:
            return None
        return ModuleSpec(fullname, self, origin=f"{name}.py")

    def exec_module(self, module: ModuleType) -> None:
        name = str(module.__spec__ and module.__spec__.origin)
        exec(compile(self.edits[name], name, "exec"), module.__dict__)


def session_of(edits: Mapping[str, str]) -> type[Session]:
    """`Session` out of a trainer in which `edits` stand for the packaged files."""
    package = ModuleType(f"edited_trainer_{next(numbers)}")
    package.__path__ = [str(HERE)]
    for name, text in edits.items():  # so that a traceback shows the reader's lines
        linecache.cache[name] = (len(text), None, text.splitlines(True), name)
    for name in [name for name in sys.modules if name.startswith("edited_trainer_")]:
        del sys.modules[name]
    sys.modules[package.__name__] = package
    for name, module in list(sys.modules.items()):
        _, trainer, rest = name.partition("trainer.")
        if trainer and rest.startswith(SHARED):
            sys.modules[f"{package.__name__}.{rest}"] = module
    finder = EditedModules(package.__name__, edits)
    sys.meta_path.insert(0, finder)
    try:
        module = importlib.import_module(f"{package.__name__}.run.session")
    finally:
        sys.meta_path.remove(finder)
    alias_renamed(package.__name__)
    made: type[Session] = module.Session
    return made


def alias_renamed(package: str) -> None:
    """Give the attributes in RENAMED both names, for files of either version."""
    for (file, name), names in RENAMED.items():
        owner = getattr(sys.modules[f"{package}.{file}"], name, None)
        for old, new in [*names.items(), *((new, old) for old, new in names.items())]:
            if hasattr(owner, old) and not hasattr(owner, new):
                setattr(owner, new, getattr(owner, old))


@contextmanager
def kept_lines(names: Collection[str]) -> Iterator[None]:
    """Where the block fails, `names` keep the source that tracebacks show of them."""
    before = {n: linecache.cache[n] for n in names if n in linecache.cache}
    try:
        yield
    except BaseException:
        for name in names:
            linecache.cache.pop(name, None)
        linecache.cache.update(before)
        raise


class Workshop:
    """The page's session, with the code that it runs."""

    def __init__(self) -> None:
        self.edits: dict[str, str] = {}
        self.console = Console()
        self.session = Session()
        self.session.panels = ()  # until the page says which are open
        self.trial: Trial | None = None  # the experiment that is open
        self._run = 0  # the number of the session's run in the browser's history
        self._runs: dict[int, Session] = {}  # others, the newest last
        # what the page has of the frame before: its points, and the text of own points
        self.told: tuple[Array | None, str] = (None, "")
        self.error: CodeError | None = None  # what stopped the edited code, if it did

    def run_code(self, files: Mapping[str, str]) -> None:
        """Put `files` in place and start the run anew; a CodeError changes nothing."""
        shipped = packaged()
        edits = {}
        for name, text in files.items():
            if name not in shipped:
                raise SettingError(
                    f"A file must be one of {', '.join(FILES)}; got {name!r}."
                )
            if text != shipped[name]:
                edits[name] = text
        self.console.clear()
        refused = self.session.refused  # this code may know what its link asked for
        settings = {**chosen_texts(self.session.settings), **refused}
        with kept_lines(FILES), self._watched(edits):
            make = session_of(edits) if edits else Session
            printed = self.console.text()
            session = make(is_edited=bool(edits))
            session.panels = self.session.panels
            session.take(settings)
            session.step("update")  # what fails at once shall not replace what works
            self.console.clear()
            self.console.write(printed)
            session.take(settings)
        session.refused = refused
        self.edits, self.session, self.error = edits, session, None
        self._runs.clear()
        gc.collect()  # the modules of the run before are cycles, and would pile up

    def open(self, link: str, run: int) -> None:
        """Go on with run number `run` where it is kept; else start the link's as that."""
        kept = self._runs.pop(run, None)
        left = self.session
        with self._watched(self.edits):
            if kept:
                kept.note = "The run as you left it."
            elif run == self._run:
                left.open(link)
                return
            else:
                kept = type(left)(is_edited=bool(self.edits))
                kept.open(link)
        kept.panels = left.panels
        self._runs[self._run] = left
        for number in list(self._runs)[:-MOST_RUNS]:
            del self._runs[number]
        self.session, self._run = kept, run

    def do(self, request: Callable[[Session], T]) -> T:
        """Ask the session for something, on the reader's code and within its budget."""
        with self._watched(self.edits):
            return request(self.session)

    @contextmanager
    def _watched(self, edits: Mapping[str, str]) -> Iterator[None]:
        """Catch what the code of `edits` prints and raises, and end it when time is up."""
        caught: BaseException | None = None
        with redirect_stdout(self.console), budget(SECONDS, edits):
            try:
                yield
            except BaseException as error:  # exit() and the like, too
                if not edits:
                    raise
                caught = error  # here, for contextlib would write to it on its way out
        if caught is None:
            return
        # the error is the reader's code, too: it may print, and never end
        with redirect_stdout(self.console), budget(ASKING, edits):
            told = explained(caught, edits)
        caught = None  # and with it all that its frames hold
        if isinstance(told, CodeError):
            self.error = told
        raise told from None


def explained(
    error: BaseException, edits: Mapping[str, str]
) -> CodeError | SettingError:
    """What went wrong where, of the reader's own lines only; no text is very long."""
    kind = type(error)  # `isinstance` asks the error, which may say anything
    if kind is CodeError:
        return cast("CodeError", error)
    if issubclass(kind, SettingError):
        setting = vars(error).get("setting") if kind is SettingError else None
        return SettingError(words_of(error), setting if type(setting) is str else None)
    if place := unreadable(error, edits):
        file, line, python = place
        words = f"Python cannot read line {line} of {file}. {python}"
        return CodeError(words, file, line, python)
    trace = trace_of(error)
    frames = [
        (frame.f_code.co_filename, line)
        for frame, line in traceback.walk_tb(trace)
        if frame.f_code.co_filename in edits
    ]
    file, line = frames[-1] if frames else (next(iter(edits)), 0)
    python = re.sub(
        r"edited_trainer_\d+\.|\(unknown location\)", "", python_of(error)
    ).strip()
    if kind is LoopError:
        return CodeError(words_of(error), "training.py", 1, python)
    if kind is OutOfTimeError:
        words = (
            f"The code was stopped in line {line} of {file}: it had run for "
            f"{SECONDS:g} seconds without an end. The run is as it was then."
        )
        return CodeError(words, file, line, "")
    where = f"line {line} of {file}" if frames else "code that uses the edited files"
    lines = cut("".join(traceback.format_list(reader_lines(trace, edits))))
    shown = f"Traceback (most recent call last):\n{lines}{python}"
    return CodeError(f"An error in {where}: {python}", file, line, shown)


def unreadable(
    error: BaseException, edits: Mapping[str, str]
) -> tuple[str, int, str] | None:
    """File, line and Python's words where Python could not read an edited file.

    An error that somebody raised may have anything for these; then it is like others.
    """
    if type(error) not in (SyntaxError, IndentationError, TabError):
        return None
    file, line, message = (
        vars(SyntaxError)[name].__get__(error) for name in ("filename", "lineno", "msg")
    )
    if type(file) is not str or file not in edits or type(message) is not str:
        return None
    line = 1 if line is None else line
    if type(line) is not int or not 0 < line <= 1 + edits[file].count("\n"):
        return None
    return file, line, f"{kind_of(error)}: {cut(message)}"


def reader_lines(
    trace: TracebackType | None, edits: Mapping[str, str]
) -> list[traceback.FrameSummary]:
    """The entries of a traceback that lie in edited files."""
    return [entry for entry in traceback.extract_tb(trace) if entry.filename in edits]
