"""Stage by stage: the arrays, the chain rule, the check, and one weight set by hand."""

import re
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from seen import Session

from trainer.errors import SettingError
from trainer.messages import english
from trainer.run.stages import stage_lines
from trainer.settings.table import Settings
from trainer.training import STAGES

SMALL = Settings(points=20, batch_size=6, hidden_layers=(3,), activation="tanh")


def stepped(stage: str, settings: Settings = SMALL) -> Session:
    session = Session(settings)
    while session.stage != stage:
        session.step("stage")
    return session


def names(session: Session) -> list[str]:
    return [array["name"] for array in session.inspect()["arrays"]]


def test_each_stage_adds_the_arrays_that_it_makes():
    assert names(stepped("shuffle")) == ["run.order"]
    assert names(stepped("batch")) == ["run.order", "run.batch", "x", "y"]
    assert "traces[1].z" in names(stepped("forward"))
    assert "logits" in names(stepped("forward"))
    assert "losses" in names(stepped("loss"))
    assert "gradients[1].W" in names(stepped("backward"))
    assert "layers[0].W before" in names(stepped("update"))


def test_an_array_has_the_shape_and_numbers_that_it_has_in_the_code():
    session = stepped("backward")
    arrays = {array["name"]: array for array in session.inspect()["arrays"]}
    W = session.run.gradients[0].W
    assert arrays["gradients[0].W"]["shape"] == [2, 3]
    np.testing.assert_array_equal(arrays["gradients[0].W"]["rows"], W)
    assert arrays["gradients[0].W"]["largest"] == np.abs(W).max()
    assert arrays["x"]["shape"] == [6, 2]


def test_a_large_array_is_cut_and_keeps_its_shape():
    session = stepped("forward", Settings(batch_size=64, hidden_layers=(40,)))
    z = next(a for a in session.inspect()["arrays"] if a["name"] == "traces[0].z")
    assert z["shape"] == [64, 40]
    assert (len(z["rows"]), len(z["rows"][0])) == (16, 16)


def test_a_unit_that_is_zero_on_every_training_example_is_dead():
    session = stepped("forward", Settings(hidden_layers=(4, 3)))
    first, second = session.run.network.layers[:2]
    first.W[:, 1], first.b[1] = 0.0, -1.0
    second.b[0] = 100.0  # never zero
    second.W[:, 2], second.b[2] = 0.0, -1.0
    dead = session.inspect()["dead"]
    outputs = session.run.network.forward(session.run.x)
    assert dead[2 + 1] == dead[2 + 4 + 2] == 1
    assert dead[2 + 4] == 0
    for unit, is_dead in enumerate(dead[2:6]):
        assert is_dead == (outputs[0].a[:, unit] == 0).all()
    assert not dead[:2].any()
    assert not dead[-1]


def test_the_last_gradients_are_told_until_they_are_made_anew():
    session = stepped("forward")
    assert session.inspect()["gradients"].shape == (0,)
    for stage in ("backward", "update", "batch"):
        while session.stage != stage:
            session.step("stage")
        gradients = session.inspect()["gradients"]
        np.testing.assert_array_equal(gradients[-1], session.run.gradients[-1].b[0])


def test_a_shuffle_tells_who_comes_first():
    session = stepped("shuffle", Settings())
    order = session.inspect()["order"]
    np.testing.assert_array_equal(order, session.run.x[session.run.order[:20]])
    assert stepped("batch").inspect()["order"].shape == (0, 2)


def test_losses_are_those_of_the_batch_and_their_mean_is_the_batchs():
    session = stepped("loss")
    inspection = session.inspect()
    assert inspection["losses"].shape == (6, 3)
    np.testing.assert_array_equal(
        inspection["losses"][:, :2], session.run.x[session.run.batch]
    )
    assert inspection["losses"][:, 2].mean() == pytest.approx(session.run.batch_loss)


def test_the_batchs_rows_have_a_column_for_each_number_that_a_stage_makes():
    session = stepped("shuffle")
    assert session.inspect()["batch_rows"].shape == (0, 8)
    for stage, columns in {"batch": 4, "forward": 6, "loss": 7, "backward": 8}.items():
        session.step("stage")
        assert session.stage == stage
        assert session.inspect()["batch_rows"].shape == (6, columns)
    run, rows = session.run, session.inspect()["batch_rows"]
    np.testing.assert_array_equal(rows[:, 0], run.batch)
    np.testing.assert_array_equal(rows[:, 1:4], np.c_[run.x, run.y][run.batch])
    assert rows[:, 6].mean() == pytest.approx(run.batch_loss)
    np.testing.assert_allclose(
        rows[:, 7] / 6, run.loss.gradient(rows[:, 4:5], rows[:, 3:4])[:, 0]
    )


def test_after_a_shuffle_the_rows_are_still_the_last_updates():
    session = stepped("update", Settings(points=20, batch_size=20))
    last = session.inspect()["batch_rows"]
    session.step("stage")
    assert session.stage == "shuffle"
    np.testing.assert_array_equal(session.inspect()["batch_rows"], last)


def test_an_example_is_chosen_by_its_number():
    assert stepped("batch").choose_example(11)["point"] == 11


@pytest.mark.parametrize("loss", ["binary_cross_entropy", "squared_error"])
def test_the_chain_rules_factors_multiply_to_the_slope(loss):
    session = stepped("backward", Settings(points=20, loss=loss))
    for row in session.inspect()["derivations"]:
        product = row["dloss_dy_hat"] * row["dy_hat_dlogit"]
        assert product == pytest.approx(row["dloss_dlogit"])
        if loss == "binary_cross_entropy":
            assert row["dloss_dlogit"] == pytest.approx(row["y_hat"] - row["y"])


def test_edges_show_weights_but_after_backward_gradients():
    session = stepped("loss")
    assert session.inspect()["edges_are"] == "weights"
    session.step("stage")
    inspection = session.inspect()
    assert inspection["edges_are"] == "gradients"
    assert (
        inspection["edges"][:6].tolist() == session.run.gradients[0].W.ravel().tolist()
    )


def test_an_update_shows_the_boundary_before_and_after():
    session = Session(Settings(learning_rate=1.0))
    session.step("epoch", 20)
    before = session.inspect()
    while session.stage != "backward":
        session.step("stage")
    assert session.inspect()["boundary"].shape == (0, 2)
    session.step("stage")
    inspection = session.inspect()
    assert inspection["boundary"].shape != inspection["boundary_before"].shape or (
        not np.array_equal(inspection["boundary"], inspection["boundary_before"])
    )
    logits = session.run.network.forward(inspection["boundary"])[-1].a
    scale = np.abs(session.run.network.forward(session.run.x)[-1].a).max()
    assert np.abs(logits).max() < 0.05 * scale
    assert before["boundary"].shape[1] == 2


def test_a_point_is_chosen_by_its_place_or_one_after_the_other():
    session = Session(SMALL)
    place = session.run.x[7]
    inspection = session.choose(*place)
    assert inspection["point"] == 7
    assert inspection["activations"][:2].tolist() == place.tolist()
    assert len(inspection["activations"]) == 2 + 3 + 1
    assert session.choose(0, 0, by=1)["point"] == 8
    assert session.choose(0, 0, by=-9)["point"] == len(session.run.x) - 1


@given(index=st.integers(0, 12), stage=st.sampled_from(STAGES[1:]))
def test_both_ways_to_a_gradient_agree(index, stage):
    checked = stepped(stage).check(index)
    assert checked["backpropagation"] == pytest.approx(
        checked["central_difference"], rel=1e-6, abs=1e-9
    )


def test_a_checked_parameter_has_its_name_in_the_code():
    session = stepped("batch")
    assert session.check(4)["name"] == "layers[0].W[1, 1]"
    assert session.check(7)["name"] == "layers[0].b[1]"
    assert session.check(12)["name"] == "layers[1].b[0]"


def test_what_cannot_be_checked_or_set_is_named():
    with pytest.raises(SettingError, match="step to the batch stage"):
        Session(SMALL).check(0) if not len(Session(SMALL).run.batch) else None
    session = stepped("batch")
    for index in (-1, 13):
        with pytest.raises(SettingError, match=f"from 0 to 12; got {index}"):
            session.check(index)
    with pytest.raises(SettingError, match="from -1000 to 1000; got 'much'"):
        session.set_parameter(0, "much")


def test_a_parameter_set_by_hand_is_what_training_goes_on_from():
    session = stepped("update")
    session.set_parameter(0, "2.5")
    assert session.run.network.layers[0].W[0, 0] == 2.5
    session.step("update")
    assert session.run.network.layers[0].W[0, 0] == pytest.approx(2.5, abs=0.1)


def test_inspecting_changes_nothing():
    looked, blind = Session(SMALL), Session(SMALL)
    for _ in range(40):
        looked.step("stage")
        looked.inspect()
        if len(looked.run.batch):
            looked.check(3)
        blind.step("stage")
    assert looked.run.network.theta.tolist() == blind.run.network.theta.tolist()


def test_the_lines_of_each_stage_are_those_that_ran():
    session, shown = Session(SMALL), {}
    source = Path(session.loop.gi_code.co_filename).read_text().splitlines()
    for _ in range(12):
        frame = session.step("stage")
        first, last = frame["lines"]
        shown[frame["stage"]] = "\n".join(source[first - 1 : last])
    assert list(shown) == list(STAGES)
    assert "run.rng.permutation" in shown["shuffle"]
    assert "run.x[run.batch]" in shown["batch"]
    assert "network.forward" in shown["forward"]
    assert "loss.value" in shown["loss"]
    assert "network.backward" in shown["backward"]
    assert "optimizer.update" in shown["update"]
    assert all(f'yield "{stage}"' in text for stage, text in shown.items())
    assert Session().frame()["lines"] == []


def test_code_without_a_loop_has_no_lines():
    assert stage_lines(compile("x = 1", "nowhere.py", "exec")) == {}


@pytest.mark.parametrize("batch_size", [1, 32, 160])
def test_after_backward_the_page_tells_how_noisy_the_gradient_is(batch_size):
    session = Session(Settings(batch_size=batch_size))
    told = english(session.step("stage", 5)["stage_report"])
    if batch_size == 160:
        assert "of the whole training set" in told
    else:
        assert 5 < int(re.search(r"gradient is (\d+)° off", told)[1]) < 170
    assert "°" not in english(session.step("stage", 1)["stage_report"])
