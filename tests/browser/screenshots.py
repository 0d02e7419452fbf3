"""Screenshots of the built page, state by state, to be looked at.

BROWSER=chromium .venv/bin/python tests/browser/screenshots.py FOLDER [--only PART ...]

A picture is made where its name, such as `watch-training-1366x768-dark-de`, has every PART.
"""

import argparse
import os
from collections.abc import Callable
from itertools import product
from pathlib import Path
from threading import Thread

from page import ENOUGH, expect_readout, press, settle
from playwright.sync_api import Page, sync_playwright

from builder.server import server

DIST = Path(__file__).parents[2] / "dist"
SIZES = [(1366, 768), (1920, 1080), (1024, 768), (820, 1180), (390, 844), (320, 568)]
SPIRAL = "dataset=spiral&speed=10_epochs"
SIGMOIDS = "hidden_layers=8,8,8,8,8&activation=sigmoid"
DIVERGES = "learning_rate=10&hidden_layers=8,8&activation=linear"


def train(page: Page) -> None:
    press(page, "train")
    expect_readout(page, "train_accuracy", ENOUGH)
    press(page, "train")


def train_a_little(page: Page) -> None:
    for _ in range(4):
        press(page, "step-epoch")
        settle(page)


def step(count: int) -> Callable[[Page], None]:
    def steps(page: Page) -> None:
        for _ in range(count):
            press(page, "step-stage")
            settle(page)

    return steps


def point_at(x: float, y: float) -> Callable[[Page], None]:
    """Point at a place of the network's diagram, given from 0 to 1."""

    def points(page: Page) -> None:
        press(page, "step-epoch")
        settle(page)
        box = page.locator("[data-view=network]").bounding_box()
        assert box
        page.mouse.move(box["x"] + x * box["width"], box["y"] + y * box["height"])

    return points


def diverge(page: Page) -> None:
    press(page, "train")
    expect_readout(page, "status", "diverged")


def predict(page: Page) -> None:
    page.locator("[name=prediction]").first.check()
    press(page, "train")
    page.locator("[data-trial=answer] p").first.wait_for()


def break_code(page: Page) -> None:
    page.locator(".cm-content").click()
    page.keyboard.press("Control+End")
    page.keyboard.type("\nthis is no Python\n")
    page.keyboard.press("Control+Enter")
    expect_readout(page, "status", "error")


def nothing(page: Page) -> None:
    """As it comes."""


# name: link, what is done
STATES: dict[str, tuple[str, Callable[[Page], None]]] = {
    "watch-first": ("", nothing),
    "watch-trained": (SPIRAL, train),
    "watch-loss": ("", step(4)),
    "watch-update": ("", step(6)),
    "watch-unit": ("", point_at(0.46, 0.1)),
    "watch-line": ("hidden_layers=16,16", point_at(0.3, 0.45)),
    "watch-numbers": ("tab=numbers", step(4)),
    "watch-gradients": (f"tab=gradients&{SIGMOIDS}", train_a_little),
    "watch-lesson": ("section=loop", step(2)),
    "watch-diverged": (DIVERGES, diverge),
    "code-first": ("view=code", nothing),
    "code-loss": ("view=code&tab=numbers", step(4)),
    "code-lesson": ("view=code&section=loop", step(2)),
    "code-error": ("view=code", break_code),
    "experiment": ("experiment=learning-rate&speed=fastest", predict),
    "embedded": ("embed=1", train),
}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--only", nargs="*", default=[])
    given = parser.parse_args()
    given.folder.mkdir(parents=True, exist_ok=True)
    flags = ["--no-sandbox"] if os.geteuid() == 0 else []
    with server(DIST, 0) as running, sync_playwright() as play:
        Thread(target=running.serve_forever, daemon=True).start()
        browser = play.chromium.launch(
            executable_path=os.environ["BROWSER"], args=flags
        )
        for state, (width, height), scheme, lang in product(
            STATES, SIZES, ["light", "dark"], ["en", "de"]
        ):
            name = f"{state}-{width}x{height}-{scheme}-{lang}"
            if not all(part in name for part in given.only):
                continue
            link, act = STATES[state]
            page = browser.new_page(
                viewport={"width": width, "height": height},
                color_scheme=scheme,  # type: ignore[arg-type]
                has_touch=width < 1000,
            )
            page.goto(f"http://127.0.0.1:{running.server_port}/#{link}&lang={lang}")
            page.wait_for_selector("body[data-status=ready]")
            act(page)
            settle(page)
            page.screenshot(path=given.folder / f"{name}.png")
            print(name)
            page.close()
        running.shutdown()


if __name__ == "__main__":
    main()
