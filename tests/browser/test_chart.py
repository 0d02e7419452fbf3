"""The loss chart: read at any epoch, and beside the curves that were kept."""

import re

import pytest
from page import choose, painting, press, readout, settle, train_epochs
from playwright.sync_api import expect

READING = re.compile(
    r"^Epoch (\d+), update (\d+): training \d\.\d{4}, validation \d\.\d{4}(, batch .*)?$"
)

FIRST_KEPT = [0, 114, 178]
HAS_COLOR = """(color) => {
  const canvas = document.querySelector("[data-view=loss]");
  const { data } = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
  return data.some((_, i) => i % 4 === 0 && color.every((level, j) => data[i + j] === level));
}"""

TRAINING, VALIDATION = [27, 28, 36], [91, 63, 208]
# the highest and the lowest row of the chart with a pixel of a color
ROWS = """(color) => {
  const canvas = document.querySelector("[data-view=loss]");
  const { data } = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
  const isOf = (_, i) => i % 4 === 0 && color.every((level, j) => data[i + j] === level);
  const places = [data.findIndex(isOf), data.findLastIndex(isOf)];
  return places.map((place) => Math.floor(place / 4 / canvas.width));
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
    train_epochs(page, 10)
    return page


def numbers(page):
    """Epoch and update that are read."""
    at = re.compile(r"^Epoch (\d+), update (\d+)$")
    first = page.locator("[data-reading] span").first
    expect(first).to_have_text(at)
    return tuple(map(int, at.match(first.inner_text()).groups()))


def test_a_pointer_reads_it(trained):
    canvas = trained.locator("[data-view=loss]")
    box = canvas.bounding_box()
    trained.mouse.move(box["x"] + box["width"] - 9, box["y"] + box["height"] / 2)
    assert numbers(trained) == (10, 100)
    trained.mouse.move(box["x"] + 39, box["y"] + box["height"] / 2)
    expect(trained.locator("[data-reading]")).to_contain_text("Epoch 0, update 0")
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


def test_the_best_epoch_is_marked_in_chart_and_table(opened):
    page = opened("hidden_layers=4")
    assert not shows(page, VALIDATION)
    for number in "12":
        press(page, "step-epoch")
        expect(readout(page, "epoch")).to_have_text(number)
    settle(page)
    highest, _ = page.evaluate(ROWS, VALIDATION)
    assert highest < 35  # of its line, far above the curves
    page.locator("#tab-epochs").click()
    stars = page.locator("[data-view=epochs] th[scope=row]").filter(has_text="★")
    expect(stars).to_have_text(f"★ {readout(page, 'best_epoch').inner_text()}")


def test_all_lines_are_read_and_kept_curves_by_their_names(trained):
    page = trained
    press(page, "keep-curve")
    press(page, "reset")
    choose(page, "learning_rate", "0.2")
    for number in "12":
        press(page, "step-epoch")
        expect(readout(page, "epoch")).to_have_text(number)
    page.locator("[data-chart]").focus()
    page.keyboard.press("ArrowLeft")
    lines = page.locator("[data-reading] span")
    expect(lines).to_have_text(
        [
            "Epoch 1, update 10",
            re.compile(r"^training 0\.\d{4}$"),
            re.compile(r"^validation 0\.\d{4}$"),
            re.compile(r"^batch 0\.\d{4}$"),
            re.compile(r"^Learning rate 0\.05: 0\.\d{4}$"),
        ]
    )
    expect(page.locator("[data-chart]")).to_have_attribute(
        "aria-valuetext", re.compile(r"^Epoch 1, .* Learning rate 0\.05: 0\.\d{4}$")
    )


def test_accuracies_take_the_place_of_losses_and_the_link_says_so(trained):
    page = trained
    losses = painting(page, "loss")
    choose(page, "chart", "accuracy")
    expect(page).to_have_url(re.compile("chart=accuracy"))
    assert painting(page, "loss") != losses
    expect(page.locator("[data-setting=loss_scale]")).to_be_hidden()
    page.locator("[data-chart]").focus()
    page.keyboard.press("End")
    shown = readout(page, "train_accuracy").inner_text()
    expect(page.locator("[data-reading] span").nth(1)).to_have_text(
        f"training {shown} %"
    )
    expect(page.locator("[data-reading]")).not_to_contain_text("batch")


def test_a_log_scale_spreads_small_losses(trained):
    page = trained
    settle(page)
    _, linear = page.evaluate(ROWS, TRAINING)
    choose(page, "loss_scale", "log")
    expect(page).to_have_url(re.compile("loss_scale=log"))
    settle(page)
    _, log = page.evaluate(ROWS, TRAINING)
    assert log < linear - 20  # its line ends higher above the axis


def test_the_chart_is_at_least_150_pixels_high_with_kept_curves_too(trained):
    for _ in range(4):
        press(trained, "keep-curve")
    assert trained.locator("[data-view=loss]").bounding_box()["height"] >= 150


def shows(page, color):
    """Whether the chart has a pixel of a color, once it is painted."""
    settle(page)
    return page.evaluate(HAS_COLOR, color)


@pytest.mark.parametrize("language", ["en", "de"])
def test_on_a_phone_the_chart_is_no_strip(opened, language):
    phone = {"viewport": {"width": 390, "height": 844}, "has_touch": True}
    page = opened(f"lang={language}", **phone)
    page.locator("[data-panels] [value=losses]").click()
    press(page, "step-epoch")
    assert page.locator("canvas[data-view=loss]").bounding_box()["height"] > 120
