"""Installed once, offline after: the service worker, under a sub-path."""

import re
import shutil
from contextlib import contextmanager
from threading import Thread

import pytest
from conftest import DIST, LONG, OWN, SUB_PATH
from editing import run, running
from page import press
from playwright.sync_api import expect
from test_rest import IMPORTS

from builder import offline
from builder import page as page_builder
from builder.server import server

KEPT = """async () => {
  const kept = [];
  for (const name of await caches.keys()) {
    const cache = await caches.open(name);
    for (const { url } of await cache.keys()) kept.push(url);
  }
  return kept;
}"""
ACTIVE = "navigator.serviceWorker.ready.then(({ active }) => active.state)"


@contextmanager
def serving(root, port=0):
    with server(root, port) as running:
        thread = Thread(target=running.serve_forever, daemon=True)
        thread.start()
        yield running.server_port
        running.shutdown()


@pytest.fixture
def host(tmp_path):
    """A copy of dist/ below a host's root."""
    site = tmp_path / SUB_PATH
    shutil.copytree(DIST, site)
    return tmp_path, site


@pytest.fixture
def page(chromium):
    context = chromium.new_context(viewport={"width": 1366, "height": 768})
    context.set_default_timeout(LONG)
    asked = []
    context.on("request", lambda request: asked.append(request.url))
    yield context.new_page()
    context.close()
    assert [url for url in asked if not url.startswith(OWN)] == []


def visit(page, port):
    page.goto(f"http://127.0.0.1:{port}/{SUB_PATH}/")
    page.wait_for_selector("body[data-status=ready]")


def change(site, text="\n// another version\n"):
    """What a new build is: another main.js, a page and a service worker that know of it."""
    script, index = site / "main.js", site / "index.html"
    old = page_builder.address(script)
    script.write_text(script.read_text("utf-8") + text, "utf-8")
    html = index.read_text("utf-8").replace(old, page_builder.address(script))
    index.write_text(html, "utf-8")
    worker = site / offline.WORKER
    worker.write_text(worker.read_text("utf-8").partition("\n")[2], "utf-8")
    offline.write(site)


def test_after_one_visit_it_trains_with_the_network_gone(page, host):
    root, _ = host
    with serving(root) as port:
        visit(page, port)
        page.wait_for_function(ACTIVE)
        kept = page.evaluate(KEPT)
    assert any("index.html?sha256=" in url for url in kept)
    assert not any("preview" in url or "watch-it-learn" in url for url in kept)
    page.reload()
    page.wait_for_selector("body[data-status=ready]")
    press(page, "step-epoch")
    expect(page.locator("[data-readout=epoch]")).to_have_text("1")
    press(page, "view-code")
    run(page, IMPORTS)
    expect(running(page)).to_have_text("running your training.py")


OFFERED = """window.offered = false;
new MutationObserver(() => {
  window.offered ||= !document.querySelector("[data-action=update-page]")?.hidden;
}).observe(document, { subtree: true, attributeFilter: ["hidden"] });"""


def test_a_first_visit_is_no_new_version(page, host):
    root, _ = host
    with serving(root) as port:
        page.add_init_script(OFFERED)
        visit(page, port)
        page.wait_for_function(ACTIVE)
        assert not page.evaluate("offered")


def test_a_new_version_is_offered_and_not_mixed_with_the_old(page, host):
    root, site = host
    script = "fetch('main.js').then((response) => response.text())"
    with serving(root) as port:
        visit(page, port)
        page.wait_for_function(ACTIVE)
        before = page.evaluate(KEPT)
        change(site)
        visit(page, port)  # the old one, whole, while the new one is fetched behind it
        offer = page.locator("[data-action=update-page]")
        expect(offer).to_be_visible()
        assert "another version" not in page.evaluate(script)
        press(page, "step-epoch")
        expect(page.locator("[data-readout=epoch]")).to_have_text("1")
        with page.expect_navigation():
            offer.click()
        expect(page.locator("[data-readout=epoch]")).to_have_text(
            "1"
        )  # the run goes on
        assert "another version" in page.evaluate(script)
        expect(offer).to_be_hidden()
        after = page.evaluate(KEPT)
    assert len(after) == len(before)
    assert len(set(after) & set(before)) == len(before) - 2  # main.js and index.html


def test_a_version_that_comes_broken_is_not_kept(page, host):
    root, site = host
    with serving(root) as port:
        visit(page, port)
        page.wait_for_function(ACTIVE)
        before = page.evaluate(KEPT)
        change(site)
        text = (site / "style.css").read_text("utf-8")
        (site / "style.css").write_text(text + "/* half */", "utf-8")
        (site / offline.WORKER).write_text(
            re.sub(r'("style\.css":")[0-9a-f]+', rf"\g<1>{'0' * 64}", worker_text(site))
        )
        failed = page.evaluate(
            """async () => {
              const registration = await navigator.serviceWorker.ready;
              await registration.update();
              const { installing } = registration;
              await new Promise((done) => installing.addEventListener("statechange", done));
              return installing.state;
            }"""
        )
        assert failed == "redundant"
        assert sorted(page.evaluate(KEPT)) == sorted(before)
        visit(page, port)
        expect(page.locator("[data-action=update-page]")).to_be_hidden()


SPOIL = """async (file) => {
  for (const name of await caches.keys()) {
    const cache = await caches.open(name);
    for (const request of await cache.keys()) {
      if (new URL(request.url).pathname.endsWith(`/${file}`))
        await cache.put(request, new Response("spoiled"));
    }
  }
}"""
LIBRARY = "library.zip.zst.bin"


def spoil_and_retry(page, file):
    page.evaluate(SPOIL, file)
    page.reload()
    page.wait_for_selector("body[data-status=error]")
    expect(page.locator("[data-message]")).to_contain_text(file)
    press(page, "retry")
    page.wait_for_selector("body[data-status=ready]")


def test_a_retry_goes_past_a_spoiled_copy_of_the_runtime_and_mends_it(page, host):
    root, _ = host
    with serving(root) as port:
        visit(page, port)
        page.wait_for_function(ACTIVE)
        page.reload()  # now with the worker between
        page.wait_for_selector("body[data-status=ready]")
        spoil_and_retry(page, LIBRARY)
    page.reload()  # with the network gone
    page.wait_for_selector("body[data-status=ready]")


@pytest.mark.parametrize("file", ["main.js", "style.css"])
def test_a_retry_goes_past_a_spoiled_copy_of_the_page_and_keeps_it_anew(
    page, host, file
):
    root, _ = host
    with serving(root) as port:
        visit(page, port)
        page.wait_for_function(ACTIVE)
        before = page.evaluate(KEPT)
        page.evaluate("caches.open('another page of this host')")
        spoil_and_retry(page, file)
        page.wait_for_function(ACTIVE)
        assert sorted(page.evaluate(KEPT)) == sorted(before)
        assert "another page of this host" in page.evaluate("caches.keys()")
    page.reload()  # with the network gone
    page.wait_for_selector("body[data-status=ready]")


def test_a_retry_without_a_network_leaves_what_is_kept(page, host):
    root, _ = host
    with serving(root) as port:
        visit(page, port)
        page.wait_for_function(ACTIVE)
        before = page.evaluate(KEPT)
        page.evaluate(SPOIL, "main.js")
    page.reload()
    page.wait_for_selector("body[data-status=error]")
    with page.expect_navigation():
        press(page, "retry")
    page.wait_for_selector("body[data-status=error]")
    assert sorted(page.evaluate(KEPT)) == sorted(before)


def worker_text(site):
    return (site / offline.WORKER).read_text("utf-8")


def test_the_manifest_names_what_is_there(page, host):
    root, site = host
    with serving(root) as port:
        visit(page, port)
        found = page.evaluate(
            """async () => {
              const { href } = document.querySelector("link[rel=manifest]");
              const { icons, start_url } = await (await fetch(href)).json();
              return [start_url, ...icons.map(({ src }) => src)];
            }"""
        )
    assert found == [".", "icon.svg"]
    assert (site / "icon.svg").exists()
