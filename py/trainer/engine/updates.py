"""Updates as the engine computes them: the penalty, and what an optimizer does to theta."""

from .assembler import Function
from .kernels import SUMS, VECTOR, sum_of_lanes
from .lowering import Lowering
from .memory import lanes_of, vectors_of
from .record import MASKS, Formula
from .update_code import UpdateCode, own
from .values import (
    F64X2,
    I32,
    Local,
    Pointer,
    ValType,
    Value,
    constant,
    first_lanes,
)


def hyper_at(hyper: Pointer, place: int) -> Pointer:
    """The address of setting number `place`."""
    return hyper + 8 * place


def numbers_lowered(
    f: Function,
    kind: ValType,
    formula: Formula,
    code: UpdateCode,
    hyper: Pointer,
    totals: dict[int, Value],
) -> tuple[dict[int, Value], list[Value]]:
    """What of a formula is uniform, computed once, as float64: what the other steps read
    of it, in every lane; and the numbers that `code.changed` names, if these are outputs.

    `totals` are the sums over all parameters.
    """
    numbers, settings = Lowering(f, F64X2, formula, totals), code.settings
    for place, name in enumerate(settings):
        numbers.give(name, f.load_splat(F64X2, hyper_at(hyper, place)))
    for step, names in code.powers.items() if formula is code.update else ():
        base, power = (
            hyper_at(hyper, settings.index(own(name)))
            for name in (names[0], " ** ".join(names))
        )
        raised = f.let(f.load_splat(F64X2, power) * f.load_splat(F64X2, base))
        f.store(power, raised.lane(0))
        numbers.made[step] = raised
    uniform = formula.uniform
    given: dict[int, Value] = {}
    first = 1 + len(code.state) if formula is code.update else len(formula.outputs)
    of_all, outputs = formula.outputs[:first], formula.outputs[first:]
    for each, is_uniform in zip(formula.steps, uniform, strict=True):
        of_all += () if is_uniform else each.operands
    for number in sorted({*of_all}):
        if uniform[number] and formula.steps[number].number is None:
            value = numbers.value(number)
            is_mask = formula.steps[number].op in MASKS
            if is_mask:  # its bits are no number
                value = constant(F64X2, 1.0) & value
            wide = value if kind is F64X2 else value.lane(0).splat(kind)
            given[number] = f.let(wide > 0.5 if is_mask else wide)
    changed: list[Value] = [f.let(numbers.value(n).lane(0)) for n in outputs]
    return given, changed


def totals_lowered(
    f: Function, kind: ValType, formula: Formula, parameters: int, gradient: Pointer
) -> dict[int, Value]:
    """The sums over all parameters of what a formula makes of the gradient, by step."""
    found: dict[int, Value] = {}
    for number, step in enumerate(formula.steps):
        if step.op == "total":
            total = f.let(constant(kind, 0.0))

            def add(
                at: Pointer, total: Local = total, of: int = step.operands[0]
            ) -> None:
                with f.scope():
                    summand = Lowering(f, kind, formula)
                    summand.give("gradient", f.load(kind, at))
                    f.set(total, total + summand.value(of))

            f.repeat(vectors_of(kind, parameters), [(gradient, VECTOR)], add)
            found[number] = f.let(sum_of_lanes(total).splat(F64X2))
    return found


def penalty_kernel(
    kind: ValType, parameters: int, code: UpdateCode, is_training: bool
) -> Function:
    """The penalty of all weights, biases excepted.

    Parameters: pointers to theta, gradient, is_weight, hyper and sums; is_weight is 1 for a
    weight and 0 for a bias. In training, the penalty's gradient is added to the gradient.
    """
    f = Function("penalty_and_gradient" if is_training else "penalty", *[I32] * 5)
    *arrays, hyper, sums = map(Pointer, f.parameters)
    given, _ = numbers_lowered(f, kind, code.penalty, code, hyper, {})
    total = f.let(constant(kind, 0.0))

    def add(theta_at: Pointer, gradient_at: Pointer, is_weight_at: Pointer) -> None:
        with f.scope():
            penalty = Lowering(f, kind, code.penalty, given)
            penalty.give("w", f.load(kind, theta_at))
            # masked bit by bit: of a bias, and of no parameter, both may be NaN
            is_weight = f.let(f.load(kind, is_weight_at) > 0.5)
            f.set(total, total + (penalty.output(0) & is_weight))
            if is_training:
                derivative = penalty.output(1) & is_weight
                f.store(gradient_at, f.load(kind, gradient_at) + derivative)

    moving = [(array, VECTOR) for array in arrays]
    f.repeat(vectors_of(kind, parameters), moving, add)
    f.store(sums + SUMS["penalty"], total)
    return f


def update_kernel(kind: ValType, parameters: int, code: UpdateCode) -> Function:
    """One update of theta, which clears the gradient and sums up theta's squared norm.

    Parameters: pointers to hyper, sums, theta, gradient, and each array of the state.
    """
    f = Function("update", *[I32] * (4 + len(code.state)))
    hyper, sums, *arrays = map(Pointer, f.parameters)
    squared_norm, lanes = f.let(constant(kind, 0.0)), lanes_of(kind)
    totals = totals_lowered(f, kind, code.update, parameters, arrays[1])
    given, changed = numbers_lowered(f, kind, code.update, code, hyper, totals)
    for name, value in zip(code.changed, changed, strict=True):
        f.store(hyper_at(hyper, code.settings.index(own(name))), value)

    def change_vector(
        size: int, theta_at: Pointer, gradient_at: Pointer, *state: Pointer
    ) -> None:
        with f.scope():
            update = Lowering(f, kind, code.update, given)
            update.give("theta", f.load(kind, theta_at))
            update.give("gradient", f.load(kind, gradient_at))
            for name, at in zip(code.state, state, strict=True):
                update.give(own(name), f.let(f.load(kind, at)))
            theta, *kept = [f.let(update.output(i)) for i in range(1 + len(state))]
            if size < lanes:  # the lanes beyond hold no parameter, but NaN perhaps
                f.set(theta, theta & first_lanes(kind, size))
            f.store(theta_at, theta)
            f.store(gradient_at, constant(kind, 0.0))
            for at, value in zip(state, kept, strict=True):
                f.store(at, value)
            f.set(squared_norm, squared_norm + theta * theta)

    moving = [(array, VECTOR // lanes) for array in arrays]
    f.tiled(parameters, lanes, moving, change_vector)
    f.store(sums + SUMS["squared_norm"], squared_norm)
    return f
