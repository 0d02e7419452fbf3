"""The pages beside the demo, in a browser."""

import pytest
from playwright.sync_api import expect
from test_looks import findings


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1366, 390, 320])
@pytest.mark.parametrize(
    "name", ["teachers", "teachers.de", "worksheets.es", "settings"]
)
def test_a_page_to_read_fits_and_axe_finds_nothing(new_page, site, name, width, scheme):
    page = new_page(color_scheme=scheme, viewport={"width": width, "height": 800})
    page.goto(f"{site}{name}.html")
    expect(page.locator("main h1")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") == width
    assert findings(page) == []


def test_help_leads_to_it_and_it_leads_back(opened):
    page = opened()
    page.keyboard.press("?")
    with page.expect_popup() as popup:
        page.get_by_role("link", name="Settings reference").click()
    settings = popup.value
    expect(settings.locator("#learning_rate")).to_be_visible()
    settings.get_by_role("link", name="Watch It Learn").click()
    settings.wait_for_selector("body[data-status=ready]")
