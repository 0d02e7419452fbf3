"""The code editor under the fingers: search, Tab, undo."""

import re

import pytest
from editing import editor
from page import expect_readout, message, press, settle, speak
from playwright.sync_api import Page, expect

WORDS = {"en": ("Find", "Replace all"), "de": ("Suchen", "Alle ersetzen")}
WORDS["es"] = ("Buscar", "Reemplazar todo")


def code_line(page: Page, text: str):
    return page.locator("[data-view=code] .cm-line", has_text=text)


def open_file(page: Page, name: str) -> None:
    page.get_by_role("tab", name=name).click()


@pytest.mark.parametrize("width", [390, 1366])
def test_search_finds_what_is_off_the_screen(edited, width):
    page = edited(viewport={"width": width, "height": 844})
    open_file(page, "datasets.py")
    code_line(page, "Datasets: labelled points").click()
    expect(code_line(page, "np.argsort")).not_to_be_in_viewport()
    page.keyboard.press("Control+F")
    page.keyboard.type("argsort")
    expect(page.get_by_label("Find", exact=True)).to_have_value("argsort")
    page.keyboard.press("Enter")
    found = page.locator("[data-view=code] .cm-searchMatch-selected")
    expect(found).to_have_text("argsort")
    expect(found).to_be_in_viewport()
    for button in page.locator("[data-view=code] .cm-search button:visible").all():
        expect(button).to_be_in_viewport(ratio=1)
    page.keyboard.press("Escape")
    expect(page.get_by_label("Find", exact=True)).to_have_count(0)
    expect(editor(page)).to_be_focused()


def test_what_is_typed_into_the_search_is_no_shortcut(edited):
    page = edited()
    press(page, "find-code")  # those who touch have no Control
    page.keyboard.type("e, r. ?")
    expect(page.get_by_label("Find", exact=True)).to_have_value("e, r. ?")
    settle(page)
    expect_readout(page, "update", "0")
    expect(page.get_by_role("dialog")).to_have_count(0)


def test_all_that_is_found_is_replaced(edited):
    page = edited()
    code_line(page, "while True").click()
    page.keyboard.press("Control+F")
    page.keyboard.type("run.order")
    page.keyboard.press("Tab")
    page.get_by_label("Replace with").click()
    page.keyboard.type("run.sequence")
    page.get_by_role("button", name="Replace all").click()
    expect(code_line(page, "run.order")).to_have_count(0)
    expect(code_line(page, "run.sequence")).to_have_count(2)


def test_the_search_speaks_the_readers_language(edited):
    page = edited("lang=es")
    for code, (find, replace_all) in WORDS.items():
        speak(page, code)
        expect(page.locator("html")).to_have_attribute("lang", code)
        code_line(page, "while True").click()
        page.keyboard.press("Control+F")
        expect(page.get_by_label(find, exact=True)).to_be_focused()
        button = page.locator("[data-view=code] [name=replaceAll]")
        expect(button).to_have_text(replace_all)


def test_tab_indents_and_shift_tab_outdents(edited):
    page = edited()
    line = code_line(page, "n = len(run.x)")
    line.click()
    page.keyboard.press("Tab")
    expect(line).to_have_text(" " * 12 + "n = len(run.x)", use_inner_text=True)
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Shift+Tab")
    expect(line).to_have_text(" " * 4 + "n = len(run.x)", use_inner_text=True)
    expect(editor(page)).to_be_focused()


def test_escape_then_tab_leaves_the_editor_and_the_page_says_so(edited):
    page = edited()
    how = "To leave the editor, press Esc, then Tab."
    expect(editor(page)).to_have_accessible_description(re.compile(how))
    editor(page).focus()
    page.keyboard.press("Tab")
    expect(message(page)).to_contain_text(how)
    expect(editor(page)).to_be_focused()
    page.keyboard.press("Escape")
    page.keyboard.press("Tab")
    expect(editor(page)).not_to_be_focused()
    assert page.evaluate("document.activeElement !== document.body")
    editor(page).focus()
    page.keyboard.press("Escape")
    page.keyboard.press("Shift+Tab")
    expect(page.locator("[data-action=restore-all]")).to_be_focused()


def test_each_file_keeps_its_own_undo(edited):
    page = edited()
    for name, text in [("training.py", "loop"), ("losses.py", "loss")]:
        open_file(page, name)
        editor(page).press("Control+Home")
        page.keyboard.type(f"# {text} ")
    open_file(page, "training.py")
    editor(page).press("Control+Z")
    expect(code_line(page, "# loop")).to_have_count(0)
    expect(page.get_by_role("tab", name="training.py", exact=True)).to_be_visible()
    open_file(page, "losses.py")
    expect(code_line(page, "# loss")).to_be_visible()
    editor(page).press("Control+Z")
    expect(code_line(page, "# loss")).to_have_count(0)
    editor(page).press("Control+Y")
    expect(code_line(page, "# loss")).to_be_visible()


def test_undo_brings_back_what_was_restored(edited):
    page = edited()
    editor(page).press("Control+Home")
    page.keyboard.type("# mine ")
    press(page, "restore-code")
    expect(code_line(page, "# mine")).to_have_count(0)
    editor(page).press("Control+Z")
    expect(code_line(page, "# mine")).to_be_visible()
    expect(page.get_by_role("tab", name="training.py, changed")).to_be_visible()


# Nothing is done in idle time, and after each key the parser's time is over at once.
BUSY = """() => {
  window.requestIdleCallback = () => 0
  const now = Date.now
  let late = 0, jumps = 0
  Date.now = () => now() + (jumps++ < 20 ? late += 30 : late)
  addEventListener("keydown", () => jumps = 0, true)
}"""


@pytest.mark.parametrize("busy", [False, True])
def test_brackets_and_quotes_close_and_can_be_typed_all_the_same(edited, busy):
    page = edited()
    if busy:
        page.evaluate(BUSY)
    line = code_line(page, "n = len(run.x)")
    line.click()
    page.keyboard.press("End")
    page.keyboard.type('; print("n')
    expect(line).to_have_text('n = len(run.x); print("n")')
    page.keyboard.type('", n)')
    expect(line).to_have_text('n = len(run.x); print("n", n)')
