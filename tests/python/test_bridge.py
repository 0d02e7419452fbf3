"""The bridge: what the worker gets for what it sends."""

import json

import numpy as np
import pytest

from trainer.messages import english
from trainer.page import bridge
from trainer.page.edited_code import packaged
from trainer.page.protocol import EXACT
from trainer.page.wire import to_wire


@pytest.fixture(autouse=True)
def _fresh_session():
    bridge.the_workspace.cache_clear()


def send(**request: object) -> tuple[dict, np.ndarray]:
    header, flat = bridge.handle(json.dumps(request))
    return json.loads(header), flat


def tensor(header: dict, flat: np.ndarray, name: str) -> np.ndarray:
    shape, offset = header[name]["shape"], header[name]["offset"]
    kind = np.float64 if header[name]["exact"] else np.float32
    return np.frombuffer(flat.tobytes(), kind, int(np.prod(shape)), offset).reshape(
        shape
    )


def test_a_request_is_answered_with_a_frame_and_its_arrays_in_one_vector():
    header, flat = send(type="step", unit="epoch", amount=3)
    frame = bridge.the_workspace().viewer.frame()
    assert header["type"] == "frame"
    assert header["epoch"] == 3
    assert set(header["tensors"]) == {
        "grid",
        "units",
        "theta",
        "frozen",
        "points",
        "batch",
        "epoch_scores",
        "update_losses",
        "hinges",
        "space_mesh",
        "space_points",
        "space_lines",
        "last_epochs",
        "confusion",
        "layer_norms",
        "activation_histograms",
    }
    for name in header["tensors"]:
        kind = np.float64 if name in EXACT else np.float32
        np.testing.assert_array_equal(
            tensor(header, flat, name), frame[name].astype(kind)
        )


def test_counters_are_exact_beyond_what_float32_holds():
    viewer = bridge.the_workspace().viewer
    viewer.panels = {"epochs"}
    session = viewer.session
    session.run.update = 2**24  # float32 has only even numbers from here on
    session.run.examples_seen = 2**24 * len(session.run.x)
    session.step("epoch")
    text, flat = to_wire(viewer.frame())
    header = json.loads(text)
    update, *_, epoch = tensor(header, flat, "epoch_scores")[-1].tolist()
    assert (update, epoch) == (2**24 + 5, 2**24 + 1)
    assert tensor(header, flat, "update_losses")[-1, 0].item() == 2**24 + 5
    assert tensor(header, flat, "last_epochs")[0, 0].item() == 2**24 + 1


def test_points_travel_once():
    own = "0.5,-1,0|1,0.25,1|-0.5,0,1|0,1.25,0"
    first, _ = send(type="configure", changes={"custom_points": own})
    assert first["settings"]["custom_points"] == own
    assert first["points"]["shape"] == [4, 4]
    second, _ = send(type="step", unit="epoch", amount=1)
    assert "custom_points" not in second["settings"]
    assert second["points"]["shape"] == [0, 4]
    third, _ = send(type="configure", changes={"noise": 0.5})
    assert third["points"]["shape"] == [4, 4]


def test_what_no_message_can_hold_is_told_as_a_failure():
    session = bridge.the_workspace().viewer.session
    session.note = float("nan")  # as edited code might leave behind
    header, flat = send(type="show", axes=[-1, -1, -1], panels=[])
    assert header["type"] == "failed"
    assert flat.size == 0
    session.note = ""
    assert send(type="look")[0]["points"]["shape"] == [200, 4]


def test_what_no_open_panel_shows_is_not_computed():
    closed, _ = send(type="show", axes=[-1, -1, -1], panels=[])
    assert closed["confusion"]["shape"] == [0, 0]
    assert closed["last_epochs"]["shape"] == [0, 4]
    assert closed["layer_norms"]["shape"] == [0, 1]
    open_, _ = send(type="show", axes=[-1, -1, -1], panels=["epochs", "gradients"])
    assert open_["confusion"]["shape"] == [2, 4]
    assert open_["activation_histograms"]["shape"][0] == 1


def test_every_kind_of_request_is_understood():
    assert "noise must be" in english(
        *send(type="open", link="#noise=7", run=0)[0]["note"]
    )
    assert send(type="configure", changes={"noise": "0.3"})[0]["link"] == "noise=0.3"
    assert send(type="step", unit="update", amount=2)[0]["update"] == 2
    assert send(type="restart", renew="weights")[0]["settings"]["seed"] == "18"


def test_what_there_is_to_choose_from_is_told_when_code_was_run_and_only_then():
    assert send(type="step", unit="update", amount=1)[0]["options"] is None
    assert send(type="run", files={})[0]["options"]["activation"]["relu"] == "ReLU"


def test_a_bad_setting_is_refused_and_the_run_kept():
    send(type="step", unit="update", amount=2)
    header, flat = send(type="configure", changes={"noise": "loud"})
    assert header["type"] == "refused"
    assert "noise must be a number from 0 to 1; got 'loud'" in english(
        header["message"]
    )
    assert flat.size == 0
    assert send(type="step", unit="update", amount=1)[0]["update"] == 3
    assert send(type="configure", changes={"noise": "0.2"})[0]["update"] == 0


@pytest.mark.parametrize("text", ["", "[]", '{"type": "fly"}', '{"type": "step"}'])
def test_what_breaks_the_trainer_comes_back_with_its_traceback(text):
    header = json.loads(bridge.handle(text)[0])
    assert header["type"] == "failed"
    assert "Traceback" in header["traceback"]


def test_a_run_is_taken_home_and_its_weights_come_back():
    send(type="configure", changes={"hidden_layers": "5"})
    trained = send(type="step", unit="epoch", amount=30)[0]
    weights = send(type="export", format="weights")[0]
    assert weights["name"] == "weights.json"
    send(type="configure", changes={"hidden_layers": "3"})
    back = send(type="import", text=weights["text"])[0]
    assert back["train_loss"] == trained["train_loss"]
    assert back["settings"]["hidden_layers"] == "5"
    assert english(*back["note"]) == "The weights of the file are in place."
    refused = send(type="import", text="{")[0]
    assert refused["type"] == "refused"
    assert send(type="step", unit="update", amount=1)[0]["update"] == 1


def test_what_was_done_to_the_code_leaves_as_a_diff():
    assert send(type="export", format="changes")[0]["text"] == ""
    code = f"# mine\n{packaged()['losses.py']}"
    send(type="run", files={"losses.py": code})
    lines = send(type="export", format="changes")[0]["text"].split("\n")
    send(type="run", files={})
    assert lines[:2] == ["--- a/losses.py", "+++ b/losses.py"]
    assert [line for line in lines[2:] if line[0] in "+-"] == ["+# mine"]


@pytest.mark.parametrize("form", ["python", "pytorch", "history"])
def test_each_format_is_a_file_with_a_name(form):
    exported = send(type="export", format=form)[0]
    assert exported["type"] == "exported"
    assert exported["name"].endswith((".py", ".csv"))
    assert "\n" in exported["text"]


def test_an_unknown_format_is_named():
    assert "got 'excel'" in english(send(type="export", format="excel")[0]["message"])


def test_an_experiment_is_opened_and_stepped():
    definition = """{"title": "t", "question": "q", "why": "w", "epochs": 2,
        "choices": [{"text": "c", "when": [0, 1]}], "arms": [{"label": "a"}],
        "plots": [["updates", "loss"]], "measure": "learned", "settings": {"points": 20}}"""
    bridge.the_workspace().trial = None
    assert send(type="step_trial", unit="epoch", amount=1)[0]["type"] == "refused"
    opened, _ = send(type="experiment", definition=definition, again=False)
    assert (opened["type"], opened["status"]) == ("trial", "ready")
    done, flat = send(type="step_trial", unit="epoch", amount=2)
    while done["status"] != "stopped":
        done, flat = send(type="step_trial", unit="epoch", amount=2)
    assert done["answer"]["right"] == [0]
    assert tensor(done, flat, "grids").shape == (1, 1, 100, 100)
    assert send(type="experiment", definition="{}", again=0)[0]["type"] == "refused"
    assert send(type="rewind", index=0)[0]["type"] == "frame"
