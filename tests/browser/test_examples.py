"""The example edits: shown, then applied, and nothing of the reader's lost."""

import json
import re

import pytest
from conftest import ROOT
from editing import editor, error, running, write
from page import choose, expect_readout, press, setting
from playwright.sync_api import Locator, Page, expect

from trainer.page.edited_code import packaged

LOOP = packaged()["training.py"]
NAMES = {
    "Print the loss",
    "Remove the shuffle",
    "Momentum by hand",
    "Full batch",
    "A new activation",
    "Clip the gradient",
}


def show(page: Page, name: str) -> Locator:
    """The dialog of an example that was chosen from the menu."""
    page.locator("[data-examples] summary").click()
    page.get_by_role("button", name=name).click()
    return page.get_by_role("dialog", name=name)


def apply(page: Page, name: str) -> None:
    show(page, name).get_by_role("button", name="Apply and run").click()


def test_the_menu_offers_every_example(edited):
    page = edited()
    page.locator("[data-examples] summary").click()
    assert set(page.locator("[data-example-list]").inner_text().split("\n")) == NAMES
    files = json.loads((ROOT / "web/examples.json").read_text("utf-8"))
    assert len(files) == len(NAMES)


def test_an_example_is_shown_before_it_changes_anything(edited):
    page = edited()
    dialog = show(page, "Remove the shuffle")
    expect(dialog).to_contain_text("training.py")
    expect(dialog.locator("del")).to_have_text(re.compile("rng.permutation"))
    expect(dialog.locator("ins")).to_have_text(
        re.compile(r"run.order = np.arange\(n\)")
    )
    number = LOOP.splitlines().index(dialog.locator("del").inner_text()) + 1
    expect(dialog.locator("ins")).to_have_attribute("data-number", f"{number} +")
    page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
    expect(page.locator("[data-examples] summary")).to_be_focused()
    expect(page.get_by_role("tab", name="training.py", exact=True)).to_be_visible()
    expect(running(page)).to_have_text("")


@pytest.mark.parametrize("width", [390, 1366])
def test_an_example_runs_is_seen_and_can_be_undone(edited, width):
    page = edited(viewport={"width": width, "height": 768})
    page.get_by_role("tab", name="layers.py").click()
    apply(page, "Print the loss")
    expect(running(page)).to_have_text("running your training.py")
    line = page.locator("[data-view=code] .cm-line", has_text='print(f"epoch')
    expect(line).to_be_in_viewport()
    press(page, "step-epoch")
    expect_readout(page, "epoch", "1")
    press(page, "step-epoch")
    printed = re.compile(r"^epoch 1: loss \d\.\d{4}\nepoch 2: loss \d\.\d{4}\n$")
    expect(page.locator("[data-view=console]")).to_have_text(printed)
    editor(page).press("Control+Z")
    expect(line).to_have_count(0)
    expect(page.get_by_role("tab", name="training.py", exact=True)).to_be_visible()


def test_an_example_is_chosen_and_applied_by_keys_alone(edited):
    page = edited()
    page.locator("[data-examples] summary").focus()
    page.keyboard.press("Enter")
    button = page.get_by_role("button", name="A new activation")
    for _ in NAMES:
        if not button.evaluate("e => e === document.activeElement"):
            page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_role("dialog", name="A new activation")).to_be_visible()
    page.keyboard.press("Enter")
    expect(running(page)).to_have_text("running your activations.py")
    option = setting(page, "activation").locator("option[value=silu]")
    expect(option).to_have_text("SiLU")
    choose(page, "activation", "silu")
    press(page, "step-epoch")
    expect_readout(page, "epoch", "1")
    expect(setting(page, "activation")).to_have_value("silu")
    editor(page).press("Control+Z")  # of a file that had not been opened before
    expect(page.get_by_role("tab", name="activations.py", exact=True)).to_be_visible()


def test_all_examples_stay_where_they_fit_one_beside_the_other(edited):
    page = edited()
    press(page, "find-code")  # its panel must not cover the menu
    for name in sorted(NAMES):
        apply(page, name)
    files = "activations.py, optimizers.py, training.py"
    expect(running(page)).to_have_text(f"running your {files}")
    expect(error(page)).to_be_hidden()
    press(page, "step-epoch")
    expect_readout(page, "epoch", "1")
    expect_readout(page, "update", "1")
    expect(page.locator("[data-view=console]")).to_contain_text("epoch 1: loss")


def test_an_example_that_does_not_fit_says_so_and_nothing_is_lost(edited):
    page = edited()
    apply(page, "Full batch")
    dialog = show(page, "Full batch")
    expect(dialog).to_contain_text("Your training.py has these lines already.")
    dialog.get_by_role("button", name="Close").click()
    mine = LOOP.replace("run.rng.permutation(n)", "run.rng.permutation(n)[::-1]")
    write(page, mine)
    dialog = show(page, "Remove the shuffle")
    expect(dialog).to_contain_text("You have changed the lines of training.py")
    expect(dialog.get_by_role("button")).to_have_count(1)
    page.keyboard.press("Enter")
    expect(dialog).to_be_hidden()
    expect(editor(page)).to_contain_text("permutation(n)[::-1]")
