"""The loop: its stages, its epochs, and the lesson's own numbers."""

import ast
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import trainer.training
from trainer.activations import ACTIVATIONS
from trainer.layers import INITIALIZATIONS, MLP
from trainer.losses import LOSSES, Penalty
from trainer.optimizers import OPTIMIZERS, SGD, flat
from trainer.run.evaluation import evaluate, evaluate_both
from trainer.run.monitor import norm_is_bounded
from trainer.run.setup import assemble
from trainer.settings.table import Settings
from trainer.training import STAGES, Run, training_loop


def train(run: Run, updates: int) -> Run:
    stages = training_loop(run)
    while run.update < updates:
        next(stages)
    return run


class LessonOrders:
    """The lesson's generator: each permutation applies to the already shuffled arrays."""

    def __init__(self, rng: np.random.RandomState) -> None:
        self.rng, self.order = rng, np.arange(100)

    def permutation(self, n: int) -> np.ndarray:
        self.order = self.order[self.rng.permutation(n)]
        return self.order


def test_the_lessons_listing_is_reproduced_number_for_number():
    rng = np.random.RandomState(42)
    network = MLP([2, 8, 1], ACTIVATIONS["relu"], np.random.default_rng(0), "zeros")
    network.layers[0].W[:] = (rng.randn(8, 2) * np.sqrt(2 / 2)).T
    network.layers[1].W[:] = (rng.randn(1, 8) * np.sqrt(2 / 8)).T
    corners = np.array([(-1, -1), (-1, 1), (1, -1), (1, 1)])
    x = np.tile(corners, (25, 1)) + rng.randn(100, 2) * 0.1
    y = np.tile([0.0, 1.0, 1.0, 0.0], 25)[:, None]
    run = Run(
        network=network,
        loss=LOSSES["binary_cross_entropy"],
        penalty=Penalty(),
        optimizer=SGD(len(network.theta)),
        rng=LessonOrders(rng),
        x=x,
        y=y,
        batch_size=32,
    )
    losses = {}
    for epoch in range(401):
        train(run, 4 * (epoch + 1))
        losses[epoch] = evaluate(run, x, y).loss
    seen = [f"{losses[epoch]:.4f}" for epoch in (0, 100, 200, 300, 400)]
    assert seen == ["0.5090", "0.0258", "0.0104", "0.0061", "0.0042"]


@given(n=st.integers(10, 300), batch_size=st.integers(1, 400))
def test_every_example_is_seen_once_per_epoch_short_last_batch_included(n, batch_size):
    run, data = assemble(Settings(points=n, batch_size=batch_size, hidden_layers=(1,)))
    seen, sizes = [], []
    for stage in training_loop(run):
        if stage == "batch":
            seen.extend(run.batch)
            sizes.append(len(run.batch))
        if run.epoch == 1:
            break
    assert sorted(seen) == list(range(len(data.x)))
    assert sizes[:-1] == [batch_size] * (len(sizes) - 1)
    assert 1 <= sizes[-1] <= batch_size


def test_a_thousand_examples_in_32s_are_32_updates_the_last_of_8():
    run, _ = assemble(Settings(points=1000, validation_split=0.0, batch_size=32))
    train(run, 32)
    assert (run.epoch, len(run.batch)) == (1, 8)


def test_the_short_last_batch_is_weighted_by_its_own_size():
    run, _ = assemble(Settings(points=10, validation_split=0.0, batch_size=8))
    stages = training_loop(run)
    while run.examples_seen < 8:
        next(stages)
    while next(stages) != "backward":
        pass
    x, y = run.x[run.batch], run.y[run.batch]
    assert len(x) == 2
    alone = []
    for i in range(2):
        traces = run.network.forward(x[i : i + 1])
        dlogits = run.loss.gradient(traces[-1].a, y[i : i + 1])
        alone.append(flat(run.network.backward(traces, dlogits)))
    np.testing.assert_allclose(flat(run.gradients), np.mean(alone, axis=0), atol=1e-15)


def test_the_stages_come_in_the_lessons_order():
    run, _ = assemble(Settings(points=20, batch_size=8))
    stages = training_loop(run)
    assert [next(stages) for _ in range(11)] == [*STAGES, *STAGES[1:]]


def test_without_shuffle_the_order_is_that_of_the_data():
    run, _ = assemble(Settings(shuffle=False))
    next(training_loop(run))
    assert run.order.tolist() == list(range(len(run.x)))


def test_each_epoch_has_an_order_of_its_own():
    run, _ = assemble(Settings(points=50, batch_size=5000))
    orders = [train(run, epoch).order.tolist() for epoch in (1, 2)]
    assert orders[0] != orders[1]


def test_a_batch_size_changed_within_an_epoch_waits_for_the_next():
    run, _ = assemble(Settings(points=100, validation_split=0.0, batch_size=10))
    stages, seen = training_loop(run), []
    while run.epoch < 1:
        if next(stages) == "update":
            seen.extend(run.batch)
            run.batch_size = 37
    assert sorted(seen) == list(range(100))


@pytest.mark.parametrize("initialization", sorted(INITIALIZATIONS))
def test_parameters_are_views_of_theta(initialization):
    network = MLP(
        [2, 5, 3, 1], ACTIVATIONS["tanh"], np.random.default_rng(1), initialization
    )
    parts = [part for layer in network.layers for part in (layer.W, layer.b)]
    assert all(np.shares_memory(part, network.theta) for part in parts)
    assert sum(part.size for part in parts) == network.theta.size
    network.theta[:] = np.arange(network.theta.size)
    assert np.concatenate([p.ravel() for p in parts]).tolist() == network.theta.tolist()


@pytest.mark.parametrize(
    ("initialization", "deviation"),
    [
        ("he", np.sqrt(2 / 50)),
        ("xavier", np.sqrt(2 / 350)),
        ("uniform", np.sqrt(1 / 12)),
        ("zeros", 0.0),
    ],
)
def test_first_weights_have_the_spread_of_their_source(initialization, deviation):
    W = INITIALIZATIONS[initialization](np.random.default_rng(0), 50, 300)
    assert W.shape == (50, 300)
    assert W.std() == pytest.approx(deviation, rel=0.02)
    assert abs(W.mean()) < 0.01


def one_step(optimizer: str, gradient: list[float], times: int) -> np.ndarray:
    network = MLP([1, 1], ACTIVATIONS["linear"], np.random.default_rng(0), "zeros")
    stepper = OPTIMIZERS[optimizer](2)
    stepper.learning_rate = 0.1
    traces = network.forward(np.zeros((1, 1)))
    (template,) = network.backward(traces, np.zeros((1, 1)))
    template.W[:], template.b[:] = gradient[0], gradient[1]
    for _ in range(times):
        stepper.update(network, [template])
    return network.theta


@pytest.mark.parametrize(
    ("optimizer", "moved"),
    [
        ("nesterov", 0.1 * (1.9 + 2.71)),  # velocities 1, then 1.9
        ("adagrad", 0.1 * (1 + np.sqrt(1 / 2))),
        ("rmsprop", 0.1 / np.sqrt(0.1) + 0.1 / np.sqrt(0.19)),
        ("adamw", 0.1 * (1 - 0.1 * 0.01) + 0.1),  # the first step shrinks
    ],
)
def test_two_steps_are_those_of_the_source(optimizer, moved):
    theta = one_step(optimizer, [1.0, -1.0], 2)
    np.testing.assert_allclose(theta, [-moved, moved], rtol=1e-6)


def test_sgd_moves_by_rate_times_gradient():
    np.testing.assert_allclose(one_step("sgd", [1.0, -2.0], 3), [-0.3, 0.6])


def test_momentum_gathers_speed():
    np.testing.assert_allclose(one_step("momentum", [1.0, 0.0], 2), [-0.1 - 0.19, 0.0])


def test_adams_first_steps_have_the_length_of_the_rate():
    np.testing.assert_allclose(
        one_step("adam", [5.0, -0.01], 4), [-0.4, 0.4], rtol=1e-5
    )


def test_the_penalty_is_in_the_loss_and_leaves_the_biases_alone():
    run, data = assemble(Settings(l1=0.1, l2=0.5))
    weights = np.concatenate([layer.W.ravel() for layer in run.network.layers])
    penalty = 0.1 * np.abs(weights).sum() + 0.25 * (weights**2).sum()
    train, val = evaluate_both(run, data)
    assert train.loss - evaluate(run, data.x, data.y).loss == pytest.approx(penalty)
    assert val == evaluate(run, data.x_val, data.y_val)


def test_the_loop_knows_nothing_of_frames_messages_or_browsers():
    tree = ast.parse(Path(trainer.training.__file__).read_text())
    imported = {
        node.module or "" for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)
    } | {
        name.name
        for node in ast.walk(tree)
        if isinstance(node, ast.Import)
        for name in node.names
    }
    assert imported <= {
        "activations",
        "collections.abc",
        "dataclasses",
        "layers",
        "losses",
        "numpy",
        "numpy.typing",
        "optimizers",
    }


@pytest.mark.parametrize(
    "module",
    ["training", "layers", "activations", "losses", "optimizers", "datasets"],
)
def test_what_a_learner_reads_is_at_most_88_columns_wide(module):
    path = Path(trainer.training.__file__).with_name(f"{module}.py")
    assert max(map(len, path.read_text().splitlines())) <= 88


def test_only_layers_multiply_matrices():
    """Elsewhere vectors are flat, and a product of two wakes all of OpenBLAS's threads
    beyond 10,000 numbers: for a sum that takes microseconds."""
    package = Path(trainer.__file__).parent
    products = {
        file.name
        for file in package.glob("*.py")
        for node in ast.walk(ast.parse(file.read_text("utf-8")))
        if isinstance(getattr(node, "op", None), ast.MatMult)
        or getattr(node, "attr", "") in ("dot", "vdot", "inner", "matmul", "linalg")
    }
    assert products == {"layers.py"}


def test_a_norm_that_overflows_is_not_bounded():
    assert norm_is_bounded(np.full(20_000, 1e5))
    with np.errstate(all="ignore"):
        for value in (1e7, 1e200, np.inf, np.nan):
            assert not norm_is_bounded(np.full(20_000, value))
