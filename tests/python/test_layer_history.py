"""How each layer learns: norms over the run, and the activations of now."""

import numpy as np
import pytest
from seen import Session

from trainer.settings.table import Settings
from trainer.view.layer_history import BINS, LayerHistory, layer_starts

DEEP = (8, 8, 8, 8, 8)


def gradient_norms(settings: Settings, epochs: int = 1) -> np.ndarray:
    """Each layer's after the last update, the first layer's first. (L,)"""
    session = Session(settings)
    norms = session.step("epoch", epochs)["layer_norms"]
    return norms[-1, 1 : 1 + len(settings.hidden_layers) + 1]


@pytest.mark.parametrize("seed", [3, 14, 159, 2653, 58979])
def test_the_gradient_vanishes_on_its_way_through_five_layers_of_sigmoids(seed):
    norms = gradient_norms(
        Settings(
            hidden_layers=DEEP, activation="sigmoid", initialization="xavier", seed=seed
        )
    )
    assert norms[0] < norms[-1] / 100
    assert (np.diff(norms) > 0).all()  # layer by layer


@pytest.mark.parametrize("seed", [3, 14, 159, 2653, 58979])
def test_it_does_not_with_tanh(seed):
    norms = gradient_norms(
        Settings(
            hidden_layers=DEEP, activation="tanh", initialization="xavier", seed=seed
        )
    )
    assert norms[0] > norms[-1] / 20


def test_the_norms_are_those_of_the_last_update():
    session = Session(Settings(hidden_layers=(4, 3), optimizer="adam"))
    session.step("epoch", 3)
    session.step("stage", 2)
    before = [(layer.W.copy(), layer.b.copy()) for layer in session.run.network.layers]
    rows = session.step("stage", 4)["layer_norms"]
    update, *values = rows[-1]
    assert update == session.run.update
    told = np.reshape(values, (3, 3))  # gradient, weights, relative update
    for i, (layer, gradient) in enumerate(
        zip(session.run.network.layers, session.run.gradients, strict=True)
    ):
        W, b = before[i]
        weights = np.linalg.norm(np.append(W, b))
        change = np.linalg.norm(np.append(layer.W - W, layer.b - b))
        norm = np.linalg.norm(np.append(gradient.W, gradient.b))
        np.testing.assert_allclose(told[:, i], [norm, weights, change / weights])


def test_where_each_layer_begins():
    assert layer_starts([2, 4, 3, 1]).tolist() == [0, 12, 27]


def test_only_a_picture_after_an_update_adds_a_row():
    session = Session()
    assert session.step("stage", 5)["layer_norms"].shape == (0, 1)
    assert len(session.step("stage", 1)["layer_norms"]) == 1
    assert len(session.frame()["layer_norms"]) == 1
    assert len(session.step("update", 1)["layer_norms"]) == 2


def test_memory_is_bounded_and_the_whole_run_stays_in_sight():
    session, history = Session(Settings(points=10, batch_size=1)), LayerHistory(20)
    for _ in range(300):
        session.step("update", 1)
        history.record(session.viewer.session.trainer, [2, 8, 1])
    updates = history.rows[:, 0]
    assert 10 <= len(updates) <= 20
    assert updates[0] == 1
    assert updates[-1] > 270
    assert np.diff(updates).max() < 4 * np.diff(updates).min()


def test_back_in_time_forgets_what_came_later_and_a_new_run_all():
    session = Session()
    for _ in range(4):
        session.step("epoch", 1)
    position = session.frame()["timeline"]["last"] - 2
    later = session.rewind(position)["layer_norms"]
    assert later[-1, 0] <= session.run.update
    assert session.restart()["layer_norms"].shape == (0, 1)


def test_a_run_that_diverges_breaks_nothing():
    session = Session(
        Settings(
            learning_rate=10, hidden_layers=(8, 8), activation="linear", engine="numpy"
        )
    )
    for _ in range(40):
        norms = session.step("update", 1)["layer_norms"]
    assert session.status == "diverged"
    assert len(norms)


@pytest.mark.parametrize(
    ("activation", "low", "high"), [("sigmoid", 0, 1), ("tanh", -1, 1)]
)
def test_histograms_count_every_activation_of_the_training_set(activation, low, high):
    session = Session(Settings(hidden_layers=(4, 3), activation=activation))
    histograms = session.frame()["activation_histograms"]
    assert histograms.shape == (2, 2 + BINS)
    np.testing.assert_allclose(histograms[:, 2:].sum(axis=1), 1)
    assert (low <= histograms[:, 0]).all()
    assert (histograms[:, 1] <= high).all()
    outputs = [trace.a for trace in session.run.network.forward(session.run.x)[:-1]]
    lowest = min(0, *(a.min() for a in outputs))
    highest = max(a.max() for a in outputs)
    np.testing.assert_array_equal(histograms[:, :2], [[lowest, highest]] * 2)


def test_dead_units_do_not_break_a_histogram():
    session = Session(Settings(initialization="zeros"))
    assert session.frame()["activation_histograms"][0, 2:].max() == 1


def test_without_hidden_layers_there_is_no_histogram():
    assert (
        len(Session(Settings(hidden_layers=())).frame()["activation_histograms"]) == 0
    )
