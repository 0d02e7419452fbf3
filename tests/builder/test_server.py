import io
import threading
import urllib.request

import pytest

from builder import server
from builder.tools import BuildError


@pytest.fixture
def site(tmp_path):
    with server.server(tmp_path, server.ANY_PORT) as running:
        threading.Thread(target=running.serve_forever, daemon=True).start()
        yield tmp_path, f"http://{server.ADDRESS}:{running.server_port}/"
        running.shutdown()


@pytest.mark.parametrize(
    ("file", "kind"),
    [
        ("index.html", "text/html; charset=utf-8"),
        ("main.js", "text/javascript; charset=utf-8"),
        ("style.css", "text/css; charset=utf-8"),
        ("still.webp", "image/webp"),
        ("numpy.zip.zst.bin", "application/octet-stream"),
    ],
)
def test_each_file_has_the_type_that_browsers_want(site, file, kind):
    folder, url = site
    (folder / file).write_bytes(b"content")
    with urllib.request.urlopen(url + file) as response:
        assert response.headers["Content-Type"] == kind
        assert response.headers["Content-Encoding"] is None
        assert response.read() == b"content"


def test_without_a_port_a_free_one_is_found(tmp_path):
    with server.server(tmp_path) as first, server.server(tmp_path) as second:
        assert first.server_port != second.server_port


def test_a_taken_port_is_an_error_that_names_it_and_the_remedy(tmp_path):
    with server.server(tmp_path, server.ANY_PORT) as running:
        port = running.server_port
        with pytest.raises(BuildError, match=f"Port {port} .*leave --port out"):
            server.server(tmp_path, port)


def test_a_class_is_served_at_an_address_and_its_qr_code(tmp_path):
    (tmp_path / "index.html").write_text("content")
    with server.server(tmp_path, server.ANY_PORT, server.EVERYWHERE) as running:
        threading.Thread(target=running.serve_forever, daemon=True).start()
        url = f"http://{server.lan_address()}:{running.server_port}/"
        with urllib.request.urlopen(url) as response:
            assert response.read() == b"content"
        running.shutdown()
    code = server.qr_code(url)
    assert len(code.splitlines()) > 14
    assert set(code) <= set("█▀▄ \n")


def test_a_browser_that_leaves_is_no_error_of_the_server():
    class Gone(io.BytesIO):
        def write(self, _):
            raise BrokenPipeError

    handler = server.FileHandler.__new__(server.FileHandler)
    handler.copyfile(io.BytesIO(b"much"), Gone())
