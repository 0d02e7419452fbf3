import hashlib
import re

import pytest

from builder import numpy_wheel, onefile, runtime, site
from builder.tools import CACHE


def fingerprint(folder):
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(
            path.read_bytes()
        ).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


@pytest.fixture
def dist(monkeypatch, tmp_path, said):
    monkeypatch.setattr(site, "DIST", tmp_path / "dist")
    return tmp_path / "dist"


def build_half(folder, trouble):
    with site.replacing(folder) as out:
        (out / "index.html").write_text("half")
        raise trouble


@pytest.mark.parametrize("trouble", [RuntimeError, KeyboardInterrupt])
def test_a_build_that_fails_or_is_interrupted_leaves_the_last_good_one(
    tmp_path, trouble
):
    good = tmp_path / "dist"
    good.mkdir()
    (good / "index.html").write_text("good")
    with pytest.raises(trouble):
        build_half(good, trouble)
    assert (good / "index.html").read_text() == "good"
    assert [path.name for path in tmp_path.iterdir()] == ["dist"]


def test_a_build_that_succeeds_replaces_the_last_one_as_a_whole(tmp_path):
    last = tmp_path / "dist"
    last.mkdir()
    (last / "outdated.js").write_text("")
    with site.replacing(last) as out:
        (out / "index.html").write_text("new")
    assert fingerprint(last).keys() == {"index.html"}
    assert [path.name for path in tmp_path.iterdir()] == ["dist"]


@pytest.mark.slow
def test_equal_inputs_give_equal_bytes(dist):
    site.build(single_file=True)
    first = fingerprint(dist)
    site.build(single_file=True)
    assert fingerprint(dist) == first
    assert {
        "index.html",
        "main.js",
        site.ASSETS["worker"],
        "style.css",
        onefile.NAME,
    } <= first.keys()


@pytest.mark.slow
def test_bytecode_made_afresh_is_the_bytecode_in_the_cache(monkeypatch, said):
    kept = runtime.make()
    afresh = CACHE / "afresh"
    afresh.mkdir()
    try:
        monkeypatch.setattr(runtime, "CACHE", afresh)
        wheel = numpy_wheel.get()
        made = runtime.pack("runtime", wheel, "afresh", "Compiling")
        for name, digest in fingerprint(made).items():
            assert digest == hashlib.sha256(kept[name].read_bytes()).hexdigest(), name
    finally:
        runtime.shutil.rmtree(afresh)


def test_the_manifest_tells_the_size_and_hash_of_each_asset(dist):
    site.build()
    for asset in site.manifest(dist):
        data = (dist / asset["file"]).read_bytes()
        assert asset["bytes"] == len(data)
        assert asset["sha256"] == hashlib.sha256(data).hexdigest()


def test_script_and_style_are_asked_for_by_their_hashes(dist):
    site.build(single_file=True)
    page = (dist / "index.html").read_text("utf-8")
    for name in ("main.js", "style.css"):
        sha256 = hashlib.sha256((dist / name).read_bytes()).hexdigest()
        assert f'="{name}?{sha256[:16]}"' in page
        assert name not in re.findall(r'(?:src|href)="([^"?]+)', single(dist))


def single(dist):
    return (dist / onefile.NAME).read_text("utf-8").partition("data-asset")[0]


def test_the_site_names_no_other_origin(dist):
    site.build()
    page = (dist / "index.html").read_text("utf-8")
    assert 'src="http' not in page
    assert 'href="/' not in page
    assert "default-src 'none'" in page
