"""The developer's loop: what changed is built, and the browser reloads."""

import functools
import io
import json
import os
import threading
import urllib.request
import zipfile
from itertools import pairwise

import pytest
from zstandard import ZstdDecompressor

from builder import runtime, server, watch


@pytest.fixture
def serving(tmp_path):
    """A served draft: its folder, its address, and its builds."""
    (tmp_path / "index.html").write_text("<html><head></head></html>")
    builds = watch.Builds()
    handler = functools.partial(watch.DraftHandler, builds=builds)
    with server.server(tmp_path, server.ANY_PORT, handler=handler) as running:
        threading.Thread(target=running.serve_forever, daemon=True).start()
        yield tmp_path, f"http://{server.ADDRESS}:{running.server_port}", builds
        running.shutdown()


def test_the_page_is_told_of_every_build(serving):
    _, url, builds = serving
    with urllib.request.urlopen(f"{url}/") as page:
        assert b'<script src="reload.js"></script>' in page.read()
    with urllib.request.urlopen(f"{url}/reload.js") as script:
        assert b'EventSource("builds")' in script.read()
    with urllib.request.urlopen(f"{url}/builds", timeout=10) as events:
        first = events.readline()
        assert events.readline() == b"\n"
        builds.add()
        second = events.readline()
    assert first.startswith(b"data: ")
    assert int(second[6:]) == int(first[6:]) + 1


def test_nothing_is_kept_for_offline_and_the_rest_is_served_as_it_is(serving):
    folder, url, _ = serving
    (folder / "main.js").write_text("run();")
    with urllib.request.urlopen(f"{url}/service-worker.js") as worker:
        assert b"unregister" in worker.read()
    with urllib.request.urlopen(f"{url}/main.js?hash") as script:
        assert script.read() == b"run();"


def test_a_new_a_changed_and_a_removed_source_are_noticed(monkeypatch, tmp_path):
    monkeypatch.setattr(watch, "SOURCES", [tmp_path])
    seen = [watch.times()]
    for change in [
        lambda: (tmp_path / "a.js").write_text("1"),
        lambda: os.utime(tmp_path / "a.js", (1, 1)),
        lambda: (tmp_path / "a.js").unlink(),
    ]:
        change()
        seen.append(watch.times())
    assert all(before != after for before, after in pairwise(seen))


def test_a_draft_has_the_builds_sources_and_schema_from_the_start(said):
    made, draft = runtime.make(), runtime.make(draft=True)
    schemas = [
        json.loads(files[runtime.SCHEMA].read_text("utf-8")) for files in (made, draft)
    ]
    assert schemas[0] == schemas[1]

    def sources(path):
        data = ZstdDecompressor().decompress(path.read_bytes())
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = [name for name in archive.namelist() if not name.endswith(".pyc")]
            return {name: archive.read(name) for name in names}

    early, rest = runtime.ASSETS["trainer"], runtime.REST["trainer-rest"]
    assert sources(made[rest]) == sources(draft[early])
    assert sources(draft[rest]) == {}
