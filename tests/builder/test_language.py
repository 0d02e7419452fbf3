"""Other languages: nothing of the page is left out, and nothing of it is lost."""

import json
import re
from string import Formatter

import pytest

from builder import language
from builder.tools import ROOT, BuildError

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
def english():
    from builder import runtime

    schema = json.loads(runtime.make()[runtime.SCHEMA].read_text("utf-8"))
    page = (ROOT / "web/index.html").read_text("utf-8")
    return language.english(page, schema)


def slots(text):
    """Name and format of each, in any order."""
    return sorted((name, spec) for _, name, spec, _ in Formatter().parse(text) if name)


@pytest.mark.parametrize("name", language.LANGUAGES)
def test_it_has_every_message_and_no_other(name, english):
    assert language.read(name).keys() == english.keys()
    assert all(language.read(name).values())


@pytest.mark.parametrize("name", language.LANGUAGES)
def test_each_message_has_the_same_slots(name, english):
    found = language.read(name)
    differ = [code for code in english if slots(found[code]) != slots(english[code])]
    assert differ == []


def test_every_code_of_the_scripts_is_in_the_catalogue(english):
    told = re.compile(r'\b(?:message|t|MessageError)\(\s*"([^"]+)"')
    for file in (ROOT / "web").rglob("*.js"):
        for code in told.findall(file.read_text("utf-8")):
            assert code in english, f"{code} in {file.name}"


def test_marked_texts_and_attributes_are_collected_by_their_codes():
    page = '<p title="Go" data-t-title="a.go"><b data-t="a.stop">Stop\n  it</b> 1</p>'
    texts = language.MarkedTexts()
    texts.feed(page)
    assert texts.found == {"a.go": "Go", "a.stop": "Stop it"}


@pytest.mark.parametrize(
    ("page", "trouble"),
    [
        ('<p data-t="a">One</p><p data-t="a">Two</p>', "a .* must be one text"),
        ('<p data-t="a">One <b>two</b></p>', "a .* must be text alone"),
        ('<p data-t="a"></p>', "a .* must be one text"),
    ],
)
def test_a_mark_that_is_not_for_one_text_is_an_error_that_names_it(page, trouble):
    with pytest.raises(BuildError, match=trouble):
        language.MarkedTexts().feed(page)


@pytest.mark.parametrize("name", language.LANGUAGES)
def test_it_has_every_section_with_the_same_links_formulas_and_numbers(name):
    folder = LESSON / name
    files = sorted(file.name for file in folder.glob("*.md"))
    assert files == [file.name for file in ENGLISH]
    for file in ENGLISH:
        english = file.read_text("utf-8")
        words = (folder / file.name).read_text("utf-8")
        assert sorted(LINKS.findall(english)) == sorted(LINKS.findall(words))
        other = str.maketrans(",.", ".,")  # as both languages write numbers
        marks = [mark.translate(other) for mark in MARKS.findall(words)]
        assert sorted(MARKS.findall(english)) == sorted(marks)
        assert len(FORMULAS.findall(english)) == len(FORMULAS.findall(words))
        assert len(words.split()) < 215


@pytest.mark.parametrize("name", language.LANGUAGES)
def test_it_has_every_experiment(name):
    found = json.loads((LESSON / name / "experiments.json").read_text("utf-8"))
    assert found.keys() == EXPERIMENTS.keys()
    for key, texts in found.items():
        experiment = EXPERIMENTS[key]
        assert texts.keys() == {*("title", "question", "closings", "choices", "arms")}
        assert len(texts["choices"]) == len(experiment["choices"])
        assert len(texts["arms"]) == len(experiment["arms"])
        assert len(texts["closings"]) == len(experiment["closings"])


def test_no_code_has_two_texts(english):
    from builder import runtime

    schema = json.loads(runtime.make()[runtime.SCHEMA].read_text("utf-8"))
    texts = language.MarkedTexts()
    texts.feed((ROOT / "web/index.html").read_text("utf-8"))
    assert len(english) == sum(
        map(len, (schema["messages"], texts.found, language.read("en")))
    )
