"""The lab report: it grows, stays, and leaves; a teacher reads its code."""

import re

from editing import editor
from page import expect_readout, press, readout, settle
from playwright.sync_api import expect


def report(page, name):
    return page.locator(f"[data-report={name}]")


def open_report(page):
    page.locator("[data-menu] summary").click()
    press(page, "lab-report")


def test_it_grows_by_itself_stays_and_is_handed_in(opened, site):
    page = opened("section=loop")
    press(page, "question")
    page.locator("[data-question-answer]").click()
    page.keyboard.type("3")
    page.keyboard.press("Enter")
    expect(page.locator("[data-question-told]")).not_to_be_empty()
    press(page, "lesson")
    page.evaluate("location.hash = 'experiment=weights'")
    page.locator("[name=prediction]").first.check()
    press(page, "train")
    expect(page.locator("[data-readout=answer]")).not_to_be_empty()
    press(page, "close-experiment")
    press(page, "step-epoch")
    expect(readout(page, "epoch")).to_have_text("1")

    press(page, "view-code")
    editor(page).click()
    page.keyboard.press("Control+Home")
    page.keyboard.type("# mine <b>")
    page.keyboard.press("Enter")
    press(page, "run-code")
    expect_readout(page, "epoch", "0")
    press(page, "step-epoch")
    expect_readout(page, "epoch", "1")
    press(page, "view-watch")
    settle(page)

    open_report(page)
    report(page, "name").click()
    page.keyboard.type("Ada Lovelace")
    report(page, "words").click()
    page.keyboard.type("Units <i>bend</i> it.")
    sheet = page.locator(".report-sheet")
    expect(sheet.locator("h1 + p")).to_have_text(re.compile("^Ada Lovelace · "))
    expect(sheet.locator(".words")).to_have_text("Units <i>bend</i> it.")
    expect(sheet).to_contain_text("Answers: 3")
    expect(sheet).to_contain_text("Questions of the lesson: 0 of 11 right")
    expect(sheet).to_contain_text("Same data, new weights")
    figures = sheet.locator("figure")
    expect(figures).to_have_count(2)
    expect(figures.last.locator("pre")).to_contain_text("+# mine <b>")
    expect(figures.first.locator("img")).to_be_visible()
    links = figures.get_by_role("link")
    expect(links).to_have_text(
        ["Open this run", "Open its settings"]
    )  # its code is not
    expect(links.first).to_have_attribute(
        "href", re.compile(r"[#&](epoch|update)=\d+$")
    )
    expect(links.last).not_to_have_attribute("href", re.compile("epoch|update"))
    expect(figures.first.locator("svg polyline").first).to_have_attribute(
        "points", re.compile(r"^0\.0,.* 300\.0,")
    )
    page.emulate_media(media="print")
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    expect(page.locator("header")).to_be_hidden()
    expect(sheet).to_be_visible()
    expect(report(page, "save")).to_be_hidden()
    page.evaluate("""() => {
      const sheet = document.querySelector(".report-sheet");
      sheet.append(...Array.from({ length: 60 }, () => sheet.children[0].cloneNode(true)));
    }""")
    pages = page.pdf().count(b"/Type /Page\n")
    assert pages > 1, "what does not fit on a sheet of paper is cut off"
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    page.emulate_media(media="screen")

    figures.first.get_by_role("button", name="Leave it out").click()
    expect(figures).to_have_count(1)
    with page.expect_download() as download:
        report(page, "save").click()
    code = report(page, "code").input_value()
    page.reload()
    page.wait_for_selector("body[data-status=ready]")
    open_report(page)
    expect(report(page, "name")).to_have_value("Ada Lovelace")
    expect(figures).to_have_count(1)

    file = page.context.new_page()
    file.set_content(download.value.path().read_text("utf-8"))
    expect(file.locator("h1 + p")).to_have_text(re.compile("^Ada Lovelace"))
    expect(file.locator("pre")).to_contain_text("# mine <b>")
    expect(file.locator("button")).to_have_count(0)
    border = "h2 => getComputedStyle(h2).borderBottomStyle"
    assert file.locator("h2").first.evaluate(border) == "solid"

    teacher = page.context.new_page()
    teacher.goto(f"{site}teachers.html")
    teacher.locator("#codes").click()
    for line in (f"Ada Lovelace, {code}", f"Alan {code.lower()}", "Eve ABCD"):
        teacher.keyboard.type(line)
        teacher.keyboard.press("Enter")
    rows = teacher.locator("[data-codes] tbody tr")
    expect(rows).to_have_text(
        [
            re.compile(r"✓ Ada Lovelace.*0 / 11[01] / 11"),
            re.compile(r"✗ Alan \(made with another name\)"),
            "Eve ABCDThis is no completion code",
        ]
    )

    page.get_by_text("Begin a new report").click()
    report(page, "clear").click()
    expect(figures).to_have_count(0)
    expect(report(page, "words")).to_have_value("")
    expect(report(page, "told")).to_have_text("The report is empty now.")


def test_a_right_answer_is_marked_and_the_lesson_goes_on_where_it_was(opened):
    page = opened()
    press(page, "lesson")
    press(page, "next-section")
    press(page, "next-section")
    press(page, "question")
    text = page.locator("[data-question-text]")
    expect(text).to_contain_text(re.compile(r"\d"))
    page.locator("[data-question-answer]").click()
    asked = text.inner_text()
    examples, size = (int(number) for number in re.findall(r"\d+", asked)[:2])
    page.keyboard.type(str(-(-examples // size)))
    page.keyboard.press("Enter")
    expect(page.locator("[data-question-told]")).to_have_attribute("data-right", "")
    page.reload()
    page.wait_for_selector("body[data-status=ready]")
    press(page, "lesson")
    expect(page.locator("[data-section-choice]")).to_have_value("words")
    expect(page.locator("[data-section-choice] option:checked")).to_have_text(
        "3. Words ✓"
    )


def test_a_link_opens_it_and_says_where_nothing_can_be_kept(new_page, site):
    page = new_page(locale="de-DE")
    page.add_init_script("Storage.prototype.setItem = () => { throw new Error() }")
    page.goto(f"{site}#report=1")
    page.wait_for_selector("body[data-status=ready]")
    report(page, "name").click()
    page.keyboard.type("Ada")
    expect(report(page, "unkept")).to_be_visible()
    expect(page.locator(".report-sheet h1 + p")).to_have_text(re.compile("^Ada · "))
