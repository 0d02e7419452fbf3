"""Dropout and freezing: what the loop leaves out, and what no update changes."""

import numpy as np
import pytest
from hosts import HOST
from seen import Session

from trainer.engine.modules import Compiler
from trainer.errors import SettingError
from trainer.layers import weights_and_biases
from trainer.optimizers import OPTIMIZERS, flat
from trainer.page.edited_code import maker_of, packaged
from trainer.run.setup import assemble, in_training
from trainer.settings.table import Settings, resolve
from trainer.training import training_loop
from trainer.view.gradients import gradient_twice
from trainer.view.inspection import inspect

COMPILER = Compiler(HOST)
STAGES = ("batch", "forward", "loss", "backward", "update")


def both_ways(**chosen):
    """A session of the engine's, and one of the loop's."""
    return [
        Session(resolve({**chosen, "engine": engine}), compiler=COMPILER)
        for engine in ("auto", "numpy")
    ]


def at(stage, **chosen):
    """A session that has just ended a stage of its first update."""
    session = Session(resolve(chosen))
    while session.trainer.stage != stage:
        session.step("stage", 1)
    return session


def test_a_unit_is_left_out_as_often_as_was_said_and_the_others_count_more():
    run, _ = assemble(Settings(dropout=0.3, hidden_layers=(20, 30)))
    run.network.is_training = True
    *hidden, last = run.network.masks(1000)
    assert last is None
    assert [mask.shape for mask in hidden] == [(1000, 20), (1000, 30)]
    for mask in hidden:
        assert {*np.unique(mask)} == {0, 1 / 0.7}
        assert (mask == 0).mean() == pytest.approx(0.3, abs=0.02)
        assert (mask == 0).mean(axis=0) == pytest.approx(0.3, abs=0.08)
    a, b = (mask[:, 0] == 0 for mask in hidden)
    assert (a & b).mean() == pytest.approx(0.09, abs=0.04)  # each for itself


def test_whoever_looks_sees_every_unit():
    session = Session(Settings(dropout=0.5))
    run = session.run
    for _ in range(20):
        session.step("stage", 1)
        assert not run.network.is_training
        assert all(trace.mask is None for trace in run.network.forward(run.x))
        assert session.frame()["train_loss"] == session.frame()["train_loss"]


@pytest.mark.parametrize("rate", [0.0, 0.5])
def test_without_dropout_the_generator_draws_shuffles_alone(rate):
    run, _ = assemble(Settings(dropout=rate, validation_split=0))
    plain = np.random.default_rng(run.rng.bit_generator.seed_seq)
    plain.bit_generator.state = run.rng.bit_generator.state
    stages = in_training(run.network, training_loop(run))
    while run.epoch < 1:
        next(stages)
    plain.permutation(len(run.x))
    assert (plain.random() == run.rng.random()) == (rate == 0)


@pytest.mark.parametrize("stage", ["forward", "update"])
def test_backward_goes_the_way_that_forward_went(stage):
    session = at(stage, dropout=0.4, hidden_layers="6,5", activation="tanh", l2=0.01)
    run = session.run
    assert any((trace.mask == 0).any() for trace in run.traces[:-1])
    for index in range(len(run.network.theta)):
        exact, numeric = gradient_twice(run, index)
        assert exact == pytest.approx(numeric, rel=1e-5, abs=1e-8)
    if stage == "forward":
        for _ in ("loss", "backward"):
            session.step("stage", 1)
        exact = [gradient_twice(run, i)[0] for i in range(len(run.network.theta))]
        np.testing.assert_allclose(flat(run.gradients), exact, rtol=1e-12)


def test_the_diagram_is_told_of_how_many_examples_each_unit_is_left_out():
    for stage in ("batch", *STAGES[1:]):
        session = at(stage, dropout=0.5, hidden_layers="4,3")
        told = inspect(session.trainer, 0)["left_out"]
        assert told.shape == (2 + 4 + 3 + 1,)
        if stage == "batch":
            assert not told.any()
            continue
        first, second, _ = session.run.traces
        expected = [(trace.mask == 0).sum(axis=0) for trace in (first, second)]
        np.testing.assert_array_equal(told[2:-1], np.concatenate(expected))
        names = [each["name"] for each in inspect(session.trainer, 0)["arrays"]]
        assert "traces[0].mask" in names


@pytest.mark.parametrize(
    "chosen",
    [
        {},
        {"activation": "tanh,sine,relu", "hidden_layers": "5,7,3", "batch_size": 100},
        {"shuffle": False, "batch_size": 7, "l2": 0.01, "activation": "sigmoid"},
        {"dataset": "rings", "classes": 4, "optimizer": "adam", "batch_size": 5000},
        {"dataset": "hills", "features": "x1,x2_squared", "early_stopping": True},
        {"engine": "float32"},
    ],
    ids=str,
)
@pytest.mark.parametrize("rate", [0.1, 0.9])
def test_the_engine_leaves_out_what_the_loop_does(chosen, rate):
    exactness = 1e-3 if "engine" in chosen else 1e-9
    sessions = both_ways(dropout=rate, **chosen)
    if "engine" in chosen:
        sessions[0].configure({"engine": "float32"})
    for epochs in (1, 3, 20):
        for session in sessions:
            session.step("epoch", epochs)
    by_engine, by_loop = (session.run for session in sessions)
    assert sessions[0].trainer.is_compiled
    theta = by_loop.network.theta
    assert np.abs(by_engine.network.theta - theta).max() < exactness
    assert by_engine.rng.bit_generator.state == by_loop.rng.bit_generator.state


@pytest.mark.parametrize("optimizer", sorted(OPTIMIZERS))
def test_no_update_changes_what_is_frozen(optimizer):
    frozen = "0.1.2,0.b.3,1,7,0.0.63"  # the last two are not there
    sessions = both_ways(
        optimizer=optimizer, frozen=frozen, l1=0.01, hidden_layers="5,4"
    )
    before = [session.run.network.theta.copy() for session in sessions]
    for session in sessions:
        session.step("epoch", 10)
    assert sessions[0].trainer.is_compiled
    thetas = [session.run.network.theta for session in sessions]
    np.testing.assert_allclose(*thetas, rtol=1e-9, atol=1e-12)
    network = sessions[0].run.network
    places = np.arange(float(len(network.theta)))
    (W0, b0), (W1, b1), _ = weights_and_biases(places, network.sizes)
    expected = {W0[1, 2], b0[3], *W1.flat, *b1}
    for now, then in zip(thetas, before, strict=True):
        same = {*np.flatnonzero(now == then).astype(float)}
        assert same >= expected
        if optimizer != "sgd":  # of which a ReLU that is off may have no gradient
            assert len(same - expected) <= 6


def test_freezing_and_thawing_take_effect_at_once_and_are_gone_back_over():
    session = Session(Settings(optimizer="nesterov"), compiler=COMPILER)
    session.step("epoch", 2)
    session.configure({"frozen": "0"})
    frozen = session.run.network.theta[:24].copy()
    session.step("epoch", 2)
    assert (session.run.network.theta[:24] == frozen).all()
    assert session.frame()["frozen"].tolist() == [1] * 24 + [0] * 9
    session.configure({"frozen": ""})
    session.step("epoch", 2)
    assert (session.run.network.theta[:24] != frozen).any()
    assert not session.frame()["frozen"].size
    later = session.run.network.theta.copy()
    session.rewind(1)  # to a time when it was frozen, or before; now it is not
    assert type(session.run.optimizer) is OPTIMIZERS["nesterov"]
    while session.run.epoch < 6:
        session.step("epoch", 1)
    session.rewind(0)
    session.configure({"frozen": "0", "dropout": 0.5})
    session.step("epoch", 6)
    assert session.trainer.is_compiled
    assert (session.run.network.theta != later).any()


def test_a_project_goes_on_with_what_was_left_out_and_frozen():
    chosen = {"dropout": 0.3, "frozen": "0.b.1", "optimizer": "adam"}
    session, other = Session(resolve({**chosen, "engine": "numpy"})), Session()
    session.step("update", 7)
    other.open_project(session.project({"curves": [], "code": {}, "display": ""}))
    for each in (session, other):
        each.step("update", 40)
    np.testing.assert_array_equal(other.run.network.theta, session.run.network.theta)
    assert other.run.network.theta[17] == 0  # the bias, as it began


@pytest.mark.parametrize("text", ["0.1", "x", "0.b", "0.1.2.3", "100", "0.b.100"])
def test_a_place_that_is_none_is_named(text):
    with pytest.raises(
        SettingError, match="frozen must be layers, such as 0"
    ) as caught:
        resolve({"frozen": text})
    assert repr(text) in str(caught.value)


@pytest.mark.parametrize(
    ("file", "old", "new", "is_compiled"),
    [
        ("training.py", "run.rng.permutation(n) if run.shuffle else ", "", True),
        ("layers.py", ">= self.dropout", "> self.dropout", False),
        ("layers.py", "da * trace.mask", "da", False),
        ("optimizers.py", "self.learning_rate * flat", "0.5 * flat", True),
    ],
)
def test_edited_code_trains_with_dropout_and_freezing(file, old, new, is_compiled):
    text = packaged()[file]
    assert old in text
    edits = {file: text.replace(old, new)}
    made = maker_of(edits)().session
    chosen = {"dropout": 0.3, "frozen": ("0",), "seed": 8}
    thetas = []
    for engine in ("auto", "numpy"):
        settings = type(made.settings)(**chosen, engine=engine)
        session = type(made)(settings, edits=edits, compiler=COMPILER)
        session.step("epoch", 5)
        thetas.append(session.run.network.theta)
        assert session.trainer.is_compiled == (is_compiled and engine == "auto")
    np.testing.assert_allclose(*thetas, rtol=1e-9)
