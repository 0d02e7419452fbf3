"""The code on the screen is the code that runs: edit, run, break, stop, restore."""

import re
from urllib.parse import quote

import pytest
from editing import editor, error, run, running, write
from page import (
    choose,
    expect_link,
    expect_readout,
    message,
    paste_over,
    press,
    setting,
    settle,
    text,
    type_into,
)
from playwright.sync_api import Page, expect

from trainer.page.edited_code import FILES, packaged

TEXTS = packaged()
LOOP = TEXTS["training.py"]
FOREVER = LOOP.replace(
    "    while True:\n", "    while True:\n        while True:\n            pass\n", 1
)
IN_C = LOOP.replace(
    "    while True:\n", "    while True:\n        sum(iter(int, 1))\n", 1
)
LOUD = LOOP.replace(
    "            run.update += 1\n",
    "            run.update += 1\n            print('update', run.update)\n",
)
TYPED = "# learning, here? e.r"  # with every key that does something elsewhere
MANY_POINTS = "\n".join(f"{i % 100 / 100:g},0.5,{i % 2}" for i in range(300))
SOFTSIGN = (
    TEXTS["activations.py"]
    + """
ACTIVATIONS["softsign"] = Activation(
    "soft sign", lambda z: z / (1 + abs(z)), lambda z: 1 / (1 + abs(z)) ** 2
)
"""
)


def test_the_files_are_those_of_the_running_package(edited):
    page = edited()
    names = (
        page.get_by_role("tablist", name="Files").get_by_role("tab").all_inner_texts()
    )
    assert names == list(FILES)
    shown = page.evaluate(
        "JSON.parse(document.querySelector('[data-schema]').text).files"
    )
    assert shown == TEXTS
    expect(editor(page)).to_contain_text("def training_loop(run: Run)")
    page.get_by_role("tab", name="losses.py").click()
    expect(editor(page)).to_contain_text("Losses: how wrong the network is")
    expect(editor(page)).to_have_attribute("aria-label", "losses.py, can be edited")


def test_edited_code_runs_by_button_and_by_key_with_the_same_settings(edited):
    page = edited("dataset=circle&seed=4")
    press(page, "step-epoch")
    expect_readout(page, "epoch", "1")
    run(page, LOOP.replace("while True:", "while True:  # mine"))
    expect(running(page)).to_have_text("running your training.py")
    expect_readout(page, "epoch", "0")
    expect(page).to_have_url(re.compile("#dataset=circle&seed=4$"))
    expect(page.get_by_role("tab", name="training.py, changed")).to_be_visible()
    write(page, LOOP.replace("run.update += 1", "run.update += 2"))
    page.keyboard.press("Control+Enter")
    press(page, "step-update")
    expect_readout(page, "update", "2")


def untouched(page: Page) -> None:
    """Nothing has trained, stepped, started again or opened the help."""
    settle(page)
    expect_readout(page, "status", "ready")
    expect_readout(page, "update", "0")
    expect_readout(page, "stage", "–")
    expect(page.get_by_role("dialog")).to_have_count(0)


def test_python_is_typed_key_by_key_and_no_shortcut_hears_it(edited):
    page = edited()
    lines = page.locator("[data-view=code] .cm-line")
    lines.first.click()
    page.keyboard.press("Control+Home")
    page.keyboard.type(f"{TYPED}\n")
    expect(lines.first).to_have_text(TYPED)
    untouched(page)
    page.keyboard.press("Control+Z")
    expect(lines.first).not_to_have_text(TYPED)


def test_no_letter_typed_into_the_code_resets_the_run(edited):
    page = edited()
    press(page, "step-epoch")
    expect_readout(page, "epoch", "1")
    page.locator("[data-view=code] .cm-line").first.click()
    page.keyboard.press("End")
    page.keyboard.type(f"  {TYPED}")
    settle(page)
    expect_readout(page, "status", "paused")
    expect_readout(page, "epoch", "1")
    expect_readout(page, "update", "5")


def test_a_line_typed_into_the_loop_runs_by_key(edited):
    page = edited()
    line = page.locator("[data-view=code] .cm-line", has_text="run.update += 1")
    line.click()
    page.keyboard.press("End")
    page.keyboard.press("Enter")
    page.keyboard.type("print('update', run.update)")
    page.keyboard.press("Control+Enter")
    expect(running(page)).to_have_text("running your training.py")
    expect_readout(page, "update", "0")
    press(page, "step-update")
    expect(page.locator("[data-view=console]")).to_have_text("update 1\n")


def test_training_goes_on_if_it_was_going(edited):
    page = edited()
    press(page, "train")
    expect_readout(page, "epoch", re.compile(r"^\d\d"))
    run(page, LOOP.replace("while True:", "while True:  # mine"))
    expect(running(page)).to_have_text("running your training.py")
    expect_readout(page, "status", "training")
    expect_readout(page, "epoch", re.compile(r"^\d\d"))


def test_a_new_activation_appears_in_its_control(edited):
    page = edited()
    run(page, SOFTSIGN, "activations.py")
    option = page.locator("[data-setting=activation] option[value=softsign]")
    expect(option).to_have_text("soft sign")
    choose(page, "activation", "softsign")
    press(page, "train")
    expect_readout(page, "train_accuracy", re.compile(r"^(9[89]|100)\."))
    press(page, "restore-all")
    expect(option).to_have_count(0)
    expect(running(page)).to_have_text("")


def test_prints_stand_in_the_console(edited):
    page = edited()
    run(page, LOUD)
    press(page, "step-update")
    console = page.locator("[data-view=console]")
    expect(console).to_have_text("update 1\n")
    press(page, "step-update")
    expect(console).to_have_text("update 1\nupdate 2\n")


REACH = """
import js
names = "fetch caches indexedDB BroadcastChannel Worker".split()
print([name for name in names if hasattr(js, name)], hasattr(js.navigator, "storage"))
"""


def test_code_cannot_reach_what_is_kept_of_the_page(edited):
    page = edited()
    run(page, LOOP + REACH)
    console = page.locator("[data-view=console]")
    expect(console).to_have_text("['fetch'] False\n")


def test_a_syntax_error_marks_its_line_and_the_last_good_run_stays(edited):
    page = edited()
    press(page, "step-epoch")
    expect_readout(page, "epoch", "1")
    run(page, LOOP.replace("while True:", "while True"))
    expect(error(page)).to_contain_text("SyntaxError: expected ':'")
    expect(page.locator("[data-view=code] .cm-wrong")).to_contain_text("while True")
    expect_readout(page, "status", "error")
    assert text(page, "epoch") == "1"
    press(page, "step-epoch")
    expect_readout(page, "epoch", "2")
    expect(error(page)).to_be_hidden()


def test_a_line_that_fails_is_seen_above_its_message(edited):
    page = edited("view=code", viewport={"width": 1366, "height": 768})
    run(page, LOOP.replace("run.update += 1", "clip(run.gradients, 1)"))
    expect(error(page)).to_be_visible()
    box = error(page).bounding_box()
    line = page.locator("[data-view=code] .cm-wrong").bounding_box()
    assert line["y"] + line["height"] <= box["y"]
    assert line["y"] >= page.locator("[data-view=code]").bounding_box()["y"]


def test_an_exception_shows_the_readers_lines_only(edited):
    page = edited()
    run(page, TEXTS["layers.py"].replace("x @ self.W", "x @ self.V"), "layers.py")
    expect(error(page)).to_contain_text("'Dense' object has no attribute 'V'")
    expect(error(page)).to_contain_text('File "layers.py"')
    expect(error(page)).not_to_contain_text("session.py")
    expect(page.locator("[data-view=code] .cm-wrong")).to_contain_text("self.V")


def test_a_loop_that_forgets_a_stage_is_told_so(edited):
    page = edited()
    run(page, LOOP.replace('            yield "loss"\n', ""))
    expect(message(page)).to_contain_text("must yield 'loss'; it yielded 'backward'")


def test_restore_gives_back_one_file_or_all(edited):
    page = edited()
    run(page, LOOP.replace("while True:", "while True:  # mine"))
    run(page, TEXTS["losses.py"] + "# mine\n", "losses.py")
    expect(running(page)).to_have_text("running your losses.py, training.py")
    press(page, "restore-code")
    expect(running(page)).to_have_text("running your training.py")
    press(page, "restore-all")
    expect(running(page)).to_have_text("")
    expect(page.locator("[data-action=restore-all]")).to_be_disabled()
    expect(page.get_by_role("tab", name="training.py", exact=True)).to_be_visible()


def test_edits_survive_a_reload_and_wait_for_run(edited):
    page = edited()
    write(page, LOOP.replace("while True:", "while True:  # mine"))
    expect(page.get_by_role("tab", name="training.py, changed")).to_be_visible()
    page.reload()
    page.wait_for_selector("body[data-status=ready]")
    expect(editor(page)).to_contain_text("while True:  # mine")
    expect(message(page)).to_contain_text("Your edited code is back")
    expect(running(page)).to_contain_text("This text is not running")


@pytest.mark.parametrize(
    "trouble",
    [
        "delete Window.prototype.localStorage",
        "Object.defineProperty(window, 'localStorage', { get() { throw new Error('no') } })",
    ],
)
def test_without_storage_everything_else_works(new_page, site, trouble):
    page = new_page()
    page.add_init_script(trouble)
    page.goto(f"{site}#view=code")
    page.wait_for_selector("body[data-status=ready]")
    editor(page).wait_for()
    run(page, LOOP.replace("while True:", "while True:  # mine"))
    expect(running(page)).to_have_text("running your training.py")


def test_code_in_a_link_is_shown_and_waits_for_run(edited):
    code = LOUD.replace("'update'", "'from the link'")
    page = edited(f"seed=3&code.training.py={quote(code)}")
    expect(message(page)).to_contain_text("This link brought code with it")
    expect(running(page)).to_contain_text("This text is not running")
    expect(page.locator("[data-setting=seed]")).to_have_value("3")
    press(page, "step-update")
    expect_readout(page, "update", "1")
    expect(page.locator("[data-view=console]")).to_be_hidden()
    press(page, "run-code")
    expect(running(page)).to_have_text("running your training.py")
    press(page, "step-update")
    expect(page.locator("[data-view=console]")).to_contain_text("from the link")
    page.reload()  # what was run is the reader's now
    expect(message(page)).to_contain_text("Your edited code is back")
    expect(editor(page)).to_contain_text("from the link")


@pytest.mark.parametrize("file", sorted(TEXTS))
def test_every_file_that_can_be_edited_comes_by_a_link(edited, file):
    page = edited(f"code.{file}={quote(TEXTS[file] + '# linked')}")
    expect(message(page)).to_contain_text("This link brought code with it")
    expect(message(page)).not_to_contain_text(file)
    page.get_by_role("tab", name=file).click()
    expect(page.locator("[data-action=restore-code]")).to_be_enabled()


def test_a_link_opened_later_brings_its_code_and_keeps_the_readers_edits(edited):
    page = edited()
    write(page, LOOP.replace("while True:", "while True:  # mine"))
    page.evaluate(
        "code => { location.hash = code }", f"seed=5&code.losses.py={quote('x = 1')}"
    )
    expect(message(page)).to_contain_text("This link brought code with it")
    expect(page.locator("[data-setting=seed]")).to_have_value("5")
    page.get_by_role("tab", name="losses.py").click()
    expect(editor(page)).to_have_text("x = 1")
    page.get_by_role("tab", name="training.py").click()
    expect(editor(page)).to_contain_text("# mine")


def test_lines_are_lit_only_in_the_text_that_runs(edited):
    page = edited()
    press(page, "step-stage")
    expect(page.locator("[data-view=code] .cm-ran").last).to_contain_text("shuffle")
    run(page, "# one\n# two\n" + LOOP.replace('yield "loss"', 'yield "los"'))
    expect(error(page)).to_contain_text("it yielded 'los'")
    press(page, "step-stage")
    expect_readout(page, "stage", "batch")
    expect(page.locator("[data-view=code] .cm-ran")).to_have_count(0)


def test_a_loop_that_never_ends_is_stopped_at_its_line_with_all_state_kept(edited):
    page = edited()
    press(page, "step-epoch")
    expect_readout(page, "epoch", "1")
    write(page, FOREVER)
    press(page, "run-code")
    expect(page.locator("[data-action=stop-code]")).to_be_visible()
    press(page, "help")  # the page answers all the while
    expect(page.get_by_role("dialog", name="Help")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator("[data-action=stop-code]")).to_be_visible()
    expect(message(page)).to_contain_text("of training.py: it had run for 5 seconds")
    expect(page.locator("[data-view=code] .cm-wrong")).to_have_count(1)
    expect(page.locator("[data-action=stop-code]")).to_be_hidden()
    press(page, "step-epoch")
    expect_readout(page, "epoch", "2")


def test_what_python_cannot_stop_the_stop_button_does(edited):
    page = edited("dataset=moons")
    run(page, LOUD)
    expect(running(page)).to_have_text("running your training.py")
    paste_over(setting(page, "custom_points"), MANY_POINTS)
    page.keyboard.press("Tab")
    settle(page)
    run(page, IN_C)
    choose(page, "learning_rate", "0.2")  # while Python hangs
    page.locator("[data-action=stop-code]").click()
    expect(message(page)).to_contain_text("Python was stopped and started again")
    choose(page, "l2", "0.01")  # while another starts
    expect_readout(page, "status", "ready")
    expect(page.locator("[data-setting=custom_points]")).to_have_value(MANY_POINTS)
    expect(editor(page)).to_contain_text("sum(iter(int, 1))")
    expect_link(page, "#dataset=moons&learning_rate=0.2&l2=0.01")
    expect(running(page)).to_contain_text("This text is not running")
    press(page, "step-update")
    expect(page.locator("[data-view=console]")).to_have_text("update 1\n")


def test_a_link_given_while_python_hangs_is_opened_by_the_next(edited):
    page = edited()
    run(page, IN_C)
    expect(page.locator("[data-action=stop-code]")).to_be_visible()
    page.evaluate("location.hash = '#dataset=circle'")
    page.locator("[data-action=stop-code]").click()
    expect(setting(page, "dataset")).to_have_value("circle")
    expect_readout(page, "status", "ready")
    expect_link(page, "#dataset=circle")


def test_without_its_editor_the_plain_field_works(new_page, site):
    page = new_page(expects_errors=True)
    page.route("**/editor.js*", lambda route: route.abort())
    page.goto(f"{site}#view=code")
    page.wait_for_selector("body[data-status=ready]")
    area = page.get_by_label("training.py, can be edited")
    type_into(area, TYPED, commit="")
    expect(area).to_have_value(TYPED)
    untouched(page)
    paste_over(area, LOUD)
    page.keyboard.press("Control+Enter")
    expect(running(page)).to_have_text("running your training.py")
