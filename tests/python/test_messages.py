"""Messages: every code has its English, and every English its use."""

import ast
from pathlib import Path

import pytest

import trainer
from trainer.english import ENGLISH
from trainer.messages import english, message

PACKAGE = Path(trainer.__file__).parent
TELLING = {"message", "SettingError", "LoopError", "EngineError"}
TREES = [
    ast.parse(file.read_text("utf-8"))
    for file in sorted(PACKAGE.rglob("*.py"))
    if file.name not in ("messages.py", "english.py")
]
NODES = [node for tree in TREES for node in ast.walk(tree)]


def test_what_is_told_has_its_english():
    codes = {
        node.args[0].value
        for node in NODES
        if isinstance(node, ast.Call)
        and getattr(node.func, "id", "") in TELLING
        and isinstance(node.args[0], ast.Constant)
    }
    assert len(codes) > 40
    assert codes - ENGLISH.keys() == set()


def test_no_english_is_left_over():
    written = {str(node.value) for node in NODES if isinstance(node, ast.Constant)}
    begun = tuple(
        str(node.values[0].value)
        for node in NODES
        if isinstance(node, ast.JoinedStr)
        and isinstance(node.values[0], ast.Constant)
        and "." in str(node.values[0].value)
    )
    unused = {code for code in ENGLISH.keys() - written if not code.startswith(begun)}
    assert unused == set()


def test_a_message_in_a_message_and_a_list_are_written_out():
    rule = message("rule.number", low=0.0001, high=10)
    told = message("setting.refused", "noise", rule=rule, got="'x'")
    assert english(told) == "noise must be a number from 0.0001 to 10; got 'x'."
    listed = message("rule.choice", options=["a", "b"])
    assert english(listed, message("run.points", count=3)) == "one of a, b 3 points."


def test_an_unknown_code_is_an_error():
    with pytest.raises(KeyError):
        english(message("no.such-code"))
