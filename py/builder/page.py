"""What the build puts into index.html: the policy, and the data that its scripts read."""

import base64
import hashlib
import json
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

from .tools import BuildError

POLICY = (
    "default-src 'none'; script-src {scripts} 'wasm-unsafe-eval'; worker-src {workers}; "
    "connect-src {connections}; style-src {styles}; img-src {pictures}; "
    "manifest-src {manifests}; base-uri 'none'; form-action 'none'"
)
SCRIPT_TAG = '<script src="main.js" defer></script>'
STYLE_TAG = '<link rel="stylesheet" href="style.css" />'
POLICY_MARK = "<!-- build: policy -->"
DATA_MARK = "<!-- build: data -->"
PRELOAD_MARK = "<!-- build: preload -->"
LESSON_MARK = "<!-- build: lesson -->"
WATCHER_MARK = "<!-- build: watcher -->"


class Scripts(NamedTuple):
    """Scripts that stand in the page; its policy knows them by their hashes."""

    watcher: str
    editor: str  # it comes later, packed


def filled(
    page: str,
    lesson: str,
    data: dict[str, object],
    scripts: Scripts,
    early: Iterable[str] = (),
) -> str:
    """The page with its policy, its watcher, the lesson, and a data block for each item.

    The addresses in `early` are fetched while the page is still being read.
    """
    blocks = "\n    ".join(data_block(name, value) for name, value in data.items())
    page = replace_once(page, POLICY_MARK, policy_meta(site_policy(scripts)))
    page = replace_once(page, WATCHER_MARK, f"<script>{scripts.watcher}</script>")
    page = replace_once(page, LESSON_MARK, lesson.strip())
    page = replace_once(page, PRELOAD_MARK, "\n    ".join(map(preload, early)))
    return replace_once(page, DATA_MARK, blocks)


def address(file: Path) -> str:
    """A file's name and the hash of its contents, so that old and new never mix."""
    return f"{file.name}?{hashlib.sha256(file.read_bytes()).hexdigest()[:16]}"


def script_tag(file: Path) -> str:
    """The element that runs a script, at the address that it has once it is built."""
    return SCRIPT_TAG.replace(file.name, address(file))


def style_tag(file: Path) -> str:
    """The element that applies a style sheet, likewise."""
    return STYLE_TAG.replace(file.name, address(file))


def hashed(page: str, site: Path) -> str:
    """The page, asking for its script and its style sheet by their hashes."""
    page = replace_once(page, SCRIPT_TAG, script_tag(site / "main.js"))
    return replace_once(page, STYLE_TAG, style_tag(site / "style.css"))


def preload(address: str) -> str:
    """The element that has a file fetched early."""
    return f'<link rel="preload" as="fetch" crossorigin href="{address}" />'


def site_policy(scripts: Scripts) -> str:
    """What the page may do: load from its own place, and compile WebAssembly.

    The worker comes from a blob, and takes its policy from the page.
    """
    return POLICY.format(
        scripts=f"'self' {source_hashes(scripts)}",
        workers="'self' blob:",
        connections="'self'",
        styles="'self'",
        pictures="'self' data:",
        manifests="'self'",
    )


def source_hash(text: str) -> str:
    """How a policy names an inline script or style."""
    digest = hashlib.sha256(text.encode()).digest()
    return f"'sha256-{base64.b64encode(digest).decode()}'"


def source_hashes(texts: Iterable[str]) -> str:
    """How it names several."""
    return " ".join(map(source_hash, texts))


def policy_meta(policy: str) -> str:
    """The element that puts a policy on the page."""
    return f'<meta http-equiv="Content-Security-Policy" content="{policy}" />'


def data_block(name: str, value: object) -> str:
    """A value for scripts to read, in an element that runs nothing."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":")).replace(
        "<", "\\u003c"
    )
    return f'<script type="application/json" data-{name}>{text}</script>'


def replace_once(page: str, old: str, new: str) -> str:
    """The page with its one `old` replaced."""
    if page.count(old) != 1:
        raise BuildError(
            f"web/index.html must hold {old} exactly once; it has {page.count(old)}."
        )
    return page.replace(old, new)
