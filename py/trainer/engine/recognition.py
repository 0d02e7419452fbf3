"""Recognition: which changes of training.py, layers.py and losses.py the engine follows.

What the engine has of its own is compared as syntax trees: a definition has to be the
packaged one, but for names, comments, annotations and docstrings. In the loop it follows

    another order      `run.order = np.arange(n)`, or always a permutation
    another batch      the whole set, or a fixed number of examples
    each epoch         statements on the run's optimizer, penalty, batch size and counts
                       before an epoch's first batch: Python runs them there
    another gradient   statements on `run.gradients` between backward and update: traced
"""

import ast
import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import CodeType
from typing import NamedTuple

from ..errors import EngineError
from ..messages import message
from .syntax import Names, assigned, definition, tree_of

HERE = Path(__file__).parents[1]
# what the engine does in its own words: definitions, and methods of a class
KNOWN = {
    "layers.py": "Trace Gradient Dense.forward Dense.backward "
    "MLP.forward MLP.masks MLP.backward",
    "losses.py": "Loss.value Loss.gradient Penalty.value Penalty.add_gradient",
    "training.py": "STAGES Run",
}
LOOP = "training_loop", "training.py"
ORDERS = {
    "run.order = np.arange(n)": False,
    "run.order = np.arange(len(run.x))": False,
    "run.order = run.rng.permutation(n)": True,
    "run.order = run.rng.permutation(len(run.x))": True,
}
BATCHES = ("run.order", "run.order[:]", "run.order[run.start:]")  # the whole set
COUNTED = "run.batch = run.order[run.start : run.start + {}]"
# of a run, what each epoch's statements may read
OF_AN_EPOCH = {"optimizer", "penalty", "batch_size", "epoch", "update", "examples_seen"}
# what they may set, and call
SETS = re.compile(r"optimizer\.[a-z_0-9]+|penalty\.l[12]|batch_size")
CALLS = re.compile(r"(np|math)\.[a-z_0-9]+|min|max|abs|round|int|float")
ELSEWHERE = (
    *(ast.Yield, ast.YieldFrom, ast.Await, ast.Return, ast.Break, ast.Continue),
    *(
        ast.Global,
        ast.Nonlocal,
        ast.Import,
        ast.ImportFrom,
        ast.Lambda,
        ast.FunctionDef,
    ),
)


class Loop(NamedTuple):
    """How a loop differs from the lesson's; None where it does not."""

    shuffle: bool | None = None
    batch_size: int | None = None  # 0: the whole set
    each_epoch: CodeType | None = None
    gradient: CodeType | None = None
    run: str = "run"  # what these statements call the run


def recognized(edits: Mapping[str, str]) -> Loop:
    """The loop of edited files, by name; an EngineError names what is not followed."""
    for file in edits.keys() & KNOWN.keys():
        own, known = tree_of(edits[file], file), packaged(file)
        for name in KNOWN[file].split():
            one, other = definition(known, name), definition(own, name)
            if not one or not other or not Names(one, other).match(one, other):
                line = other.lineno if other else 1
                why = message("engine.definition", name=name)
                raise EngineError("engine.line", file=file, line=line, why=why)
    name, file = LOOP
    if file not in edits:
        return Loop()
    known, own = packaged(file), tree_of(edits[file], file)
    return Matcher(definition(known, name), definition(own, name)).loop()


def packaged(file: str) -> ast.Module:
    """The syntax tree of a file as it is shipped."""
    return tree_of((HERE / file).read_text("utf-8"), file)


def refused(line: int, code: str = "engine.loop") -> EngineError:
    """The error for a line of the loop."""
    return EngineError("engine.line", file=LOOP[1], line=line, why=message(code))


class Matcher:
    """Lays an edited loop over the packaged one, statement by statement."""

    def __init__(self, known: ast.stmt | None, own: ast.stmt | None) -> None:
        if not isinstance(known, ast.FunctionDef) or not isinstance(
            own, ast.FunctionDef
        ):
            raise refused(1)
        self.known, self.own, self.names = known, own, Names(known, own)
        self.shuffle: bool | None = None
        self.batch_size: int | None = None

    def loop(self) -> Loop:
        """The changes; an EngineError names the line of one that is not followed."""
        known, own = self.known, self.own
        if not self.names.match(known.args, own.args) or own.decorator_list:
            raise refused(own.lineno)
        run = own.args.args[0].arg
        for statement in self.extras(known.body, own.body, {0}):
            if not is_print(statement):  # the loop itself runs it, once
                raise refused(statement.lineno)
        epochs, own_epochs = body_of_last(known.body), body_of_last(own.body)
        each_epoch = self.extras(epochs, own_epochs, {*range(len(epochs))})
        batches, own_batches = body_of_last(epochs), body_of_last(own_epochs)
        update = ["optimizer.update" in ast.unparse(each) for each in batches].index(
            True
        )
        changes = self.extras(batches, own_batches, {update - 1, update})
        for statement in each_epoch:
            check_epoch_statement(statement, run)
        return Loop(
            self.shuffle,
            self.batch_size,
            self.compiled(each_epoch, run, OF_AN_EPOCH),
            self.compiled(changes, run, {"gradients"}),
            run,
        )

    def extras(
        self, known: Sequence[ast.stmt], own: Sequence[ast.stmt], places: set[int]
    ) -> list[ast.stmt]:
        """The statements of `own` beside the known ones, before those at `places` only."""
        found, place = [], 0
        for statement in own:
            if place < len(known) and self.is_known(known[place], statement):
                place += 1
            elif place in places:
                found.append(statement)
            else:
                raise refused(statement.lineno)
        if place < len(known):
            raise refused(own[-1].lineno)
        return found

    def is_known(self, known: ast.stmt, own: ast.stmt) -> bool:
        """Whether a statement is the known one, or another order or batch."""
        if isinstance(known, ast.While) and isinstance(own, ast.While):
            return not own.orelse and self.names.match(known.test, own.test)
        if self.names.match(known, own):
            return True
        text = ast.unparse(known)
        if text.startswith("run.order ="):
            for order, shuffle in ORDERS.items():
                if self.is_text(order, own):
                    self.shuffle = shuffle
                    return True
        if text.startswith("run.batch ="):
            sizes = [
                each.value for each in ast.walk(own) if isinstance(each, ast.Constant)
            ]
            if any(self.is_text(f"run.batch = {batch}", own) for batch in BATCHES):
                self.batch_size = 0
                return True
            if len(sizes) == 1 and type(sizes[0]) is int and sizes[0] > 0:
                self.batch_size = sizes[0]
                return self.is_text(COUNTED.format(sizes[0]), own)
        return False

    def is_text(self, text: str, own: ast.stmt) -> bool:
        """Whether a statement is this one of the packaged loop's names."""
        return self.names.match(ast.parse(text).body[0], own)

    def compiled(
        self, statements: Sequence[ast.stmt], run: str, attributes: set[str]
    ) -> CodeType | None:
        """Statements as code of their own, if they read of the run only `attributes`, and no
        name that the rest of the loop has, or that they themselves have from before."""
        if not statements:
            return None
        rest = {*self.names.pairs.values()} - {run}
        known: set[str] = set()
        for statement in statements:
            nodes = [*ast.walk(statement)]
            names = [node.id for node in nodes if isinstance(node, ast.Name)]
            of_run = [
                node.attr
                for node in nodes
                if isinstance(node, ast.Attribute)
                and isinstance(node.value, ast.Name)
                and node.value.id == run
            ]
            is_own = len(of_run) == names.count(run) and {*of_run} <= attributes
            if rest & {*names} or not is_own or is_print(statement):
                raise refused(statement.lineno)
            if any(isinstance(node, ELSEWHERE) for node in nodes):
                raise refused(statement.lineno)
            known |= bound(statement)
        late = {name for each in statements for name in assigned(each)} - known
        if late:  # set in some epochs and read in others
            raise refused(statements[0].lineno)
        return compile(ast.Module(list(statements), []), LOOP[1], "exec")


def check_epoch_statement(statement: ast.stmt, run: str) -> None:
    """An EngineError where a statement of an epoch does more than set numbers."""
    targets = [
        ast.unparse(target)
        for node in ast.walk(statement)
        for target in getattr(node, "targets", [getattr(node, "target", None)])
        if isinstance(target, ast.AST) and not isinstance(target, ast.Name)
    ]
    calls = [n.func for n in ast.walk(statement) if isinstance(n, ast.Call)]
    is_known = all(SETS.fullmatch(each.removeprefix(f"{run}.")) for each in targets)
    if not is_known or not all(CALLS.fullmatch(ast.unparse(call)) for call in calls):
        raise refused(statement.lineno, "engine.rate")


def body_of_last(statements: Sequence[ast.stmt]) -> Sequence[ast.stmt]:
    """The body of the loop that ends a sequence of statements."""
    last = statements[-1]
    if not isinstance(last, ast.While):
        raise refused(last.lineno)
    return last.body


def bound(statement: ast.AST) -> set[str]:
    """The names that a statement sets, whatever they were before it."""
    names: set[str] = set()
    for node in ast.walk(statement):
        if isinstance(node, ast.comprehension):
            names |= {*assigned(node.target)}
    if isinstance(statement, ast.Assign):
        read = {n.id for n in ast.walk(statement.value) if isinstance(n, ast.Name)}
        names |= {name for each in statement.targets for name in assigned(each)} - read
    if isinstance(statement, ast.For):
        names |= {*assigned(statement.target)}.union(*map(bound, statement.body))
    return names


def is_print(statement: ast.stmt) -> bool:
    """Whether a statement is a call of `print`."""
    call = statement.value if isinstance(statement, ast.Expr) else None
    return isinstance(call, ast.Call) and getattr(call.func, "id", "") == "print"
