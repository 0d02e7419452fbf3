"""Checks: what was traced of a function, beside the function itself, before it is used.

Both are called with some thousand numbers: zeros of both signs, infinities, denormal and
small and large ones, and where activations from the literature have their kinks.
"""

import copy
from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import Any

import numpy as np

from ..activations import Activation, Array
from ..errors import python_of
from ..losses import Loss, Penalty
from ..messages import Message, message
from ..optimizers import Optimizer
from .activations import ActivationCode
from .assembler import Function, module
from .kernels import SUMS, VECTOR
from .lowering import Lowering
from .memory import Plan
from .modules import Compiler
from .programs import Code
from .record import Formula
from .tracing import refused
from .update_code import FIXED, UpdateCode
from .updates import update_kernel
from .values import F64X2, I32, constant

COUNT = 4096  # of numbers
STEPS = 3  # of an optimizer, each from where its own NumPy came
SPECIAL = [
    0.0,
    -0.0,
    np.inf,
    -np.inf,
    np.nan,
    5e-324,
    -5e-324,
    1e-300,
    -1e-300,
    1e4,
    -1e4,
]
KINKS = [0.5, 1.0, 1.5, 2.0, 2.5, 3.0, 5.0, 6.0, 10.0, 20.0]
RELATIVE, ABSOLUTE = 1e-9, 1e-12  # differences that rounding may leave


@lru_cache(1)
def samples() -> Array:
    """COUNT numbers, as told above."""
    rng = np.random.default_rng(0)
    fixed: list[float] = [*SPECIAL, *KINKS, *(-kink for kink in KINKS)]
    spreads = np.repeat([0.01, 1.0, 30.0], COUNT // 3)
    drawn = rng.normal(0.0, 1.0, len(spreads)) * spreads
    return np.array([*fixed, *drawn.tolist()])[:COUNT]


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
    for name in ("theta", "gradient", *code.state):
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


def differs(given: Mapping[str, Array], got: Array, wanted: object) -> Message | None:
    """What to tell where the two are not the same."""
    found = np.broadcast_to(np.asarray(wanted, dtype=float), got.shape)
    close = np.isclose(got, found, RELATIVE, ABSOLUTE)
    close |= ~np.isfinite(got) & ~np.isfinite(found)  # either ends a run
    if close.all():
        return None
    at = int(np.argmin(close))
    places = ", ".join(f"{name} = {values[at]:.6g}" for name, values in given.items())
    numbers = {"got": f"{got[at]:.6g}", "wanted": f"{found[at]:.6g}"}
    return message("engine.differs", given=places, **numbers)


def check_function(
    function: Callable[..., object], given: Mapping[str, Array], got: Array
) -> None:
    """An EngineError that names the function's line, where its values are not `got`."""
    copies = [values.copy() for values in given.values()]
    with np.errstate(all="ignore"):
        try:
            wanted, again = (
                np.asarray(function(*copies), dtype=float) for _ in range(2)
            )
        except Exception as error:
            why = message("engine.own-error", error=python_of(error))
            raise refused(why, error, function) from None
    if not np.array_equal(wanted, again, equal_nan=True):
        raise refused(message("engine.changing"), None, function)
    if difference := differs(given, got, wanted):
        raise refused(difference, None, function)


def is_packaged(*functions: object) -> bool:
    """Whether functions are the trainer's or NumPy's own, which its tests compare."""
    modules = [str(getattr(each, "__module__", "numpy")) for each in functions]
    return all(name.startswith(("trainer.", "numpy")) for name in modules)


def check_activation(
    compiler: Compiler, activation: Activation, code: ActivationCode
) -> None:
    """Compare an activation's value and derivative."""
    if is_packaged(activation.value, activation.derivative):
        return
    z = {"z": samples()}
    a, *kept = computed(compiler, code.forward, z)
    source = {"kept": kept[0]} if code.is_kept else {"a": a}
    (derivative,) = computed(compiler, code.backward, source)
    check_function(activation.value, z, a)
    check_function(activation.derivative, z, derivative)


def check_loss(compiler: Compiler, loss: Loss, formula: Formula) -> None:
    """Compare a loss of an example and its derivative, for both classes."""
    if is_packaged(loss.per_example, loss.derivative):
        return
    given: dict[str, Array] = {
        "logits": samples(),
        "y": np.arange(COUNT, dtype=float) % 2,
    }
    value, derivative, *decaying = computed(compiler, formula, given)
    for x in decaying:
        value += np.log1p(np.exp(-np.abs(x)))
    check_function(loss.per_example, given, value)
    check_function(loss.derivative, given, derivative)


class SampledNetwork:
    """A network as far as an optimizer knows it."""

    def __init__(self, theta: Array) -> None:
        self.theta = theta


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
    for function, got in zip(
        (penalty.per_weight, penalty.derivative), parts, strict=True
    ):
        check_function(function, w, got)

    rng = np.random.default_rng(0)
    optimizer = copy.copy(optimizer)
    for name in code.state:
        setattr(
            optimizer, name, np.resize(getattr(optimizer, name), COUNT).astype(float)
        )
    network = SampledNetwork(rng.normal(0.0, 1.0, COUNT))
    instance = compiler.check(update_check_code, code)()
    for _ in range(STEPS):
        gradient = rng.normal(0.0, 1.0, COUNT) * 10.0 ** rng.integers(-6, 2, COUNT)
        gradient[::9] = 0.0
        given = {"theta": network.theta.copy(), "gradient": gradient.copy()}
        given |= {name: getattr(optimizer, name).copy() for name in code.state}
        for name, values in given.items():
            instance.write(name, values)
        instance.write("hyper", [*[0.0] * len(FIXED), *code.numbers_now(optimizer)])
        instance.call("apply")
        with np.errstate(all="ignore"):
            optimizer.update(network, [(gradient,)])  # type: ignore[arg-type, list-item]
        after = {"theta": network.theta}
        after |= {name: getattr(optimizer, name) for name in code.state}
        settings = instance.read("hyper", len(code.settings))[len(FIXED) :]
        now = np.array(code.numbers_now(optimizer))
        found = [differs({}, settings, now)]
        found += [differs(given, instance.read(n, COUNT), after[n]) for n in after]
        for why in filter(None, found):
            raise refused(why, None, optimizer.update)
