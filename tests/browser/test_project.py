"""A project: saved by one reader, opened by another, with everything."""

import json

import pytest
from editing import running, write
from page import (
    expect_readout,
    message,
    press,
    setting,
    text,
    train_epochs,
)
from playwright.sync_api import expect


def open_project(page, path):
    page.locator("[data-project]").set_input_files(path)


@pytest.fixture
def saved(opened, tmp_path):
    """A project, and what its page showed."""
    page = opened(
        "dataset=moons&optimizer=adam&learning_rate=0.01&decision=true&view=code"
    )
    train_epochs(page, 3)
    press(page, "keep-curve")
    press(page, "step-update")
    write(page, "# mine\n", "features.py")
    with page.expect_download() as download:
        press(page, "save-project")
    path = tmp_path / "mine.json"
    download.value.save_as(path)
    return path, text(page, "train_loss"), text(page, "update")


def test_another_opens_it_and_finds_everything(opened, saved):
    path, loss, update = saved
    page = opened("hidden_layers=4&view=code")
    open_project(page, path)
    expect(message(page)).to_contain_text("The project is open, after epoch 3.")
    expect_readout(page, "update", update)
    expect_readout(page, "train_loss", loss)
    expect(setting(page, "dataset")).to_have_value("moons")
    expect(setting(page, "decision")).to_be_checked()
    expect(page.locator("[data-kept] li")).to_have_count(1)
    expect(running(page)).to_contain_text("This text is not running")
    press(page, "step-epoch")
    expect_readout(page, "epoch", "4")


def test_what_is_no_project_is_named_and_nothing_is_lost(opened, saved, tmp_path):
    path, *_ = saved
    page = opened("dataset=circle")
    train_epochs(page, 2)
    document = json.loads(path.read_text("utf-8"))
    document["position"]["start"] = -7
    wrong = tmp_path / "wrong.json"
    wrong.write_text(json.dumps(document), "utf-8")
    open_project(page, wrong)
    expect(message(page)).to_contain_text("position.start must be a whole number")
    expect_readout(page, "epoch", "2")
    expect(setting(page, "dataset")).to_have_value("circle")
    wrong.write_text("no JSON", "utf-8")
    open_project(page, wrong)
    expect(message(page)).to_contain_text("must be JSON")


def test_the_share_dialog_offers_it_for_what_a_link_cannot_carry(opened):
    page = opened()
    press(page, "share")
    with page.expect_download() as download:
        page.get_by_role("button", name="Save the project").click()
    assert download.value.suggested_filename == "watch-it-learn.json"
