"""Syntax trees: whether two definitions mean the same, with other names perhaps."""

import ast
from collections.abc import Iterator

# what says nothing about what runs
IGNORED = {"annotation", "returns", "type_comment", "kind", "ctx", "type_params"}


def tree_of(text: str, file: str) -> ast.Module:
    """A file's syntax tree, without docstrings."""
    tree = ast.parse(text, file)
    for node in ast.walk(tree):
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef) and node.body:
            first = node.body[0]
            if isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant):
                del node.body[0]
    return tree


def definition(tree: ast.AST, path: str) -> ast.stmt | None:
    """The last definition of a name, or of a class's method; None where there is none."""
    name, _, rest = path.partition(".")
    for node in reversed(getattr(tree, "body", [])):
        names = [getattr(target, "id", "") for target in getattr(node, "targets", [])]
        if name in (*names, getattr(node, "name", "")):
            return definition(node, rest) if rest else node
    return None


class Names:
    """Which local name of the one definition is which of the other."""

    def __init__(self, one: ast.AST, other: ast.AST) -> None:
        self.locals = set(assigned(one)), set(assigned(other))
        self.pairs: dict[str, str] = {}

    def agree(self, one: str, other: str) -> bool:
        """Whether the two are one name; the first time that they meet, they become it."""
        if one not in self.locals[0] or other not in self.locals[1]:
            return one == other
        if one not in self.pairs and other not in self.pairs.values():
            self.pairs[one] = other
        return self.pairs.get(one) == other

    def match(self, one: ast.AST, other: ast.AST) -> bool:
        """Whether two trees mean the same; where not, no names are learned."""
        before = dict(self.pairs)
        if same(one, other, self):
            return True
        self.pairs = before
        return False


def assigned(node: ast.AST) -> Iterator[str]:
    """The names that are assigned in a tree, parameters included."""
    for each in ast.walk(node):
        if isinstance(each, ast.arg):
            yield each.arg
        elif isinstance(each, ast.Name) and isinstance(each.ctx, ast.Store):
            yield each.id


def same(one: object, other: object, names: Names) -> bool:
    """Whether two syntax trees mean the same, if `names` agree."""
    if isinstance(one, list) and isinstance(other, list):
        pairs = zip(one, other, strict=False)
        return len(one) == len(other) and all(same(a, b, names) for a, b in pairs)
    if not isinstance(one, ast.AST) or not isinstance(other, ast.AST):
        return type(one) is type(other) and one == other
    one, other = plain(one), plain(other)
    if type(one) is not type(other):
        return False
    if isinstance(one, ast.Name) and isinstance(other, ast.Name):
        return names.agree(one.id, other.id)
    if isinstance(one, ast.arg) and isinstance(other, ast.arg):
        return names.agree(one.arg, other.arg)
    fields = [name for name in one._fields if name not in IGNORED]
    return all(
        same(getattr(one, f, None), getattr(other, f, None), names) for f in fields
    )


def plain(node: ast.AST) -> ast.AST:
    """An annotated assignment as a plain one."""
    if isinstance(node, ast.AnnAssign) and node.value:
        return ast.Assign(targets=[node.target], value=node.value)
    return node
