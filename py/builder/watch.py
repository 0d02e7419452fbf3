"""The developer's loop: rebuild when a source changes, then reload the browser.

Each rebuild is a draft in .cache, made by a process of its own: a change to the builder
takes effect too, and dist/ stays as it is.
"""

import functools
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

from . import server, site
from .tools import ROOT, BuildError, say

SOURCES = [ROOT / "web", ROOT / "py", ROOT / "build.py"]
POLL = 0.25  # seconds
RELOAD_TAG = b'<script src="reload.js"></script>\n  </head>'
SCRIPTS = {
    "/reload.js": """\
let shown;
new EventSource("builds").onmessage = ({ data }) => {
  if (shown && shown !== data) location.reload();
  shown = data;
};
""",
    # in place of the site's: one installed from this address would show an old build
    "/service-worker.js": """\
self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", async () => {
  await self.registration.unregister();
  for (const client of await self.clients.matchAll()) client.navigate(client.url);
});
""",
}


class Builds:
    """The number of the newest build, and a way to wait for the next."""

    def __init__(self) -> None:
        self._number = time.time_ns()  # unlike any number of an earlier server
        self._changed = threading.Condition()

    def add(self) -> None:
        """Tell everyone who waits of one more build."""
        with self._changed:
            self._number += 1
            self._changed.notify_all()

    def __iter__(self) -> Iterator[int]:
        """The number now, then each new one, for ever."""
        seen = 0
        while True:
            with self._changed:
                self._changed.wait_for(lambda: self._number != seen)  # noqa: B023
                seen = self._number
            yield seen


class DraftHandler(server.FileHandler):
    """Serves a draft whose page reloads when the next one is there."""

    def __init__(self, *args: Any, builds: Builds, **options: Any) -> None:
        self.builds = builds
        super().__init__(*args, **options)

    def do_GET(self) -> None:  # noqa: N802
        path = self.path.partition("?")[0]
        if path == "/builds":
            self._answer("text/event-stream")
            with suppress(ConnectionError):
                for number in self.builds:
                    self.wfile.write(b"data: %d\n\n" % number)
        elif path in SCRIPTS:
            self._answer(server.TYPES[".js"], SCRIPTS[path].encode())
        elif path in ("/", "/index.html"):
            page = Path(self.directory, "index.html").read_bytes()
            page = page.replace(b"</head>", RELOAD_TAG, 1)
            self._answer(server.TYPES[".html"], page)
        else:
            super().do_GET()

    def _answer(self, kind: str, body: bytes = b"") -> None:
        self.send_response(200)
        self.send_header("Content-Type", kind)
        self.end_headers()
        self.wfile.write(body)


def serve(draft: Path, port: int | None, *, open_browser: bool, lan: bool) -> None:
    """Serve a draft until Ctrl+C, and replace it whenever a source changes."""
    builds = Builds()
    threading.Thread(target=watch, args=(builds,), daemon=True).start()
    handler = functools.partial(DraftHandler, builds=builds)
    server.serve(draft, port, open_browser=open_browser, lan=lan, handler=handler)


def watch(builds: Builds) -> None:
    """Rebuild on every change, for ever."""
    before = times()
    while True:
        time.sleep(POLL)
        now = times()
        if now != before:
            before, start = now, time.monotonic()
            if build():
                say(f"Rebuilt in {time.monotonic() - start:.1f} s.")
                builds.add()


def times() -> dict[Path, int]:
    """When each source was last changed, in nanoseconds."""
    found = {}
    for source in SOURCES:
        for path in [source, *source.rglob("*")]:
            if "__pycache__" not in path.parts:
                with suppress(FileNotFoundError):  # gone since it was listed
                    found[path] = path.stat().st_mtime_ns
    return found


def build() -> bool:
    """Build a draft by the builder as it is now; whether that succeeded."""
    command = [sys.executable, "-m", "builder.watch"]
    return subprocess.run(command, cwd=ROOT / "py").returncode == 0


if __name__ == "__main__":
    try:
        site.build(draft=True)
    except (BuildError, OSError) as error:
        sys.exit(f"build.py: {error}")
