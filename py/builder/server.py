"""A server for dist/ on this machine, with the types that browsers insist on."""

import functools
import http.server
import socket
import webbrowser
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

from .tools import BuildError, install_build_requirements, run, say

ADDRESS = "127.0.0.1"
EVERYWHERE = "0.0.0.0"
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
    ".webmanifest": "application/manifest+json",
    ".webp": "image/webp",
}


class FileHandler(http.server.SimpleHTTPRequestHandler):
    """Serves files, quietly."""

    extensions_map = TYPES

    def end_headers(self) -> None:
        self.send_header("Cache-Control", "no-cache")  # a rebuilt page is seen at once
        super().end_headers()

    def copyfile(self, source: Any, outputfile: Any) -> None:
        with suppress(ConnectionError):  # a browser that left is no error of the server
            super().copyfile(source, outputfile)

    def log_message(self, format: str, *args: object) -> None:
        pass


def server(
    folder: Path,
    port: int | None = None,
    address: str = ADDRESS,
    handler: Callable[..., FileHandler] = FileHandler,
) -> http.server.ThreadingHTTPServer:
    """A server of `folder` on `port`; without one on 8000, or any that is free."""
    handler = functools.partial(handler, directory=str(folder))
    for candidate in [USUAL_PORT, ANY_PORT] if port is None else [port]:
        try:
            return http.server.ThreadingHTTPServer((address, candidate), handler)
        except OSError as error:
            trouble = error
    raise BuildError(
        f"Port {port} cannot be had ({trouble.strerror}):"
        " leave --port out, and a free one is found."
    )


def serve(
    folder: Path,
    port: int | None,
    *,
    open_browser: bool,
    lan: bool,
    handler: Callable[..., FileHandler] = FileHandler,
) -> None:
    """Serve `folder` until Ctrl+C: to this machine, or to all of the local network."""
    with server(folder, port, EVERYWHERE if lan else ADDRESS, handler) as running:
        url = f"http://{lan_address() if lan else ADDRESS}:{running.server_port}/"
        say(f"Serving {folder.name}/ at {url} (Ctrl+C ends it)")
        if lan:
            try:
                say(qr_code(url))
            except BuildError as error:
                say(str(error))
        if open_browser:
            webbrowser.open(url)
        try:
            running.serve_forever()
        except KeyboardInterrupt:
            say("")


def lan_address() -> str:
    """This machine's address in the local network; nothing is sent to find it."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(("192.0.2.1", 9))  # an address that stands for no machine
        except OSError as error:
            raise BuildError(
                "This machine has no address in a local network: connect it to one."
            ) from error
        return str(probe.getsockname()[0])


def qr_code(url: str) -> str:
    """A QR code of `url` in the terminal's own characters."""
    python = install_build_requirements()
    command = (python, "-m", "segno.cli", "--compact", "--error=m", url)
    return run(command, "The QR code could not be drawn; the address alone will do.")
