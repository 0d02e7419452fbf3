"""The edits that the code panel offers: each fits its file, and does what it says."""

import json
from pathlib import Path

import numpy as np
import pytest
from seen import Session, Workspace

from trainer.optimizers import flat
from trainer.page.edited_code import packaged
from trainer.settings.table import Settings

FILE = Path(__file__).parents[2] / "web/examples.json"
EXAMPLES = json.loads(FILE.read_text("utf-8"))
TEXTS = packaged()


def lines(diff: list[str], but: str) -> str:
    """The lines of a diff without those that begin with the sign `but`."""
    return "".join(f"{line[1:]}\n" for line in diff if line[0] != but)


def applied(*names: str) -> dict[str, str]:
    files: dict[str, str] = {}
    for example in map(EXAMPLES.get, names):
        file, diff = example["file"], example["diff"]
        text, old = files.get(file, TEXTS[file]), lines(diff, "+")
        assert f"\n{text}".count(f"\n{old}") == 1
        files[file] = text.replace(old, lines(diff, "-"))
    return files


def running(*names: str, **settings: object) -> Workspace:
    workspace = Workspace()
    texts = {name: str(value) for name, value in settings.items()}
    workspace.session.configure(texts)
    workspace.run_code(applied(*names))
    return workspace


def trained(workspace: Workspace, epochs: int = 20) -> Session:
    workspace.do(lambda session: session.step("epoch", epochs))
    return workspace.session


@pytest.mark.parametrize("name", EXAMPLES)
def test_each_fits_its_file_trains_and_learns(name):
    assert list(applied(name)) == [EXAMPLES[name]["file"]]
    session = trained(running(name), 400)
    assert session.trainer.scores()[0].metric > 0.98


@pytest.mark.parametrize("name", EXAMPLES)
def test_each_line_of_a_diff_has_its_sign(name):
    assert all(line[0] in " +-" for line in EXAMPLES[name]["diff"])


def test_all_of_them_fit_together_in_either_order():
    assert applied(*EXAMPLES) == applied(*reversed(EXAMPLES))
    assert trained(running(*EXAMPLES)).run.update == 20


def test_print_the_loss_prints_one_line_per_epoch():
    workspace = running("print-loss")
    session = trained(workspace, 3)
    printed = workspace.console.text().splitlines()
    assert [line.split(":")[0] for line in printed] == ["epoch 1", "epoch 2", "epoch 3"]
    assert printed[-1].endswith(f"loss {session.run.batch_loss:.4f}")


def test_without_the_shuffle_the_order_is_that_of_the_points():
    session = trained(running("no-shuffle"))
    assert session.settings.shuffle
    assert session.run.order.tolist() == list(range(160))


def test_a_full_batch_is_one_update_per_epoch():
    session = trained(running("full-batch"))
    assert session.run.update == session.run.epoch == 20
    assert len(session.run.batch) == 160


def test_momentum_by_hand_is_what_momentum_does():
    by_hand = trained(running("momentum")).run.network.theta
    plain = Session(Settings(engine="numpy", optimizer="momentum"))
    plain.step("epoch", 20)
    np.testing.assert_allclose(by_hand, plain.run.network.theta, rtol=1e-9)


def test_the_new_activation_is_an_option_and_its_derivative_is_right():
    workspace = running("activation")
    assert workspace.session.options()["activation"]["silu"] == "SiLU"
    workspace.do(lambda session: session.configure({"activation": "silu"}))
    silu = trained(workspace).run.network.layers[0].activation
    assert silu.label == "SiLU"
    z, h = np.linspace(-6, 6, 25), 1e-6
    slope = (silu.value(z + h) - silu.value(z - h)) / (2 * h)
    np.testing.assert_allclose(silu.derivative(z), slope, atol=1e-8)


def test_clipping_cuts_a_long_gradient_and_leaves_a_short_one():
    session = trained(running("clip"), 1)
    early = np.linalg.norm(flat(session.run.gradients))
    assert early == pytest.approx(0.1)
    session.step("epoch", 400)
    late = np.linalg.norm(flat(session.run.gradients))
    assert late < 0.09
