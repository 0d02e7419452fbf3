"""Kernels: the parts of the training loop as WebAssembly, one function for each shape.

A lane is an example. Activations and their gradients are (units, C) arrays, a row for a
unit; theta is the trainer's own: W (n_in, n_out), then b, which is one more row of W
whose input is always 1.

chunk     C examples, `vectors` vectors, that are worked on at once
splat     one weight in every lane, to be multiplied with the chunk's examples
tile      what a loop computes in registers before it stores: 2 units x 4 vectors or so
"""

from collections.abc import Callable
from typing import NamedTuple

from ..activations import LEAK
from .functions import decay, reduced_log, sigmoid, sine_and_cosine, tanh
from .memory import lanes_of
from .wasm import F64, I32, Function, Kind, Local, Pointer, Value, constant

VECTOR = 16  # bytes
WIDEST = 16  # vectors of a chunk
SUMS = {"loss": 0, "right": 16, "penalty": 32, "length": 48}  # bytes into `sums`
REGISTERS = 8  # vectors that a tile sums up in: half of what processors have at least


class Activation(NamedTuple):
    """a = f(z), and da/dz: from a, or kept on the way forward."""

    value: Callable[[Function, Value], Value]
    slope: Callable[[Value, Value], Value]  # of (a, what was kept)
    is_short: bool = True  # a few instructions, so that they stand where they are used


def _where(mask: Value, value: float) -> Value:
    return constant(mask.kind, value) & mask


ACTIVATIONS = {
    "relu": Activation(lambda f, z: z.max(0.0), lambda a, _: _where(a > 0.0, 1.0)),
    "leaky_relu": Activation(
        lambda f, z: z.max(z * LEAK),
        lambda a, _: constant(a.kind, 1.0).where(a > 0.0, constant(a.kind, LEAK)),
    ),
    "linear": Activation(lambda f, z: z, lambda a, _: constant(a.kind, 1.0)),
    "tanh": Activation(tanh, lambda a, _: constant(a.kind, 1.0) - a * a, False),
    "sigmoid": Activation(sigmoid, lambda a, _: a * (constant(a.kind, 1.0) - a), False),
    "sine": Activation(
        lambda f, z: sine_and_cosine(f, z)[0], lambda _, kept: kept, False
    ),
}


def even(total: int, most: int) -> int:
    """The size of the fewest parts of `total` that have at most `most` each."""
    return -(-total // -(-total // most))


def weighted_sums(
    f: Function,
    kind: Kind,
    pointers: tuple[Pointer, Pointer, Pointer],
    shape: tuple[int, int, int],
    strides: tuple[int, int],
    first: Callable[[Pointer], Value],
    last: Callable[[Pointer, Local], Value],
) -> None:
    """out[j] = last(first(j) + sum over i of w[j, i] a[i]) for whole chunks of examples.

    `pointers` are of w, a and out; `shape` is how many j, i, and vectors there are;
    `strides` are the bytes in w from one j, and from one i, to the next.
    """
    outer, inner, vectors = shape
    w_outer, w_inner = strides
    row = vectors * VECTOR
    w0, a0, out0 = pointers

    def columns(width: int, a: Pointer, out: Pointer) -> None:
        def units(height: int, w: Pointer, out: Pointer) -> None:
            tile = [
                [f.let(first(w + j * w_outer)) for _ in range(width)]
                for j in range(height)
            ]

            def term(w: Pointer, a: Pointer) -> None:
                with f.scope():
                    weights = [
                        f.let(f.load_splat(kind, w + j * w_outer))
                        for j in range(height)
                    ]
                    for k in range(width):
                        x = f.let(f.load(kind, a + k * VECTOR))
                        for j in range(height):
                            f.set(tile[j][k], tile[j][k] + x * weights[j])

            f.repeat(inner, [(w, w_inner), (a, row)], term)
            for j in range(height):
                for k in range(width):
                    at = out + (j * row + k * VECTOR)
                    with f.scope():
                        f.store(at, last(at, tile[j][k]))

        height = even(outer, max(1, REGISTERS // width // 2 * 2))
        with f.scope():
            f.tiled(outer, height, [(w0, w_outer), (out, row)], units)

    # a sum waits for the one before it: where there is one row, many are under way
    widest = REGISTERS if outer == 1 else REGISTERS // 2
    f.tiled(vectors, even(vectors, widest), [(a0, VECTOR), (out0, VECTOR)], columns)


def forward(
    kind: Kind, n_in: int, n_out: int, vectors: int, activation: str
) -> Function:
    """a_out = activation(W a_in + b), for pointers to W, a_in, a_out and d_out.

    Where the slope cannot be told from a, it is kept in d_out until backward comes.
    """
    name = f"forward_{n_in}_{n_out}_{activation}"
    f = Function(name, I32, I32, I32, I32)
    w, a, out, kept = map(Pointer, f.parameters)
    item = VECTOR // lanes_of(kind)
    rule = ACTIVATIONS[activation]
    weighted_sums(
        f,
        kind,
        (w, a, out),
        (n_out, n_in, vectors),
        (item, n_out * item),
        lambda w: f.load_splat(kind, w + n_in * n_out * item),
        lambda _, z: rule.value(f, z) if rule.is_short else z,
    )

    def activate(out: Pointer, kept: Pointer) -> None:
        z = f.load(kind, out)
        if activation == "sine":
            value, slope = sine_and_cosine(f, z)
            f.store(kept, slope)
        else:
            value = rule.value(f, z)
        f.store(out, value)

    if not rule.is_short:
        f.repeat(n_out * vectors, [(out, VECTOR), (kept, VECTOR)], activate)
    return f


def backward(
    kind: Kind, n_in: int, n_out: int, vectors: int, activation: str
) -> Function:
    """d_in = (W^T d_out) activation'(z_in), for pointers to W, d_out, d_in and a_in."""
    name = f"backward_{n_in}_{n_out}_{activation}"
    f = Function(name, I32, I32, I32, I32)
    w, d, out, _ = map(Pointer, f.parameters)
    d_in, a_in = f.parameters[2:]
    between = f.let(a_in - d_in)  # from a place in d_in to the same in a_in
    item = VECTOR // lanes_of(kind)
    rule = ACTIVATIONS[activation]

    def times_slope(at: Pointer, total: Local) -> Value:
        a = f.let(f.load(kind, Pointer(at.base + between, at.offset)))
        return total * rule.slope(a, f.load(kind, at))

    weighted_sums(
        f,
        kind,
        (w, d, out),
        (n_in, n_out, vectors),
        (n_out * item, item),
        lambda _: constant(kind, 0.0),
        times_slope,
    )
    return f


def gradient(kind: Kind, n_in: int, n_out: int, vectors: int) -> Function:
    """gradient of W and b += sum over the chunk of a_in d_out, for pointers to these."""
    f = Function(f"gradient_{n_in}_{n_out}", I32, I32, I32)
    g, a, d = map(Pointer, f.parameters)
    lanes, row = lanes_of(kind), vectors * VECTOR
    item = VECTOR // lanes
    rows, columns = n_in + 1, n_out
    if n_out == 1:  # neighbours in theta are then neighbours in a
        rows, columns, a, d = columns, rows, d, a

    def tile_row(height: int, a: Pointer, g: Pointer) -> None:
        def tile(width: int, d: Pointer, g: Pointer) -> None:
            zero = constant(kind, 0.0)
            sums = [[f.let(zero) for _ in range(width)] for _ in range(height)]

            def term(a: Pointer, d: Pointer) -> None:
                with f.scope():
                    ds = [f.let(f.load(kind, d + j * row)) for j in range(width)]
                    for i in range(height):
                        x = f.let(f.load(kind, a + i * row))
                        for j in range(width):
                            f.set(sums[i][j], sums[i][j] + x * ds[j])

            f.repeat(vectors, [(a, VECTOR), (d, VECTOR)], term)
            for i in range(height):
                # beyond `width` it adds zeros to the neighbours
                full = sums[i] + [zero] * (lanes - width)
                at = g + i * columns * item
                f.store(at, f.load(kind, at) + sums_of_lanes(f, full))

        with f.scope():
            f.tiled(columns, lanes, [(d, row), (g, item)], tile)

    height = even(rows, REGISTERS // lanes)
    f.tiled(rows, height, [(a, row), (g, columns * item)], tile_row)
    return f


def sums_of_lanes(f: Function, vectors: list[Value]) -> Value:
    """Of as many vectors as a vector has lanes: lane i is the sum of vector i's lanes."""
    if len(vectors) == 2:
        a, b = vectors
        return a.shuffle(b, (0, 2)) + a.shuffle(b, (1, 3))
    a, b, c, d = vectors
    low = f.let(a.shuffle(b, (0, 4, 1, 5)) + a.shuffle(b, (2, 6, 3, 7)))
    high = f.let(c.shuffle(d, (0, 4, 1, 5)) + c.shuffle(d, (2, 6, 3, 7)))
    return low.shuffle(high, (0, 1, 4, 5)) + low.shuffle(high, (2, 3, 6, 7))


def sum_of_lanes(f: Function, vector: Local) -> Value:
    """The sum of a vector's lanes, as a scalar."""
    total = vector.lane(0)
    for number in range(1, lanes_of(vector.kind)):
        total = total + vector.lane(number)
    return total


class Judged(NamedTuple):
    """What a loss says of a vector of examples: each one's loss is each + log(factor)."""

    each: Value
    slope: Value  # d loss / d logits
    factor: Value | None = None  # from 1 to 2


def binary_cross_entropy(f: Function, logits: Local, y: Local) -> Judged:
    """log(1 + exp(logits)) - y logits, by way of e = exp(-|logits|), never above 1."""
    e = decay(f, logits.abs() * -1.0)
    grown = f.let(e + 1.0)
    share = f.let(constant(e.kind, 1.0) / grown)  # sigmoid(|logits|)
    y_hat = share.where(logits > 0.0, e * share)
    return Judged(logits.max(0.0) - y * logits, y_hat - y, grown)


def squared_error(f: Function, logits: Local, y: Local) -> Judged:
    """(y_hat - y)^2, and 2 (y_hat - y) y_hat (1 - y_hat)."""
    y_hat = f.let(sigmoid(f, logits))
    off = f.let(y_hat - y)
    return Judged(off * off, off * y_hat * (constant(off.kind, 1.0) - y_hat) * 2.0)


LOSSES = {
    "binary_cross_entropy": binary_cross_entropy,
    "squared_error": squared_error,
}


def output(kind: Kind, vectors: int, loss: str, is_training: bool) -> Function:
    """Loss of a chunk, for pointers to logits, y, the mask, d of the logits, and sums.

    The mask is each example's part of the mean, 0 where the chunk has no example. In
    training d becomes dL/dlogits; else the right answers are counted beside the loss.
    """
    f = Function("learn" if is_training else "judge", *[I32] * 5)
    *rows, sums = map(Pointer, f.parameters)
    total = f.let(f.load(kind, sums + SUMS["loss"]))
    right = f.let(f.load(kind, sums + SUMS["right"]))
    # one logarithm for the chunk: that of the product of up to WIDEST factors
    product = f.let(constant(kind, 1.0))
    has_factor = False

    def judge(z_at: Pointer, y_at: Pointer, mask_at: Pointer, d_at: Pointer) -> None:
        with f.scope():
            logits, y = f.let(f.load(kind, z_at)), f.let(f.load(kind, y_at))
            mask = f.let(f.load(kind, mask_at))
            judged = LOSSES[loss](f, logits, y)
            # by the mask's bits: what stands in a lane without an example may be anything
            is_there = f.let(mask > 0.0)
            f.set(total, total + (judged.each * mask & is_there))
            if judged.factor:
                nonlocal has_factor
                has_factor = True
                one = constant(kind, 1.0)
                f.set(product, product * judged.factor.where(is_there, one))
            if is_training:
                f.store(d_at, judged.slope * mask & is_there)
            else:
                is_wrong = (logits > 0.0) ^ (y > 0.5)
                one = constant(kind, 1.0) & is_there
                f.set(right, right + constant(kind, 0.0).where(is_wrong, one))

    f.repeat(vectors, [(row, VECTOR) for row in rows], judge)
    if has_factor:
        part = f.load_splat(kind, rows[2])  # the mask of the first, who is always there
        f.set(total, total + reduced_log(f, product) * part)
    f.store(sums + SUMS["loss"], total)
    f.store(sums + SUMS["right"], right)
    return f


def penalty(kind: Kind, parameters: int, is_training: bool) -> Function:
    """l1 |w| + l2/2 w^2 of all weights, for pointers to theta, gradient, is_weight, sums.

    is_weight is 1 for a weight and 0 for a bias. In training the gradient takes its part.
    """
    f = Function("punish" if is_training else "price", *[I32] * 5)
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
                sign = _where(w > 0.0, 1.0) - _where(w < 0.0, 1.0)
                slope = (sign * l1 + w * l2) * is_weight
                f.store(gradient_at, f.load(kind, gradient_at) + slope)

    moving = [(array, VECTOR) for array in arrays]
    f.repeat(vectors_of(kind, parameters), moving, add)
    f.store(sums + SUMS["penalty"], total)
    return f


HYPER = (
    "learning_rate",
    "momentum",
    "beta1",
    "beta2",
    "power1",  # beta1 to the number of updates so far; so with power2
    "power2",
    "epsilon",
    "l1",
    "l2",
    "longest",  # square of the length of theta at which a run has diverged
)


def hyper_at(hyper: Pointer, name: str) -> Pointer:
    """Where one of HYPER stands."""
    return hyper + 8 * HYPER.index(name)


def splat(f: Function, kind: Kind, hyper: Pointer, name: str) -> Local:
    """One of HYPER in every lane."""
    return f.let(f.load(F64, hyper_at(hyper, name)).splat(kind))


def vectors_of(kind: Kind, count: int) -> int:
    """The vectors that hold `count` numbers."""
    return -(-count // lanes_of(kind))


def update(kind: Kind, parameters: int, optimizer: str) -> Function:
    """One update of theta, for pointers to theta, gradient, velocity, square, hyper, sums.

    The gradient is zero afterwards; the square of theta's length lies in the sums.
    """
    f = Function(f"update_{optimizer}", *[I32] * 6)
    *arrays, hyper, sums = map(Pointer, f.parameters)
    length = f.let(constant(kind, 0.0))
    change = OPTIMIZERS[optimizer](f, kind, hyper)

    def change_some(theta_at: Pointer, gradient_at: Pointer, *state: Pointer) -> None:
        with f.scope():
            g = f.let(f.load(kind, gradient_at))
            theta = f.let(f.load(kind, theta_at) - change(g, *state))
            f.store(theta_at, theta)
            f.store(gradient_at, constant(kind, 0.0))
            f.set(length, length + theta * theta)

    moving = [(array, VECTOR) for array in arrays]
    f.repeat(vectors_of(kind, parameters), moving, change_some)
    f.store(sums + SUMS["length"], length)
    return f


Change = Callable[..., Value]  # (g, velocity, square) -> what theta is lessened by


def sgd(f: Function, kind: Kind, hyper: Pointer) -> Change:
    """learning_rate g."""
    rate = splat(f, kind, hyper, "learning_rate")
    return lambda g, *_: g * rate


def momentum(f: Function, kind: Kind, hyper: Pointer) -> Change:
    """learning_rate velocity, with velocity = momentum velocity + g."""
    rate, kept = (splat(f, kind, hyper, name) for name in ("learning_rate", "momentum"))

    def change(g: Local, velocity_at: Pointer, _: Pointer) -> Value:
        velocity = f.let(f.load(kind, velocity_at) * kept + g)
        f.store(velocity_at, velocity)
        return velocity * rate

    return change


def adam(f: Function, kind: Kind, hyper: Pointer) -> Change:
    """learning_rate mean_hat / (sqrt(square_hat) + epsilon), the bias undone in both.

    The factors that undo it are float64 in any kind of lane, for they begin near 1 / 0.
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


OPTIMIZERS: dict[str, Callable[[Function, Kind, Pointer], Change]] = {
    "sgd": sgd,
    "momentum": momentum,
    "adam": adam,
}
