"""The pages beside the demo, in a browser."""

import pytest
from page import press, readout
from playwright.sync_api import expect
from test_looks import findings


@pytest.mark.parametrize(
    "name", ["teachers", "teachers.de", "worksheets.es", "settings"]
)
def test_a_page_to_read_fits_and_axe_finds_nothing(new_page, site, name):
    page = new_page()
    page.goto(f"{site}{name}.html")
    expect(page.locator("main h1")).to_be_visible()
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        for width in (1366, 390, 320):
            page.set_viewport_size({"width": width, "height": 800})
            assert page.evaluate("document.documentElement.scrollWidth") == width
            assert findings(page) == []


def test_a_worksheet_has_its_links_as_qr_codes_and_opens_what_it_is_about(
    new_page, site
):
    page = new_page()
    page.goto(f"{site}worksheets.html")
    links = page.locator("a.try")
    expect(page.locator("svg.qr-code")).to_have_count(links.count())
    links.nth(1).click()
    page.wait_for_selector("body[data-status=ready]")
    press(page, "step-update")
    expect(readout(page, "train_loss")).to_have_text("0.5656")


def test_help_leads_to_it_and_it_leads_back(opened):
    page = opened()
    page.keyboard.press("?")
    with page.expect_popup() as popup:
        page.get_by_role("link", name="Settings reference").click()
    settings = popup.value
    expect(settings.locator("#learning_rate")).to_be_visible()
    settings.get_by_role("link", name="Watch It Learn").click()
    settings.wait_for_selector("body[data-status=ready]")
