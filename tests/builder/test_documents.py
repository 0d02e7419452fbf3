"""The pages beside the demo: complete, true, and whole without another origin."""

import json
import re

import pytest

from builder import documents, offline, onefile, site
from builder.tools import ROOT
from trainer.experiments import definition
from trainer.settings.table import FIELDS

LINK = re.compile(r'(?:href|src)="([^"#?]+)')


@pytest.fixture(scope="module")
def dist(tmp_path_factory):
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(site, "DIST", tmp_path_factory.mktemp("site") / "dist")
        return site.build(single_file=True)


NAMES = [
    documents.file_of(page, code)
    for page in documents.PAGES
    for code in documents.LANGUAGES
]


@pytest.mark.parametrize("name", [*NAMES, "settings.html"])
def test_it_asks_no_other_origin_and_links_to_what_is_there(dist, name):
    page = (dist / name).read_text("utf-8")
    allowed = "'none'" if name == "settings.html" else "'self'"
    assert f"default-src 'none'; script-src {allowed}; style-src 'self'" in page
    assert page.count("<script") == (allowed == "'self'")
    assert "{claim" not in page
    links = [link for link in LINK.findall(page) if link != "#"]
    assert [link for link in links if not (dist / link).exists()] == []


@pytest.mark.parametrize("name", NAMES)
def test_each_page_leads_to_the_others_of_its_language_and_to_other_languages(
    dist, name
):
    page, _, rest = name.removesuffix(".html").partition(".")
    above = (dist / name).read_text("utf-8").partition("</nav>")[0]
    there = set(LINK.findall(above.partition("<nav>")[2]))
    own = {documents.file_of(other, rest or "en") for other in documents.PAGES}
    others = {documents.file_of(page, code) for code in documents.LANGUAGES} - {name}
    assert there == {"index.html"} | own | others


def test_the_reference_has_every_setting_in_its_group(dist):
    text = (dist / "settings.html").read_text("utf-8")
    assert sorted(re.findall(r'<dt id="(\w+)">', text)) == sorted(FIELDS)
    groups = re.findall(r"<h2>(\w+)</h2>", text)
    assert len(set(groups)) == len(groups)


def test_the_experiment_that_it_shows_can_be_run():
    text = (ROOT / "web/teachers/en/teachers.md").read_text("utf-8")
    (example,) = re.findall(r"```json\n(.*?)```", text, re.DOTALL)
    assert definition.parse(example).measure == json.loads(example)["measure"]


def test_help_links_to_the_pages_where_they_are(dist):
    linked = {"teachers.html", "settings.html"}
    index = (dist / "index.html").read_text("utf-8")
    assert linked <= set(LINK.findall(index))
    single = (dist / onefile.NAME).read_text("utf-8")
    assert not linked & set(LINK.findall(single))


def test_they_are_there_offline(dist):
    kept = (dist / offline.WORKER).read_text("utf-8")
    for name in [*NAMES, "settings.html", "document.css", "teachers.js"]:
        assert f'"{name}":' in kept
