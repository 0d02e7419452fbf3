"""What a classroom asks of the page: a fast start, few bytes, little memory, slow laptops."""

import os
import shutil
import sys
import time
from pathlib import Path
from statistics import median
from typing import BinaryIO
from unittest.mock import patch

from browser import unwatched
from playwright.sync_api import Browser, Page

from builder.numpy_wheel import get as numpy_wheel
from builder.server import FileHandler
from builder.tools import NODE_MODULES, ROOT

HERE = Path(__file__).parent
LOADS = 11
SLOWER = 4  # times, by Chromium's own throttling
TRAINING = 5000  # milliseconds
SOAK, EVERY = 600, 60  # seconds of training, and of each row
Rows = tuple[str, list[list[str]]]


def make_plain(root: Path) -> None:
    """Put the page that `start_against_plain` compares with into `root`."""
    folder = root / "plain"
    folder.mkdir()
    shutil.copy(HERE / "plain.html", folder / "index.html")
    (folder / "pyodide").symlink_to(NODE_MODULES / "pyodide")
    wheel = numpy_wheel()
    shutil.copy(wheel, folder / wheel.name)
    page = folder / "index.html"
    page.write_text(page.read_text("utf-8").replace("numpy.whl", wheel.name), "utf-8")
    shutil.make_archive(str(folder / "trainer"), "zip", ROOT / "py", "trainer")


def start_against_plain(browser: Browser, address: str) -> Rows:
    """From navigation to ready, in turns with a plain page's way to its first update."""
    times: dict[str, list[float]] = {"plain": [], "this page": []}
    paints = []
    for number in range(LOADS):
        progress(f"load {number + 1} of {LOADS}, beside a plain page")
        page = browser.new_page()
        page.goto(f"{address}plain/")
        page.wait_for_function("globalThis.readyAt", timeout=120_000)
        times["plain"].append(page.evaluate("readyAt"))
        page.context.close()
        page = browser.new_page()
        page.add_init_script(path=HERE / "meter.js")
        page.goto(f"{address}site/")
        page.locator("body[data-status=ready]").wait_for(timeout=120_000)
        times["this page"].append(page.evaluate("meter.readyAt"))
        paint = "performance.getEntriesByName('first-contentful-paint')[0].startTime"
        paints.append(page.evaluate(paint))
        page.context.close()
    plain, ours = (median(found) for found in times.values())
    rows = [["", "median s"]]
    rows += [[name, f"{median(found) / 1000:.2f}"] for name, found in times.items()]
    rows.append(["this page / plain (aim: 0.40)", f"{ours / plain:.2f}"])
    rows.append(["first paint of text (aim: 1 s)", f"{median(paints) / 1000:.2f}"])
    return "From navigation to ready, beside a plain page: stock Pyodide, NumPy.", rows


def first_visit(browser: Browser, address: str) -> Rows:
    """The bytes that a first visit brings: until ready, and with all that follows."""
    sent = []

    def counted(handler: FileHandler, source: BinaryIO, target: BinaryIO) -> None:
        data = source.read()
        sent.append((f"{address}{handler.path.removeprefix('/')}", len(data)))
        target.write(data)

    with patch.object(FileHandler, "copyfile", counted):
        page = browser.new_page()
        page.goto(f"{address}site/")
        page.locator(".cm-editor").wait_for(state="attached", timeout=120_000)
        early = page.evaluate(EARLY)
        page.evaluate("navigator.serviceWorker.ready.then(() => true)")
        page.context.close()
    sizes = {
        "Python until ready (aim: 5.2)": [
            n for url, n in sent if url in early and "/runtime/" in url
        ],
        "all of it until ready": [n for url, n in sent if url in early],
        "first visit, editor and offline copy included": [n for _, n in sent],
        "the single file (aim: 11)": [
            (ROOT / "dist/watch-it-learn.html").stat().st_size
        ],
    }
    rows = [[name, f"{sum(found) / 1e6:.2f}"] for name, found in sizes.items()]
    return "What has to travel; the host compresses nothing.", [["", "MB"], *rows]


EARLY = """() => {
  const all = performance.getEntriesByType("resource");
  const ready = all.find(({ name }) => name.includes("editor.js")).startTime;
  const early = all.filter(({ startTime }) => startTime < ready);
  return [location.href, ...early.map(({ name }) => name)];
}"""  # the editor is the first that the page asks for once it is ready


def slow_laptop(browser: Browser, address: str) -> Rows:
    """Frames and answers with a main thread that is four times slower."""
    rows = [["dataset", "painted/s", "Pause answers in ms"]]
    for dataset in ("xor", "spiral"):
        progress(f"{dataset}, {SLOWER} times slower")
        page = browser.new_page(viewport={"width": 1366, "height": 768})
        page.add_init_script(path=HERE / "meter.js")
        page.goto(f"{address}site/#dataset={dataset}&speed=fastest")
        page.locator("body[data-status=ready]").wait_for(timeout=120_000)
        session = page.context.new_cdp_session(page)
        session.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
        page.locator("[data-action=train]").click()
        seen = page.evaluate("time => meter.watch(time)", TRAINING)
        answers = [page.evaluate(TIME_TO_ANSWER) for _ in range(11)]
        page.context.close()
        painted = seen["painted"] / seen["seconds"]
        rows.append([dataset, f"{painted:.1f}", f"{median(answers):.0f}"])
    title = f"A main thread {SLOWER} times slower. Aims: 30 frames a second, 100 ms."
    return title, rows


TIME_TO_ANSWER = """() => new Promise((done) => {
  const button = document.querySelector("[data-action=train]");
  if (button.ariaPressed !== "true") button.click();
  const began = performance.now();
  button.click();
  requestAnimationFrame(() => requestAnimationFrame(() => {
    const took = performance.now() - began;
    setTimeout(() => done(took), 50);
  }));
})"""


def memory(browser: Browser, address: str) -> Rows:
    """The tab's memory over ten minutes of training with edits and resets.

    It breathes with the browser's garbage collector: whether anything is kept shows where that
    was made to collect, before and after.
    """
    url = f"{address}site/#"
    rows = [["minute", "least MB", "most MB"]]
    # the page leaves out of its link what is the default, dataset=xor
    with unwatched(
        browser,
        f"{url}dataset=xor&speed=fastest&view=code",
        f"{url}speed=fastest&view=code",
    ) as page:
        page.set_viewport_size({"width": 1366, "height": 768})
        page.locator(".cm-editor").wait_for()
        session = page.context.new_cdp_session(page)
        session.send("HeapProfiler.collectGarbage")
        rows.append(["before, collected", f"{of_tab(page):.0f}", ""])
        began = time.monotonic()
        for minute in range(1, SOAK // EVERY + 1):
            progress(f"memory, minute {minute} of {SOAK // EVERY}")
            found = []
            while time.monotonic() - began < minute * EVERY:
                use(page)
                found.append(of_tab(page))
            rows.append([str(minute), f"{min(found):.0f}", f"{max(found):.0f}"])
        session.send("HeapProfiler.collectGarbage")
        rows.append(["after, collected", f"{of_tab(page):.0f}", ""])
    return (
        "A tab's memory while it trains. Aims: 300 MB, and flat from the fifth minute.",
        rows,
    )


def use(page: Page) -> None:
    """Train for some seconds, edit the code, run it, and start again."""
    train = page.locator("[data-action=train]")
    train.click()
    page.wait_for_timeout(4000)
    train.click()
    page.locator("[data-action=view-watch]").click()
    page.locator("[data-action=new-data]").click()
    page.locator("[data-action=view-code]").click()
    page.locator(".cm-content").click()
    page.keyboard.press("Control+End")
    page.keyboard.type("# edited")
    page.locator("[data-action=run-code]").click()
    page.locator("[data-action=restore-all]").click()
    page.locator("body:not([data-busy])").wait_for()


def of_tab(page: Page) -> float:
    """Megabytes that belong to the tab's process alone."""
    browser = page.context.browser
    assert browser
    session = browser.new_browser_cdp_session()
    found = session.send("SystemInfo.getProcessInfo")["processInfo"]
    session.detach()
    return max(
        private(process["id"]) for process in found if process["type"] == "renderer"
    )


def private(pid: int) -> float:
    """The private memory of a process, in megabytes, as Linux counts it."""
    if not os.path.exists(f"/proc/{pid}/smaps_rollup"):
        return float("nan")
    lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    return (
        sum(int(line.split()[1]) for line in lines if line.startswith("Private_"))
        / 1024
    )


def progress(what: str) -> None:
    """Say on the terminal, beside the tables, what is measured now."""
    print(f"  {what} ...", file=sys.stderr, flush=True)
