"""`python -m trainer`, as somebody at a terminal meets it."""

import json
import re
import sys

import pytest

from trainer.__main__ import COLUMNS, main
from trainer.defaults import main as measure_defaults


def test_it_trains_and_prints_the_epoch_table(capsys):
    arguments = ["--dataset", "spiral", "--hidden-layers", "16,16", "--epochs", "500"]
    assert main(arguments) == 0
    header, *rows = capsys.readouterr().out.splitlines()
    assert header.split() == list(COLUMNS)
    assert len(rows) == 20
    epoch, train_loss, _, accuracy, _ = rows[-1].split()
    assert epoch == "500"
    assert float(train_loss) < 0.1
    assert float(accuracy) > 98


def test_the_last_epoch_is_always_in_the_table(capsys):
    main(["--epochs", "50", "--validation-split", "0"])
    assert capsys.readouterr().out.splitlines()[-1].split()[0] == "50"
    main(["--epochs", "3", "--validation-split", "0"])
    assert re.search(r"^ +3 .* - .* -$", capsys.readouterr().out, re.MULTILINE)


def test_json_is_for_machines(capsys):
    assert main(["--json", "--epochs", "4", "--seed", "7"]) == 0
    result = json.loads(capsys.readouterr().out)
    assert [epoch["epoch"] for epoch in result["epochs"]] == [1, 2, 3, 4]
    assert set(result["epochs"][0]) == set(COLUMNS)
    assert result["epochs"][3]["train_accuracy"] > 1  # percent, as in the table
    assert result["settings"]["seed"] == 7


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["--learning-rate", "11"], "learning_rate must be a number from 0.0001 to 10"),
        (["--epochs", "many"], "epochs must be a whole number from 1 to 10000000"),
        (["--epochs", "0"], "epochs must be a whole number from 1 to 10000000"),
    ],
)
def test_a_wrong_option_gets_the_settings_own_error_and_code_2(
    arguments, sentence, capsys
):
    assert main(arguments) == 2
    output = capsys.readouterr()
    assert sentence in output.err
    assert output.out == ""


def test_a_run_that_ends_by_itself_says_why(capsys):
    main(["--learning-rate", "10", "--hidden-layers", "8,8", "--activation", "linear"])
    assert "diverged at update" in capsys.readouterr().out


def test_a_terminal_sees_progress(capsys, monkeypatch):
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True)
    main(["--epochs", "2"])
    assert "epoch 2 of 2, loss 0." in capsys.readouterr().err


def test_the_table_of_defaults_has_a_row_for_each_dataset(capsys):
    measure_defaults()
    rows = capsys.readouterr().out.splitlines()
    assert len(rows) == 6
    assert rows[3].split()[0] == "spiral"
