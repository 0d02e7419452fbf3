"""Layout and access: every width, both color schemes, every state."""

import pytest
from conftest import ROOT
from page import expect_readout, press
from playwright.sync_api import Page, expect

AXE = (ROOT / "node_modules/axe-core/axe.min.js").read_text("utf-8")
RUN_AXE = """async () => {
  const { violations } = await axe.run();
  return violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html}`));
}"""
DIVERGES = "learning_rate=10&hidden_layers=8,8&activation=linear"
STOPS = "early_stopping=true&patience=1&min_improvement=1&speed=10_epochs"


def findings(page: Page) -> list[str]:
    page.evaluate(AXE)
    return page.evaluate(RUN_AXE)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_in_any_state(opened, new_page, site, scheme):
    page = opened(color_scheme=scheme)
    assert findings(page) == []
    for fold in page.locator("details").all():
        fold.evaluate("e => { e.open = true }")
    press(page, "train")
    expect_readout(page, "status", "training")
    assert findings(page) == []
    press(page, "help")
    assert findings(page) == []
    page.keyboard.press("Escape")
    press(page, "share")
    expect(page.locator("[data-teachers]")).to_be_visible()  # all folds are open
    assert findings(page) == []
    page.locator("[data-share-dialog] [data-action=write-experiment]").click()
    assert findings(page) == []
    page.keyboard.press("Escape")
    press(page, "train")
    expect_readout(page, "status", "paused")
    page.locator("[data-menu]").evaluate("menu => { menu.open = true }")
    press(page, "lab-report")
    expect(page.locator(".report-remove").first).to_be_visible()
    assert findings(page) == []
    page.keyboard.press("Escape")
    press(page, "view-code")
    press(page, "find-code")
    page.locator("[data-examples] summary").click()
    page.get_by_role("button", name="Momentum by hand").click()
    assert findings(page) == []

    for link in ("lang=de", "embed=1", "experiment=shuffle", "section=words"):
        assert findings(opened(link, color_scheme=scheme)) == []
    for link, status in [(DIVERGES, "diverged"), (STOPS, "stopped")]:
        page = opened(link, color_scheme=scheme)
        press(page, "train")
        expect_readout(page, "status", status)
        assert findings(page) == []

    page = new_page(expects_errors=True, color_scheme=scheme)
    page.route("**/library.zip*", lambda route: None)
    page.goto(site)
    page.wait_for_selector("body[data-status=loading]")
    assert findings(page) == []
    page.unroute_all(behavior="ignoreErrors")
    page.route("**/library.zip*", lambda route: route.abort())
    page.reload()
    expect_readout(page, "status", "error")
    assert findings(page) == []


@pytest.mark.parametrize("width", [320, 390, 768, 1024, 1366, 1920, 2560])
def test_nothing_scrolls_sideways(opened, width):
    page = opened("hidden_layers=8,8,8,8,8,8", viewport={"width": width, "height": 800})
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_everything_to_press_is_at_least_24_pixels_large(opened):
    page = opened()
    for pressed in page.locator("button:visible, select:visible, input:visible").all():
        box = pressed.bounding_box()
        assert min(box["width"], box["height"]) >= 24, pressed.evaluate(
            "e => e.outerHTML"
        )
