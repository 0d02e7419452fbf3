"""What the page shows of the engine's formulas."""

from hosts import HOST
from seen import Session

from trainer.engine.modules import Compiler
from trainer.settings.table import Settings
from trainer.view.compiled_code import compiled_code


def listing(**settings):
    shown = compiled_code(
        Session(Settings(**settings), compiler=Compiler(HOST)).trainer
    )
    return {part["title"]: part["lines"] for part in shown["parts"]}


def test_formulas_are_told_line_by_line():
    parts = listing(activation="tanh", optimizer="momentum", loss="squared_error")
    assert parts["tanh"] == ["a = tanh(z)", "w1 = a * a", "da/dz = 1.0 - w1"]
    assert parts["linear"] == ["a = z", "da/dz = 1.0"]
    assert parts["Momentum"] == [
        "v1 = self.momentum * self.velocity",
        "v2 = gradient + v1",
        "v3 = self.learning_rate * v2",
        "new theta = theta - v3",
        "new self.velocity = v2",
    ]
    assert parts["squared error"][0] == "v1 = sigmoid(logits)"


def test_the_part_that_is_one_logarithm_for_many_examples_is_told_too():
    lines = listing()["binary cross-entropy"]
    assert lines[-2:] == ["x = logits", "and loss += log1p(exp(-absolute(x)))"]


def test_where_numpy_trains_only_the_reason_is_told():
    shown = compiled_code(Session(Settings(engine="numpy")).trainer)
    assert shown["parts"] == []
    assert shown["reason"]["code"] == "engine.by-setting"
