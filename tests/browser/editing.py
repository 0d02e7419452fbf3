"""Words for what the tests do with the code editor."""

from page import paste_over, press
from playwright.sync_api import Page


def editor(page: Page):
    return page.locator("[data-view=code] .cm-content")


def write(page: Page, code: str, file: str = "training.py") -> None:
    """Put a whole file into the editor."""
    page.get_by_role("tab", name=file).click()
    paste_over(editor(page), code)


def run(page: Page, code: str, file: str = "training.py") -> None:
    write(page, code, file)
    press(page, "run-code")


def running(page: Page):
    return page.locator("[data-running]")


def error(page: Page):
    return page.locator("[data-code-error]")
