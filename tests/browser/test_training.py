"""Training in the page: the picture bends, the numbers are right, the buttons do their job."""

import re

import pytest
from editing import run, running
from page import (
    ENOUGH,
    choose,
    expect_readout,
    message,
    painting,
    pixel,
    press,
    settle,
    text,
)
from playwright.sync_api import expect

from trainer.page.edited_code import packaged


def is_blue(color: list[int]) -> bool:
    return color[2] > color[0] + 60


def is_red(color: list[int]) -> bool:
    return color[0] > color[2] + 60


@pytest.mark.parametrize("dataset", ["xor", "circle", "spiral", "gaussians", "moons"])
def test_every_dataset_is_learned_with_its_defaults(opened, dataset):
    page = opened(f"dataset={dataset}&speed=epoch")
    press(page, "train")
    expect_readout(page, "status", "training")
    expect_readout(page, "train_accuracy", ENOUGH)


def test_the_picture_shows_what_was_learned(opened):
    page = opened("speed=fastest")
    before = pixel(page, 0.05, 0.05)
    press(page, "train")
    expect_readout(page, "train_loss", re.compile(r"^0\.00"))
    assert is_blue(pixel(page, 0.05, 0.05))  # away from the points, towards (-1, 1)
    assert is_blue(pixel(page, 0.95, 0.95))
    assert is_red(pixel(page, 0.95, 0.05))
    assert is_red(pixel(page, 0.05, 0.95))
    assert before != pixel(page, 0.05, 0.05)


def test_points_carry_their_class_in_shape_and_color(opened):
    page = opened(
        "noise=0&points=10&validation_split=0&hidden_layers=&initialization=zeros"
    )
    settle(page)
    corner, side = (1.5 - 1) / 3, 558  # where the plane's -1 is; the picture's edge
    assert is_red(pixel(page, corner, 1 - corner))
    assert is_blue(pixel(page, corner, corner))
    # Just inside a square's own corner there is ink, where a disc shows the plane.
    off = 4.1 / side
    assert sum(pixel(page, corner + off, 1 - corner + off)[:3]) != sum(
        pixel(page, corner + off, corner + off)[:3]
    )


def test_steps_go_by_stage_by_update_and_by_epoch(opened):
    page = opened()
    stages = []
    for stage in ["shuffle", "batch", "forward", "loss", "backward", "update"]:
        press(page, "step-stage")
        expect_readout(page, "stage", stage)
        stages.append(text(page, "update"))
    assert stages == ["0"] * 5 + ["1"]
    press(page, "step-update")
    expect_readout(page, "update", "2")
    press(page, "step-epoch")
    expect_readout(page, "epoch", "1")
    expect_readout(page, "update", "5")
    expect_readout(page, "status", "paused")


def test_the_order_is_numbered_and_the_batch_ringed_while_stepping(opened):
    page = opened()
    without = painting(page)
    press(page, "step-stage")
    expect_readout(page, "stage", "shuffle")
    numbered = painting(page)
    press(page, "step-stage")
    expect_readout(page, "stage", "batch")
    assert len({without, numbered, painting(page)}) == 3


def test_pausing_is_not_asking(opened):
    page = opened("speed=update")
    press(page, "train")
    expect_readout(page, "update", re.compile(r"^\d\d"))
    press(page, "train")
    expect_readout(page, "status", "paused")
    page.wait_for_selector("body:not([data-busy])")
    here = int(text(page, "update"))
    press(page, "step-update")
    expect_readout(page, "update", str(here + 1))


def test_reset_brings_the_same_run_back(opened):
    page = opened()
    first = painting(page)
    press(page, "step-epoch")
    expect_readout(page, "epoch", "1")
    trained, loss = painting(page), text(page, "train_loss")
    assert trained != first
    press(page, "reset")
    expect_readout(page, "status", "ready")
    assert painting(page) == first
    press(page, "step-epoch")
    expect_readout(page, "epoch", "1")
    assert (painting(page), text(page, "train_loss")) == (trained, loss)


def test_new_weights_and_new_data_are_new(opened):
    page = opened()
    loss, picture = text(page, "train_loss"), painting(page)
    press(page, "new-weights")
    expect(page).to_have_url(re.compile("seed=18$"))
    expect(page.locator("[data-setting=seed]")).to_have_value("18")
    settle(page)
    assert text(page, "train_loss") != loss
    press(page, "new-data")
    expect(page.locator("[data-setting=data_seed]")).to_have_value("2")
    assert painting(page) != picture


def test_a_run_that_diverges_stops_says_so_and_keeps_its_picture(opened):
    page = opened("learning_rate=10&hidden_layers=8,8&activation=linear&speed=update")
    press(page, "train")
    expect_readout(page, "status", "diverged")
    expect(message(page)).to_contain_text("The run diverged at update 4")
    expect(message(page)).to_contain_text("Try a learning rate below 10")
    expect(page.locator("[data-action=train]")).to_have_attribute(
        "aria-pressed", "false"
    )
    assert pixel(page, 0.5, 0.1)[3] == 255
    assert text(page, "train_loss") not in ("NaN", "Infinity")
    assert len(text(page, "train_loss")) < 10  # its column holds no more
    press(page, "reset")
    expect_readout(page, "status", "ready")


def test_early_stopping_ends_the_run_and_names_its_best_epoch(opened):
    page = opened(
        "dataset=moons&points=60&noise=0.4&hidden_layers=32&early_stopping=true"
        "&patience=20&speed=10_epochs"
    )
    press(page, "train")
    expect_readout(page, "status", "stopped")
    settle(page)
    best = text(page, "best_epoch")
    assert int(text(page, "epoch")) == int(best) + 20
    expect(message(page)).to_contain_text(f"not improved since epoch {best}.")
    choose(page, "early_stopping", "false")
    expect_readout(page, "status", "paused")
    press(page, "step-epoch")
    expect_readout(page, "epoch", str(int(best) + 21))


@pytest.mark.parametrize(
    ("speed", "updates"),
    [("slow", 1), ("update", 1), ("epoch", 5), ("10_epochs", 5), ("10_updates", 5)],
)
def test_a_speed_ends_where_its_unit_does(opened, speed, updates):
    page = opened(f"speed={speed}")
    press(page, "train")
    expect_readout(page, "update", re.compile(r"^[1-9]"))
    press(page, "train")
    expect_readout(page, "status", "paused")
    assert int(text(page, "update")) % updates == 0


def test_a_calm_page_is_redrawn_about_once_a_second(opened):
    page = opened(reduced_motion="reduce")
    press(page, "train")
    gaps = page.evaluate(
        """() => new Promise((resolve) => {
          const output = document.querySelector("[data-readout=update]");
          const times = [];
          new MutationObserver(() => {
            times.push(performance.now());
            if (times.length === 4) resolve(times.slice(1).map((t, i) => t - times[i]));
          }).observe(output, { childList: true, characterData: true, subtree: true });
        })"""
    )
    assert min(gaps[1:]) > 900


def test_milestones_are_announced_politely(opened):
    page = opened("speed=epoch")
    press(page, "train")
    live = page.locator("[data-live]")
    expect(live).to_have_attribute("aria-live", "polite")
    expect(live).to_have_text(
        re.compile(
            r"^Epoch 100: training loss 0\.\d\d, validation loss 0\.\d\d, \d+ % correct\.$"
        )
    )


def test_the_most_points_are_painted(opened):
    page = opened("points=5000&speed=update")
    press(page, "step-update")
    expect_readout(page, "update", "1")
    assert pixel(page, 0.5, 0.5)[3] == 255


def test_the_engine_trains_as_numpy_does_and_says_so(opened):
    found = {}
    for engine in ("auto", "numpy"):
        page = opened(f"dataset=spiral&engine={engine}&speed=10_epochs")
        for _ in range(3):
            press(page, "step-epoch")
        expect_readout(page, "epoch", "3")
        expect_readout(page, "engine", {"auto": "compiled"}.get(engine, engine))
        names = ("train_loss", "val_loss", "train_accuracy", "update")
        found[engine] = [text(page, name) for name in names]
    assert found["auto"] == found["numpy"]
    choose(page, "engine", "auto")
    press(page, "step-stage")
    expect_readout(page, "engine", "numpy")
    expect_readout(page, "engine_reason", re.compile("single stages and updates"))


def test_the_readers_own_function_is_compiled_and_shown(edited):
    page = edited("speed=fastest")
    own = packaged()["activations.py"].replace(
        "value=lambda z: np.maximum(z, 0.0)", "value=lambda z: np.maximum(z, 0.0) * 1.5"
    )
    run(page, own, "activations.py")
    expect(running(page)).to_contain_text("activations.py")
    press(page, "step-epoch")
    expect_readout(page, "engine", "compiled")
    press(page, "show-compiled")
    parts = page.locator("[data-compiled-parts]")
    expect(parts).to_contain_text("a = 1.5 * v1")
    expect(page.locator("[data-compiled-reason]")).to_contain_text("WebAssembly")
    page.keyboard.press("Escape")
    run(page, own.replace("np.maximum(z, 0.0) * 1.5", "np.arctan(z)"), "activations.py")
    expect_readout(page, "engine", "numpy")
    expect(message(page)).to_contain_text("activations.py cannot be compiled")
    press(page, "show-compiled")
    expect(parts).to_be_empty()
    line = own[: own.index("np.maximum(z, 0.0) * 1.5")].count("\n") + 1
    reason = (
        f"line {line} of activations.py cannot be compiled: the engine knows no arctan"
    )
    expect(page.locator("[data-compiled-reason]")).to_contain_text(reason)


def test_the_slider_goes_back_in_time_and_training_goes_on_from_there(opened):
    page = opened()
    for _ in range(4):
        press(page, "step-epoch")
    expect_readout(page, "epoch", "4")
    last = text(page, "train_loss")
    past = page.locator("[data-timeline]")
    past.focus()
    past.press("ArrowLeft")
    past.press("ArrowLeft")
    expect_readout(page, "epoch", "2")
    expect(message(page)).to_have_text(
        "The run as it was after update 10. Train goes on from here."
    )
    past.press("End")
    expect_readout(page, "epoch", "4")
    assert text(page, "train_loss") == last
    past.press("Home")
    expect_readout(page, "epoch", "0")
    for _ in range(4):
        press(page, "step-epoch")
    expect_readout(page, "epoch", "4")
    expect_readout(page, "train_loss", last)
