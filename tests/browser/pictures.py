"""Shoots the page's own pictures from the page: web/still.webp and web/preview.png.

    BROWSER=/usr/bin/chromium .venv/bin/python tests/browser/pictures.py

`still.webp` stands in the page while Python loads; `preview.png` in the README.
"""

import os
import re
import sys
from base64 import b64decode
from pathlib import Path
from threading import Thread

from playwright.sync_api import expect, sync_playwright

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT / "py"))

from builder.server import server  # noqa: E402

CANVAS = "document.querySelector('[data-view=boundary]').toDataURL('image/webp', 0.85)"


def main() -> None:
    """Train XOR for the still picture and the spiral for the preview."""
    with server(ROOT / "dist", 0) as running, sync_playwright() as play:
        Thread(target=running.serve_forever, daemon=True).start()
        flags = ["--no-sandbox"] if os.geteuid() == 0 else []
        browser = play.chromium.launch(
            executable_path=os.environ["BROWSER"], args=flags
        )
        for link, epochs, shoot in [
            ("speed=epoch", r"^1\d\d$", shoot_still),
            ("dataset=spiral&speed=epoch", r"^[3-9]\d\d$", shoot_preview),
        ]:
            page = browser.new_page(viewport={"width": 1366, "height": 768})
            page.goto(f"http://127.0.0.1:{running.server_port}/#{link}")
            page.wait_for_selector("body[data-status=ready]", timeout=60_000)
            page.locator("[data-action=close-hints]").click()
            page.locator("[data-action=train]").click()
            epoch = page.locator("[data-readout=epoch]")
            expect(epoch).to_have_text(re.compile(epochs), timeout=60_000)
            shoot(page)
        running.shutdown()


def shoot_still(page) -> None:
    page.locator("[data-action=train]").click()
    expect(page.locator("[data-readout=status]")).to_have_text("paused")
    data = page.evaluate(CANVAS).split(",")[1]
    (ROOT / "web/still.webp").write_bytes(b64decode(data))


def shoot_preview(page) -> None:
    page.screenshot(path=ROOT / "web/preview.png")


if __name__ == "__main__":
    main()
