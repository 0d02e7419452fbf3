"""Schedules: their formulas, and that a run follows them, whoever trains."""

from dataclasses import replace

import numpy as np
import pytest
from hosts import HOST
from seen import Session, Workspace

from trainer.engine.modules import Compiler
from trainer.page.edited_code import maker_of, packaged
from trainer.schedules import LOWEST, SCHEDULES
from trainer.settings.table import Settings

COMPILER = Compiler(HOST)


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("constant", [1, 1, 1, 1, 1]),
        ("step", [1, 1, 0.5, 0.5, 0.25]),
        ("warm_up", [0.5, 1, 1, 1, 1]),
        ("cosine", [1, (1 + LOWEST) / 2, LOWEST, LOWEST, LOWEST]),
    ],
)
def test_its_factors_for_two_epochs(name, expected):
    factors = [SCHEDULES[name](epoch, 2) for epoch in range(5)]
    np.testing.assert_allclose(factors, expected)


@pytest.mark.parametrize("name", sorted(SCHEDULES))
def test_loop_and_engine_follow_it_alike(name):
    settings = Settings(schedule=name, schedule_epochs=7, engine="numpy")
    by_loop = Session(settings)
    by_engine = Session(replace(settings, engine="auto"), compiler=COMPILER)
    one, other = (session.step("epoch", 20) for session in (by_loop, by_engine))
    assert other["engine"] == "compiled"
    expected = 0.05 * SCHEDULES[name](20, 7)
    assert one["learning_rate"] == other["learning_rate"] == pytest.approx(expected)
    theta = by_loop.run.network.theta
    np.testing.assert_allclose(theta, by_engine.run.network.theta, atol=1e-12)
    plain = Session(Settings(engine="numpy"))
    plain.step("epoch", 20)
    assert np.allclose(theta, plain.run.network.theta) == (name == "constant")


OWN = {
    "steady": "def own(epoch, length):\n    return max(0.7**epoch, LOWEST)",
    "printing": "def own(epoch, length):\n    print('epoch', epoch)\n    return 1.0",
    "remembering": "SEEN = []\n\ndef own(epoch, length):\n    SEEN.append(epoch)\n"
    "    return 1 / len(SEEN)",
    "random": "import random\nrandom.seed(1)\nown = lambda *_: random.random()",
}


@pytest.mark.parametrize("name", OWN)
def test_ones_own_is_asked_as_the_loop_asks_it(name, capsys):
    text = f"{OWN[name]}\n\nfrom .schedules import LOWEST, SCHEDULES\nSCHEDULES['step'] = own\n"
    edits, told = {"optimizers.py": f"{packaged()['optimizers.py']}\n{text}"}, []
    for engine in ("numpy", "auto"):
        made = maker_of(edits)().session
        settings = type(made.settings)(schedule="step", engine=engine)
        capsys.readouterr()
        session = type(made)(settings, edits=edits, compiler=COMPILER)
        for epochs in (7, 20):
            session.step("epoch", epochs)
        assert session.trainer.is_compiled == (engine == "auto")
        rate, theta = session.run.optimizer.learning_rate, session.run.network.theta
        told.append((capsys.readouterr().out, rate, theta))
    (printed, rate, theta), (its_printed, its_rate, its_theta) = told
    assert printed == its_printed
    assert ("epoch 5" in printed) == (name == "printing")
    assert rate == its_rate
    np.testing.assert_allclose(its_theta, theta, rtol=1e-9)


def test_between_its_changes_an_optimizer_may_change_the_rate():
    text = packaged()["optimizers.py"]
    old = "        network.theta -= self.learning_rate * flat(gradients)\n"
    assert old in text
    edits = {
        "optimizers.py": text.replace(old, f"{old}        self.learning_rate *= 0.9\n")
    }
    rates = []
    for engine in ("numpy", "auto"):
        made = maker_of(edits)().session
        settings = type(made.settings)(
            schedule="step", schedule_epochs=2, engine=engine
        )
        session = type(made)(settings, edits=edits, compiler=COMPILER)
        session.step("update", 33)
        assert session.trainer.is_compiled == (engine == "auto")
        rates.append(session.run.optimizer.learning_rate)
    assert rates[0] == pytest.approx(rates[1], rel=1e-12)
    assert rates[0] == pytest.approx(0.05 * 0.5**3 * 0.9**3)


def test_it_is_live_and_goes_back_in_time():
    session = Session(Settings(schedule="step", schedule_epochs=10))
    session.step("epoch", 10)
    assert session.frame()["learning_rate"] == 0.025
    assert session.rewind(0)["learning_rate"] == 0.05
    assert session.configure({"schedule_epochs": 5})["learning_rate"] == 0.05
    assert session.step("epoch", 10)["learning_rate"] == 0.0125
    assert session.configure({"schedule": "constant"})["learning_rate"] == 0.05


def test_a_loop_that_has_a_schedule_of_its_own_keeps_it():
    text = packaged()["training.py"].replace(
        "    while True:\n",
        "    while True:\n        run.optimizer.learning_rate *= 0.5\n",
        1,
    )
    workspace = Workspace()
    workspace.run_code({"training.py": text})
    frame = workspace.session.step("epoch", 3)
    assert frame["learning_rate"] == 0.05 * 0.5**3
