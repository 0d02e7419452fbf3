"""Kernels: the parts of the training loop as WebAssembly, one function for each shape.

A lane is an example. Activations and their gradients are (units, C) arrays: a unit is a
row. Theta is the trainer's own; each layer's b follows its W, (n_in, n_out), and so is one
more row of W, whose input is always 1.

chunk     C examples, `vectors` vectors, computed at once
splat     one weight in every lane, multiplied by the chunk's examples
tile      what a loop sums up in registers before it stores, such as 2 units x 4 vectors
"""

from collections.abc import Callable

from .activations import ActivationCode
from .assembler import Function
from .lowering import Lowering
from .memory import lanes_of
from .values import I32, Local, Pointer, ValType, Value, constant

VECTOR = 16  # bytes
WIDEST = 16  # vectors of a chunk
REGISTERS = 8  # vectors of a tile: at most half of any processor's registers
# where in the array `sums`, in bytes
SUMS = {"loss": 0, "correct": 16, "penalty": 32, "squared_norm": 48}


def even(total: int, most: int) -> int:
    """The size of equal parts of `total`, as few as there can be of at most `most` each."""
    return -(-total // -(-total // most))


def weighted_sums(
    f: Function,
    kind: ValType,
    pointers: tuple[Pointer, Pointer, Pointer],
    shape: tuple[int, int, int],
    strides: tuple[int, int],
    first: Callable[[Pointer], Value],
    last: Callable[[Pointer, Local], Value],
) -> None:
    """out[j] = last(first(j) + sum over i of w[j, i] a[i]) for whole chunks of examples.

    `pointers` are to w, a and out; `shape` is the number of j, of i and of vectors;
    `strides` are the bytes in w from one j to the next, and from one i to the next.
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

    # each addition waits for the one before: with one row, run more columns side by side
    widest = REGISTERS if outer == 1 else REGISTERS // 2
    f.tiled(vectors, even(vectors, widest), [(a0, VECTOR), (out0, VECTOR)], columns)


def forward(
    kind: ValType,
    n_in: int,
    n_out: int,
    vectors: int,
    rule: ActivationCode,
    is_kept: bool,
) -> Function:
    """a_out = activation(W^T a_in + b); parameters: pointers to W, a_in, a_out and d_out.

    With `is_kept`, the derivative goes to d_out for backward: it does not follow from a.
    """
    f = Function(f"forward_{n_in}_{n_out}", I32, I32, I32, I32)
    w, a, out, kept = map(Pointer, f.parameters)
    between = f.let(kept.base - out.base) if is_kept and rule.is_inline else None
    item = VECTOR // lanes_of(kind)

    def activated(kept: Pointer, z: Value) -> Value:
        formula = Lowering(f, kind, rule.forward)
        formula.give("z", z)
        value = formula.output(0)
        if is_kept:
            value = f.let(value)
            f.store(kept, formula.output(1))
        return value

    def last(out: Pointer, z: Local) -> Value:
        if not rule.is_inline:
            return z
        base = out.base + between if between else out.base
        return activated(Pointer(base, out.offset), z)

    weighted_sums(
        f,
        kind,
        (w, a, out),
        (n_out, n_in, vectors),
        (item, n_out * item),
        lambda w: f.load_splat(kind, w + n_in * n_out * item),
        last,
    )
    if not rule.is_inline:
        f.repeat(
            n_out * vectors,
            [(out, VECTOR), (kept, VECTOR)],
            lambda out, kept: f.store(out, activated(kept, f.load(kind, out))),
        )
    return f


def backward(
    kind: ValType, n_in: int, n_out: int, vectors: int, rule: ActivationCode
) -> Function:
    """d_in = (W d_out) activation'(z_in); parameters: pointers to W, d_out, d_in, a_in."""
    f = Function(f"backward_{n_in}_{n_out}", I32, I32, I32, I32)
    w, d, out, _ = map(Pointer, f.parameters)
    d_in, a_in = f.parameters[2:]
    between = f.let(a_in - d_in)  # bytes from a place in d_in to the same in a_in
    item = VECTOR // lanes_of(kind)

    def times_derivative(at: Pointer, total: Local) -> Value:
        formula = Lowering(f, kind, rule.backward)
        source = at if rule.is_kept else Pointer(at.base + between, at.offset)
        formula.give("kept" if rule.is_kept else "a", f.load(kind, source))
        return total * formula.output(0)

    weighted_sums(
        f,
        kind,
        (w, d, out),
        (n_in, n_out, vectors),
        (n_out * item, item),
        lambda _: constant(kind, 0.0),
        times_derivative,
    )
    return f


def gradient(kind: ValType, n_in: int, n_out: int, vectors: int) -> Function:
    """gradient of W and b += sum over the chunk of a_in d_out; parameters: pointers to these."""
    f = Function(f"gradient_{n_in}_{n_out}", I32, I32, I32)
    g, a, d = map(Pointer, f.parameters)
    lanes, row = lanes_of(kind), vectors * VECTOR
    item = VECTOR // lanes
    rows, columns = n_in + 1, n_out
    if n_out == 1:  # W is one column: its neighbours in theta are neighbours in a
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
                # lanes beyond `width` add zeros to what comes next
                full = sums[i] + [zero] * (lanes - width)
                at = g + i * columns * item
                f.store(at, f.load(kind, at) + sums_of_lanes(f, full))

        with f.scope():
            f.tiled(columns, lanes, [(d, row), (g, item)], tile)

    height = even(rows, REGISTERS // lanes)
    f.tiled(rows, height, [(a, row), (g, columns * item)], tile_row)
    return f


def sums_of_lanes(f: Function, vectors: list[Value]) -> Value:
    """One vector out of as many as it has lanes: lane i is the sum of vector i's lanes."""
    if len(vectors) == 2:
        a, b = vectors
        return a.shuffle(b, (0, 2)) + a.shuffle(b, (1, 3))
    a, b, c, d = vectors
    low = f.let(a.shuffle(b, (0, 4, 1, 5)) + a.shuffle(b, (2, 6, 3, 7)))
    high = f.let(c.shuffle(d, (0, 4, 1, 5)) + c.shuffle(d, (2, 6, 3, 7)))
    return low.shuffle(high, (0, 1, 4, 5)) + low.shuffle(high, (2, 3, 6, 7))


def sum_of_lanes(vector: Local) -> Value:
    """The sum of a vector's lanes, as a scalar."""
    total = vector.lane(0)
    for number in range(1, lanes_of(vector.kind)):
        total = total + vector.lane(number)
    return total
