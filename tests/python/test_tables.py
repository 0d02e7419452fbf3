"""Data files: what is read of them, which columns are meant, and what becomes of them."""

import csv
from io import StringIO

import numpy as np
import pytest
from data_files import BIG, MANY, NASTY, ORDINARY, table

from trainer.errors import SettingError
from trainer.export.points_csv import as_csv
from trainer.export.python import as_python
from trainer.page.workspace import Workspace
from trainer.run.session import Session
from trainer.settings.axes import parse_axes
from trainer.settings.permalink import from_link, to_link
from trainer.settings.table import Settings, parse
from trainer.tables.columns import Choice, guess
from trainer.tables.points import chosen
from trainer.tables.reading import read_table

READ = {name: each for name, each in {**ORDINARY, **NASTY}.items() if len(each) == 4}
REFUSED = {name: each for name, each in NASTY.items() if len(each) == 2}


def opened(text):
    read = read_table(text)
    choice = guess(read)
    return read, choice, chosen(read, choice)


@pytest.mark.parametrize("name", READ)
def test_it_is_read_as_it_was_meant(name):
    text, names, classes, count = READ[name]
    read, choice, found = opened(text)
    assert [read.names[place] for place in choice[:3]] == names
    assert choice.has_values == (classes is None)
    assert [each for each, _ in found.classes] == (classes or [])
    assert abs(len(found.points) - count) <= 1  # a sample is rounded
    assert Settings(custom_points=found.points).custom_points == found.points
    assert parse("axes", found.axes) == parse_axes(found.axes)


@pytest.mark.parametrize("name", REFUSED)
def test_it_is_refused_in_a_sentence(name):
    text, sentence = REFUSED[name]
    with pytest.raises(SettingError, match=sentence):
        opened(text)


def test_numbers_are_what_they_say():
    _, _, found = opened(NASTY["german thousands"][0])
    axes = parse_axes(found.axes)
    assert (axes.x1.low, axes.x1.high) == (900, 2000.25)
    places = [-1 + 2 * (x - 900) / 1100.25 for x in (1234.5, 2000.25, 900)]
    assert [point[0] for point in found.points[:3]] == pytest.approx(places)
    _, _, found = opened(NASTY["swiss thousands"][0])
    assert parse_axes(found.axes).x1[1:] == (1234.5, 2000)


def test_a_table_of_heights_and_incomes_fills_the_plane():
    rows = "".join(f"{150 + i},{900 + 37 * i},{'ab'[i % 2]}\n" for i in range(40))
    _, _, found = opened("height,income,who\n" + rows)
    x = np.array([point[:2] for point in found.points])
    assert x.min(axis=0).tolist() == [-1, -1]
    assert x.max(axis=0).tolist() == [1, 1]


def test_one_of_many_classes_can_be_told_from_the_rest():
    read = read_table(MANY)
    found = chosen(read, Choice(0, 1, 2, False, "T3"))
    assert parse_axes(found.axes).classes == ("T3", "≠ T3")
    labels = [label for *_, label in found.points]
    assert labels.count(0) == len([1 for i in range(60) if i % 9 == 3])


def test_a_sample_has_each_class_in_its_part():
    _, _, found = opened(BIG)
    labels = np.array([label for *_, label in found.points])
    assert len(labels) <= 5000
    assert (labels == 1).mean() == pytest.approx(0.2, abs=0.001)


@pytest.mark.parametrize("seed", range(4))
def test_no_mutation_breaks_the_reader(seed):
    """500 files each: a piece taken out, doubled, or put in."""
    rng = np.random.default_rng(seed)
    texts = [each[0] for each in {**ORDINARY, **NASTY}.values() if len(each[0]) < 2000]
    pieces = [*',;\t|"\n\r#.-', "NA", "1e999", "\0", "sep=,", "é", '""', " ", "9" * 400]
    for _ in range(500):
        text = str(rng.choice(texts))
        for _ in range(rng.integers(1, 4)):
            a, b = sorted(rng.integers(0, len(text) + 1, 2).tolist())
            text = str(
                rng.choice([text[:a] + text[b:], text[:b] + text[a:]])
                if rng.random() < 0.5
                else text[:a] + str(rng.choice(pieces)) + text[a:]
            )
        try:
            _, _, found = opened(text)
        except SettingError:
            continue
        assert Settings(custom_points=found.points).custom_points == found.points


def test_the_page_reads_chooses_and_uses_a_table():
    workspace = Workspace()
    with pytest.raises(SettingError, match="no table open"):
        workspace.use_table()
    reply = workspace.read_table(table(";", ","))
    assert reply["columns"][0] == {"name": "length", "kind": "number", "missing": 0}
    assert (reply["x1"], reply["x2"], reply["label"]) == (0, 1, 2)
    assert [each["count"] for each in reply["classes"]] == [4, 4, 4]
    reply = workspace.choose_columns(0, 0, 2, False, "")
    assert reply["problem"]["code"] == "data.same-column"
    with pytest.raises(SettingError, match="A column must be one of 3; got 7"):
        workspace.choose_columns(0, 7, 2, False, "")
    workspace.choose_columns(1, 0, 2, False, "")
    workspace.use_table()
    session = workspace.viewer.session
    assert session.axes.x1.name == "width"
    assert session.settings.loss == "cross_entropy"
    frame = workspace.viewer.frame()
    assert frame["axes"]["classes"] == ["setosa", "versicolor", "virginica"]
    assert frame["axes"]["x2"] == {"name": "length", "low": 5.1, "high": 7.3}
    session.configure({"dataset": "moons"})
    assert session.settings.axes is None


def test_values_are_told_in_their_units():
    workspace = Workspace()
    workspace.read_table(ORDINARY["values"][0])
    workspace.use_table()
    frame = workspace.viewer.frame()
    assert frame["scale"] == [100.5, 204.5]
    run = workspace.viewer.session.run
    off = run.network.forward(run.x)[-1].a - run.y
    assert frame["train_rmse"] == pytest.approx(52 * np.sqrt(np.square(off).mean()))


def test_a_link_carries_names_and_units_there_and_back():
    _, _, found = opened(ORDINARY["german excel"][0])
    settings = Settings(custom_points=found.points, axes=found.axes)
    again, problems = from_link(to_link(settings))
    assert not problems
    assert again.axes == settings.axes
    strange = Settings(custom_points=found.points, axes="a%2Cb%7Cc%25,0,1|y|z|1|2|3")
    assert strange.axes.x1.name == "a,b|c%"
    assert from_link(to_link(strange))[0].axes == strange.axes


@pytest.mark.parametrize(
    "text",
    [
        "a",
        "a|b",
        "a,1|b|c",
        "a,2,1|b|c",
        "a,0,x|b|c",
        "a,1e400,2|b|c",
        "|".join("abcdefghijk"),
    ],
)
def test_axes_that_are_none_are_refused(text):
    with pytest.raises(SettingError, match="axes must be three parts"):
        parse("axes", text)


def test_points_go_back_into_a_file_as_they_came():
    _, _, found = opened(ORDINARY["german excel"][0])
    session = Session(Settings(custom_points=found.points, axes=found.axes))
    header, *rows = csv.reader(StringIO(as_csv(session.all_points, session.axes)))
    assert header == ["length", "width", "species"]
    assert [float(cell) for cell in rows[0][:2]] == [5.1, 3.5]
    assert rows[0][2] == "setosa"
    again = opened(as_csv(session.all_points, session.axes))[2]
    assert again.points == found.points
    assert parse_axes(again.axes) == session.axes


def test_a_program_undoes_the_scaling():
    session = Session(Settings(dataset="iris"))
    names = {}
    program = as_python(session, {})
    exec(program.replace('if __name__ == "__main__":', "if False:"), names)
    ends = names["in_units"](np.array([[-1.0, -1.0], [1.0, 1.0]]))
    np.testing.assert_allclose(ends, [[1.0, 0.1], [6.9, 2.5]])
    assert "petal length, cm" in program


@pytest.mark.parametrize(("dataset", "count"), [("iris", 150), ("penguins", 342)])
def test_measured_data_come_in_three_classes_and_with_their_source(dataset, count):
    session = Session(Settings(dataset=dataset))
    assert len(session.all_points) == count
    assert session.run.network.sizes[-1] == 3
    assert Session(Settings(dataset=dataset, points=30)).data.y.sum() == 24
    session.step("epoch", 200)
    assert session.trainer.scores()[0].metric > 93
