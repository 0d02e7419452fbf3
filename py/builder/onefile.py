"""The whole page and its runtime in one HTML file that runs when it is double-clicked."""

import base64
import re
from pathlib import Path

from . import page
from .server import TYPES
from .tools import BuildError

NAME = "watch-it-learn.html"

MANIFEST_TAG = '<link rel="manifest" href="manifest.webmanifest" />'
PRELOAD = re.compile(r' *<link rel="preload"[^>]*>\n')
# links to pages that the single file lacks
DOCUMENTS = re.compile(r" *<p data-documents>.*?</p>\n", re.DOTALL)
PICTURE = re.compile(r'\b(src|href)="([^":]+\.(?:png|jpg|webp|svg|ico))"')


def write(site: Path, assets: dict[str, str], scripts: page.Scripts) -> None:
    """Write the single file beside the site's files, from them."""
    script = inline((site / "main.js").read_text("utf-8"))
    style = (site / "style.css").read_text("utf-8")
    policy = page.POLICY.format(
        scripts=page.source_hashes([script, *scripts]),
        workers="blob:",
        connections="'none'",
        styles=page.source_hash(style),
        pictures="data:",
        manifests="'none'",
    )
    text = (site / "index.html").read_text("utf-8")
    site_policy = page.policy_meta(page.site_policy(scripts))
    text = page.replace_once(text, site_policy, page.policy_meta(policy))
    text = page.replace_once(
        text, page.style_tag(site / "style.css"), f"<style>{style}</style>"
    )
    text = PRELOAD.sub("", page.replace_once(text, MANIFEST_TAG, ""))
    text = DOCUMENTS.sub("", text)
    text = PICTURE.sub(lambda match: f'{match[1]}="{data_uri(site / match[2])}"', text)
    # An inline script cannot wait for the page as a deferred one does: it goes last.
    text = page.replace_once(text, page.script_tag(site / "main.js"), "")
    blocks = "".join(asset(name, site / file) for name, file in assets.items())
    last = f"{blocks}<script>{script}</script>\n</body>"
    text = page.replace_once(text, "</body>", last)
    (site / NAME).write_text(text, "utf-8", newline="\n")


def asset(name: str, file: Path) -> str:
    """A file as base64, in an element that runs nothing."""
    text = base64.b64encode(file.read_bytes()).decode()
    return f'<script type="text/plain" data-asset="{name}">{text}</script>\n'


def inline(script: str) -> str:
    """The same script without what would end or upset the element that it stands in."""
    return re.sub(r"<(?=/script|script|!--)", r"\\x3c", script, flags=re.IGNORECASE)


def data_uri(path: Path) -> str:
    """A picture as an address that holds it."""
    if not path.exists():
        raise BuildError(f"web/index.html names {path.name}: put it into web/.")
    kind = TYPES[path.suffix]
    return f"data:{kind};base64,{base64.b64encode(path.read_bytes()).decode()}"
