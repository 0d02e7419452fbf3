"""Experiments: what they read, how they run, and that their texts are true."""

import json
import re
import sys
from collections import Counter
from math import inf
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest
from seen import Session

from trainer.errors import SettingError
from trainer.experiments.comparing import TIE, leaders, usual, winner
from trainer.experiments.definition import parse
from trainer.experiments.measures import MEASURES, Findings
from trainer.experiments.results import start_of
from trainer.experiments.trial import Trial
from trainer.messages import english
from trainer.run import timing
from trainer.settings.table import Settings

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
    "seeds": 8,
    "plots": [["examples", "loss"]],
    "measure": "lowest_loss",
    "closings": [{"text": "Steps are longer.", "when": [2, 2]}],
}
# A hundred seeds that no author chose: they follow from the names. Inside Pyodide, where the
# same engine trains, the first twenty.
GROUPS = range(1 if sys.platform == "emscripten" else 5)


pytestmark = pytest.mark.usefixtures("compiled_sessions")


def finished(data, **settings):
    """The trial of an experiment, run to its end."""
    changed = {**data, "settings": {**data.get("settings", {}), **settings}}
    trial = Trial(parse(json.dumps(changed)))
    while not trial.is_over:
        trial.step("epoch", 1000)
    return trial


def answer(data, **settings):
    """What is told in the end."""
    return finished(data, **settings).frame()["answer"]


def outcomes(name):
    """The trials of an experiment in five groups of twenty seeds each."""
    for group in GROUPS:
        seed = sum(map(ord, name)) * 1000 + 100_000 * group
        yield finished(FILES[name], seed=seed, data_seed=seed)


def learned(trial):
    """How many runs of each arm have learned, by its label."""
    return {
        label: sum(one.has_learned for one in results)
        for (label, _), results in zip(trial.runs, trial.results, strict=True)
    }


def test_all_arms_step_together_and_end_together():
    trial = Trial(parse(json.dumps(SMALL)))
    assert trial.frame()["status"] == "ready"
    frame = trial.step("epoch", 30)
    assert [arm["epoch"] for arm in frame["arms"]] == [30, 30]
    assert (frame["status"], frame["answer"]) == ("paused", None)
    while not trial.is_over:
        frame = trial.step("epoch", 30)
    assert [arm["epoch"] for arm in frame["arms"]] == [40, 40]
    assert (frame["status"], frame["seeds"]) == ("stopped", [8, 8, 1])
    assert frame["answer"]["right"] == [1]
    assert frame["answer"]["closing_text"] == "Steps are longer."
    assert english(*frame["answer"]["sentences"]) == (
        "First by training loss at the end: fast, which beats each other one in 8 of 8 runs or "
        "more."
    )
    assert frame["grids"].shape == (2, 1, 100, 100)
    last = frame["bands"][-1]
    assert last[:3].tolist() == [0, 1, 40 * 32]
    assert last[3] <= last[4] <= last[5]
    assert not len(frame["curves"])


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
    trial = finished({**SMALL, "arms": arms})
    frame = trial.frame()
    assert [arm["status"] for arm in frame["arms"]] == ["paused", "paused", "diverged"]
    assert english(*frame["arms"][2]["message"]).startswith(
        "The run diverged at update"
    )
    assert frame["status"] == "stopped"


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (
            {"wy": ""},
            "There is no key 'wy' in an experiment; there are title, question, ",
        ),
        (
            {"arms": [{"label": "a", "setting": {}}]},
            "There is no key 'arms[0].setting' in an experiment; there are label, ",
        ),
        ({"arms": [{"label": 3}]}, "arms[0].label must be a text"),
        (
            {"arms": [{"label": "a", "weights": {"x": 1}}]},
            "arms[0].weights must be an object of numbers, each by its layer.from.to; got",
        ),
        ({"arms": [{"label": "a", "flipped": -1}]}, "arms[0].flipped must be a whole "),
        ({"seeds": 51}, "seeds must be a whole number from 1 to 50; got 51."),
        ({"same_data": 1}, "same_data must be true or false; got 1."),
        (
            {"measure": "too_early", "arms": [{"label": "a"}]},
            "The measure too_early takes at least two arms; got 1.",
        ),
        (
            {"plots": [["updates", "gradient"]]},
            "plots[0] must be a pair of one of updates, ",
        ),
        ({"title": ""}, "title is still empty."),
        ({"title": 3}, "title must be a text of at most 2000 characters; got 3."),
        ({"arms": []}, "arms must be a list of 1 to 9 objects; got []."),
        ({"arms": [1]}, "arms must be a list of 1 to 9 objects; got [1]."),
        (
            {"choices": [{"text": "a", "when": [1]}]},
            "choices[0].when must be two numbers from -1000000 to 1000000; got [1].",
        ),
        (
            {"why": "a", "why_when": 1},
            "why_when must be two numbers from -1000000 to 1000000; ",
        ),
        ({"epochs": 0}, "epochs must be a whole number from 1 to 5000; got 0."),
        ({"measure": "luck"}, "measure must be one of "),
        ({"plots": []}, "plots must be a list of 1 to 4 pairs; got []."),
        (
            {"plots": [["time", "loss"]]},
            "plots[0] must be a pair of one of updates, exa",
        ),
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


WHEN = r"choices\[0\].when"


@pytest.mark.parametrize(
    "number",
    [10**400, float("nan"), float("-inf"), True],
    ids=["huge", "nan", "infinite", "true"],
)
@pytest.mark.parametrize(
    ("change", "field"),
    [
        (lambda number: {"epochs": number}, "epochs"),
        (lambda number: {"plots": [["updates", number]]}, r"plots\[0\]"),
        (lambda number: {"settings": {"noise": number}}, "noise"),
        (lambda number: {"settings": {"seed": number}}, "seed"),
        (lambda number: {"settings": {"hidden_layers": [number]}}, "hidden_layers"),
        (lambda number: {"choices": [{"text": "a", "when": [number, 1]}]}, WHEN),
        (lambda number: {"choices": [{"text": "a", "when": [0, number]}]}, WHEN),
    ],
)
def test_a_number_beyond_reason_is_refused_by_name(change, field, number):
    with pytest.raises(SettingError, match=f"^{field} must be ") as error:
        parse(json.dumps({**SMALL, **change(number)}))
    assert len(str(error.value)) < 250


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


def test_an_older_experiment_with_one_text_is_read_as_before():
    old = {**SMALL, "why": "So it is.", "why_when": [1, 1]}
    del old["closings"], old["seeds"]
    experiment = parse(json.dumps({**old, "plots": [["seconds", "loss"]]}))
    assert experiment.closings == [("So it is.", 1, 1)]
    assert experiment.seeds == 20
    assert experiment.plots == [("milliseconds", "loss")]
    del old["why_when"]
    assert answer({**old, "seeds": 3})["closing_text"] == "So it is."


@pytest.mark.parametrize("unit", ["epoch", "milliseconds"])
def test_a_shown_run_ends_at_the_goal_as_all_others_do(unit):
    goal = {**SMALL, "measure": "fewest_epochs", "plots": [["updates", "accuracy"]]}
    trial = Trial(parse(json.dumps(goal)))
    while not trial.is_over:
        frame = trial.step(unit, 10)
    for (_, session), results in zip(trial.runs, trial.results, strict=True):
        first = results[0]
        if first.epoch < inf:
            assert session.run.epoch == first.epoch == first.last_epoch
        assert max(one.last_epoch for one in results) <= 40
    assert "passes" in english(*frame["arms"][1]["results"])


def test_every_seed_has_its_own_data_unless_they_are_to_be_the_same():
    for same in (False, True):
        trial = finished({**SMALL, "same_data": same, "epochs": 1})
        runs = [one.run for one in trial._sweep.runs]
        assert all(
            (a.x == b.x).all() for a, b in zip(runs[::2], runs[1::2], strict=True)
        )
        assert (runs[0].x == runs[2].x).all() == same
        thetas = {one.network.theta.tobytes() for one in runs}
        assert len(thetas) == len(runs)


def test_again_adds_new_seeds_to_the_old():
    experiment = parse(json.dumps(SMALL))
    once = finished(SMALL)
    again = Trial(experiment, once)
    assert again.frame()["seeds"] == [8, 16, 2]
    while not again.is_over:
        frame = again.step("epoch", 100)
    assert frame["seeds"] == [16, 16, 2]
    assert "of 16 runs" in english(*frame["answer"]["sentences"])
    seeds = [one.settings.seed for trial in (once, again) for one in trial._sweep.runs]
    assert len({*seeds}) == 16


def test_the_runs_are_those_of_a_session():
    trial = finished({**SMALL, "seeds": 2})
    for one, result in zip(trial._sweep.runs[::2], trial.results[0], strict=True):
        session = Session(one.settings)
        session.step("epoch", 40)
        score, _ = session.monitor.scores()
        assert result.loss == pytest.approx(score.loss, rel=1e-9)


def test_plots_are_drawn_of_every_run():
    plots = [["updates", "each"], ["milliseconds", "loss"], ["examples", "angle"]]
    trial = Trial(parse(json.dumps({**SMALL, "plots": plots})))
    for _ in range(5):
        frame = trial.step("epoch", 2)
    of_plot = [frame["curves"][frame["curves"][:, 0] == i, 1:] for i in range(3)]
    for table in of_plot:
        assert set(table[:, 0]) == {0, 1}
    first = of_plot[0][of_plot[0][:, 0] == 0]
    assert first[-1, 1] == trial.runs[0][1].run.update
    milliseconds = of_plot[1][of_plot[1][:, 0] == 1, 1]
    assert len(milliseconds) == 11
    np.testing.assert_allclose(np.diff(milliseconds), milliseconds[1])
    angles = of_plot[2][of_plot[2][:, 0] == 1]
    assert len(angles) == 5
    assert np.all((angles[:, 2] >= 0) & (angles[:, 2] <= 180))
    assert angles[-1, 1] == 10 * 32
    for drawn, table in zip(frame["plots"], of_plot, strict=True):
        assert table[:, 2].max() <= drawn["highest"] <= 1.5 * table[:, 2].max()
        digits, _, _ = f"{drawn['highest'] / 2:.6e}".partition("e")
        assert len(digits.rstrip("0")) <= 3  # such as 1.5


def test_a_band_is_the_middle_half_and_ends_where_half_the_runs_have():
    stops = {"early_stopping": True, "patience": 3, "noise": 0.5, "learning_rate": 1}
    arms = [{"label": "stops", "settings": stops}]
    plots = [["updates", "val_loss"]]
    trial = finished({**SMALL, "arms": arms, "plots": plots, "epochs": 400})
    band = trial.frame()["bands"][:, 2:]
    histories = [one.history for one in trial.results[0]]
    ends = [history[-1, 0] for history in histories]
    assert len({*ends}) > 1
    assert band[-1, 0] <= np.median(ends)
    at_start = np.quantile(
        [h[0, 2] for h in histories], [0.25, 0.5, 0.75], method="lower"
    )
    np.testing.assert_allclose(band[0, 1:], at_start)


def test_gradients_by_layer_are_parts_of_the_last_one():
    deep = {
        "settings": {"hidden_layers": "4,4,4", "activation": "sigmoid"},
        "epochs": 1,
    }
    trial = finished({**SMALL, **deep, "plots": [["layers", "gradient"]]})
    bands = trial.frame()["bands"]
    assert bands[:4, 2].tolist() == [1, 2, 3, 4]
    np.testing.assert_allclose(bands[3, 3:], 1)
    run = trial.runs[0][1].run
    assert len(start_of(run).gradients) == 4


def test_a_run_may_begin_with_other_weights_and_with_what_flipped_classes_taught():
    arms = [
        {"label": "plain"},
        {"label": "weight", "weights": {"0.1.2": 5, "1.b.0": -3}},
        {"label": "flipped", "flipped": 60},
        {"label": "other loss", "flipped": 60, "settings": {"loss": "squared_error"}},
    ]
    trial = Trial(parse(json.dumps({**SMALL, "arms": arms, "settings": {}})))
    plain, weight, flipped, other = (session for _, session in trial.runs)
    changed = np.flatnonzero(plain.run.network.theta != weight.run.network.theta)
    assert changed.tolist() == [10, 32]
    assert weight.run.network.theta[changed].tolist() == [5, -3]
    assert flipped.monitor.scores()[0].metric < 10
    assert (flipped.run.network.theta == other.run.network.theta).all()
    trial._train_others()
    firsts = [results[0].history[0] for results in trial.results]
    assert firsts[2][3] == flipped.monitor.scores()[0].metric


@pytest.mark.parametrize("cost", [1e-7, 3e-5, 2.0])
def test_time_is_the_arithmetics_own(monkeypatch, cost):
    now = [0.0]

    def train(updates):
        now[0] += 0.004 + updates * cost  # a call costs as much as many updates

    made = SimpleNamespace(engine=SimpleNamespace(train=train))
    monkeypatch.setattr(timing, "CompiledTrainer", lambda *_: made)
    monkeypatch.setattr(timing, "perf_counter", lambda: now[0])
    found = timing.seconds_per_update(Settings(), None)
    assert found == pytest.approx(cost, rel=1e-6)


def test_without_the_engine_the_loops_own_time_is_told():
    slow = Settings(points=5000, hidden_layers=(64, 64), batch_size=5000)
    assert 1e-6 < timing.seconds_per_update(slow, None) < 10


@pytest.mark.parametrize(
    ("costs", "found"),
    [
        ([[1, 1, 1, 1], [2, 2, 2, 2]], (1, 4)),
        ([[1, 1, 1, 9], [2, 2, 2, 2]], (1, 3)),
        ([[1, 1, 9, 9], [2, 2, 2, 2]], (TIE, 0)),
        ([[1, 1, 1, 1], [1, 1, 1, 1]], (TIE, 0)),
        ([[inf, inf, 1, 1], [inf, inf, inf, 3]], (0, 0)),
        ([[inf] * 4, [inf] * 4], (0, 0)),
        ([[inf, 1, 1, 1], [2, 2, 2, 2]], (1, 3)),
        ([[1, 1, 1, 9], [9, 9, 9, 1], [5, 5, 5, 5]], (1, 3)),
        ([[7.0]], (1, 1)),
    ],
)
def test_who_wins_usually_beats_each_other_one(costs, found):
    assert winner(costs) == found


@pytest.mark.parametrize(
    ("costs", "ahead"),
    [
        ([[1, 2, 1, 2], [2, 1, 2, 1], [9, 9, 9, 9]], [0, 1]),
        ([[9, 9, 9, 1], [2, 1, 2, 2], [1, 2, 1, 3], [8, 8, 8, 8]], [1, 2]),
        ([[1, 2, 1, 2], [2, 1, 2, 1]], []),
        ([[1, 9, 1, 9], [5, 5, 5, 5], [9, 1, 9, 1]], []),
    ],
)
def test_where_none_wins_those_that_are_ahead_of_the_others_are_told(costs, ahead):
    assert winner(costs) == (TIE, 0)
    assert leaders(costs) == ahead


def test_usually_is_three_quarters():
    assert [usual(runs) for runs in (1, 4, 20, 21)] == [1, 3, 15, 16]


@pytest.mark.parametrize("measure", ["fewest_updates", "fewest_epochs", "lowest_loss"])
def test_a_tie_is_nobodys_victory(measure):
    slow, fast = SMALL["arms"]
    arms = [slow, *({**fast, "label": name} for name in "ab")]
    told = answer({**SMALL, "arms": arms, "measure": measure})
    assert told["right"] == []
    assert english(*told["sentences"]).startswith("No clear winner by ")


def test_where_every_run_diverged_none_is_first():
    wild = {"learning_rate": 10, "activation": "linear", "hidden_layers": "8,8"}
    trial = finished({**SMALL, "arms": [{"label": "wild", "settings": wild}]})
    frame = trial.frame()
    assert english(*frame["answer"]["sentences"]) == (
        "First by training loss at the end: none. None gets there in 6 of 8 runs."
    )
    assert english(*frame["arms"][0]["results"]) == "diverged"
    assert np.isfinite(frame["bands"]).all()


# ---- what the texts say, over a hundred seeds


def test_every_outcome_of_every_experiment_has_words_and_one_right_prediction():
    for name, data in FILES.items():
        experiment = parse(json.dumps(data))
        for number in possible(experiment):
            for words in (experiment.choices, experiment.closings):
                fitting = [one for one in words if one.first <= number <= one.last]
                assert len(fitting) == 1, (name, number, words is experiment.choices)


def possible(experiment):
    """Every number that its measure can give."""
    arms = len(experiment.arms)
    if experiment.measure in ("learned", "failed"):
        return range(arms + 1)
    if experiment.measure == "winners":
        return (TIE, 1, 2, 3)
    if experiment.measure == "shapes":
        return np.arange(1, arms + 0.5, 0.5)
    if experiment.measure == "different_units":
        return np.arange(1, 8.5, 0.5)
    if experiment.measure == "vanishing":
        return np.logspace(-3, 5, 99)
    if experiment.measure == "too_early":
        return [
            100 * count / runs for runs in (20, 40, 60) for count in range(runs + 1)
        ]
    return range(TIE, arms + 1)


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


def test_updates_passes_and_time_have_their_own_winners():
    for trial in outcomes("batch-size"):
        updates, epochs = (
            np.median(
                [[getattr(one, way) for one in arm] for arm in trial.results], axis=1
            )
            for way in ("update", "epoch")
        )
        assert (np.diff(updates) < 0).all()  # the larger the batch, the fewer updates
        assert (np.diff(epochs) > 0).all()  # and the more passes
        angles = [np.median([one.angle for one in arm]) for arm in trial.results]
        assert angles == sorted(angles, reverse=True)
        assert angles[0] > 45
        assert angles[-1] < 0.01


def test_each_batch_size_has_the_best_rate_of_the_four():
    for arm in FILES["batch-size"]["arms"]:
        rates = [
            {"label": str(rate), "settings": {**arm["settings"], "learning_rate": rate}}
            for rate in (0.1, 0.3, 1, 3)
        ]
        epochs = Counter()
        for seed in (3_000, 77_000):
            data = {**FILES["batch-size"], "arms": rates, "measure": "fewest_epochs"}
            trial = finished(data, seed=seed, data_seed=seed)
            for (label, _), results in zip(trial.runs, trial.results, strict=True):
                costs = [min(one.epoch, 300) for one in results]
                epochs[label] += float(np.mean(costs))
        own = str(arm["settings"]["learning_rate"])
        assert epochs[own] == min(epochs.values()), (arm["label"], epochs)


def test_where_it_is_sure_and_wrong_cross_entropy_is_first():
    for trial in outcomes("chain-rule"):
        assert trial.measured.number == 1
        for _, session in trial.runs:
            assert Session(session.settings).run.update == 0
        begins = [one.history[0] for arm in trial.results for one in arm]
        assert np.median([row[3] for row in begins]) < 5  # percent right
        assert np.median([row[1] for row in begins]) > 1  # so it is sure


def test_the_edge_of_the_learning_rate_is_not_sharp():
    for trial in outcomes("learning-rate"):
        counts = learned(trial)
        assert min(counts[f"rate {rate}"] for rate in (0.05, 0.3, 1, 3)) >= 15
        assert any(3 <= count <= 17 for count in counts.values())
        assert counts["rate 10"] <= 12
        assert 4 <= trial.measured.number <= 6


def test_a_rate_of_0_3_learns_xor_faster_than_the_default():
    slow, fast, *_ = FILES["learning-rate"]["arms"]
    pair = {**FILES["learning-rate"], "arms": [slow, fast], "measure": "fewest_epochs"}
    for seed in (1_234, 98_765):
        assert finished(pair, seed=seed, data_seed=seed).measured.number == 2


def test_without_the_shuffle_most_networks_fail():
    for trial in outcomes("shuffle"):
        counts = learned(trial)
        assert counts["with shuffle"] >= 15
        assert counts["without shuffle"] <= 10
        forgotten = [sum(one.has_forgotten for one in arm) for arm in trial.results]
        assert forgotten[1] > forgotten[0]
        told = english(*trial.measured.sentences)
        assert f"In {sum(forgotten)} of all 40 runs the network takes" in told


@pytest.mark.slow
def test_a_low_rate_has_hardly_begun_on_the_spiral_and_a_high_one_breaks():
    for trial in outcomes("spiral-rate"):
        ends = [np.median([one.loss for one in arm]) for arm in trial.results]
        assert ends[0] > 0.6  # of 0.69
        assert min(ends[2:4]) < 0.1
        assert ends[4] > 0.6
        assert trial.measured.number in (TIE, 3, 4)


def test_zeros_stay_alike_for_ever_and_one_weight_frees_one_unit():
    for trial in outcomes("symmetry"):
        zeros, one, xavier = trial.results
        assert {result.units for result in zeros} == {(1, 8)}
        assert {result.units for result in one} == {(2, 8)}
        assert {result.units for result in xavier} == {(8, 8)}
        assert not any(result.has_learned for result in [*zeros, *one])
    trial = finished({**FILES["symmetry"], "seeds": 1})
    network = trial.runs[0][1].run.network
    assert not network.layers[0].W.any()
    assert not network.layers[1].W.any()
    assert network.layers[1].b.any()


def test_nine_sets_of_weights_draw_several_boundaries():
    for trial in outcomes("weights"):
        assert trial.measured.number >= 3
        runs = [one.run for one in trial._sweep.runs]
        assert all((run.x == runs[0].x).all() for run in runs)


@pytest.mark.slow
def test_wider_networks_learn_the_spiral_more_often():
    for trial in outcomes("width"):
        counts = [*learned(trial).values()]
        assert counts[:2] == [0, 0]
        assert counts == sorted(counts)
        assert counts[-1] >= 18


@pytest.mark.slow
def test_no_optimizer_always_wins_and_those_with_steps_of_their_own_are_faster():
    wins = Counter()
    for trial in outcomes("optimizers"):
        wins[trial.measured.number] += 1
        medians = [np.median([one.epoch for one in arm]) for arm in trial.results]
        assert max(medians[2:]) < min(medians[:2])
        if trial.measured.number == TIE:
            told = english(*trial.measured.sentences)
            assert "RMSProp at 0.01, Adam at 0.01 each beat" in told
    assert wins[1] == wins[2] == wins[0] == 0


@pytest.mark.slow
def test_some_penalty_is_better_than_none_and_too_much_says_one_half():
    for trial in outcomes("regularisation"):
        none, some, more, most = (
            np.median([one.val_loss for one in arm]) for arm in trial.results
        )
        assert some < none
        assert some < most
        assert more < most
        assert most == pytest.approx(np.log(2), abs=0.002)
        assert trial.measured.number in (TIE, 2, 3)
    rows = [one.history for one in trial.results[0]]
    falls = [row[-1, 1] < row[len(row) // 4, 1] for row in rows]
    rises = [row[-1, 2] > np.nanmin(row[:, 2]) for row in rows]
    assert min(sum(falls), sum(rises)) >= 18
    run = trial.runs[0][1].run
    assert (len(run.x), len(run.network.theta)) == (50, 337)


def test_sigmoids_lose_the_gradient_on_the_way_and_the_others_do_not():
    for trial in outcomes("depth"):
        ratios = [
            np.median([one.gradients[-2] / max(one.gradients[0], 1e-9) for one in arm])
            for arm in trial.results
        ]
        assert ratios[0] > 500
        assert max(ratios[1:]) < 10
        assert learned(trial)["sigmoid"] == 0


def test_the_product_needs_no_hidden_layer_and_a_line_is_not_enough():
    for trial in outcomes("features"):
        assert [*learned(trial).values()][2] == 0
        product, hidden, _ = (
            np.median([one.epoch for one in arm]) for arm in trial.results
        )
        assert product < hidden
        assert trial.measured.number in (TIE, 1)


def test_stopping_early_saves_epochs_and_the_loss():
    for trial in outcomes("early-stopping"):
        stops, goes_on = trial.results
        assert np.median([one.last_epoch for one in stops]) < 150
        better = [a.val_loss < b.val_loss for a, b in zip(stops, goes_on, strict=True)]
        assert sum(better) >= 18
        assert trial.measured.number <= 35


def test_findings_of_single_units_are_not_called_alike():
    trial = finished({**SMALL, "settings": {"hidden_layers": "1"}, "epochs": 1})
    found = Findings(["a", "b"], trial.results, [0.0, 0.0])
    number, sentences, _ = MEASURES["different_units"].judge(found)
    assert number == 1
    assert english(*sentences) == "“a” has only one unit: there is nothing to compare."
