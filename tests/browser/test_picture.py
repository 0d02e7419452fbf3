"""The picture of the plane: what its examples look like, what is switched, read and lifted out."""

import re

import pytest
from page import choose, expect_link, painting, pixel, press, settle
from playwright.sync_api import Page, expect

# one training point of each class, far from the others, and two that are held back
POINTS = "custom_points=-1,1,0|1,1,1|-1,-1,0|1,-1,1&validation_split=0.5"
SPOKEN = re.compile(r"^Point \d+, class [01]: P\(class 1\) = [01]\.\d\d$")
COUNT = """([view, color]) => {
  const canvas = document.querySelector(`[data-view=${view}]`);
  const { data } = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
  let count = 0;
  for (let i = 0; i < data.length; i += 4)
    count += color.every((level, j) => Math.abs(data[i + j] - level) < 3);
  return count;
}"""
YELLOW, WHITE = [255, 225, 77], [255, 255, 255]


def count(page: Page, color: list[int]) -> int:
    """Pixels of a color in the picture."""
    settle(page)
    return page.evaluate(COUNT, ["boundary", color])


def place(page: Page, x1: float, x2: float) -> tuple[float, float]:
    """Where a place of the plane is on the screen."""
    box = page.locator("[data-boundary]").bounding_box()
    return (
        box["x"] + (x1 + 1.5) / 3 * box["width"],
        box["y"] + (1.5 - x2) / 3 * box["height"],
    )


def readout_of_plane(page: Page):
    return page.locator("[data-probe]")


@pytest.fixture
def four(opened):
    """Four points in four corners, two of them held back."""
    return opened(POINTS)


def corners(page: Page) -> dict[tuple[int, int], list[int]]:
    """The colors in the middle of the four points."""
    settle(page)
    return {
        (x1, x2): pixel(page, (x1 + 1.5) / 3, (1.5 - x2) / 3)[:3]
        for x1 in (-1, 1)
        for x2 in (-1, 1)
    }


def test_points_to_learn_from_are_filled_with_their_class_and_others_are_white(four):
    middles = list(corners(four).values())
    assert middles.count(WHITE) == 2
    assert [180, 4, 38] in middles or [59, 76, 192] in middles


def test_either_kind_of_points_can_be_switched_off_and_the_link_says_so(four):
    page = four
    before = corners(page)
    choose(page, "show_validation", "false")
    settle(page)
    after = corners(page)
    assert WHITE not in after.values()
    assert [place for place in before if before[place] != after[place]] == [
        place for place, color in before.items() if color == WHITE
    ]
    expect_link(page, "show_validation=false")
    choose(page, "show_training", "false")
    expect_link(page, "show_training=false&show_validation=false")
    page.reload()
    page.wait_for_selector("body[data-status=ready]")
    expect(page.locator("[data-setting=show_training]")).not_to_be_checked()


def test_hinges_are_drawn_on_demand_and_move_as_the_network_learns(opened):
    page = opened()
    without = painting(page)
    choose(page, "hinges", "true")
    expect_link(page, "hinges=true")
    first = painting(page)
    assert first != without
    press(page, "new-weights")
    assert painting(page) != first
    choose(page, "activation", "linear")
    linear = painting(page)
    choose(page, "hinges", "false")
    assert painting(page) == linear  # what is linear turns nowhere


def test_a_link_shows_hinges(opened):
    page = opened("hinges=true")
    with_hinges = painting(page)
    choose(page, "hinges", "false")
    assert painting(page) != with_hinges


def test_a_pointer_reads_the_plane_and_the_point_below_it(four):
    page = four
    page.mouse.move(*place(page, 0.1, 0.2))
    expect(readout_of_plane(page)).to_have_text(re.compile(r"^P\(class 1\) = 0\.\d\d$"))
    page.mouse.move(*place(page, 1, 1))
    expect(readout_of_plane(page)).to_have_text(
        re.compile(r"^(Point|Validation point) \d, class 1: P\(class 1\) = 0\.\d\d$")
    )
    page.mouse.move(0, 0)
    expect(readout_of_plane(page)).to_be_hidden()


def test_the_readout_covers_nothing_that_is_pointed_at_and_stays_in_the_picture(four):
    page = four
    frame = page.locator("[data-boundary]").bounding_box()
    for x1 in (-1.45, -1, 0.2, 1, 1.45):
        for x2 in (-1.45, -1, 0.2, 1, 1.45):
            x, y = place(page, x1, x2)
            page.mouse.move(x, y)
            settle(page)
            box = readout_of_plane(page).bounding_box()
            right, bottom = box["x"] + box["width"], box["y"] + box["height"]
            assert not (box["x"] - 5 < x < right + 5 and box["y"] - 5 < y < bottom + 5)
            assert frame["x"] <= box["x"]
            assert right <= frame["x"] + frame["width"]
            assert frame["y"] <= box["y"]
            assert bottom <= frame["y"] + frame["height"]


def test_arrow_keys_choose_a_point_and_say_what_the_network_makes_of_it(opened):
    page = opened()
    press(page, "step-update")
    settle(page)
    page.locator("[data-boundary]").focus()
    said = set()
    for _ in range(3):
        before = page.locator("[data-live]").inner_text()
        page.keyboard.press("ArrowRight")
        expect(page.locator("[data-live]")).not_to_have_text(before)
        expect(page.locator("[data-live]")).to_have_text(SPOKEN)
        words = page.locator("[data-live]").inner_text()
        expect(readout_of_plane(page)).to_have_text(words)
        said.add(words)
    assert len(said) == 3
    page.keyboard.press("Tab")
    expect(readout_of_plane(page)).to_be_hidden()


def test_a_finger_reads_the_plane(opened):
    page = opened(viewport={"width": 390, "height": 844}, has_touch=True)
    page.touchscreen.tap(*place(page, 0, 0.2))
    expect(readout_of_plane(page)).to_have_text(re.compile(r"^P\(class 1\) = "))


def test_a_legend_entry_makes_its_kind_stand_out_while_it_is_pointed_at(four):
    page = four
    before = corners(page)
    for kind, stands in [
        ("validation", lambda color: color == WHITE),
        ("training", lambda color: color != WHITE),
    ]:
        page.locator(f"[data-kind={kind}]").hover()
        settle(page)
        after = corners(page)
        for at, color in before.items():
            assert (after[at] == color) == stands(color), (kind, at)
    page.mouse.move(0, 0)
    settle(page)
    assert corners(page) == before


def test_a_legend_entry_stays_pressed_by_key_and_by_finger(opened):
    page = opened(has_touch=True)
    entry = page.locator("[data-kind=class-0]")
    before = painting(page)
    entry.tap()
    expect(entry).to_have_attribute("aria-pressed", "true")
    assert painting(page) != before
    entry.tap()
    expect(entry).to_have_attribute("aria-pressed", "false")
    assert painting(page) == before
    entry.focus()
    page.keyboard.press("Tab")  # to class 1
    focused = painting(page)
    assert focused != before
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    assert painting(page) == focused
    expect(page.locator("[data-kind=class-1]")).to_have_attribute(
        "aria-pressed", "true"
    )


def test_the_batch_is_seen_around_its_points_and_hides_none(opened):
    page = opened("batch_size=64")
    choose(page, "show_validation", "false")
    whites = count(page, WHITE)
    assert count(page, YELLOW) == 0
    press(page, "step-stage")
    press(page, "step-stage")
    settle(page)
    assert count(page, YELLOW) > 1000
    assert count(page, WHITE) > 0.9 * whites


def test_axes_and_scale_have_numbers_as_the_reader_writes_them(opened):
    page = opened("hidden_layers=4")
    scale = page.locator("[data-scale] span")
    expect(scale).to_have_text(["0", "0.5", "1"])
    english = painting(page)
    page.goto(f"{page.url}&lang=de")
    expect(scale).to_have_text(["0", "0,5", "1"])
    assert painting(page) != english  # -0.5 is -0,5
    page.goto(page.url.replace("lang=de", "lang=en"))
    expect(scale).to_have_text(["0", "0.5", "1"])
    assert painting(page) == english


@pytest.mark.parametrize("lang", ["en", "de", "es"])
def test_legend_and_switches_stand_below_the_picture_in_a_line_each(opened, lang):
    page = opened(f"lang={lang}")
    settle(page)
    panel = page.locator(".picture").bounding_box()
    assert page.locator("[data-boundary]").bounding_box()["width"] > 540
    for part in (".legend", ".display"):
        box = page.locator(f".picture > {part}").bounding_box()
        assert box["height"] < 32
        assert box["y"] + box["height"] < panel["y"] + panel["height"]


def test_whatever_is_pressed_below_the_picture_is_at_least_24_pixels_large(opened):
    page = opened()
    for pressed in page.locator(".picture :is(button, input):visible").all():
        box = pressed.bounding_box()
        assert min(box["width"], box["height"]) >= 24
