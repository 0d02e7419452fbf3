"""Hinges: the lines on which units of the first hidden layer turn."""

import numpy as np
import pytest

from trainer.run.session import Session
from trainer.settings.custom_points import EDGE
from trainer.settings.table import Settings
from trainer.view.hinges import segments
from trainer.view.viewer import Viewer


def shown(**settings: object) -> tuple[Session, np.ndarray]:
    session = Session(Settings(engine="numpy", **settings))
    session.step("epoch", 2)
    return session, Viewer(session, {"hinges"}).frame()["hinges"]


@pytest.mark.parametrize("activation", ["relu", "tanh", "sigmoid"])
def test_a_unit_has_a_sum_of_zero_all_along_its_hinge(activation):
    session, hinges = shown(hidden_layers=(8, 4), activation=activation)
    assert len(hinges) > 3
    layer = session.run.network.layers[0]
    for unit, *ends in hinges:
        start, end = np.reshape(ends, (2, 2))
        for place in (start, end, 0.3 * start + 0.7 * end):
            z = place @ layer.W[:, int(unit)] + layer.b[int(unit)]
            assert z == pytest.approx(0, abs=1e-9)
        for place in (start, end):
            assert np.abs(place).max() == pytest.approx(EDGE)


def test_a_hinge_ends_where_it_leaves_the_plane():
    w = np.array([[1, 0], [0, 1], [1, 1], [2, -1], [1, 1], [1, 0], [0, 0]], dtype=float)
    b = np.array([0.5, -0.5, 0, 0.3, 10, 3, 1])
    lines = segments(w, b, 1.5)
    assert lines[:, 0].tolist() == [0, 1, 2, 3]  # two miss the plane, one is no line
    ends = [
        sorted(map(tuple, line[1:].reshape(2, 2).round(9).tolist())) for line in lines
    ]
    assert ends == [
        [(-0.5, -1.5), (-0.5, 1.5)],
        [(-1.5, 0.5), (1.5, 0.5)],
        [(-1.5, 1.5), (1.5, -1.5)],
        [(-0.9, -1.5), (0.6, 1.5)],
    ]


@pytest.mark.parametrize(
    "settings", [{"activation": "linear"}, {"hidden_layers": ()}], ids=str
)
def test_what_turns_nowhere_has_no_hinge(settings):
    assert shown(**settings)[1].shape == (0, 5)


def test_hinges_are_computed_only_while_they_are_shown():
    session, _ = shown()
    assert Viewer(session).frame()["hinges"].shape == (0, 5)
