"""What the engine compiles of a reader's own functions: the literature's, and any expression."""

import math
import re
from dataclasses import replace

import numpy as np
import pytest
from hosts import HOST, elementwise
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from seen import Session

from trainer.activations import ACTIVATIONS, Activation, sigmoid
from trainer.engine.engine import Engine
from trainer.engine.lowering import Lowering
from trainer.engine.modules import Compiler
from trainer.engine.record import Record
from trainer.engine.traced_columns import function
from trainer.engine.values import F32X4, F64X2
from trainer.errors import EngineError
from trainer.losses import LOSSES, Loss
from trainer.messages import english
from trainer.optimizers import OPTIMIZERS, Adam, flat
from trainer.run.setup import assemble
from trainer.settings.table import Settings
from trainer.training import training_loop

COMPILER = Compiler(HOST)
SELU_ALPHA, SELU_SCALE = 1.6732632423543772, 1.0507009873554805
GELU_SLOPE = np.sqrt(2 / np.pi)


def gelu(z):
    return 0.5 * z * (1 + np.tanh(GELU_SLOPE * (z + 0.044715 * z**3)))


def gelu_derivative(z):
    t = np.tanh(GELU_SLOPE * (z + 0.044715 * z**3))
    inner = GELU_SLOPE * (1 + 3 * 0.044715 * z**2)
    return 0.5 * (1 + t) + 0.5 * z * (1 - t**2) * inner


def softplus(z):
    return np.logaddexp(0.0, z)


def mish_derivative(z):
    t = np.tanh(softplus(z))
    return t + z * (1 - t**2) * sigmoid(z)


def gaussian(z):
    return np.exp(-(z**2))


def hard_swish_derivative(z):
    slope = np.where(z > 3, 1.0, (2 * z + 3) / 6)
    slope[z < -3] = 0.0
    return slope


ACTIVATIONS_OF_THE_FIELD = {
    "softsign": (lambda z: z / (1 + np.abs(z)), lambda z: 1 / (1 + np.abs(z)) ** 2),
    "softplus": (softplus, sigmoid),
    "elu": (
        lambda z: np.where(z > 0, z, np.expm1(np.minimum(z, 0))),
        lambda z: np.where(z > 0, 1.0, np.exp(np.minimum(z, 0))),
    ),
    "selu": (
        lambda z: (
            SELU_SCALE * np.where(z > 0, z, SELU_ALPHA * np.expm1(np.minimum(z, 0)))
        ),
        lambda z: (
            SELU_SCALE * np.where(z > 0, 1.0, SELU_ALPHA * np.exp(np.minimum(z, 0)))
        ),
    ),
    "gelu": (gelu, gelu_derivative),
    "silu": (
        lambda z: z * sigmoid(z),
        lambda z: sigmoid(z) * (1 + z * (1 - sigmoid(z))),
    ),
    "mish": (lambda z: z * np.tanh(softplus(z)), mish_derivative),
    "hard sigmoid": (
        lambda z: np.clip(0.2 * z + 0.5, 0, 1),
        lambda z: np.where((z > -2.5) & (z < 2.5), 0.2, 0.0),
    ),
    "hard tanh": (
        lambda z: np.maximum(-1, np.minimum(1, z)),
        lambda z: (np.abs(z) < 1).astype(float),
    ),
    "hard swish": (
        lambda z: z * np.clip(z + 3, 0, 6) / 6,
        hard_swish_derivative,
    ),
    "relu6": (lambda z: np.clip(z, 0, 6), lambda z: 1.0 * ((z > 0) & (z < 6))),
    "gaussian": (gaussian, lambda z: -2 * z * gaussian(z)),
    "logistic": (
        lambda z: 1 / (1 + np.exp(-z)),
        lambda z: np.exp(-z) / (1 + np.exp(-z)) ** 2,
    ),
    "bent identity": (
        lambda z: (np.sqrt(z**2 + 1) - 1) / 2 + z,
        lambda z: z / (2 * np.sqrt(z**2 + 1)) + 1,
    ),
    "squared relu": (
        lambda z: np.square(np.maximum(z, 0)),
        lambda z: 2 * np.maximum(z, 0),
    ),
    "log": (
        lambda z: np.sign(z) * np.log1p(np.abs(z)),
        lambda z: 1 / (1 + np.abs(z)),
    ),
    "snake": (lambda z: z + np.sin(z) ** 2, lambda z: 1 + 2 * np.sin(z) * np.cos(z)),
    "tanh shrink": (lambda z: z - np.tanh(z), lambda z: np.tanh(z) ** 2),
    "identity": (lambda z: z, lambda z: 1.0),
}

P_LEAST = 1e-7


def hinge(logits, y):
    return np.maximum(0.0, 1 - (2 * y - 1) * logits)


def hinge_derivative(logits, y):
    sign = 2 * y - 1
    return np.where(sign * logits < 1, -sign, 0.0)


def focal(logits, y):
    p = sigmoid(logits)
    right = np.clip(np.where(y > 0.5, p, 1 - p), P_LEAST, 1 - P_LEAST)
    return -((1 - right) ** 2) * np.log(right)


def focal_derivative(logits, y):
    p = sigmoid(logits)
    right = np.clip(np.where(y > 0.5, p, 1 - p), P_LEAST, 1 - P_LEAST)
    wrong = 1 - right
    slope = (2 * wrong * np.log(right) - wrong**2 / right) * right * wrong
    return slope * (2 * y - 1)


def smoothed(logits, y):
    return np.logaddexp(0.0, logits) - (0.9 * y + 0.05) * logits


def huber(logits, y):
    off = np.abs(sigmoid(logits) - y)
    return np.where(off < 0.5, 0.5 * off**2, 0.5 * (off - 0.25))


def huber_derivative(logits, y):
    p = sigmoid(logits)
    return np.clip(p - y, -0.5, 0.5) * p * (1 - p)


def cross_entropy_of_probabilities(logits, y):
    p = np.clip(sigmoid(logits), P_LEAST, 1 - P_LEAST)
    return -(y * np.log(p) + (1 - y) * np.log(1 - p))


LOSSES_OF_THE_FIELD = {
    "hinge": (hinge, hinge_derivative),
    "squared hinge": (
        lambda logits, y: hinge(logits, y) ** 2,
        lambda logits, y: 2 * hinge(logits, y) * hinge_derivative(logits, y),
    ),
    "focal": (focal, focal_derivative),
    "label smoothing": (
        smoothed,
        lambda logits, y: sigmoid(logits) - (0.9 * y + 0.05),
    ),
    "huber": (huber, huber_derivative),
    "of probabilities": (
        cross_entropy_of_probabilities,
        lambda logits, y: sigmoid(logits) - y,
    ),
    "exponential": (
        lambda logits, y: np.exp(-(2 * y - 1) * logits),
        lambda logits, y: -(2 * y - 1) * np.exp(-(2 * y - 1) * logits),
    ),
    "absolute": (
        lambda logits, y: np.abs(sigmoid(logits) - y),
        lambda logits, y: (
            np.sign(sigmoid(logits) - y) * sigmoid(logits) * (1 - sigmoid(logits))
        ),
    ),
    "weighted": (
        lambda logits, y: (1 + y) * (np.logaddexp(0.0, logits) - y * logits),
        lambda logits, y: (1 + y) * (sigmoid(logits) - y),
    ),
}


class Kept:
    """An optimizer with a rate and one array."""

    def __init__(self, size):
        self.learning_rate = 0.01
        self.mean = np.zeros(size)
        self.momentum = 0.9


class Nesterov(Kept):
    def update(self, network, gradients):
        g = flat(gradients)
        self.mean = self.momentum * self.mean + g
        network.theta -= self.learning_rate * (g + self.momentum * self.mean)


class RMSProp(Kept):
    def update(self, network, gradients):
        g = flat(gradients)
        self.mean *= 0.99
        self.mean += 0.01 * g**2
        network.theta -= self.learning_rate * g / (np.sqrt(self.mean) + 1e-8)


class AdaGrad(Kept):
    def update(self, network, gradients):
        g = flat(gradients)
        self.mean += np.square(g)
        network.theta -= self.learning_rate * g / np.sqrt(self.mean + 1e-10)


class AdamW(Adam):
    weight_decay = 0.01

    def update(self, network, gradients):
        network.theta *= 1 - self.learning_rate * self.weight_decay
        super().update(network, gradients)


class NAdam(Adam):
    def update(self, network, gradients):
        g = flat(gradients)
        self.count += 1
        self.mean = self.beta1 * self.mean + (1 - self.beta1) * g
        self.square = self.beta2 * self.square + (1 - self.beta2) * g**2
        ahead = self.beta1 * self.mean / (1 - self.beta1 ** (self.count + 1))
        ahead += (1 - self.beta1) * g / (1 - self.beta1**self.count)
        square = self.square / (1 - self.beta2**self.count)
        network.theta -= self.learning_rate * ahead / (np.sqrt(square) + self.epsilon)


class Lion(Kept):
    def update(self, network, gradients):
        g = flat(gradients)
        network.theta -= self.learning_rate * np.sign(0.9 * self.mean + 0.1 * g)
        self.mean = 0.99 * self.mean + 0.01 * g


class SignDescent(Kept):
    def update(self, network, gradients):
        network.theta -= self.learning_rate * np.sign(flat(gradients))


class Decaying(Kept):
    def update(self, network, gradients):
        self.learning_rate *= 0.99
        network.theta[:] = network.theta - self.learning_rate * flat(gradients)


class Clipped(Kept):
    def update(self, network, gradients):
        g = np.clip(flat(gradients), -0.05, 0.05)
        network.theta -= self.learning_rate * g


class AdaMax(Adam):
    def update(self, network, gradients):
        g = flat(gradients)
        self.count += 1
        self.mean = self.beta1 * self.mean + (1 - self.beta1) * g
        self.square = np.maximum(self.beta2 * self.square, np.abs(g))
        rate = self.learning_rate / (1 - self.beta1**self.count)
        network.theta -= rate * self.mean / (self.square + self.epsilon)


class AMSGrad(Adam):
    def __init__(self, size):
        super().__init__(size)
        self.largest = np.zeros(size)

    def update(self, network, gradients):
        g = flat(gradients)
        self.mean = self.beta1 * self.mean + (1 - self.beta1) * g
        self.square = self.beta2 * self.square + (1 - self.beta2) * g * g
        self.largest = np.maximum(self.largest, self.square)
        step = self.mean / (np.sqrt(self.largest) + self.epsilon)
        network.theta -= self.learning_rate * step


OPTIMIZERS_OF_THE_FIELD = [
    Nesterov,
    RMSProp,
    AdaGrad,
    AdamW,
    NAdam,
    Lion,
    SignDescent,
    Decaying,
    Clipped,
    AdaMax,
    AMSGrad,
]


def agree_after_100_updates(settings):
    """Train by the loop and by the engine; both give what they made."""
    run, _ = assemble(settings)
    other, data = assemble(settings)
    engine = Engine(COMPILER, other, data, settings)
    stages = training_loop(run)
    losses = []
    while run.update < 100:
        if next(stages) == "update":
            losses.append(run.batch_loss)
    got = []
    while other.update < 100:
        got.extend(engine.train(100 - other.update).losses)
    np.testing.assert_allclose(got, losses, rtol=1e-10, atol=1e-12)
    np.testing.assert_allclose(
        other.network.theta, run.network.theta, rtol=1e-10, atol=1e-12
    )
    for name, value in vars(run.optimizer).items():
        np.testing.assert_allclose(
            getattr(other.optimizer, name), value, rtol=1e-9, atol=1e-12
        )
    return Session(settings, compiler=COMPILER)


OWN = Settings(hidden_layers=(6, 5), learning_rate=0.01, l1=0.001, l2=0.001, points=100)


@pytest.mark.parametrize("name", ACTIVATIONS_OF_THE_FIELD)
def test_an_activation_of_ones_own_trains_by_the_engine(name, monkeypatch):
    own = Activation(name, *ACTIVATIONS_OF_THE_FIELD[name])
    monkeypatch.setitem(ACTIVATIONS, "tanh", own)
    session = agree_after_100_updates(replace(OWN, activation="tanh"))
    assert session.step("epoch", 2)["engine"] == "compiled"


@pytest.mark.parametrize("name", LOSSES_OF_THE_FIELD)
def test_a_loss_of_ones_own_trains_by_the_engine(name, monkeypatch):
    monkeypatch.setitem(LOSSES, "squared_error", Loss(name, *LOSSES_OF_THE_FIELD[name]))
    session = agree_after_100_updates(replace(OWN, loss="squared_error"))
    assert session.step("epoch", 2)["engine"] == "compiled"


@pytest.mark.parametrize("optimizer", OPTIMIZERS_OF_THE_FIELD)
def test_an_optimizer_of_ones_own_trains_by_the_engine(optimizer, monkeypatch):
    monkeypatch.setitem(OPTIMIZERS, "sgd", optimizer)
    session = agree_after_100_updates(OWN)
    assert session.step("epoch", 2)["engine"] == "compiled"


# ---- what is not compiled, and why


def branching(z):
    if z.mean() > 0:
        return z
    return -z


def with_minimum(z):
    return min(1.0, z)


def printing(z):
    print("here")
    return z


def random_noise(z):
    return z + np.random.default_rng().normal()


def looping(z):
    return np.array([np.tanh(row) for row in z])


def changing_z(z):
    z *= 2
    return z


def in_two_ways(z, seen=[]):  # noqa: B006
    seen.append(1)
    return z * len(seen)


def in_words(z):
    return z * len(f"{z}")


def from_math(z):
    return math.exp(z)


def by_columns(z):
    return z - z.mean(axis=0)


def of_another_shape(z):
    return z + np.arange(3.0)


NOT_COMPILED = {
    branching: "knows no .mean here",
    with_minimum: "it decides by the numbers themselves",
    printing: "it prints",
    random_noise: "random may change from call to call",
    looping: "it takes single elements of an array",
    changing_z: "it changes the array that it was given",
    in_two_ways: "in_two_ways may change from call to call",
    in_words: "it prints",
    from_math: "it makes one Python number of an array",
    by_columns: "knows no .mean here",
    of_another_shape: "joins the array with something of another shape",
    lambda z: np.arctan(z): "the engine knows no arctan",
    lambda z: np.sort(z): "the engine knows no sort",
    lambda z: np.add.reduce(z): "the engine knows no add so used",
    lambda z: z > 0: "it returns true and false in place of numbers",
    lambda z: z[0]: "it takes single elements of an array",
    lambda z: z.unknown: "knows no .unknown here",
    lambda z: undefined * z: "NameError",  # noqa: F821
    lambda z: z**3 - np.sin(1e13 * z): "the engine would get",
}


@pytest.mark.parametrize("function", NOT_COMPILED, ids=str)
def test_what_is_not_compiled_names_its_line_and_says_why(function, monkeypatch):
    line = function.__code__.co_firstlineno
    own = Activation("own", function, np.ones_like)
    monkeypatch.setitem(ACTIVATIONS, "tanh", own)
    settings = replace(OWN, activation="tanh")
    run, data = assemble(settings)
    with pytest.raises(EngineError, match=re.escape(NOT_COMPILED[function])) as refused:
        Engine(COMPILER, run, data, settings)
    told = re.search(r"line (\d+) of test_engine_compiles.py", str(refused.value))
    assert 0 <= int(told[1]) - line <= 3


class Remembering(Kept):
    def __init__(self, size):
        super().__init__(size)
        self.seen = []

    def update(self, network, gradients):
        self.seen.append(flat(gradients))
        network.theta -= self.learning_rate * self.seen[-1]


class ByCount(Adam):
    def update(self, network, gradients):
        if self.count > 10:
            network.theta -= self.learning_rate * flat(gradients)
        self.count += 1


class ByLayer(Kept):
    def update(self, network, gradients):
        for layer, gradient in zip(network.layers, gradients, strict=True):
            layer.W[:] -= self.learning_rate * gradient.W


class Sharing(Kept):
    def update(self, network, gradients):
        network.theta -= self.learning_rate * self.mean
        self.mean = network.theta


class Late(Kept):
    def update(self, network, gradients):
        self.last = flat(gradients)
        network.theta -= self.learning_rate * self.last


class Rebinding(Kept):
    def update(self, network, gradients):
        network.theta = network.theta - self.learning_rate * flat(gradients)


class RateOfALayer(Kept):
    def update(self, network, gradients):
        parts = [part.ravel() * 0.5**i for i, g in enumerate(gradients) for part in g]
        network.theta -= self.learning_rate * np.concatenate(parts)


class NormOfAPart(Kept):
    def update(self, network, gradients):
        parts = [part.ravel() / np.linalg.norm(part) for g in gradients for part in g]
        network.theta -= self.learning_rate * np.concatenate(parts)


class ByDepth(Kept):
    def update(self, network, gradients):
        network.theta -= self.learning_rate * flat(gradients) / len(gradients)


class Chained(Adam):
    def __init__(self, size):
        super().__init__(size)
        self.mean = self.square = np.zeros(size)


class Whole(Kept):
    def __init__(self, size):
        super().__init__(size)
        self.mean = np.full(size, 0)

    update = Nesterov.update


class OfTheClass(Kept):
    velocity = 0.0

    def update(self, network, gradients):
        OfTheClass.velocity = 0.9 * OfTheClass.velocity + flat(gradients)
        network.theta -= self.learning_rate * OfTheClass.velocity


class HistoryOfTheClass(Kept):
    history = []  # noqa: RUF012

    def update(self, network, gradients):
        self.history.append(flat(gradients))
        network.theta -= self.learning_rate * self.history[-1]


STEPS = 0


class Counting(Kept):
    def update(self, network, gradients):
        global STEPS
        STEPS += 1
        network.theta -= (0.01 if STEPS < 20 else 0.001) * flat(gradients)


@pytest.mark.parametrize(
    ("optimizer", "why"),
    [
        (Rebinding, "it gives network.theta a new array"),
        (RateOfALayer, "it takes single elements"),
        (NormOfAPart, "it takes single elements"),
        (ByDepth, "it takes single elements"),
        (Chained, "two names stand for one array"),
        (Whole, "self.mean is neither a number nor an array in theta's order"),
        (OfTheClass, "OfTheClass may change from call to call"),
        (HistoryOfTheClass, "history may change from call to call"),
        (Counting, "STEPS may change from call to call"),
        (Remembering, "self.seen is neither a number nor an array in theta's order"),
        (ByCount, "it decides by the numbers themselves"),
        (ByLayer, "the engine knows no .layers here"),
        (Sharing, "two names stand for one array"),
        (Late, "self.last is neither a number nor an array in theta's order"),
    ],
)
def test_an_optimizer_that_is_not_compiled_says_why(optimizer, why, monkeypatch):
    monkeypatch.setitem(OPTIMIZERS, "sgd", optimizer)
    session = Session(OWN, compiler=COMPILER)
    plain = Session(replace(OWN, engine="numpy"))
    frame = session.step("epoch", 2)
    assert (frame["engine"], frame["epoch"]) == ("numpy", 2)
    assert why in english(frame["engine_reason"])
    if optimizer not in (Counting, OfTheClass, HistoryOfTheClass):  # one for both runs
        plain.step("epoch", 2)
        np.testing.assert_array_equal(
            session.run.network.theta, plain.run.network.theta
        )


class OfEveryKind(Kept):
    """Attributes whose names, kinds and values are not the usual ones."""

    def __init__(self, size):
        super().__init__(size)
        self.l2, self.scale, self.count = 0.5, 1, 0
        self.theta, self.gradient, self.sums = (np.zeros(size) for _ in range(3))

    @property
    def average(self):
        return self.learning_rate / self.count  # not before the first update

    def update(self, network, gradients):
        self.count += 1
        self.scale *= 0.99
        self.sums += flat(gradients) ** 2
        self.theta = 0.9 * self.theta + flat(gradients)
        step = self.scale * self.theta + self.l2 * network.theta
        network.theta -= self.average * step / np.sqrt(self.sums + 1)


def test_names_and_kinds_of_an_optimizers_attributes_do_not_matter(monkeypatch):
    monkeypatch.setitem(OPTIMIZERS, "sgd", OfEveryKind)
    session = agree_after_100_updates(OWN)
    session.step("epoch", 3)
    session.rewind(0)
    session.step("epoch", 3)
    assert session.trainer.is_compiled
    assert session.run.optimizer.scale == pytest.approx(0.99**session.run.update)
    assert type(session.run.optimizer.count) is int


CACHE = {}


def cached_tanh(z):
    CACHE["a"] = np.tanh(z)
    return CACHE["a"]


@pytest.mark.parametrize(
    ("value", "derivative", "why"),
    [
        (
            cached_tanh,
            lambda z: 1 - CACHE["a"] ** 2,
            "CACHE may change from call to call",
        ),
        (
            np.arctan,
            np.ones_like,
            "arctan cannot be compiled: the engine knows no arctan",
        ),
    ],
)
def test_an_activation_that_remembers_is_numpys(value, derivative, why, monkeypatch):
    monkeypatch.setitem(ACTIVATIONS, "tanh", Activation("own", value, derivative))
    session = Session(replace(OWN, activation="tanh"), compiler=COMPILER)
    assert session.frame()["engine"] == "numpy"
    assert why in english(session.frame()["engine_reason"])


def test_the_last_layer_has_to_be_linear(monkeypatch):
    own = Activation("tripled", lambda z: 3 * z, lambda z: 3 * np.ones_like(z))
    monkeypatch.setitem(ACTIVATIONS, "linear", own)
    session = Session(OWN, compiler=COMPILER)
    assert "the last layer's outputs are the logits" in english(
        session.frame()["engine_reason"]
    )


def test_cross_entropy_of_probabilities_that_are_hardly_clipped_is_compiled(
    monkeypatch,
):
    def textbook(logits, y):
        p = np.clip(sigmoid(logits), 1e-12, 1 - 1e-12)
        return -(y * np.log(p) + (1 - y) * np.log(1 - p))

    own = Loss("textbook", textbook, lambda logits, y: sigmoid(logits) - y)
    monkeypatch.setitem(LOSSES, "squared_error", own)
    session = agree_after_100_updates(replace(OWN, loss="squared_error"))
    assert session.step("epoch", 2)["engine"] == "compiled"


def elementwise_formula(formula, kind, z):
    """A formula's first output for each of z."""

    def apply(f, value):
        lowering = Lowering(f, kind, formula)
        lowering.give("z", value)
        return lowering.output(0)

    return elementwise(apply, kind)(z)


BEYOND = [1e-300, -1e-300, np.inf, -np.inf, np.nan, 1e4]
EDGES = np.array(
    [
        0.0,
        -0.0,
        1.0,
        -1.0,
        0.5,
        -0.5,
        2.0,
        -3.0,
        20.0,
        -20.0,
        40.0,
        -40.0,
        700.0,
        -700.0,
    ]
)
RULES_TRIED = {
    "a sigmoid": lambda z: 0.5 + 0.5 * np.tanh(0.5 * z),
    "a sigmoid turned round": lambda z: np.tanh(z * 0.5) * 0.5 + 0.5,
    "softplus": lambda z: np.logaddexp(0.0, z),
    "softplus turned round": lambda z: np.logaddexp(z, 0.0),
    "a sum of exponentials": lambda z: np.logaddexp(z, 2 * z),
    "of equal ones": lambda z: np.logaddexp(z, z),
    "a quotient": lambda z: z / 3.0,
    "a quotient by zero": lambda z: z / np.float64(0.0),
    "a quotient far from zero": lambda z: z / (1 + np.abs(z)),
    "its square": lambda z: 3 * z / (1 + z**2) ** 2,
    "an inverse far from zero": lambda z: 1 / (1 + np.exp(-z)),
    "a quotient near zero": lambda z: z / (1e-9 + np.abs(z)),
    "factors": lambda z: 3.0 * (0.1 * z),
    "a square": lambda z: z**2,
    "a high power": lambda z: z**7,
    "a reciprocal": lambda z: z**-1,
    "no power": lambda z: z**0 + 0 * z,
    "a root": lambda z: z**0.5,
    "another power": lambda z: np.abs(z) ** 1.5,
    "a power of z": lambda z: np.power(2.0, z),
    "a sign": np.sign,
    "the larger": lambda z: np.maximum(z, 0.1 * z),
    "the larger of unlike": lambda z: np.maximum(z, z * z),
    "the smaller of a number": lambda z: np.minimum(1.0, z),
    "of numbers": lambda z: np.logaddexp(5 * np.ones_like(z), 0 * z) + np.abs(z),
    "of a number and zero": lambda z: np.logaddexp(
        5 * np.ones_like(z), np.zeros_like(z)
    ),
    "a clip": lambda z: np.clip(z, -1, 1),
    "no sum": lambda z: z + 0.0,
    "a mask as a number": lambda z: (z > 0.5) * 2.0,
    "masks": lambda z: np.where((z > 0) & ~(z > 1) | (z != z), 1.0, z),
    "a mask set": lambda z: set_where(z.copy()),
}


def set_where(z):
    z[z < 0] = 0.5
    return z


@pytest.mark.parametrize("name", RULES_TRIED)
def test_a_rule_gives_what_numpy_gives_at_the_edges_too(name):
    record = Record()
    with np.errstate(all="ignore"):
        step = function(record, RULES_TRIED[name], "z")
        wanted = RULES_TRIED[name](EDGES)
    got = elementwise_formula(record.formula(step), F64X2, EDGES)
    np.testing.assert_allclose(got, wanted, rtol=1e-13, atol=1e-15)


# ---- any expression

UNARY = [
    *(np.abs, np.sign, np.sqrt, np.exp, np.expm1, np.log, np.log1p, np.tanh),
    *(
        np.sin,
        np.cos,
        np.square,
        np.reciprocal,
        np.negative,
        np.ones_like,
        np.zeros_like,
    ),
    *(lambda x: x**3, lambda x: x**-2, lambda x: x**0.5, lambda x: np.abs(x) ** 1.7),
    *(
        lambda x: np.clip(x, -1, 2),
        lambda x: x / 3,
        lambda x: 0.5 + 0.5 * np.tanh(x / 2),
    ),
]
BINARY = [
    *(
        np.add,
        np.subtract,
        np.multiply,
        np.divide,
        np.maximum,
        np.minimum,
        np.logaddexp,
    ),
    *(
        lambda x, y: np.where(x > y, x, -y),
        lambda x, y: np.where((x <= 1) | (y < 0), y, x),
    ),
]


def expressions(depth=4):
    """Expressions of z, nested, as trees of functions."""
    leaf = st.one_of(
        st.just("z"), st.floats(-3, 3).map(lambda x: np.float64(round(x, 2)))
    )
    return st.recursive(
        leaf,
        lambda inner: st.one_of(
            st.tuples(st.sampled_from(UNARY), inner),
            st.tuples(st.sampled_from(BINARY), inner, inner),
        ),
        max_leaves=2**depth,
    ).filter(lambda tree: "z" in str(tree))


def computed(tree, z, noise):
    """The tree's value; each result is off by some rounding, as `noise` draws it."""
    if isinstance(tree, str):
        return z
    if isinstance(tree, float):
        return noise(tree)
    operation, *parts = tree
    result = operation(*(computed(part, z, noise) for part in parts))
    return noise(result)


@given(tree=expressions(), kind=st.sampled_from([F64X2, F32X4]))
@hypothesis_settings(max_examples=300)
def test_any_expression_is_computed_as_numpy_computes_it(tree, kind):
    dtype, unit = (np.float64, 2e-15) if kind is F64X2 else (np.float32, 1e-6)
    rng = np.random.default_rng(0)
    z = np.concatenate([[0.0, -0.0, 1.0, -1.0, 2.0], rng.normal(0, 2, 123)]).astype(
        dtype
    )
    record = Record()
    with np.errstate(all="ignore"):
        step = function(record, lambda z: computed(tree, z, lambda x: x) + 0 * z, "z")
    got = elementwise_formula(record.formula(step), kind, z)
    exact = z.astype(np.float64)
    with np.errstate(all="ignore"):
        wanted = computed(tree, exact, lambda x: x) + 0 * exact
        nearby = [
            computed(
                tree, exact, lambda x: x * (1 + unit * rng.uniform(-1, 1, np.shape(x)))
            )
            + 0 * exact
            for _ in range(8)
        ]
        spread = np.max([np.abs(each - wanted) for each in nearby], axis=0)
        off = np.abs(got - wanted)
    # where the rounding of a step alone changes much, or crosses a kink, nothing is said
    size = 1 + np.abs(wanted)
    sure = np.isfinite(wanted) & (spread < 1e-3 * size) & (size < 1e30)
    assert (off[sure] <= 16 * (spread + unit * size)[sure]).all()
