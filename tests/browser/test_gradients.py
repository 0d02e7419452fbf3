"""The tab Gradients: how each layer learns, over the run and now."""

import pytest
from page import expect_readout, painting, press, settle
from playwright.sync_api import Page, expect

DEEP = "hidden_layers=8,8,8,8,8&activation=sigmoid&initialization=xavier"
CHARTS = ["layer-gradients", "layer-weights", "layer-updates", "layer-activations"]


def norms(page: Page) -> list[float]:
    """Of each layer's gradient, as the table has them."""
    row = page.locator("[data-view=layers] tbody tr").first
    return [float(text) for text in row.locator("td").all_inner_texts()]


def test_a_gradient_that_vanishes_is_seen_layer_by_layer(opened):
    page = opened(DEEP)
    page.get_by_role("tab", name="Gradients").click()
    expect(page.locator("[data-layers-note]")).to_contain_text("step by update")
    expect(page.locator("[data-view=layer-gradients]")).to_be_hidden()
    press(page, "step-epoch")
    settle(page)
    told = norms(page)
    assert len(told) == 6
    assert told == sorted(told)
    assert told[0] < told[-1] / 100
    expect(page.locator("[data-layers-note]")).to_be_hidden()


def test_charts_and_table_follow_the_run(opened):
    page = opened("tab=gradients&hidden_layers=4,3")
    press(page, "step-epoch")
    settle(page)
    before = [painting(page, view) for view in CHARTS], norms(page)
    press(page, "train")
    expect_readout(page, "status", "training")
    expect(page.locator("[data-readout=epoch]")).not_to_have_text("1")
    press(page, "train")
    expect_readout(page, "status", "paused")
    settle(page)
    after = [painting(page, view) for view in CHARTS], norms(page)
    assert all(a != b for a, b in zip(before[0], after[0], strict=True))
    assert before[1] != after[1]


def test_a_run_is_recorded_while_its_tab_is_closed(opened):
    page = opened()
    for _ in range(3):
        press(page, "step-epoch")
        settle(page)
    page.get_by_role("tab", name="Gradients").click()
    settle(page)
    assert len(norms(page)) == 2


def test_layers_come_and_go(opened):
    page = opened("tab=gradients")
    for action, layers in [("add-layer", 3), ("remove-layer", 2), ("remove-layer", 1)]:
        press(page, action)
        settle(page)
        press(page, "step-update")
        settle(page)
        assert len(norms(page)) == layers


@pytest.mark.parametrize("width", [390, 1366])
def test_the_charts_have_room(opened, width):
    page = opened("tab=gradients", viewport={"width": width, "height": 844})
    if width == 390:
        page.locator("[data-panels] [value=network]").press("Enter")
    press(page, "step-epoch")
    settle(page)
    for view in CHARTS:
        box = page.locator(f"[data-view={view}]").bounding_box()
        assert box["height"] >= 50
        assert box["width"] >= 150
