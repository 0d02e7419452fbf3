"""The features' switches: by pointer and keys, in links, and with the reader's own."""

import re

from editing import running, write
from page import (
    ENOUGH,
    choose,
    expect_link,
    expect_readout,
    message,
    on,
    press,
    setting,
)
from playwright.sync_api import Page, expect

from trainer.page.edited_code import packaged

OWN = packaged()["features.py"].replace(
    "}\n", '    "radius": lambda x1, x2: np.hypot(x1, x2),\n}\n', 1
)


def switch(page: Page, name: str):
    return setting(page, "features").locator(f"[value={name}]")


def test_with_the_product_xor_is_learned_without_a_hidden_layer(opened):
    page = opened("hidden_layers=&speed=epoch")
    switch(page, "x1_x2").click()
    expect(page.locator(".setting-several output")).to_have_text("x1, x2, x1·x2")
    press(page, "train")
    expect_readout(page, "train_accuracy", ENOUGH)
    press(page, "train")
    expect_link(page, "#features=x1,x2,x1_x2&hidden_layers=&speed=epoch")
    page.locator("[data-diagram]").focus()
    page.keyboard.press("ArrowRight")
    for _ in range(2):
        page.keyboard.press("ArrowDown")
    expect(page.locator("[data-live]")).to_contain_text("x1·x2, an input.")
    page.keyboard.press("ArrowRight")
    expect(page.locator("[data-live]")).to_contain_text(re.compile(r"·x1·x2"))


def test_switches_are_reached_and_used_by_keys(opened):
    page = opened()
    switch(page, "x2").focus()
    expect(page.locator("[data-setting-help]")).to_have_text(
        "What the network is given of each point."
    )
    page.keyboard.press("Tab")
    expect(switch(page, "x1_squared")).to_be_focused()
    page.keyboard.press("Space")
    expect_link(page, "#features=x1,x2,x1_squared")
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Enter")
    expect_link(page, "#features=x1,x1_squared")
    assert on(setting(page, "features")) == ["x1", "x1_squared"]


def test_quick_clicks_all_count(opened):
    page = opened()
    press(page, "train")
    for name in ("x1_squared", "x2_squared", "x1_x2", "x1_squared"):
        switch(page, name).click()
    expect_link(page, "#features=x1,x2,x2_squared,x1_x2")
    assert on(setting(page, "features")) == ["x1", "x2", "x2_squared", "x1_x2"]


def test_the_last_feature_stays_on_and_a_sentence_says_so(opened):
    page = opened("features=x1")
    press(page, "step-epoch")
    expect_readout(page, "epoch", "1")
    switch(page, "x1").click()
    expect(page.locator("[data-setting-help]")).to_have_text(
        "One feature always stays on."
    )
    assert on(setting(page, "features")) == ["x1"]
    expect_readout(page, "epoch", "1")
    switch(page, "x2").click()
    switch(page, "x1").click()
    expect_link(page, "#features=x2")


def test_a_feature_whose_code_does_not_run_leaves_the_others_on(edited):
    page = edited("features=x1,x1_x2,radius")
    expect(message(page)).to_contain_text("Not all of Features is known")
    assert on(setting(page, "features")) == ["x1", "x1_x2"]
    write(page, OWN, "features.py")
    press(page, "run-code")
    expect_link(page, "features=x1,x1_x2,radius")
    press(page, "restore-all")
    expect_link(page, "features=x1,x1_x2")
    assert on(setting(page, "features")) == ["x1", "x1_x2"]


def test_a_link_can_hold_them_fast(opened):
    page = opened("features=x2&fix=features")
    for name in ("x1", "x2"):
        expect(switch(page, name)).to_be_disabled()
    assert on(setting(page, "features")) == ["x2"]


def test_the_readers_own_feature_becomes_a_switch(edited):
    page = edited("dataset=circle&hidden_layers=&speed=epoch")
    write(page, OWN, "features.py")
    press(page, "run-code")
    expect(running(page)).to_contain_text("features.py")
    choose(page, "features", "radius")
    press(page, "train")
    expect_readout(page, "train_accuracy", re.compile(r"^(9[5-9]|100)\."))
    press(page, "train")
    press(page, "step-epoch")
    expect_readout(page, "engine", "compiled")
