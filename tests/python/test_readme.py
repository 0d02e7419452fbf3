"""README and CONTRIBUTING say what is so: their code runs, their files are there."""

import ast
import inspect
import re
import textwrap
from pathlib import Path

import pytest

import trainer
from trainer import ACTIVATIONS, DATASETS, training_loop

ROOT = Path(__file__).parents[2]
README = ROOT / "README.md"
CONTRIBUTING = ROOT / ".github/CONTRIBUTING.md"
DOCUMENTS = [README, CONTRIBUTING, ROOT / "web/teachers.md", ROOT / "web/settings.md"]


def code_of(function: ast.stmt) -> str:
    """A function without its docstring, comments and line breaks."""
    assert isinstance(function, ast.FunctionDef)
    if ast.get_docstring(function):
        del function.body[0]
    return ast.unparse(function)


def test_the_loop_it_shows_is_the_loop_that_runs():
    text = README.read_text("utf-8")
    shown = re.search(r"```python\n(def training_loop.*?)```", text, re.DOTALL)
    runs = textwrap.dedent(inspect.getsource(training_loop))
    assert code_of(ast.parse(shown[1]).body[0]) == code_of(ast.parse(runs).body[0])


def test_its_reading_order_is_the_packages():
    ordered = re.search(r"in this order: (.*?)\.", README.read_text("utf-8"))[1]
    listed = re.findall(r"^    (\w+)  ", trainer.__doc__, re.MULTILINE)
    named = re.findall(r"`(\w+)`", ordered)
    assert named == listed[: len(named)]
    folders = {
        path.parent.name for path in Path(trainer.__file__).parent.glob("*/*.py")
    }
    assert {*listed[len(named) :]} == folders - {"__pycache__"}


def test_it_is_short():
    assert len(README.read_text("utf-8").splitlines()) <= 120


@pytest.mark.parametrize(("document", "count"), [(README, 1), (CONTRIBUTING, 2)])
def test_its_examples_run(document, count):
    text = document.read_text("utf-8")
    examples = re.findall(r"```python\n((?:from|import) .*?)```", text, re.DOTALL)
    assert len(examples) == count
    before = [(registry, set(registry)) for registry in (DATASETS, ACTIVATIONS)]
    try:
        for example in examples:
            exec(example, {})
    finally:
        for registry, names in before:
            for name in set(registry) - names:
                del registry[name]


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_every_file_that_it_names_is_there(document):
    text = document.read_text("utf-8")
    links = [
        document.parent / link
        for link in re.findall(r"\]\(([^)]+)\)", text)
        if not link.startswith("https:")
    ]
    named = [ROOT / path for path in re.findall(r"`((?:py|web|tests)/[^` *]+)", text)]
    assert links or named
    assert [path for path in (*links, *named) if not path.exists()] == []


def pictured() -> list[str]:
    """The paths in CONTRIBUTING's picture of the folders; a folder's ends in a slash."""
    text = CONTRIBUTING.read_text("utf-8")
    picture = re.search(r"```\n(build\.py .*?)```", text, re.DOTALL)[1]
    paths, above = [], []
    for line in picture.splitlines():
        indent, name = re.match(r"( *)(\S+) ", f"{line} ").groups()
        above[len(indent) // 2 :] = [name]
        paths.append("".join(above))
    return paths


def there() -> list[str]:
    """What the picture has to show: every folder, but for the lesson's languages, and the
    files at the top of the trainer."""
    files = [
        path
        for top in ("py", "web", "tests")
        for path in (ROOT / top).rglob("*")
        if path.is_file() and not re.search(r"__pycache__|\.egg-info", str(path))
    ]
    folders = {
        f"{folder}/" for file in files for folder in file.relative_to(ROOT).parents
    }
    return [
        "build.py",
        *(folder for folder in folders - {"./"} if not re.search("lesson/.", folder)),
        *(f"py/trainer/{path.name}" for path in (ROOT / "py/trainer").glob("*.py")),
    ]


def test_the_picture_of_the_folders_is_the_tree():
    assert sorted(pictured()) == sorted(there())
