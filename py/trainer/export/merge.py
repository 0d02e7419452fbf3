"""Merge: modules of the trainer as one program that a person could have written.

Of a packaged module stays what the program uses, in the module's own words and
comments; a file that the reader edited stays whole. Imports are gathered at the top,
and each module's docstring becomes the comment over its section.
"""

import ast
import builtins
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

from ..errors import SettingError
from .modules import Import, Module, Part, bound, parse, union

TRAINER = Path(__file__).parents[1]
WIDTH = 88
BLOCKS = (ast.FunctionDef, ast.ClassDef)
RULE = f"# {'-' * (WIDTH - 2)}"


def merged(
    given: Mapping[str, str],
    edits: Mapping[str, str],
    chosen: Mapping[str, str],
    headings: Mapping[str, str] | None = None,
) -> str:
    """The imports and the sections of the program that ends in `given["main"]`.

    `given` has the text of modules that stand for the trainer's own, `edits` that of
    edited files, `chosen` the entry that each registry is asked for, `headings` words
    over a module's section in place of its docstring.
    """
    modules: dict[str, Module] = {}  # each after those that it imports
    visited: set[str] = set()

    def visit(name: str) -> None:
        if name in visited:
            return
        visited.add(name)
        file = f"{name}.py"
        text = given.get(name, edits.get(file))
        is_whole = text is not None
        if text is None:
            text = (TRAINER / f"{name.replace('.', '/')}.py").read_text("utf-8")
        module = parse(name, text, is_whole)
        module.heading = (headings or {}).get(name, module.heading)
        for each in module.relatives:
            visit(each.module)
        modules[name] = module

    for name in given:
        visit(name)
    program = list(modules.values())
    bodies = reached(program, chosen)
    sections = [
        section(module, body)
        for module, body in zip(program, bodies, strict=True)
        if body
    ]
    imports = "\n".join(import_lines(imported(program, bodies)))
    return "\n\n".join([imports, "\n\n\n".join(sections)])


def reached(modules: list[Module], chosen: Mapping[str, str]) -> list[str]:
    """The text of each module, without the parts that the whole ones never come to use."""
    whole = [module.body for module in modules if module.whole]
    parts = [part for module in modules if not module.whole for part in module.parts]
    for part in parts:
        for registry in part.binds & set(chosen):
            if chosen[registry] not in part.entries():
                raise SettingError(
                    "code.text",
                    text=f"{registry} has no {chosen[registry]!r} in its file; add it there.",
                )
    names = {each.name for module in modules for each in module.relatives if each.alias}
    words = set(chosen.values())
    cut = set(chosen) - names - searched(ast.parse("\n".join(whole)))
    while True:
        keys = dict.fromkeys(cut, words)
        used = [part.text(keys) for part in parts if part.binds & names]
        tree = ast.parse("\n".join([*whole, *used]))
        before = len(names), len(words)
        names, words = names | names_in(tree), words | words_in(tree)
        if before == (len(names), len(words)):
            break
    return [
        module.body
        if module.whole
        else spaced([part for part in module.parts if part.binds & names], keys, names)
        for module in modules
    ]


def searched(tree: ast.AST) -> set[str]:
    """The names of which `tree` uses more than entries that it names: `NAME["entry"]`."""
    named = [
        node.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Subscript) and isinstance(node.slice, ast.Constant)
    ]
    return {
        node.id
        for node in ast.walk(tree)
        if isinstance(node, ast.Name) and node not in named
    }


def names_in(tree: ast.Module) -> set[str]:
    """The names in `tree`. A union's members are needed only where something else is."""
    return {
        node.id
        for statement in tree.body
        if not union(statement)
        for node in ast.walk(statement)
        if isinstance(node, ast.Name)
    }


def words_in(tree: ast.AST) -> set[str]:
    """The texts in `tree` that may ask for an entry: in brackets, or as an argument."""
    found: list[ast.expr | None] = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Subscript):
            found.append(node.slice)
        elif isinstance(node, ast.arguments):
            found += [*node.defaults, *node.kw_defaults]
        elif isinstance(node, ast.Call):
            found += [*node.args, *(keyword.value for keyword in node.keywords)]
    constants = [node.value for node in found if isinstance(node, ast.Constant)]
    return {value for value in constants if isinstance(value, str)}


def spaced(parts: list[Part], keys: Mapping[str, set[str]], names: set[str]) -> str:
    """The parts of one module, two blank lines around functions and classes."""
    text = ""
    was_block = False
    for part in parts:
        members = [name for name in union(part.node) if name in names]
        of_union = f"{next(iter(part.binds))} = {' | '.join(members)}"
        is_block = isinstance(part.node, BLOCKS)
        text += "\n" * (3 if is_block or was_block else 2) if text else ""
        text += of_union if members else part.text(keys)
        was_block = is_block
    return text


def section(module: Module, body: str) -> str:
    """The module's docstring as a comment, and what is taken of its code."""
    lines = [RULE, *(f"# {line}".rstrip() for line in module.heading.splitlines())]
    body = "\n\n\n".join(filter(None, [aliases(module), body]))
    starts_with_block = isinstance(ast.parse(body).body[0], BLOCKS)
    return "\n".join([*lines, *([""] * (2 if starts_with_block else 1)), body])


def aliases(module: Module) -> str:
    """What `from .layers import Dense as Layer` is where there is nothing to import."""
    renamed = [each for each in module.relatives if each.alias]
    return "\n".join(f"{each.alias} = {each.name}" for each in renamed)


def imported(modules: list[Module], bodies: list[str]) -> set[Import]:
    """The imports that the program needs; a SettingError where names would clash."""
    found: set[Import] = set()
    meanings: dict[str, tuple[str, str]] = {}  # of a name: what it is, in words

    def take(name: str, meaning: str, words: str) -> None:
        known, known_words = meanings.setdefault(name, (meaning, words))
        if known != meaning:
            raise SettingError(
                "code.text",
                text=f"{name} is {known_words} and {words}, and cannot be both in one file: "
                "give one of them another name.",
            )

    for module, body in zip(modules, bodies, strict=True):
        if not body:
            continue
        file = f"{module.name}.py"
        tree = ast.parse(body)
        names = {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)}
        here = {name for statement in tree.body for name in bound(statement)}
        here |= {each.alias for each in module.relatives if each.alias}
        for name in here:
            take(name, file, f"defined in {file}")
        for each in module.imports:
            if each.binds in names or each.module == "__future__":
                take(each.binds, each.meaning, f"{each.meaning} in {file}")
                found.add(each)
        known = here.union(*({e.binds} for e in [*module.imports, *module.relatives]))
        for name in (names & set(dir(builtins))) - known:
            take(name, "built in", f"Python's own in {file}")
    return found


def import_lines(imports: set[Import]) -> Iterator[str]:
    """The lines that import them: future, standard library, others; each in order."""
    groups: dict[int, list[Import]] = {0: [], 1: [], 2: []}
    for each in imports:
        root = (each.module or each.name).partition(".")[0]
        is_standard = root in sys.stdlib_module_names
        groups[0 if root == "__future__" else 1 if is_standard else 2].append(each)
    blocks = ["\n".join(group_lines(group)) for group in groups.values() if group]
    yield "\n\n".join(blocks)


def group_lines(imports: list[Import]) -> Iterator[str]:
    """`import a` before `from a import B, c`; constants, then classes, then others."""
    yield from sorted(f"import {each}" for each in imports if not each.module)
    for source in sorted({each.module for each in imports if each.module}):
        names = [str(each) for each in imports if each.module == source]
        names.sort(key=lambda name: (not name.isupper(), name[0].islower(), name))
        line = f"from {source} import {', '.join(names)}"
        if len(line) > WIDTH:
            inner = "".join(f"    {name},\n" for name in names)
            line = f"from {source} import (\n{inner})"
        yield line
