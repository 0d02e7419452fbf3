"""The whole page and its runtime in one HTML file that runs when it is double-clicked."""

import base64
import hashlib
import mimetypes
import re
from pathlib import Path

from . import page, runtime
from .tools import BuildError

NAME = "watch-it-learn.html"

# Scripts and styles by their hashes, and nothing to connect to. The worker comes
# from a blob, and takes its policy from the page.
POLICY = (
    "default-src 'none'; script-src {scripts} 'wasm-unsafe-eval'; worker-src blob:; "
    "style-src '{style}'; img-src data:; base-uri 'none'; form-action 'none'"
)
SCRIPT_TAG = '<script src="main.js" defer></script>'
STYLE_TAG = '<link rel="stylesheet" href="style.css" />'
PICTURE = re.compile(r'\b(src|href)="([^":]+\.(?:png|jpg|webp|svg|ico))"')


def write(site: Path) -> None:
    """Write the single file beside the site's files, from them."""
    script = inline((site / "main.js").read_text("utf-8"))
    style = (site / "style.css").read_text("utf-8")
    editor = inline((site / "editor.js").read_text("utf-8"))
    scripts = " ".join(f"'{source_hash(text)}'" for text in (script, editor))
    policy = POLICY.format(scripts=scripts, style=source_hash(style))
    text = (site / "index.html").read_text("utf-8")
    text = page.replace_once(
        text, page.policy_meta(page.POLICY), page.policy_meta(policy)
    )
    text = page.replace_once(text, STYLE_TAG, f"<style>{style}</style>")
    text = PICTURE.sub(lambda match: f'{match[1]}="{data_uri(site / match[2])}"', text)
    # An inline script cannot wait for the page as a deferred one does: it goes last.
    text = page.replace_once(text, SCRIPT_TAG, "")
    last = f"{assets(site, editor)}<script>{script}</script>\n</body>"
    text = page.replace_once(text, "</body>", last)
    (site / NAME).write_text(text, "utf-8", newline="\n")


def assets(site: Path, editor: str) -> str:
    """Worker and editor as text, and the runtime's files as base64 of their gzip."""
    worker = inline((site / "worker.js").read_text("utf-8"))
    texts = {"worker": worker, "editor": editor}
    for name, file in runtime.ASSETS.items():
        texts[name] = base64.b64encode((site / file).read_bytes()).decode()
    return "".join(
        f'<script type="text/plain" data-asset="{name}">{text}</script>\n'
        for name, text in texts.items()
    )


def inline(script: str) -> str:
    """The same script without what would end or upset the element that it stands in."""
    return re.sub(r"<(?=/script|script|!--)", r"\\x3c", script, flags=re.IGNORECASE)


def source_hash(text: str) -> str:
    """How a policy names an inline script or style."""
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()


def data_uri(path: Path) -> str:
    """A picture as an address that holds it."""
    if not path.exists():
        raise BuildError(f"web/index.html names {path.name}: put it into web/.")
    kind = mimetypes.guess_type(path.name)[0]
    return f"data:{kind};base64,{base64.b64encode(path.read_bytes()).decode()}"
