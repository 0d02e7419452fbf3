"""Custom points: parsed, drawn, in a link, exported."""

import subprocess
import sys

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from seen import Session

from trainer.errors import SettingError
from trainer.export.formats import export
from trainer.export.points_csv import as_csv
from trainer.messages import english
from trainer.run.redrawn import points_of
from trainer.run.session import Session as PlainSession
from trainer.settings.custom_points import (
    as_points,
    format_points,
    parse_points,
)
from trainer.settings.permalink import from_link
from trainer.settings.table import Settings, resolve
from trainer.view.viewer import Viewer

ROWS = ((0.5, -1.0, 0), (1.0, 0.25, 1), (-0.5, 0.0, 1), (0.0, 1.25, 0))
TEXT = "0.5,-1,0\n1,0.25,1\n-0.5,0,1\n0,1.25,0\n"


@pytest.mark.parametrize(
    "text",
    [
        TEXT,
        "x,y,class\n" + TEXT,
        TEXT.replace(",", ";"),
        TEXT.replace(",", "\t"),
        TEXT.replace(",", ";").replace(".", ","),
        TEXT.replace("\n", "\r\n") + "\n\n",
        TEXT.replace("\n", "|"),
        TEXT.replace(",0\n", ",ant\n").replace(",1\n", ",bee\n"),
        TEXT.replace(",0\n", ",-1\n").replace(",", " , "),
    ],
)
def test_rows_are_read_in_every_usual_form(text):
    assert parse_points(text) == ROWS


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("1,2,0\n1,2\n3,4,1\n1,1,1", "line 2 has 2 cells: '1,2'"),
        ("1,2,0\n1,b,0\n3,4,1\n1,1,1", "line 2 has 'b' for y"),
        ("nan,2,0\n1,1,0\n3,4,1\n1,1,1", "line 1 has 'nan' for x"),
        ("1,2,0\n1,1_0,0\n3,4,1\n1,1,1", "line 2 has '1_0' for y"),
        ("1e308,0,0|1.7e308,0,1|-1.7e308,0,1|0,0,0", "line 1 has '1e308' for x"),
        ("1e999,0,0|1,0,1|0,0,1|0,0,0", "line 1 has '1e999' for x"),
        ("1,2,0\n1,-1e13,0\n3,4,1\n1,1,1", "line 2 has '-1e13' for y"),
        ("1,2,0\nnan,1,0\n3,4,1\n1,1,1", "line 2 has 'nan' for x"),
        ("1,2,a\n1,1,b\n1,1,c\n1,1,d\n1,1,e\n1,1,f\n1,1,g\n1,1,h", "line 7 has 'g'"),
        ("x,y,value\n1,2,0\n1,1,b\n3,4,2\n1,1,1", "line 3 has 'b' for value"),
        ("1,2,0\n1,1,1", "there are 2"),
        ("1,2,0\n" * 5001, "there are 5001"),
        ("only words", "there are 0"),
    ],
)
def test_what_cannot_be_read_is_named_by_line_and_nothing_is_lost(text, words):
    session = Session()
    session.step("epoch", 2)
    with pytest.raises(SettingError) as error:
        session.configure({"custom_points": text})
    assert words in str(error.value)
    assert str(error.value).startswith(
        "custom_points must be 4 to 5000 rows of x, y, and class or value; "
    )
    assert session.run.epoch == 2


@pytest.mark.parametrize(
    ("row", "words"),
    [
        ((float("nan"), 0, 0), "line 3 has nan for x"),
        ((0, float("inf"), 0), "line 3 has inf for y"),
        ((0, 1e13, 0), "line 3 has 10000000000000.0 for y"),
        ((10**400, 0, 0), "line 3 has 1000"),
        ((0, "b", 0), "line 3 has 'b' for y"),
        ((0, 0, "a"), "line 3 has 'a' for class"),
        ((0, 0, True), "line 3 has True for class"),
        ((0, 0, None), "line 3 has None for class"),
        ((0, 0), "line 3 has 2 cells"),
        (0, "line 3 has 1 cells"),
    ],
)
def test_rows_given_as_values_are_checked_too(row, words):
    with pytest.raises(SettingError) as error:
        Settings(custom_points=(*ROWS[:2], row, ROWS[2]))
    assert words in str(error.value)
    assert error.value.message["setting"] == "custom_points"


def test_points_that_were_read_are_taken_as_they_are():
    points = parse_points(TEXT)
    assert Settings(custom_points=points).custom_points is points
    assert Settings(custom_points=[list(row) for row in points]).custom_points == points


def test_rows_given_as_values_are_read_as_their_text_is():
    rows = ((100, 5, 0), (300, 5, 1), (200, 105, 1), (200, -95, 0))
    assert Settings(custom_points=rows).custom_points == parse_points(
        format_points(rows)
    )
    with pytest.raises(SettingError, match="there are 5001"):
        Settings(custom_points=ROWS[:1] * 5001)


@pytest.mark.parametrize("scale", [1e-12, 1e-6, 0.001, 1.0, 1e6, 1e12])
@given(
    st.lists(
        st.tuples(st.floats(-1, 1), st.floats(-1, 1), st.sampled_from([0, 1])),
        min_size=4,
        max_size=30,
    )
)
def test_points_outlive_text_to_the_last_digit(scale, rows):
    text = "\n".join(f"{scale * x1!r},{scale * x2!r},{label}" for x1, x2, label in rows)
    points = parse_points(text)
    assert np.isfinite(np.array(points)).all()
    assert parse_points(format_points(points)) == points
    assert parse_points(as_csv(points)) == points


def test_small_data_do_not_fall_together():
    text = "0.001,0.003,0|0.003,0.001,1|0.00100001,0.003,1|0,0.002,0"
    assert format_points(parse_points(text)) == text
    session = Session()
    session.configure({"custom_points": text})
    assert session.frame()["settings"]["custom_points"] == text
    assert len(set(session.run.x[:, 0]) | set(session.data.x_val[:, 0])) == 4


def test_only_a_link_shortens_points_to_three_digits():
    text = "0.001234,0.003,0|-1.2345,0.001,1|1.4999,0.12345,1|0,1e-07,0"
    session = Session(Settings(custom_points=text))
    assert (
        session.frame()["link"]
        == "custom_points=0.00123,0.003,0|-1.23,0.001,1|1.5,0.123,1|0,1e-07,0"
    )
    assert from_link(session.frame()["link"])[1] == []
    longest = Session(Settings(custom_points=((-1.23456e-05, -1.23456e-05, 0),) * 200))
    assert len(from_link(longest.frame()["link"])[0].custom_points) == 200


def test_a_link_with_numbers_beyond_reason_gives_the_default_and_a_sentence():
    settings, problems = from_link(
        "custom_points=1e308,0,0|1.7e308,0,1|-1.7e308,0,1|1,1,0"
    )
    assert settings == Settings()
    assert "line 1 has '1e308' for x" in english(*problems)


def test_what_is_drawn_keeps_its_place_to_less_than_a_pixel():
    session = Session(Settings(custom_points=ROWS))
    session.draw("1", [(0.12344, -0.00126)])
    assert session.settings.custom_points == (*ROWS, (0.1234, -0.0013, 1))
    data = Session()
    before = np.vstack([data.data.x, data.data.x_val])
    data.draw("0", [(0, 0)])
    assert np.abs(np.array(data.settings.custom_points)[:-1, :2] - before).max() < 1e-6


@pytest.mark.parametrize(
    "places",
    [
        [(float("nan"), 0)],
        [(0, float("inf"))],
        [(0, 0, 0)],
        [(0, 0), (1,)],
        [("a", 0)],
        [(10**400, 0)],
        [None],
        3,
        "a",
    ],
)
@pytest.mark.parametrize("what", ["1", "erase"])
def test_places_that_are_none_change_nothing(what, places):
    session = Session()
    with pytest.raises(SettingError, match=r"^places must be pairs of numbers; got "):
        session.draw(what, places)
    assert session.settings.custom_points == ()


def test_a_file_may_bring_six_classes_or_values():
    points = parse_points("a;b;c\n" + "\n".join(f"0,{i};0;{i * i}" for i in range(6)))
    assert [label for *_, label in points] == [0, 1, 2, 3, 4, 5]
    settings = Settings(custom_points=points)
    assert settings.loss == "cross_entropy"
    values = parse_points("\n".join(f"0.{i},0,{i}" for i in range(7)))
    assert [label for *_, label in values] == pytest.approx(np.linspace(-1, 1, 7))
    assert Settings(custom_points=values).loss == "mean_squared_error"
    named = parse_points("x,y,value\n0,0,1\n0,1,-1\n1,0,1\n1,1,-1")
    assert parse_points(format_points(named)) == parse_points(as_csv(named)) == named
    assert Settings(custom_points=named).loss == "mean_squared_error"


def test_drawing_and_erasing_change_the_task():
    session = Session(Settings(points=12))
    session.draw("2", [(0, 0)])
    assert session.settings.loss == "cross_entropy"
    assert session.run.network.sizes[-1] == 3
    session.draw("erase", [(0, 0)])
    assert session.settings.loss == "binary_cross_entropy"
    values = Session(Settings(dataset="slope", points=12))
    values.draw("1", [(1.4, -1.4)])
    assert values.settings.custom_points[-1] == (1.4, -1.4, 1.0)
    assert values.settings.loss == "mean_squared_error"


@pytest.mark.parametrize("what", ["6", 1, None, "add", ["1"]])
def test_only_what_can_be_drawn_is_drawn(what):
    with pytest.raises(
        SettingError, match="what must be one of 0, 1, 2, 3, 4, 5, erase, clear, undo"
    ):
        Session().draw(what, [(0, 0)])


def test_points_beyond_the_plane_are_scaled_to_fit():
    x, y = as_points(parse_points("100,5,0\n300,5,1\n200,105,1\n200,-95,0"))
    assert np.abs(x).max() == 1.2
    np.testing.assert_allclose(x, [(-1.2, 0), (1.2, 0), (0, 1.2), (0, -1.2)])
    assert y.tolist() == [0, 1, 1, 0]


@given(
    st.lists(
        st.tuples(
            st.integers(-150, 150), st.integers(-150, 150), st.sampled_from([0, 1])
        ),
        min_size=4,
        max_size=200,
    )
)
def test_up_to_200_points_travel_in_a_link_and_come_back(rows):
    points = tuple((x1 / 100, x2 / 100, label) for x1, x2, label in rows)
    assert parse_points(format_points(points)) == points
    assert parse_points(as_csv(points)) == points
    session = Session(Settings(custom_points=points))
    assert len(session.frame()["link"]) < 4000
    settings, problems = from_link(session.frame()["link"])
    assert (settings.custom_points, problems) == (points, [])
    held = len(session.data.x_val)
    assert len(session.run.x) + held == len(points)


def test_more_points_are_left_out_of_the_link():
    session = Session(Settings(custom_points=ROWS * 51))
    assert "custom_points" not in session.frame()["link"]
    session.configure({"learning_rate": 0.1})
    assert len(session.settings.custom_points) == 204


def test_points_are_drawn_erased_and_undone():
    session = Session()
    assert english(*session.draw("1", [(0, 0), (9, 9)])["note"]).startswith(
        "202 points."
    )
    assert session.settings.custom_points[-2:] == ((0.0, 0.0, 1), (1.5, 1.5, 1))
    session.draw("erase", [(1.5, 1.5)])
    assert len(session.settings.custom_points) == 201
    session.draw("undo", [])
    assert len(session.settings.custom_points) == 202
    session.draw("undo", [])
    assert session.settings.custom_points == ()
    with pytest.raises(SettingError, match="nothing drawn to undo"):
        session.draw("undo", [])
    everything = [(x / 10, y / 10) for x in range(-15, 16) for y in range(-15, 16)]
    with pytest.raises(SettingError, match="there would be 0"):
        session.draw("erase", everything)
    assert session.settings.custom_points == ()


def test_to_choose_a_dataset_leaves_custom_points():
    session = Session(Settings(custom_points=ROWS))
    session.configure({"dataset": "circle"})
    assert session.settings.custom_points == ()
    assert len(session.run.x) == 160


def test_what_is_taken_home_has_the_points_in_it():
    session = Session(
        Settings(custom_points=ROWS, validation_split=0, learning_rate=0.5)
    )
    session.step("epoch", 100)
    assert export(session, {}, "data")["text"].splitlines()[1] == "0.5,-1.0,0"
    assert "np.array([" in export(session, {}, "pytorch")["text"]
    program = export(session, {}, "python")["text"]
    if sys.platform == "emscripten":
        return  # no other processes; the program itself is run natively
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    last = done.stdout.splitlines()[-1].split()
    loss = session.monitor.history.epochs[-1].train_loss
    assert (last[0], float(last[1])) == ("100", pytest.approx(loss, abs=1e-6))


def test_the_old_name_of_the_setting_goes_on_working_in_links_and_files():
    points = format_points(ROWS)
    assert from_link(f"own={points}") == from_link(f"custom_points={points}")
    assert from_link(f"own={points}")[0].custom_points == ROWS
    assert resolve({"own": points}).custom_points == ROWS


@pytest.mark.usefixtures("compiled_sessions")
@pytest.mark.parametrize("engine", ["auto", "numpy"])
def test_training_goes_on_with_drawn_points_and_no_other_changes_its_set(engine):
    session = Session(Settings(points=60, engine=engine))
    session.step("epoch", 5)
    session.step("stage", 2)  # amid an update
    train, val, theta = session.data.x, session.data.x_val, session.run.network.theta
    session.draw("1", [(0.25, 0.25)])
    assert session.run.network.theta is theta
    assert session.run.epoch == 5
    np.testing.assert_allclose(session.data.x[:-1], train, atol=1e-6)
    np.testing.assert_allclose(session.data.x_val, val, atol=1e-6)
    train, val = session.data.x, session.data.x_val
    assert session.data.x[-1].tolist() == [0.25, 0.25]
    session.step("epoch", 3)
    assert session.run.epoch == 8
    assert len(session.run.order) == len(train)
    assert len(session.monitor.history.epochs) == 9  # the curve goes on
    before = theta.copy()
    session.draw("erase", [train[0], val[0]])
    left = session.data
    assert {*map(tuple, left.x)} < {*map(tuple, session.run.x), *map(tuple, train)}
    assert {*map(tuple, left.x_val)} < {*map(tuple, val)}
    np.testing.assert_array_equal(theta, before)
    session.step("epoch", 2)
    assert session.run.epoch == 10
    session.draw("undo", [])
    assert len(session.all_points) == 61
    session.draw("undo", [])  # to the dataset: training goes on all the same
    assert session.settings.custom_points == ()
    assert session.run.epoch == 10
    np.testing.assert_array_equal(
        session.data.x_val, Session(session.settings).data.x_val
    )


def test_new_points_are_held_back_as_the_split_says():
    session = Session(Settings(points=20, validation_split=0.5))
    session.step("update")
    for k in range(10):
        session.draw("0", [(-1 + k / 10, 0.3)])
    assert (len(session.data.x), len(session.data.x_val)) == (15, 15)


def test_it_begins_with_an_empty_plane_and_trains_as_soon_as_there_is_enough():
    session = Session(Settings(dataset="moons"))
    session.step("epoch", 3)
    frame = session.draw("clear", [])
    assert frame["points"].shape == (0, 4)
    assert frame["status"] == "ready"
    assert english(*session.step("epoch")["note"]).startswith("Draw at least 4 points")
    assert session.run.update == 0
    for k in range(3):
        assert session.draw("0", [(k / 3, 0)])["points"].shape == (k + 1, 4)
    session.draw("0", [(0, 1)])  # of one class alone
    told = english(*session.frame()["note"])
    assert told == "All 4 points are of one class: draw some of another."
    session.configure({"hidden_layers": (3,)})
    assert len(session.restart()["points"]) == 4  # they are not lost
    frame = session.draw("1", [(-1, -1)])
    assert english(*frame["note"]) == "5 points."
    assert session.step("epoch")["epoch"] == 1
    for left in (4, 3, 2, 1, 0):  # one after the other
        frame = session.draw("undo", [])
        assert frame["points"].shape == (left, 4)
        assert frame["has_arrived"]  # nothing is there to train on
        assert frame["train_loss"] is frame["val_accuracy"] is None
        assert not len(frame["epoch_scores"])
    frame = session.draw("undo", [])
    assert frame["settings"]["custom_points"] == ""
    assert not frame["has_arrived"]
    session.draw("clear", [])
    assert len(session.configure({"noise": 0.2})["points"]) == 0
    assert len(session.configure({"dataset": "moons"})["points"]) == 200


@pytest.mark.parametrize("begins", ["clear", None])
def test_a_stroke_is_undone_as_one(begins):
    session = Session(Settings(points=60))
    if begins:
        session.draw(begins, [])
    before = session.all_points
    for what in ("1", "erase"):
        for k in range(3):
            session.draw(what, [(k / 10, 0)], goes_on=k > 0)
    session.draw("undo", [])
    assert len(session.all_points) == len(before) + 3
    session.draw("undo", [])
    assert session.all_points == before


@pytest.mark.parametrize(
    "given",
    [{"dataset": "hills", "noise": 0.3}, {"dataset": "gaussians", "noise": 0.8}],
)
def test_what_is_drawn_far_out_is_what_the_settings_say(given):
    session = Session(Settings(**given))
    session.step("epoch", 2)
    session.draw("0", [(0, 0)])
    before = session.data
    session.draw("0", [(0.5, 0)])
    assert session.data.x[:-1].tolist() == before.x.tolist()
    drawn = points_of(session.data, session.run.loss.task)
    assert sorted(drawn) == sorted(session.settings.custom_points)


def test_the_chosen_example_may_be_erased():
    viewer = Viewer(PlainSession())
    viewer.choose_example(159)
    viewer.session.draw("erase", [(1, 1), (1.1, 1), (1, 1.1), (-1, -1), (-1.1, -1)])
    assert viewer.inspect()["point"] == len(viewer.session.data.x) - 1


def test_an_empty_set_of_values_asks_for_no_classes():
    session = Session(Settings(dataset="slope"))
    frame = session.draw("clear", [])
    assert english(*frame["note"]) == "Draw at least 4 points; now there are 0."
    assert session.draw("0", [(0, 0)])["points"].tolist() == [[0, 0, 0, 0]]
    for k in range(3):
        frame = session.draw("1", [(k / 3, 1)])
    assert frame["task"] == "regression"
    assert frame["points"].shape == (4, 4)


def test_no_point_left_to_train_on_is_refused_and_changes_nothing():
    session = Session(Settings(points=10, validation_split=0.9))
    session.step("update")
    before = session.data
    with pytest.raises(SettingError, match="No point would be left to train on"):
        session.draw("erase", before.x.tolist())
    assert session.data is before
    with pytest.raises(SettingError, match="nothing drawn"):
        session.draw("undo", [])


def test_names_and_units_stay_with_their_points():
    session = Session(Settings(dataset="penguins"))
    session.draw("0", [(0, 0)])
    assert session.axes.x1.name == "bill length, mm"
    assert session.axes.classes[2] == "gentoo"
    session.configure({"dataset": "xor"})
    assert session.axes.x1.name == "x1"
    session.draw("undo", [])
    assert session.axes.x1.name == "bill length, mm"
    session.configure({"custom_points": TEXT})
    assert session.axes.x1.name == "x1"


def test_a_link_without_its_points_has_neither_their_loss_nor_their_axes():
    rows = [(k / 300 - 0.5, 0.0, k / 600) for k in range(300)]
    own = {"loss": "mean_absolute_error", "axes": "a|b|c"}
    session = Session(Settings(custom_points=rows, **own))
    assert session.frame()["link"] == ""
