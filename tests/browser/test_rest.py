"""What of Python the start does without: it comes once the page is ready, and code waits for it."""

import re

import pytest
from conftest import DIST, WIDE
from editing import editor, error, run, running
from page import ENOUGH, expect_readout, message, press, train_epochs
from playwright.sync_api import Route, expect
from test_code import IN_C, LOOP

REST = "**/*-rest.zip*"
IMPORTS = f"import argparse\nimport numpy.ma\nprint(argparse.__name__, numpy.ma.__name__)\n{LOOP}"
PRINTED = "argparse numpy.ma\n"
WAITS = "Not all of Python is here yet"
TRY_AGAIN = "Nothing is lost: try again."


def console(page):
    return page.locator("[data-view=console]")


@pytest.fixture
def held(new_page, site):
    """A page that is ready, and has asked for the rest in vain so far."""
    page = new_page(viewport=WIDE)
    routes: list[Route] = []
    page.route(REST, lambda route: routes.append(route))
    page.goto(f"{site}#speed=fastest")
    editor(page).wait_for()
    return page, routes


def test_the_rest_is_not_asked_for_before_the_page_is_ready(new_page, site):
    page = new_page()
    asked, library = [], []
    page.on("request", lambda request: asked.append(request.url))
    page.route("**/library.zip*", lambda route: library.append(route))
    page.goto(site)
    expect(page.locator("[data-stage]")).to_contain_text("Fetching Python: 3.")
    assert not any("-rest" in url for url in asked)
    with page.expect_response(REST):
        library[0].fallback()
    expect_readout(page, "status", "ready")


def test_without_the_rest_the_page_trains_and_shows_everything(held):
    page, _ = held
    press(page, "train")
    expect_readout(page, "train_accuracy", ENOUGH)
    expect_readout(page, "engine", "compiled")
    press(page, "train")
    press(page, "step-stage")
    lines = re.compile(r"done, lines (\d+) to (?!\1\b)\d")
    expect(page.locator("[data-live]")).to_contain_text(lines)
    expect(message(page)).not_to_contain_text(WAITS)


def test_code_waits_for_the_rest_and_then_imports_what_it_likes(held):
    page, routes = held
    run(page, IMPORTS)
    expect(message(page)).to_contain_text(WAITS)
    expect(page.locator("[data-action=stop-code]")).to_be_hidden()
    expect(running(page)).to_contain_text("This text is not running")
    for route in routes:
        route.fallback()
    expect(running(page)).to_have_text("running your training.py")
    expect(console(page)).to_have_text(PRINTED)
    expect(message(page)).not_to_contain_text(WAITS)
    run(page, f"import csv, email, unittest\n{LOOP}")
    expect(console(page)).to_be_hidden()
    expect(error(page)).to_be_hidden()


SIZE = (DIST / "runtime/library-rest.zip.zst.bin").stat().st_size


@pytest.mark.parametrize(
    ("answer", "trouble"),
    [
        (lambda route: route.abort(), "did not arrive: the connection failed."),
        (lambda route: route.fulfill(status=503), "the server answered 503."),
        (lambda route: route.fulfill(body=b"\0" * SIZE), "arrived with"),
    ],
    ids=["abort", "status", "bytes"],
)
def test_where_the_rest_breaks_off_nothing_is_lost_and_a_second_press_runs_the_code(
    new_page, site, answer, trouble
):
    page = new_page(viewport=WIDE, expects_errors=True)
    page.route(REST, answer)
    page.goto(site)
    editor(page).wait_for()
    train_epochs(page, 2)
    run(page, IMPORTS)
    expect(message(page)).to_contain_text(trouble)
    expect(message(page)).to_contain_text(TRY_AGAIN)
    expect(message(page)).not_to_contain_text(WAITS)
    expect(editor(page)).to_contain_text("import argparse")
    expect_readout(page, "epoch", "2")
    press(page, "step-epoch")
    expect_readout(page, "epoch", "3")
    page.unroute(REST)
    press(page, "run-code")
    expect(console(page)).to_have_text(PRINTED)


def test_an_experiment_and_a_download_wait_likewise_and_can_be_asked_for_again(
    new_page, site
):
    page = new_page(expects_errors=True)
    page.route(REST, lambda route: route.abort())
    page.goto(site)
    page.wait_for_selector("body[data-status=ready]")
    press(page, "download-python")
    expect(message(page)).to_contain_text(TRY_AGAIN)
    press(page, "lesson")
    page.locator("[data-section-choice]").select_option("experiments")
    experiment = page.locator(
        "[data-section=experiments] [href='#experiment=symmetry']"
    )
    experiment.click()
    expect(message(page)).to_contain_text(TRY_AGAIN)
    expect(page).to_have_url(site)
    page.unroute(REST)
    experiment.click()
    expect(page.locator("[data-trial=question]")).not_to_be_empty()
    press(page, "close-experiment")
    with page.expect_download() as started:
        press(page, "download-python")
    assert started.value.suggested_filename == "watch_it_learn.py"


def test_a_python_that_was_started_again_has_the_rest_as_well(edited):
    page = edited()
    run(page, IN_C)
    press(page, "stop-code")
    expect(message(page)).to_contain_text("Python was stopped and started again")
    run(page, IMPORTS)
    expect(console(page)).to_have_text(PRINTED)
