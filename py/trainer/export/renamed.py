"""Renamed: attributes that files of version 1.0 know by other names."""

import re
from collections.abc import Mapping

# (file, class): {old: new}
RENAMED = {
    ("activations", "Activation"): {"slope": "derivative"},
    ("losses", "Loss"): {"each": "per_example", "slope": "derivative"},
}


def aliases(texts: Mapping[str, str]) -> str:
    """Statements that give attributes the names by which other files ask for them.

    `texts` are the files of one program, by name; nothing where all know the same names.
    """
    asked = {name for text in texts.values() for name in re.findall(r"\.(\w+)", text)}
    return "".join(
        f"{owner}.{other} = {owner}.{name}\n"
        for (file, owner), names in RENAMED.items()
        for pair in names.items()
        for name, other in (pair, pair[::-1])
        if other in asked
        and has_field(texts[file], name)
        and not has_field(texts[file], other)
    )


def has_field(text: str, name: str) -> bool:
    """Whether a class in `text` declares the attribute."""
    return bool(re.search(rf"^\s+({name}\s*:|def {name}\b)", text, re.MULTILINE))
