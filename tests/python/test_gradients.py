"""Backpropagation against central differences, for every part that has a derivative."""

from collections.abc import Callable

import numpy as np
import pytest

from trainer.activations import ACTIVATIONS, Array, sigmoid
from trainer.layers import MLP
from trainer.losses import LOSSES, Penalty
from trainer.optimizers import flat


def central_difference(f: Callable[[], float], theta: Array, h: float = 1e-6) -> Array:
    """df/dtheta, one parameter after the other; theta is left as it was."""
    differences = np.empty_like(theta)
    for i, here in enumerate(theta):
        theta[i] = here + h
        above = f()
        theta[i] = here - h
        differences[i] = (above - f()) / (2 * h)
        theta[i] = here
    return differences


@pytest.mark.parametrize("depth", [0, 1, 2, 3])
@pytest.mark.parametrize("loss", sorted(LOSSES))
@pytest.mark.parametrize("activation", sorted(ACTIVATIONS))
def test_backward_agrees_with_central_differences(activation, loss, depth):
    rng = np.random.default_rng(depth)
    task = LOSSES[loss].task
    outputs = 3 if task == "multiclass" else 1
    network = MLP([2, *[4] * depth, outputs], ACTIVATIONS[activation], rng)
    network.theta += 0.1 * rng.normal(size=network.theta.shape)
    penalty = Penalty(l1=0.01, l2=0.1)
    x, y = rng.normal(size=(5, 2)), rng.integers(0, 2, size=(5, 1)).astype(float)
    if task == "multiclass":
        y = np.eye(outputs)[[0, 2, 1, 2, 0]]
    if task == "regression":
        y = rng.normal(size=(5, 1))

    def loss_now() -> float:
        logits = network.forward(x)[-1].a
        return LOSSES[loss].value(logits, y) + penalty.value(network)

    traces = network.forward(x)
    gradients = network.backward(traces, LOSSES[loss].gradient(traces[-1].a, y))
    penalty.add_gradient(network, gradients)
    np.testing.assert_allclose(
        flat(gradients),
        central_difference(loss_now, network.theta),
        rtol=1e-5,
        atol=1e-8,
        err_msg=f"{activation}, {loss}, {depth} hidden layers",
    )


@pytest.mark.parametrize("activation", sorted(ACTIVATIONS))
def test_a_derivative_is_that_of_its_value(activation):
    z = np.array([-30.0, -2.0, -0.3, 0.4, 1.7, 25.0])
    _, value, derivative = ACTIVATIONS[activation]
    numeric = (value(z + 1e-6) - value(z - 1e-6)) / 2e-6
    np.testing.assert_allclose(derivative(z), numeric, rtol=1e-6, atol=1e-9)


@pytest.mark.parametrize(
    "name", ["binary_cross_entropy", "cross_entropy", "squared_error"]
)
@pytest.mark.parametrize("logit", [0.0, 40.0, -40.0, 800.0, -1e6, 1e300, -1e308])
def test_no_logit_overflows_a_loss(name, logit):
    loss = LOSSES[name]
    for y in (0.0, 1.0):
        logits, target = np.array([[logit]]), np.array([[y]])
        if name == "cross_entropy":
            logits, target = np.array([[logit, 1.0, -3.0]]), np.array([[y, 1 - y, 0]])
        assert np.isfinite(loss.value(logits, target))
        assert np.isfinite(loss.gradient(logits, target)).all()


def test_of_two_classes_cross_entropy_is_the_binary_one():
    z, y = np.linspace(-5, 5, 11)[:, None], (np.arange(11) % 2.0)[:, None]
    binary, general = LOSSES["binary_cross_entropy"], LOSSES["cross_entropy"]
    both = np.hstack([np.zeros_like(z), z]), np.hstack([1 - y, y])
    assert general.value(*both) == pytest.approx(binary.value(z, y))
    np.testing.assert_allclose(general.gradient(*both)[:, 1:], binary.gradient(z, y))


def test_cross_entropy_is_the_lessons_formula():
    logits, y = np.linspace(-5, 5, 11)[:, None], (np.arange(11) % 2.0)[:, None]
    y_hat = sigmoid(logits)
    lesson = -np.mean(y * np.log(y_hat) + (1 - y) * np.log(1 - y_hat))
    assert LOSSES["binary_cross_entropy"].value(logits, y) == pytest.approx(lesson)
