"""Links: shared, shortened, for a class, in a frame, and from strangers."""

import random
import re

import pytest
from page import (
    expect_link,
    expect_readout,
    message,
    press,
    readout,
    setting,
    settle,
    type_into,
)
from playwright.sync_api import expect

FRAME = """<!doctype html><title>A course</title>
<iframe title="Watch It Learn" width="700" height="500" {more} src="{src}"></iframe>"""


def shared(page, name):
    return page.locator(f"[data-share={name}]").input_value()


def test_a_shared_link_brings_the_very_state_back(opened, new_page):
    page = opened("dataset=circle")
    for _ in range(3):
        press(page, "step-epoch")
    expect(readout(page, "epoch")).to_have_text("3")
    press(page, "share")
    expect(page.locator("[data-share=link]")).to_have_value(
        re.compile(r"#dataset=circle&epoch=3$")
    )
    other = new_page()
    other.goto(shared(page, "link"))
    expect(readout(other, "epoch")).to_have_text("3")
    expect(readout(other, "train_loss")).to_have_text(
        readout(page, "train_loss").inner_text()
    )
    expect_link(other, "#dataset=circle")


def test_a_link_brings_back_a_run_amid_an_epoch(opened, new_page):
    page = opened("dataset=circle")
    press(page, "step-epoch")
    press(page, "step-update")
    press(page, "step-update")
    expect(readout(page, "update")).to_have_text("7")
    press(page, "share")
    link = page.locator("[data-share=link]")
    expect(link).to_have_value(re.compile(r"#dataset=circle&update=7$"))
    other = new_page()
    other.goto(shared(page, "link"))
    expect(readout(other, "update")).to_have_text("7")
    expect(readout(other, "train_loss")).to_have_text(
        readout(page, "train_loss").inner_text()
    )


def test_a_run_that_was_changed_on_the_way_is_not_said_to_travel(opened):
    page = opened()
    press(page, "step-epoch")
    expect(readout(page, "epoch")).to_have_text("1")
    press(page, "share")
    expect(page.locator("[data-share-altered]")).to_be_hidden()
    page.keyboard.press("Escape")
    type_into(setting(page, "batch_size"), "160")
    press(page, "step-epoch")
    expect(readout(page, "epoch")).to_have_text("2")
    press(page, "share")
    expect(page.locator("[data-share-altered]")).to_be_visible()
    page.keyboard.press("Escape")
    page.locator("[data-menu] summary").click()
    press(page, "lab-report")
    expect(page.locator(".report-sheet figure").last).to_contain_text(
        "Batch size: 160 · settings or points were changed while it trained"
    )


def test_the_short_form_opens_the_same_settings(opened, new_page):
    page = opened(
        "custom_points=" + "|".join(f"{i / 50:.2f},0.5,{i % 2}" for i in range(-40, 60))
    )
    press(page, "share")
    expect(page.locator("[data-share=short]")).to_have_value(re.compile(r"#z=[\w-]+$"))
    assert len(shared(page, "short")) < len(shared(page, "link")) / 2
    other = new_page()
    other.goto(shared(page, "short"))
    own = page.locator("[data-setting=custom_points]").input_value()
    expect(setting(other, "custom_points")).to_have_value(own)


def test_a_broken_short_link_says_so_and_the_page_works(opened):
    page = opened("z=AAAA")
    expect(message(page)).to_have_text("The short link is not whole: ask for it again.")
    press(page, "step-epoch")
    expect(readout(page, "epoch")).to_have_text("1")


def test_a_teacher_chooses_what_learners_see(opened, new_page):
    page = opened()
    press(page, "share")
    page.locator("[data-for-teachers] summary").click()
    for name, value in [("hide", "code"), ("hide", "noise"), ("fix", "learning_rate")]:
        page.locator(f"[name={name}][value={value}]").check()
    page.locator("[name=sections][value=loop]").uncheck()
    page.locator("[name=experiments][value=width]").uncheck()
    page.locator("[name=theme]").select_option("dark")
    page.locator("[name=train]").check()
    expect(page.locator("[data-share=link]")).to_have_value(re.compile("train=1"))
    other = new_page()
    other.goto(shared(page, "link"))
    expect_readout(other, "status", "training")
    press(other, "train")
    expect(other.locator(".panels > .code")).to_be_hidden()
    expect(other.locator("[data-setting=noise]")).to_be_hidden()
    expect(other.locator("[data-setting=dataset]")).to_be_visible()
    expect(other.locator("[data-setting=learning_rate]")).to_be_disabled()
    scheme = "getComputedStyle(document.documentElement).colorScheme"
    assert other.evaluate(scheme) == "dark"
    press(other, "lesson")
    options = "[data-section-choice] option:not([hidden])"
    assert other.locator(options).count() == page.locator(options).count() - 1
    links = '[data-section=experiments] a[href="#experiment=width"]'
    assert other.locator(links).evaluate(
        "a => a.closest('[data-hidden-by-link]') !== null"
    )
    # what a link made of the page outlives other links
    other.evaluate("location.hash = 'dataset=moons'")
    expect(setting(other, "dataset")).to_have_value("moons")
    expect(other.locator(".panels > .code")).to_be_hidden()


def test_what_is_fixed_has_no_other_control(opened):
    page = opened("fix=hidden_layers")
    expect(page.locator("[data-layers] li")).to_have_count(3)
    for button in ("add-layer", "remove-layer", "add-unit", "remove-unit"):
        expect(page.locator(f"[data-action={button}]")).to_be_hidden()
    press(page, "step-epoch")
    expect(readout(page, "epoch")).to_have_text("1")


def test_the_form_for_teachers_begins_with_what_the_page_is(opened):
    wanted = "lang=en&theme=dark&hide=code,noise,reset&fix=seed&sections=loop&experiments=none"
    page = opened(wanted)
    press(page, "share")
    page.locator("[data-for-teachers] summary").click()
    expect(page.locator("[data-share=link]")).to_have_value(re.compile(rf"#{wanted}$"))
    page.locator("[name=hide][value=code]").uncheck()
    expect(page.locator("[data-share=link]")).to_have_value(
        re.compile("hide=noise,reset&")
    )


def test_a_preset_chooses_for_the_teacher_and_the_link_can_be_tried(opened):
    page = opened("theme=dark")
    press(page, "share")
    page.locator("[data-for-teachers] summary").click()
    preset = page.locator("[data-preset]")
    preset.select_option("presentation")
    expect(page.locator("[data-share=link]")).to_have_value(
        re.compile("#projector=1&hide=settings,home,share$")
    )
    preset.select_option("lesson")
    expect(page.locator("[data-share=link]")).to_have_value(
        re.compile("#section=loop&hide=code,home,share$")
    )
    preset.select_option("experiment")
    expect(page.locator("[data-share=link]")).to_have_value(
        re.compile("#experiment=[a-z-]+&hide=lesson,settings,code,network,home,share$")
    )
    preset.select_option("picture")
    parts = "settings,code,network,losses,home,share"
    expect(page.locator("[data-share=link]")).to_have_value(
        re.compile(f"#hide=lesson,{parts}$")
    )
    preset.select_option("fixed")
    expect(page.locator("[data-share=link]")).to_have_value(re.compile("#fix=all$"))
    with page.expect_popup() as popup:
        page.get_by_role("link", name="Try this link").click()
    tried = popup.value
    expect_readout(tried, "status", "ready")
    expect(setting(tried, "dataset")).to_be_disabled()
    expect(setting(tried, "learning_rate")).to_be_disabled()
    tried.evaluate("location.hash = 'dataset=moons'")
    expect(message(tried)).to_contain_text("Dataset")
    expect(setting(tried, "dataset")).to_have_value("xor")


def test_a_link_is_copied_on_plain_http_too_and_shown_as_a_qr_code(opened):
    page = opened()
    # a page that does not come over https has no clipboard of the newer kind
    page.evaluate("delete Navigator.prototype.clipboard")
    press(page, "share")
    told = page.locator("[data-share-told]")
    press(page, "copy-link")
    expect(told).to_have_text("Copied.")
    page.locator("[data-share-dialog]").evaluate(
        "dialog => dialog.append(document.createElement('textarea'))"
    )
    page.locator("[data-share-dialog] > textarea").click()
    page.keyboard.press("Control+V")
    expect(page.locator("[data-share-dialog] > textarea")).to_have_value(
        shared(page, "link")
    )
    page.evaluate("document.execCommand = () => false")
    press(page, "copy-link")
    expect(told).to_have_text(re.compile("^The browser does not let the page copy."))
    page.locator(".share-qr summary").click()
    expect(page.locator("[data-share-qr] svg")).to_be_visible()
    page.keyboard.press("Escape")
    rng = random.Random(5)
    points = "|".join(
        f"{rng.uniform(-1, 1):.3f},{rng.uniform(-1, 1):.3f},{i % 2}" for i in range(200)
    )
    page.evaluate("hash => { location.hash = hash }", f"custom_points={points}")
    expect(setting(page, "custom_points")).to_have_value(re.compile("^-?0"))
    press(page, "share")
    expect(page.locator("[data-share-long]")).to_be_visible()
    expect(page.locator("[data-share-qr] svg")).to_have_count(0)


def test_a_name_that_the_page_does_not_have_is_told(opened):
    page = opened("hide=code,cofee")
    expect(message(page)).to_have_text(
        'hide in the link names "cofee", which the page does not have.'
    )
    expect(page.locator(".panels > .code")).to_be_hidden()


@pytest.fixture
def framed(new_page, site):
    """A page of another site with this one in a frame."""

    def open_page(more):
        page = new_page(expects_errors=True)
        src = site.replace("127.0.0.1", "localhost") + "#embed=1"
        page.route(
            "http://course.example/",
            lambda route: route.fulfill(
                content_type="text/html", body=FRAME.format(more=more, src=src)
            ),
        )
        page.route(
            re.compile("^http://localhost"),
            lambda route: route.fulfill(
                response=route.fetch(
                    url=route.request.url.replace("localhost", "127.0.0.1")
                )
            ),
        )
        page.goto("http://course.example/")
        return page.frame_locator("iframe")

    return open_page


@pytest.mark.parametrize(
    "more", ["", 'sandbox="allow-scripts allow-same-origin"'], ids=["frame", "sandbox"]
)
def test_it_trains_in_a_frame_of_another_site(framed, more):
    inside = framed(more)
    inside.locator("body[data-status=ready]").wait_for()
    inside.locator("[data-action=train]").click()
    expect(inside.locator("[data-readout=train_accuracy]")).to_have_text(
        re.compile(r"^(9[89]|100)\.")
    )
    fits = "e => e.scrollHeight <= innerHeight && e.scrollWidth <= innerWidth"
    assert inside.locator("body").evaluate(fits)


def test_a_sandbox_that_allows_too_little_is_named(framed):
    inside = framed('sandbox="allow-scripts"')
    expect(inside.locator("[data-message]")).to_contain_text("allow-same-origin")


def test_links_of_strangers_do_nothing_but_set_what_they_may(opened):
    page = opened(expects_errors=False)
    page.evaluate("globalThis.pwned = 0")
    values = [
        "<img src=x onerror=pwned=1>",
        "javascript:pwned=1",
        "\"'><script>pwned=1</script>",
        "%00",
        "../../x",
        "1e999",
        "nan",
        "{}",
        "__proto__",
        "https://example.org/x",
    ]
    names = [
        "dataset",
        "custom_points",
        "hidden_layers",
        "hide",
        "fix",
        "lang",
        "section",
        "tab",
        "stage",
        "experiment",
        "code.training.py",
        "z",
        "__proto__",
        "sections",
        "epoch",
        "theme",
    ]
    rng = random.Random(1)
    for _ in range(60):
        parts = [
            f"{rng.choice(names)}={rng.choice(values)}"
            for _ in range(rng.randint(1, 5))
        ]
        page.evaluate("link => { location.hash = link }", "&".join(parts))
        page.wait_for_selector("body:not([data-busy])")
    settle(page)
    assert page.evaluate("pwned") == 0
    assert (
        page.locator("img[src=x], script:not([src]):not([type])").count() <= 2
    )  # the watcher's and the editor's
    page.evaluate("location.hash = 'dataset=circle'")
    press(page, "step-epoch")
    expect(readout(page, "train_loss")).to_have_text(re.compile(r"^0\.\d{4}$"))
