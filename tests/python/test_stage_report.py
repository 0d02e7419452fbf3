"""What the page says of the stage that ended last."""

import numpy as np
import pytest
from seen import Session, Workspace

from trainer.messages import english
from trainer.page.edited_code import packaged
from trainer.settings.table import Settings
from trainer.training import STAGES

SEEDS = np.random.default_rng().integers(2**31, size=8).tolist()


def reports(session, count=6):
    """The first stages' messages, by stage."""
    found = {}
    for _ in range(count):
        frame = session.step("stage", 1)
        found[frame["stage"]] = frame["stage_report"]
    return found


def test_every_stage_has_its_sentence():
    session = Session()
    assert "Press Train" in english(session.frame()["stage_report"])
    told = {stage: english(report) for stage, report in reports(session, 12).items()}
    assert list(told) == list(STAGES)
    assert len(set(told.values())) == len(STAGES)


@pytest.mark.parametrize("seed", SEEDS)
def test_its_numbers_are_those_of_the_run(seed):
    session = Session(Settings(seed=seed, noise=0.4, l2=0.1))
    for stage in STAGES:
        before = session.run.network.theta.copy()
        params = session.step("stage", 1)["stage_report"]["params"]
        run = session.run
        x, y = run.x[run.batch], run.y[run.batch]
        if stage == "batch":
            assert params == {"count": 32, "all": 160}
        elif stage == "forward":
            right = int(((run.traces[-1].a > 0) == (y > 0.5)).sum())
            assert params == {"right": right, "count": 32}
        elif stage == "loss":
            mean = run.loss.value(run.network.forward(x)[-1].a, y)
            assert params["mean"] == pytest.approx(mean)
            total = params["mean"] + params["penalty"]
            assert total == pytest.approx(run.batch_loss)
        elif stage == "update":
            moved = np.linalg.norm(run.network.theta - before)
            assert params["length"] == pytest.approx(moved)


def test_a_weight_set_by_hand_is_no_part_of_how_far_the_update_moved():
    session = Session()
    moved = session.step("update")["stage_report"]["params"]["length"]
    told = session.set_parameter(3, 50)["stage_report"]["params"]["length"]
    assert told == pytest.approx(moved)


@pytest.mark.parametrize(
    ("changes", "stage", "code"),
    [
        ({"shuffle": False}, "shuffle", "stage.no-shuffle"),
        ({"batch_size": 5000}, "batch", "stage.whole-batch"),
        ({"batch_size": 5000}, "backward", "stage.whole-backward"),
        ({}, "loss", "stage.loss"),
        ({"l1": 0.1}, "loss", "stage.loss-penalty"),
    ],
)
def test_it_says_what_the_settings_make_of_a_stage(changes, stage, code):
    assert reports(Session(Settings(**changes)))[stage]["code"] == code


@pytest.mark.parametrize("seed", SEEDS)
def test_it_tells_of_a_boundary_where_the_picture_has_one(seed):
    session = Session(Settings(seed=seed))
    for _ in range(6):
        report = session.step("update", 1)["stage_report"]
        has_boundary = len(session.inspect()["boundary"]) > 0
        expected = "stage.update" if has_boundary else "stage.update-one-class"
        assert report["code"] == expected


def test_a_gradient_of_zero_is_told_and_a_plane_of_one_class():
    right = Session(Settings(dataset="gaussians", noise=0, hidden_layers=()))
    right.set_parameter(0, 1000)
    right.set_parameter(1, 1000)  # so sure that every loss is 0
    assert reports(right)["backward"]["code"] == "stage.zero-backward"
    one_sided = Session(Settings(hidden_layers=()))
    one_sided.set_parameter(2, 800)  # the bias
    assert reports(one_sided)["update"]["code"] == "stage.update-one-class"


def test_an_edited_loop_without_a_batch_of_its_own_is_not_guessed_at():
    source = packaged()["training.py"]
    line = '            yield "batch"\n'
    assert source.count(line) == 1
    workspace = Workspace()
    edited = source.replace(line, f"            run.batch = run.batch[::2]\n{line}")
    workspace.run_code({"training.py": edited})
    frame = workspace.do(lambda session: session.step("stage", 2))
    assert frame["stage_report"]["params"] == {"count": 16, "all": 160}
    odd = source.replace(line, f"            run.batch = np.zeros(0, int)\n{line}")
    workspace.run_code({"training.py": odd})
    frame = workspace.do(lambda session: session.step("stage", 2))
    assert frame["stage_report"]["code"] == "stage.edited"
