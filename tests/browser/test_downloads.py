"""Taking it home: the files do at home what the page did here."""

import csv
import json
import re
import subprocess
import sys
from pathlib import Path

import pytest
from page import choose, expect_readout, message, press, text
from playwright.sync_api import Page, expect

LOSSES = "from watch_it_learn import train; import json; print(json.dumps(list(train(100))[-1]))"


def download(page: Page, action: str, folder: Path) -> Path:
    page.locator("[data-menu] > summary").click()
    with page.expect_download() as started:
        press(page, f"download-{action}")
    path = folder / started.value.suggested_filename
    started.value.save_as(path)
    return path


@pytest.mark.parametrize("dataset", ["xor", "circle", "spiral", "gaussians", "moons"])
def test_the_python_program_ends_at_the_losses_of_the_page(opened, tmp_path, dataset):
    page = opened(f"dataset={dataset}&speed=10_epochs")
    press(page, "train")
    expect_readout(page, "epoch", re.compile(r"^[1-9]\d\d"))
    press(page, "train")
    expect_readout(page, "status", "paused")
    with download(page, "history", tmp_path).open(newline="") as file:
        here = next(row for row in csv.DictReader(file) if row["epoch"] == "100")
    program = download(page, "python", tmp_path)
    assert program.name == "watch_it_learn.py"
    done = subprocess.run(
        [sys.executable, "-c", LOSSES],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=True,
    )
    epoch, (train_loss, _), (val_loss, _) = json.loads(done.stdout)
    assert epoch == 100
    assert train_loss == pytest.approx(float(here["train_loss"]), rel=1e-6)
    assert val_loss == pytest.approx(float(here["val_loss"]), rel=1e-6)


def test_the_pytorch_program_is_a_program(opened, tmp_path):
    program = download(opened(), "pytorch", tmp_path).read_text("utf-8")
    compile(program, "watch_it_learn_torch.py", "exec")
    assert "import torch" in program


def test_weights_are_downloaded_and_come_back(opened, tmp_path):
    page = opened()
    press(page, "step-epoch")
    expect_readout(page, "epoch", "1")
    loss = text(page, "train_loss")
    weights = download(page, "weights", tmp_path)
    choose(page, "hidden_layers", "3")
    expect(page).to_have_url(re.compile("hidden_layers=3"))
    page.locator("[data-import]").set_input_files(weights)
    expect(message(page)).to_have_text("The weights of the file are in place.")
    expect_readout(page, "train_loss", loss)
    weights.write_text(weights.read_text().replace('"8"', '"9"', 1))
    page.locator("[data-import]").set_input_files(weights)
    expect(message(page)).to_contain_text("must be")
    expect_readout(page, "train_loss", loss)


def test_during_an_experiment_there_is_no_picture_to_download(opened):
    page = opened("experiment=symmetry")
    page.locator("[data-menu] > summary").click()
    press(page, "download-picture")
    expect(message(page)).to_contain_text("go back to the demo first")


def test_the_picture_is_downloaded_with_its_legend(opened, tmp_path):
    page = opened()
    picture = download(page, "picture", tmp_path).read_bytes()
    assert picture.startswith(b"\x89PNG")
    width, height = int.from_bytes(picture[16:20]), int.from_bytes(picture[20:24])
    assert height > width > 300


def test_training_goes_on_while_something_else_is_asked(opened, tmp_path):
    page = opened()
    press(page, "train")
    for action in ("history", "python"):
        download(page, action, tmp_path)
        before = int(text(page, "epoch"))
        expect_readout(page, "epoch", re.compile(rf"^(?!{before}$)\d+$"))
    choose(page, "batch_size", "-1")
    expect(message(page)).to_contain_text("Batch size must be")
    before = int(text(page, "epoch"))
    expect_readout(page, "epoch", re.compile(rf"^(?!{before}$)\d+$"))
    expect_readout(page, "status", "training")
