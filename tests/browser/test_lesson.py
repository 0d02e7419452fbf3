"""The lesson and its experiments, on the built page."""

import json
import re
from pathlib import Path

import pytest
from page import message, press, readout, speak, text, type_into
from playwright.sync_api import expect

ROOT = Path(__file__).parents[2]
EXPERIMENTS = sorted(file.stem for file in (ROOT / "web/experiments").glob("*.json"))
SECTIONS = sorted((ROOT / "web/lesson/en").glob("*.md"))
LINKS = [
    (file.stem.partition("-")[2], link)
    for file in SECTIONS
    for link in re.findall(r"\(#([^)]*)\)", file.read_text("utf-8"))
    if not link.startswith(
        ("experiment=", "write=", "report=")
    )  # these are walked elsewhere
]


def turn_to(page, section):
    page.locator("[data-section-choice]").select_option(section)


@pytest.fixture(scope="module")
def lesson(chromium, site):
    """One page for all links, as a reader would use it."""
    context = chromium.new_context(viewport={"width": 1366, "height": 768})
    page = context.new_page()
    page.goto(f"{site}#speed=10_epochs")
    page.locator("body[data-status=ready]").wait_for()
    press(page, "lesson")
    yield page
    context.close()


@pytest.mark.parametrize(("section", "link"), LINKS)
def test_every_try_it_sets_the_demo_and_trains(lesson, section, link):
    turn_to(lesson, section)
    lesson.locator(f'[data-section={section}] [href="#{link}"]').click()
    if "train=1" in link:
        expect(lesson.locator("body[data-status=training]")).to_be_visible()
        press(lesson, "train")
        press(lesson, "reset")
    expect(lesson.locator("body[data-status=ready]")).to_be_visible()
    lesson.locator("body:not([data-busy])").wait_for()
    expect(message(lesson)).not_to_contain_text("no setting")
    for name, _, value in (part.partition("=") for part in link.split("&")):
        if name == "view":
            expect(lesson.locator(f"body[data-shows={value}]")).to_be_visible()
            continue
        if name == "train":
            continue
        if name == "tab":
            expect(lesson.locator(f"#panel-{value}")).to_be_visible()
            continue
        control = lesson.locator(f"[data-setting={name}]")
        if control.get_attribute("type") == "checkbox":
            expect(control).to_be_checked(checked=value == "true")
        else:
            expect(control).to_have_value(value)
    press(lesson, "step-epoch")
    expect(readout(lesson, "epoch")).to_have_text("1")


@pytest.mark.parametrize("file", SECTIONS, ids=lambda file: file.stem)
def test_a_section_fits_the_screen_beside_the_picture(lesson, file):
    turn_to(lesson, file.stem.partition("-")[2])
    view = lesson.locator("[data-view=lesson]")
    overflow = view.evaluate("e => e.scrollHeight - e.clientHeight")
    assert overflow <= 0
    assert view.evaluate("e => e.scrollWidth - e.clientWidth") <= 0


def test_the_words_have_the_demos_own_numbers(opened):
    page = opened("batch_size=50")
    press(page, "lesson")
    turn_to(page, "words")
    expect(page.locator("[data-number=updates]")).to_have_text("4")
    expect(page.locator("[data-number=last_batch]")).to_have_text("10")
    picture = page.locator("[data-epoch-picture]")
    expect(picture.locator("span")).to_have_text(["50", "50", "50", "10"])
    press(page, "step-update")
    press(page, "step-update")
    expect(picture).to_have_attribute("aria-label", "One epoch: batch 2 of 4.")
    expect(picture.locator("[data-state=now]")).to_have_count(1)
    wide, short = (picture.locator("span").nth(i).bounding_box() for i in (1, 3))
    assert 4 < wide["width"] / short["width"] < 6
    turn_to(page, "batches")
    press(page, "measure-batches")
    expect(page.locator("[data-measured] p")).to_have_text(
        [
            re.compile(rf"^{words}: .* µs an example")
            for words in ("1 at a time", "50 at a time", "All 160 at once")
        ]
    )


def test_watch_it_overfit_fills_the_table_with_its_phases(lesson):
    turn_to(lesson, "stopping")
    lesson.get_by_role("link", name="Watch it overfit").click()
    phases = lesson.locator("[data-view=epochs] tbody tr")
    expect(phases.first).to_have_attribute("data-phase", "overfitting")
    expect(phases.last).to_have_attribute("data-phase", "good")  # the best epoch
    press(lesson, "train")


def use(page, action):
    """Press a button by keys."""
    page.locator(f"[data-action={action}]").focus()
    page.keyboard.press("Enter")


@pytest.mark.parametrize("language", ["en", "de", "es"])
def test_every_section_is_walked_by_keys_and_asks(opened, language):
    page = opened(f"lang={language}")
    use(page, "lesson")
    for file in SECTIONS:
        title = (ROOT / f"web/lesson/{language}/{file.name}").read_text("utf-8")
        heading = title.partition("\n")[0].removeprefix("# ")
        section = page.locator(f"[data-section={file.stem.partition('-')[2]}]")
        expect(section.locator("h2")).to_have_text(heading)
        use(page, "question")
        expect(page.locator("[data-question-text]")).to_contain_text(re.compile("[?]"))
        expect(page.locator("[data-question-answer]")).to_be_focused()
        use(page, "question")
        expect(section).to_be_visible()
        if file != SECTIONS[-1]:
            use(page, "next-section")
    expect(page.locator("[data-action=next-section]")).to_be_disabled()


def seen_whole(page):
    """Whether nothing of an answered experiment has to be scrolled to."""
    for part in ("[data-view=experiment]", ".trial", ".arms"):
        cut = page.locator(part).evaluate("e => e.scrollHeight - e.clientHeight")
        assert cut <= 1, (page.url, part)
    again = page.locator("[data-action=again]").bounding_box()
    assert again["y"] + again["height"] < 768


def titles(language):
    """What the experiments are called."""
    if language == "en":
        files = ROOT.glob("web/experiments/*.json")
        found = {file.stem: json.loads(file.read_text("utf-8")) for file in files}
    else:
        file = ROOT / f"web/lesson/{language}/experiments.json"
        found = json.loads(file.read_text("utf-8"))
    return {name: texts["title"] for name, texts in found.items()}


def test_an_experiment_is_predicted_run_and_answered_in_every_language(opened):
    page = opened("speed=fastest")
    title = page.locator("[data-trial=title]")
    answer = page.locator("[data-trial=answer] p")
    for name in EXPERIMENTS:
        page.evaluate(f"location.hash = 'experiment={name}&speed=fastest'")
        data = json.loads((ROOT / f"web/experiments/{name}.json").read_text("utf-8"))
        expect(title).to_have_text(data["title"])
        expect(page.locator("[data-arms] li")).to_have_count(len(data["arms"]))
        use(page, "train")
        expect(message(page)).not_to_be_empty()  # a prediction comes first
        page.locator("[name=prediction]").first.focus()
        page.keyboard.press("Space")
        use(page, "train")
        expect(answer).to_have_count(3)
        expect(readout(page, "status")).to_have_text("stopped")
        for language in ("de", "es", "en"):
            speak(page, language)
            expect(title).to_have_text(titles(language)[name])
            expect(answer).to_have_count(3)
            expect(page.locator("[data-readout=answer]")).to_have_text(
                re.compile(r"\b20\b")
            )
            seen_whole(page)
        use(page, "reset")
        expect(answer).to_have_count(0)
        expect(readout(page, "status")).to_have_text("ready")
        use(page, "close-experiment")
        expect(page.locator("[data-view=boundary]")).to_be_visible()
        expect(page).not_to_have_url(re.compile("experiment"))


def test_a_link_opens_an_experiment_and_may_hold_one_of_its_own(opened):
    page = opened("experiment=symmetry")
    expect(page.locator("[data-trial=title]")).to_have_text("Start all weights at zero")
    own = json.loads((ROOT / "web/experiments/symmetry.json").read_text("utf-8"))
    own["title"] = "<b>My own</b>"
    page.evaluate(
        "text => { location.hash = 'experiment=' + encodeURIComponent(text) }",
        json.dumps(own),
    )
    expect(page.locator("[data-trial=title]")).to_have_text("<b>My own</b>")


@pytest.mark.parametrize(
    ("link", "words"),
    [
        ("experiment=nothing", 'There is no experiment named "nothing".'),
        ("experiment=%7B%22title%22:3%7D", "title must be a text"),
    ],
)
def test_a_wrong_experiment_is_named_and_the_demo_stays(opened, link, words):
    page = opened("dataset=circle")
    page.evaluate("link => { location.hash = link }", link)
    expect(message(page)).to_contain_text(words)
    expect(page.locator("[data-view=boundary]")).to_be_visible()
    assert text(page, "status") == "ready"


def test_the_listing_runs_beside_the_pages_own_run_to_the_same_numbers(opened):
    page = opened()
    press(page, "lesson")
    turn_to(page, "plain")
    press(page, "run-listing")
    lines = page.locator("[data-listed] li")
    expect(lines).to_have_count(5)
    for line in lines.all_inner_texts():
        _, _, listing, _, own = line.replace(",", "").split()[-5:]
        assert listing == own
    page.locator(".listing a", has_text="backward").click()
    expect(readout(page, "stage")).to_have_text("backward")
    expect(page.locator("[data-view=numbers]")).to_contain_text("dlogits")


def test_a_question_is_answered_once_the_reader_asks(opened):
    page = opened()
    press(page, "lesson")
    turn_to(page, "words")
    answer = page.locator("[data-section=words] blockquote details p")
    expect(answer).to_be_hidden()
    page.locator("[data-section=words] summary").click()
    expect(answer).to_contain_text("10: 160 is three times 50")


def test_the_lesson_reads_without_python(new_page, site):
    page = new_page(expects_errors=True)
    page.route("**/runtime/**", lambda route: route.abort())
    page.goto(site)
    press(page, "lesson")
    for file in SECTIONS:
        section = file.stem.partition("-")[2]
        turn_to(page, section)
        expect(page.locator(f"[data-section={section}] h2")).to_be_visible()
    turn_to(page, "listing")
    expect(page.locator("[data-section=listing] math").first).to_be_visible()
    expect(page.locator(".still")).to_be_visible()


def test_the_chain_rule_ends_at_the_numbers_of_this_batch(opened):
    page = opened("speed=fastest&experiment=chain-rule")
    page.locator("[name=prediction]").first.check()
    press(page, "train")
    page.locator("[data-trial=answer] a").click()
    expect(readout(page, "stage")).to_have_text("loss")
    expect(page.locator("[data-view=numbers]")).to_be_visible()
    fold = page.locator("[data-view=numbers] summary", has_text="Why the loss falls")
    expect(fold).to_be_visible()


@pytest.mark.parametrize("width", [1024, 1366])
def test_beside_the_lesson_an_experiment_is_seen_whole(new_page, site, width):
    page = new_page(viewport={"width": width, "height": 768})
    file = ROOT / "web/lesson/de/experiments.json"
    titles = json.loads(file.read_text("utf-8"))
    page.goto(f"{site}#speed=fastest&lang=de")
    page.wait_for_selector("body[data-status=ready]")
    press(page, "lesson")
    for name in ("batch-size", "learning-rate", "weights"):
        page.evaluate(f"location.hash = 'experiment={name}&speed=fastest&lang=de'")
        expect(page.locator("[data-trial=title]")).to_have_text(titles[name]["title"])
        page.locator("[name=prediction]").first.check()
        press(page, "train")
        expect(page.locator("[data-trial=answer] p")).to_have_count(3)
        seen_whole(page)
        press(page, "close-experiment")


def test_an_experiment_that_is_on_its_way_waits_for_a_prediction(opened):
    page = opened()
    page.evaluate(  # at once: no hand is as fast on a machine that is not slow
        "location.hash = 'experiment=symmetry';"
        "document.querySelector('[data-action=train]').click()"
    )
    expect(page.locator("[data-trial=title]")).to_have_text("Start all weights at zero")
    expect(readout(page, "status")).to_have_text("ready")


def test_an_experiment_goes_again_from_new_seeds_which_are_added(opened):
    page = opened("speed=fastest&experiment=symmetry")
    page.locator("[name=prediction]").first.check()
    press(page, "train")
    answer = page.locator("[data-readout=answer]")
    expect(answer).to_contain_text("In 20 of 20 runs all 8 units")
    press(page, "again")
    expect(answer).to_contain_text("In 40 of 40 runs all 8 units")
    expect(page.locator("[data-arms] li").first).to_contain_text("in 40 of 40")
    press(page, "reset")
    press(page, "train")
    expect(answer).to_contain_text("In 20 of 20 runs all 8 units")


TIE = {
    "title": "Twins",
    "question": "Which of two equal runs is faster?",
    "choices": [{"text": "a", "when": [1, 1]}, {"text": "b", "when": [2, 2]}],
    "arms": [{"label": "a"}, {"label": "b"}],
    "epochs": 60,
    "plots": [["updates", "loss"]],
    "measure": "fewest_updates",
    "why": "One was faster.",
    "why_when": [1, 2],
}


@pytest.mark.parametrize(
    ("language", "told"),
    [
        ("en", ["None of the predictions is right.", "No clear winner by updates"]),
        ("de", ["Keine der Vorhersagen trifft zu.", "Kein klarer Sieger nach Updates"]),
        (
            "es",
            [
                "Ninguna de las predicciones es correcta.",
                "Sin ganador claro por actuali",
            ],
        ),
    ],
)
def test_a_tie_has_no_winner_and_no_closing_words(opened, language, told):
    page = opened(f"lang={language}&speed=fastest")
    link = "text => { location.hash = 'experiment=' + encodeURIComponent(text) }"
    page.evaluate(link, json.dumps(TIE))
    page.locator("[name=prediction]").first.check()
    press(page, "train")
    paragraphs = page.locator("[data-trial=answer] p")
    expect(paragraphs).to_have_count(2)
    for paragraph, words in zip(paragraphs.all(), told, strict=True):
        expect(paragraph).to_contain_text(words)


def test_a_check_is_drawn_from_the_run_and_says_where_it_went_wrong(opened):
    page = opened("batch_size=50")
    press(page, "lesson")
    turn_to(page, "words")
    press(page, "question")
    told = page.locator("[data-question-told]")
    expect(page.locator("[data-question-text]")).to_contain_text("batches of 50")
    expect(page.locator("[data-section=words]")).to_be_hidden()
    answer = page.get_by_label("Your answer")
    expect(answer).to_be_focused()
    page.keyboard.type("3")
    page.keyboard.press("Enter")
    expect(told).to_have_text(
        re.compile("^The short last batch makes an update, too. 160")
    )
    type_into(answer, "four", commit="Enter")
    expect(told).to_have_text("The answer must be a number; got 'four'.")
    type_into(answer, "4,0", commit="Enter")
    expect(told).to_have_text("Right. 160 / 50, rounded up: 4.")
    press(page, "question")
    expect(page.locator("[data-section=words]")).to_be_visible()
    press(page, "question")
    press(page, "next-section")
    expect(page.locator("[data-question]")).to_be_hidden()
    expect(page.locator("[data-section=batches]")).to_be_visible()
