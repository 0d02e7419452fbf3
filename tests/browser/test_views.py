"""The two views, the strip of stages and the speed, at every size."""

import re

import pytest
from conftest import LONG
from page import (
    ENOUGH,
    expect_link,
    expect_readout,
    press,
    readout,
    setting,
    settle,
    text,
)
from playwright.sync_api import Locator, Page, expect

STAGES = ["shuffle", "batch", "forward", "loss", "backward", "update"]
CLASSROOM = {"width": 1366, "height": 768}
PHONE = {"width": 390, "height": 844}
TEXT_FIELDS = (
    "input:not([type=range], [type=checkbox]):visible, select:visible, textarea:visible"
)
WATCH_SHIFTS = """() => {
  window.shifts = [];
  new PerformanceObserver((list) => {
    for (const shift of list.getEntries())
      window.shifts.push(...shift.sources.map(({ node, previousRect: a, currentRect: b }) =>
        `${(node?.outerHTML ?? node?.nodeValue ?? "gone").slice(0, 80)}: ` +
        `${a.x} ${a.y} ${a.width} to ${b.x} ${b.y} ${b.width}`));
  }).observe({ type: "layout-shift" });
}"""


def box(page: Page, selector: str) -> dict[str, float]:
    found = page.locator(selector).bounding_box()
    assert found, selector
    return found


def words(page: Page) -> Locator:
    return page.locator("[data-stage-words]")


def chips(page: Page) -> list[str]:
    found = page.locator("[data-stages] li")
    return found.evaluate_all("all => all.map((e) => e.dataset.state)")


def is_scrolled(page: Page) -> list[str]:
    """What has more in it than it shows, by its class, among the panels and the page."""
    return page.evaluate(
        """() => [document.documentElement, ...document.querySelectorAll(
          ".demo, .panels, .settings, .picture, .losses, .network, header, .strip")]
          .filter((e) => e.checkVisibility())
          .filter((e) => e.scrollHeight > e.clientHeight + 1 || e.scrollWidth > e.clientWidth + 1)
          .map((e) => e.className || e.tagName)"""
    )


def test_the_first_view_shows_settings_picture_network_and_losses(opened):
    page = opened(viewport=CLASSROOM)
    boundary = box(page, "[data-view=boundary]")
    assert boundary["width"] == boundary["height"] >= 520
    assert box(page, "[data-view=loss]")["height"] >= 150
    settings, network = box(page, ".settings"), box(page, ".network")
    assert settings["x"] < boundary["x"] < network["x"]
    expect(page.locator("[data-view=code]")).to_be_hidden()
    assert is_scrolled(page) == []


@pytest.mark.parametrize("lang", ["en", "de", "es"])
@pytest.mark.parametrize("view", ["watch", "code"])
def test_nothing_scrolls_on_a_classroom_laptop(opened, view, lang):
    page = opened(f"view={view}&lang={lang}", viewport=CLASSROOM)
    press(page, "step-stage")
    settle(page)
    assert is_scrolled(page) == []


def test_the_code_is_one_click_and_a_link_away_and_remembered(opened):
    page = opened()
    press(page, "view-code")
    for view in ("code", "boundary", "loss"):
        expect(page.locator(f"[data-view={view}]")).to_be_visible()
    expect(page.locator(".settings")).to_be_hidden()
    expect_link(page, "#view=code")
    page.goto(page.url.partition("#")[0])
    page.reload()
    expect_readout(page, "status", "ready")
    expect(page.locator("[data-view=code]")).to_be_visible()
    press(page, "view-watch")
    expect(page.locator("[data-view=code]")).to_be_hidden()
    assert "view" not in page.url


def test_a_wide_screen_shows_both_views_at_once(opened):
    page = opened(viewport={"width": 1720, "height": 900})
    for selector in (".settings", ".code", ".picture", ".network", ".losses"):
        expect(page.locator(selector)).to_be_visible()
    expect(page.locator("[data-action=view-code]")).to_be_hidden()


@pytest.mark.parametrize("width", [1366, 1024])
def test_the_lesson_leaves_the_settings_within_reach(opened, width):
    page = opened("section=loop", viewport={"width": width, "height": 768})
    lesson, noise = box(page, ".lesson"), setting(page, "noise")
    expect(noise).to_be_in_viewport()
    assert noise.bounding_box()["x"] > lesson["x"] + lesson["width"]
    assert box(page, "[data-view=boundary]")["width"] >= 320


def test_every_stage_is_told_and_its_lines_are_a_click_away(opened):
    page = opened()
    told = set()
    for at, stage in enumerate(STAGES):
        press(page, "step-stage")
        expect_readout(page, "stage", stage)
        assert chips(page) == ["done"] * at + ["now"] + ["coming"] * (5 - at)
        told.add(words(page).inner_text())
        assert stage in page.locator("[data-live]").inner_text()
    assert len(told) == 6
    page.locator("[data-see-lines]").click()
    expect(page.locator(".cm-ran").first).to_be_visible()


def test_at_speed_the_strip_says_that_all_stages_pass(opened):
    page = opened()
    press(page, "train")
    expect(words(page)).to_contain_text("all six stages")
    assert set(chips(page)) == {"passing"}
    press(page, "train")
    expect(words(page)).to_contain_text("new boundary")


@pytest.mark.parametrize("size", [CLASSROOM, PHONE, {"width": 1024, "height": 768}])
@pytest.mark.parametrize("lang", ["en", "de", "es"])
def test_nothing_moves_while_it_trains_and_steps(opened, size, lang):
    page = opened(f"lang={lang}", viewport=size)
    press(page, "step-stage")
    settle(page)
    page.evaluate(WATCH_SHIFTS)
    for _ in range(7):
        press(page, "step-stage")
        settle(page)
    press(page, "train")
    expect_readout(page, "train_accuracy", ENOUGH)
    press(page, "train")
    settle(page)
    page.evaluate("location.hash += '&learning_rate=never'")  # a long message
    expect(page.locator("[data-message]")).not_to_be_empty()
    stop = page.locator("[data-action=stop-code]")
    for is_hidden in (False, True):  # as where Python takes its time
        stop.evaluate("(button, is) => { button.hidden = is }", is_hidden)
        settle(page)
    assert page.evaluate("window.shifts") == []


def test_the_first_speed_takes_seconds_to_learn_xor(opened):
    page = opened()
    press(page, "train")
    expect_readout(page, "train_accuracy", ENOUGH)
    press(page, "train")
    # by the count of updates, not by a clock: 20 of them are due in every second
    assert 60 <= int(text(page, "update")) <= 20 * 6.5


def test_the_slider_goes_from_stages_to_as_fast_as_it_can(opened):
    page = opened()
    slider = page.locator("[data-setting=speed]")
    names = []
    slider.focus()
    page.keyboard.press("Home")
    for _ in range(6):
        names.append(slider.get_attribute("aria-valuetext"))
        page.keyboard.press("ArrowRight")
    assert names[0] == "stage by stage"
    assert names[-1] == "as fast as it can"
    assert len(set(names)) == 6
    expect_link(page, "#speed=fastest")


def test_stages_play_by_themselves_at_reading_speed(opened):
    page = opened("speed=stage")
    press(page, "train")
    for at, stage in enumerate(STAGES):
        expect(page.locator("[data-stages] [data-state=now]")).to_have_text(
            re.compile(stage)
        )
        assert chips(page).index("now") == at
    expect_readout(page, "status", "training")
    assert int(text(page, "update")) <= 1


@pytest.mark.parametrize("every", [1, 6])
def test_a_speed_is_the_same_however_often_the_screen_is_painted(opened, every):
    page = opened("speed=update")
    page.evaluate(
        """(every) => {
          const own = window.requestAnimationFrame.bind(window);
          window.painted = 0;
          window.requestAnimationFrame = (paint) => {
            let left = every;
            own(function next(now) {
              if (--left) return own(next);
              window.painted += 1;
              paint(now);
            });
          };
        }""",
        every,
    )
    press(page, "train")
    expect_readout(page, "update", re.compile(r"^(9\d|[1-9]\d\d)$"))
    # 60 are due in a second: about one in each of 60 pictures, six in each of ten
    painted, update = page.evaluate("window.painted"), int(text(page, "update"))
    assert painted > update / 2 if every == 1 else painted < update


def test_hints_lead_from_train_to_what_changed_to_a_step(opened):
    page = opened()
    hint = page.locator("[data-hint]")
    expect(hint).to_contain_text("Press Train")
    press(page, "train")
    expect(hint).to_contain_text("What has changed?")
    slider = page.locator("[data-timeline]")
    slider.focus()
    page.keyboard.press("ArrowLeft")
    expect(hint).to_contain_text("Press stage")
    press(page, "step-stage")
    expect(hint).to_be_hidden()
    page.reload()
    expect_readout(page, "status", "ready")
    expect(hint).to_be_hidden()


def test_a_hint_steps_aside_when_the_reader_does_something_else(opened):
    page = opened()
    hint = page.locator("[data-hint]")
    press(page, "train")
    expect(hint).to_contain_text("What has changed?")
    page.get_by_role("button", name="Circle").click()
    expect(hint).to_be_hidden()
    press(page, "step-update")
    settle(page)
    expect(hint).to_be_hidden()


def test_a_hint_whose_control_is_out_of_sight_waits(opened):
    page = opened(viewport=PHONE, has_touch=True)
    hint = page.locator("[data-hint]")
    press(page, "train")
    expect(hint).to_contain_text("Press stage")
    page.locator("[data-panels] [value=losses]").tap()
    expect(hint).to_contain_text("What has changed?")


def test_every_entry_of_the_menu_is_in_sight(opened):
    for size in (CLASSROOM, PHONE):
        page = opened(viewport=size)
        page.locator("[data-menu] > summary").click()
        for entry in page.locator("[data-menu] button, [data-menu] select").all():
            expect(entry).to_be_in_viewport(ratio=1)


def test_hints_can_be_sent_away_for_good(opened):
    page = opened()
    press(page, "close-hints")
    page.reload()
    expect_readout(page, "status", "ready")
    expect(page.locator("[data-hint]")).to_be_hidden()


def test_xor_begins_near_half_right(opened):
    page = opened()
    assert 40 <= float(text(page, "train_accuracy")) <= 60


def test_a_dataset_is_chosen_by_its_picture(opened):
    page = opened()
    spiral = page.get_by_role("button", name="Spiral")
    spiral.click()
    expect_link(page, "#dataset=spiral")
    expect(spiral).to_have_attribute("aria-pressed", "true")


@pytest.mark.parametrize("panel", ["settings", "network", "losses", "code"])
def test_a_phone_keeps_the_picture_and_what_trains_in_sight(opened, panel):
    page = opened(viewport=PHONE, has_touch=True)
    page.locator(f"[data-panels] [value={panel}]").tap()
    expect(page.locator(f".panels > .{panel}")).to_be_in_viewport()
    page.mouse.move(200, 640)
    page.mouse.wheel(0, 900)
    picture = page.locator("[data-view=boundary]")
    expect(picture).to_be_in_viewport(ratio=1)
    assert picture.bounding_box()["width"] >= 300
    for action in ("train", "step-stage", "step-update", "step-epoch"):
        expect(page.locator(f"[data-action={action}]")).to_be_in_viewport(ratio=1)


def test_a_phone_reads_the_lesson_below_the_picture(opened):
    page = opened(viewport=PHONE, has_touch=True)
    page.locator("[data-action=lesson]").tap()
    expect(page.locator(".lesson")).to_be_in_viewport()
    expect(page.locator("[data-view=boundary]")).to_be_in_viewport(ratio=1)


def test_a_finger_has_room_and_fields_do_not_make_ios_zoom(opened):
    page = opened(viewport=PHONE, has_touch=True, is_mobile=True)
    for panel in ("settings", "network", "losses", "code"):
        page.locator(f"[data-panels] [value={panel}]").tap()
        for control in page.locator("button:visible, select:visible").all():
            assert control.bounding_box()["height"] >= 44, control.evaluate(
                "e => e.outerHTML"
            )
        for field in page.locator(TEXT_FIELDS).all():
            size = field.evaluate("e => parseFloat(getComputedStyle(e).fontSize)")
            assert size >= 16, field.evaluate("e => e.outerHTML")


def test_an_answer_comes_into_sight_on_a_phone(opened):
    page = opened("experiment=shuffle", viewport=PHONE, has_touch=True)
    page.locator("[name=prediction]").first.check()
    press(page, "train")
    expect(page.locator("[data-trial=answer] p").first).to_be_in_viewport(timeout=LONG)


def test_the_skip_button_and_arrow_keys_make_the_way_short(opened):
    page = opened()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator("[data-boundary]")).to_be_focused()
    page.locator("[data-action=train]").focus()
    for action in ("step-stage", "step-update"):
        page.keyboard.press("ArrowRight")
        expect(page.locator(f"[data-action={action}]")).to_be_focused()
    page.keyboard.press("End")
    expect(page.locator("[data-action=new-weights]")).to_be_focused()
    page.keyboard.press("Home")
    expect(page.locator("[data-action=train]")).to_be_focused()
    page.keyboard.press("Tab")
    expect(page.locator("[data-setting=speed]")).to_be_focused()


def test_home_and_end_go_to_the_first_and_last_tab(opened):
    page = opened("view=code")
    page.get_by_role("tab", name="training.py").focus()
    page.keyboard.press("End")
    expect(page.get_by_role("tab", name="features.py")).to_be_focused()
    page.keyboard.press("Home")
    expect(page.get_by_role("tab", name="training.py")).to_be_focused()


def test_help_stands_at_its_field(opened):
    page = opened()
    field = setting(page, "noise")
    field.focus()
    help_at = box(page, "[data-setting-help]")
    at = field.bounding_box()
    assert abs(help_at["y"] - at["y"]) < 60
    assert help_at["x"] >= at["x"] + at["width"]  # and covers nothing of it


def test_paper_has_picture_losses_settings_date_and_the_link_as_a_code(opened):
    page = opened("dataset=circle")
    press(page, "step-epoch")
    settle(page)
    paper_pages = page.pdf(format="A4").count(b"/Type /Page\n")
    assert paper_pages == 1
    page.emulate_media(media="print")
    for selector in (
        "[data-view=boundary]",
        "[data-view=loss]",
        "[data-print=code] svg",
    ):
        expect(page.locator(selector)).to_be_visible()
    paper = page.locator(".paper")
    expect(paper).to_contain_text("Circle")
    expect(paper).to_contain_text("#dataset=circle")
    expect(page.locator("[data-action=train]")).to_be_hidden()


def test_readouts_are_where_scripts_look_for_them(opened):
    page = opened()
    names = ["status", "stage", "epoch", "update", "train_loss", "val_loss"]
    names += ["train_accuracy", "val_accuracy", "updates_per_second", "engine"]
    for name in names:
        expect(readout(page, name)).to_have_count(1)
