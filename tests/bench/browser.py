"""The browser that is measured: the one that BROWSER names."""

import json
import os
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.request import urlopen

from playwright.sync_api import Browser, Page, sync_playwright

from builder.server import ADDRESS

PATIENCE = 60  # seconds for a page to load


def flags() -> list[str]:
    """What the browser is started with: for it, only this machine exists."""
    found = [f"--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE {ADDRESS}"]
    if hasattr(os, "geteuid") and os.geteuid() == 0:
        found.append("--no-sandbox")
    return found


@contextmanager
def chromium() -> Iterator[Browser]:
    """A browser whose pages Playwright watches from their start."""
    with sync_playwright() as play:
        # Playwright's own way to refuse requests would switch the browser's cache off.
        browser = play.chromium.launch(
            executable_path=os.environ["BROWSER"], args=flags()
        )
        yield browser
        browser.close()


@contextmanager
def unwatched(browser: Browser, url: str, shown: str) -> Iterator[Page]:
    """A page that loaded as for a reader, in another browser: one with this page alone.

    Who watches a page load has the tab keep all responses, 30 MB of them. So Playwright
    comes no sooner than the page has made `shown` of its address.
    """
    with socket.socket() as free:
        free.bind((ADDRESS, 0))
        port = free.getsockname()[1]
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as profile:
        options = [f"--remote-debugging-port={port}", f"--user-data-dir={profile}"]
        command = [os.environ["BROWSER"], "--headless", *options, *flags(), url]
        with subprocess.Popen(command, stderr=subprocess.DEVNULL) as process:
            try:
                deadline = time.monotonic() + PATIENCE
                while shown not in addresses(port):
                    if time.monotonic() > deadline:
                        raise TimeoutError(f"{url} did not become {shown}.")
                    time.sleep(0.1)
                connect = browser.browser_type.connect_over_cdp
                other = connect(f"http://{ADDRESS}:{port}")
                yield other.contexts[0].pages[0]
            finally:
                process.terminate()


def addresses(port: int) -> list[str]:
    """Where the pages are of the browser that is controlled through `port`, if it runs."""
    try:
        with urlopen(f"http://{ADDRESS}:{port}/json/list") as answer:
            return [page["url"] for page in json.load(answer)]
    except OSError:
        return []
