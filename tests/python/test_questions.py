"""Questions: each answer is worked out anew here, from runs of many kinds."""

import re
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from seen import Session

from trainer.errors import SettingError
from trainer.messages import english
from trainer.page.workspace import Workspace
from trainer.settings.table import Settings, resolve
from trainer.view.questions import QUESTIONS, judge, question_of

LESSON = Path(__file__).parents[2] / "web/lesson/en"
RUNS = [
    {},
    {"batch_size": 50, "learning_rate": 0.3, "hidden_layers": "5,4"},
    {"dataset": "rings", "classes": 4, "validation_split": 0, "hidden_layers": ""},
    {"dataset": "hills", "batch_size": 5000, "seed": 8},
    {"optimizer": "adam", "patience": 3, "early_stopping": True, "points": 37},
]


def sessions():
    """Runs at their start, amid an update, and later."""
    for chosen in RUNS:
        for unit, amount in (("stage", 0), ("stage", 4), ("epoch", 12)):
            session = Session(resolve(chosen))
            if amount:
                session.step(unit, amount)
            yield session


def test_each_section_has_a_question_that_its_own_answer_solves():
    sections = [file.stem.partition("-")[2] for file in sorted(LESSON.glob("*.md"))]
    assert sorted(QUESTIONS) == sorted(sections)
    for session in sessions():
        for section in sections:
            asked = question_of(section, session.trainer)
            judged = judge(asked, f"{asked.answer:.12f}")
            told = english(*judged["told"])
            assert judged["is_right"], english(asked.text)
            assert told.startswith("Right. ")
            assert len(english(asked.text)) < 260
            for value, code in asked.mistakes.items():
                told = english(*judge(asked, f"{value:.12f}")["told"])
                assert not told.startswith("Right"), (section, value)
                assert code.startswith(f"question.{section}-")
            wrong = judge(asked, f"{asked.answer + 1000:.6f}")
            assert english(*wrong["told"]).startswith("Not quite. ")


@given(
    batch_size=st.integers(1, 200),
    points=st.integers(10, 300),
    split=st.sampled_from([0.0, 0.2, 0.55]),
)
@hypothesis_settings(max_examples=40)
def test_counts_are_those_that_the_loop_makes(batch_size, points, split):
    chosen = {"batch_size": batch_size, "points": points, "validation_split": split}
    session = Session(Settings(**chosen, engine="numpy"))
    answers = {name: question_of(name, session.trainer).answer for name in QUESTIONS}
    stages = 0
    while session.run.epoch < 1:
        session.step("stage", 1)
        stages += 1
    assert stages == answers["loop"]
    assert session.run.update == answers["words"]
    assert 3 * session.run.examples_seen == answers["batches"]


def test_slopes_and_steps_are_those_of_the_run():
    session = Session(Settings(batch_size=7))
    for _ in range(5):
        session.step("stage", 1)
    run = session.run
    dlogits = run.loss.gradient(run.traces[-1].a, run.y[run.batch])
    answer = question_of("listing", session.trainer).answer
    assert answer == pytest.approx(dlogits[0, 0], abs=1e-3 / 7)
    asked = question_of("plain", session.trainer)
    before = run.network.theta.copy()
    session.step("stage", 1)
    place = np.argmin(np.abs(before - asked.text["params"]["w"]))
    assert run.network.theta[place] == pytest.approx(asked.answer, abs=asked.within)


def test_early_stopping_ends_where_the_answer_says():
    session = Session(Settings(early_stopping=True, patience=4, noise=0.5))
    while not session.monitor.stopped:
        asked = question_of("stopping", session.trainer)
        session.step("epoch", 1)
    assert session.run.epoch == asked.answer


@pytest.mark.parametrize("text", ["", "two", "1e999x", "--3"])
def test_what_is_no_number_is_named_and_the_question_stays(text):
    viewer = Workspace().viewer
    viewer.ask("words")
    with pytest.raises(SettingError, match="must be a number; got"):
        viewer.judge(text)
    assert viewer.judge("5")["is_right"]
    assert viewer.judge("5,0")["is_right"]


def test_unknown_sections_and_unasked_questions_are_refused():
    viewer = Workspace().viewer
    with pytest.raises(SettingError, match="no question to answer"):
        viewer.judge("1")
    with pytest.raises(SettingError, match="section must be one of loop, pytorch"):
        viewer.ask("nowhere")


def test_the_question_is_of_the_moment_that_it_was_asked():
    viewer = Workspace().viewer
    asked = viewer.ask("stopping")
    viewer.session.step("epoch", 9)
    epoch = re.search(r"at epoch (\d+)", english(asked["text"]))[1]
    assert epoch == "0"
    assert viewer.judge(str(50))["is_right"]
