"""Many runs at once, by the workers of the page's worker."""

import shutil

import pytest
from conftest import DIST, WIDE
from editing import editor, run, running
from page import expect_readout
from playwright.sync_api import Page
from test_code import LOOP

# the reader's own code asks for it, as he may
SWEEP = """
import asyncio
import js
from dataclasses import replace
from trainer.run.session import Session

async def sweep():
    session = Session()
    many = [replace(session.settings, seed=seed, optimizer="adam") for seed in range(16)]
    alone, together = session.sweep(many, 400), session.sweep(many, 400)
    alone.dismiss_crew()
    alone.step()
    while not together.is_over:
        together.step(0.001)
        await asyncio.sleep(0)
    same = [
        a.run.network.theta.tobytes() == b.run.network.theta.tobytes()
        for a, b in zip(alone.runs, together.runs)
    ]
    return f"{all(same)}, {len(same)} runs, others {OTHERS[0] > 0}"

OTHERS = [0]
from trainer.engine.crew import BrowserCrew
returned = BrowserCrew.returned
def counted(self):
    for each in returned(self):
        OTHERS[0] += each.made > 0
        yield each
BrowserCrew.returned = counted
js.globalThis.swept = asyncio.ensure_future(sweep())
"""


def sweep(page: Page) -> str:
    editor(page).wait_for()
    run(page, SWEEP + LOOP)
    running(page).get_by_text("running your training.py").wait_for()
    found: str = page.workers[0].evaluate("self.swept")
    return found


@pytest.mark.parametrize("place", ["site", "file"])
def test_runs_that_other_cores_train_are_the_same_to_the_last_bit(
    new_page, site, tmp_path, place
):
    page = new_page(viewport=WIDE)
    file = shutil.copy(DIST / "watch-it-learn.html", tmp_path)
    page.goto(site if place == "site" else f"file://{file}")
    expect_readout(page, "status", "ready")
    assert sweep(page) == "True, 16 runs, others True"
