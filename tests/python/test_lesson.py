"""The lesson: every number that its text claims is computed anew."""

import re
import sys
import types
from dataclasses import replace
from functools import cache
from pathlib import Path

import numpy as np
import pytest
from seen import Session

from trainer.activations import ACTIVATIONS
from trainer.export.listed import LISTING, SETTINGS, listed
from trainer.export.python import as_python
from trainer.optimizers import flat
from trainer.run.evaluation import SOLVED
from trainer.run.plane import CELLS
from trainer.run.setup import assemble
from trainer.settings.permalink import from_link
from trainer.settings.table import Settings, defaults, resolve
from trainer.training import STAGES
from trainer.view.charts import epoch_plan

ROOT = Path(__file__).parents[2]
SECTIONS = sorted((ROOT / "web/lesson/en").glob("*.md"))
TEXT = "\n".join(file.read_text("utf-8") for file in SECTIONS)
CLAIM = re.compile(r"\{claim:(\w+)=([\d.,]+)\}")
CLAIMS = {name: float(value.replace(",", "")) for name, value in CLAIM.findall(TEXT)}
OVERFITTING = next(link for link in re.findall(r"\(#(dataset=moons[^)]*?)&tab", TEXT))


SEEDS = range(1000, 1050)  # that nobody chose for what comes out


pytestmark = pytest.mark.usefixtures("compiled_sessions")


def mean_angle(batch_size, seed):
    """Degrees between a batch's gradient and the whole set's, on average."""
    run, _ = assemble(Settings(seed=seed, data_seed=seed))
    rng = np.random.default_rng(0)

    def gradient(batch):
        x, y = run.x[batch], run.y[batch]
        traces = run.network.forward(x)
        return flat(run.network.backward(traces, run.loss.gradient(traces[-1].a, y)))

    whole, angles = gradient(np.arange(len(run.x))), []
    for _ in range(300):
        g = gradient(rng.permutation(len(run.x))[:batch_size])
        cosine = g @ whole / np.linalg.norm(g) / np.linalg.norm(whole)
        angles.append(np.degrees(np.arccos(np.clip(cosine, -1, 1))))
    return np.mean(angles)


@cache
def angles(batch_size):
    return [mean_angle(batch_size, seed) for seed in SEEDS]


def plan_of_1000(name):
    run, _ = assemble(Settings(points=1000, validation_split=0, hidden_layers=()))
    return epoch_plan(run)[name]


def learned_by_class(shuffle):
    """Of 100 networks, on data sorted by class."""
    count = 0
    for seed in range(1000, 1100):
        chosen = {"seed": seed, "data_seed": seed, "order": "by_class"}
        chosen |= {"learning_rate": 3, "batch_size": 10, "shuffle": shuffle}
        session = Session(resolve(chosen))
        session.step("epoch", 60)
        count += session.monitor.scores()[0].metric >= SOLVED
    return count


@cache
def overfitted():
    """Of each seed: the epoch with the best validation loss, and how much worse the last is."""
    settings, found = from_link(OVERFITTING)[0], []
    for seed in SEEDS:
        session = Session(replace(settings, seed=seed, data_seed=seed))
        session.step("epoch", 400)
        epochs = session.monitor.history.epochs
        best = min(epochs, key=lambda epoch: epoch.val_loss)
        assert epochs[-1].train_loss < 0.02
        found.append((best.epoch, epochs[-1].val_loss / best.val_loss))
    return np.array(found)  # (seeds, 2)


@cache
def noisy(batch_size):
    """The median validation loss on noisy moons after 2,000 updates."""
    losses = []
    for seed in SEEDS:
        chosen = {"dataset": "moons", "noise": 0.3, "points": 60}
        chosen |= {"validation_split": 0.5, "hidden_layers": "32,32"}
        chosen |= {"optimizer": "sgd", "learning_rate": 0.3, "batch_size": batch_size}
        session = Session(resolve({**chosen, "seed": seed, "data_seed": seed}))
        session.step("update", 2000)
        losses.append(session.monitor.scores()[1].loss)
    return round(float(np.median(losses)), 1)


COMPUTED = {
    "noisy_val_4": lambda: noisy(4),
    "noisy_val_all": lambda: noisy(5000),
    "updates_of_1000": lambda: plan_of_1000("updates"),
    "full_of_1000": lambda: plan_of_1000("updates") - 1,
    "last_of_1000": lambda: plan_of_1000("last_batch"),
    "last_of_50": lambda: epoch_plan(assemble(Settings(batch_size=50))[0])[
        "last_batch"
    ],
    "angle_1_low": lambda: round(min(angles(1))),
    "angle_1_high": lambda: round(max(angles(1))),
    "angle_8_low": lambda: round(min(angles(8))),
    "angle_8_high": lambda: round(max(angles(8))),
    "angle_32_low": lambda: round(min(angles(32))),
    "angle_32_high": lambda: round(max(angles(32))),
    "shuffled": lambda: learned_by_class(True),
    "unshuffled": lambda: learned_by_class(False),
    "best_epoch": lambda: np.median(overfitted()[:, 0]),
    "best_epoch_low": lambda: min(overfitted()[:, 0]),
    "best_epoch_high": lambda: max(overfitted()[:, 0]),
    "times_worse": lambda: round(np.median(overfitted()[:, 1])),
    "times_worse_low": lambda: round(min(overfitted()[:, 1])),
    "times_worse_high": lambda: round(max(overfitted()[:, 1])),
    "cells": lambda: len(CELLS),
    "largest_sigmoid_slope": lambda: float(
        ACTIVATIONS["sigmoid"].derivative(np.linspace(-9, 9, 1801)).max()
    ),
}


def test_every_claim_has_its_computation():
    assert sorted(CLAIMS) == sorted(COMPUTED)


@pytest.mark.parametrize("name", sorted(COMPUTED))
@pytest.mark.slow
def test_a_number_in_the_text_is_what_comes_out(name):
    assert COMPUTED[name]() == CLAIMS[name]


def test_the_program_prints_the_loss_of_every_fifth_epoch_as_the_lesson_says(capsys):
    link = re.search(
        r"\(#(.*)\)", (ROOT / "web/lesson/en/6-listing.md").read_text("utf-8")
    )
    session = Session(from_link(link[1])[0])
    session.step("epoch", 100)
    module = types.ModuleType("listing")
    sys.modules["listing"] = module  # where dataclasses look for it
    try:
        exec(as_python(session, {}), module.__dict__)
        module.main()
    finally:
        del sys.modules["listing"]
    printed = [line.split()[:2] for line in capsys.readouterr().out.splitlines()[1:]]
    assert [int(epoch) for epoch, _ in printed] == list(range(5, 101, 5))
    losses = {e.epoch: e.train_loss for e in session.monitor.history.epochs}
    assert [loss for _, loss in printed] == [
        f"{losses[int(epoch)]:.6f}" for epoch, _ in printed
    ]
    assert "100 epochs and prints the loss of every fifth, with six decimals" in TEXT


@pytest.mark.slow
def test_of_the_three_datasets_the_spiral_takes_the_most_epochs():
    def epochs(dataset, seed):
        session = Session(replace(defaults(dataset), seed=seed, data_seed=seed))
        session.step("epoch", 600)
        rows = session.monitor.history.epochs
        return next((e.epoch for e in rows if e.train_metric >= SOLVED), np.inf)

    xor, circle, spiral = (
        np.array([epochs(dataset, seed) for seed in SEEDS[:20]])
        for dataset in ("xor", "circle", "spiral")
    )
    assert np.median(xor) < np.median(circle) < np.median(spiral)
    assert np.mean((spiral > xor) & (spiral > circle)) >= 0.9
    assert "Which of the three takes the most epochs" in TEXT


def test_numbers_that_the_page_keeps_live_are_right_at_the_start():
    live = dict(re.findall(r"\{(\w+)=([\d.,]+)\}", TEXT))
    run, _ = assemble(Settings())
    plan = epoch_plan(run)
    assert {name: int(value) for name, value in live.items()} == {
        name: plan[name] for name in live
    }
    assert len(live) == 4


@pytest.mark.parametrize("file", SECTIONS, ids=lambda file: file.stem)
def test_a_section_is_short_and_has_something_to_try(file):
    text = file.read_text("utf-8")
    assert text.startswith("# ")
    assert len(text.split()) < 190
    assert text.count("\n\n> ") <= 1  # one question, and its answer
    assert text.count("\n>\n> ") == text.count("\n\n> ")
    links = re.findall(r"\(#([^)]*)\)", text)
    assert links
    for link in links:
        link = link.removesuffix("&view=code")  # the page's own
        name, _, value = link.partition("=")
        if name == "experiment":
            assert (ROOT / f"web/experiments/{value}.json").exists()
        elif link not in ("write=1", "report=1"):  # what the page opens
            assert from_link(re.sub(r"&(tab|train)=\w+", "", link))[1] == []


def test_the_listing_prints_the_losses_of_the_page_to_the_last_digits():
    rows = listed()["rows"]
    assert [epoch for epoch, _, _ in rows] == [20, 40, 60, 80, 100]
    for _, listing, page in rows:
        assert listing == pytest.approx(page, rel=1e-12)
    assert len(LISTING.read_text("utf-8").splitlines()) == 35
    stages = re.findall(r"# (\w+)$", LISTING.read_text("utf-8"), re.MULTILINE)
    assert tuple(stages[-6:]) == STAGES
    text = (ROOT / "web/lesson/en/6-plain.md").read_text("utf-8")
    (link,) = re.findall(r"\(#([^)]*)\)", text)
    assert from_link(link)[0] == Settings(**SETTINGS)


def test_sentences_are_short():
    prose = re.sub(
        r"```.*?```|\$\$.*?\$\$|<.*?>|\(#[^)]*\)|[*>#-]", "", TEXT, flags=re.DOTALL
    )
    for sentence in re.split(r"[.:?!]\s", prose):
        assert len(sentence.split()) <= 32, sentence
