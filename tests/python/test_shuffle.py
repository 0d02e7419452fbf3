"""The engine's shuffle is NumPy's, to the last bit of the generator."""

import numpy as np
import pytest
from hosts import HOST
from hypothesis import given
from hypothesis import strategies as st

from trainer.engine import shuffle
from trainer.engine.assembler import module
from trainer.engine.engine import Engine
from trainer.engine.memory import Plan
from trainer.engine.modules import Compiler
from trainer.run.setup import assemble
from trainer.settings.table import Settings
from trainer.training import training_loop

COMPILER = Compiler(HOST)
MOST = 1_000_000


@pytest.fixture(scope="module")
def permutation():
    """`rng.permutation(n)` by WebAssembly."""
    plan = Plan()
    plan.add("order", MOST, np.int32)
    plan.add("generator", len(shuffle.STATE), np.uint64)
    order_at, state_at = (plan.regions[name].offset for name in plan.regions)
    instance = HOST(module([shuffle.new_order(plan)], plan.pages))()

    def permutation(rng, n):
        order, state = np.empty(n, np.int32), shuffle.state_of(rng)
        instance.write(state_at, state)
        instance.call("new_order", n, 1)
        instance.read(order_at, order)
        instance.read(state_at, state)
        shuffle.set_state(rng, state)
        return order

    return permutation


def two_generators(seed):
    return np.random.default_rng(seed), np.random.default_rng(seed)


def test_it_is_numpys_for_every_number_of_examples(permutation):
    one, other = two_generators(17)
    for n in range(1, 5001):
        np.testing.assert_array_equal(permutation(one, n), other.permutation(n))
        assert one.bit_generator.state == other.bit_generator.state


def test_it_is_numpys_over_a_million_draws(permutation):
    one, other = two_generators(3)
    np.testing.assert_array_equal(permutation(one, MOST), other.permutation(MOST))
    assert one.bit_generator.state == other.bit_generator.state


@given(
    seed=st.integers(0, 2**64),
    turns=st.lists(st.tuples(st.booleans(), st.integers(1, 300)), max_size=8),
)
def test_numpy_and_the_engine_may_take_turns(permutation, seed, turns):
    one, other = two_generators(seed)
    for is_numpys, n in turns:
        drawn = one.permutation(n) if is_numpys else permutation(one, n)
        np.testing.assert_array_equal(drawn, other.permutation(n))
    assert one.bit_generator.state == other.bit_generator.state
    assert one.normal() == other.normal()


class Reversed(np.random.Generator):
    """One that somebody wrote."""

    def permutation(self, n):
        return np.arange(n)[::-1]


@pytest.mark.parametrize(
    "make",
    [
        lambda: np.random.Generator(np.random.MT19937(1)),
        lambda: np.random.Generator(np.random.PCG64DXSM(1)),
        lambda: np.random.RandomState(1),
        lambda: Reversed(np.random.PCG64(1)),
    ],
    ids=["MT19937", "PCG64DXSM", "RandomState", "own"],
)
def test_the_orders_of_another_generator_are_drawn_by_numpy(make):
    settings = Settings(points=57, batch_size=10)
    (run, _), (other, data) = assemble(settings), assemble(settings)
    run.rng, other.rng = make(), make()
    loop, engine = training_loop(run), Engine(COMPILER, other, data, settings)
    while run.update < 33:
        next(loop)
    while other.update < 33:
        engine.train(33 - other.update)
    np.testing.assert_array_equal(other.order, run.order)
    np.testing.assert_array_equal(other.batch, run.batch)
    np.testing.assert_allclose(other.network.theta, run.network.theta, rtol=1e-10)
    assert (other.start, other.examples_seen) == (run.start, run.examples_seen)
    assert other.rng.standard_normal() == run.rng.standard_normal()
