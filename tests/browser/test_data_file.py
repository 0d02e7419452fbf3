"""A data file, as a teacher brings it: chosen, dropped or pasted; refused in a sentence."""

import re
from pathlib import Path

import pytest
from page import (
    ENOUGH,
    choose,
    expect_readout,
    message,
    paste_over,
    press,
    readout,
    setting,
)
from playwright.sync_api import Page, expect

FLOWERS = [(5.1, 3.5, "Bärlauch"), (7.0, 3.2, "Maiglöckchen"), (6.3, 2.3, "Aronstab")]
GERMAN = "Länge;Breite;Art\r\n" + "".join(
    f"{length + i / 10:.1f};{width};{kind}\r\n".replace(".", ",")
    for i in range(5)
    for length, width, kind in FLOWERS
)


def part(page: Page, name: str):
    return page.locator(f"[data-table={name}]")


def choose_file(page: Page, path: Path) -> None:
    press(page, "open-data")
    with page.expect_file_chooser() as chooser:
        part(page, "choose").click()
    chooser.value.set_files(path)


def test_an_export_of_a_german_spreadsheet_trains(opened, tmp_path):
    path = tmp_path / "Blätter.csv"
    path.write_text(GERMAN, "cp1252")
    page = opened("speed=fastest&learning_rate=0.3")
    choose_file(page, path)
    expect(part(page, "summary")).to_have_text("15 rows. 3 classes.")
    expect(part(page, "rows").locator("th")).to_have_text(["Länge", "Breite", "Art"])
    for name, value in {"x1": "0", "x2": "1", "label": "2", "kind": "classes"}.items():
        expect(part(page, name)).to_have_value(value)
    part(page, "x1").select_option("Breite")
    expect(part(page, "problem")).to_have_text("The column Breite is chosen twice.")
    expect(part(page, "use")).to_be_disabled()
    part(page, "x2").select_option("Länge")
    expect(part(page, "problem")).to_be_hidden()
    part(page, "use").click()
    expect(page.locator("[data-table-dialog]")).to_be_hidden()
    expect(page.locator("[data-classes] button")).to_have_text(
        ["Aronstab", "Bärlauch", "Maiglöckchen"]
    )
    expect(message(page)).to_contain_text("15 points.")
    expect(setting(page, "dataset")).to_have_value("custom")
    press(page, "train")
    expect_readout(page, "train_accuracy", ENOUGH)
    press(page, "train")
    page.locator("[data-boundary]").hover(position={"x": 100, "y": 100})
    expect(page.locator("[data-probe]")).to_have_text(
        re.compile(r"^Breite [\d.]+ · Länge [\d.]+ · P\([A-Z]\w+\) = [\d.]+$")
    )


def test_leaving_custom_points_and_coming_back_loses_nothing(opened):
    page = opened(
        "custom_points=0.5,1,0|1,0.5,1|-1,0,2|0,-1,2&axes=a,0.0,5.0|b|c|x|y|z"
    )
    choose(page, "dataset", "moons")
    expect(page.locator("[data-classes] button")).to_have_count(2)
    choose(page, "dataset", "custom")
    expect(page.locator("[data-classes] button")).to_have_text(["x", "y", "z"])
    expect(setting(page, "axes")).to_have_value("a,0.0,5.0|b|c|x|y|z")


def test_a_table_is_pasted_and_has_values(opened):
    page = opened()
    rows = "".join(f"{50 + 7 * i}\t{2 + i % 3}\t{100 + 13 * i}.5\n" for i in range(9))
    press(page, "open-data")
    paste_over(part(page, "text"), "area\trooms\tprice\n" + rows)
    part(page, "read").click()
    expect(part(page, "kind")).to_have_value("values")
    part(page, "use").click()
    expect(readout(page, "train_rmse")).to_be_visible()
    expect(page.locator("[data-scale]")).to_have_text(
        re.compile("^101.*153.*205$|^100")
    )


def test_a_file_is_dropped_on_the_page(opened):
    page = opened()
    page.evaluate(
        """(text) => {
          const data = new DataTransfer()
          data.items.add(new File([text], "a.csv"))
          const dropped = { dataTransfer: data, bubbles: true, cancelable: true }
          document.body.dispatchEvent(new DragEvent("drop", dropped))
        }""",
        GERMAN,
    )
    expect(part(page, "summary")).to_contain_text("3 classes")


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        (
            "PK\x03\x04\0",
            "This file is no text. In the spreadsheet, choose Save as, and CSV.",
        ),
        (
            GERMAN + "1;2;3;4;5\n",
            "Line 17 has 5 cells where others have 3: '1;2;3;4;5'.",
        ),
    ],
)
def test_what_cannot_be_read_is_named_and_nothing_is_lost(
    opened, tmp_path, text, sentence
):
    path = tmp_path / "a.csv"
    path.write_text(text, "utf-8")
    page = opened()
    choose_file(page, path)
    expect(part(page, "problem")).to_have_text(sentence)
    expect(part(page, "use")).to_be_hidden()
    page.keyboard.press("Escape")
    expect(setting(page, "dataset")).to_have_value("xor")
    expect(setting(page, "custom_points")).to_have_value("")


def test_measured_data_show_their_source(opened):
    page = opened()
    choose(page, "dataset", "penguins")
    expect(page.locator("[data-source]")).to_contain_text("CC0")
    expect(page.locator("[data-classes] button")).to_have_text(
        ["Adélie", "chinstrap", "gentoo"]
    )
    choose(page, "dataset", "moons")
    expect(page.locator("[data-source]")).to_be_hidden()
