"""The engine: the same runs as the loop's, by WebAssembly."""

import sys
from dataclasses import replace
from itertools import count, pairwise

import numpy as np
import pytest
from hosts import HOST, elementwise
from hypothesis import assume, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from seen import Session

from trainer.activations import ACTIVATIONS
from trainer.engine import functions
from trainer.engine.activations import activation_code
from trainer.engine.encoding import signed, unsigned
from trainer.engine.engine import Engine
from trainer.engine.modules import MODULES, Compiler
from trainer.engine.probe_program import ProbeProgram
from trainer.engine.programs import Shape
from trainer.engine.sine import sine_and_cosine
from trainer.engine.values import F32X4, F64X2, constant
from trainer.errors import EngineError
from trainer.messages import english
from trainer.optimizers import OPTIMIZERS
from trainer.run.evaluation import evaluate_both
from trainer.run.plane import CELLS, UNIT_CELLS
from trainer.run.setup import assemble
from trainer.schedules import SCHEDULES
from trainer.settings.table import Settings, defaults
from trainer.settings.tasks import losses_of
from trainer.training import training_loop
from trainer.view.gradients import gradient_twice
from trainer.view.pictures import pictures_of

COMPILER = Compiler(HOST)
IN_BROWSER = sys.platform == "emscripten"
NUMBERS = {F64X2: np.float64, F32X4: np.float32}
NETWORKS = [(8,), (8, 8), (5, 3, 7)]
TASKS = [  # each loss, on data that it fits
    *({"loss": loss} for loss in losses_of("binary")),
    *(
        {"loss": "cross_entropy", "dataset": "spiral", "classes": k}
        for k in range(3, 7)
    ),
    *({"loss": loss, "dataset": "hills"} for loss in losses_of("regression")),
]
DIVERGING = {"learning_rate": 10, "hidden_layers": (8, 8), "activation": "linear"}


def ways(settings):
    """The same run twice: for the loop, and for the engine."""
    run, _ = assemble(settings)
    other, data = assemble(settings)
    run.network.is_training = True  # nobody looks at it in between
    return run, Engine(COMPILER, other, data, settings)


def train_by_loop(run, updates):
    """The losses of the updates until there were so many."""
    stages, losses = training_loop(run), []
    while run.update < updates:
        with np.errstate(all="ignore"):  # some overflow
            stage = next(stages)
        if stage == "update":
            losses.append(run.batch_loss)
    return losses


def train_by_engine(engine, updates, at_once=37):
    losses = []
    while engine.run.update < updates:
        left = updates - engine.run.update
        losses.extend(engine.train(min(at_once, left)).losses)
    return losses


def difference(run, other):
    """The largest difference of a parameter, relative to the largest parameter."""
    theta = run.network.theta
    return np.abs(other.network.theta - theta).max() / np.abs(theta).max()


@pytest.mark.parametrize("activation", sorted(ACTIVATIONS))
@pytest.mark.parametrize("dataset", ["moons", "spiral", "hills"])
@pytest.mark.slow
def test_it_trains_as_the_loop_does(dataset, activation):
    for optimizer in OPTIMIZERS:
        for hidden_layers in NETWORKS:
            settings = replace(
                defaults(dataset),
                activation=activation,
                optimizer=optimizer,
                hidden_layers=hidden_layers,
                learning_rate=0.05 if optimizer == "sgd" else 0.01,
                l1=0.0003,
                l2=0.001,
            )
            run, engine = ways(settings)
            loop = training_loop(run)
            goals = [(100, 1e-10), (1000, 1e-6)]
            if optimizer == "rmsprop":  # it steps as far where a gradient is
                del goals[1]  # nothing but rounding: by then that has grown
            for updates, tolerance in goals:
                while run.update < updates:
                    next(loop)
                train_by_engine(engine, updates, at_once=updates // 3)
                case = f"{settings} after {updates} updates"
                assert difference(run, engine.run) < tolerance, case


@pytest.mark.parametrize("optimizer", sorted(OPTIMIZERS))
@pytest.mark.parametrize("activation", sorted(ACTIVATIONS))
def test_in_float32_it_trains_nearly_as_the_loop_does(activation, optimizer):
    settings = Settings(
        activation=activation,
        optimizer=optimizer,
        learning_rate=0.01,
        hidden_layers=(8, 8),
        engine="float32",
    )
    run, engine = ways(settings)
    train_by_loop(run, 100)
    train_by_engine(engine, 100)
    assert 0 < difference(run, engine.run) < 1e-3


@given(
    hidden_layers=st.lists(st.integers(1, 12), max_size=6).map(tuple),
    activation=st.sampled_from(
        [*sorted(ACTIVATIONS), "relu,tanh", "sine,linear,sigmoid"]
    ),
    task=st.sampled_from(TASKS),
    optimizer=st.sampled_from(sorted(OPTIMIZERS)),
    points=st.integers(10, 120),
    batch_size=st.integers(1, 150),
    shuffle=st.booleans(),
    validation_split=st.sampled_from([0.0, 0.2, 0.5]),
    learning_rate=st.floats(0.001, 0.1),
    l1=st.sampled_from([0.0, 0.01]),
    l2=st.sampled_from([0.0, 0.01]),
    dropout=st.sampled_from([0.0, 0.3]),
    frozen=st.sampled_from(["", "0.0.0,1"]),
    at_once=st.integers(1, 40),
)
@hypothesis_settings(max_examples=60)
def test_any_run_is_the_loops_to_its_place_in_the_epoch(at_once, task, **chosen):
    run, engine = ways(Settings(**task, **chosen))
    losses = train_by_loop(run, 30)
    assume(np.max(losses) < 1e3)  # a run that diverges enlarges every rounding
    np.testing.assert_allclose(
        train_by_engine(engine, 30, at_once), losses, rtol=1e-7, atol=1e-9
    )
    other = engine.run
    assert difference(run, other) < 1e-7
    assert (other.update, other.start) == (run.update, run.start)
    assert (other.epoch, other.examples_seen) == (run.epoch, run.examples_seen)
    np.testing.assert_array_equal(other.order, run.order)
    np.testing.assert_array_equal(other.batch, run.batch)
    assert other.rng.random() == run.rng.random()


@given(
    switches=st.lists(st.booleans(), min_size=4, max_size=12),
    optimizer=st.sampled_from(sorted(OPTIMIZERS)),
)
@hypothesis_settings(max_examples=20)
def test_the_loop_and_the_engine_may_take_turns(switches, optimizer):
    settings = replace(defaults("moons"), optimizer=optimizer, batch_size=48)
    run, engine = ways(settings)
    loop = training_loop(engine.run)
    next(loop)
    for uses_engine in switches:
        goal = engine.run.update + 7
        # the loop may be left after an update, not within one
        stage = "" if uses_engine else "batch"
        while not uses_engine and (engine.run.update < goal or stage != "update"):
            stage = next(loop)
        if uses_engine:
            train_by_engine(engine, goal)
    train_by_loop(run, engine.run.update)
    assert difference(run, engine.run) < 1e-10


@pytest.mark.parametrize("optimizer", sorted(OPTIMIZERS))
def test_a_changed_batch_size_counts_at_once_and_no_example_is_left_out(optimizer):
    run, engine = ways(Settings(optimizer=optimizer, learning_rate=0.01))
    loop = training_loop(run)
    for batch_size in (32, 7, 160, 1000, 1, 33):
        run.batch_size = engine.run.batch_size = batch_size
        goal = run.update + 9
        while run.update < goal:
            next(loop)
        train_by_engine(engine, goal)
        assert engine.run.examples_seen == run.examples_seen
    assert difference(run, engine.run) < 1e-9


@pytest.mark.parametrize("task", TASKS, ids=lambda task: task["loss"])
@pytest.mark.parametrize("activation", sorted(ACTIVATIONS))
def test_its_gradient_agrees_with_central_differences(activation, task):
    own = {"activation": activation, "hidden_layers": (4, 3), "optimizer": "sgd"}
    settings = Settings(**task, **own, batch_size=13, l2=0.01)
    run, engine = ways(settings)
    for each in (run, engine.run):  # no sum is exactly 0, where ReLU has a kink
        each.network.theta += np.linspace(0.01, 0.02, len(each.network.theta))
    before = engine.run.network.theta.copy()
    train_by_engine(engine, 1)
    gradient = (before - engine.run.network.theta) / settings.learning_rate
    run.batch = engine.run.batch
    numeric = [gradient_twice(run, index)[1] for index in range(len(before))]
    np.testing.assert_allclose(gradient, numeric, rtol=1e-5, atol=1e-8)


@pytest.mark.parametrize("validation_split", [0.0, 0.3])
def test_epochs_are_scored_as_numpy_scores_them(validation_split):
    settings = Settings(validation_split=validation_split, hidden_layers=(4,), l1=0.001)
    by_loop = Session(replace(settings, engine="numpy"))
    by_engine = Session(settings, compiler=COMPILER)
    for session in (by_loop, by_engine):
        session.step("epoch", 30)
    for one, other in zip(
        by_loop.monitor.history.epochs, by_engine.monitor.history.epochs, strict=True
    ):
        assert one[:2] == other[:2]
        assert one[4:] == other[4:]  # accuracies
        assert one.train_loss == pytest.approx(other.train_loss, rel=1e-9)
        assert (one.val_loss is None) == (other.val_loss is None)
    best, other = by_loop.monitor.best, by_engine.monitor.best
    assert (best.epoch, best.update) == (other.epoch, other.update)
    np.testing.assert_allclose(
        by_engine.monitor.stopping.best_theta,
        by_loop.monitor.stopping.best_theta,
        rtol=1e-9,
    )
    np.testing.assert_allclose(
        by_engine.monitor.history.update_losses,
        by_loop.monitor.history.update_losses,
        rtol=1e-9,
    )


@pytest.mark.parametrize("hidden_layers", [(), (8,), (5, 3, 7), (64,)])
@pytest.mark.parametrize("activation", sorted(ACTIVATIONS))
def test_it_sees_the_plane_as_numpy_does(activation, hidden_layers):
    _, engine = ways(Settings(activation=activation, hidden_layers=hidden_layers))
    train_by_engine(engine, 20)
    probability, pictures = engine.probe(CELLS, UNIT_CELLS)
    exact, exact_pictures = pictures_of(engine.run)
    np.testing.assert_allclose(probability, exact, atol=3e-6)
    assert probability.shape == (1, 10_000)
    # a unit's picture goes by its largest output, of which the cells are a sample
    np.testing.assert_allclose(
        pictures, exact_pictures.reshape(len(pictures), -1), atol=1e-4
    )


@pytest.mark.parametrize("task", TASKS, ids=lambda task: task["loss"])
def test_it_scores_and_sees_every_task_as_numpy_does(task):
    run, engine = ways(Settings(**task, validation_split=0.3))
    train_by_loop(run, 40)
    train_by_engine(engine, 40)
    scores = evaluate_both(run, engine.data)
    np.testing.assert_allclose(engine.scores(), np.ravel(scores), rtol=1e-9)
    levels, pictures = engine.probe(CELLS, UNIT_CELLS)
    exact, exact_pictures = pictures_of(run)
    np.testing.assert_allclose(levels, exact, atol=3e-6)
    np.testing.assert_allclose(
        pictures, exact_pictures.reshape(len(pictures), -1), atol=1e-4
    )


@pytest.mark.parametrize("engine", ["auto", "float32"])
def test_a_run_diverges_at_the_same_update_and_shows_the_last_good_state(engine):
    settings = Settings(**DIVERGING, engine=engine)
    by_loop = Session(replace(settings, engine="numpy"))
    by_engine = Session(settings, compiler=COMPILER)
    frames = [session.step("epoch", 50) for session in (by_loop, by_engine)]
    assert [frame["status"] for frame in frames] == ["diverged", "diverged"]
    assert by_engine.run.update == pytest.approx(by_loop.run.update, abs=1)
    assert np.isfinite(frames[1]["theta"]).all()
    assert np.isfinite(frames[1]["update_losses"]).all()


@pytest.mark.parametrize("settings", [{}, {"batch_size": 7}, {"shuffle": False}])
def test_where_a_run_diverges_in_mid_call_it_is_where_the_loops_is(settings):
    run, engine = ways(Settings(learning_rate=0.3, **settings))
    engine.max_norm = 1.5 * np.linalg.norm(run.network.theta)  # soon reached
    made, other = engine.train(5000), engine.run
    assert len(made.losses) < 5000
    assert len(made.ends) > 3
    train_by_loop(run, other.update)
    assert (other.start, other.examples_seen) == (run.start, run.examples_seen)
    np.testing.assert_array_equal(other.order, run.order)
    np.testing.assert_array_equal(other.batch, run.batch)
    assert other.rng.bit_generator.state == run.rng.bit_generator.state


def test_training_ends_with_an_epoch_whose_loss_is_not_finite():
    settings = {"hidden_layers": (8, 8, 8), "batch_size": 160, "engine": "float32"}
    _, engine = ways(Settings(**settings))
    engine.run.optimizer.learning_rate = 1e12
    made = engine.train(10)
    assert np.isfinite(made.losses).all()
    assert len(made.losses) == len(made.ends) == 1
    assert not np.isfinite(made.scores[0, 0])
    assert made.best is None


@pytest.mark.parametrize(
    "settings",
    [{"early_stopping": True, "patience": 1000, "schedule": "cosine"}, {"patience": 1}],
)
def test_a_call_goes_on_over_epochs_that_do_not_end_the_run(settings, monkeypatch):
    calls, train = [], Engine.train

    def counted(*given):
        calls.append(given)
        return train(*given)

    monkeypatch.setattr(Engine, "train", counted)
    session = Session(Settings(**settings), compiler=COMPILER)
    frame = session.step("epoch", 500)
    assert (frame["epoch"], frame["engine"]) == (500, "compiled")
    assert len(calls) < 250


@pytest.mark.parametrize("at_once", [9, 2000])
@pytest.mark.parametrize("schedule", sorted(SCHEDULES))
def test_early_stopping_ends_both_in_the_same_epoch(schedule, at_once):
    settings = Settings(
        schedule=schedule,
        dataset="moons",
        points=60,
        noise=0.4,
        hidden_layers=(32,),
        early_stopping=True,
        patience=20,
        min_improvement=0.01,
    )
    by_loop = Session(replace(settings, engine="numpy"))
    by_engine = Session(settings, compiler=COMPILER)
    for session in (by_loop, by_engine):
        while session.status != "stopped":
            session.step("epoch", at_once)
    assert by_engine.run.epoch == by_loop.run.epoch
    assert by_engine.monitor.stopping.best_epoch == by_loop.monitor.stopping.best_epoch
    assert difference(by_loop.run, by_engine.run) < 1e-6
    # and either could go on from there
    for session in (by_loop, by_engine):
        session.configure({"early_stopping": False})
        session.step("epoch", 3)
    assert difference(by_loop.run, by_engine.run) < 1e-6


@pytest.mark.parametrize(
    ("unit", "amount"), [("stage", 3), ("update", 1), ("update", 23), ("epoch", 4)]
)
def test_a_session_ends_where_the_request_says(unit, amount):
    by_loop = Session(Settings(engine="numpy", points=57, batch_size=10))
    by_engine = Session(replace(by_loop.settings, engine="auto"), compiler=COMPILER)
    for _ in range(3):
        one, other = by_loop.step(unit, amount), by_engine.step(unit, amount)
        for name in ("stage", "update", "epoch", "lines", "status"):
            assert one[name] == other[name]
        assert by_loop.run.start == by_engine.run.start
        last = by_loop.inspect()["arrays"], by_engine.inspect()["arrays"]
        assert [a["name"] for a in last[0]] == [a["name"] for a in last[1]]
        for a, b in zip(*last, strict=True):
            np.testing.assert_allclose(a["rows"], b["rows"], atol=1e-9)


def test_a_budget_in_milliseconds_is_used_and_kept(monkeypatch):
    ticks = count()
    for part in ("run.step_goal", "run.compiled"):  # a look at the clock takes 1 ms
        clock = f"trainer.{part}.perf_counter"
        monkeypatch.setattr(clock, lambda: next(ticks) / 1000)
    session = Session(compiler=COMPILER)
    session.step("milliseconds", 5)
    began = next(ticks)
    frame = session.step("milliseconds", 50)
    assert frame["engine"] == "compiled"
    assert frame["stage"] == "update"
    assert 50 <= next(ticks) - began <= 60
    assert frame["update"] > 100


def test_the_page_is_told_who_trains_and_why():
    session = Session(compiler=COMPILER)
    assert session.frame()["engine"] == "compiled"
    assert session.step("stage")["engine"] == "numpy"
    assert "single stages" in english(session.frame()["engine_reason"])
    assert session.step("epoch", 2)["engine"] == "compiled"
    frame = session.configure({"engine": "numpy"})
    assert (frame["engine"], frame["epoch"]) == ("numpy", 2)
    assert english(frame["engine_reason"]).endswith("because the setting asks for it.")
    assert session.configure({"engine": "float32"})["engine"] == "compiled"


def test_where_nothing_can_be_compiled_numpy_trains_and_says_why():
    def without_simd(code):
        raise EngineError("engine.browser", error="no SIMD")

    session = Session(compiler=Compiler(without_simd))
    frame = session.step("epoch", 2)
    assert (frame["engine"], frame["epoch"]) == ("numpy", 2)
    assert "no SIMD" in english(frame["engine_reason"])


# ---- the functions that WebAssembly lacks


def samples(kind):
    """Numbers of every size: all bit patterns, and where the functions are used most."""
    rng, dtype = np.random.default_rng(0), NUMBERS[kind]
    info = np.finfo(dtype)
    integer = np.uint64 if kind is F64X2 else np.uint32
    bits = rng.integers(0, np.iinfo(integer).max, 100_000, dtype=integer, endpoint=True)
    special = [0.0, -0.0, np.inf, -np.inf, np.nan, info.tiny, info.smallest_subnormal]
    special += [info.max, info.min, 1.0, -1.0, 709.7, -745.1, 88.7, -103.9, 1e-300]
    with np.errstate(over="ignore", under="ignore"):
        return np.concatenate(
            [
                np.array(special).astype(dtype),
                bits.view(dtype),
                rng.normal(0, 1, 40_000).astype(dtype),
                rng.normal(0, 30, 40_000).astype(dtype),
                rng.normal(0, 400, 20_000).astype(dtype),
                (1 + rng.normal(0, 1e-3, 20_000)).astype(dtype),
                rng.uniform(-1e-3, 1e-3, 20_000).astype(dtype),
            ]
        )


@pytest.mark.parametrize("kind", [F64X2, F32X4], ids=lambda kind: kind.name)
def test_tanh_is_within_two_units_in_the_last_place_everywhere(kind):
    x = samples(kind)
    got = elementwise(functions.tanh, kind)(x)
    with np.errstate(all="ignore"):
        wanted = np.tanh(x.astype(np.longdouble)).astype(x.dtype)
    # in WebAssembly nothing is more exact than float64, whose tanh is off by up to one
    own_error = 1 if IN_BROWSER and kind is F64X2 else 0
    np.testing.assert_array_equal(np.isnan(got), np.isnan(wanted))
    finite = np.isfinite(wanted)
    off = np.abs(got[finite] - wanted[finite]) / np.spacing(np.abs(wanted[finite]))
    assert off.max() <= 2 + own_error
    np.testing.assert_array_equal(np.signbit(got[:2]), np.signbit(wanted[:2]))


@pytest.mark.parametrize("kind", [F64X2, F32X4], ids=lambda kind: kind.name)
@pytest.mark.parametrize(
    ("function", "exact"),
    [
        (functions.exp, np.exp),
        (functions.expm1, np.expm1),
        (functions.natural_log, np.log),
        (functions.log1p, np.log1p),
    ],
)
def test_exp_and_log_are_within_four_units_everywhere(kind, function, exact):
    x = samples(kind)
    got = elementwise(function, kind)(x)
    with np.errstate(all="ignore"):
        wanted = exact(x.astype(np.longdouble)).astype(x.dtype)
    np.testing.assert_array_equal(np.isnan(got), np.isnan(wanted))
    np.testing.assert_array_equal(np.isinf(got), np.isinf(wanted))
    finite = np.isfinite(wanted)
    off = np.abs(got[finite] - wanted[finite]) / np.spacing(np.abs(wanted[finite]))
    own_error = 1 if IN_BROWSER and kind is F64X2 else 0
    assert off.max() <= 4 + own_error


def test_powers_are_numpys_to_the_sign():
    rng = np.random.default_rng(0)
    base = np.concatenate(
        [[0.0, 0.0, 1.0, -2.0, -2.0, -2.0, np.inf], rng.normal(0, 3, 99)]
    )
    exponent = np.concatenate(
        [[0.0, 2.0, 9.0, 3.0, 2.0, 0.5, 2.0], rng.normal(0, 9, 99)]
    )
    for x, y in zip(base, exponent, strict=True):
        own = elementwise(
            lambda f, z, y=y: functions.power(f, z, constant(F64X2, y)), F64X2
        )
        with np.errstate(all="ignore"):
            np.testing.assert_allclose(
                own(np.full(2, x)), np.full(2, x) ** y, rtol=1e-13
            )


@pytest.mark.parametrize("kind", [F64X2, F32X4], ids=lambda kind: kind.name)
def test_reduced_log_is_within_two_units_from_1_to_2_to_the_16(kind):
    x = np.exp2(np.random.default_rng(0).uniform(0, 16, 100_000)).astype(NUMBERS[kind])
    got = elementwise(lambda f, z: functions.reduced_log(f, f.let(z)), kind)(x)
    wanted = np.log(x.astype(np.longdouble)).astype(x.dtype)
    own_error = 1 if IN_BROWSER and kind is F64X2 else 0
    assert (np.abs(got - wanted) / np.spacing(wanted)).max() <= 2 + own_error


@pytest.mark.parametrize(
    ("kind", "largest", "unit"),
    [(F64X2, 10_000, 2**-53), (F32X4, 1000, 2**-24)],
    ids=["f64x2", "f32x4"],
)
@pytest.mark.parametrize(("part", "exact"), [(0, np.sin), (1, np.cos)])
def test_sine_and_cosine_are_within_four_units(kind, largest, unit, part, exact):
    x = np.random.default_rng(0).uniform(-largest, largest, 100_000)
    x = x.astype(NUMBERS[kind])
    got = elementwise(lambda f, z: sine_and_cosine(f, z)[part], kind)(x)
    assert np.abs(got - exact(x.astype(np.float64))).max() <= 4 * unit


def test_decay_is_exp_below_zero():
    x = np.linspace(-700, 0, 10_000)
    got = elementwise(functions.decay, F64X2)(x)
    np.testing.assert_allclose(got, np.exp(np.maximum(x, -354.8914)), rtol=1e-4)
    np.testing.assert_allclose(got[x > -354], np.exp(x[x > -354]), rtol=5e-16)


@pytest.mark.parametrize("kind", [F64X2, F32X4], ids=lambda kind: kind.name)
def test_decay_times_a_small_number_is_not_denormal(kind):
    """Processors take a hundred times longer for those."""
    x = np.full(4, -np.inf).astype(NUMBERS[kind])
    got = elementwise(functions.decay, kind)(x)
    assert (got * got.dtype.type(1e-10) > np.finfo(got.dtype).tiny).all()


@given(st.integers(0, 2**40))
def test_numbers_are_written_as_leb128(number):
    def read(data):
        return sum((byte & 127) << 7 * place for place, byte in enumerate(data))

    assert read(unsigned(number)) == number
    for signed_number in (number, -number):
        data = signed(signed_number)
        assert all(byte & 128 for byte in data[:-1])
        assert data[-1] < 128
        sign = (1 << 7 * len(data)) if data[-1] & 64 else 0
        assert read(data) - sign == signed_number


# ---- many networks


def random_shape(rng):
    depth = int(rng.integers(0, 7))
    widths = (
        rng.integers(1, 65, depth) if rng.random() < 0.2 else rng.integers(1, 9, depth)
    )
    return tuple(int(width) for width in widths)


def memory_in_use():
    import js

    return js.process.memoryUsage().rss if IN_BROWSER else 0


@pytest.mark.slow
def test_any_network_compiles_and_agrees_and_leaves_no_memory_behind():
    rng = np.random.default_rng(0)
    count = 1500 if IN_BROWSER else 60  # wasmtime optimises for long
    compiler, in_use = Compiler(HOST), []
    for number in range(count):
        settings = Settings(
            hidden_layers=random_shape(rng),
            activation=str(rng.choice(sorted(ACTIVATIONS))),
            **rng.choice(TASKS),
            optimizer=str(rng.choice(sorted(OPTIMIZERS))),
            points=20,
            batch_size=int(rng.integers(1, 20)),
            learning_rate=0.001,
            seed=number,
        )
        run, data = assemble(settings)
        engine = Engine(compiler, run, data, settings)
        exact, _ = assemble(settings)
        engine.train(2)
        train_by_loop(exact, 2)
        assert difference(exact, run) < 1e-9, settings
        if number % 20 == 0:
            probability, _ = engine.probe(CELLS, UNIT_CELLS)
            wanted = pictures_of(run)[0][0]
            np.testing.assert_allclose(probability[0], wanted, atol=1e-5)
        if number % 500 == 499:
            in_use.append(memory_in_use())
    for earlier, later in pairwise(in_use[1:]):
        assert later - earlier < 100e6, "500 networks more left 100 MB behind"
    assert compiler.training.cache_info().currsize <= MODULES


def test_equal_layers_share_their_code():
    relu, linear = (activation_code(ACTIVATIONS[name]) for name in ("relu", "linear"))
    small, large = (
        ProbeProgram(
            Shape((2, *[16] * depth, 1), (*[relu] * depth, linear), F32X4),
            "binary",
            10_000,
            625,
        )
        for depth in (2, 6)
    )
    assert len(large.code) < 1.3 * len(small.code)
