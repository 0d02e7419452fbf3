"""A seeded random user of the built page, who stops at the first thing that is wrong.

By hand, for as long as one likes:

    BROWSER=... .venv/bin/python tests/browser/monkey.py --seed 5 --steps 10000 \\
        --size 1366x768 [--language de] [--findings 3]
"""

import argparse
import os
import random
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from threading import Thread
from typing import Any, NamedTuple
from urllib.parse import parse_qsl

from playwright.sync_api import Browser, Error, Page, sync_playwright

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT / "py"))

from monkey_steps import Step, TypingLostError, choose_step, do  # noqa: E402

from trainer.settings.custom_points import IN_LINK, in_link  # noqa: E402
from trainer.settings.permalink import from_texts  # noqa: E402
from trainer.settings.table import FIELDS  # noqa: E402

TRIES = 40  # replays in search of the shortest tail of steps,
SEARCH = 120  # seconds at most
STUCK = 10  # seconds without an answer
AFRESH = 150  # steps after which the page is opened anew
BREATH = 100  # milliseconds of training between two steps
OWN = ("data:", "blob:", "about:")
# of a link, beside the settings
PAGE_PARTS = {"lang", "theme", "embed", "hide", "fix", "sections", "experiments"}
PAGE_PARTS |= {"view", "projector"}
PAGE_PARTS |= {
    "speed",
    "decision",
    "show_training",
    "show_validation",
    "hinges",
    "chart",
    "loss_scale",
    "section",
    "tab",
    "stage",
    "epoch",
    "train",
}

COUNT_REQUESTS = """
  globalThis.requestsSent = 0;
  const send = Worker.prototype.postMessage;
  Worker.prototype.postMessage = function (message, ...rest) {
    if (message.type !== "spare") globalThis.requestsSent++;
    return send.call(this, message, ...rest);
  };
"""
LOOK = """async (pause) => {
  const wait = (ms) => new Promise((done) => setTimeout(done, ms));
  const frame = () => new Promise((done) => requestAnimationFrame(done));
  await frame();
  await frame();
  const before = requestsSent;
  await wait(pause);
  await frame();
  const { activeElement, body, documentElement } = document;
  const readout = (name) => document.querySelector(`[data-readout=${name}]`).textContent;
  const seen = (selector) => document.querySelector(selector)?.checkVisibility() ?? false;
  const asText = (e) => (e.type === "checkbox" ? String(e.checked) : e.value);
  const controls = [...document.querySelectorAll("[data-setting]")].filter(
    (e) => e !== activeElement && e.ariaInvalid !== "true" && !("edited" in e.dataset),
  );
  return {
    sent: requestsSent - before,
    status: readout("status"),
    isBusy: body.hasAttribute("data-busy"),
    isLate: seen("[data-action=stop-code]"),
    hasExperiment: seen("[data-view=experiment]"),
    sideways: documentElement.scrollWidth - innerWidth,
    isOnBody: activeElement === body || activeElement === null,
    code:
      [...document.querySelectorAll("[data-files] [data-changed]")].length > 0 ||
      seen("[data-code-error]") ||
      document.querySelector("[data-running]").textContent !== "",
    hash: location.hash,
    controls: Object.fromEntries(controls.map((e) => [e.dataset.setting, asText(e)])),
  };
}"""


class Finding(NamedTuple):
    """Something wrong: its kind, and what was seen."""

    kind: str
    detail: str


class Monkey:
    """One browser page, and what was done to it since it was last opened."""

    def __init__(
        self, browser: Browser, site: str, size: tuple[int, int], language: str = "en"
    ) -> None:
        self.site = site
        self.size = {"width": size[0], "height": size[1]}
        self.context = browser.new_context(
            viewport=self.size, locale=language, accept_downloads=False
        )
        self.context.add_init_script(COUNT_REQUESTS)
        self.page: Page | None = None
        self.errors: list[Finding] = []
        self.has_excuse = False  # the user's own code may have brought the error
        self.steps: list[Step] = []

    def open(self) -> None:
        """A page that nobody has used, in a tab of its own."""
        for page in self.context.pages:
            page.close()
        self.page = page = self.context.new_page()
        page.on("console", self.hear)
        page.on("pageerror", lambda error: self.note("page error", str(error)))
        page.on("crash", lambda _: self.note("page error", "the page crashed"))
        page.on("request", lambda request: self.check_origin(request.url))
        page.on("filechooser", lambda _: None)  # and so it does not open
        page.on("dialog", lambda dialog: dialog.accept())
        page.goto(f"{self.site}still.webp")  # of the same site, without a script
        page.evaluate("localStorage.clear()")
        with page.expect_navigation():  # with nothing to go back to
            page.evaluate("site => location.replace(site)", self.site)
        self.await_python()
        page.locator("[data-view=code] .cm-line").first.wait_for(state="attached")
        self.errors.clear()
        self.steps.clear()
        self.has_excuse = False

    def hear(self, message: Any) -> None:
        if message.type == "error":
            self.note("console error", message.text)

    def note(self, kind: str, detail: str) -> None:
        self.errors.append(Finding(kind, detail[-600:]))

    def check_origin(self, url: str) -> None:
        if not url.startswith((self.site, *OWN)):
            self.note("foreign request", url)

    def await_python(self) -> None:
        self.page.wait_for_selector("body[data-status]:not([data-status=loading])")

    def step(self, step: Step) -> Finding | None:
        """Do one thing, wait for the page, and look."""
        self.steps.append(step)
        try:
            is_done = do(self.page, step)
            for other in self.context.pages[1:]:
                other.close()
            return self.look(step if is_done else Step("nothing"))
        except TypingLostError as error:
            return Finding("typing lost", f"{error} did not arrive in {step.target}")
        except Error as error:
            return Finding("page lost", str(error)[:600])

    def look(self, step: Step) -> Finding | None:
        """What is wrong, if it still is at a second look."""
        finding = None
        for pause in (50, 500):
            seen = self.settled(pause)
            if self.errors:
                return self.errors[0]
            if isinstance(seen, Finding):
                return seen
            finding = self.judge(seen, step)
            if not finding:
                return None
        return finding

    def settled(self, pause: int) -> dict[str, Any] | Finding:
        """The page as it is when it has answered, or trains."""
        start = time.monotonic()
        while True:
            try:
                self.await_python()
                seen = self.page.evaluate(LOOK, pause)
            except Error as error:
                if "context" not in str(error):  # it was loaded anew
                    raise
                continue
            self.has_excuse = seen["code"] or (
                self.has_excuse and seen["status"] == "error"
            )
            if self.errors:
                return seen
            if seen["status"] == "training":
                self.page.wait_for_timeout(BREATH)
                return seen
            if seen["sent"] > 3 and self.page.evaluate(LOOK, 1000)["sent"] > 5:
                again = self.page.evaluate(LOOK, 1000)
                if again["status"] != "training" and again["sent"] > 5:
                    detail = f"{again['sent']} requests a second with nobody at it"
                    return Finding("repeated request", detail)
            if not seen["isBusy"] and seen["sent"] == 0:
                return seen
            if time.monotonic() - start < STUCK:
                continue
            if not (seen["isLate"] and self.has_excuse):
                return Finding("stuck", f"busy for {STUCK} seconds: {seen['status']}")
            self.page.locator("[data-action=stop-code]").click()
            start = time.monotonic()

    def judge(self, seen: dict[str, Any], step: Step) -> Finding | None:
        if seen["status"] == "error" and not self.has_excuse:
            text = self.page.locator("[data-message]").inner_text()
            return Finding("status error", text)
        if seen["sideways"] > 0:
            return Finding("sideways scrolling", f"by {seen['sideways']} px")
        if step.kind == "by key" and seen["isOnBody"] and "dialog" not in step.target:
            return Finding("focus lost", f"after {step.target}")
        if seen["status"] == "training" or seen["hasExperiment"]:
            return None
        for name, value in expected(seen["hash"]).items():
            shown = seen["controls"].get(name, value)
            if name == "dataset" and seen["controls"].get("custom_points"):
                value = "custom"  # they take its place
            if not is_same(name, shown, value):
                detail = f"{name} shows {shown!r}; the page's link says {value!r}"
                return Finding("contradiction", detail)
        return None

    def close(self) -> None:
        self.context.close()


def expected(link: str) -> dict[str, str]:
    """What each control has to show beside this address; nothing for a link half read."""
    pairs = parse_qsl(link.removeprefix("#"), keep_blank_values=True)
    settings, problems = from_texts(
        (name, text)
        for name, text in pairs
        if name not in PAGE_PARTS and not name.startswith("code.")
    )
    if problems:
        return {}
    return {
        name: field.format(getattr(settings, name)) for name, field in FIELDS.items()
    }


def is_same(name: str, shown: str, value: str) -> bool:
    if name == "custom_points":
        # a link has three digits of a place, and not many points at all
        points = FIELDS["custom_points"].parse(shown)
        return (
            len(points) > IN_LINK
            or FIELDS["custom_points"].format(in_link(points)) == value
        )
    if "," in value:  # layers
        return shown == value
    return shown.replace(",", ".") == value


def walk(
    monkey: Monkey, seed: int, steps: int, seconds: float, log: Any = None
) -> Iterator[tuple[Finding, list[Step]]]:
    """Use the page for so many steps or seconds; what is found, and the steps before it."""
    end = time.monotonic() + seconds
    monkey.open()
    for number in range(steps):
        if time.monotonic() > end:
            return
        if number % AFRESH == AFRESH - 1:
            monkey.open()
        # a step depends on the seed, its number and the page, not on the steps before
        step = choose_step(monkey.page, random.Random(f"{seed}:{number}"))
        if log:
            print(f"{number} {step}", file=log, flush=True)
        finding = monkey.step(step)
        if finding:
            found = time.monotonic()
            yield finding, list(monkey.steps)
            end += time.monotonic() - found  # what was done with it does not count
            monkey.open()


def replay(monkey: Monkey, steps: list[Step]) -> Finding | None:
    """The first finding of these very steps, in a fresh page."""
    monkey.open()
    for step in steps:
        finding = monkey.step(step)
        if finding:
            return finding
    return None


def shortest_tail(monkey: Monkey, finding: Finding, steps: list[Step]) -> list[Step]:
    """The last steps after which the finding is there again, as few as the replays allow.

    Tails are doubled until one shows it; then steps are left out, half of them first.
    """
    tries = iter(range(TRIES))
    end = time.monotonic() + SEARCH

    def shows(some: list[Step]) -> bool:
        if next(tries, None) is None or time.monotonic() > end:
            return False
        found = replay(monkey, some)
        return found is not None and found.kind == finding.kind

    length = 1
    while length < len(steps) and not shows(steps[-length:]):
        length *= 4
    kept = steps[-length:]
    size = len(kept) // 2
    while size:
        start = 0
        while start < len(kept) - 1:  # the last one shows it
            fewer = kept[:start] + kept[min(start + size, len(kept) - 1) :]
            if shows(fewer):
                kept = fewer
            else:
                start += size
        size //= 2
    return kept


def report(finding: Finding, seed: int, size: tuple[int, int], tail: list[Step]) -> str:
    lines = [f"{finding.kind}: {finding.detail}"]
    lines += [f"seed {seed}, {size[0]}x{size[1]}; the shortest tail of steps with it:"]
    return "\n".join([*lines, *(f"  {step}" for step in tail)])


def explore(
    browser: Browser, site: str, seed: int, size: tuple[int, int], **options: Any
) -> Iterator[str]:
    """Reports of what a random user finds."""
    language = options.pop("language", "en")
    monkey = Monkey(browser, site, size, language)
    again = Monkey(browser, site, size, language)
    try:
        known = set()
        for finding, steps in walk(monkey, seed, **options):
            if finding in known:
                continue
            known.add(finding)
            yield report(finding, seed, size, shortest_tail(again, finding, steps))
    finally:
        monkey.close()
        again.close()


def main() -> int:
    """Explore by hand; the number of findings is the exit code."""
    from builder.server import server

    parser = argparse.ArgumentParser(description="A random user of the page in dist/.")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--steps", type=int, default=10_000)
    parser.add_argument("--seconds", type=float, default=float("inf"))
    parser.add_argument("--size", default="1366x768", metavar="WIDTHxHEIGHT")
    parser.add_argument("--language", default="en", help="of the browser")
    parser.add_argument("--findings", type=int, default=1, help="after which it ends")
    given = parser.parse_args()
    width, height = map(int, given.size.split("x"))
    options = {name: getattr(given, name) for name in ("steps", "seconds", "language")}
    found = 0
    flags = ["--no-sandbox"] if os.geteuid() == 0 else []
    with (
        server(ROOT / "dist", 0) as running,
        sync_playwright() as play,
        tempfile.NamedTemporaryFile("w", suffix=".log", delete=False) as log,
    ):
        Thread(target=running.serve_forever, daemon=True).start()
        browser = play.chromium.launch(
            executable_path=os.environ["BROWSER"], args=flags
        )
        print(f"Every step stands in {log.name}", flush=True)
        site = f"http://127.0.0.1:{running.server_port}/"
        for text in explore(
            browser, site, given.seed, (width, height), log=log, **options
        ):
            print(f"\n{text}", flush=True)
            found += 1
            if found == given.findings:
                break
        browser.close()
        running.shutdown()
    print(f"\n{found} findings.")
    return found


if __name__ == "__main__":
    sys.exit(main())
