"""Other languages: nothing of the page is left out, and nothing of it is lost."""

import ast
import json
import re

import pytest

from builder import language
from builder.tools import ROOT

LESSON = ROOT / "web/lesson"
ENGLISH = sorted((LESSON / "en").glob("*.md"))
LINKS = re.compile(r"\]\(([^)]*)\)")
MARKS = re.compile(r"\{(?:claim:)?\w+=[\d.,]+\}")
FORMULAS = re.compile(r"\$\$.*?\$\$|\$[^$]+\$", re.DOTALL)
EXPERIMENTS = {
    file.stem: json.loads(file.read_text("utf-8"))
    for file in (ROOT / "web/experiments").glob("*.json")
}


@pytest.fixture(scope="module")
def strings(tmp_path_factory):
    """What there is to translate."""
    from builder import runtime

    schema = json.loads(runtime.make()[runtime.SCHEMA].read_text("utf-8"))
    return language.to_translate(language.read_page(), schema)


def translations(name):
    return json.loads((language.LANGUAGE / f"{name}.json").read_text("utf-8"))


def slots(text):
    return len(re.findall(r"\{\d*\}", text))


@pytest.mark.parametrize("name", language.LANGUAGES)
def test_every_string_is_translated_and_none_is_left_over(name, strings):
    found = translations(name)
    assert strings - found.keys() == set()
    assert found.keys() - strings == set()
    assert all(found.values())


@pytest.mark.parametrize("name", language.LANGUAGES)
def test_what_changes_has_its_place(name):
    for english, words in translations(name).items():
        assert slots(english) == slots(words), english


@pytest.mark.parametrize("name", language.LANGUAGES)
def test_it_has_every_section_with_the_same_links_formulas_and_numbers(name):
    folder = LESSON / name
    files = sorted(file.name for file in folder.glob("*.md"))
    assert files == [file.name for file in ENGLISH]
    for file in ENGLISH:
        english = file.read_text("utf-8")
        words = (folder / file.name).read_text("utf-8")
        for what in (LINKS, MARKS):
            assert sorted(what.findall(english)) == sorted(what.findall(words))
        assert len(FORMULAS.findall(english)) == len(FORMULAS.findall(words))
        assert len(words.split()) < 215


@pytest.mark.parametrize("name", language.LANGUAGES)
def test_it_has_every_experiment(name):
    found = json.loads((LESSON / name / "experiments.json").read_text("utf-8"))
    assert found.keys() == EXPERIMENTS.keys()
    for key, texts in found.items():
        experiment = EXPERIMENTS[key]
        assert texts.keys() == {"title", "question", "why", "choices", "arms"}
        assert len(texts["choices"]) == len(experiment["choices"])
        assert len(texts["arms"]) == len(experiment["arms"])


SENTENCES = {"SettingError", "CodeError", "LoopError"}  # what people are told


def in_python():
    """What a sentence that Python may tell looks like, `{}` for what changes."""
    for file in (ROOT / "py/trainer").rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") in SENTENCES:
                told = node.args[0]
                parts = told.values if isinstance(told, ast.JoinedStr) else [told]
                constant = [isinstance(part, ast.Constant) for part in parts]
                if any(constant):
                    words = zip(parts, constant, strict=True)
                    yield "".join(
                        part.value if is_it else "{}" for part, is_it in words
                    )


LITERAL = r"""(?:"[^"\n]*"|`[^`]*`)"""
TOLD = re.compile(rf"\b(?:say|tell|Error)\(\s*({LITERAL}(?:\s*\+\s*{LITERAL})*)")
OTHERS = {
    "service-worker.js",
    "layer-buttons.js",
}  # what goes wrong there nobody is told


def in_javascript():
    for file in (ROOT / "web").rglob("*.js"):
        if file.name in OTHERS:
            continue
        for told in TOLD.findall(file.read_text("utf-8")):
            text = "".join(part[1:-1] for part in re.findall(LITERAL, told))
            yield re.sub(r"\$\{(?:[^{}]|\{[^{}]*\})*\}", "{}", text)


@pytest.mark.parametrize("told", sorted({*in_python(), *in_javascript()}))
def test_every_sentence_of_the_code_can_be_translated(told, strings):
    def matches(known):
        pattern = re.escape(known).replace(r"\{\}", "(.+?)")
        return re.fullmatch(pattern, told.replace("{}", "x"), re.DOTALL)

    assert any(map(matches, strings)), told
