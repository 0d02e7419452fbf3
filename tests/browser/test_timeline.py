"""Back in time: the run is played again from a checkpoint, until something ends that."""

import re

import pytest
from page import SIXTY_PICTURES, press, readout, settle, train_epochs
from playwright.sync_api import expect


def play(page):
    return page.locator("[data-action=play]")


@pytest.fixture
def long(opened):
    """40 epochs of ten updates, a checkpoint at each."""
    page = opened("speed=epoch&batch_size=16")
    train_epochs(page, 40)
    return page


def test_the_run_is_played_from_the_start_to_the_end(opened):
    page = opened("speed=epoch&batch_size=16")
    train_epochs(page, 10)
    expect(play(page)).to_have_accessible_name("Play from here to the end")
    seen = page.evaluate_handle(
        """() => {
          const seen = [];
          const update = document.querySelector("[data-readout=update]");
          new MutationObserver(() => seen.push(Number(update.textContent))).observe(update, {
            childList: true, characterData: true, subtree: true });
          return seen;
        }"""
    )
    play(page).click()
    expect(play(page)).to_have_accessible_name("Pause")
    expect(play(page)).to_have_accessible_name("Play from here to the end")
    played = seen.json_value()
    assert played == sorted({*played})
    assert {0, 100} < {*played} <= {*range(0, 101, 10)}  # a busy page paints not all


@pytest.mark.parametrize("by", ["press", "train", "slider", "step", "reset"])
def test_playing_is_paused(long, by):
    page = long
    slider = page.locator("[data-timeline]")
    play(page).click()
    expect(play(page)).to_have_accessible_name("Pause")
    expect(readout(page, "update")).not_to_have_text(re.compile("^(0|400)$"))
    if by == "press":
        play(page).click()
    elif by == "train":
        press(page, "train")
    elif by == "step":
        press(page, "step-update")
    elif by == "reset":
        press(page, "reset")
    else:
        slider.focus()
        page.keyboard.press("Home")
    expect(play(page)).to_have_accessible_name("Play from here to the end")
    if by == "train":
        expect(readout(page, "status")).to_have_text("training")
    else:
        settle(page)
        stands = readout(page, "update").inner_text()
        page.evaluate(SIXTY_PICTURES)  # a player goes on about eight times meanwhile
        assert readout(page, "update").inner_text() == stands
        assert int(stands) < 400
        expect(readout(page, "status")).to_have_text(re.compile("^(ready|paused)$"))
