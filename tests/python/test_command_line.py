"""`python -m trainer`, as somebody at a terminal meets it."""

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

from trainer.__main__ import main
from trainer.experiments.defaults import main as measure_defaults

COLUMNS = ["epoch", "train_loss", "val_loss", "train_accuracy", "val_accuracy"]


def test_it_trains_and_prints_the_epoch_table(capsys):
    arguments = ["--dataset", "spiral", "--hidden-layers", "16,16", "--epochs", "500"]
    assert main(arguments) == 0
    header, *rows = capsys.readouterr().out.splitlines()
    assert header.split() == COLUMNS
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


def test_values_have_an_rmse_in_place_of_an_accuracy(capsys):
    assert main(["--dataset", "slope", "--epochs", "60"]) == 0
    header, *rows = capsys.readouterr().out.splitlines()
    assert header.split()[3:] == ["train_rmse", "val_rmse"]
    assert float(rows[-1].split()[3]) < 0.1
    main(["--dataset", "slope", "--epochs", "1", "--json"])
    (epoch,) = json.loads(capsys.readouterr().out)["epochs"]
    assert 0 < epoch["val_rmse"] < 2


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
        (
            ["--learning-rate", "11"],
            "learning_rate must be a number from 0.00001 to 10",
        ),
        (["--epochs", "many"], "epochs must be a whole number from 1 to 10000000"),
        (["--engine", "float32"], "float32 needs the page; got 'float32'"),
        (
            ["--learning-rate", "0,05", "--noise", "2"],
            "noise must be a number from 0 to",
        ),
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


DIVERGING = [
    "--learning-rate",
    "10",
    "--hidden-layers",
    "8,8",
    "--activation",
    "linear",
]


def test_a_run_that_diverged_says_so_in_words_for_a_terminal_and_fails(capsys):
    assert main(DIVERGING) == 1
    said = capsys.readouterr().err
    assert re.fullmatch(
        r"The run diverged at update \d+: [^.]+\. Try --learning-rate below 10\.\n",
        said,
    )
    assert main([*DIVERGING, "--json"]) == 1
    assert json.loads(capsys.readouterr().out)["message"] == said.strip()


def test_an_early_stop_is_told_in_words_for_a_terminal(capsys):
    stopping = ["--early-stopping", "true", "--patience", "1", "--min-improvement", "1"]
    assert main(stopping) == 0
    assert re.fullmatch(
        r"Stopped early after epoch \d+: the validation loss had not improved since "
        r"epoch \d+\. With --early-stopping false it trains on\.\n",
        capsys.readouterr().err,
    )


def test_ctrl_c_ends_it_without_a_word(capsys, monkeypatch):
    def interrupted(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("trainer.__main__.print_table", interrupted)
    assert main([]) == 130
    assert capsys.readouterr() == ("", "")


ENDLESS = ["--epochs", "10000000", "--points", "10", "--engine", "numpy"]
needs_processes = pytest.mark.skipif(
    sys.platform == "emscripten", reason="there are no other processes"
)


def process(*arguments: str) -> subprocess.Popen:
    return subprocess.Popen(
        [sys.executable, "-m", "trainer", *arguments],
        cwd=Path(__file__).parents[2] / "py",
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


@needs_processes
def test_rows_appear_in_a_pipe_as_they_come():
    with process(*ENDLESS) as piped:
        assert piped.stdout.readline().split() == COLUMNS
        assert piped.poll() is None
        piped.kill()


@needs_processes
@pytest.mark.parametrize(
    ("arguments", "code"),
    [(["--epochs", "2000"], 141), (["--json"], 141), (["--help"], 0)],
)
def test_a_reader_that_has_seen_enough_ends_it_without_a_word(arguments, code):
    with process(*arguments) as piped:
        piped.stdout.close()  # before a word is written
        assert piped.stderr.read() == ""
        assert piped.wait() == code


def test_a_terminal_sees_progress(capsys, monkeypatch):
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True)
    main(["--epochs", "2"])
    assert "epoch 2 of 2, loss 0." in capsys.readouterr().err


@pytest.mark.slow
def test_the_table_of_defaults_has_a_row_for_each_dataset(capsys):
    measure_defaults()
    rows = capsys.readouterr().out.splitlines()
    assert len(rows) == 10
    assert rows[3].split()[0] == "spiral"
