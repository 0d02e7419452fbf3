"""How the page comes up, and what it says when it cannot."""

import hashlib
import re

import pytest
from conftest import DIST
from page import expect_readout, message, press
from playwright.sync_api import Page, Route, expect

from builder.server import TYPES


def test_meanwhile_there_is_a_page_with_inactive_controls_and_a_still_picture(
    new_page, site
):
    page = new_page()
    held: list[Route] = []
    page.route("**/library.zip*", lambda route: held.append(route))
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
    page.route("**/library.zip*", lambda route: held.append(route))
    page.goto(site)
    manifest = page.evaluate(
        "JSON.parse(document.querySelector('[data-manifest]').text)"
    )
    sizes = {asset["name"]: asset["bytes"] for asset in manifest}
    total = sum(sizes[n] for n in ("python", "library", "trainer", "worker"))
    progress = page.locator("[data-progress]")
    expect(progress).to_have_js_property("value", total - sizes["library"])
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
    page.route("**/library.zip*", handler)
    page.goto(site)
    expect_readout(page, "status", "error")
    expect(message(page)).to_contain_text("library.zip.zst.bin")
    expect(message(page)).to_contain_text(trouble)
    page.unroute("**/library.zip*")
    press(page, "retry")
    page.wait_for_selector("body[data-status=ready]")


def test_bytes_of_the_right_number_but_wrong_are_refused(new_page, site):
    page = new_page(expects_errors=True)
    size = next((DIST / "runtime").glob("library.zip*")).stat().st_size
    page.route("**/library.zip*", answer(200, b"\0" * size))
    page.goto(site)
    expect_readout(page, "status", "error")
    expect(message(page)).to_contain_text("library.zip.zst.bin")


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


HTML = b"<!doctype html><title>Sign in to this network</title>"
MAIN = (DIST / "main.js").read_bytes()
STYLE = (DIST / "style.css").read_bytes()
HALF = len(STYLE) // 2


@pytest.mark.parametrize(
    ("file", "status", "body", "trouble"),
    [
        ("main.js", 500, b"", "main.js did not arrive"),
        ("main.js", 200, b"", "main.js arrived broken"),
        ("main.js", 200, MAIN[: len(MAIN) // 2], "main.js arrived broken"),
        ("main.js", 200, b"undefined.start();", "main.js arrived broken"),
        ("main.js", 200, HTML, "main.js arrived broken"),
        ("style.css", 500, b"", "style.css did not arrive"),
        ("style.css", 200, b"", "style.css did not arrive whole"),
        ("style.css", 200, STYLE[:HALF], "style.css did not arrive whole"),
        ("style.css", 200, HTML, "style.css did not arrive"),
    ],
    ids=map(str, range(9)),
)
def test_a_script_or_a_style_that_did_not_arrive_as_it_should_is_named(
    new_page, site, file, status, body, trouble
):
    page = new_page(expects_errors=True)
    kind = "text/html" if body == HTML else TYPES[f".{file.partition('.')[2]}"]
    pattern = f"**/{file}?*"
    page.route(
        pattern,
        lambda route: route.fulfill(status=status, body=body, content_type=kind),
    )
    page.goto(site)
    page.wait_for_selector("body[data-status=error]")
    expect_readout(page, "status", "error")
    expect(message(page)).to_contain_text(trouble)
    expect(page.locator("[data-stage]")).to_have_text("Python did not start")
    page.unroute(pattern)
    press(page, "retry")
    page.wait_for_selector("body[data-status=ready]")


@pytest.mark.parametrize(
    ("locale", "trouble", "retry"),
    [
        ("de-AT", "main.js ist nicht angekommen", "Noch einmal"),
        ("es-MX", "main.js no ha llegado", "Reintentar"),
        ("fr", "main.js did not arrive", "Retry"),
    ],
)
def test_a_script_that_did_not_arrive_is_named_in_the_readers_language(
    new_page, site, locale, trouble, retry
):
    page = new_page(expects_errors=True, locale=locale)
    page.route("**/main.js*", lambda route: route.abort())
    page.goto(site)
    expect(message(page)).to_contain_text(trouble)
    expect(page.locator("[data-action=retry]")).to_have_text(retry)


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
