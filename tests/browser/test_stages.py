"""Stage by stage: lines, picture, network and numbers show what each stage did."""

import re

import pytest
from page import expect_readout, message, painting, press, text, type_into
from playwright.sync_api import Page, expect

STAGES = ["shuffle", "batch", "forward", "loss", "backward", "update"]


def step_to(page: Page, stage: str) -> None:
    for name in STAGES[: STAGES.index(stage) + 1]:
        press(page, "step-stage")
        expect_readout(page, "stage", name)


def array(page: Page, name: str):
    return page.locator(f"[data-array='{name}']")


def parameter(page: Page, name: str):
    return page.locator(f"[data-parameter={name}]")


def numbers(page: Page) -> None:
    page.get_by_role("tab", name="Numbers").click()


def arrays_by_layer(page: Page) -> None:
    numbers(page)
    page.get_by_role("tab", name="Arrays by layer").click()


def ran(page: Page):
    return page.locator("[data-view=code] .cm-ran")


def test_the_lines_that_ran_are_lit(edited):
    page = edited()
    for stage in STAGES:
        press(page, "step-stage")
        expect_readout(page, "stage", stage)
        expect(ran(page).last).to_contain_text(f'yield "{stage}"')
        expect(ran(page).first).not_to_contain_text("yield")


def test_each_stage_changes_the_picture(opened):
    page = opened("learning_rate=1&batch_size=20")
    press(page, "step-epoch")
    expect_readout(page, "epoch", "1")
    seen = {painting(page)}
    for stage in STAGES[:-1]:
        press(page, "step-stage")
        expect_readout(page, "stage", stage)
        expect(array(page, "run.order")).to_have_count(1)
        seen.add(painting(page))
    assert len(seen) >= 4  # forward and backward are shown on the network


def test_backward_shows_gradients_on_the_network(opened):
    page = opened()
    step_to(page, "loss")
    expect(page.locator("[data-edges]")).to_have_text("positive weight")
    before = painting(page, "network")
    press(page, "step-stage")
    expect(page.locator("[data-edges]")).to_have_text("positive gradient")
    assert painting(page, "network") != before
    press(page, "step-stage")
    expect(page.locator("[data-edges]")).to_have_text("positive weight")


def test_numbers_are_the_arrays_under_their_names_with_their_shapes(opened):
    page = opened("points=20&batch_size=6&hidden_layers=3")
    arrays_by_layer(page)
    expect(page.locator("[data-arrays]")).to_contain_text("step by stage")
    step_to(page, "backward")
    expect(array(page, "gradients[0].W").locator("summary")).to_have_text(
        "gradients[0].W (2, 3)"
    )
    expect(array(page, "gradients[0].W").locator("td")).to_have_count(6)
    expect(array(page, "traces[0].z")).to_have_count(1)
    assert array(page, "traces[0].z").get_attribute("open") is None
    array(page, "traces[0].z").locator("summary").click()
    expect(array(page, "traces[0].z").locator("td")).to_have_count(18)
    press(page, "step-stage")
    expect(array(page, "layers[0].W before")).to_have_count(1)


def test_names_in_the_code_and_arrays_point_at_each_other(edited):
    page = edited("points=20&batch_size=6&hidden_layers=3")
    arrays_by_layer(page)
    step_to(page, "forward")
    array(page, "logits").locator("summary").focus()
    expect(page.locator("[data-view=code] .cm-pointed").first).to_have_text("logits")
    line = page.locator("[data-view=code] .cm-line", has_text="logits = run.traces")
    line.click(position={"x": 100, "y": 6})
    expect(array(page, "logits")).to_have_attribute("data-pointed", "")


def test_the_derivation_shows_the_terms_cancel(opened):
    page = opened("points=20&batch_size=6")
    numbers(page)
    step_to(page, "backward")
    page.get_by_text("Why the loss falls along").click()
    for row in page.locator(".derivation tbody tr").all():
        *_, product, difference = row.locator("td").all_inner_texts()
        assert product == difference


def test_a_gradient_is_checked_by_central_difference(opened):
    page = opened()
    step_to(page, "backward")
    page.get_by_text("One weight").click()
    type_into(parameter(page, "from"), "1")
    type_into(parameter(page, "to"), "3", commit="Enter")
    press(page, "check-gradient")
    result = page.locator("[data-parameter=result]")
    expect(result).to_contain_text("layers[0].W[1, 3]: backpropagation gives")
    exact, numeric = map(
        float, re.findall(r"-?\d+\.\d+(?:e-?\d+)?", result.inner_text())[-2:]
    )
    assert exact == pytest.approx(numeric, rel=1e-4, abs=1e-8)
    press(page, "step-stage")  # which changes the weight
    expect(result).to_be_empty()


@pytest.mark.parametrize("language", ["en", "es"])
def test_one_weight_and_its_check_are_within_a_small_panel(opened, language):
    page = opened(f"lang={language}", viewport={"width": 1024, "height": 700})
    step_to(page, "backward")
    page.locator("[data-weight] summary").click()
    press(page, "check-gradient")
    result = page.locator("[data-parameter=result]")
    expect(result).not_to_be_empty()
    panel, found = (
        each.bounding_box() for each in (page.locator("#panel-network"), result)
    )
    assert panel["y"] <= found["y"]
    assert found["y"] + found["height"] <= panel["y"] + panel["height"] + 1


def test_a_weight_is_set_by_hand_and_training_goes_on_from_there(opened):
    page = opened()
    before = text(page, "train_loss")
    page.get_by_text("One weight").click()
    type_into(parameter(page, "value"), "3", commit="Enter")
    expect(page.locator("[data-readout=train_loss]")).not_to_have_text(before)
    press(page, "step-update")
    expect_readout(page, "update", "1")
    assert abs(float(parameter(page, "value").input_value()) - 3) < 0.2
    type_into(parameter(page, "value"), "5000", commit="Enter")
    expect(message(page)).to_contain_text("from -1000 to 1000; got '5000'")


def test_a_press_on_the_network_finds_a_unit_and_a_line(opened):
    page = opened("hidden_layers=1")
    network = page.locator("[data-view=network]")
    box = network.bounding_box()
    network.click(position={"x": box["width"] / 2, "y": box["height"] / 2})
    expect(parameter(page, "from")).to_have_value("b")
    expect(parameter(page, "layer")).to_have_value("0")
    box = network.bounding_box()  # the open fold has made it smaller
    network.click(position={"x": box["width"] * 0.68, "y": box["height"] / 2})
    expect(parameter(page, "layer")).to_have_value("1")
    expect(parameter(page, "from")).to_have_value("0")


def test_a_point_is_chosen_by_press_and_by_arrow_keys(opened):
    page = opened()
    step_to(page, "forward")
    first = painting(page, "network")
    picture = page.locator("[data-boundary]")
    box = picture.bounding_box()
    picture.click(position={"x": box["width"] * 0.17, "y": box["height"] * 0.17})
    assert painting(page, "network") != first
    second = painting(page, "network")
    picture.press("ArrowRight")
    assert painting(page, "network") != second
