"""Where the engine's arrays end, and where numbers are none: there, too, it is as NumPy is."""

from dataclasses import replace

import numpy as np
import pytest
from seen import Session
from test_engine_compiles import COMPILER, OWN, Kept, agree_after_100_updates

from trainer.activations import ACTIVATIONS, Activation
from trainer.engine.each_epoch import run_statements
from trainer.errors import EngineError
from trainer.layers import parameter_count
from trainer.losses import Penalty
from trainer.messages import english
from trainer.optimizers import OPTIMIZERS, Adam, flat
from trainer.run.setup import assemble
from trainer.settings.table import Settings

ODD = replace(OWN, activation="tanh", hidden_layers=(8,))


class Undamped(Adam):
    def update(self, network, gradients):
        g = flat(gradients)
        self.square = self.beta2 * self.square + (1 - self.beta2) * g**2
        network.theta -= self.learning_rate * g / np.sqrt(self.square)


class Normed(Kept):
    def update(self, network, gradients):
        g = flat(gradients)
        self.mean[:] = np.linalg.norm(g)
        network.theta -= self.learning_rate * g / (self.mean + 1)


class Filled(Kept):
    def update(self, network, gradients):
        step = np.zeros_like(network.theta)
        np.multiply(self.learning_rate, 1.0, out=step)
        network.theta -= step * flat(gradients)


def test_what_is_no_number_beyond_the_parameters_ends_nothing(monkeypatch):
    assert parameter_count((2, 8, 1)) % 2  # so that the last vector is not full
    monkeypatch.setitem(OPTIMIZERS, "sgd", Undamped)
    agree_after_100_updates(ODD)
    agree_after_100_updates(replace(ODD, l1=0, l2=0))
    session = Session(replace(ODD, l1=0, l2=0), compiler=COMPILER)
    made = session.trainer.engine.train(50)
    assert len(made.losses) == 50  # in one call


@pytest.mark.parametrize("optimizer", [Normed, Filled])
def test_a_number_for_all_parameters_is_compiled(optimizer, monkeypatch):
    monkeypatch.setitem(OPTIMIZERS, "sgd", optimizer)
    session = agree_after_100_updates(OWN)
    assert session.step("epoch", 2)["engine"] == "compiled"


def test_a_penalty_that_is_no_number_at_a_bias_leaves_biases_alone(monkeypatch):
    def root(self, W):
        return self.l1 * np.sqrt(np.abs(W))

    def derivative(self, W):
        return self.l1 * np.sign(W) / (2 * np.sqrt(np.abs(W)))

    monkeypatch.setattr(Penalty, "per_weight", root)
    monkeypatch.setattr(Penalty, "derivative", derivative)
    agree_after_100_updates(replace(ODD, l2=0))


def test_a_derivative_of_many_steps_is_traced_at_once(monkeypatch):
    def root(z):  # by Newton's method
        y = 1 + z * z
        for _ in range(40):  # of which each needs the one before twice
            y = 0.5 * (y + (1 + z * z) / y)
        return y

    own = Activation("root", lambda z: np.sqrt(1 + z * z), lambda z: z / root(z))
    monkeypatch.setitem(ACTIVATIONS, "tanh", own)
    session = Session(Settings(activation="tanh"), compiler=COMPILER)
    assert session.step("epoch", 2)["engine"] == "compiled"


@pytest.mark.parametrize(
    ("value", "derivative"),
    [
        (lambda z: np.maximum(2.0, 2.0 * z), lambda z: 2.0 * (z > 1)),
        (lambda z: np.minimum(0.5, 0.5 * z), lambda z: 0.5 * (z < 1)),
    ],
)
def test_a_number_that_is_a_factor_too_is_compiled(value, derivative, monkeypatch):
    monkeypatch.setitem(ACTIVATIONS, "tanh", Activation("own", value, derivative))
    session = agree_after_100_updates(replace(OWN, activation="tanh"))
    assert session.step("epoch", 2)["engine"] == "compiled"


class Counts:
    calls = 0


def counts_on_itself(z):
    counts_on_itself.calls = getattr(counts_on_itself, "calls", 0) + 1
    return np.tanh(z) * (1 if counts_on_itself.calls < 200 else 2)


def counts_on_a_class(z):
    Counts.calls += 1
    return np.tanh(z) * (1 if Counts.calls < 200 else 2)


@pytest.mark.parametrize(
    "value", [counts_on_itself, counts_on_a_class, lambda z: counts_on_a_class(z)]
)
def test_memory_in_an_attribute_is_noticed(value, monkeypatch):
    own = Activation("own", value, lambda z: 1 - np.tanh(z) ** 2)
    monkeypatch.setitem(ACTIVATIONS, "tanh", own)
    session = Session(Settings(activation="tanh"), compiler=COMPILER)
    assert session.frame()["engine"] == "numpy"
    assert "calls may change" in english(session.frame()["engine_reason"])


def test_statements_that_fail_leave_nothing_behind():
    run, _ = assemble(Settings())
    before = dict(vars(run.optimizer))
    text = "run.optimizer.learning_rate = 9\nrun.optimizer.fresh = 1\n"
    code = compile(text, "training.py", "exec")
    with pytest.raises(EngineError):
        run_statements(code, run, {}, "run", ["learning_rate"])
    assert vars(run.optimizer) == before
