"""What the build puts into index.html: the policy, and the data that its scripts read."""

import json

from .tools import BuildError

POLICY = (
    "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; worker-src 'self'; "
    "connect-src 'self'; style-src 'self'; img-src 'self' data:; "
    "base-uri 'none'; form-action 'none'"
)
POLICY_MARK = "<!-- build: policy -->"
DATA_MARK = "<!-- build: data -->"
LESSON_MARK = "<!-- build: lesson -->"


def filled(page: str, lesson: str, data: dict[str, object]) -> str:
    """The page with its policy, the lesson, and a data block for each item."""
    blocks = "\n    ".join(data_block(name, value) for name, value in data.items())
    page = replace_once(page, POLICY_MARK, policy_meta(POLICY))
    page = replace_once(page, LESSON_MARK, lesson.strip())
    return replace_once(page, DATA_MARK, blocks)


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
