"""What a run shows is of one moment, of one way, and by one threshold."""

import numpy as np
import pytest
from hosts import HOST
from seen import Session, Workspace

from trainer.engine.modules import Compiler
from trainer.errors import CodeError, SettingError
from trainer.messages import english
from trainer.page.edited_code import packaged
from trainer.page.wire import to_wire
from trainer.run.evaluation import evaluate
from trainer.run.history import Epoch, History
from trainer.settings.table import Settings
from trainer.view.charts import loss_axis
from trainer.view.diagnosis import EPOCHS, bounce, diagnosis

COMPILER = Compiler(HOST)
TEXTS = packaged()
STOPPING = {
    "dataset": "moons",
    "points": 60,
    "noise": 0.4,
    "hidden_layers": (32,),
    "early_stopping": True,
}
DIVERGING = {"learning_rate": 10, "hidden_layers": (8, 8), "activation": "linear"}


def compiled(**settings: object) -> Session:
    return Session(Settings(**settings), compiler=COMPILER)


@pytest.mark.parametrize("settings", [STOPPING, DIVERGING], ids=["stop", "diverge"])
def test_where_the_engine_ends_a_run_all_arrays_are_of_the_last_update(settings):
    session = compiled(**settings)
    frame = session.step("epoch", 5000)
    assert frame["status"] in ("stopped", "diverged")
    assert frame["stage"] == "update"
    shapes = {array["name"]: array["shape"] for array in session.inspect()["arrays"]}
    examples = len(session.run.batch)
    assert shapes["x"] == [examples, 2]
    assert shapes["traces[0].x"] == [examples, 2]
    assert shapes["losses"] == [examples, 1]


def test_the_last_good_state_is_that_of_the_last_finite_update():
    diverged = compiled(**DIVERGING)
    last = diverged.step("epoch", 100)["update"]
    before = compiled(**DIVERGING)
    before.step("update", last - 1)
    assert np.isfinite(before.run.network.theta).all()
    np.testing.assert_allclose(
        diverged.run.network.theta, before.run.network.theta, rtol=1e-6
    )


def test_after_the_slider_goes_to_the_start_a_stage_can_be_inspected():
    session = Session()
    session.step("update")
    session.rewind(0)
    session.step("stage")
    names = [array["name"] for array in session.inspect()["arrays"]]
    assert names == ["run.order"]


def test_a_run_that_cannot_be_made_leaves_all_of_the_old_one(monkeypatch):
    session = Session()
    session.step("epoch", 3)
    before = session.trainer

    def fail(*_: object) -> None:
        raise RuntimeError

    monkeypatch.setattr("trainer.run.trainer.Monitor", fail)
    with pytest.raises(RuntimeError):
        session.configure({"noise": 0.3})
    with pytest.raises(RuntimeError):
        session.draw("2", [(0, 0)])  # a third class is another task
    assert session.trainer is before
    monkeypatch.undo()
    with pytest.raises(SettingError, match="nothing drawn"):
        session.draw("undo", [])
    assert session.step("epoch")["epoch"] == 4


def test_points_that_edited_code_cannot_bear_change_nothing(monkeypatch):
    session = Session()
    session.step("epoch", 3)
    data, settings = session.data, session.settings

    def fail(*_: object) -> None:
        raise RuntimeError

    monkeypatch.setattr(session.monitor, "scores", fail)
    with pytest.raises(RuntimeError):
        session.draw("1", [(0, 0)])
    monkeypatch.undo()
    assert session.data is session.monitor.data is data
    assert session.settings is settings
    assert len(session.run.x) == len(data.x)
    with pytest.raises(SettingError, match="nothing drawn"):
        session.draw("undo", [])
    assert session.step("epoch")["epoch"] == 4


def test_a_live_setting_that_edited_code_cannot_bear_changes_nothing(monkeypatch):
    session = Session()
    session.step("epoch")

    def fail(*_: object) -> None:
        raise RuntimeError

    monkeypatch.setattr(session.monitor, "scores", fail)
    with pytest.raises(RuntimeError):
        session.configure({"l2": 0.5})
    assert session.settings.l2 == session.monitor.settings.l2 == 0
    assert session.run.penalty.l2 == 0


def test_a_branch_that_was_left_leaves_no_loss_behind():
    history = History(capacity=4)
    history.record_updates(1, np.array([0.5, 0.4, 0.4, 9.0, 9.0, 9.0, 9.0]))
    history.forget_after(3)
    assert history.update_losses[:, 2].max() < 1
    history.record_update(4, 9.0)  # as the loop does, and nobody looks
    history.forget_after(3)
    history.record_update(4, 0.3)
    assert history.update_losses[:, 2].max() < 1


def test_a_weight_set_by_hand_is_forgotten_where_the_run_goes_back_before_it():
    session = Session()
    session.step("update", 4)
    session.set_parameter(0, 2.0)
    assert session.monitor.is_touched
    session.step("update")
    session.rewind(1)
    assert session.run.network.theta[0] == 2.0
    assert session.monitor.is_touched
    session.rewind(0)
    assert not session.monitor.is_touched


def test_nothing_is_shown_of_what_came_after_the_moment_gone_back_to():
    session = Session()
    for _ in range(6):
        session.step("epoch")
    frame = session.rewind(2)
    assert frame["best_epoch"] <= 2
    assert frame["loss_axis"]["updates"] == frame["update"] == 10
    frame = session.set_parameter(0, 2.0)  # another way
    assert frame["timeline"] == {"last": 2, "position": 2}
    assert [epoch.epoch for epoch in session.monitor.history.epochs] == [0, 1, 2]
    assert session.step("epoch")["note"] == []


def test_one_threshold_decides_everywhere():
    for session in (Session(), compiled()):
        session.step("epoch", 30)
        frame = session.configure({"threshold": 0.8})
        (a, b, c, d), _ = frame["confusion"].tolist()
        assert frame["train_accuracy"] == pytest.approx(100 * (a + d) / (a + b + c + d))
        session.step("update")
        places = session.inspect()["boundary"]
        assert len(places)
        logits = session.run.network.forward(places)[-1].a
        at_edge = 1 / (1 + np.exp(-logits))
        np.testing.assert_allclose(at_edge, 0.8, atol=0.05)


def test_the_engine_counts_by_a_threshold_that_changed_meanwhile():
    session = compiled()
    session.step("epoch", 4)
    for threshold in (0.5, 0.95, 0.05):
        frame = session.configure({"threshold": threshold})
        run = session.run
        score = evaluate(run, session.data.x, session.data.y, threshold)
        assert frame["train_accuracy"] == pytest.approx(score.metric)


@pytest.mark.parametrize("is_compiled", [False, True])
def test_the_validation_loss_is_the_datas_alone(is_compiled):
    chosen = {"l2": 0.1, "learning_rate": 0.01}
    session = compiled(**chosen) if is_compiled else Session(Settings(**chosen))
    frame = session.step("epoch", 3)
    run, data = session.run, session.data
    train, val = evaluate(run, data.x, data.y), evaluate(run, data.x_val, data.y_val)
    assert frame["val_loss"] == pytest.approx(val.loss)
    penalty = run.penalty.value(run.network)
    assert frame["train_loss"] == pytest.approx(train.loss + penalty)
    row = session.monitor.history.epochs[-1]
    assert row.val_loss == pytest.approx(val.loss)


def test_the_best_epoch_is_known_without_early_stopping_and_always_listed():
    session = Session(Settings(**{**STOPPING, "early_stopping": False}))
    frame = session.step("epoch", 300)
    losses = {e.epoch: e.val_loss for e in session.monitor.history.epochs}
    best = frame["best_epoch"]
    assert losses[best] <= min(losses.values()) + session.settings.min_improvement
    assert best < frame["last_epochs"][-2, 0]
    assert frame["last_epochs"][-1, 0] == best
    assert frame["best_update"] == 2 * best


def test_early_stopping_switched_on_in_mid_run_measures_its_best_anew():
    session = Session(Settings(**{**STOPPING, "early_stopping": False}))
    session.step("epoch", 200)
    frame = session.configure({"early_stopping": True})
    assert frame["best_epoch"] == 200
    assert session.step("epoch", 10)["status"] == "paused"
    session.configure({"l2": 0.01})
    assert session.frame()["best_epoch"] == 210


def test_a_loss_that_is_no_number_is_a_divergence_from_the_start():
    workspace = Workspace()
    code = TEXTS["losses.py"] + (
        'LOSSES["mine"] = Loss("mine", lambda z, y: z * np.nan, lambda z, y: z * 0)\n'
    )
    workspace.run_code({"losses.py": code})
    frame = workspace.do(lambda session: session.configure({"loss": "mine"}))
    assert frame["status"] == "diverged"
    assert "no longer a finite number" in english(*frame["message"])
    assert frame["train_loss"] is None


def test_what_is_no_number_stands_as_such_under_numbers():
    workspace = Workspace()
    code = TEXTS["losses.py"] + (
        'LOSSES["mine"] = Loss("mine", lambda z, y: z * 0, lambda z, y: z * np.nan)\n'
    )
    workspace.run_code({"losses.py": code})
    workspace.do(lambda session: session.configure({"loss": "mine"}))
    workspace.do(lambda session: session.step("stage", 5))
    looked = workspace.do(lambda session: session.inspect())
    rows = {array["name"]: array["rows"] for array in looked["arrays"]}
    assert rows["dlogits"][0] == ["nan"]
    assert looked["derivations"][0]["dloss_dlogit"] == "nan"
    to_wire(looked)  # into JSON, which has no NaN
    checked = workspace.do(lambda session: session.check(0))
    assert (checked["backpropagation"], checked["central_difference"]) == ("nan", 0)
    to_wire(checked)


def test_a_batch_without_numbers_can_be_looked_at():
    workspace = Workspace()
    code = TEXTS["layers.py"].replace(
        "        z = x @ self.W + self.b",
        "        z = x @ self.W + self.b + (np.nan if len(x) == 32 else 0)",
    )
    workspace.run_code({"layers.py": code})
    workspace.do(lambda session: session.step("stage", 4))
    with np.errstate(invalid="ignore"):
        looked = workspace.do(lambda session: session.inspect())
    assert looked["derivations"][0]["y_hat"] == "nan"
    to_wire(looked)


@pytest.mark.parametrize(
    ("classes", "wrong"),
    [("y + 1", "classes from 0 to 1; it drew 2"), ("y / 2", "0.5")],
)
def test_classes_that_are_none_are_refused_with_their_line(classes, wrong):
    workspace = Workspace()
    code = TEXTS["datasets.py"].replace(
        "return noisy(polar(np.full(n, 0.6 * np.sqrt(2)), angle), noise, rng), y",
        f"return noisy(polar(np.full(n, 0.6), angle), noise, rng), {classes}",
    )
    workspace.run_code({"datasets.py": code})
    with pytest.raises(CodeError, match=wrong) as error:
        workspace.do(lambda session: session.configure({"dataset": "gaussians"}))
    lines = code.splitlines()
    assert error.value.file == "datasets.py"
    assert lines[error.value.line - 1].startswith("def gaussians")


def test_a_first_layer_wider_than_the_inputs_is_drawn_as_wide_as_it_is():
    workspace = Workspace()
    code = (
        TEXTS["layers.py"]
        .replace(
            "        self.sizes = tuple(sizes)\n",
            "        sizes = (4, *sizes[1:])\n        shapes = list(pairwise(sizes))\n"
            "        self.sizes = tuple(sizes)\n",
        )
        .replace(
            "        traces: list[Trace] = []\n",
            "        x = np.hstack([x, x**2])\n        traces: list[Trace] = []\n",
        )
    )
    workspace.run_code({"layers.py": code})
    workspace.viewer.panels = ["space"]
    frame = workspace.do(lambda session: session.step("stage", 6))
    assert frame["layer_sizes"] == [4, 8, 1]
    assert frame["space"]["layers"] == [8]
    assert len(frame["units"]) == 13
    looked = workspace.do(lambda session: session.inspect())
    assert len(looked["activations"]) == 13


def test_a_network_that_is_no_row_of_dense_layers_says_that_it_has_no_drawing():
    workspace = Workspace()
    code = (
        TEXTS["layers.py"]
        .replace("pairwise(sizes)", "[(2, 4), (6, 1)]")
        .replace(
            "            x = traces[-1].a\n", "            x = np.c_[traces[-1].a, x]\n"
        )
        .replace("dz @ self.W.T", "(dz @ self.W.T)[:, :4]")
    )
    workspace.run_code({"layers.py": code})
    workspace.viewer.panels = ["space"]
    frame = workspace.do(lambda session: session.step("stage", 6))
    assert frame["layer_sizes"] == []
    assert frame["space"] is None
    assert workspace.do(lambda session: session.inspect())["arrays"]


def test_one_spike_does_not_flatten_the_chart():
    run = Session().run
    epochs = np.c_[np.arange(100), np.linspace(0.7, 0.1, 100), np.full(100, 0.5)]
    updates = np.c_[np.arange(100), np.full(100, 0.1), np.full(100, 0.7)]
    assert loss_axis(run, epochs, updates)["loss"] == 1
    updates[50, 2] = 1000
    assert loss_axis(run, epochs, updates)["loss"] == 1
    epochs[:, 2] = np.linspace(0.5, 20, 100)  # what rises is no spike
    assert loss_axis(run, epochs, updates)["loss"] >= 20


def diagnosed(*of_run):
    return english(*diagnosis(*of_run))


def epochs_of(losses, accuracy=50.0):
    rows = [(i, i, loss, None, accuracy, None) for i, loss in enumerate(losses)]
    return np.array([Epoch(*row).row for row in rows])


def test_dead_units_are_told():
    session = Session()
    session.run.network.layers[0].b[:] = -100
    told = diagnosed(session.run, epochs_of([0.7] * EPOCHS), session.settings)
    assert told.startswith("All units of hidden layer 1 are dead")


def test_a_plateau_at_a_coins_toss_is_told_and_others_are_not():
    run, settings = Session().run, Settings()
    assert "near ln 2" in diagnosed(run, epochs_of([0.6931] * EPOCHS), settings)
    assert diagnosed(run, epochs_of([0.4] * EPOCHS), settings) == ""
    assert diagnosed(run, epochs_of([0.6931] * EPOCHS, accuracy=99), settings) == ""
    assert diagnosed(run, epochs_of([0.6931] * (EPOCHS - 1)), settings) == ""
    falling = np.linspace(0.7, 0.69, EPOCHS).tolist()
    assert diagnosed(run, epochs_of(falling), settings) == ""


def test_a_loss_that_goes_to_and_fro_is_told():
    run, settings = Session().run, Settings()
    told = diagnosed(run, epochs_of([0.4, 0.8] * (EPOCHS // 2)), settings)
    assert "to and fro between 0.4 and 0.8" in told
    assert bounce(np.linspace(1, 0, EPOCHS)) == (0.0, 0.0)


def test_zeros_of_every_weight_stand_still_and_say_so():
    session = Session(Settings(initialization="zeros"))
    frame = session.step("epoch", 60)
    assert english(*frame["message"]).startswith("All weights are zero")


def test_a_run_goes_on_where_the_browser_goes_back_to_it():
    workspace = Workspace()
    workspace.open("dataset=circle", 0)
    workspace.session.step("epoch", 7)
    workspace.open("dataset=moons", 1)
    assert workspace.session.run.epoch == 0
    workspace.open("dataset=circle", 0)
    assert workspace.session.run.epoch == 7
    assert english(*workspace.session.note) == "The run as you left it."
    for number in range(2, 9):
        workspace.open("dataset=xor", number)
    workspace.open("dataset=circle", 0)
    assert workspace.session.run.epoch == 0  # too many came after it


def test_what_a_links_code_defines_is_taken_once_it_runs():
    workspace = Workspace()
    workspace.open("activation=softsign&noise=0.2", 0)
    assert "activation must be" in english(*workspace.session.note)
    code = TEXTS["activations.py"] + (
        '\nACTIVATIONS["softsign"] = Activation("soft sign",'
        " lambda z: z / (1 + abs(z)), lambda z: 1 / (1 + abs(z)) ** 2)\n"
    )
    workspace.run_code({"activations.py": code})
    assert workspace.session.settings.activation == "softsign"
    assert workspace.session.settings.noise == 0.2
    assert english(*workspace.session.note) == ""


def test_points_of_ones_own_come_back_after_another_dataset():
    own = "0.5,-1,0|1,0.25,1|-0.5,0,1|0,1.25,0"
    session = Session()
    session.configure({"custom_points": own})
    frame = session.configure({"dataset": "moons"})
    assert "Undo" in english(*frame["note"])
    assert session.draw("undo", [])["settings"]["custom_points"] == own


def test_lost_weights_are_set_again():
    session = Session()
    theta = (session.run.network.theta + 1).tolist()
    assert session.set_weights(theta)["is_touched"]
    assert session.run.network.theta.tolist() == theta
    for wrong in ([1.0], [float("nan")] * len(theta)):
        with pytest.raises(SettingError):
            session.set_weights(wrong)


def test_a_log_scale_begins_at_a_power_of_ten_below_every_loss():
    run = Session().run
    epochs = np.c_[np.arange(3), [0.7, 0.05, 0.012], [0.9, 0.3, np.nan]]
    axis = loss_axis(run, epochs, np.empty((0, 3)))
    assert (axis["lowest"], axis["loss"]) == (0.01, 1)
    flat = loss_axis(run, np.full((3, 3), 1.0), np.empty((0, 3)))
    assert 0 < flat["lowest"] < flat["loss"]
    assert loss_axis(run, np.zeros((3, 3)), np.empty((0, 3)))["lowest"] > 0


def test_accuracies_of_every_epoch_are_in_the_frame():
    session = Session(Settings(points=40, validation_split=0.25))
    frames = [session.step("epoch") for _ in range(3)]
    for frame, row in zip(frames, frames[-1]["epoch_scores"][1:], strict=True):
        wanted = [frame["update"], frame["train_loss"], frame["val_loss"]]
        wanted += [frame["train_accuracy"], frame["val_accuracy"], frame["epoch"]]
        np.testing.assert_allclose(row, wanted)
    alone = Session(Settings(validation_split=0)).frame()["epoch_scores"]
    assert np.isnan(alone[0, [2, 4]]).all()
