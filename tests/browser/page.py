"""Words for what the tests do with the page."""

import re

from playwright.sync_api import Locator, Page, expect

ENOUGH = re.compile(r"^(9[89]|100)\.")  # percent: what counts as learned
PIXEL = """([view, x, y]) => {
  const canvas = document.querySelector(`[data-view=${view}]`);
  const place = [Math.floor(x * canvas.width), Math.floor(y * canvas.height)];
  return [...canvas.getContext("2d").getImageData(...place, 1, 1).data];
}"""
SETTLE = """() => new Promise((done) => {
  requestAnimationFrame(() => requestAnimationFrame(done));
})"""
SIXTY_PICTURES = """() => new Promise((done) => {
  let left = 60;
  (function next() { left-- ? requestAnimationFrame(next) : done(); })();
})"""
ALL_PIXELS = """(view) => {
  const canvas = document.querySelector(`[data-view=${view}]`);
  const { data } = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
  return data.reduce((hash, byte) => (hash * 31 + byte) | 0, 7);
}"""


def readout(page: Page, name: str) -> Locator:
    return page.locator(f"[data-readout={name}]")


def text(page: Page, name: str) -> str:
    return readout(page, name).inner_text()


def expect_readout(page: Page, name: str, value: str | re.Pattern[str]) -> None:
    expect(readout(page, name)).to_have_text(value)


def unfolded(control: Locator) -> Locator:
    """The control, the fold or menu that it is in opened."""
    summary = control.locator("xpath=ancestor::details[not(@open)]/summary")
    if summary.count() == 1:
        summary.click()
    return control


def press(page: Page, action: str) -> None:
    unfolded(page.locator(f"[data-action={action}]")).click()


def train_epochs(page: Page, count: int) -> None:
    """Train so many epochs, one by one."""
    for _ in range(count):
        press(page, "step-epoch")
    expect_readout(page, "epoch", str(count))


def setting(page: Page, name: str) -> Locator:
    return unfolded(page.locator(f"[data-setting={name}]"))


def speak(page: Page, language: str) -> None:
    """Choose the page's language."""
    unfolded(page.locator("[data-language-choice]")).select_option(language)


def type_into(field: Locator, value: str, commit: str = "Tab") -> None:
    """Write over what a field holds, key by key, and leave it by a key ("" stays in it)."""
    keys = field.page.keyboard
    field.click()
    keys.press("Control+A")
    keys.press("Delete")
    keys.type(value)  # a line's end is Enter
    if commit:
        keys.press(commit)


def paste_over(field: Locator, value: str) -> None:
    """Write over what a field holds from the clipboard, as one does with a whole file."""
    page = field.page
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.evaluate("text => navigator.clipboard.writeText(text)", value)
    field.click()
    page.keyboard.press("Control+A")
    page.keyboard.press("Control+V")


def choose(page: Page, name: str, value: str) -> None:
    """Give a setting a value as a person would."""
    control = setting(page, name)
    if control.evaluate("e => e.tagName") == "SELECT":
        control.select_option(value)
    elif control.get_attribute("type") == "checkbox":
        control.set_checked(value == "true")
    elif steps := control.get_attribute("data-steps"):
        control.focus()
        page.keyboard.press("Home")
        for _ in range(steps.split().index(value)):
            page.keyboard.press("ArrowRight")
    elif control.evaluate("e => e.tagName") == "FIELDSET":
        for name in {*on(control)} ^ {*value.split(",")}:
            control.locator(f"[value={name}]").click()
    else:
        type_into(control, value)


def on(switches: Locator) -> list[str]:
    """The names that are on, of several."""
    pressed = switches.locator("[aria-pressed=true]")
    return pressed.evaluate_all("all => all.map((e) => e.value)")


def link(page: Page) -> str:
    return page.evaluate("location.hash")


def expect_link(page: Page, expected: str) -> None:
    expect(page).to_have_url(re.compile(f"{re.escape(expected)}$"))


def pixel(page: Page, x: float, y: float, view: str = "boundary") -> list[int]:
    """Red, green, blue, alpha at a place of a view; x and y from 0 to 1, from the top left."""
    return page.evaluate(PIXEL, [view, x, y])


def settle(page: Page) -> None:
    """Wait until the page shows all that Python has told it."""
    page.wait_for_selector("body:not([data-busy])")
    page.evaluate(SETTLE)


def painting(page: Page, view: str = "boundary") -> int:
    """A hash of every pixel of a view, once the page has nothing more to paint."""
    settle(page)
    return page.evaluate(ALL_PIXELS, view)


def message(page: Page) -> Locator:
    return page.locator("[data-message]")
