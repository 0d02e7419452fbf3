"""The answers to the worksheets: every number in them is computed anew."""

import re
from functools import cache
from pathlib import Path

import numpy as np
import pytest
from seen import Session, Workspace
from test_lesson import CLAIM

from trainer.experiments.definition import parse
from trainer.experiments.trial import Trial
from trainer.layers import parameter_count
from trainer.run.evaluation import SOLVED
from trainer.run.setup import assemble
from trainer.settings.permalink import from_link
from trainer.settings.table import Settings
from trainer.view.charts import epoch_plan

TEACHERS = Path(__file__).parents[2] / "web/teachers"
LANGUAGES = sorted(folder.name for folder in TEACHERS.iterdir())
SEEDS = range(1000, 1050)  # that nobody chose for what comes out
LINK = re.compile(r"\(#([^)\s]*)\)")
pytestmark = pytest.mark.usefixtures("compiled_sessions")


def text(language, name):
    return (TEACHERS / language / f"{name}.md").read_text("utf-8")


def claims(language):
    """Each claimed number, as a number and as it is written."""
    found = {}
    for name, written in CLAIM.findall(text(language, "answers")):
        comma = language != "en"  # for the point of a decimal
        value = written.replace(".", "").replace(",", ".") if comma else written
        assert found.setdefault(name, value) == value
    return found


@cache
def sheet(number):
    """The links of a sheet that set the demo."""
    part = text("en", "worksheets").split("\n## ")[number]
    return [link for link in LINK.findall(part) if "experiment=" not in link]


def by_hand(updates):
    session = Session(from_link(sheet(2)[0])[0])
    if updates:
        session.step("update", updates)
    return session


def first_example(updates):
    run = by_hand(updates).run
    answer = float(1 / (1 + np.exp(-run.network.forward(run.x[:1])[-1].a[0, 0])))
    return answer, -np.log(answer)


@cache
def learned(rate):
    count = 0
    for seed in SEEDS:
        session = Session(Settings(seed=seed, data_seed=seed, learning_rate=rate))
        session.step("epoch", 60)
        count += session.monitor.scores()[0].metric >= SOLVED
    return count


def usual_rates():
    file = Path(__file__).parents[2] / "web/experiments/learning-rate.json"
    trial = Trial(parse(file.read_text("utf-8")))
    while not (answer := trial.step("epoch", 1000)["answer"]):
        pass
    return next(
        told["params"]["count"]
        for told in answer["sentences"]
        if told["code"] == "measured.usually-learned"
    )


@cache
def too_much():
    session = Session(from_link(sheet(4)[0])[0])
    session.step("epoch", 200)
    return session.monitor.history.epochs


def stopped():
    session = Session(from_link(sheet(4)[1])[0])
    session.step("epoch", 400)
    return session.run.epoch


def loss_after_climbing():
    workspace = Workspace()
    code = (Path(__file__).parents[2] / "py/trainer/optimizers.py").read_text("utf-8")
    line = "network.theta -= self.learning_rate * flat(gradients)\n"
    first = code.index(line)
    uphill = code[:first] + line.replace("-=", "+=") + code[first + len(line) :]
    workspace.run_code({"optimizers.py": uphill})
    workspace.session.step("epoch", 10)
    return workspace.session.monitor.last_epoch.train_loss


def plan(name, **settings):
    return epoch_plan(assemble(Settings(**settings))[0])[name]


def best():
    return min(too_much(), key=lambda epoch: epoch.val_loss)


COMPUTED = {
    "updates_of_32": lambda: plan("updates"),
    "updates_of_20": lambda: 20 * plan("updates"),
    "updates_of_50": lambda: plan("updates", batch_size=50),
    "last_of_50": lambda: plan("last_batch", batch_size=50),
    "parameters_8": lambda: parameter_count((2, 8, 1)),
    "parameters_16_16": lambda: parameter_count((2, 16, 16, 1)),
    "first_loss": lambda: first_example(0)[1],
    "minus_dw1": lambda: by_hand(1).run.network.theta[0],
    "new_w1": lambda: by_hand(1).run.network.theta[0],
    "new_answer": lambda: first_example(1)[0],
    "new_loss": lambda: first_example(1)[1],
    "learned_at_10": lambda: learned(10),
    "learned_at_005": lambda: learned(0.05),
    "learned_at_0001": lambda: learned(0.001),
    "usual_rates": usual_rates,
    "best_epoch_of_sheet": lambda: best().epoch,
    "best_val_of_sheet": lambda: best().val_loss,
    "last_train_of_sheet": lambda: too_much()[-1].train_loss,
    "last_val_of_sheet": lambda: too_much()[-1].val_loss,
    "stopped_at": stopped,
    "patience": lambda: stopped() - best().epoch,
    "loss_before": lambda: Session(Settings()).monitor.last_epoch.train_loss,
    "loss_uphill": loss_after_climbing,
}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_answer_has_its_computation(language):
    assert sorted(claims(language)) == sorted(COMPUTED)


@pytest.mark.parametrize("name", sorted(COMPUTED))
def test_an_answer_is_what_comes_out(name):
    computed = float(COMPUTED[name]())
    for language in LANGUAGES:
        written = claims(language)[name]
        digits = len(written.partition(".")[2])
        assert f"{computed:.{digits}f}" == written


def test_by_hand_only_the_first_weight_moves():
    assert by_hand(1).run.network.theta.tolist() == [0.375, 0, 0]
    assert by_hand(1).monitor.scores()[0].metric == 100


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_sheet_has_as_many_answers_as_tasks(language):
    sheets, answers = (
        text(language, name).split("\n## ")[1:] for name in ("worksheets", "answers")
    )
    tasks = [len(re.findall(r"^\d+\. ", part, re.MULTILINE)) for part in sheets]
    told = [len(re.findall(r"^\d+\. ", part, re.MULTILINE)) for part in answers]
    assert tasks == told
    assert len(tasks) == 5


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", ["teachers", "worksheets", "answers"])
def test_all_languages_lead_to_the_same_places(language, name):
    here, english = text(language, name), text("en", name)
    assert here.count("\n## ") == english.count("\n## ")
    assert re.findall("```json.*?```", here, re.DOTALL) == re.findall(
        "```json.*?```", english, re.DOTALL
    )
    assert LINK.findall(text(language, name)) == LINK.findall(text("en", name))
