"""Edited code: the trainer's modules as the reader edited them, in place of the packaged.

Edited modules make a package of their own, in which every module of the trainer is
loaded anew, so that all of them see the edits. The packaged trainer stays as it is.
"""

import importlib
import linecache
import sys
from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import contextmanager
from importlib.abc import Loader, MetaPathFinder
from importlib.machinery import ModuleSpec
from itertools import count
from pathlib import Path
from types import ModuleType
from typing import cast

from ..export.renamed import RENAMED
from ..run.session import Session
from ..view.viewer import Viewer

FILES = (
    "training.py",
    "layers.py",
    "activations.py",
    "losses.py",
    "optimizers.py",
    "datasets.py",
    "features.py",
)
# whose classes both sides have to agree on, and what edited code never uses
SHARED = ("errors", "messages", "english", "engine")
HERE = Path(__file__).parents[1]
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


def maker_of(edits: Mapping[str, str]) -> Callable[[], Viewer]:
    """What makes a session, with its viewer, of a trainer in which `edits` stand for the
    packaged files."""
    if not edits:
        return lambda: Viewer(Session())
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
        module = importlib.import_module(f"{package.__name__}.view.viewer")
    finally:
        sys.meta_path.remove(finder)
    alias_renamed(package.__name__)
    return lambda: cast("Viewer", module.Viewer(module.Session(edits=edits)))


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
