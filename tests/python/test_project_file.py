"""Projects: what a file brings back, and what is refused of it."""

import json

import numpy as np
import pytest

from trainer.errors import SettingError
from trainer.messages import english
from trainer.page.workspace import Workspace
from trainer.run.project_file import project_as_json
from trainer.run.session import Session
from trainer.settings.table import Settings

POINTS = "0.5,-1,0|1,0.25,1|-0.5,0,2|0,1.25,0|0.5,0.5,1|1,1,2"


def saved(session, page=None):
    page = {"curves": [], "code": {}, "display": ""} | (page or {})
    return project_as_json(session.settings, session.run, page)


@pytest.mark.parametrize("optimizer", ["sgd", "adam", "momentum"])
@pytest.mark.parametrize("updates", [0, 3, 10, 77])
def test_it_goes_on_as_if_it_had_never_been_away(optimizer, updates):
    session = Session(Settings(optimizer=optimizer, points=90, batch_size=16))
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
    assert "press Run code" in english(*session.note)
    assert session.settings.activation == "relu"


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
        ("{}", "watch_it_learn_project must be 1; got None"),
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
