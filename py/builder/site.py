"""Builds dist/ from web/, py/ and the runtime; where anything fails, dist/ stays as it was."""

import gzip
import hashlib
import json
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from . import documents, language, licences, offline, onefile, page, runtime
from .tools import (
    CACHE,
    ROOT,
    install_build_requirements,
    install_node_modules,
    node,
    run,
    say,
)

WEB = ROOT / "web"
LESSONS = WEB / "lesson"
DIST = ROOT / "dist"
DRAFT = CACHE / "draft"
BUILDER = ROOT / "py/builder"
BUNDLER = BUILDER / "bundle.mjs"

ASSETS = {
    "worker": "runtime/worker.js.gz.bin",
    **runtime.ASSETS,
    **runtime.REST,
    "editor": "runtime/editor.js.gz.bin",
    "licences": "runtime/licences.txt.gz.bin",
    **{name: f"runtime/{name}.json.gz.bin" for name in language.LANGUAGES},
}
# what else is in web/ is copied as it is
MADE_OF = {".js", ".ts", ".css", ".html", ".md", ".json"}


def build(
    runtime_folder: Path | None = None,
    *,
    single_file: bool = False,
    draft: bool = False,
) -> Path:
    """Build dist/, or a draft in .cache; where anything fails, the last good one stays.

    A draft is quick to make and slower to start: its trainer comes without bytecode.
    """
    install_node_modules()
    made = runtime.make(runtime_folder, draft=draft)
    say("Bundling the page ...")
    html = rendered(
        LESSONS / "en",
        *(LESSONS / name for name in language.LANGUAGES),
        *documents.SOURCES,
    )
    target = DRAFT if draft else DIST
    with replacing(target) as out:
        bundle(out)
        copy_static(out)
        scripts = pack_scripts(out)
        for name in (runtime.ASSETS | runtime.REST).values():
            shutil.copyfile(made[name], out / name)
        for name in language.LANGUAGES:
            pack(out / ASSETS[name], language.file_of(name, html[LESSONS / name]))
        licences.write(out)
        pack(out / ASSETS["licences"], (out / licences.NAME).read_bytes())
        source = (WEB / "index.html").read_text("utf-8")
        schema = json.loads(made[runtime.SCHEMA].read_text("utf-8"))
        documents.write(out, html, schema)
        data = {
            "manifest": manifest(out),
            "messages": language.beside_the_page(schema),
            "schema": {
                name: schema[name]
                for name in ("settings", "files", "thumbnails", "weight", "experiment")
            },
            "examples": json.loads((WEB / "examples.json").read_text("utf-8")),
            "experiments": json.loads(made[runtime.EXPERIMENTS].read_text("utf-8")),
        }
        text = page.filled(
            page.hashed(source, out),
            html[LESSONS / "en"],
            data,
            scripts,
            early(out),
        )
        (out / "index.html").write_text(text, "utf-8", newline="\n")
        offline.write(out)
        if single_file:
            onefile.write(out, ASSETS, scripts)
    return target


@contextmanager
def replacing(folder: Path) -> Iterator[Path]:
    """A new folder that takes the place of `folder` at the end, if the block succeeds."""
    with tempfile.TemporaryDirectory(
        prefix=f"{folder.name}.", dir=folder.parent
    ) as scratch:
        new, old = Path(scratch, "new"), Path(scratch, "old")
        new.mkdir()
        yield new
        if folder.exists():
            folder.rename(old)
        new.rename(folder)


def rendered(*paths: Path) -> dict[Path, str]:
    """The HTML of Markdown files and lessons, by the virtual environment's libraries."""
    python = install_build_requirements()
    remedy = "The Markdown could not be rendered: correct what it says, and try again."
    texts = json.loads(run([python, BUILDER / "lesson.py", *paths], remedy))
    return dict(zip(paths, texts, strict=True))


def bundle(out: Path) -> None:
    """Make one classic script of the page, one of its worker, and one style sheet."""
    run(
        [node(), BUNDLER, out],
        "The page could not be bundled: mend what esbuild says, then try again.",
    )


def pack_scripts(out: Path) -> page.Scripts:
    """Make assets of worker and editor; the scripts that the page's policy names."""
    watcher, editor = out / "watcher.js", out / "editor.js"
    scripts = page.Scripts(
        onefile.inline(watcher.read_text("utf-8")), editor.read_text("utf-8")
    )
    watcher.unlink()
    (out / "runtime").mkdir()
    for name in ("worker", "editor"):
        script = out / f"{name}.js"
        pack(out / ASSETS[name], script.read_bytes())
        script.unlink()
    return scripts


def pack(path: Path, data: bytes) -> None:
    """Write the gzip of `data`, which tells no time."""
    path.write_bytes(gzip.compress(data, mtime=0))


def copy_static(out: Path) -> None:
    """Copy pictures and the like, keeping their folders."""
    for source in sorted(WEB.rglob("*")):
        if source.is_file() and source.suffix not in MADE_OF:
            target = out / source.relative_to(WEB)
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(source, target)


def early(out: Path) -> Iterator[str]:
    """What Python starts from, at the addresses that the page's loader asks for."""
    for asset in manifest(out):
        if asset["name"] in ("worker", *runtime.ASSETS):
            yield f"{asset['file']}?{str(asset['sha256'])[:16]}"


def manifest(out: Path) -> list[dict[str, str | int]]:
    """What the page's loader is to expect of each asset."""
    return [
        {
            "name": name,
            "file": file,
            "bytes": (out / file).stat().st_size,
            "sha256": hashlib.sha256((out / file).read_bytes()).hexdigest(),
        }
        for name, file in ASSETS.items()
    ]
