"""How the page comes up, and what it says when it cannot."""

import hashlib
import re

import pytest
from conftest import DIST
from page import expect_readout, message, press
from playwright.sync_api import Page, Route, expect


def test_meanwhile_there_is_a_page_with_inactive_controls_and_a_still_picture(
    new_page, site
):
    page = new_page()
    held: list[Route] = []
    page.route("**/numpy*", lambda route: held.append(route))
    page.goto(site)
    expect(page.locator("[data-stage]")).to_have_text(
        re.compile(r"^Fetching Python: \d")
    )
    expect(page.locator("[data-setting=dataset]")).to_be_disabled()
    expect(page.locator("[data-action=train]")).to_be_disabled()
    still = page.get_by_alt_text("What a trained network makes of XOR")
    expect(still).to_be_visible()
    assert still.evaluate("image => image.complete && image.naturalWidth") > 100
    expect_readout(page, "status", "loading")
    held[0].fallback()
    page.wait_for_selector("body[data-status=ready]")
    expect(page.locator("[data-action=train]")).to_be_enabled()
    expect(still).to_have_count(0)


def test_progress_counts_the_bytes_of_the_manifest(new_page, site):
    page = new_page()
    held: list[Route] = []
    page.route("**/numpy*", lambda route: held.append(route))
    page.goto(site)
    manifest = page.evaluate(
        "JSON.parse(document.querySelector('[data-manifest]').text)"
    )
    later = ("editor", "licences", "de", "es")
    total = sum(asset["bytes"] for asset in manifest if asset["name"] not in later)
    without_numpy = total - next(a["bytes"] for a in manifest if a["name"] == "numpy")
    progress = page.locator("[data-progress]")
    expect(progress).to_have_js_property("value", without_numpy)
    expect(progress).to_have_js_property("max", total)


def test_script_and_style_are_asked_for_by_the_hash_of_what_is_in_them(opened):
    page = opened()
    asked = page.evaluate(
        "performance.getEntriesByType('resource').map(({ name }) => name)"
    )
    for name in ("main.js", "style.css"):
        sha256 = hashlib.sha256((DIST / name).read_bytes()).hexdigest()
        (address,) = (url for url in asked if f"/{name}" in url)
        assert address.endswith(f"/{name}?{sha256[:16]}")


def answer(status: int, body: bytes):
    return lambda route: route.fulfill(status=status, body=body)


@pytest.mark.parametrize(
    ("handler", "trouble"),
    [
        (answer(404, b""), "404"),
        (answer(200, b""), "0 of"),
        (answer(200, b"x" * 1000), "1,000 of"),
        (lambda route: route.abort(), "did not arrive"),
    ],
)
def test_what_did_not_arrive_is_named_and_can_be_tried_again(
    new_page, site, handler, trouble
):
    page = new_page(expects_errors=True)
    page.route("**/numpy*", handler)
    page.goto(site)
    expect_readout(page, "status", "error")
    expect(message(page)).to_contain_text("numpy.zip.zst.bin")
    expect(message(page)).to_contain_text(trouble)
    page.unroute("**/numpy*")
    press(page, "retry")
    page.wait_for_selector("body[data-status=ready]")


def test_bytes_of_the_right_number_but_wrong_are_refused(new_page, site):
    page = new_page(expects_errors=True)
    size = next((DIST / "runtime").glob("numpy*")).stat().st_size
    page.route("**/numpy*", answer(200, b"\0" * size))
    page.goto(site)
    expect_readout(page, "status", "error")
    expect(message(page)).to_contain_text("numpy.zip.zst.bin")


def test_a_worker_that_does_not_arrive_is_named(new_page, site):
    page = new_page(expects_errors=True)
    page.route("**/worker.js*", answer(404, b""))
    page.goto(site)
    expect_readout(page, "status", "error")
    expect(message(page)).to_contain_text("worker.js.gz.bin did not arrive")


@pytest.mark.parametrize(
    ("locale", "causes"),
    [
        ("en", ["lacks WebAssembly", "too old", "security mode", "policy"]),
        ("de", ["fehlt WebAssembly", "zu alt", "Sicherheitsmodus", "Richtlinie"]),
        ("es", ["falta WebAssembly", "antiguo", "seguridad mejorada", "directiva"]),
    ],
)
def test_a_browser_without_webassembly_is_told_what_may_be_why(
    new_page, site, locale, causes
):
    page = new_page(locale=locale)
    page.add_init_script("delete globalThis.WebAssembly")
    page.goto(site)
    expect_readout(page, "status", "error")
    for cause in causes:
        expect(message(page)).to_contain_text(cause)
    expect(page.locator("[data-action=retry]")).to_be_hidden()


def test_the_plain_folder_opened_as_a_file_says_what_to_open(new_page):
    page: Page = new_page(expects_errors=True)  # nothing can be fetched there
    page.goto((DIST / "index.html").as_uri())
    expect_readout(page, "status", "error")
    expect(message(page)).to_contain_text("Open watch-it-learn.html instead")


def test_the_policy_lets_nothing_from_elsewhere_in(opened):
    page = opened(expects_errors=True)
    refused = page.evaluate(
        "fetch('https://example.org/').then(() => 'let in', (error) => error.name)"
    )
    assert refused == "TypeError"
    policy = page.locator("meta[http-equiv=Content-Security-Policy]")
    assert "default-src 'none'" in (policy.get_attribute("content") or "")
