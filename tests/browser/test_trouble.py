"""When something goes wrong, it is told once, and nothing that a person made is lost."""

import re

import pytest
from editing import editor, error, run, running, write
from page import (
    SIXTY_PICTURES,
    choose,
    expect_link,
    expect_readout,
    message,
    press,
    setting,
    settle,
    speak,
    text,
    type_into,
)
from playwright.sync_api import expect

from trainer.page.edited_code import packaged

TEXTS = packaged()
LOOP = TEXTS["training.py"]
COUNT = """
  const send = Worker.prototype.postMessage;
  globalThis.sent = 0;
  Worker.prototype.postMessage = function (...all) {
    globalThis.sent += 1;
    return send.apply(this, all);
  };
"""
NO_LOOK = """
  const post = Worker.prototype.postMessage;
  Worker.prototype.postMessage = function (request, ...more) {
    const isLook = request.type === "inspect";
    return post.call(this, isLook ? { type: "fly" } : request, ...more);
  };
"""
OWN = "\n".join(f"{i % 100 / 100:g},0.5,{i % 2}" for i in range(300))
DIES = LOOP + "\nimport os\nos._exit(3)\n"
DIES_AT_MOONS = """
def moons(*_):
    import os
    os._exit(3)

DATASETS["moons"] = Dataset("Moons", moons)
"""
OF_NO_FILE = """
class Sevens:
    class __code__:
        co_filename, co_firstlineno = "constructor", 1

    def __call__(self, n, *_):
        return np.zeros((n, 2)), np.full(n, 7)

DATASETS["moons"] = Dataset("Moons", Sevens())
"""
NO_ROW = (
    TEXTS["layers.py"]
    .replace("pairwise(sizes)", "[(2, 4), (6, 1)]")
    .replace(
        "            x = traces[-1].a\n", "            x = np.c_[traces[-1].a, x]\n"
    )
    .replace("dz @ self.W.T", "(dz @ self.W.T)[:, :4]")
)
MARKED = LOOP.replace("while True:", "while True:  # mine")


def test_a_request_that_fails_is_not_repeated_by_itself(edited):
    page = edited()
    page.evaluate(f"() => {{ {COUNT} }}")
    first = "        while run.start < n:\n"
    run(page, LOOP.replace(first, first + "            assert run.update < 9\n"))
    expect(running(page)).to_contain_text("training.py")
    press(page, "train")
    expect(error(page)).to_contain_text("AssertionError")
    settle(page)
    before = page.evaluate("sent")
    page.evaluate(SIXTY_PICTURES)
    assert page.evaluate("sent") == before


def test_a_look_that_breaks_the_trainer_is_not_repeated_by_itself(opened):
    page = opened(expects_errors=True)
    settle(page)
    page.evaluate(f"() => {{ {NO_LOOK} {COUNT} }}")
    press(page, "step-stage")
    expect(message(page)).to_contain_text("The trainer broke")
    settle(page)
    before = page.evaluate("sent")
    page.evaluate(SIXTY_PICTURES)
    assert page.evaluate("sent") == before


def test_a_stage_after_the_slider_went_to_the_start_is_a_stage(opened):
    page = opened()
    press(page, "step-update")
    expect_readout(page, "update", "1")
    page.locator("[data-timeline]").focus()
    page.keyboard.press("Home")
    expect_readout(page, "update", "0")
    press(page, "step-stage")
    expect_readout(page, "stage", "shuffle")
    settle(page)
    expect_readout(page, "status", "paused")


def test_text_that_does_not_run_says_so_until_it_does(edited):
    page = edited()
    run(page, LOOP.replace("while True:", "while True"))
    expect(error(page)).to_be_visible()
    expect(running(page)).to_contain_text("This text is not running")
    press(page, "step-epoch")
    expect_readout(page, "epoch", "1")
    expect(running(page)).to_contain_text("This text is not running")
    write(page, MARKED)
    page.locator("[data-run-again]").click()
    expect(running(page)).to_have_text("running your training.py")
    expect(page.locator("[data-run-again]")).to_be_hidden()


@pytest.mark.parametrize("language", ["en", "de"])
def test_a_python_that_died_is_replaced_with_all_that_was_there(edited, language):
    page = edited(f"dataset=moons&lang={language}")
    run(page, MARKED)
    expect(page.locator("[data-action=restore-code]")).to_be_enabled()
    choose(page, "learning_rate", "0,2")
    page.locator("[data-weight] summary").click()
    weight = page.locator("[data-parameter=value]")
    type_into(weight, "3", commit="Enter")
    settle(page)
    write(page, DIES)
    page.keyboard.press("Control+Enter")
    told = {"en": "Python broke down and was", "de": "Python ist zusammengebrochen"}
    expect(message(page)).to_contain_text(told[language])
    expect_readout(page, "status", "ready")
    expect(editor(page)).to_contain_text("os._exit(3)")
    expect_link(page, f"#dataset=moons&learning_rate=0.2&lang={language}")
    settle(page)
    expect(weight).to_have_value("3")
    press(page, "step-epoch")
    expect_readout(page, "epoch", "1")


def test_a_python_that_dies_again_is_replaced_with_the_code_as_it_came(edited):
    page = edited()
    run(page, TEXTS["datasets.py"] + DIES_AT_MOONS, "datasets.py")
    expect(running(page)).to_have_text("running your datasets.py")
    choose(page, "dataset", "moons")
    expect(message(page)).to_contain_text("Python broke down again")
    expect_readout(page, "status", "ready")
    expect(editor(page)).to_contain_text("os._exit(3)")
    expect(running(page)).to_contain_text("This text is not running")
    press(page, "step-epoch")
    expect_readout(page, "epoch", "1")


def test_an_error_in_a_file_that_is_none_opens_no_file(edited):
    page = edited()
    run(page, TEXTS["datasets.py"] + OF_NO_FILE, "datasets.py")
    expect(running(page)).to_have_text("running your datasets.py")
    choose(page, "dataset", "moons")
    expect(error(page)).to_contain_text(
        "moons must draw classes from 0 to 1; it drew 7"
    )
    editor(page).press("Control+End")
    expect(editor(page)).to_contain_text("constructor")  # the text that was there


def test_a_network_that_cannot_be_drawn_says_so_and_trains(edited):
    page = edited()
    run(page, NO_ROW, "layers.py")
    network = page.locator("[data-view=network]")
    told = "This network is no row of dense layers: it is not drawn."
    expect(network).to_have_attribute("aria-label", told)
    network.click(position={"x": 40, "y": 40})
    press(page, "step-stage")
    expect_readout(page, "stage", "shuffle")
    press(page, "step-epoch")
    expect_readout(page, "epoch", "1")
    expect(network).to_have_attribute("aria-label", told)


def test_code_cannot_answer_in_pythons_place(edited):
    page = edited()
    run(
        page,
        LOOP + "\nimport js\nprint(hasattr(js, 'postMessage'), hasattr(js, 'close'))",
    )
    expect(page.locator("[data-view=console]")).to_have_text("False False\n")


def test_a_refusal_stays_until_the_reader_does_something_new(opened):
    page = opened()
    press(page, "train")
    expect_readout(page, "status", "training")
    choose(page, "noise", "9")
    expect(message(page)).to_contain_text("Noise must be a number from 0 to 1; got '9'")
    here = int(text(page, "epoch"))
    expect_readout(page, "epoch", re.compile(rf"^(?!{here}$)\d+"))
    expect(message(page)).to_contain_text("Noise must be")
    press(page, "train")
    expect(message(page)).not_to_contain_text("Noise must be")


@pytest.mark.parametrize(
    ("link", "told"),
    [
        ("lang=xx", 'lang in the link cannot be "xx"'),
        ("section=nowhere", 'section in the link cannot be "nowhere"'),
        ("experiment=nothing", 'There is no experiment named "nothing"'),
        ("code.evil.py=1", 'The link brings code for "evil.py"'),
        (
            "experiment=weights&noise=0.3&seed=2",
            "An experiment brings its own settings",
        ),
        ("noise=7&train=1", "Noise must be"),
    ],
)
def test_what_a_link_gets_wrong_stays_readable(new_page, site, link, told):
    page = new_page()
    page.goto(f"{site}#{link}")
    page.wait_for_selector("body:not([data-status=loading])")
    expect(message(page)).to_contain_text(told)
    page.evaluate(SIXTY_PICTURES)
    expect(message(page)).to_contain_text(told)


def test_a_setting_that_is_fixed_resists_the_links_of_the_lesson(opened):
    page = opened("dataset=circle&fix=dataset")
    page.evaluate("location.hash = '#dataset=moons&noise=0.3'")
    expect(setting(page, "noise")).to_have_value("0.3")
    expect(setting(page, "dataset")).to_have_value("circle")
    expect(message(page)).to_contain_text("Dataset is fixed here")


def test_another_language_needs_no_reload_and_keeps_the_run(opened):
    page = opened()
    press(page, "step-epoch")
    expect_readout(page, "epoch", "1")
    press(page, "keep-curve")
    for language, train in [("de", "Trainieren"), ("es", "Entrenar"), ("en", "Train")]:
        speak(page, language)
        expect(page.locator("[data-action=train]")).to_contain_text(train)
        expect(page.locator("html")).to_have_attribute("lang", language)
        expect_readout(page, "epoch", "1")
    expect(page.locator("[data-kept] li")).to_have_count(1)


def test_back_finds_the_run_as_it_was_left(opened):
    page = opened("dataset=circle")
    press(page, "step-epoch")
    expect_readout(page, "epoch", "1")
    page.evaluate("location.hash = '#dataset=moons'")
    expect(setting(page, "dataset")).to_have_value("moons")
    expect_readout(page, "epoch", "0")
    page.go_back()
    expect(setting(page, "dataset")).to_have_value("circle")
    expect_readout(page, "epoch", "1")
    expect(message(page)).to_contain_text("The run as you left it.")


@pytest.mark.parametrize("way", ["button", "back"])
def test_leaving_an_experiment_finds_the_run_as_it_was_left(opened, way):
    page = opened()
    press(page, "step-epoch")
    expect_readout(page, "epoch", "1")
    page.evaluate("location.hash = '#experiment=weights'")
    expect(page.locator("[data-view=experiment]")).to_be_visible()
    if way == "back":
        page.go_back()
    else:
        press(page, "close-experiment")
    expect(page.locator("[data-view=experiment]")).to_be_hidden()
    settle(page)
    expect_readout(page, "epoch", "1")
    assert page.evaluate("document.activeElement !== document.body") or way == "back"


def test_many_points_outlive_a_reload_and_another_dataset(opened):
    page = opened()
    choose(page, "custom_points", OWN)
    settle(page)
    page.reload()
    page.wait_for_selector("body[data-status=ready]")
    expect(setting(page, "custom_points")).to_have_value(OWN)
    choose(page, "dataset", "moons")
    expect(message(page)).to_contain_text("Your points are kept")
    press(page, "undo-drawing")
    expect(setting(page, "custom_points")).to_have_value(OWN)


def test_kept_curves_outlive_a_reload(opened):
    page = opened()
    press(page, "step-epoch")
    expect_readout(page, "epoch", "1")
    press(page, "keep-curve")
    expect(page.locator("[data-kept] li")).to_have_count(1)
    page.reload()
    page.wait_for_selector("body[data-status=ready]")
    expect(page.locator("[data-kept] li")).to_have_count(1)


def test_the_readers_own_version_stays_beside_a_links_code(edited):
    page = edited()
    write(page, MARKED)
    page.evaluate("location.hash = '#code.training.py=' + encodeURIComponent('x = 1')")
    expect(editor(page)).to_have_text("x = 1")
    press(page, "own-version")
    expect(editor(page)).to_contain_text("# mine")
    page.locator("[data-action=own-version]").press("Enter")
    expect(editor(page)).to_have_text("x = 1")
    expect(page.locator("[data-action=own-version]")).to_be_focused()


def test_restoring_several_files_asks_first_and_can_be_undone(edited):
    page = edited()
    write(page, MARKED)
    write(page, TEXTS["losses.py"] + "# mine\n", "losses.py")
    press(page, "restore-all")
    dialog = page.get_by_role("dialog", name="Restore several files?")
    expect(dialog).to_contain_text("training.py, losses.py")
    dialog.get_by_role("button", name="Keep them").click()
    expect(editor(page)).to_contain_text("# mine")
    press(page, "restore-all")
    dialog.get_by_role("button", name="Restore", exact=True).click()
    expect(page.locator("[data-action=restore-all]")).to_be_disabled()
    expect(editor(page)).not_to_contain_text("# mine")
    editor(page).click()
    page.keyboard.press("Control+z")
    expect(page.get_by_role("tab", name="losses.py, changed")).to_be_visible()


def test_two_tabs_keep_each_others_edits(edited):
    page = edited()
    other = page.context.new_page()
    other.goto(page.url)
    other.wait_for_selector("body[data-status=ready]")
    editor(other).wait_for()
    write(page, MARKED)
    write(other, TEXTS["losses.py"] + "# other\n", "losses.py")
    page.reload()
    page.wait_for_selector("body[data-status=ready]")
    for name in ("training.py, changed", "losses.py, changed"):
        expect(page.get_by_role("tab", name=name)).to_be_visible()


@pytest.mark.parametrize(
    "kept", ["null", "[1]", '{"training.py": 7, "evil.py": "x"}', "{"]
)
def test_strange_stored_edits_do_not_keep_the_page_from_starting(new_page, site, kept):
    page = new_page()
    page.goto(site)
    page.evaluate("kept => localStorage.setItem('watch-it-learn:edits', kept)", kept)
    page.reload()
    page.wait_for_selector("body[data-status=ready]")
    expect(running(page)).to_have_text("")


def test_focus_never_falls_to_the_body(opened):
    page = opened("hidden_layers=2")
    for name in ["remove-layer", "next-section"]:
        if name == "next-section":
            press(page, "lesson")
        button = page.locator(f"[data-action={name}]")
        button.focus()
        while button.is_enabled():
            page.keyboard.press("Enter")
            settle(page)
        assert page.evaluate("document.activeElement !== document.body"), name


def test_the_menu_of_downloads_closes_when_one_goes_elsewhere(opened):
    page = opened()
    menu = page.locator("[data-menu]")
    menu.locator("summary").click()
    expect(menu).to_have_attribute("open", "")
    page.mouse.click(683, 400)
    expect(menu).not_to_have_attribute("open", "")
    menu.locator("summary").focus()
    page.keyboard.press("Enter")
    expect(menu).to_have_attribute("open", "")
    for _ in range(12):
        page.keyboard.press("Tab")
    expect(menu).not_to_have_attribute("open", "")


@pytest.mark.parametrize("locale", ["en-US", "de-DE", "es-ES"])
def test_numbers_are_typed_with_a_comma_or_a_point(opened, locale):
    page = opened(locale=locale)
    sign = "." if locale == "en-US" else ","
    field = setting(page, "learning_rate")
    expect(field).to_have_value(f"0{sign}05")
    for typed in ("0,3", "0.3"):
        type_into(field, "0.1")
        expect_link(page, "#learning_rate=0.1")
        type_into(field, typed)
        expect_link(page, "#learning_rate=0.3")
        expect(field).to_have_value(f"0{sign}3")
    field.focus()
    page.keyboard.press("ArrowUp")
    expect_link(page, "#learning_rate=0.35")
    type_into(field, "1e", commit="Tab")
    expect(field).to_have_value("1e")
    expect(field).to_have_attribute("aria-invalid", "true")


def test_the_wheel_over_a_field_changes_nothing(opened):
    page = opened()
    field = setting(page, "points")
    field.click()
    page.mouse.wheel(0, 200)
    page.evaluate(SIXTY_PICTURES)
    expect(field).to_have_value("200")
    assert text(page, "update") == "0"


def test_a_weights_field_follows_until_something_is_typed(opened):
    page = opened()
    page.locator("[data-weight] summary").click()
    field = page.locator("[data-parameter=value]")
    field.focus()
    before = field.input_value()
    page.evaluate("document.querySelector('[data-action=step-epoch]').click()")
    expect(field).not_to_have_value(before)
    page.keyboard.press("Control+A")
    page.keyboard.type("1,5")
    page.evaluate("document.querySelector('[data-action=step-epoch]').click()")
    expect_readout(page, "epoch", "2")
    settle(page)
    expect(field).to_have_value("1,5")


def test_a_hidden_tab_says_that_it_waits(opened):
    page = opened()
    press(page, "train")
    expect_readout(page, "status", "training")
    show = """(hidden) => {
      Object.defineProperty(document, "hidden", { value: hidden, configurable: true });
      document.dispatchEvent(new Event("visibilitychange"));
    }"""
    page.evaluate(show, True)
    expect(page).to_have_title("Waiting to be seen – Watch It Learn")
    page.evaluate(show, False)
    expect(page).to_have_title("Watch It Learn")


def test_share_shares_the_experiment_that_is_open(opened):
    page = opened()
    page.evaluate("location.hash = '#experiment=weights'")
    expect(page.locator("[data-view=experiment]")).to_be_visible()
    press(page, "share")
    expect(page.locator("[data-share=link]")).to_have_value(
        re.compile("#experiment=weights$")
    )
    page.locator("[data-for-teachers] summary").click()
    page.locator("[name=opens]").select_option("experiment=batch-size")
    expect(page.locator("[data-share=link]")).to_have_value(
        re.compile("#experiment=batch-size")
    )


@pytest.mark.parametrize("locale", ["en-US", "de-DE", "es-ES"])
def test_the_narrowest_screen_does_not_scroll_sideways(opened, locale):
    page = opened(locale=locale, viewport={"width": 320, "height": 640})
    settle(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
