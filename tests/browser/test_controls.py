"""Settings, links and keys."""

import json
import random
import re
import string

import pytest
from page import (
    SETTLE,
    choose,
    expect_link,
    expect_readout,
    link,
    message,
    on,
    painting,
    press,
    setting,
    settle,
    speak,
    text,
    type_into,
    unfolded,
)
from playwright.sync_api import expect

from trainer.page.schema import as_json

# A value other than the default for every setting.
OTHER_VALUES = {
    "dataset": "moons",
    "points": "120",
    "noise": "0.3",
    "classes": "3",
    "turns": "2.5",
    "validation_split": "0.5",
    "order": "by_class",
    "custom_points": "0.5,-1,0|1,0.25,1|-0.5,0,1|0,1.25,0",
    "axes": "length,1.0,5.0|width|kind|a|b",
    "data_seed": "7",
    "hidden_layers": "4,3",
    "activation": "tanh",
    "initialization": "xavier",
    "features": "x1,x1_x2",
    "seed": "9",
    "learning_rate": "0.2",
    "schedule": "cosine",
    "schedule_epochs": "30",
    "batch_size": "5",
    "shuffle": "false",
    "optimizer": "momentum",
    "momentum": "0.8",
    "beta1": "0.7",
    "beta2": "0.99",
    "loss": "squared_error",
    "l2": "0.01",
    "l1": "0.001",
    "dropout": "0.25",
    "frozen": "0.1.3,1",
    "early_stopping": "true",
    "patience": "12",
    "min_improvement": "0.01",
    "pause_epoch": "40",
    "pause_loss": "0.25",
    "show_training": "false",
    "show_validation": "false",
    "hinges": "true",
    "decision": "true",
    "loss_scale": "log",  # before the chart, for accuracies have one scale
    "chart": "accuracy",
    "threshold": "0.7",
    "speed": "fastest",
    "engine": "numpy",
}
OF_THE_PAGE = (
    *("show_training", "show_validation", "hinges", "decision"),
    *("chart", "loss_scale", "speed"),
)
HOOKS = {
    "action": "train step-stage step-update step-epoch reset new-weights new-data",
    "readout": (
        "status stage epoch update train_loss val_loss train_accuracy val_accuracy "
        "updates_per_second engine"
    ),
    "view": "boundary loss network",
}


@pytest.mark.parametrize("kind", sorted(HOOKS))
def test_the_hooks_are_there_once_each(opened, kind):
    page = opened()
    for name in HOOKS[kind].split():
        expect(page.locator(f"[data-{kind}={name}]")).to_have_count(1)


def test_every_setting_has_one_control_that_works_and_stands_in_the_link(opened):
    page = opened()
    names = [entry["name"] for entry in json.loads(as_json())["settings"]]
    assert sorted([*names, *OF_THE_PAGE]) == sorted(OTHER_VALUES)
    for name, value in OTHER_VALUES.items():
        expect(page.locator(f"[data-setting={name}]")).to_have_count(1)
        choose(page, name, value)
        expect(page).to_have_url(re.compile(f"[#&]{name}={re.escape(value)}(&|$)"))
    everything = link(page)
    page.reload()
    page.wait_for_selector("body[data-status=ready]")
    assert link(page) == everything
    for name, value in OTHER_VALUES.items():
        control = page.locator(f"[data-setting={name}]")
        if control.get_attribute("type") == "checkbox":
            expect(control).to_be_checked(checked=value == "true")
        elif steps := control.get_attribute("data-steps"):
            expect(control).to_have_value(str(steps.split().index(value)))
        elif name == "features":
            assert on(control) == value.split(",")
        elif name == "custom_points":
            expect(control).to_have_value(value.replace("|", "\n"))
        else:  # custom points take the dataset's place
            expect(control).to_have_value("custom" if name == "dataset" else value)


def test_a_setting_that_changes_nothing_now_is_set_back_and_says_so(opened):
    page = opened()
    momentum, note = setting(page, "momentum"), "It changes nothing now"
    help_beside = page.locator("[data-setting-help]")
    words = unfolded(momentum).locator("xpath=ancestor::label").locator("span")
    soft = words.evaluate("e => getComputedStyle(e).color")
    momentum.click()
    expect(help_beside).to_contain_text(note)
    expect(momentum).to_have_attribute("title", re.compile(note))
    setting(page, "optimizer").focus()
    choose(page, "optimizer", "momentum")
    expect(words).not_to_have_css("color", soft)
    momentum.click()
    expect(help_beside).to_contain_text("How much of its speed")
    expect(help_beside).not_to_contain_text(note)
    type_into(momentum, "0.5")
    expect_link(page, "optimizer=momentum&momentum=0.5")
    choose(page, "optimizer", "sgd")
    expect(words).to_have_css("color", soft)
    speak(page, "de")
    expect(momentum).to_have_attribute("title", re.compile("Das ändert gerade nichts"))


def test_points_are_drawn_by_keyboard(opened):
    page = opened("points=40")
    draw = (
        setting(page, "custom_points")
        .locator("xpath=ancestor::details")
        .locator("[data-draw]")
    )
    draw.select_option("0")
    page.locator("[data-boundary]").focus()
    for key in ["ArrowRight", "Shift+ArrowUp", "Enter"]:
        page.keyboard.press(key)
    expect(message(page)).to_contain_text("41 points.")
    expect(setting(page, "custom_points")).to_have_value(
        re.compile(r"(^|\n)0\.05,0\.25,0$")
    )


def test_what_the_canvases_show_stands_in_tables_too(opened):
    page = opened()
    press(page, "step-epoch")
    page.get_by_role("tab", name="Epochs").click()
    expect(page.locator("[data-view=epochs] tbody tr")).to_have_count(2)
    cells = page.locator("[data-view=plane] tbody td")
    expect(cells).to_have_count(49)
    assert all(0 <= int(text) <= 100 for text in cells.all_inner_texts())


def test_at_full_speed_nothing_goes_before_a_point_that_is_drawn(new_page, site):
    page = new_page()
    page.add_init_script("""
      globalThis.sent = [];
      const send = Worker.prototype.postMessage;
      Worker.prototype.postMessage = function (message, ...rest) {
        if (message.type !== "spare") sent.push(message.type);
        return send.call(this, message, ...rest);
      };
      addEventListener("pointerdown", () => { sent.length = 0; }, true);
    """)
    page.goto(f"{site}#points=40&speed=fastest")
    page.wait_for_selector("body[data-status=ready]")
    draw = unfolded(page.locator("[data-draw]"))
    draw.select_option("1")
    press(page, "train")
    for points in range(41, 51):
        expect_readout(page, "update", re.compile(r"^\d\d"))
        page.locator("[data-boundary]").click()
        expect(message(page)).to_contain_text(f"{points} points.")
        expect_readout(page, "status", "training")
        assert page.evaluate("sent").index("draw") <= 1  # after an inspection at most


def test_points_are_drawn_erased_undone_and_refused_by_line(opened):
    page = opened("points=40")
    press(page, "step-epoch")
    draw = (
        setting(page, "custom_points")
        .locator("xpath=ancestor::details")
        .locator("[data-draw]")
    )
    draw.select_option("1")
    box = page.locator("[data-boundary]").bounding_box()
    middle = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    page.mouse.click(*middle)
    expect(message(page)).to_contain_text("41 points.")
    expect_readout(page, "epoch", "1")  # it goes on from there
    page.mouse.click(middle[0] + 20, middle[1], button="right")
    expect(message(page)).to_contain_text("42 points.")
    settle(page)
    rows = setting(page, "custom_points").input_value().split("\n")
    assert [row[-1] for row in rows[-2:]] == ["1", "0"]
    page.mouse.move(*middle)
    page.mouse.down()
    page.mouse.move(middle[0] + 90, middle[1], steps=10)
    page.mouse.up()
    expect(message(page)).to_contain_text(re.compile(r"4[5-9] points\.|50 points\."))
    painting(page)
    sprayed = message(page).inner_text()
    assert "custom_points=" in link(page)
    draw.select_option("erase")
    page.mouse.click(*middle)
    expect(message(page)).not_to_have_text(sprayed)
    press(page, "undo-drawing")
    expect(message(page)).to_have_text(sprayed)
    choose(page, "custom_points", "1,2,0\n1,b,1")
    expect(message(page)).to_contain_text("line 2 has 'b' for y")


def test_the_learning_rate_has_a_slider_on_a_logarithmic_scale(opened):
    page = opened()
    slider = page.locator("[data-slider=learning_rate]")
    slider.focus()
    for key, value in [("Home", "0.00001"), ("End", "10")]:
        slider.press(key)
        expect(page.locator("[data-setting=learning_rate]")).to_have_value(value)
        expect(slider).to_have_attribute("aria-valuetext", value)
    choose(page, "learning_rate", "0.01")
    expect(slider).to_have_attribute("aria-valuetext", "0.01")
    assert float(slider.input_value()) == pytest.approx(-2)


def test_a_live_setting_goes_on_and_another_starts_again(opened):
    page = opened()
    press(page, "step-epoch")
    expect_readout(page, "epoch", "1")
    choose(page, "learning_rate", "0.5")
    expect_link(page, "#learning_rate=0.5")
    assert text(page, "epoch") == "1"
    choose(page, "noise", "0.2")
    expect_readout(page, "epoch", "0")
    expect(message(page)).to_have_text("The run starts again. Changed: Noise.")


def test_a_refused_value_is_named_and_nothing_is_lost(opened):
    page = opened()
    press(page, "step-epoch")
    expect_readout(page, "epoch", "1")
    choose(page, "learning_rate", "99")
    expect(message(page)).to_have_text(
        "Learning rate must be a number from 0.00001 to 10; got '99'."
    )
    field = page.locator("[data-setting=learning_rate]")
    expect(field).to_have_attribute("aria-invalid", "true")
    expect(field).to_have_value("99")
    expect(page.locator("[data-setting-help]")).to_contain_text("got '99'")
    press(page, "step-epoch")
    expect_readout(page, "epoch", "2")
    expect(field).to_have_value("99")
    choose(page, "learning_rate", "0.1")
    expect(message(page)).to_have_text("")
    expect(page.locator("[data-setting-help]")).not_to_contain_text("got")
    expect(field).not_to_have_attribute("aria-invalid", "true")


@pytest.fixture
def held(new_page, site):
    """The page, with each request for settings held back until letGo() is called."""
    page = new_page()
    page.add_init_script("""
      const send = Worker.prototype.postMessage;
      Worker.prototype.postMessage = function (message, ...rest) {
        const isHeld = message.type === "configure";
        if (isHeld) globalThis.letGo = () => send.call(this, message, ...rest);
        else send.call(this, message, ...rest);
      };
    """)
    page.goto(site)
    page.wait_for_selector("body[data-status=ready]")
    page.wait_for_selector("body:not([data-busy])")
    return page


def test_what_was_typed_stands_until_python_has_answered(held):
    choose(held, "learning_rate", "99")
    choose(held, "activation", "relu")
    held.set_viewport_size({"width": 1200, "height": 700})  # paints anew
    held.evaluate(SETTLE)
    expect(setting(held, "learning_rate")).to_have_value("99")
    expect(setting(held, "activation")).to_have_value("relu")
    held.evaluate("letGo()")
    expect(message(held)).to_contain_text("got '99'")
    expect(setting(held, "learning_rate")).to_have_value("99")


def test_units_are_counted_from_what_was_asked_for_last(held):
    for _ in range(3):
        held.get_by_label("add a unit of hidden layer 1").click()
    held.evaluate("letGo()")
    expect_link(held, "#hidden_layers=9")
    held.evaluate("letGo()")
    expect_link(held, "#hidden_layers=11")


def test_a_link_takes_the_place_of_a_refused_value(opened):
    page = opened()
    choose(page, "noise", "99")
    field = setting(page, "noise")
    expect(field).to_have_attribute("aria-invalid", "true")
    page.evaluate("location.hash = '#noise=0.3'")
    expect(field).to_have_value("0.3")
    expect(field).not_to_have_attribute("aria-invalid", "true")


def test_layers_and_units_are_added_and_removed_by_button_and_keyboard(opened):
    page = opened()
    press(page, "add-layer")
    expect_link(page, "#hidden_layers=8,4")
    page.get_by_label("add a unit of hidden layer 2").click()
    expect_link(page, "#hidden_layers=8,5")
    page.get_by_label("remove a unit of hidden layer 1").focus()
    page.keyboard.press("Enter")
    expect_link(page, "#hidden_layers=7,5")
    expect(page.get_by_label("remove a unit of hidden layer 1")).to_be_focused()
    page.locator("[data-action=remove-layer]").press("Space")
    expect_link(page, "#hidden_layers=7")
    press(page, "remove-layer")
    expect_link(page, "#hidden_layers=")
    expect(page.locator("[data-action=remove-layer]")).to_be_disabled()
    choose(page, "hidden_layers", "1,1,1,1,1,64")
    expect(page.locator("[data-action=add-layer]")).to_be_disabled()
    expect(page.get_by_label("add a unit of hidden layer 6")).to_be_disabled()
    expect(page.get_by_label("remove a unit of hidden layer 1")).to_be_disabled()


def test_a_link_opens_its_settings_and_back_and_forward_work(opened):
    page = opened("dataset=circle&noise=0.02")
    expect(page.locator("[data-setting=dataset]")).to_have_value("circle")
    circle = painting(page)
    page.evaluate("location.hash = 'dataset=moons'")
    expect(page.locator("[data-setting=dataset]")).to_have_value("moons")
    page.go_back()
    expect(page.locator("[data-setting=dataset]")).to_have_value("circle")
    expect(page.locator("[data-setting=noise]")).to_have_value("0.02")
    assert painting(page) == circle
    page.go_forward()
    expect(page.locator("[data-setting=dataset]")).to_have_value("moons")
    expect_link(page, "#dataset=moons")


def test_a_bad_link_is_named_and_the_rest_of_it_used(opened):
    page = opened("dataset=spiral&learning_rate=fast&colour=green")
    expect(page.locator("[data-setting=dataset]")).to_have_value("spiral")
    expect(message(page)).to_contain_text("Learning rate must be a number")
    expect(message(page)).to_contain_text("got 'fast'. The default is used instead.")
    expect(message(page)).to_contain_text("There is no setting named 'colour'.")
    expect_link(page, "#dataset=spiral")


def test_no_link_breaks_the_page(opened):
    page = opened()
    rng = random.Random(0)
    names = [*OTHER_VALUES, "<img src=x onerror=alert(1)>", "__proto__", ""]
    for number in range(60):
        pairs = [
            rng.choice(names)
            + rng.choice(["=", "", "=="])
            + "".join(rng.choices(string.printable, k=rng.randrange(12)))
            for _ in range(rng.randrange(5))
        ]
        page.evaluate("hash => { location.hash = hash }", "&".join(pairs))
        page.evaluate("hash => { location.hash = hash }", f"seed={number + 10}")
        expect(page.locator("[data-setting=seed]")).to_have_value(str(number + 10))
    expect_readout(page, "status", "ready")
    assert page.locator("img[src=x]").count() == 0


def test_keys_train_step_reset_and_help(opened):
    page = opened()
    page.locator("[data-boundary]").focus()
    page.keyboard.press(".")
    expect_readout(page, "update", "1")
    page.keyboard.press(",")
    expect_readout(page, "stage", "batch")
    page.keyboard.press("e")
    expect_readout(page, "epoch", "1")
    page.keyboard.press("r")
    expect_readout(page, "status", "ready")
    page.keyboard.press("Space")
    expect_readout(page, "status", "training")
    expect_readout(page, "epoch", re.compile("^[1-9]"))
    page.keyboard.press("Space")
    expect_readout(page, "status", "paused")
    page.keyboard.press("?")
    expect(page.get_by_role("dialog", name="Help")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog", name="Help")).to_be_hidden()


def test_single_keys_can_be_switched_off_for_good(opened):
    page = opened()
    press(page, "help")
    page.locator("[data-keys-choice]").uncheck()
    page.keyboard.press("Escape")
    page.keyboard.press(".")
    page.reload()
    expect_readout(page, "status", "ready")
    page.keyboard.press(".")
    press(page, "step-epoch")
    expect_readout(page, "update", "5")


def test_the_help_of_the_focused_setting_is_there_without_a_mouse(opened):
    page = opened()
    line = page.locator("[data-setting-help]")
    expect(line).to_be_hidden()
    setting(page, "noise").focus()
    expect(line).to_have_text(
        "Standard deviation of the noise on every coordinate, or on the values."
    )
    page.locator("[data-slider=learning_rate]").focus()
    expect(line).to_have_text("How far one update moves along the gradient.")
    page.locator("[data-boundary]").focus()
    expect(line).to_be_hidden()


def test_keys_rest_while_a_field_has_the_focus(opened):
    page = opened()
    type_into(setting(page, "hidden_layers"), ".,e r?", commit="")
    expect(page.locator("[data-setting=hidden_layers]")).to_have_value(".,e r?")
    expect_readout(page, "status", "ready")
    assert text(page, "update") == "0"


def test_a_focused_button_is_pressed_once_by_space(opened):
    page = opened()
    page.locator("[data-action=step-update]").focus()
    page.keyboard.press("Space")
    expect_readout(page, "update", "1")
    expect_readout(page, "status", "paused")


def test_a_refused_field_gives_way_to_a_new_value(opened):
    page = opened()
    noise = setting(page, "noise")
    type_into(noise, "much")
    expect(noise).to_have_attribute("aria-invalid", "true")
    press(page, "step-update")
    settle(page)
    expect(noise).to_have_value("much")
    page.get_by_role("button", name="Spiral").click()
    expect(noise).to_have_value("0.02")
    expect(noise).not_to_have_attribute("aria-invalid", "true")
