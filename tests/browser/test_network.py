"""The network's diagram: what is pointed at, by mouse, keys or touch, is explained."""

import re

import pytest
from page import (
    choose,
    expect_link,
    expect_readout,
    painting,
    pixel,
    press,
    setting,
    settle,
    train_epochs,
    type_into,
    unfolded,
)
from playwright.sync_api import Page, expect

TWO_UNITS = "hidden_layers=1"
# places of the diagram with one hidden unit, as parts of its width and height
HIDDEN, LINE_TO_OUTPUT = (0.5, 0.5), (0.67, 0.5)


def diagram(page: Page):
    return page.locator("[data-view=network]")


def point_at(page: Page, x: float, y: float) -> None:
    box = diagram(page).bounding_box()
    page.mouse.move(box["x"] + box["width"] * x, box["y"] + box["height"] * y, steps=4)
    settle(page)


def unit_view(page: Page):
    return page.locator("[data-view=unit]")


def line_words(page: Page):
    return page.locator("[data-diagram-words]")


def test_a_unit_that_is_pointed_at_takes_the_place_of_the_plane_with_its_formula(
    opened,
):
    page = opened(TWO_UNITS)
    expect(unit_view(page)).to_be_hidden()
    point_at(page, *HIDDEN)
    expect(unit_view(page)).to_be_visible()
    expect(unit_view(page)).to_have_text(
        re.compile(r"^layers\[0\], unit 0: a = ReLU\(.+·x1 [+−] .+·x2 [+−] .+\)\.")
    )
    unit, plane = unit_view(page).bounding_box(), page.locator("[data-boundary]")
    assert unit == plane.bounding_box()
    point_at(page, 0.5, 0.02)
    expect(unit_view(page)).to_be_hidden()


def test_the_formula_changes_with_every_update(opened):
    page = opened(TWO_UNITS)
    point_at(page, *HIDDEN)
    before = unit_view(page).inner_text()
    page.keyboard.press(".")
    settle(page)
    expect(unit_view(page)).not_to_have_text(before)


def test_a_line_that_is_pointed_at_tells_its_weight_gradient_and_term(opened):
    page = opened(TWO_UNITS)
    point_at(page, *LINE_TO_OUTPUT)
    expect(line_words(page)).to_have_text(
        re.compile(r"^layers\[1\]\.W\[0, 0\] = \S+\. In the sum")
    )
    press(page, "step-update")
    settle(page)
    point_at(page, *LINE_TO_OUTPUT)
    weight, first, input_, product = told = re.search(
        r"= (\S+)\. Gradient: \S+\. In the sum: (\S+) · (\S+) = (\S+)\.$",
        line_words(page).inner_text().replace("−", "-"),
    ).groups()
    assert weight == first, told
    assert float(first) * float(input_) == pytest.approx(float(product), rel=0.01)
    expect(unit_view(page)).to_be_hidden()


def test_arrow_keys_move_over_the_units_and_say_what_they_are(opened):
    page = opened("hidden_layers=3,2")
    page.locator("[data-diagram]").focus()
    told = []
    for key in [
        "ArrowRight",
        "ArrowDown",
        "ArrowRight",
        "ArrowDown",
        "ArrowRight",
        "ArrowRight",
    ]:
        page.keyboard.press(key)
        settle(page)
        told.append(page.locator("[data-live]").inner_text())
        assert unit_view(page).inner_text().startswith(told[-1])
    assert [re.split("[:.]", words)[0] for words in told] == [
        "x1, an input",
        "x2, an input",
        "layers[0], unit 2",
        "layers[0], unit 2",
        "layers[1], unit 1",
        "The output",
    ]
    page.keyboard.press("Escape")
    expect(unit_view(page)).to_be_hidden()


def test_a_tap_shows_a_unit_until_the_next_tap_elsewhere(opened):
    page = opened(TWO_UNITS, has_touch=True)
    box = diagram(page).bounding_box()
    page.touchscreen.tap(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    expect(unit_view(page)).to_contain_text("layers[0], unit 0")
    expect(page.locator("[data-weight]")).not_to_have_attribute("open", "")
    page.locator("h1").tap()
    expect(unit_view(page)).to_be_hidden()


def test_a_second_tap_on_a_unit_chooses_its_bias(opened):
    page = opened(TWO_UNITS, has_touch=True)
    box = diagram(page).bounding_box()
    for _ in range(2):
        page.touchscreen.tap(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
        settle(page)
    expect(page.locator("[data-parameter=from]")).to_have_value("b")
    expect(page.locator("[data-parameter=value]")).to_be_focused()


def test_enter_chooses_the_bias_of_a_unit(opened):
    page = opened("hidden_layers=3")
    page.locator("[data-diagram]").focus()
    for key in ("ArrowRight", "ArrowRight", "ArrowDown"):
        page.keyboard.press(key)
    settle(page)
    page.keyboard.press("Enter")
    expect(page.locator("[data-parameter=from]")).to_have_value("b")
    expect(page.locator("[data-parameter=to]")).to_have_value("1")


def test_the_legend_dims_what_it_does_not_name(opened):
    page = opened()
    plain = painting(page, "network")
    seen = {plain}
    for kind in ("positive", "negative", "bias"):
        page.locator(f"[data-light={kind}]").hover()
        seen.add(painting(page, "network"))
    assert len(seen) == 4
    page.mouse.move(5, 5)
    assert painting(page, "network") == plain
    page.locator("[data-light=bias]").focus()
    assert painting(page, "network") != plain


def test_a_large_layer_shows_some_units_and_all_when_asked(opened):
    page = opened("hidden_layers=20,64")
    rest = page.locator("[data-rest] button:visible")
    expect(rest).to_have_text(["+4", "+48"])
    some = painting(page, "network")
    rest.last.focus()
    page.keyboard.press("Enter")
    expect(rest).to_have_text(["+4", "fewer"])
    assert painting(page, "network") != some
    rest.last.click()
    expect(rest).to_have_text(["+4", "+48"])
    page.mouse.move(5, 5)
    assert painting(page, "network") == some


def test_a_dead_unit_says_so(opened):
    page = opened("hidden_layers=1&initialization=zeros")
    press(page, "step-stage")
    point_at(page, *HIDDEN)
    expect(unit_view(page)).to_contain_text("dead: 0 for every training example")


def test_forward_and_backward_flow_along_the_lines_and_then_rest(opened):
    page = opened()
    flowing = page.locator("[data-flow]")
    for stage in ("shuffle", "batch", "forward", "loss", "backward", "update"):
        press(page, "step-stage")
        if stage in ("forward", "backward"):
            expect(flowing).to_have_attribute("data-flow", stage)
        else:
            settle(page)
        expect(flowing).to_have_count(0)


def test_nothing_flows_for_readers_who_want_no_motion(opened):
    page = opened(reduced_motion="reduce")
    for _ in range(3):
        press(page, "step-stage")
        settle(page)
        expect(page.locator("[data-flow]")).to_have_count(0, timeout=10)


OVERLAPS = """() => {
  const all = [...document.querySelectorAll(".widths button")].filter((e) => e.checkVisibility());
  const boxes = all.map((e) => e.getBoundingClientRect());
  return boxes.filter((a, i) => boxes.slice(i + 1).some((b) => a.left < b.right - 0.5 &&
    b.left < a.right - 0.5 && a.top < b.bottom - 0.5 && b.top < a.bottom - 0.5)).length;
}"""


@pytest.mark.parametrize("width", [320, 390])
@pytest.mark.parametrize("layers", ["4,3", "4,3,2", "8,8,8,8", "9,9,9,9,9,64"])
def test_a_finger_hits_the_buttons_of_one_layer_only(new_page, site, width, layers):
    size = {"width": width, "height": 844}
    page = new_page(viewport=size, has_touch=True, is_mobile=True)
    page.goto(f"{site}#hidden_layers={layers}")
    page.wait_for_selector("body[data-status=ready]")
    page.locator("[data-panels] [value=network]").tap()
    expect(page.locator(".widths button").first).to_be_visible()
    assert page.evaluate(OVERLAPS) == 0


def test_each_layer_may_have_an_activation_of_its_own(opened):
    page = opened("hidden_layers=4,4")
    page.get_by_text("More about the network").click()
    page.get_by_label("Activation of layer 2").select_option("tanh")
    expect_link(page, "#hidden_layers=4,4&activation=relu,tanh")
    expect(setting(page, "activation").locator("option:checked")).to_have_text(
        "by layer"
    )
    diagram = page.locator("[data-diagram]")
    diagram.focus()
    for key in ["ArrowRight", "ArrowRight", "ArrowRight"]:
        page.keyboard.press(key)
    expect(page.locator("[data-live]")).to_contain_text("a = tanh(")
    choose(page, "activation", "sine")
    expect(page.get_by_label("Activation of layer 2")).to_have_value("sine")
    expect_link(page, "#hidden_layers=4,4&activation=sine")


def test_dropout_leaves_units_out_of_a_batch_and_the_diagram_shows_it(opened):
    page = opened("hidden_layers=4")
    plain = painting(page, "network")
    type_into(unfolded(setting(page, "dropout")), "0.5")
    settle(page)
    dashed = painting(page, "network")
    assert dashed != plain
    page.locator("[data-diagram]").focus()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowRight")
    live = page.locator("[data-live]")
    expect(live).to_contain_text("layers[0], unit")
    expect(live).not_to_contain_text("Dropout")
    for _ in ("shuffle", "batch", "forward"):
        press(page, "step-stage")
    settle(page)
    assert painting(page, "network") != dashed
    expect(page.locator("[data-mark=dropout]")).to_be_visible()
    expect(page.locator("[data-mark=frozen]")).to_be_hidden()
    page.locator("[data-diagram]").focus()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowRight")
    expect(live).to_have_text(re.compile(r"Dropout left it out for \d+ of 32\.$"))


def test_a_frozen_weight_and_a_frozen_layer_stay_as_they_are(opened):
    page = opened("hidden_layers=4")
    page.get_by_text("One weight").click()
    value = page.locator("[data-parameter=value]")
    plain = painting(page, "network")
    box = diagram(page).bounding_box()
    pale = pixel(page, 1 / 3, 12 / box["height"], "network")
    assert pale[3] == 0  # no flake between the layers where nothing is frozen
    page.get_by_label("freeze it", exact=True).check()
    expect_link(page, "#hidden_layers=4&frozen=0.0.0")
    expect(page.locator("[data-mark=frozen]")).to_be_visible()
    assert painting(page, "network") != plain
    before = value.input_value()
    train_epochs(page, 2)
    expect(value).to_have_value(before)
    other = page.locator("[data-parameter=to]")
    type_into(other, "1")
    expect(page.get_by_label("freeze it", exact=True)).not_to_be_checked()
    before = value.input_value()
    press(page, "step-epoch")
    expect(value).not_to_have_value(before)
    page.get_by_label("freeze its layer").check()
    expect_link(page, "#hidden_layers=4&frozen=0,0.0.0")
    settle(page)
    assert pixel(page, 1 / 3, 12 / box["height"], "network")[3] > 0
    expect(page.get_by_label("freeze it", exact=True)).to_be_disabled()
    before = value.input_value()
    press(page, "step-epoch")
    expect_readout(page, "epoch", "4")
    expect(value).to_have_value(before)
    page.get_by_label("freeze its layer").uncheck()
    expect_link(page, "#hidden_layers=4&frozen=0.0.0")
    press(page, "step-epoch")
    expect(value).not_to_have_value(before)
