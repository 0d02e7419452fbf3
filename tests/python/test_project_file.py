"""Projects: what a file brings back, and what is refused of it."""

import json

import numpy as np
import pytest

from trainer.errors import SettingError
from trainer.export.python import as_python
from trainer.messages import english
from trainer.page.edited_code import packaged
from trainer.page.workspace import Workspace
from trainer.run.session import Session
from trainer.settings.table import Settings

POINTS = "0.5,-1,0|1,0.25,1|-0.5,0,2|0,1.25,0|0.5,0.5,1|1,1,2"


def saved(session, **page):
    return session.project({"curves": [], "code": {}, "display": ""} | page)


@pytest.mark.parametrize("optimizer", ["sgd", "adam", "momentum"])
@pytest.mark.parametrize("updates", [0, 3, 10, 77])
def test_it_goes_on_as_if_it_had_never_been_away(optimizer, updates):
    session = Session(
        Settings(optimizer=optimizer, points=90, batch_size=16, engine="numpy")
    )
    if updates:
        session.step("update", updates)
    other = Session()
    other.open_project(saved(session))
    assert other.settings == session.settings
    assert (
        english(*other.note) == f"The project is open, after epoch {session.run.epoch}."
    )
    for each in (session, other):
        each.step("update", 40)
    np.testing.assert_array_equal(other.run.network.theta, session.run.network.theta)
    assert other.run.update == session.run.update
    assert other.run.epoch == session.run.epoch
    assert other.run.rng.random() == session.run.rng.random()


def test_points_of_ones_own_and_their_axes_come_back_exactly():
    session = Session(Settings(custom_points=POINTS, axes="a,0.0,5.0|b|c|x|y|z"))
    session.step("epoch", 3)
    other = Session()
    other.open_project(saved(session))
    assert other.settings == session.settings
    assert other.axes == session.axes


def test_settings_that_need_code_wait_for_it():
    text = saved(Session()).replace('"activation": "relu"', '"activation": "softsign"')
    session = Session()
    session.open_project(text)
    assert "Its code waits for Run code" in english(*session.note)
    assert session.refused == {"activation": "softsign"}
    assert session.settings.activation == "relu"


def test_weights_of_other_code_wait_with_it():
    workspace = Workspace()
    workspace.run_code({"losses.py": packaged()["losses.py"] + "# mine"})
    session = workspace.viewer.session
    session.configure({"dataset": "moons"})
    session.step("epoch", 3)
    other = Session()
    other.open_project(saved(session, code={"losses.py": "# mine"}))
    assert other.settings.dataset == "moons"
    assert other.run.update == 0
    assert "Its code waits for Run code" in english(*other.note)


def test_text_that_never_ran_keeps_no_weights_from_coming_back():
    session = Session()
    session.step("epoch", 3)
    other = Session()
    other.open_project(saved(session, code={"losses.py": "# not run"}))
    assert other.run.epoch == 3


@pytest.mark.parametrize("dataset", ["xor", "hills", "rings"])
def test_points_that_were_drawn_while_it_trained_keep_their_sets(dataset):
    session = Session(Settings(dataset=dataset, classes=3, points=40, engine="numpy"))
    session.step("epoch", 5)
    for k in range(7):
        session.draw("1", [(k / 10, 0.9)])
    session.step("update", 3)
    other = Session()
    other.open_project(saved(session))
    assert other.trainer.scores() == session.trainer.scores()
    np.testing.assert_array_equal(other.data.x_val, session.data.x_val)
    for each in (session, other):
        each.step("update", 20)
    np.testing.assert_array_equal(other.run.network.theta, session.run.network.theta)
    assert "Points were drawn there while it trained" in as_python(other, {})
    again = Session()
    again.open_project(saved(other))
    assert again.trainer.scores() == other.trainer.scores()


def test_a_project_is_saved_after_all_that_was_drawn_is_undone():
    session = Session(Settings(points=40, engine="numpy"))
    session.step("epoch", 2)
    session.draw("1", [(0, 0)])
    session.draw("undo", [])
    other = Session()
    other.open_project(saved(session))
    assert other.trainer.scores() == session.trainer.scores()


def test_only_weights_that_were_set_count_as_set():
    session = Session()
    other = Session()
    other.open_project(saved(session))
    assert not other.monitor.is_touched
    session.set_parameter(0, 1.0)
    other.open_project(saved(session))
    assert other.monitor.is_touched


CURVE = {
    "loss_axis": {"updates": 3, "loss": 1.0, "lowest": 0.1},
    "settings": {},
    "style": 0,
    "shape": [1, 6],
    "scores": [0, 1, None, 2, 3, 4],
}


def test_a_curve_is_one_as_the_page_saves_it():
    Session().open_project(changed(page__curves=[CURVE]))
    wrong = [
        {"style": True},
        {"style": 4},
        {"shape": [2, 6]},
        {"shape": [1, 5]},
        {"scores": ["a"] * 6},
        {"settings": {"a": 1}},
        {"loss_axis": {"updates": 3, "loss": -1.0, "lowest": 0.1}},
    ]
    for other in wrong:
        with pytest.raises(
            SettingError, match=r"page\.curves must be a list of curves"
        ):
            Session().open_project(changed(page__curves=[CURVE | other]))
    with pytest.raises(SettingError, match="must be JSON"):
        Session().open_project(changed(page__curves=[]).replace("[]", "[NaN]", 1))


def changed(**parts):
    session = Session(Settings(hidden_layers=(2,), optimizer="adam", points=20))
    session.step("update", 5)
    document = json.loads(saved(session))
    for path, value in parts.items():
        place = document
        *way, name = path.split("__")
        for step in way:
            place = place[step]
        if value is None:
            del place[name]
        else:
            place[name] = value
    return json.dumps(document)


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("[]", "must be one object with settings"),
        ("{}", "This file is no project of this page"),
        (changed(watch_it_learn_project=2), "watch_it_learn_project must be 1; got 2"),
        (changed(settings=3), "settings must be an object with a text"),
        (changed(layers=[]), "layers must be a list of 2"),
        (changed(position=[]), "position must be an object with update"),
        (changed(position__update=-1), "position.update must be a whole number"),
        (changed(position__update=True), "position.update must be a whole number"),
        (
            changed(position__start=99),
            "position.start must be a whole number from 0 to 16",
        ),
        (
            changed(position__order=[0, 0]),
            "position.order must be a list of every number",
        ),
        (changed(position__order=["a"] * 16), "position.order must be a list of every"),
        (changed(position__optimizer=3), "position.optimizer must be an object"),
        (
            changed(position__optimizer__mean=[1, 2]),
            "position.optimizer.mean must be a list of 9",
        ),
        (
            changed(position__optimizer__mean=1),
            "position.optimizer.mean must be a list of 9",
        ),
        (
            changed(position__optimizer__mean=["x"] * 9),
            "optimizer.mean must be a list of 9",
        ),
        (
            changed(position__optimizer__extra=1),
            "position.optimizer.extra must be a number",
        ),
        (
            changed(position__optimizer__beta1="x"),
            "position.optimizer.beta1 must be a number",
        ),
        (
            changed(position__sets=[[0], [1]]),
            "position.sets must be a list of every number",
        ),
        (changed(page=[]), "page must be an object with curves, code, display"),
        (changed(page__code={"losses.py": 3}), "page.code must be an object"),
        (changed(page__display=["x"]), "page.display must be a text"),
        (changed(page__curves=[{}]), "page.curves must be a list of curves"),
        (changed(page__curves=3), "page.curves must be a list of curves"),
        (
            changed(position__generator={"bit_generator": "MT"}),
            "position.generator must be",
        ),
        (changed(position__generator=None), "position.generator must be"),
        ("{" * 50, "brackets"),
    ],
)
def test_what_is_wrong_is_named_and_nothing_is_lost(text, sentence):
    workspace = Workspace()
    workspace.viewer.session.step("epoch", 2)
    before = workspace.viewer
    with pytest.raises(SettingError, match=sentence):
        workspace.open_project(text)
    assert workspace.viewer is before
    assert before.session.step("epoch") is None
    assert before.session.run.epoch == 3
