"""The numbers of the last stage: a row for each example of the batch, and the arrays by layer."""

import pytest
from page import painting, press, settle
from playwright.sync_api import Page, expect

SMALL = "points=20&batch_size=6&hidden_layers=3"
FILLED = {"batch": 3, "forward": 5, "loss": 6, "backward": 7, "update": 7}


def rows(page: Page):
    return page.locator("[data-view=batch] tbody tr")


def step(page: Page, times: int) -> None:
    for _ in range(times):
        press(page, "step-stage")
        settle(page)


def chosen(page: Page) -> list[int]:
    states = rows(page).evaluate_all("rows => rows.map(row => row.ariaSelected)")
    return [at for at, state in enumerate(states) if state == "true"]


@pytest.fixture
def numbers(opened):
    return opened(f"{SMALL}&tab=numbers")


def test_the_table_of_the_batch_fills_stage_by_stage(numbers):
    expect(numbers.locator("[data-batch-note]")).to_contain_text("Step by stage")
    step(numbers, 1)
    expect(rows(numbers)).to_have_count(0)
    for stage, columns in FILLED.items():
        step(numbers, 1)
        expect(rows(numbers)).to_have_count(6)
        cells = rows(numbers).first.locator("td").all_inner_texts()
        assert [bool(text) for text in cells] == [i < columns for i in range(7)], stage
    *_, y, _, y_hat, _, error = map(float, cells)
    assert error == pytest.approx(y_hat - y, abs=2e-3)


def test_the_columns_that_the_last_stage_made_are_lit(numbers):
    lit = """rows => [...rows[0].cells].flatMap((cell, i) =>
        getComputedStyle(cell).backgroundColor === "rgba(0, 0, 0, 0)" ? [] : [i])"""
    step(numbers, 1)
    for columns in ([0, 1, 2], [3, 4], [5], [6], []):
        step(numbers, 1)
        numbers.mouse.move(5, 5)
        assert rows(numbers).evaluate_all(lit) == columns


def test_the_last_updates_batch_is_pale_and_called_so(numbers):
    step(numbers, 6)
    opacity = "rows => getComputedStyle(rows[0].cells[0]).opacity"
    assert rows(numbers).evaluate_all(opacity) == "1"
    while numbers.locator("[data-readout=stage]").inner_text() != "shuffle":
        step(numbers, 1)
    assert float(rows(numbers).evaluate_all(opacity)) < 1
    expect(numbers.locator("[data-batch-note]")).to_contain_text("last update")


def test_a_row_chooses_its_example_in_the_picture_by_click_and_by_enter(numbers):
    step(numbers, 3)
    rows(numbers).nth(2).click()
    settle(numbers)
    assert chosen(numbers) == [2]
    second = painting(numbers)
    numbers.keyboard.press("ArrowDown")
    numbers.keyboard.press("ArrowDown")
    numbers.keyboard.press("Enter")
    settle(numbers)
    assert chosen(numbers) == [4]
    assert painting(numbers) != second
    numbers.keyboard.press("ArrowUp")
    numbers.keyboard.press("ArrowUp")
    numbers.keyboard.press("Enter")
    assert painting(numbers) == second


def test_tab_leads_to_one_row_only(numbers):
    step(numbers, 3)
    numbers.locator("#tab-batch").focus()
    numbers.keyboard.press("Tab")
    numbers.keyboard.press("ArrowDown")
    focused = "document.activeElement.rowIndex"
    assert numbers.evaluate(focused) == 2
    numbers.keyboard.press("Tab")
    assert numbers.evaluate(focused) is None


def test_a_long_batch_scrolls_below_its_head(opened):
    page = opened("batch_size=128&tab=numbers")
    step(page, 3)
    head = page.locator("[data-view=batch] thead th").first
    before = head.bounding_box()
    rows(page).first.hover()
    page.mouse.wheel(0, 600)
    expect(rows(page).first).not_to_be_in_viewport()
    assert head.bounding_box()["y"] == pytest.approx(before["y"], abs=1)


def test_arrays_stand_under_their_layer(numbers):
    numbers.get_by_role("tab", name="Arrays by layer").click()
    step(numbers, 6)
    told = numbers.locator("[data-arrays] > *").evaluate_all(
        "all => all.map(e => e.dataset.array ?? `# ${e.textContent}`)"
    )
    heads = [name for name in told if name.startswith("#")]
    assert heads == ["# This batch", "# layers[0]", "# layers[1]"]
    assert told[1] == "run.order"
    second = told[told.index("# layers[1]") + 1 :]
    assert all("[1]" in name for name in second)
    assert {"traces[1].z", "gradients[1].W", "layers[1].W before"} <= set(second)
