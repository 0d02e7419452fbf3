"""Data: shapes, classes, seeds and the split."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from trainer.datasets import DATASETS, split

DRAWN = sorted(name for name, dataset in DATASETS.items() if not dataset.source)


def draw(name: str, n: int = 200, noise: float = 0.0, seed: int = 0, **given: float):
    more = {"turns": 1.75, "classes": 2} | given
    numbers = (n, noise, *(more[needed] for needed in DATASETS[name].needs))
    return DATASETS[name].draw(*numbers, np.random.default_rng(seed))


@given(
    name=st.sampled_from(DRAWN),
    n=st.integers(10, 500),
    noise=st.floats(0, 1),
    seed=st.integers(0, 100),
    turns=st.floats(0.5, 3),
    classes=st.integers(2, 6),
)
def test_equal_seeds_give_equal_balanced_data(name, n, noise, seed, **given):
    x, y = draw(name, n, noise, seed, **given)
    again, same = draw(name, n, noise, seed, **given)
    assert x.shape == (n, 2)
    assert y.shape == (n,)
    assert np.isfinite(x).all()
    assert np.array_equal(x, again)
    assert np.array_equal(y, same)
    if DATASETS[name].has_values:
        assert np.isfinite(y).all()
        return
    sizes = np.bincount(y)
    assert len(sizes) == (given["classes"] if "classes" in DATASETS[name].needs else 2)
    assert np.ptp(sizes) <= 2


@pytest.mark.parametrize("name", DRAWN)
def test_other_seeds_give_other_noise(name):
    assert not np.array_equal(
        draw(name, noise=0.1, seed=1)[0], draw(name, noise=0.1, seed=2)[0]
    )


@pytest.mark.parametrize("name", DRAWN)
def test_noise_is_the_standard_deviation_of_what_is_added(name):
    where = int(DATASETS[name].has_values)  # on values, or else on coordinates
    clean, noisy = (draw(name, n=4000, noise=noise)[where] for noise in (0.0, 0.2))
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
    np.testing.assert_allclose(x[y == 1], 0.6)
    np.testing.assert_allclose(x[y == 0], -0.6)


@pytest.mark.parametrize("classes", [3, 4, 5, 6])
def test_more_arms_and_clouds_are_equally_far_apart(classes):
    for name in ("spiral", "gaussians"):
        x, y = draw(name, 20 * classes, classes=classes)
        first = [x[y == label][7] @ [1, 1j] for label in range(classes)]
        turns = np.angle(np.roll(first, -1) / first) / (2 * np.pi) * classes
        np.testing.assert_allclose(turns, 1.0)
        np.testing.assert_allclose(np.abs(first), np.abs(first[0]))


@pytest.mark.parametrize("classes", range(2, 7))
def test_rings_lie_in_each_other_and_fill_the_plane(classes):
    x, y = draw("rings", 600, classes=classes)
    r = np.hypot(*x.T)
    for label in range(1, classes):
        assert r[y == label - 1].max() < r[y == label].min()
    assert 1.0 < r.max() < 1.3


def test_values_are_as_high_as_they_are_told():
    x, y = draw("slope")
    np.testing.assert_allclose(y, x.mean(axis=1))
    x, y = draw("wave")
    np.testing.assert_allclose(y, np.sin(np.pi * x[:, 0]))
    x, y = draw("hills", n=5000)
    assert 0.9 < y.max() < 1.1
    assert -1.1 < y.min() < -0.9
    top = np.argmax(y)
    assert min(np.hypot(*(x[top] - [i, 0.5])) for i in (0.0,)) < 0.1 or x[top][1] < 0


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


def test_classes_are_one_hot_and_values_a_column():
    rng = np.random.default_rng(0)
    x, y = draw("rings", 30, classes=3)
    data = split((x, y), 0.2, "by_class", rng, "multiclass")
    assert data.y.shape == (24, 3)
    assert data.y_val.shape == (6, 3)
    assert data.y.sum(axis=0).tolist() == [8, 8, 8]
    assert (np.diff(data.y.argmax(axis=1)) >= 0).all()
    for point, target in zip(data.x, data.y, strict=True):
        (place,) = np.flatnonzero((x == point).all(axis=1))
        assert target[y[place]] == 1
    x, y = draw("wave", 30)
    data = split((x, y), 0.2, "by_class", rng, "regression")
    assert data.y.shape == (24, 1)
    assert (np.diff(data.y[:, 0]) >= 0).all()


def test_by_class_puts_class_0_first():
    data = split(draw("xor"), 0.2, "by_class", np.random.default_rng(0))
    assert (np.diff(data.y[:, 0]) >= 0).all()
    random = split(draw("xor"), 0.2, "random", np.random.default_rng(0))
    assert (np.diff(random.y[:, 0]) < 0).any()
