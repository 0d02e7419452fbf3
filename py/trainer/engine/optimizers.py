"""Optimizers as the engine computes them: the penalty, and the change of theta, as kernels.

trainer/optimizers.py and `Penalty` in trainer/losses.py define them. theta, gradient,
velocity and square are vectors in theta's order, (P,).
"""

from collections.abc import Callable

from .activations import masked
from .assembler import Function
from .kernels import SUMS, VECTOR
from .memory import vectors_of
from .values import F64, I32, Local, Pointer, ValType, Value, constant

HYPER = (
    "learning_rate",
    "momentum",
    "beta1",
    "beta2",
    "power1",  # beta1 ** t, for bias correction; likewise power2
    "power2",
    "epsilon",
    "l1",
    "l2",
    "logit_threshold",  # the logit above which an example counts as class 1
    "max_squared_norm",  # of theta: from there on, training ends
)


def hyper_at(hyper: Pointer, name: str) -> Pointer:
    """The address of one of HYPER."""
    return hyper + 8 * HYPER.index(name)


def splat(f: Function, kind: ValType, hyper: Pointer, name: str) -> Local:
    """One of HYPER in every lane."""
    return f.let(f.load(F64, hyper_at(hyper, name)).splat(kind))


def penalty_kernel(kind: ValType, parameters: int, is_training: bool) -> Function:
    """l1 |w| + l2/2 w^2 of all weights, biases excepted.

    Parameters: pointers to theta, gradient, is_weight, hyper and sums; is_weight is 1 for a
    weight and 0 for a bias. In training, the penalty's gradient is added to the gradient.
    """
    f = Function("penalty_and_gradient" if is_training else "penalty", *[I32] * 5)
    *arrays, hyper, sums = map(Pointer, f.parameters)
    l1, l2 = (splat(f, kind, hyper, name) for name in ("l1", "l2"))
    half_l2 = f.let(l2 * 0.5)
    total = f.let(constant(kind, 0.0))

    def add(theta_at: Pointer, gradient_at: Pointer, is_weight_at: Pointer) -> None:
        with f.scope():
            w = f.let(f.load(kind, theta_at))
            is_weight = f.let(f.load(kind, is_weight_at))
            f.set(total, total + (w.abs() * l1 + w * w * half_l2) * is_weight)
            if is_training:
                sign = masked(w > 0.0, 1.0) - masked(w < 0.0, 1.0)
                derivative = (sign * l1 + w * l2) * is_weight
                f.store(gradient_at, f.load(kind, gradient_at) + derivative)

    moving = [(array, VECTOR) for array in arrays]
    f.repeat(vectors_of(kind, parameters), moving, add)
    f.store(sums + SUMS["penalty"], total)
    return f


def update_kernel(kind: ValType, parameters: int, optimizer: str) -> Function:
    """One update of theta, which clears the gradient and sums up theta's squared norm.

    Parameters: pointers to theta, gradient, velocity, square, hyper and sums.
    """
    f = Function(f"update_{optimizer}", *[I32] * 6)
    *arrays, hyper, sums = map(Pointer, f.parameters)
    squared_norm = f.let(constant(kind, 0.0))
    change = OPTIMIZERS[optimizer](f, kind, hyper)

    def change_vector(theta_at: Pointer, gradient_at: Pointer, *state: Pointer) -> None:
        with f.scope():
            g = f.let(f.load(kind, gradient_at))
            theta = f.let(f.load(kind, theta_at) - change(g, *state))
            f.store(theta_at, theta)
            f.store(gradient_at, constant(kind, 0.0))
            f.set(squared_norm, squared_norm + theta * theta)

    moving = [(array, VECTOR) for array in arrays]
    f.repeat(vectors_of(kind, parameters), moving, change_vector)
    f.store(sums + SUMS["squared_norm"], squared_norm)
    return f


Change = Callable[..., Value]  # (g, velocity, square) -> what to subtract from theta


def sgd(f: Function, kind: ValType, hyper: Pointer) -> Change:
    """learning_rate g."""
    rate = splat(f, kind, hyper, "learning_rate")
    return lambda g, *_: g * rate


def momentum(f: Function, kind: ValType, hyper: Pointer) -> Change:
    """learning_rate velocity, with velocity = momentum velocity + g."""
    rate, kept = (splat(f, kind, hyper, name) for name in ("learning_rate", "momentum"))

    def change(g: Local, velocity_at: Pointer, _: Pointer) -> Value:
        velocity = f.let(f.load(kind, velocity_at) * kept + g)
        f.store(velocity_at, velocity)
        return velocity * rate

    return change


def adam(f: Function, kind: ValType, hyper: Pointer) -> Change:
    """learning_rate mean_hat / (sqrt(square_hat) + epsilon), both corrected for bias.

    The corrections are float64 even in float32, for they begin near 1 / 0.
    """
    factors = {}
    one = constant(F64, 1.0)
    for beta, power in (("beta1", "power1"), ("beta2", "power2")):
        at = hyper_at(hyper, power)
        f.store(at, f.load(F64, at) * f.load(F64, hyper_at(hyper, beta)))
        factors[power] = one / (one - f.load(F64, at))
        factors[beta] = one - f.load(F64, hyper_at(hyper, beta))
    rate = f.load(F64, hyper_at(hyper, "learning_rate"))
    step = f.let((rate * factors["power1"]).splat(kind))
    unbiased = f.let(factors["power2"].splat(kind))
    new1, new2 = (f.let(factors[name].splat(kind)) for name in ("beta1", "beta2"))
    old1, old2, epsilon = (
        splat(f, kind, hyper, name) for name in ("beta1", "beta2", "epsilon")
    )

    def change(g: Local, mean_at: Pointer, square_at: Pointer) -> Value:
        mean = f.let(f.load(kind, mean_at) * old1 + g * new1)
        square = f.let(f.load(kind, square_at) * old2 + g * g * new2)
        f.store(mean_at, mean)
        f.store(square_at, square)
        return mean * step / ((square * unbiased).sqrt() + epsilon)

    return change


OPTIMIZERS: dict[str, Callable[[Function, ValType, Pointer], Change]] = {
    "sgd": sgd,
    "momentum": momentum,
    "adam": adam,
}
