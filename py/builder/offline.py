"""What the service worker keeps: every file of the site, by the hash of its contents."""

import hashlib
import json
from pathlib import Path

WORKER = "service-worker.js"
# the worker itself, what the page does not show, and the file that needs no worker
LEFT_OUT = {WORKER, "licences.txt", "preview.png", "watch-it-learn.html"}


def write(site: Path) -> None:
    """Put the list of the site's files in front of its service worker."""
    files = {
        path.relative_to(site).as_posix(): sha256(path.read_bytes())
        for path in sorted(site.rglob("*"))
        if path.is_file() and path.name not in LEFT_OUT
    }
    script = site / WORKER
    code = script.read_text("utf-8")
    version = sha256((json.dumps(files) + code).encode())[:16]
    listed = json.dumps({"version": version, "files": files}, separators=(",", ":"))
    text = f"const FILES={listed};\n{code}"
    script.write_text(text, "utf-8", newline="\n")


def sha256(data: bytes) -> str:
    """In hexadecimal."""
    return hashlib.sha256(data).hexdigest()
