"""Many runs at once: what each learns is what it learns alone, on whatever core."""

from dataclasses import replace
from math import inf

import numpy as np
import pytest
from hosts import HOST

from trainer.engine.crew import Returned
from trainer.engine.modules import Compiler
from trainer.run.session import Session
from trainer.run.sweep import CALL, Sweep
from trainer.settings.table import Settings

COMPILER = Compiler(HOST)
SPIRAL = Settings(
    dataset="spiral", hidden_layers=(8,), optimizer="adam", learning_rate=0.01
)
NONE = {}
MANY = [replace(SPIRAL, seed=seed, data_seed=seed + 1) for seed in range(6)]


class Others:
    """A crew that makes its calls when it is asked for them, in another order."""

    def __init__(self, size=2, fails_after=inf):
        self.size, self.fails_after = size, fails_after
        self.calls, self.made, self.is_closed = [], 0, False

    def send(self, number, instance, block, call):
        self.calls.append((number, instance, block, call))

    def returned(self):
        while self.calls:
            number, instance, block, call = self.calls.pop()
            before = instance.block(len(block))
            instance.restore(block)
            made = instance.call("train", *call)
            self.made += 1
            after = instance.block(len(block))
            instance.restore(before)
            is_well = self.made <= self.fails_after
            yield Returned(number, made if is_well else -1, after)

    def close(self):
        self.is_closed = True


def swept(settings, epochs, enough=inf, crew=None, compiler=COMPILER, edits=NONE):
    sweep = Sweep(settings, epochs, enough, compiler=compiler, edits=edits, crew=crew)
    while not sweep.is_over:
        sweep.step()
    assert sweep.done == sweep.runs
    return sweep.runs


def results(runs):
    return [
        (
            one.run.network.theta.tobytes(),
            one.run.update,
            one.run.rng.bit_generator.state,
            one.monitor.history.epoch_scores.tobytes(),
        )
        for one in runs
    ]


def test_runs_together_are_the_same_as_alone_to_the_last_bit():
    together = results(swept(MANY, 300))
    alone = [results(swept([each], 300))[0] for each in MANY]
    assert together == alone
    assert len({theta for theta, *_ in together}) == len(MANY)


def test_it_does_not_matter_who_trains_them():
    epochs = CALL // 5 + 50  # more than one call
    crew = Others()
    assert results(swept(MANY, epochs, crew=crew)) == results(swept(MANY, epochs))
    assert crew.made > len(MANY)


def test_a_run_equals_that_of_a_session():
    for one in swept(MANY[:2], 40):
        session = Session(one.settings, compiler=COMPILER)
        session.step("epoch", 40)
        np.testing.assert_allclose(
            one.run.network.theta, session.run.network.theta, rtol=1e-9
        )
        assert one.run.epoch == session.run.epoch == 40
        assert one.run.update == session.run.update


@pytest.mark.parametrize("crew", [None, Others()], ids=["alone", "with others"])
def test_a_run_ends_after_the_first_epoch_with_enough_correct(crew):
    runs = swept([replace(each, dataset="xor") for each in MANY], 200, 95, crew)
    for one in runs:
        accuracy = one.monitor.history.epoch_scores[:, 3]
        assert one.has_enough
        assert accuracy[-1] >= 95 > accuracy[:-1].max()
        assert one.run.epoch < 200


def test_one_that_never_has_enough_ends_with_the_last_epoch():
    (one,) = swept([replace(SPIRAL, hidden_layers=())], 30, 100)
    assert one.run.epoch == 30
    assert not one.has_enough


def test_runs_that_diverge_or_stop_early_end_as_in_a_session():
    wild = replace(
        SPIRAL,
        optimizer="sgd",
        learning_rate=10,
        activation="linear",
        noise=0.5,
        hidden_layers=(8, 8, 8),
    )
    early = replace(SPIRAL, early_stopping=True, patience=5, noise=0.5)
    diverged, stopped = swept([wild, early], 500)
    session = Session(early, compiler=COMPILER)
    session.step("epoch", 500)
    assert stopped.monitor.stopped
    assert stopped.run.epoch == session.run.epoch < 500
    assert stopped.monitor.best.epoch == session.monitor.best.epoch
    assert diverged.monitor.problem
    assert np.isfinite(diverged.run.network.theta).all()


def test_a_schedule_goes_on_where_others_train():
    falling = [replace(each, schedule="step", schedule_epochs=20) for each in MANY]
    together, others = swept(falling, 60), swept(falling, 60, crew=Others())
    assert results(together) == results(others)
    session = Session(falling[0], compiler=COMPILER)
    session.step("epoch", 60)
    rate = session.run.optimizer.learning_rate
    assert together[0].run.optimizer.learning_rate == rate


def test_settings_of_any_kind_go_together():
    mixed = [
        replace(SPIRAL, hidden_layers=(4, 4), activation="tanh"),
        replace(SPIRAL, engine="numpy"),
        replace(SPIRAL, engine="float32"),
        replace(SPIRAL, custom_points=((0, 0, 0), (1, 1, 1), (1, 0, 1), (0, 1, 0))),
    ]
    runs = swept(mixed, 20, crew=Others())
    assert [one.run.epoch for one in runs] == [20] * 4
    numpy, compiled = runs[1], swept([SPIRAL], 20)[0]
    np.testing.assert_allclose(
        numpy.run.network.theta, compiled.run.network.theta, rtol=1e-9
    )


def test_without_webassembly_numpy_trains_them():
    for one in swept(MANY[:2], 12, compiler=None):
        assert one.run.epoch == 12


def test_cores_that_fail_are_done_without():
    crew = Others(fails_after=2)
    assert results(swept(MANY, 100, crew=crew)) == results(swept(MANY, 100))
    assert crew.is_closed


def test_a_step_ends_in_time_and_the_next_goes_on():
    sweep = Sweep(MANY, 500, compiler=COMPILER, edits={})
    steps = 0
    while not sweep.is_over:
        sweep.step(0)
        steps += 1
    assert steps >= len(MANY)
    assert results(sweep.runs) == results(swept(MANY, 500))


def test_the_readers_code_is_swept_too():
    edits = {"training.py": "this is not the loop\n"}  # which the engine cannot follow
    (one,) = swept([SPIRAL], 3, edits=edits)
    assert one.run.epoch == 3
