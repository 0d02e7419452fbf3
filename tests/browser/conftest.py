"""The built page in a real Chromium, under a sub-path, with every other origin refused."""

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from threading import Thread

import pytest
from editing import editor
from playwright.sync_api import Browser, Page, Route, expect, sync_playwright

from builder.server import server

ROOT = Path(__file__).parents[2]
DIST = ROOT / "dist"
SUB_PATH = "any/sub/path"
OWN = (
    "http://127.0.0.1:",
    "data:",
    "blob:",
    "file:",
)  # whatever serves the page in a test
WIDE = {"width": 1720, "height": 900}  # both views at once
# WebAssembly compiled quickly, not well: that is a third of a start's work, and the same results
QUICK = "--js-flags=--liftoff-only"
LONG = 60_000  # milliseconds; a busy machine may take its time
expect.set_options(timeout=LONG)


@pytest.fixture(scope="session")
def site(tmp_path_factory) -> Iterator[str]:
    """The address of dist/, as a static host would serve it below its root."""
    root = tmp_path_factory.mktemp("host")
    (root / SUB_PATH).parent.mkdir(parents=True)
    (root / SUB_PATH).symlink_to(DIST)
    with server(root, 0) as running:
        Thread(target=running.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{running.server_port}/{SUB_PATH}/"
        running.shutdown()


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    with sync_playwright() as play:
        flags = ["--no-sandbox"] if os.geteuid() == 0 else []
        browser = play.chromium.launch(
            executable_path=os.environ["BROWSER"], args=[*flags, QUICK]
        )
        yield browser
        browser.close()


@pytest.fixture
def new_page(chromium, site) -> Iterator[Callable[..., Page]]:
    """Make pages; at the end none may have erred, or asked another origin for anything."""
    contexts, foreign, errors = [], [], []

    def own_origin_only(route: Route) -> None:
        if route.request.url.startswith((site, "data:", "blob:", "file:")):
            route.fallback()
        else:
            foreign.append(route.request.url)
            route.abort()

    def make(*, expects_errors: bool = False, **options: object) -> Page:
        options = {"viewport": {"width": 1366, "height": 768}, **options}
        context = chromium.new_context(**options)
        context.set_default_timeout(LONG)
        contexts.append(context)
        context.route("**/*", own_origin_only)
        page = context.new_page()
        if not expects_errors:
            page.on(
                "console",
                lambda m: errors.append(m.text) if m.type == "error" else None,
            )
            page.on("pageerror", lambda error: errors.append(str(error)))
        return page

    yield make
    for context in contexts:
        context.close()
    assert foreign == []
    assert errors == []


@pytest.fixture
def opened(new_page, site) -> Callable[..., Page]:
    """Open the site with a link's settings and wait until it can train."""

    def open_page(link: str = "", **options: object) -> Page:
        page = new_page(**options)
        page.goto(f"{site}#{link}" if link else site)
        page.wait_for_selector("body[data-status=ready]")
        return page

    return open_page


@pytest.fixture
def edited(opened):
    """A page with its editor: so wide that both views are open, or else in the Code view."""

    def open_page(link: str = "", **options: object) -> Page:
        if "viewport" in options:
            link = "&".join(filter(None, [link, "view=code"]))
        page = opened(link, **{"viewport": WIDE, **options})
        editor(page).wait_for()
        return page

    return open_page
