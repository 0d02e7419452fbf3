"""The form in which an experiment is written, filled in with real keys."""

import json
import re

import pytest
from page import expect_readout, press, readout, setting, type_into
from playwright.sync_api import expect


def part(page, name):
    return page.locator(f"[data-write={name}]")


def told(page):
    return part(page, "told")


def open_form(page):
    press(page, "share")
    page.locator("[data-for-teachers] summary").click()
    page.locator("[data-share-dialog] [data-action=write-experiment]").click()


def cells(page, name):
    return part(page, name).locator("input")


def fill_in(page):
    """One unit or eight, with XOR, as a teacher would write it."""
    for name, text in [("title", "One or eight"), ("question", "How many will learn?")]:
        part(page, name).click()
        page.keyboard.type(text)
    cells(page, "arms").nth(0).click()
    page.keyboard.type("eight units")
    page.locator("[data-add=arms]").click()
    page.keyboard.type("one unit")
    cells(page, "arms").nth(3).click()
    page.keyboard.press("End")
    page.keyboard.type("&hidden_layers=1")
    for row, text, first, last in [
        (0, "Both", "2", "2"),
        (1, "One or none", "0", "1,5"),
    ]:
        for column, value in enumerate([text, first, last]):
            cells(page, "choices").nth(3 * row + column).click()
            page.keyboard.type(value)
    for column, value in enumerate(["So it is.", "0", "2"]):
        cells(page, "closings").nth(column).click()
        page.keyboard.type(value)


def test_a_teacher_writes_one_previews_it_and_hands_it_out(opened, new_page, site):
    page = opened()
    setting(page, "noise").click()
    type_into(setting(page, "noise"), "0.2")
    page.keyboard.press("Enter")
    press(page, "step-epoch")
    expect(readout(page, "epoch")).to_have_text("1")
    open_form(page)
    expect(told(page)).to_have_text("title is still empty.")
    expect(part(page, "preview")).to_be_disabled()
    expect(cells(page, "arms").nth(1)).to_have_value("noise=0.2")
    fill_in(page)
    expect(told(page)).to_have_text("This can be run.")
    part(page, "epochs").click()
    page.keyboard.type("x")
    expect(told(page)).to_contain_text("epochs must be a whole number")
    page.keyboard.press("Backspace")
    cells(page, "choices").nth(5).click()
    page.keyboard.press("Backspace")
    page.keyboard.press("Backspace")
    page.keyboard.press("Backspace")
    expect(told(page)).to_contain_text("choices[1].when")
    page.keyboard.type("1")
    expect(told(page)).to_have_text("This can be run.")

    with page.expect_download() as download:
        part(page, "save").click()
    file = download.value.path()
    written = json.loads(file.read_text("utf-8"))
    assert written["choices"][1] == {"text": "One or none", "when": [0, 1]}
    part(page, "preview").click()
    expect(page.locator("[data-trial=title]")).to_have_text("One or eight")
    page.locator("[name=prediction]").nth(1).check()
    press(page, "train")
    expect(readout(page, "answer")).to_contain_text("So it is.")
    press(page, "share")
    expect(page.locator("[data-share=link]")).to_have_value(
        re.compile("One%20or%20eight")
    )
    expect(page.locator("[name=opens]")).to_have_value(re.compile("One%20or%20eight"))
    page.keyboard.press("Escape")
    page.locator("[data-trial=edit]").click()
    expect(part(page, "title")).to_have_value("One or eight")

    other = new_page()
    other.goto(f"{site}#write=1")
    other.wait_for_selector("body[data-status=ready]")
    part(other, "title").click()
    other.keyboard.type("mine")
    part(other, "file").set_input_files(file)
    expect(part(other, "title")).to_have_value("One or eight")
    expect(told(other)).to_have_text("This can be run.")
    part(other, "undo").click()
    expect(part(other, "title")).to_have_value("mine")
    part(other, "file").set_input_files(
        {"name": "a.json", "mimeType": "text/plain", "buffer": b"[1]"}
    )
    expect(told(other)).to_contain_text("The file is no experiment")
    expect(part(other, "title")).to_have_value("mine")
    other.reload()
    expect_readout(other, "status", "ready")
    other.evaluate("location.hash = 'write=1'")
    expect(part(other, "title")).to_have_value("mine")


@pytest.mark.parametrize(
    ("section", "dialog"), [("experiments", "write"), ("next", "report")]
)
def test_the_lesson_opens_a_form_and_the_run_goes_on(opened, section, dialog):
    page = opened(f"dataset=circle&section={section}", locale="de-DE")
    press(page, "step-epoch")
    expect_readout(page, "epoch", "1")
    page.locator(f"[data-section={section}] a[href='#{dialog}=1']").click()
    expect(page.locator(f"[data-{dialog}-dialog]")).to_be_visible()
    page.keyboard.press("Escape")
    expect_readout(page, "epoch", "1")
    expect(page).to_have_url(re.compile("#dataset=circle$"))
