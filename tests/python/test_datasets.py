"""Data: shapes, classes, seeds and the split."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from trainer.datasets import DATASETS, split


def draw(
    name: str, n: int = 200, noise: float = 0.0, turns: float = 1.75, seed: int = 0
):
    numbers = (n, noise, turns) if name == "spiral" else (n, noise)
    return DATASETS[name].draw(*numbers, np.random.default_rng(seed))


@given(
    name=st.sampled_from(sorted(DATASETS)),
    n=st.integers(10, 500),
    noise=st.floats(0, 1),
    turns=st.floats(0.5, 3),
    seed=st.integers(0, 100),
)
def test_equal_seeds_give_equal_balanced_data(name, n, noise, turns, seed):
    x, y = draw(name, n, noise, turns, seed)
    again, _ = draw(name, n, noise, turns, seed)
    assert x.shape == (n, 2)
    assert y.shape == (n,)
    assert np.isfinite(x).all()
    assert np.array_equal(x, again)
    assert abs(2 * int(y.sum()) - n) <= 2


@pytest.mark.parametrize("name", sorted(DATASETS))
def test_other_seeds_give_other_noise(name):
    assert not np.array_equal(
        draw(name, noise=0.1, seed=1)[0], draw(name, noise=0.1, seed=2)[0]
    )


@pytest.mark.parametrize("name", sorted(DATASETS))
def test_noise_is_the_standard_deviation_of_what_is_added(name):
    clean, noisy = draw(name, n=4000)[0], draw(name, n=4000, noise=0.2)[0]
    assert (noisy - clean).std() == pytest.approx(0.2, rel=0.03)


def test_xor_is_the_lessons_four_corners():
    x, y = draw("xor", n=8)
    assert x[:4].tolist() == [[-1, -1], [-1, 1], [1, -1], [1, 1]]
    assert y.tolist() == [0, 1, 1, 0] * 2


def test_circle_is_a_disc_in_a_ring():
    x, y = draw("circle")
    r = np.hypot(*x.T)
    assert r[y == 1].max() <= 0.5
    assert r[y == 0].min() >= 0.75
    assert r.max() <= 1.1


def test_spiral_arms_are_half_a_turn_apart_and_wind_as_told():
    x, y = draw("spiral", n=400, turns=2.0)
    np.testing.assert_allclose(x[y == 1], -x[y == 0], atol=1e-12)
    angle = np.unwrap(np.arctan2(x[y == 0][:, 1], x[y == 0][:, 0]))
    assert (angle[-1] - angle[0]) / (2 * np.pi) == pytest.approx(2.0)


def test_gaussians_sit_on_their_two_centres():
    x, y = draw("gaussians")
    assert np.unique(x[y == 1]).tolist() == [0.6]
    assert np.unique(x[y == 0]).tolist() == [-0.6]


def test_moons_are_two_half_circles_facing_each_other():
    x, y = draw("moons")
    r = np.hypot(*(x[y == 0] + [0.4, 0.2]).T)
    np.testing.assert_allclose(r, 0.8)
    assert (x[y == 0][:, 1] >= -0.2).all()
    assert (x[y == 1][:, 1] <= 0.2).all()


@given(fraction=st.floats(0, 0.8), n=st.integers(10, 200))
def test_the_split_is_stratified_and_loses_nothing(fraction, n):
    points = draw("circle", n)
    data = split(points, fraction, "random", np.random.default_rng(3))
    together = np.concatenate([data.x, data.x_val])
    assert sorted(map(tuple, together)) == sorted(map(tuple, points[0]))
    for label in (0, 1):
        members = int((points[1] == label).sum())
        assert int((data.y_val == label).sum()) == round(fraction * members)


def test_by_class_puts_class_0_first():
    data = split(draw("xor"), 0.2, "by_class", np.random.default_rng(0))
    assert (np.diff(data.y[:, 0]) >= 0).all()
    random = split(draw("xor"), 0.2, "random", np.random.default_rng(0))
    assert (np.diff(random.y[:, 0]) < 0).any()
