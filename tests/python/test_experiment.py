"""Experiments: what they read, how they run, and that their texts are true."""

import json
import re
from collections import Counter
from pathlib import Path

import numpy as np
import pytest

from trainer.errors import SettingError
from trainer.experiments.definition import parse
from trainer.experiments.measures import MEASURES, TIE, Measured
from trainer.experiments.trial import Trial
from trainer.messages import english

FOLDER = Path(__file__).parents[2] / "web/experiments"
FILES = {
    file.stem: json.loads(file.read_text("utf-8")) for file in FOLDER.glob("*.json")
}
SMALL = {
    "title": "Two rates",
    "question": "Which is faster?",
    "choices": [
        {"text": "the first", "when": [1, 1]},
        {"text": "other", "when": [2, 2]},
    ],
    "settings": {"points": 40},
    "arms": [
        {"label": "slow", "settings": {"learning_rate": 0.001}},
        {"label": "fast", "settings": {"learning_rate": 0.3}},
    ],
    "epochs": 40,
    "plots": [["examples", "loss"]],
    "measure": "fewest_updates",
    "why": "Steps are longer.",
}


pytestmark = pytest.mark.usefixtures("compiled_sessions")


def finished(data, **settings):
    """The trial of an experiment, run to its end."""
    changed = {**data, "settings": {**data.get("settings", {}), **settings}}
    trial = Trial(parse(json.dumps(changed)))
    for _, session in trial.runs:
        session.step("epoch", trial.experiment.epochs)
    return trial


def numbers(name, seeds=range(1, 21), new_data=True):
    """What the experiment measures, over many seeds."""
    found = []
    for seed in seeds:
        chosen = {"seed": seed, "data_seed": seed} if new_data else {"seed": seed}
        trial = finished(FILES[name], **chosen)
        found.append(MEASURES[trial.experiment.measure](trial.runs).number)
    return Counter(found)


def test_all_arms_step_together_and_end_together():
    trial = Trial(parse(json.dumps(SMALL)))
    assert trial.frame()["status"] == "ready"
    frame = trial.step("epoch", 30)
    assert [arm["epoch"] for arm in frame["arms"]] == [30, 30]
    assert (frame["status"], frame["answer"]) == ("paused", None)
    frame = trial.step("epoch", 30)
    assert [arm["epoch"] for arm in frame["arms"]] == [40, 40]
    assert frame["status"] == "stopped"
    assert frame["answer"]["right"] == [1]
    assert english(*frame["answer"]["sentences"]).endswith("The least: fast.")
    assert frame["grids"].shape == (2, 1, 100, 100)
    last = frame["curves"][-1]
    assert last[:3].tolist() == [0, 1, 40 * 32]


def test_a_budget_in_milliseconds_is_shared():
    trial = Trial(parse(json.dumps(SMALL)))
    while not trial.is_over:
        trial.step("milliseconds", 4)
    assert [session.run.epoch for _, session in trial.runs] == [40, 40]


@pytest.mark.parametrize("engine", ["auto", "numpy"])
@pytest.mark.parametrize(
    "amount", [("update", 1), ("update", 10), ("epoch", 10), ("milliseconds", 5)]
)
def test_every_run_ends_with_its_last_epoch_at_any_speed(amount, engine):
    settings = {"points": 50, "batch_size": 7, "engine": engine}  # 40: 6 updates
    trial = Trial(parse(json.dumps({**SMALL, "settings": settings, "epochs": 13})))
    while not trial.is_over:
        trial.step(*amount)
    assert [session.run.update for _, session in trial.runs] == [78, 78]
    assert [session.run.epoch for _, session in trial.runs] == [13, 13]


def test_an_arm_that_diverges_tells_why_and_the_others_go_on():
    wild = {"learning_rate": 10, "activation": "linear", "hidden_layers": "8,8"}
    arms = [*SMALL["arms"], {"label": "wild", "settings": wild}]
    frame = finished({**SMALL, "arms": arms}).frame()
    assert [arm["status"] for arm in frame["arms"]] == ["paused", "paused", "diverged"]
    assert english(*frame["arms"][2]["message"]).startswith(
        "The run diverged at update"
    )
    assert frame["status"] == "stopped"


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"title": ""}, "title must be a text of at most 2000 characters; got ''."),
        ({"arms": []}, "arms must be a list of 1 to 9 objects; got []."),
        ({"arms": [1]}, "arms must be a list of 1 to 9 objects; got [1]."),
        (
            {"choices": [{"text": "a", "when": [1]}]},
            "when must be two numbers from -1000000 to 1000000; got [1].",
        ),
        ({"why_when": 1}, "why_when must be two numbers from -1000000 to 1000000; "),
        ({"epochs": 0}, "epochs must be a whole number from 1 to 5000; got 0."),
        ({"measure": "luck"}, "measure must be one of "),
        ({"plots": []}, "plots must be a list of 1 to 4 pairs; got []."),
        ({"plots": [["time", "loss"]]}, "A plot must be a pair of updates, examples, "),
        ({"settings": {"points": 3}}, "points must be a whole number from 10 to 5000"),
        ({"settings": {"colour": 3}}, "There is no setting named 'colour'."),
        (
            {"demo_link": 3},
            "demo_link must be a link of at most 2000 characters; got 3.",
        ),
        ({"settings": 3}, "settings must be an object; got 3."),
    ],
)
def test_what_is_wrong_with_an_experiment_is_named(change, message):
    with pytest.raises(SettingError) as error:
        parse(json.dumps({**SMALL, **change}))
    assert str(error.value).startswith(message)


@pytest.mark.parametrize(
    "number",
    [10**400, float("nan"), float("-inf"), True],
    ids=["huge", "nan", "infinite", "true"],
)
@pytest.mark.parametrize(
    ("change", "field"),
    [
        (lambda number: {"epochs": number}, "epochs"),
        (lambda number: {"plots": [["updates", number]]}, "A plot"),
        (lambda number: {"settings": {"noise": number}}, "noise"),
        (lambda number: {"settings": {"seed": number}}, "seed"),
        (lambda number: {"settings": {"hidden_layers": [number]}}, "hidden_layers"),
        (lambda number: {"choices": [{"text": "a", "when": [number, 1]}]}, "when"),
        (lambda number: {"choices": [{"text": "a", "when": [0, number]}]}, "when"),
    ],
)
def test_a_number_beyond_reason_is_refused_by_name(change, field, number):
    with pytest.raises(SettingError, match=f"^{field} must be ") as error:
        parse(json.dumps({**SMALL, **change(number)}))
    assert len(str(error.value)) < 200


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        (
            "[" * 3000,
            "An experiment must be JSON with at most 10 brackets open; got 3000.",
        ),
        (
            '{"why":' * 3000,
            "An experiment must be JSON with at most 10 brackets open; got 3000.",
        ),
        (" " * 1_000_001, "An experiment must be at most 1000000 bytes long;"),
        ("1" * 9999, "An experiment must be JSON; "),
    ],
    ids=["lists", "objects", "long", "number"],
)
def test_what_would_break_the_reader_is_refused(text, sentence):
    with pytest.raises(SettingError) as error:
        parse(text)
    assert str(error.value).startswith(sentence)


@pytest.mark.parametrize("text", ["", "[]", "{", "null", '"x"'])
def test_what_is_no_experiment_at_all_is_refused(text):
    with pytest.raises(SettingError, match="An experiment must be"):
        parse(text)


@pytest.mark.parametrize("name", sorted(FILES))
def test_every_experiment_has_one_right_prediction(name):
    frame = finished(FILES[name]).frame()
    assert len(frame["answer"]["right"]) == 1
    assert len(english(*frame["answer"]["sentences"])) < 400


def test_plots_are_drawn_of_every_run():
    plots = [["updates", "each"], ["seconds", "loss"], ["examples", "angle"]]
    trial = Trial(parse(json.dumps({**SMALL, "plots": plots})))
    for _ in range(5):
        frame = trial.step("epoch", 2)
    of_plot = [frame["curves"][frame["curves"][:, 0] == i, 1:] for i in range(3)]
    for table in of_plot:
        assert set(table[:, 0]) == {0, 1}
    first = of_plot[0][of_plot[0][:, 0] == 0]
    assert first[-1, 1] == trial.runs[0][1].run.update
    assert 0 < frame["plots"][1]["longest"] < 60
    seconds = of_plot[1][of_plot[1][:, 0] == 1, 1]
    assert len(seconds) == 11
    assert np.all(np.diff(seconds) > 0)
    angles = of_plot[2][of_plot[2][:, 0] == 1]
    assert len(angles) == 5
    assert np.all((angles[:, 2] >= 0) & (angles[:, 2] <= 180))
    assert angles[-1, 1] == 10 * 32


def test_again_starts_from_other_weights():
    experiment = parse(json.dumps(SMALL))
    once, again = (Trial(experiment, i).runs[0][1].run for i in (0, 1))
    np.testing.assert_array_equal(once.x, again.x)
    assert not np.array_equal(once.network.theta, again.network.theta)


@pytest.mark.parametrize("measure", ["fewest_updates", "fewest_epochs", "lowest_loss"])
def test_a_tie_is_nobodys_victory(measure):
    fast, slow = SMALL["arms"][1], SMALL["arms"][0]
    for names in ("ab", "abc"):
        arms = [slow, *({**fast, "label": name} for name in names)]
        choices = [{"text": str(i), "when": [i, i]} for i in range(4)]
        tied = {**SMALL, "arms": arms, "choices": choices, "measure": measure}
        answer = finished(tied).frame()["answer"]
        assert answer["right"] == []
        told = {"ab": "a and b", "abc": "a, b and c"}[names]
        assert english(*answer["sentences"]).endswith(f". A tie: {told}.")


def test_where_every_run_diverged_none_has_the_lowest_loss():
    wild = {"learning_rate": 10, "activation": "linear", "hidden_layers": "8,8"}
    arms = [{"label": "wild", "settings": wild}]
    trial = finished({**SMALL, "arms": arms, "measure": "lowest_loss"})
    number, sentences = MEASURES["lowest_loss"](trial.runs)
    assert (number, english(*sentences)) == (0, "Every run diverged.")


@pytest.mark.parametrize(
    ("settings", "told"),
    [
        (
            {"initialization": "zeros", "activation": "tanh"},
            (1, "All 8 hidden units of “a” are alike."),
        ),
        ({}, (8, "The 8 hidden units of “a” are of 8 different kinds.")),
        (
            {"hidden_layers": "1"},
            (1, "“a” has only one unit: there is nothing to compare."),
        ),
    ],
)
def test_alike_units_are_counted_in_a_true_sentence(settings, told):
    arms = [{"label": "a", "settings": settings}]
    trial = finished({**SMALL, "arms": arms, "epochs": 5})
    number, sentences = MEASURES["different_units"](trial.runs)
    assert (number, english(*sentences)) == told


CLOSES = {  # the outcomes that each experiment's closing words are true of
    "batch-size": {1},
    "chain-rule": {1},
    "learning-rate": {1, 2, 3, 4},
    "shuffle": {1},
    "spiral-rate": {3, 4},
    "symmetry": {1},
    "weights": {2, 3, 4, 5, 6, 7, 8, 9},
    "width": {1, 2, 3, 4},
}


@pytest.mark.parametrize("outcome", range(-1, 10))
@pytest.mark.parametrize("name", sorted(FILES))
def test_closing_words_that_an_outcome_contradicts_are_left_out(
    name, outcome, monkeypatch
):
    made_up = Measured(outcome, "So it was.")
    monkeypatch.setitem(MEASURES, FILES[name]["measure"], lambda _: made_up)
    trial = Trial(parse(json.dumps({**FILES[name], "epochs": 1})))
    for _, session in trial.runs:
        session.step("epoch", 1)
    expected = FILES[name]["why"] if outcome in CLOSES[name] else ""
    assert trial.frame()["answer"]["why"] == expected


def test_closing_words_without_a_range_always_appear():
    assert finished(SMALL).frame()["answer"]["why"] == SMALL["why"]


@pytest.mark.parametrize("name", sorted(FILES))
def test_no_label_names_a_seed_that_again_would_change(name):
    lesson = FOLDER.parent / "lesson"
    labels = [arm["label"] for arm in FILES[name]["arms"]]
    for language in ("de", "es"):
        texts = json.loads((lesson / language / "experiments.json").read_text("utf-8"))
        labels += texts[name]["arms"]
    assert not [
        label for label in labels if re.search("seed|semilla", label, re.IGNORECASE)
    ]


# ---- what the texts say, over twenty seeds


def test_nine_seeds_draw_several_shapes():
    trial = finished(FILES["weights"])
    assert MEASURES["shapes"](trial.runs).number >= 4
    assert MEASURES["learned"](trial.runs).number == 9


def test_xor_bears_a_rate_of_one_and_breaks_far_above():
    failures = Counter()
    for seed in range(1, 21):
        trial = finished(FILES["learning-rate"], seed=seed)
        for run in trial.runs:
            failures[run[0]] += MEASURES["failed"]([run]).number
    assert failures["rate 0.3"] == failures["rate 1"] == failures["rate 3"] == 0
    assert failures["rate 10"] >= 8


def test_a_rate_of_0_3_learns_xor_faster_than_the_default():
    slow, fast, *_ = FILES["learning-rate"]["arms"]
    pair = {**FILES["learning-rate"], "arms": [slow, fast], "measure": "fewest_epochs"}
    found = Counter(
        MEASURES["fewest_epochs"](finished(pair, seed=seed, data_seed=seed).runs).number
        for seed in range(1000, 1020)
    )
    assert found[2] >= 16
    assert found[1] <= 2


def test_cross_entropy_needs_fewer_updates_than_squared_error():
    assert numbers("chain-rule")[1] >= 18


def test_without_the_shuffle_most_networks_fail():
    found = numbers("shuffle")
    assert found[1] >= 15
    assert found[0] == 0


@pytest.mark.slow
def test_the_lowest_rate_never_ends_lowest_on_the_spiral():
    found = numbers("spiral-rate", seeds=range(1, 21))
    assert found[1] == found[2] == 0
    assert found[3] >= 3
    assert found[4] >= 3


def test_single_examples_need_the_fewest_passes():
    found = numbers("batch-size", seeds=range(1, 11))
    assert found[1] >= 8
    assert found[1] + found[TIE] == 10


def test_zeros_stay_alike_for_ever():
    assert numbers("symmetry") == {1: 20}
    zeros = finished(FILES["symmetry"]).runs[0][1]
    assert np.all(zeros.run.network.layers[0].W == 0)


@pytest.mark.slow
def test_wider_networks_learn_the_spiral_more_often():
    learned = Counter()
    for seed in range(1, 21):
        trial = finished(FILES["width"], seed=seed, data_seed=seed)
        for run in trial.runs:
            learned[run[0]] += MEASURES["learned"]([run]).number
    assert learned["2 × 2"] == learned["2 × 4"] == 0
    assert learned["2 × 8"] <= learned["2 × 16"] <= learned["2 × 32"]
    assert learned["2 × 32"] >= 18
