"""The tab Space: the plane as a hidden layer sees it."""

import re

from page import ENOUGH, expect_readout, pixel, press
from playwright.sync_api import expect


def words(page):
    return page.locator("[data-space-words]")


def open_space(page):
    page.get_by_role("tab", name="Space").click()
    expect(words(page)).to_contain_text("units; the two axes hold")


def painted(page) -> str:
    return page.evaluate("document.querySelector('[data-view=space]').toDataURL()")


def test_the_plane_bends_while_it_trains(opened):
    page = opened("hidden_layers=2&activation=tanh&speed=epoch")
    open_space(page)
    before = painted(page)
    press(page, "train")
    expect_readout(page, "epoch", re.compile(r"\d\d"))
    press(page, "train")
    assert painted(page) != before
    expect(words(page)).to_contain_text("2 units; the two axes hold 100 %")


def test_layer_and_axes_are_chosen_by_keys(opened):
    page = opened("hidden_layers=4,3")
    open_space(page)
    layer, across, up = (
        page.locator(f"[data-space={name}]") for name in ("layer", "across", "up")
    )
    expect(layer).to_have_value("1")  # the last, which the output sees
    expect(words(page)).to_contain_text("3 units")
    layer.focus()
    page.keyboard.press("ArrowUp")
    expect(words(page)).to_contain_text("4 units")
    expect(across.locator("option")).to_have_count(5)
    before = painted(page)
    across.focus()
    page.keyboard.press("ArrowDown")
    expect(across).to_have_value("0")
    up.select_option("3")
    expect(words(page)).not_to_have_text("")
    page.wait_for_function(
        "before => document.querySelector('[data-view=space]').toDataURL() !== before",
        arg=before,
    )
    page.evaluate("location.hash = 'hidden_layers=2'")
    expect(words(page)).to_contain_text("2 units")
    expect(up).to_have_value("1")


def test_without_a_hidden_layer_a_sentence_says_so(opened):
    page = opened("hidden_layers=")
    page.get_by_role("tab", name="Space").click()
    expect(words(page)).to_contain_text("There is no hidden layer")
    expect(page.locator("[data-view=space]")).to_be_hidden()


def test_it_shows_on_a_phone(opened):
    page = opened("speed=fastest", viewport={"width": 390, "height": 844})
    page.locator("[data-panels] [value=network]").click()
    open_space(page)
    press(page, "train")
    expect_readout(page, "train_accuracy", ENOUGH)
    press(page, "train")
    assert any(
        pixel(page, x / 20, y / 20, "space")[3] > 0
        for x in range(1, 20)
        for y in range(1, 20)
    )
