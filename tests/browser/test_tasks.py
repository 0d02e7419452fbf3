"""More classes than two, and values, as somebody meets them on the page."""

import re

import pytest
from page import (
    ENOUGH,
    choose,
    expect_link,
    expect_readout,
    message,
    pixel,
    press,
    readout,
    setting,
    settle,
)
from playwright.sync_api import Page, expect


def legend(page: Page):
    return page.locator("[data-classes] button")


def offered(page: Page, name: str):
    return setting(page, name).locator("option:not([hidden])")


def point_at(page: Page, x1: float, x2: float) -> None:
    """Move the pointer to a place of the plane, which reaches from -1.5 to 1.5."""
    picture = page.locator("[data-boundary]")
    size = picture.bounding_box()["width"]
    picture.hover(position={"x": size * (x1 + 1.5) / 3, "y": size * (1.5 - x2) / 3})


def test_three_clouds_are_told_apart(opened):
    page = opened("dataset=gaussians&speed=epoch&learning_rate=0.3&noise=0.1")
    page.get_by_text("More about the data").click()
    expect(legend(page)).to_have_text(["class 0", "class 1"])
    choose(page, "classes", "3")
    expect(legend(page)).to_have_text(["0", "1", "2"])
    page.get_by_text("More about training").click()
    expect(offered(page, "loss")).to_have_text(["cross-entropy"])
    expect(setting(page, "threshold")).to_be_hidden()
    press(page, "train")
    expect_readout(page, "train_accuracy", ENOUGH)
    press(page, "train")
    point_at(page, -0.9, -0.9)
    expect(page.locator("[data-probe]")).to_have_text(re.compile(r"^P\(class 0\) = "))
    page.get_by_role("tab", name="Epochs").click()
    rows = page.locator("[data-view=confusion] tbody tr")
    expect(rows).to_have_count(3)
    expect(rows.first.locator("td")).to_have_count(6)
    expect_link(
        page,
        "#dataset=gaussians&noise=0.1&classes=3&learning_rate=0.3&speed=epoch",
    )


def test_a_third_class_can_be_drawn_and_the_last_point_erased(opened):
    page = opened("dataset=rings&classes=3&points=12")
    page.get_by_text("More about the data").click()
    brush = page.locator("[data-draw]")
    expect(brush.locator("option")).to_have_text(
        ["off", "class 0 ■", "class 1 ●", "class 2 ▲", "erase"]
    )
    brush.select_option("2")
    point_at(page, 1.4, 1.4)
    page.mouse.down()
    page.mouse.up()
    expect(setting(page, "custom_points")).to_have_value(
        re.compile(r"\n1\.4\d*,1\.4\d*,2$")
    )
    expect(message(page)).to_contain_text("13 points.")


@pytest.mark.parametrize("dataset", ["slope", "wave", "hills"])
def test_values_have_an_error_in_place_of_right_and_wrong(opened, dataset):
    page = opened("speed=fastest")
    page.locator(f"[data-thumbnails] [value={dataset}]").click()
    expect(readout(page, "train_rmse")).to_be_visible()
    expect(readout(page, "train_accuracy")).to_be_hidden()
    for name in ("threshold", "decision", "chart"):
        expect(setting(page, name)).to_be_hidden()
    expect(legend(page)).to_have_count(0)
    press(page, "train")
    expect_readout(page, "train_rmse", re.compile(r"0\.0"))
    press(page, "train")
    point_at(page, 0.02, 0.02)
    expect(page.locator("[data-probe]")).to_have_text(re.compile(r"ŷ = −?-?[\d.]+$"))
    page.locator("[data-thumbnails] [value=xor]").click()
    expect(readout(page, "train_accuracy")).to_be_visible()
    expect(setting(page, "threshold")).to_be_visible()


def test_a_link_with_a_loss_of_another_task_is_told_and_has_the_right_one(opened):
    page = opened("dataset=slope&loss=squared_error")
    expect(message(page)).to_contain_text(
        "Loss must fit the data, so be one of mean_squared_error, mean_absolute_error"
    )
    page.get_by_text("More about training").click()
    expect(setting(page, "loss")).to_have_value("mean_squared_error")


def test_a_chosen_loss_goes_with_its_task(opened):
    page = opened("loss=squared_error")
    choose(page, "dataset", "slope")
    expect_link(page, "#dataset=slope")
    choose(page, "dataset", "moons")
    expect_link(page, "#dataset=moons")


def test_points_are_drawn_while_it_trains_and_it_goes_on(opened):
    page = opened("speed=epoch")
    page.get_by_text("More about the data").click()
    press(page, "train")
    expect_readout(page, "epoch", re.compile(r"\d\d"))
    page.locator("[data-draw]").select_option("1")
    point_at(page, 0.5, 0.5)
    page.mouse.down()
    page.mouse.up()
    expect(message(page)).to_contain_text("201 points.")
    expect_readout(page, "epoch", re.compile(r"\d\d\d"))  # and not from 0 again
    expect_readout(page, "status", "training")


def test_it_begins_on_an_empty_plane_with_both_buttons(opened):
    page = opened()
    press(page, "clear-points")
    expect(message(page)).to_contain_text("Draw at least 4 points, of two classes")
    expect_readout(page, "train_loss", "–")  # of what is not there
    press(page, "train")
    expect(page.locator("[data-action=train]")).to_have_attribute(
        "aria-pressed", "false"
    )
    expect_readout(page, "status", "ready")
    for x, button in [(-1.0, "left"), (-0.5, "left"), (0.5, "right"), (1.0, "right")]:
        point_at(page, x, 0.2)
        page.mouse.down(button=button)
        page.mouse.up(button=button)
    expect(message(page)).to_contain_text("4 points.")
    press(page, "undo-drawing")
    expect(message(page)).to_contain_text("now there are 3")
    point_at(page, 1.0, 0.2)
    page.mouse.down(button="right")
    page.mouse.up(button="right")
    expect(message(page)).to_contain_text("4 points.")
    press(page, "train")
    expect_readout(page, "train_accuracy", ENOUGH)


def test_what_one_stroke_erases_one_undo_brings_back(opened):
    page = opened("points=60")
    page.get_by_text("More about the data").click()
    page.locator("[data-draw]").select_option("erase")
    point_at(page, -1.0, 0.6)
    page.mouse.down()
    for step in range(1, 8):
        point_at(page, -1.0, 0.6 + step / 10)
        page.locator("body:not([data-busy])").wait_for()
    page.mouse.up()
    expect(message(page)).to_contain_text(re.compile(r"\b[45]\d points\."))
    press(page, "undo-drawing")
    expect(message(page)).to_contain_text("60 points.")


def test_what_comes_with_another_dataset_is_told(opened):
    page = opened()
    choose(page, "dataset", "spiral")
    expect(message(page)).to_contain_text("These changed with it: Noise, Hidden layers")
    choose(page, "noise", "0.1")
    expect(message(page)).to_be_empty()


def test_the_legend_has_the_shapes_of_the_points(opened):
    page = opened("dataset=hills")
    squares = page.locator("[data-kind] svg:has(rect)")
    expect(squares.first).to_be_hidden()
    choose(page, "dataset", "xor")
    expect(squares.first).to_be_visible()


def test_what_was_chosen_for_classes_does_not_show_with_values(opened):
    page = opened("dataset=slope&decision=true&chart=accuracy&speed=fastest")
    press(page, "train")
    expect_readout(page, "train_rmse", re.compile(r"0\.0"))
    press(page, "train")
    settle(page)
    shades = {tuple(pixel(page, x / 20, 0.9)) for x in range(1, 20)}
    assert len(shades) > 8  # of a scale, not of two classes
    expect(setting(page, "loss_scale")).to_be_visible()


def test_the_share_dialog_says_that_a_link_lacks_its_points(opened):
    page = opened("dataset=rings&points=300")
    press(page, "share")
    lacks = page.get_by_text("This link has none of your points")
    expect(lacks).to_be_hidden()
    page.keyboard.press("Escape")
    page.get_by_text("More about the data").click()
    page.locator("[data-draw]").select_option("1")
    point_at(page, 1.2, 1.2)
    page.mouse.down()
    page.mouse.up()
    expect(message(page)).to_contain_text("301 points.")
    press(page, "share")
    expect(lacks).to_be_visible()


@pytest.mark.parametrize(
    ("link", "told"),
    [
        ("dataset=penguins", "chinstrap"),
        ("dataset=gaussians&classes=6", "5"),
        ("dataset=hills", "0"),
    ],
)
def test_a_phone_tells_what_the_colors_are(opened, link, told):
    page = opened(link, viewport={"width": 390, "height": 844})
    words = page.locator("[data-classes]").get_by_text(told, exact=True)
    expect(words).to_be_in_viewport(ratio=1)
    expect(page.locator("[data-action=train]")).to_be_in_viewport(ratio=1)
