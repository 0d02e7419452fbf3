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


@pytest.fixture(params=[source.stem for source in documents.SOURCES])
def page(dist, request):
    return (dist / f"{request.param}.html").read_text("utf-8")


def test_it_allows_no_script_and_links_to_what_is_there(dist, page):
    assert "default-src 'none'; style-src 'self'" in page
    assert "<script" not in page
    assert [link for link in LINK.findall(page) if not (dist / link).exists()] == []


def test_the_reference_has_every_setting_in_its_group(dist):
    text = (dist / "settings.html").read_text("utf-8")
    assert sorted(re.findall(r'<dt id="(\w+)">', text)) == sorted(FIELDS)
    groups = re.findall(r"<h2>(\w+)</h2>", text)
    assert len(set(groups)) == len(groups)


def test_the_experiment_that_it_shows_can_be_run():
    text = (ROOT / "web/teachers.md").read_text("utf-8")
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
    for name in ["teachers.html", "settings.html", "document.css"]:
        assert f'"{name}":' in kept
