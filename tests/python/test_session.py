"""The session: stepping, looking, restarting, configuring, and where a run ends."""

from dataclasses import replace
from itertools import chain, count

import numpy as np
import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from seen import Session

from trainer.datasets import DATASETS
from trainer.errors import SettingError
from trainer.experiments.defaults import epochs_to_solve
from trainer.experiments.defaults import row as defaults_row
from trainer.export.losses_csv import history_as_csv
from trainer.messages import english
from trainer.run.early_stopping import EarlyStopping
from trainer.run.history import TRAIN_LOSS, Epoch, History
from trainer.run.meter import Meter, Speedup
from trainer.run.monitor import milestone
from trainer.settings.table import Settings, defaults
from trainer.view.charts import nice_ceiling

DIVERGING = Settings(learning_rate=10, hidden_layers=(8, 8), activation="linear")
OVERFITTING = Settings(
    dataset="moons",
    points=60,
    noise=0.4,
    hidden_layers=(32,),
    early_stopping=True,
    engine="numpy",
)


def theta(session: Session) -> list[float]:
    return session.run.network.theta.tolist()


@pytest.mark.parametrize("optimizer", ["sgd", "momentum", "adam"])
@pytest.mark.parametrize("dataset", sorted(DATASETS))
@pytest.mark.slow
def test_watching_every_stage_gives_the_bit_same_run(dataset, optimizer):
    settings = replace(defaults(dataset), optimizer=optimizer, l2=0.001, engine="numpy")
    watched, blind = Session(settings), Session(settings)
    while watched.run.epoch < 2:
        watched.step("stage")
        watched.frame()
    blind.step("epoch", 2)
    assert theta(watched) == theta(blind)
    assert watched.run.rng.random() == blind.run.rng.random()


@given(seed=st.integers(0, 2**31 - 1), data_seed=st.integers(0, 2**31 - 1))
@hypothesis_settings(max_examples=10)
def test_equal_settings_give_equal_runs(seed, data_seed):
    settings = Settings(seed=seed, data_seed=data_seed, engine="numpy")
    one, other = Session(settings), Session(settings)
    one.step("update", 7)
    for _ in range(7):
        other.step("update")
    assert theta(one) == theta(other)


def kept(session):
    return session.checkpoints._kept


def test_a_step_ends_where_it_says():
    session = Session()  # 160 examples in batches of 32: 5 updates an epoch
    assert session.step("stage")["stage"] == "shuffle"
    assert session.step("stage", 3)["stage"] == "loss"
    assert session.step("update")["update"] == 1
    frame = session.step("update", 4)
    assert (frame["update"], frame["epoch"], frame["stage"]) == (5, 1, "update")
    frame = session.step("epoch", 2)
    assert (frame["update"], frame["epoch"]) == (15, 3)


def test_milliseconds_end_on_a_whole_update():
    frame = Session().step("milliseconds", 20)
    assert frame["stage"] == "update"
    assert frame["update"] >= 1


@pytest.mark.parametrize(
    ("unit", "amount"),
    [("week", 1), ("update", 0), ("epoch", -1), ("stage", float("nan"))],
)
def test_a_step_that_makes_no_sense_is_refused(unit, amount):
    session = Session()
    with pytest.raises(SettingError, match="must be"):
        session.step(unit, amount)
    assert session.run.update == 0


def test_reset_gives_the_same_run_again():
    session = Session()
    first = theta(session)
    trained = theta_after(session, 10)
    session.restart()
    assert theta(session) == first
    assert session.frame()["status"] == "ready"
    assert theta_after(session, 10) == trained


def theta_after(session: Session, updates: int) -> list[float]:
    session.step("update", updates)
    return theta(session)


def test_new_weights_keep_the_data_and_new_data_the_weights():
    session = Session()
    weights, x = theta(session), session.data.x
    session.restart("weights")
    assert theta(session) != weights
    assert np.array_equal(session.data.x, x)
    weights = theta(session)
    session.restart("data")
    assert theta(session) == weights
    assert not np.array_equal(session.data.x, x)
    with pytest.raises(SettingError, match="renew"):
        session.restart("everything")


def test_a_live_setting_does_not_restart_the_run():
    session = Session(Settings(optimizer="adam"))
    session.step("update", 3)
    frame = session.configure({"learning_rate": "0.2", "batch_size": 4, "beta1": "0.5"})
    assert frame["update"] == 3
    assert english(*frame["message"]) == ""
    assert session.run.optimizer.learning_rate == 0.2
    assert session.run.optimizer.beta1 == 0.5
    assert session.run.batch_size == 4


def test_another_setting_restarts_the_run_and_says_so():
    session = Session()
    session.step("update", 3)
    frame = session.configure({"noise": "0.2", "hidden_layers": "4,4"})
    assert frame["update"] == 0
    assert (
        english(*frame["note"])
        == "The run starts again. Changed: noise, hidden_layers."
    )
    session.step("update")
    assert english(*session.configure({"batch_size": 8})["message"]) == ""


def test_a_refused_setting_changes_nothing():
    session = Session()
    session.step("update", 3)
    before = session.frame()["settings"]
    with pytest.raises(SettingError, match="noise must be a number from 0 to 1"):
        session.configure({"learning_rate": "0.3", "noise": "loud"})
    assert session.frame()["settings"] == before
    assert session.run.update == 3


def test_a_run_that_diverges_stops_and_keeps_its_last_good_picture():
    session = Session(DIVERGING)
    frames = [session.step("update") for _ in range(20)]
    diverged = next(f for f in frames if f["status"] == "diverged")
    last_good = frames[frames.index(diverged) - 1]
    assert f"diverged at update {diverged['update']}:" in english(*diverged["message"])
    assert "learning rate below 10" in english(*diverged["message"])
    assert np.array_equal(diverged["grid"], last_good["grid"])
    assert np.isfinite(diverged["grid"]).all()
    assert frames[-1]["update"] == diverged["update"]
    assert session.restart()["status"] == "ready"


def test_a_loss_that_is_not_finite_is_a_divergence():
    session = Session()
    session.step("update")
    session.run.batch_loss = float("nan")
    session.monitor.after_update()
    assert "no longer a finite number" in english(*session.frame()["message"])


def test_early_stopping_gives_the_best_weights_back():
    session = Session(OVERFITTING)
    frame = session.step("epoch", 5000)
    assert frame["status"] == "stopped"
    assert frame["epoch"] == frame["best_epoch"] + 50
    assert f"since epoch {frame['best_epoch']}" in english(*frame["message"])
    fresh = Session(OVERFITTING)
    fresh.step("epoch", frame["best_epoch"])
    assert theta(fresh) == theta(session)
    lowest = min(e.val_loss for e in session.monitor.history.epochs)
    assert frame["val_loss"] == pytest.approx(lowest, abs=1e-4)


def test_a_stopped_run_goes_on_once_early_stopping_is_off():
    session = Session(OVERFITTING)
    stopped = session.step("epoch", 5000)
    assert session.step("epoch", 1)["epoch"] == stopped["epoch"]
    assert session.configure({"early_stopping": "false"})["status"] == "paused"
    assert session.step("epoch", 1)["epoch"] == stopped["epoch"] + 1


def test_without_validation_early_stopping_watches_the_training_loss():
    settings = replace(
        OVERFITTING, validation_split=0.0, patience=3, min_improvement=0.01
    )
    frame = Session(settings).step("epoch", 5000)
    assert frame["val_loss"] is None
    assert frame["val_accuracy"] is None
    assert "the training loss had not improved" in english(*frame["message"])


def test_patience_counts_epochs_since_the_best():
    stopping = EarlyStopping()
    weights = np.zeros(1)
    losses = [1.0, 0.5, 0.495, 0.6, 0.4, 0.41, 0.41]
    due = []
    for epoch, loss in enumerate(losses):
        if stopping.is_better(loss, 0.01):
            stopping.mark(epoch, loss, weights)
        due.append(stopping.is_due(epoch, 2))
    assert due == [False, False, False, True, False, False, True]
    assert stopping.best_epoch == 4


def test_a_frame_holds_the_whole_picture():
    session = Session()
    frame = session.step("stage", 2)
    assert frame["grid"].shape == (1, 100, 100)
    assert frame["units"].shape == (2 + 8 + 1, 25, 25)
    assert frame["points"].shape == (200, 4)
    assert frame["points"][:, 3].sum() == 40  # held back
    assert frame["batch"].size == 32
    assert frame["theta"].size == 2 * 8 + 8 + 8 + 1
    assert (frame["units"] >= 0).all()
    assert (frame["units"] <= 1).all()


def test_the_picture_has_its_top_row_first():
    session = Session(Settings(hidden_layers=(), initialization="zeros"))
    session.run.network.layers[0].W[1] = 5.0  # class 1 above the middle
    (grid,) = session.frame()["grid"]
    assert grid[0].min() > 0.99
    assert grid[-1].max() < 0.01


@pytest.mark.usefixtures("compiled_sessions")
@pytest.mark.parametrize("engine", ["auto", "numpy"])
def test_milestones_are_told_in_a_sentence(engine):
    session = Session(Settings(engine=engine))
    session.step("epoch", 60)
    told = session.monitor.history.epochs[50]
    assert session.frame()["milestone"] == milestone(told, "binary")
    assert english(session.frame()["milestone"]).startswith(
        "Epoch 50: training loss 0."
    )
    assert english(session.frame()["milestone"]).endswith(" % correct.")


@pytest.mark.parametrize(
    ("value", "ceiling"),
    [(0.0, 1e-6), (0.7, 1.0), (1.0, 1.0), (1.2, 2.0), (340.0, 500.0)],
)
def test_the_chart_ends_on_a_round_number(value, ceiling):
    assert nice_ceiling(value) == pytest.approx(ceiling)


@given(st.lists(st.lists(st.floats(0, 10), max_size=60), min_size=1, max_size=12))
def test_history_stays_small_and_keeps_every_spike(portions):
    history, told, losses = History(capacity=16), History(capacity=16), []
    for portion in portions:
        rows = [
            Epoch(epoch, epoch + 1, loss, None, 0.5, None).row
            for epoch, loss in enumerate(portion, start=len(losses))
        ]
        history.record_updates(len(losses) + 1, np.array(portion))
        history.record_epochs(np.array(rows).reshape(-1, 6))
        losses += portion
        for row, loss in zip(rows, portion, strict=True):
            told.record_update(Epoch.of(row).update, loss)
            told.record_epochs(row[None])
    np.testing.assert_array_equal(history.update_losses, told.update_losses)
    np.testing.assert_array_equal(history.epoch_scores, told.epoch_scores)
    if not losses:
        return
    assert len(history.update_losses) <= 16
    assert history.update_losses[:, 1].min() == min(losses)
    assert history.update_losses[:, 2].max() == max(losses)
    assert history.update_losses[-1, 0] == len(losses)
    assert len(told.epochs) <= 16
    assert told.epochs[0] == (0, 1, losses[0], None, 0.5, None)


def test_speed_is_counted_over_a_second_and_a_single_step_has_none(monkeypatch):
    ticks = iter([0.0, 0.001, 0.5, 1.25, 1.5])
    monkeypatch.setattr("trainer.run.meter.perf_counter", lambda: next(ticks))
    meter = Meter()
    assert meter.updates_per_second == 0.0
    told = []
    for update in (0, 5, 100, 500, 700):
        meter.tick(update)
        told.append(meter.updates_per_second)
    assert told == pytest.approx([0, 0, 200, 400 / 0.75, 600])


def test_going_back_has_no_speed(monkeypatch):
    ticks = count(0, 0.25)
    monkeypatch.setattr("trainer.run.meter.perf_counter", lambda: next(ticks))
    session = Session()
    session.step("epoch", 3)
    assert session.step("epoch", 3)["updates_per_second"] > 0
    assert session.rewind(1)["updates_per_second"] == 0
    assert session.step("stage")["updates_per_second"] >= 0


def test_the_speedup_is_the_ratio_of_the_means_once_both_are_timed():
    speedup = Speedup()
    for _ in range(9):
        speedup.loop_took(0.003)
    speedup.engine_took(100, 0.005)
    assert speedup.times is None
    speedup.loop_took(0.003)
    assert speedup.times == pytest.approx(0.003 / (0.005 / 100))


@pytest.mark.usefixtures("compiled_sessions")
def test_a_run_times_its_loop_and_its_engine():
    session = Session()
    assert session.frame()["speedup"] is None
    for _ in range(12):
        frame = session.step("milliseconds", 10)
    assert frame["speedup"] > 0
    numpy_only = Session(Settings(engine="numpy"))
    assert numpy_only.step("epoch", 12)["speedup"] is None


@pytest.mark.usefixtures("compiled_sessions")
def test_the_engines_first_call_is_not_timed_for_it_compiles(monkeypatch):
    clock = chain([0.0, 10.0], count(20.0, 0.01))  # the first call takes ten seconds
    timed = []
    monkeypatch.setattr("trainer.run.compiled.perf_counter", lambda: next(clock))
    monkeypatch.setattr(Speedup, "engine_took", lambda _, *took: timed.append(took))
    session = Session()
    session.step("epoch", 4)
    assert [seconds for _, seconds in timed] == pytest.approx([0.01] * len(timed))
    assert timed


@pytest.mark.parametrize(
    ("dataset", "least"),
    [("xor", 19), ("circle", 19), ("gaussians", 19), ("moons", 19), ("spiral", 18)],
)
@pytest.mark.slow
def test_the_defaults_learn_from_nearly_every_seed(dataset, least):
    solved = defaults_row(dataset, range(1, 21)).split()[1]
    assert int(solved.split("/")[0]) >= least


def test_what_does_not_learn_is_not_counted_as_solved():
    assert epochs_to_solve(replace(defaults("spiral"), hidden_layers=())) is None


@pytest.mark.parametrize("optimizer", ["sgd", "momentum", "adam"])
@pytest.mark.parametrize("updates", [3, 7, 10])
def test_a_run_continued_from_a_checkpoint_is_the_run_that_never_stopped(
    optimizer, updates
):
    settings = Settings(optimizer=optimizer, engine="numpy", points=57, batch_size=10)
    never, session = Session(settings), Session(settings)
    for _ in range(12):
        never.step("update", updates)
        session.step("update", updates)
    end = theta(session), session.frame()
    back = session.rewind(4)
    assert back["update"] == 4 * updates
    assert back["update_losses"][-1, 0] <= 4 * updates
    assert back["status"] == "paused"
    session.rewind(12)
    assert theta(session) == end[0]
    session.rewind(4)
    for _ in range(8):
        frame = session.step("update", updates)
    assert theta(session) == theta(never) == end[0]
    assert session.run.rng.random() == never.run.rng.random()
    for name in ("epoch_scores", "update_losses"):
        np.testing.assert_array_equal(frame[name], end[1][name])
    assert frame["best_epoch"] == end[1]["best_epoch"]
    assert frame["timeline"] == {"last": 12, "position": 12}


def test_the_past_is_bounded_and_keeps_start_and_end():
    session = Session(Settings(points=10, hidden_layers=(1,)))
    for _ in range(1000):
        session.step("update", 1)
    updates = [checkpoint.run["update"] for checkpoint in kept(session)]
    assert len(updates) <= 400
    assert (updates[0], updates[-1]) == (0, 1000)
    assert updates == sorted(set(updates))
    assert session.rewind(0)["update"] == 0


def test_from_the_past_the_run_may_go_another_way():
    session = Session()
    for _ in range(6):
        session.step("stage", 8)  # within an update
    session.step("epoch", 1)
    session.step("stage", 2)
    middle = kept(session)[1].theta.copy()
    session.rewind(1)
    assert theta(session) == middle.tolist()
    assert session.inspect()["arrays"] == []
    session.configure({"learning_rate": 1})
    frame = session.step("epoch", 1)
    assert frame["timeline"]["last"] == 2
    assert session.run.optimizer.learning_rate == 1


def test_a_run_that_ended_can_be_taken_up_before_its_end():
    session = Session(DIVERGING)
    session.step("update", 1)
    assert session.step("update", 200)["status"] == "diverged"
    assert session.rewind(0)["status"] in ("ready", "paused")
    session.configure({"learning_rate": 0.01})
    assert session.step("update", 20)["status"] == "paused"


@pytest.mark.parametrize("index", [-1, 1, 99])
def test_a_checkpoint_that_is_not_there_is_named(index):
    session = Session()
    with pytest.raises(SettingError, match=f"from 0 to 0; got {index}"):
        session.rewind(index)


def test_the_last_epochs_are_listed_newest_first():
    session = Session()
    session.step("epoch", 3)
    frame = session.step("epoch", 1)
    assert frame["last_epochs"][:, 0].tolist() == [4, 3, 2, 1, 0]
    assert frame["last_epochs"][0, 1] == pytest.approx(frame["train_loss"])
    assert session.rewind(1)["last_epochs"][0, 0] == 3


def test_the_confusion_matrix_counts_every_example_once():
    session = Session()
    session.step("epoch", 1)
    frame = session.frame()
    (a, b, c, d), val = frame["confusion"].tolist()
    assert (a + b, c + d) == (80, 80)
    assert sum(val) == 40
    assert 100 * (a + d) / 160 == pytest.approx(frame["train_accuracy"])
    nothing = Session(Settings(validation_split=0)).frame()["confusion"]
    assert nothing[1].tolist() == [0, 0, 0, 0]


def test_the_threshold_decides_the_table():
    session = Session(Settings(validation_split=0))
    session.step("epoch", 30)
    strict = session.configure({"threshold": 0.7})["confusion"][0]
    lax = session.configure({"threshold": 0.3})["confusion"][0]
    assert strict[1] + strict[3] < lax[1] + lax[3]


@pytest.mark.parametrize(
    "amount",
    [float("inf"), float("nan"), -1, 0, -0.5, "2", None, True, [1], 2e9, 10**400],
)
@pytest.mark.parametrize("unit", ["stage", "update", "epoch", "milliseconds"])
def test_an_amount_that_is_none_is_refused_and_changes_nothing(unit, amount):
    session = Session()
    for _ in range(3):
        session.step("epoch")
    session.rewind(1)
    with pytest.raises(
        SettingError, match=r"^amount must be a number above 0, at most "
    ):
        session.step(unit, amount)
    assert session.checkpoints.position == 1
    assert len(session.checkpoints) == 4


def test_amounts_of_numpy_are_amounts():
    assert Session().step("update", np.int64(3))["update"] == 3


@pytest.mark.parametrize(
    "index", [0.5, "a", "0", None, True, -1, 999, float("nan"), [0]]
)
def test_an_index_that_is_none_gets_a_sentence(index):
    session = Session()
    session.step("stage", 4)
    with pytest.raises(SettingError, match="A checkpoint must be a number from 0 to 0"):
        session.rewind(index)
    for ask in (session.check, lambda index: session.set_parameter(index, 1)):
        with pytest.raises(SettingError, match="A parameter's index must be from 0 to"):
            ask(index)


@pytest.mark.parametrize("engine", ["auto", "numpy"])
def test_accuracies_are_percent_everywhere(engine):
    session = Session(Settings(engine=engine, points=50))
    frame = session.step("epoch", 40)
    x, y = session.data.x, session.data.y
    logits = session.run.network.forward(x)[-1].a
    percent = 100 * np.count_nonzero((logits > 0) == (y > 0.5)) / len(y)
    assert frame["train_accuracy"] == percent > 1
    assert session.scores()[0].metric == session.monitor.scores()[0].metric == percent
    assert session.monitor.last_epoch.train_metric == percent
    assert f"{session.monitor.last_epoch.val_metric:.0f} % correct" in english(
        milestone(session.monitor.last_epoch, "binary")
    )
    assert history_as_csv(session).splitlines()[-1].split(",")[4] == str(percent)


@pytest.mark.usefixtures("compiled_sessions")
@pytest.mark.parametrize("engine", ["auto", "numpy"])
@pytest.mark.parametrize(("unit", "amount"), [("epoch", 500), ("update", 3000)])
def test_it_pauses_at_an_epoch_or_a_loss_and_goes_on_from_there(engine, unit, amount):
    session = Session(Settings(engine=engine, pause_epoch=7))
    frame = session.step(unit, amount)
    assert frame["has_arrived"]
    assert (frame["epoch"], frame["status"]) == (7, "paused")
    assert english(*frame["note"]).startswith("Paused after epoch 7")
    assert session.trainer.stage == "update"
    frame = session.step("epoch", 3)
    assert not frame["has_arrived"]
    assert frame["epoch"] == 10
    session.configure({"pause_epoch": 0, "pause_loss": 0.1})
    frame = session.step(unit, amount)
    losses = session.monitor.history.epoch_scores[:, TRAIN_LOSS]
    assert losses[-1] <= 0.1 < losses[-2]
    assert frame["has_arrived"]
    exact = session.run.loss.value(
        session.run.traces[-1].a, session.run.y[session.run.batch]
    )
    assert exact == pytest.approx(
        session.run.batch_loss
    )  # the loop made the last update
    frame = session.step("epoch", 5)
    assert frame["epoch"] == len(losses) - 1 + 5
    session.rewind(1)
    assert session.step(unit, amount)["has_arrived"]
