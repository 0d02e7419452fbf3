"""The loss chart: read at any epoch, and beside the curves that were kept."""

import re

import pytest
from page import choose, painting, press, readout, settle
from playwright.sync_api import expect

READING = re.compile(
    r"^Epoch (\d+), update (\d+): training 0\.\d{4}, validation 0\.\d{4}$"
)

FIRST_KEPT = [0, 114, 178]
HAS_COLOR = """(color) => {
  const canvas = document.querySelector("[data-view=loss]");
  const { data } = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
  return data.some((_, i) => i % 4 === 0 && color.every((level, j) => data[i + j] === level));
}"""

# how many columns of the chart have something painted between its lines, and above it
COLUMNS = """() => {
  const canvas = document.querySelector("[data-view=loss]");
  const { width, height } = canvas;
  const { data } = canvas.getContext("2d").getImageData(0, 0, width, height);
  const [left, right, top, bottom] = [45, width, 16, height - 18];
  const middle = (top + bottom) / 2;
  const found = { inside: new Set(), above: new Set() };
  for (let y = 0; y < bottom - 3; y++) {
    if (Math.abs(y - top) < 4 || Math.abs(y - middle) < 4) continue;
    for (let x = left; x < right; x++) {
      if (data[4 * (y * width + x) + 3]) found[y < top ? "above" : "inside"].add(x);
    }
  }
  return [found.inside.size / (right - left), found.above.size];
}"""


@pytest.fixture
def trained(opened):
    """Ten epochs of ten updates."""
    page = opened("speed=epoch&batch_size=16")
    for _ in range(10):
        press(page, "step-epoch")
    expect(readout(page, "epoch")).to_have_text("10")
    return page


def numbers(page):
    reading = page.locator("[data-reading]")
    expect(reading).to_have_text(READING)
    return tuple(map(int, READING.match(reading.inner_text()).groups()))


def test_a_pointer_reads_it(trained):
    canvas = trained.locator("[data-view=loss]")
    box = canvas.bounding_box()
    trained.mouse.move(box["x"] + box["width"] - 9, box["y"] + box["height"] / 2)
    assert numbers(trained) == (10, 100)
    trained.mouse.move(box["x"] + 39, box["y"] + box["height"] / 2)
    expect(trained.locator("[data-reading]")).to_contain_text("Epoch 0, update 0:")
    trained.mouse.move(0, 0)
    expect(trained.locator("[data-reading]")).to_be_empty()


def test_keys_read_it_one_epoch_at_a_time(trained):
    chart = trained.locator("[data-chart]")
    chart.focus()
    for key, epoch in [
        ("ArrowLeft", 9),
        ("ArrowLeft", 8),
        ("Home", 0),
        ("ArrowRight", 1),
        ("End", 10),
        ("PageDown", 0),
        ("PageUp", 10),
    ]:
        trained.keyboard.press(key)
        expect(trained.locator("[data-reading]")).to_contain_text(f"Epoch {epoch},")
        expect(chart).to_have_attribute("aria-valuetext", READING)
        expect(chart).to_have_attribute("aria-valuenow", str(epoch))
    trained.keyboard.press("Tab")
    expect(trained.locator("[data-reading]")).to_be_empty()


def test_curves_are_kept_named_by_what_differs_and_dropped(trained):
    page = trained
    kept = page.locator("[data-kept] li")
    before = painting(page, "loss")
    press(page, "keep-curve")
    expect(kept).to_have_text(["same settings×"])
    press(page, "reset")
    choose(page, "learning_rate", "0.2")
    expect(kept).to_have_text(["Learning rate 0.05×"])
    assert painting(page, "loss") != before
    press(page, "step-epoch")
    press(page, "keep-curve")
    choose(page, "activation", "tanh")
    expect(kept).to_have_text(
        ["Activation ReLU, Learning rate 0.05×", "Activation ReLU, Learning rate 0.2×"]
    )
    press(page, "keep-curve")
    press(page, "keep-curve")
    expect(kept).to_have_count(4)
    expect(page.locator("[data-action=keep-curve]")).to_be_disabled()
    kept.nth(1).get_by_role("button").click()
    expect(kept).to_have_count(3)
    expect(page.locator("[data-action=keep-curve]")).to_be_enabled()


def test_a_kept_curve_stays_while_another_run_goes_on(trained):
    page = trained
    assert not shows(page, FIRST_KEPT)
    press(page, "keep-curve")
    press(page, "reset")
    for number in "123":
        press(page, "step-epoch")
        expect(readout(page, "epoch")).to_have_text(number)
    assert shows(page, FIRST_KEPT)


def test_three_updates_made_by_hand_are_a_line(opened):
    page = opened()
    for number in "123":
        press(page, "step-update")
        expect(readout(page, "update")).to_have_text(number)
    settle(page)
    part, _ = page.evaluate(COLUMNS)
    assert part > 0.5


def test_the_best_epoch_has_a_star_in_chart_and_table(opened):
    page = opened("hidden_layers=4")
    settle(page)
    assert page.evaluate(COLUMNS)[1] == 0
    for number in "12":
        press(page, "step-epoch")
        expect(readout(page, "epoch")).to_have_text(number)
    settle(page)
    assert page.evaluate(COLUMNS)[1] > 0
    page.locator("#tab-epochs").click()
    stars = page.locator("[data-view=epochs] th[scope=row]").filter(has_text="★")
    expect(stars).to_have_text(f"★ {readout(page, 'best_epoch').inner_text()}")


def shows(page, color):
    """Whether the chart has a pixel of a color, once it is painted."""
    settle(page)
    return page.evaluate(HAS_COLOR, color)
