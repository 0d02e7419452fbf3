"""Checks: what was traced of a function, beside the function itself, before it is used.

Both are called with some thousand numbers: zeros of both signs, infinities, denormal and
small and large ones, and where activations from the literature have their kinks.
"""

import copy
from collections.abc import Callable, Mapping, Sequence
from types import SimpleNamespace
from typing import Any

import numpy as np

from ..activations import Activation, Array
from ..errors import python_of
from ..layers import Gradient
from ..losses import Loss, Penalty
from ..messages import Message, message
from ..optimizers import Optimizer
from .activations import ActivationCode
from .assembler import Function, module
from .kernels import SUMS, VECTOR
from .losses import INPUTS, LossCode
from .lowering import Lowering
from .memory import Plan, state_name
from .modules import Compiler
from .programs import Code
from .purity import is_packaged
from .record import Formula
from .rounding import spreads
from .samples import COUNT, samples
from .stand_ins import UntraceableError
from .traced_columns import column_names
from .tracing import refused
from .update_code import FIXED, UpdateCode
from .updates import update_kernel
from .values import F64X2, I32, constant

STEPS = 3  # of an optimizer, each from where its own NumPy came
RELATIVE, ABSOLUTE = 1e-9, 1e-12  # differences that rounding may leave
ROUNDINGS = 16.0  # how often the effect of rounding a step may add up


def check_code(formula: Formula) -> Code:
    """A module that computes a formula's outputs for COUNT numbers of each input."""
    f, plan = Function("apply"), Plan()
    names = [step.text for step in formula.steps if step.op in ("input", "setting")]
    outputs = [f"output {number}" for number in range(len(formula.outputs))]
    for name in (*names, *outputs):
        plan.add(name, COUNT, np.float64)

    def apply(*places: Any) -> None:
        with f.scope():
            lowering = Lowering(f, F64X2, formula)
            for name, at in zip(names, places, strict=False):
                lowering.give(name, f.load(F64X2, at))
            for number, at in enumerate(places[len(names) :]):
                f.store(at, lowering.output(number))

    f.repeat(
        COUNT // 2, [(plan.at(name), VECTOR) for name in (*names, *outputs)], apply
    )
    return Code(module([f], plan.pages), plan)


def update_check_code(code: UpdateCode) -> Code:
    """A module that makes one update of COUNT parameters."""
    plan = Plan()
    plan.add("hyper", len(code.settings), np.float64)
    plan.add("sums", len(SUMS) * 2, np.float64)
    for name in ("theta", "gradient", *map(state_name, code.state)):
        plan.add(name, COUNT, np.float64)
    update, apply = update_kernel(F64X2, COUNT, code), Function("apply")
    apply.call(0, *(constant(I32, region.offset) for region in plan.regions.values()))
    return Code(module([update, apply], plan.pages), plan)


def computed(
    compiler: Compiler, formula: Formula, given: Mapping[str, Array]
) -> list[Array]:
    """A formula's outputs for COUNT numbers of each input."""
    instance = compiler.check(check_code, formula)()
    for name, values in given.items():
        if name in instance.plan.regions:
            instance.write(name, values)
    instance.call("apply")
    outputs = range(len(formula.outputs))
    return [instance.read(f"output {number}", COUNT) for number in outputs]


def differs(
    given: Mapping[str, Array], got: Array, wanted: Array, spread: Array | float = 0.0
) -> Message | None:
    """What to tell where the two differ by more than rounding; that may change by `spread`."""
    with np.errstate(all="ignore"):
        most = RELATIVE * np.abs(wanted) + ABSOLUTE + ROUNDINGS * spread
        close = (got == wanted) | (np.abs(got - wanted) <= most)
    close |= ~np.isfinite(got) & ~np.isfinite(wanted)  # either ends a run
    if close.all():
        return None
    at = int(np.argmin(close))
    places = ", ".join(f"{name} = {values[at]:.6g}" for name, values in given.items())
    numbers = {"got": f"{got[at]:.9g}", "wanted": f"{wanted[at]:.9g}"}
    return message("engine.differs", given=places, **numbers)


def check_function(
    function: Callable[..., object],
    given: Mapping[str, Array],
    got: Array,
    spread: Array,
) -> None:
    """An EngineError that names the function's line, where its values are not `got`.

    It is called with arrays of several shapes; `spread` is what rounding may change.
    """

    def called(columns: int) -> Array:
        value = function(*(each.copy().reshape(-1, columns) for each in given.values()))
        shape = COUNT // columns, columns
        return np.broadcast_to(np.asarray(value, dtype=float), shape).ravel()

    with np.errstate(all="ignore"):
        try:
            wanted, *again = map(called, (1, 2, 8))
        except (Exception, UntraceableError) as error:
            why = message("engine.own-error", error=python_of(error))
            raise refused(why, error, function) from None
    if not all(np.array_equal(wanted, each, equal_nan=True) for each in again):
        raise refused(message("engine.changing"), None, function)
    if difference := differs(given, got, wanted, spread):
        raise refused(difference, None, function)


def check_last_layer(activation: Activation, code: ActivationCode) -> None:
    """The outputs are the logits: whose derivative by themselves is 1."""
    steps = code.backward.steps
    if code.is_kept or steps[code.backward.outputs[0]].number != 1:
        raise refused(message("engine.last-layer"), None, activation.derivative)


def check_activation(
    compiler: Compiler, activation: Activation, code: ActivationCode
) -> None:
    """Compare an activation's value and derivative."""
    if is_packaged(activation.value, activation.derivative):
        return
    z = {"z": samples()}
    a, *kept = computed(compiler, code.forward, z)
    off, *off_kept = spreads(code.forward, z)
    source = {"kept": kept[0]} if code.is_kept else {"a": a}
    (derivative,) = computed(compiler, code.backward, source)
    check_function(activation.value, z, a, off)
    off_by = off_kept[0] if code.is_kept else spreads(code.backward, source)[0]
    check_function(activation.derivative, z, derivative, off_by)


def check_loss(compiler: Compiler, loss: Loss, code: LossCode) -> None:
    """Compare a loss of an example and its derivatives, for all classes, or some values."""
    if is_packaged(loss.per_example, loss.derivative):
        return
    rng, count = np.random.default_rng(2), code.logits
    logits = np.column_stack(
        [samples(), *(rng.permutation(samples()) for _ in range(count - 1))]
    )
    y = np.arange(COUNT)[:, None] % (count + 1) == 1 + np.arange(count)
    y = (
        rng.normal(0.0, 1.0, (COUNT, 1))
        if code.task == "regression"
        else y.astype(float)
    )
    names = [column_names(name, count) for name in INPUTS]
    columns = [*logits.T, *y.T]
    given = dict(zip([*names[0], *names[1]], columns, strict=True))
    value, *derivatives = computed(compiler, code.formula, given)
    off, *offs = spreads(code.formula, given)
    if code.has_decay:
        value += np.log1p(np.exp(-np.abs(derivatives.pop())))
    if count == 1:
        check_function(loss.per_example, given, value, off)
        check_function(loss.derivative, given, derivatives[0], offs[0])
        return
    parts = (loss.per_example, [value], [off]), (loss.derivative, derivatives, offs)
    for function, got, spread in parts:
        check_columns(function, logits, y, got, spread)


def check_columns(
    function: Callable[..., object],
    logits: Array,
    y: Array,
    got: Sequence[Array],
    spreads: Sequence[Array],
) -> None:
    """The same of a function of arrays, (COUNT, K), column by column."""

    def called(part: slice) -> Array:
        value = np.asarray(function(logits[part].copy(), y[part].copy()), dtype=float)
        return np.broadcast_to(value, (len(y[part]), len(got)))

    with np.errstate(all="ignore"):
        try:
            whole = called(slice(None))
            halves = [called(slice(COUNT // 2)), called(slice(COUNT // 2, None))]
        except (Exception, UntraceableError) as error:
            why = message("engine.own-error", error=python_of(error))
            raise refused(why, error, function) from None
    if not np.array_equal(whole, np.concatenate(halves), equal_nan=True):
        raise refused(message("engine.changing"), None, function)
    places = {f"logits {k}": column for k, column in enumerate(logits.T)}
    for column, value, spread in zip(whole.T, got, spreads, strict=True):
        if difference := differs(places, value, column, spread):
            raise refused(difference, None, function)


def check_update(
    compiler: Compiler, penalty: Penalty, optimizer: Optimizer, code: UpdateCode
) -> None:
    """Compare the penalty of a weight, and an optimizer's first updates."""
    if is_packaged(type(penalty), type(optimizer)):
        return
    penalty = copy.copy(penalty)
    penalty.l1, penalty.l2 = 0.1, 0.3
    w = {"w": samples()}
    given = w | {name: np.full(COUNT, getattr(penalty, name)) for name in ("l1", "l2")}
    parts = computed(compiler, code.penalty, given)
    functions = penalty.per_weight, penalty.derivative
    for function, got, off in zip(
        functions, parts, spreads(code.penalty, given), strict=True
    ):
        check_function(function, w, got, off)

    rng = np.random.default_rng(0)
    optimizer = copy.copy(optimizer)
    for name in code.state:
        setattr(
            optimizer, name, np.resize(getattr(optimizer, name), COUNT).astype(float)
        )
    network = SimpleNamespace(theta=rng.normal(0.0, 1.0, COUNT))
    instance = compiler.check(update_check_code, code)()
    cuts = (COUNT // 2, COUNT // 2 + 8, COUNT - 8)
    for _ in range(STEPS):
        gradient = rng.normal(0.0, 1.0, COUNT) * 10.0 ** rng.integers(-6, 2, COUNT)
        gradient[::9] = 0.0
        before = {"theta": network.theta.copy(), "gradient": gradient.copy()}
        before |= {state_name(n): getattr(optimizer, n).copy() for n in code.state}
        for name, values in before.items():
            instance.write(name, values)
        instance.write("hyper", [*[0.0] * len(FIXED), *code.numbers_now(optimizer)])
        instance.call("apply")
        theta = network.theta
        with np.errstate(all="ignore"):
            W1, b1, W2, b2 = np.split(gradient, cuts)
            layers = [
                Gradient(W1.reshape(-1, 8), b1),
                Gradient(W2.reshape(-1, 8), b2),
            ]
            optimizer.update(network, layers)  # type: ignore[arg-type]
        if network.theta is not theta:
            raise refused(message("engine.theta"), None, optimizer.update)
        after = {"theta": theta}
        after |= {state_name(n): getattr(optimizer, n) for n in code.state}
        settings = instance.read("hyper", len(code.settings))[len(FIXED) :]
        now = np.array(code.numbers_now(optimizer))
        index: Array = np.arange(len(now), dtype=float)
        found = [differs({"self": index}, settings, now)]
        found += [differs(before, instance.read(n, COUNT), after[n]) for n in after]
        for why in filter(None, found):
            raise refused(why, None, optimizer.update)
