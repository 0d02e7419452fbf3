import base64
import hashlib
import json
import re

import pytest

from builder import onefile, page, site
from builder.tools import BuildError

HEAD = f"<head>{page.POLICY_MARK}{page.WATCHER_MARK}{page.PRELOAD_MARK}</head>"
SCRIPTS = page.Scripts("watch();", "edit();")
TEMPLATE = f"{HEAD}<body>{page.LESSON_MARK}{page.DATA_MARK}</body>"


def test_the_page_gets_its_policy_and_its_data():
    filled = page.filled(
        TEMPLATE,
        "<p>lesson",
        {"manifest": [1, 2], "schema": {"a": "ü"}},
        SCRIPTS,
        ["a?b"],
    )
    assert page.policy_meta(page.site_policy(SCRIPTS)) in filled
    assert all(page.source_hash(script) in filled for script in SCRIPTS)
    assert "<script>watch();</script>" in filled
    assert "<p>lesson" in filled
    assert 'as="fetch" crossorigin href="a?b"' in filled
    assert '<script type="application/json" data-schema>{"a":"ü"}</script>' in filled


def test_data_cannot_end_the_element_that_holds_it():
    block = page.data_block("schema", {"label": "</script><script>alert(1)</script>"})
    assert block.count("<") == 2
    text = block.partition(">")[2].removesuffix("</script>")
    assert json.loads(text)["label"].startswith("</script>")


@pytest.mark.parametrize("template", ["<body></body>", TEMPLATE + TEMPLATE])
def test_a_page_without_exactly_one_mark_is_an_error_that_names_it(template):
    with pytest.raises(
        BuildError, match="must hold <!-- build: policy --> exactly once"
    ):
        page.filled(template, "", {}, SCRIPTS)


@pytest.fixture
def single(tmp_path):
    """The single file of a site whose scripts are as awkward as scripts can be."""
    (tmp_path / "main.js").write_text('x = "</script><!--<script>";', "utf-8")
    (tmp_path / "style.css").write_text("a{color:red}", "utf-8")
    (tmp_path / "still.webp").write_bytes(b"picture")
    (tmp_path / "runtime").mkdir()
    for file in site.ASSETS.values():
        (tmp_path / file).write_bytes(file.encode())
    policy = page.policy_meta(page.site_policy(SCRIPTS))
    style_tag = page.style_tag(tmp_path / "style.css")
    script_tag = page.script_tag(tmp_path / "main.js")
    (tmp_path / "index.html").write_text(
        f"<head>{policy}{onefile.MANIFEST_TAG}{style_tag}</head>"
        f'<body><img src="still.webp" />{script_tag}</body>',
        "utf-8",
    )
    onefile.write(tmp_path, site.ASSETS, SCRIPTS)
    return (tmp_path / onefile.NAME).read_text("utf-8")


def element(text, opening):
    return re.search(re.escape(opening) + r"(.*?)</", text, re.DOTALL)[1]


def test_the_single_file_runs_only_what_its_policy_names_by_hash(single):
    texts = [element(single, opening) for opening in ("<script>", "<style>")]
    for text in [*texts, *SCRIPTS]:
        digest = hashlib.sha256(text.encode()).digest()
        assert f"'sha256-{base64.b64encode(digest).decode()}'" in single
    assert "connect-src 'none'" in single
    assert "unsafe-inline" not in single


def test_the_single_file_carries_every_asset(single):
    for name, file in site.ASSETS.items():
        text = element(single, f'<script type="text/plain" data-asset="{name}">')
        assert base64.b64decode(text) == file.encode()


def test_the_single_file_refers_to_no_other_file(single):
    assert 'src="data:image/webp;base64,' in single
    assert not re.search(r'(src|href)="(?!data:)', single)


def test_a_script_cannot_end_the_element_that_holds_it(single):
    assert element(single, "<script>") == r'x = "\x3c/script>\x3c!--\x3cscript>";'


def test_a_picture_that_is_not_there_is_an_error_that_names_it(tmp_path):
    with pytest.raises(BuildError, match=r"names still\.webp: put it into web/"):
        onefile.data_uri(tmp_path / "still.webp")
