"""The page in German and Spanish: by browser, by link, by menu."""

import re

import pytest
from page import choose, expect_readout, message, press, readout, settle, speak
from playwright.sync_api import expect

NAMES = {
    *("Watch It Learn", "Adam beta 1", "Adam beta 2", "leaky ReLU"),
    *("sin(π x1)", "sin(π x2)"),
}
TRAIN = {"en": "Train", "de": "Trainieren", "es": "Entrenar"}
# what a reader sees or hears of the page, but for code, and names from the code
SEEN = """() => {
  const found = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const element = walker.currentNode.parentElement;
    const names = "script, code, pre, textarea, .code-view, [data-readout], [data-array]" +
      ", [data-setting-help]"; // of the field that has the focus
    if (!element.closest(`${names}, kbd, noscript`))
      found.push(walker.currentNode.data.trim());
  }
  for (const element of document.querySelectorAll("[aria-label], [title]"))
    found.push(element.getAttribute("aria-label") ?? "", element.title);
  return found;
}"""


def speaks(page, language):
    expect(page.locator("html")).to_have_attribute("lang", language)
    expect(page.locator("[data-action=train] span.when-off")).to_have_text(
        TRAIN[language]
    )


@pytest.mark.parametrize(
    ("locale", "language"),
    [("de-AT", "de"), ("es-MX", "es"), ("fr-FR", "en"), ("en-GB", "en")],
)
def test_it_speaks_the_browsers_language(opened, locale, language):
    speaks(opened(locale=locale), language)


def test_a_link_comes_before_the_browser_and_stays(opened):
    page = opened("lang=es", locale="de-DE")
    speaks(page, "es")
    press(page, "step-epoch")
    assert page.evaluate("location.hash") == "#lang=es"


def test_the_menu_changes_it_for_good(opened):
    page = opened("dataset=moons")
    speak(page, "de")
    speaks(page, "de")
    page.wait_for_selector("body[data-status=ready]")
    expect(page.locator("[data-setting=dataset]")).to_have_value("moons")
    page.reload()
    speaks(page, "de")


PAUSED = {"de": "Pause", "es": "en pausa"}


@pytest.mark.parametrize("language", PAUSED)
def test_numbers_have_a_comma_and_nothing_stays_english(opened, language):
    page = opened(f"lang={language}")
    english = opened()
    for each in (page, english):
        for fold in each.locator("details").all():
            fold.evaluate("e => { e.open = true }")
        press(each, "step-epoch")
        expect(readout(each, "epoch")).to_have_text("1")
    loss = readout(page, "train_loss")
    expect(loss).to_have_text(re.compile(r"^0\.\d{4}$"))  # plain, for scripts
    expect(loss.locator("xpath=following-sibling::*")).to_have_text(
        re.compile(r"^0,\d{4}$")
    )
    status = readout(page, "status")
    assert status.text_content() == "paused"  # a name, for scripts
    expect(status.locator("xpath=..")).to_have_text(f"paused{PAUSED[language]}")
    assert status.bounding_box()["width"] <= 1
    both = set(page.evaluate(SEEN)) & set(english.evaluate(SEEN))
    words = {text for text in both if re.search(r"[a-z]{3}", text) and " " in text}
    assert {text for text in words if "[" not in text} <= NAMES


def test_what_is_refused_is_told_in_the_readers_language(opened):
    page = opened("lang=de&learning_rate=fast")
    expect(message(page)).to_have_text(
        re.compile(
            "^Lernrate muss eine Zahl von .* sein; angegeben ist 'fast'. Stattdessen"
        )
    )
    choose(page, "batch_size", "0")
    expect(message(page)).to_have_text(
        re.compile("^Batchgröße muss eine ganze Zahl von 1 bis .* angegeben ist '0'.$")
    )


def test_messages_and_experiments_are_translated(opened):
    page = opened("lang=de")
    words = page.locator("[data-stage-words]")
    expect(words).to_contain_text("Drücke Trainieren")
    page.evaluate("location.hash = 'experiment=symmetry'")
    page.locator("[name=prediction]").first.check()
    press(page, "train")
    answer = page.locator("[data-trial=answer] p")
    expect(answer).to_have_count(3)
    expect(answer.nth(1)).to_contain_text("Einheit")


def test_a_language_that_does_not_come_leaves_the_page_english(new_page, site):
    page = new_page(expects_errors=True)
    page.route("**/de.json*", lambda route: route.abort())
    page.goto(f"{site}#lang=de")
    page.wait_for_selector("body[data-status=ready]")
    speaks(page, "en")


def look_around(page):
    """Have the page show what it has to say: folds, epochs, numbers, a kept curve, a message."""
    for fold in page.locator("details").all():
        fold.evaluate("e => { e.open = true }")
    press(page, "keep-curve")
    choose(page, "noise", "0.25")
    page.locator("#tab-epochs").click()
    press(page, "step-stage")
    press(page, "step-epoch")
    choose(page, "batch_size", "0")
    page.locator("[aria-invalid]").wait_for()
    settle(page)


def told_by(page):
    return [" ".join(text.split()) for text in page.evaluate(SEEN) if text]


def test_another_language_says_all_of_the_page_anew(opened):
    english, german, switched = opened(), opened("lang=de"), opened()
    for page in (english, german, switched):
        look_around(page)
    for language, page in (("de", german), ("en", english)):
        speak(switched, language)
        speaks(switched, language)
        settle(switched)
        assert told_by(switched) == told_by(page)


def test_another_language_says_the_experiment_anew(opened):
    page = opened("experiment=symmetry")
    page.locator("[name=prediction]").first.check()
    press(page, "train")
    answer = page.locator("[data-trial=answer] p")
    expect(answer).to_have_count(3)
    speak(page, "de")
    speaks(page, "de")
    expect(page.locator("[data-trial=title]")).to_have_text(re.compile("null"))
    expect(answer.first).to_have_text(re.compile("^(Wie du|Du hast)"))
    expect(page.locator("[name=prediction]").first).to_be_checked()


# what is wider than its place, or lies beside the screen
CUT = """() => {
  const found = [];
  const isSeen = (e) => e.checkVisibility() && !e.matches(".unseen, .unseen *") &&
    getComputedStyle(e).clipPath === "none";
  const words = "button, summary, label, label > span, legend, dt, dd, th, h2";
  for (const e of document.querySelectorAll(words)) {
    const { left, right } = e.getBoundingClientRect();
    const isRow = getComputedStyle(e).display !== "inline";
    if (!isSeen(e) || e.closest("[data-files]")) continue; // files can be scrolled through
    if (isRow && e.scrollWidth > e.clientWidth + 1 || left < -1 || right > innerWidth + 1)
      found.push(e.textContent.trim());
  }
  const pen = document.createElement("canvas").getContext("2d");
  for (const e of document.querySelectorAll(".settings select, .speed select")) {
    const { font, paddingLeft, paddingRight } = getComputedStyle(e);
    pen.font = font;
    const room = e.clientWidth - parseFloat(paddingLeft) - parseFloat(paddingRight);
    for (const { text } of isSeen(e) ? e.options : [])
      if (pen.measureText(text).width > room + 1) found.push(text);
  }
  return found;
}"""


@pytest.mark.parametrize("language", ["en", "de", "es"])
def test_nothing_is_cut_off_on_any_screen(opened, language):
    page = opened(f"lang={language}&speed=fastest")
    press(page, "train")
    expect_readout(page, "update", re.compile(r"\d{6}"))  # long numbers
    press(page, "train")
    for fold in page.locator("main details, [data-for-teachers]").all():
        fold.evaluate("e => { e.open = true }")
    for width, height in ((320, 700), (390, 844), (1024, 768), (1366, 768)):
        page.set_viewport_size({"width": width, "height": height})
        settle(page)
        assert page.evaluate(CUT) == [], width
        for button in ("share", "help"):
            press(page, button)
            settle(page)
            assert page.evaluate(CUT) == [], (width, button)
            page.keyboard.press("Escape")
