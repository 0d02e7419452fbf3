"""Points of one's own: read, drawn, told in a link, taken home."""

import subprocess
import sys

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from trainer.errors import SettingError
from trainer.export.formats import export
from trainer.own import as_csv, as_points, read_own, write_own
from trainer.permalink import from_link
from trainer.session import Session
from trainer.settings import Settings

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
    assert read_own(text) == ROWS


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("1,2,0\n1,2\n3,4,1\n1,1,1", "line 2 has 2 cells: '1,2'"),
        ("1,2,0\n1,b,0\n3,4,1\n1,1,1", "line 2 has 'b' for y"),
        ("1,2,0\nnan,1,0\n3,4,1\n1,1,1", "line 2 has 'nan' for x"),
        ("1,2,0\n1,1,1\n3,4,2\n1,1,1", "line 3 brings a third class, '2'"),
        ("1,2,0\n1,1,1", "there are 2"),
        ("1,2,0\n" * 5001, "there are 5001"),
        ("only words", "there are 0"),
    ],
)
def test_what_cannot_be_read_is_named_by_line_and_nothing_is_lost(text, words):
    session = Session()
    session.step("epoch", 2)
    with pytest.raises(SettingError) as error:
        session.configure({"own": text})
    assert words in str(error.value)
    assert str(error.value).startswith("own must be 4 to 5000 rows of x, y, class; ")
    assert session.run.epoch == 2


def test_points_beyond_the_plane_are_scaled_to_fit():
    x, y = as_points(read_own("100,5,0\n300,5,1\n200,105,1\n200,-95,0"))
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
    own = tuple((x1 / 100, x2 / 100, label) for x1, x2, label in rows)
    assert read_own(write_own(own)) == own
    assert read_own(as_csv(own)) == own
    session = Session(Settings(own=own))
    assert len(session.link) < 4000
    settings, problems = from_link(session.link)
    assert (settings.own, problems) == (own, [])
    held = len(session.data.x_val)
    assert len(session.run.x) + held == len(own)


def test_more_points_are_left_out_of_the_link():
    session = Session(Settings(own=ROWS * 51))
    assert "own" not in session.link
    session.configure({"learning_rate": 0.1})
    assert len(session.settings.own) == 204


def test_points_are_drawn_erased_and_undone():
    session = Session()
    assert session.draw("1", [(0, 0), (9, 9)])["note"].startswith("202 points.")
    assert session.settings.own[-2:] == ((0.0, 0.0, 1), (1.5, 1.5, 1))
    session.draw("erase", [(1.5, 1.5)])
    assert len(session.settings.own) == 201
    session.draw("undo", [])
    assert len(session.settings.own) == 202
    session.draw("undo", [])
    assert session.settings.own == ()
    with pytest.raises(SettingError, match="nothing drawn to undo"):
        session.draw("undo", [])
    everything = [(x / 10, y / 10) for x in range(-15, 16) for y in range(-15, 16)]
    with pytest.raises(SettingError, match="there would be 0"):
        session.draw("erase", everything)
    assert session.settings.own == ()


def test_to_choose_a_dataset_leaves_ones_own_points():
    session = Session(Settings(own=ROWS))
    session.configure({"dataset": "circle"})
    assert session.settings.own == ()
    assert len(session.run.x) == 160


def test_what_is_taken_home_has_the_points_in_it():
    session = Session(Settings(own=ROWS, validation_split=0, learning_rate=0.5))
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
    loss = session.watch.history.epochs[-1].train_loss
    assert (last[0], float(last[1])) == ("100", pytest.approx(loss, abs=1e-6))
