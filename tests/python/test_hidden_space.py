"""The plane and the points as a hidden layer sees them."""

import numpy as np
import pytest

from trainer.activations import sigmoid
from trainer.run.session import Session
from trainer.settings.table import Settings
from trainer.view.hidden_space import MESH, NODES, Axes, HiddenSpaces
from trainer.view.viewer import Viewer


def session_of(**settings):
    session = Session(Settings(**{"activation": "tanh", "engine": "numpy", **settings}))
    session.step("epoch", 30)
    return session


def seen(session, *axes):
    return HiddenSpaces().seen(session.trainer, Axes(*axes))


def test_two_units_are_seen_as_they_are():
    session = session_of(hidden_layers=(2,))
    space, mesh, places, _ = seen(session, 0, 0, 1)
    traces = session.run.network.forward(NODES)
    outputs = traces[0].a
    # the same scale on both axes, the middle in the middle
    scale = (mesh[-1, 0] - mesh[0, 0]) / (outputs[-1, 0] - outputs[0, 0])
    np.testing.assert_allclose(
        mesh[:, :2] - mesh[0, :2], scale * (outputs - outputs[0]), atol=1e-12
    )
    np.testing.assert_allclose(mesh[:, 2], sigmoid(traces[-1].a)[:, 0])
    own = session.run.network.forward(session.data.x)[0].a
    np.testing.assert_allclose(
        places[: len(own)] - mesh[0, :2], scale * (own - outputs[0]), atol=1e-12
    )
    assert space == {"layers": [2], "axes": [0, 0, 1], "part": pytest.approx(1)}
    assert len(places) == len(session.data.x) + len(session.data.x_val)
    assert np.abs(np.vstack([mesh[:, :2], places])).max() == pytest.approx(1 / 1.05)


@pytest.mark.parametrize("axes", [(0, 0, 1), (0, -1, -1), (-1, 1, 0)])
def test_the_line_parts_what_the_output_parts(axes):
    session = session_of(hidden_layers=(2,), threshold=0.4)
    _, mesh, _, lines = seen(session, *axes)
    assert len(lines) == 1
    _, *start, end_x, end_y = lines[0]
    along = np.array([end_x, end_y]) - start
    aside = (mesh[:, :2] - start) @ [-along[1], along[0]]
    says_one = mesh[:, 2] > 0.4
    assert says_one.any()
    assert not says_one.all()
    side = np.sign(aside[says_one].mean())
    clear = np.abs(aside) > 1e-9
    np.testing.assert_array_equal((side * aside > 0)[clear], says_one[clear])


def test_main_axes_hold_the_most():
    session = session_of(hidden_layers=(6,))
    main = seen(session, 0, -1, -1).space["part"]
    assert 0.5 < main <= 1
    for across in range(6):
        for up in range(across):
            assert seen(session, 0, across, up).space["part"] <= main + 1e-12
    nodes = session.run.network.forward(NODES)[0].a
    singular = np.linalg.svd(nodes - nodes.mean(axis=0), compute_uv=False) ** 2
    assert main == pytest.approx(singular[:2].sum() / singular.sum())


def test_any_two_axes_of_two_units_hold_everything_and_one_unit_what_it_holds():
    session = session_of(hidden_layers=(2,))
    for axes in ((0, 1), (-1, 0), (1, -1), (-1, -1)):
        assert seen(session, 0, *axes).space["part"] == pytest.approx(1)
    alone = seen(session, 0, 0, 0).space["part"]
    nodes = session.run.network.forward(NODES)[0].a
    assert alone == pytest.approx(nodes[:, 0].var() / nodes.var(axis=0).sum())
    wide = session_of(hidden_layers=(6,))
    for unit in range(6):
        mixed = seen(wide, 0, unit, -1).space["part"]
        assert (
            mixed
            >= max(seen(wide, 0, unit, other).space["part"] for other in range(6))
            - 1e-12
        )


def test_main_axes_do_not_jump_while_it_trains():
    session = session_of(dataset="spiral", hidden_layers=(8,))
    spaces = HiddenSpaces()
    last = spaces.seen(session.trainer, Axes()).mesh
    for _ in range(60):
        session.step("epoch", 1)
        now = spaces.seen(session.trainer, Axes()).mesh
        assert np.abs(now - last)[:, :2].max() < 0.5
        last = now


def test_what_does_not_exist_is_the_nearest_that_does():
    session = session_of(hidden_layers=(4, 3))
    assert seen(session, 9, 9, -1).space["axes"] == [1, 2, -1]
    assert seen(session, -1, 0, 1).space["axes"] == [1, 0, 1]
    assert seen(session, 0, 3, 0).space["axes"] == [0, 3, 0]
    assert {int(line[0]) for line in seen(session, 0, -1, -1).lines} <= {0, 1, 2}


@pytest.mark.parametrize("widths", [(1,), (1, 1), (64, 64)])
@pytest.mark.parametrize("initialization", ["zeros", "he"])
def test_any_layer_can_be_seen(widths, initialization):
    session = Session(Settings(hidden_layers=widths, initialization=initialization))
    for layer in range(len(widths)):
        space, mesh, places, lines = seen(session, layer, -1, -1)
        assert mesh.shape == (MESH * MESH, 3)
        for array in (mesh, places, lines):
            assert np.isfinite(array).all()
            assert np.abs(array[:, 1:3]).max(initial=0) <= 1 + 1e-9
        assert 0 <= space["part"] <= 1


def test_without_a_hidden_layer_there_is_nothing():
    space, mesh, places, lines = seen(session_of(hidden_layers=()))
    assert space is None
    assert len(mesh) == len(places) == len(lines) == 0


def test_it_is_made_only_where_its_panel_is_open():
    viewer = Viewer(session_of(features="x1_squared,x2_squared", dataset="circle"))
    assert viewer.frame()["space"] is None
    viewer.panels = ["space"]
    frame = viewer.frame()
    assert frame["space"]["layers"] == [8]
    assert len(frame["space_points"]) == len(frame["points"])
    before = viewer.session.run.network.theta.copy()
    viewer.frame()
    np.testing.assert_array_equal(viewer.session.run.network.theta, before)
