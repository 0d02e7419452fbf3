"""Modules: the text of a module as parts, which can be taken into another file."""

import ast
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import pairwise

from ..errors import SettingError

IMPORTS = (ast.Import, ast.ImportFrom)
# the modules of the trainer that a program may be made of
MODULES = (
    "activations",
    "datasets",
    "layers",
    "losses",
    "optimizers",
    "schedules",
    "training",
    "run.assembly",
    "run.evaluation",
    "settings.table",
)


@dataclass(frozen=True)
class Import:
    """One name that an import binds; `module` is empty for `import name`."""

    module: str
    name: str
    alias: str

    @property
    def binds(self) -> str:
        return self.alias or self.name.partition(".")[0]

    @property
    def meaning(self) -> str:
        """What the name stands for, wherever it is imported."""
        if self.module:
            return f"{self.module}.{self.name}"
        return self.name if self.alias else self.binds

    def __str__(self) -> str:
        return f"{self.name} as {self.alias}" if self.alias else self.name


@dataclass
class Part:
    """One top-level statement, with the comments right above it."""

    node: ast.stmt
    lines: list[str]
    first: int  # the module's line in which `lines` begin, from 1

    @property
    def binds(self) -> set[str]:
        return set(bound(self.node))

    def text(self, keys: Mapping[str, Collection[str]]) -> str:
        """The statement as it stands, but of a registry in `keys` only those entries."""
        lines = dict(enumerate(self.lines, self.first))
        for registry in self.binds & set(keys):
            for name, numbers in self.entries().items():
                if name not in keys[registry]:
                    for number in numbers:
                        del lines[number]
        return "\n".join(lines.values())

    def entries(self) -> dict[str, range]:
        """For each key of a dictionary its lines, with the comments right above it."""
        value = getattr(self.node, "value", None)
        assert isinstance(value, ast.Dict)
        found = {}
        for key, entry in zip(value.keys, value.values, strict=True):
            assert isinstance(key, ast.Constant)
            start = with_comments(self.lines, key.lineno - self.first) + self.first
            found[str(key.value)] = range(start, (entry.end_lineno or 0) + 1)
        return found


@dataclass
class Module:
    """What a module is made of. One that is `whole` is taken as it is."""

    name: str
    whole: bool
    heading: str = ""  # its docstring
    body: str = ""  # without docstring and imports
    parts: list[Part] = field(default_factory=list)
    imports: list[Import] = field(default_factory=list)  # from outside the trainer
    relatives: list[Import] = field(default_factory=list)


def parse(name: str, text: str, whole: bool) -> Module:
    """Take a module apart; a SettingError where it cannot go into another file."""
    text = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    lines = text.split("\n")
    tree = ast.parse(text)
    module = Module(name, whole, ast.get_docstring(tree) or "")
    refuse_what_cannot_move(name, tree)
    kept, end = lines.copy(), 0
    for node in tree.body:
        is_docstring = node is tree.body[0] and bool(module.heading)
        if is_docstring or isinstance(node, IMPORTS):
            last = node.end_lineno or node.lineno
            kept[node.lineno - 1 : last] = [""] * (last + 1 - node.lineno)
        if isinstance(node, IMPORTS):
            source = (node.module or "") if isinstance(node, ast.ImportFrom) else ""
            into = module.relatives if getattr(node, "level", 0) else module.imports
            into += [Import(source, n.name, n.asname or "") for n in node.names]
        elif not is_docstring:
            decorators: list[ast.expr] = getattr(node, "decorator_list", [])
            at = min([node.lineno, *(each.lineno for each in decorators)])
            start = max(with_comments(lines, at - 1), end)
            end = node.end_lineno or node.lineno
            module.parts.append(Part(node, lines[start:end], start + 1))
    module.body = "\n".join(single_spaced(kept)).strip("\n")
    return module


def refuse_what_cannot_move(name: str, tree: ast.Module) -> None:
    """A SettingError for an import that one file without the trainer cannot have."""
    for a, b in pairwise(tree.body):
        has_import = isinstance(a, IMPORTS) or isinstance(b, IMPORTS)
        if has_import and b.lineno <= (a.end_lineno or 0):
            raise SettingError(
                "code.text",
                text=f"Line {b.lineno} of {name}.py has an import and something else: "
                "give each a line.",
            )
    for node in ast.walk(tree):
        if not isinstance(node, IMPORTS):
            continue
        is_relative = isinstance(node, ast.ImportFrom) and node.level > 0
        names = [each.name for each in node.names]
        source = node.module if isinstance(node, ast.ImportFrom) else names[0]
        is_trainer = (source or "").partition(".")[0] == "trainer"
        is_known = source in MODULES and node in tree.body
        if "*" in names or is_trainer or (is_relative and not is_known):
            raise SettingError(
                "code.text",
                text=f"`{ast.unparse(node)}` in line {node.lineno} of {name}.py cannot go "
                "into one file: import each name that is needed from one of "
                f"{', '.join(f'.{module}' for module in MODULES[:6])}, at the top.",
            )


def with_comments(lines: list[str], index: int) -> int:
    """The index at which the comments right above `lines[index]` begin."""
    while index > 0 and lines[index - 1].lstrip().startswith("#"):
        index -= 1
    return index


def single_spaced(lines: list[str]) -> Iterator[str]:
    """`lines` without more than two blank ones in a row."""
    blanks = 0
    for line in lines:
        blanks = 0 if line.strip() else blanks + 1
        if blanks <= 2:
            yield line


def bound(node: ast.AST) -> Iterator[str]:
    """The names that a statement gives a meaning in its module."""
    if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
        yield node.name
        for inner in ast.walk(node):
            if isinstance(inner, ast.Global):
                yield from inner.names
    elif isinstance(node, ast.alias):
        yield node.asname or node.name.partition(".")[0]
    elif isinstance(node, ast.Name):
        if isinstance(node.ctx, ast.Store):
            yield node.id
    elif not isinstance(
        node, (ast.Lambda, ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp)
    ):
        for child in ast.iter_child_nodes(node):
            yield from bound(child)


def union(node: ast.stmt) -> list[str]:
    """The names in `Optimizer = SGD | Momentum | Adam`; of another statement, none."""
    if not isinstance(node, ast.Assign) or not isinstance(node.value, ast.BinOp):
        return []
    inner = list(ast.walk(node.value))
    names = [each.id for each in inner if isinstance(each, ast.Name)]
    of_a_union = (ast.BinOp, ast.BitOr, ast.Name, ast.Load)
    return names if all(isinstance(each, of_a_union) for each in inner) else []
