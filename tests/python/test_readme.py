"""The README says what is so: its code runs, its tables are those of the code."""

import ast
import inspect
import re
import textwrap
from dataclasses import fields
from pathlib import Path

import pytest

from trainer import ACTIVATIONS, DATASETS, training_loop
from trainer.messages import english
from trainer.settings.table import RULES, Settings

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text("utf-8")


def code_of(function: ast.stmt) -> str:
    """A function without its docstring, comments and line breaks."""
    assert isinstance(function, ast.FunctionDef)
    if ast.get_docstring(function):
        del function.body[0]
    return ast.unparse(function)


def test_the_loop_it_shows_is_the_loop_that_runs():
    shown = re.search(r"```python\n(def training_loop.*?)```", README, re.DOTALL)
    runs = textwrap.dedent(inspect.getsource(training_loop))
    assert code_of(ast.parse(shown[1]).body[0]) == code_of(ast.parse(runs).body[0])


def test_its_examples_run():
    examples = re.findall(r"```python\n((?:from|import) .*?)```", README, re.DOTALL)
    assert len(examples) == 3
    before = [(registry, set(registry)) for registry in (DATASETS, ACTIVATIONS)]
    try:
        for example in examples:
            exec(example, {})
    finally:
        for registry, names in before:
            for name in set(registry) - names:
                del registry[name]


@pytest.mark.parametrize("entry", fields(Settings), ids=lambda entry: entry.name)
def test_its_table_has_every_setting(entry):
    rule = RULES[entry.name]
    default = rule.write(entry.metadata["default"]) or "none"
    assert (
        f"| `{entry.name}` | {entry.metadata['help']} | {english(rule.words)} | {default} |"
        in README
    )


def test_every_file_on_its_map_is_there():
    paths = re.findall(
        r"^\| `((?:py|web|tests)/[^`]*|build\.py)`", README, re.MULTILINE
    )
    assert len(paths) > 20
    assert [path for path in paths if not (ROOT / path).exists()] == []
