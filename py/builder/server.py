"""A server for dist/ on this machine, with the types that browsers insist on."""

import functools
import http.server
import webbrowser
from pathlib import Path

from .tools import BuildError, say

ADDRESS = "127.0.0.1"
USUAL_PORT = 8000
ANY_PORT = 0


# The machine's own table may say anything, such as text/plain for .js on Windows.
TYPES = {
    "": "application/octet-stream",
    ".css": "text/css; charset=utf-8",
    ".html": "text/html; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".json": "application/json",
    ".png": "image/png",
    ".svg": "image/svg+xml",
    ".wasm": "application/wasm",
    ".webp": "image/webp",
}


class Handler(http.server.SimpleHTTPRequestHandler):
    """Serves files, quietly."""

    extensions_map = TYPES

    def end_headers(self) -> None:
        self.send_header("Cache-Control", "no-cache")  # a rebuilt page is seen at once
        super().end_headers()

    def log_message(self, format: str, *args: object) -> None:
        pass


def server(folder: Path, port: int | None = None) -> http.server.ThreadingHTTPServer:
    """A server of `folder` on `port`; without one on 8000, or any that is free."""
    handler = functools.partial(Handler, directory=str(folder))
    for candidate in [USUAL_PORT, ANY_PORT] if port is None else [port]:
        try:
            return http.server.ThreadingHTTPServer((ADDRESS, candidate), handler)
        except OSError as error:
            trouble = error
    raise BuildError(
        f"Port {port} cannot be had ({trouble.strerror}):"
        " leave --port out, and a free one is found."
    )


def serve(folder: Path, port: int | None, *, open_browser: bool) -> None:
    """Serve `folder` until Ctrl+C."""
    with server(folder, port) as running:
        url = f"http://{ADDRESS}:{running.server_port}/"
        say(f"Serving {folder.name}/ at {url} (Ctrl+C ends it)")
        if open_browser:
            webbrowser.open(url)
        try:
            running.serve_forever()
        except KeyboardInterrupt:
            say("")
