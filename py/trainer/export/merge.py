"""Merge: modules as one program, each whole, in a section of its own.

A module's docstring becomes the comment over its section. Imports from other sections
are left out; those from elsewhere are gathered at the top.
"""

import ast
import builtins
import re
import sys
from symtable import Symbol, symtable

from ..errors import SettingError

WIDTH = 88
RULE = f"# {'-' * (WIDTH - 2)}"
BUILTINS = frozenset(dir(builtins))
BLOCKS = ("def ", "class ", "@")
IMPORTS = (ast.Import, ast.ImportFrom)


class MergedProgram:
    """One file made of modules. Add each module after those that it imports from."""

    def __init__(self) -> None:
        self._sections: dict[str, str] = {}  # by the module's name
        self._imports: dict[str, set[str]] = {}  # names by source; "": whole modules
        # of each global name: what it stands for, and the first module that says so
        self._meanings: dict[str, tuple[str, str]] = {}

    def add(self, module: str, text: str) -> None:
        """Append a module; a SettingError where it cannot share a file with the others."""
        tree = ast.parse(text)
        self._check_imports(module, tree)
        body = without_imports(module, text, tree)
        imports = [
            (node, each)
            for node in tree.body
            if isinstance(node, IMPORTS)
            for each in node.names
        ]
        for node, each in imports:
            if not is_relative(node):
                self._import(module, getattr(node, "module", ""), each)
            elif each.asname not in (None, each.name):
                body = f"{each.asname} = {each.name}\n\n\n{body}"
        bound, used = global_names(body)
        for name in sorted(bound):
            self._define(module, name, module)
        for name in sorted(used & BUILTINS - {binds(each) for _, each in imports}):
            self._define(module, name, "built in")
        heading = ast.get_docstring(tree) or f"{module}.py"
        comment = "\n".join(f"# {line}".rstrip() for line in heading.splitlines())
        gap = "\n\n\n" if body.startswith(BLOCKS) else "\n\n"
        self._sections[module] = f"{RULE}\n{comment}{gap}{body}"

    def text(self, docstring: str) -> str:
        """The program."""
        imports = import_lines(self._imports)
        sections = "\n\n\n".join(self._sections.values())
        return f'"""{docstring}"""\n\n{imports}\n\n{sections}\n'

    def _check_imports(self, module: str, tree: ast.Module) -> None:
        """A SettingError for an import that one file without the trainer cannot have."""
        for node in ast.walk(tree):
            if not isinstance(node, IMPORTS):
                continue
            names = {each.name for each in node.names}
            if is_relative(node):
                can_move = node in tree.body and names <= self._meanings.keys()
            else:
                source = getattr(node, "module", "") or node.names[0].name
                can_move = "*" not in names and source.split(".")[0] != "trainer"
            if not can_move:
                files = ["numpy", *(f".{each}" for each in self._sections)]
                raise SettingError(
                    "export.cannot-move",
                    statement=ast.unparse(node),
                    line=node.lineno,
                    file=f"{module}.py",
                    files=files,
                )

    def _import(self, module: str, source: str, each: ast.alias) -> None:
        """Put a name that a module imports from elsewhere to the imports at the top."""
        self._imports.setdefault(source, set()).add(ast.unparse(each))
        whole = each.name if each.asname else binds(each)
        self._define(module, binds(each), f"{source}.{each.name}" if source else whole)

    def _define(self, module: str, name: str, meaning: str) -> None:
        """Note what a global name means; a SettingError where it means something else."""
        known, other = self._meanings.setdefault(name, (meaning, module))
        if known != meaning:
            raise SettingError(
                "export.two-meanings",
                name=name,
                first=f"{other}.py",
                second=f"{module}.py",
            )


def binds(each: ast.alias) -> str:
    """The name that a part of an import gives a meaning."""
    return each.asname or each.name.partition(".")[0]


def is_relative(node: ast.Import | ast.ImportFrom) -> bool:
    """Whether an import is from the package that the module is in."""
    return getattr(node, "level", 0) > 0


def without_imports(module: str, text: str, tree: ast.Module) -> str:
    """A module's text without its docstring and its top-level imports.

    A SettingError where one of them shares a line with something else.
    """
    lines = dict(enumerate(re.split(r"\r\n?|\n", text), start=1))
    cut: list[ast.stmt] = [node for node in tree.body if isinstance(node, IMPORTS)]
    if ast.get_docstring(tree) is not None:
        cut.append(tree.body[0])
    for node in cut:
        for number in range(node.lineno, (node.end_lineno or 0) + 1):
            lines.pop(number, None)
    for node in tree.body:
        if node not in cut and not {node.lineno, node.end_lineno} <= lines.keys():
            raise SettingError(
                "export.shared-line", line=node.lineno, file=f"{module}.py"
            )
    return "\n".join(lines.values()).strip("\n")


def global_names(text: str) -> tuple[set[str], set[str]]:
    """The global names that a module binds, and those that it takes from elsewhere."""
    names: dict[bool, set[str]] = {True: set(), False: set()}
    tables = [symtable(text, "", "exec")]
    for table in tables:
        tables += table.get_children()
        for symbol in filter(Symbol.is_global, table.get_symbols()):
            is_bound = symbol.is_assigned() or symbol.is_imported()
            names[is_bound].add(symbol.get_name())
    return names[True], names[False] - names[True]


def import_lines(imports: dict[str, set[str]]) -> str:
    """The imports of names by source: `__future__`, Python's library, then others."""
    groups: dict[int, list[str]] = {0: [], 1: [], 2: []}
    for source, names in sorted(imports.items()):
        for name in [", ".join(sorted(names))] if source else sorted(names):
            root = re.split("[. ]", source or name)[0]
            is_standard = root in sys.stdlib_module_names
            group = 0 if root == "__future__" else 1 if is_standard else 2
            groups[group].append(
                f"from {source} import {name}" if source else f"import {name}"
            )
    return "\n\n".join("\n".join(lines) for lines in groups.values() if lines)
