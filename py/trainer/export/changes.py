"""Changes: what the reader did to the code, as a diff."""

from collections.abc import Iterator, Mapping
from difflib import unified_diff

from .python import packaged


def as_diff(edits: Mapping[str, str]) -> str:
    """A unified diff from the packaged files to the edited ones; empty where none is."""
    return "\n".join(line for name in sorted(edits) for line in of_file(name, edits))


def of_file(name: str, edits: Mapping[str, str]) -> Iterator[str]:
    """The lines of one file's diff."""
    before = packaged(name.removesuffix(".py")).splitlines()
    after = edits[name].splitlines()
    return unified_diff(before, after, f"a/{name}", f"b/{name}", lineterm="", n=1)
