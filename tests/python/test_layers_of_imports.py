"""Imports go one way: a module knows its own folder and those below it, in no circle."""

import ast
from graphlib import TopologicalSorter
from pathlib import Path

import pytest

import trainer

PACKAGE = Path(trainer.__file__).parent
# from the ground up; "" is what stands at the top of the package: the learners' files
ORDER = (
    "",
    "settings",
    "tables",
    "engine",
    "run",
    "view",
    "experiments",
    "export",
    "page",
)
ABOVE_ALL = {"__init__", "__main__"}
APART = {"experiments", "export"}  # neither knows the other


def name_of(file):
    return file.relative_to(PACKAGE).with_suffix("").as_posix().replace("/", ".")


def folder_of(module):
    return module.rpartition(".")[0]


MODULES = {
    name_of(file): ast.parse(file.read_text("utf-8"))
    for file in PACKAGE.rglob("*.py")
    if name_of(file) not in ABOVE_ALL and file.name != "__init__.py"
}


def imported_by(module, tree):
    """The modules of the package that a module imports, inside functions, too."""
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.level:
            parts = module.split(".")[: -node.level]
            base = ".".join([*parts, *([node.module] if node.module else [])])
            for each in node.names:
                inner = f"{base}.{each.name}".strip(".")
                yield inner if inner in MODULES else base


GRAPH = {module: set(imported_by(module, tree)) for module, tree in MODULES.items()}


@pytest.mark.parametrize("module", sorted(MODULES))
def test_a_module_imports_from_its_own_folder_and_from_below(module):
    folder = folder_of(module)
    allowed = set(ORDER[: ORDER.index(folder) + 1])
    if folder in APART:
        allowed -= APART - {folder}
    assert {folder_of(other) for other in GRAPH[module]} <= allowed


def test_no_imports_go_in_a_circle():
    assert len(GRAPH) > 60
    TopologicalSorter(GRAPH).prepare()
