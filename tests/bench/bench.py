"""How fast the page in dist/ is here: `python3 build.py bench`. Takes about two minutes.

Three parts, each a table: training and drawing by NumPy in the page's own Python, from
navigation to ready, and how smooth the page stays while it trains.
"""

import json
import os
import platform
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from statistics import median
from threading import Thread
from typing import TypedDict

from playwright.sync_api import Browser, Page, sync_playwright

sys.path.insert(0, str(Path(__file__).parents[2] / "py"))

from builder.server import ADDRESS, server
from builder.site import DIST, manifest
from builder.tools import NODE_MODULES, run

HERE = Path(__file__).parent
NETWORKS = [
    ((4, 2), "tanh"),
    ((8,), "relu"),
    ((8, 8), "relu"),
    ((32, 32), "relu"),
    ((64, 64), "relu"),
]
LOADS = 5
DATASETS = ["xor", "spiral"]
SPEEDS = ["fastest", "epoch", "update"]
IDLE, TRAINING = 1500, 5000  # milliseconds
PLACE = "site"  # of dist/ below the server's root

BLANK = "<!doctype html><title>Bench</title>"
START_WORKER = "new Worker('worker.js', { type: 'module' })"
START_PYTHON = "async (assets) => (await import(location.href)).start(assets)"
RUN_PYTHON = "async (source) => (await import(location.href)).run(source)"


class Watched(TypedDict):
    """What meter.js saw on the main thread; times in milliseconds but for `seconds`."""

    ticks: int  # of requestAnimationFrame
    painted: int  # frames
    longestGap: float  # between two timers that were to follow each other at once
    longTasks: int  # of over 50 ms
    longestTask: float  # of these
    seconds: float


def main() -> None:
    """Measure everything and print it."""
    with served() as address, chromium() as browser:
        print(f"{processor()}, {os.cpu_count()} cores; {platform.system()};", end=" ")
        print(f"Chromium {browser.version}; load {load()} before")
        for part in (training_speed, time_to_ready, smoothness):
            title, rows = part(browser, address)
            print(f"\n{title}\n\n{table(rows)}", flush=True)
        print(f"\nload {load()} after")


def training_speed(browser: Browser, address: str) -> tuple[str, list[list[str]]]:
    """Part 1: updates a second, and what a picture costs."""
    assets = [{**asset, "file": f"{PLACE}/{asset['file']}"} for asset in manifest(DIST)]
    page = browser.new_page()
    page.goto(address)
    with page.expect_worker() as started:
        page.evaluate(f"void {START_WORKER}")
    worker = started.value
    worker.evaluate(START_PYTHON, assets)
    worker.evaluate(RUN_PYTHON, (HERE / "loop.py").read_text("utf-8"))
    batch_sizes = json.loads(worker.evaluate(RUN_PYTHON, "json.dumps(BATCH_SIZES)"))
    bare = [f"batch {size}" for size in batch_sizes]
    watched = [f"watched {size}" for size in batch_sizes]
    rows = [["network", *bare, *watched, "probe ms", "frame ms"]]
    for widths, activation in NETWORKS:
        name = "-".join(map(str, (2, *widths, 1)))
        progress(f"training {name}")
        call = f"measure({widths!r}, {activation!r})"
        got = json.loads(worker.evaluate(RUN_PYTHON, call))
        speeds = [f"{speed:,.0f}" for speed in got["bare"] + got["watched"]]
        costs = [f"{got[cost]:.2f}" for cost in ("probe_ms", "frame_ms")]
        rows.append([f"{name} {activation}", *speeds, *costs])
    page.close()
    return (
        "Updates per second of the training loop, and of the session that the page steps\n"
        "(watched); the 100 x 100 probe and the whole frame. Medians of 5.",
        rows,
    )


def time_to_ready(browser: Browser, address: str) -> tuple[str, list[list[str]]]:
    """Part 2: from navigation to a page that can train."""
    cold, warm = [], []
    for number in range(LOADS):
        progress(f"load {number + 1} of {LOADS}")
        page = open_page(browser, f"{address}{PLACE}/")
        cold.append(page.evaluate("meter.readyAt"))
        page.reload()
        wait_until_ready(page)
        warm.append(page.evaluate("meter.readyAt"))
        page.context.close()
    rows = [["", "median s", "fastest", "slowest"]]
    for name, times in [("cold (new context)", cold), ("warm (reloaded)", warm)]:
        shown = [median(times), min(times), max(times)]
        rows.append([name, *(f"{time / 1000:.2f}" for time in shown)])
    return f"From navigation to ready, from this machine, {LOADS} loads each.", rows


def smoothness(browser: Browser, address: str) -> tuple[str, list[list[str]]]:
    """Part 3: what the main thread does before and during training."""
    idle_names = ["idle frames/s", "idle gap ms"]
    names = ["frames/s", "painted/s", "gap ms", "longest task ms"]
    rows = [["dataset, speed", *idle_names, *names]]
    for dataset in DATASETS:
        for speed in SPEEDS:
            progress(f"{dataset} at {speed}")
            link = f"#dataset={dataset}&speed={speed}"
            page = open_page(browser, f"{address}{PLACE}/{link}")
            idle = watch(page, IDLE)
            page.locator("[data-action=train]").click()
            training = watch(page, TRAINING)
            page.context.close()
            shown = [
                f"{idle['ticks'] / idle['seconds']:.1f}",
                f"{idle['longestGap']:.0f}",
                f"{training['ticks'] / training['seconds']:.1f}",
                f"{training['painted'] / training['seconds']:.1f}",
                f"{training['longestGap']:.0f}",
                f"{training['longestTask']:.0f}" if training["longTasks"] else "< 50",
            ]
            rows.append([f"{dataset}, {speed}", *shown])
    return (
        "The main thread, idle and for 5 s of training. Aims: no task of 50 ms (a gap is\n"
        "a timer's 4 ms and the tasks between), 55 painted frames a second of 60.",
        rows,
    )


def open_page(browser: Browser, url: str) -> Page:
    """A page of a new context, ready to train."""
    page = browser.new_page(viewport={"width": 1366, "height": 768})
    page.add_init_script(path=HERE / "meter.js")
    page.goto(url)
    wait_until_ready(page)
    return page


def wait_until_ready(page: Page) -> None:
    page.locator("body[data-status=ready]").wait_for(timeout=60_000)


def watch(page: Page, milliseconds: int) -> Watched:
    watched: Watched = page.evaluate("time => meter.watch(time)", milliseconds)
    return watched


@contextmanager
def served() -> Iterator[str]:
    """The address of an empty page, of worker.js beside it, and of dist/ below."""
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        (root / PLACE).symlink_to(DIST)
        (root / "index.html").write_text(BLANK, "utf-8")
        bundle(HERE / "worker.js", root)
        with server(root, 0) as running:
            Thread(target=running.serve_forever, daemon=True).start()
            yield f"http://{ADDRESS}:{running.server_port}/"
            running.shutdown()


def bundle(script: Path, folder: Path) -> None:
    """Make one module of `script` and what it imports."""
    options = ["--bundle", "--format=esm", "--external:node:*", "--external:ws"]
    esbuild = NODE_MODULES / "esbuild/bin/esbuild"
    run([esbuild, script, *options, f"--outdir={folder}"], "esbuild failed.")


@contextmanager
def chromium() -> Iterator[Browser]:
    """The browser that BROWSER names, for which only this machine exists."""
    flags = [f"--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE {ADDRESS}"]
    if hasattr(os, "geteuid") and os.geteuid() == 0:
        flags.append("--no-sandbox")
    with sync_playwright() as play:
        # Playwright's own way to refuse requests would switch the browser's cache off.
        browser = play.chromium.launch(
            executable_path=os.environ["BROWSER"], args=flags
        )
        yield browser
        browser.close()


def processor() -> str:
    """The name of this machine's processor, as far as it tells."""
    try:
        lines = Path("/proc/cpuinfo").read_text("utf-8").splitlines()
    except OSError:
        lines = []
    names = [line.partition(":")[2].strip() for line in lines if "model name" in line]
    return names[0] if names else platform.processor() or platform.machine()


def load() -> str:
    """How many programs wanted to run during the last minute, on average."""
    return f"{os.getloadavg()[0]:.1f}" if hasattr(os, "getloadavg") else "unknown"


def table(rows: Sequence[Sequence[str]]) -> str:
    """Aligned columns, all but the first to the right."""
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    lines = []
    for first, *rest in rows:
        cells = [first.ljust(widths[0])]
        cells += [cell.rjust(w) for cell, w in zip(rest, widths[1:], strict=True)]
        lines.append("  ".join(cells))
    return "\n".join(lines)


def progress(what: str) -> None:
    """Say on the terminal, beside the tables, what is measured now."""
    print(f"  {what} ...", file=sys.stderr, flush=True)


if __name__ == "__main__":
    main()
