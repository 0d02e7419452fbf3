"""Dropout: masks drawn as `MLP.masks` draws them, bit by bit, and laid over a layer.

mask    a unit's rows of all hidden layers, C examples each: 0, or 1 / (1 - dropout)
"""

from .assembler import Function
from .kernels import VECTOR
from .memory import Plan
from .shuffle import STATE, next_word
from .update_code import FIXED
from .updates import hyper_at
from .values import F64, I32, I64, SCALARS, Pointer, ValType, constant

UNIT = 2.0**-53  # NumPy's `random` makes 53 bits of a word a number below 1


def draw_masks(plan: Plan, kind: ValType, hidden: int, vectors: int) -> Function:
    """draw_masks(live): which of the `hidden` units stay, for the first `live` examples."""
    f = Function("draw_masks", I32)
    (live,) = f.parameters
    scalar, item = SCALARS[kind], plan.regions["masks"].dtype.itemsize
    place = hyper_at(plan.at("hyper"), FIXED.index("dropout"))
    rate = f.let(f.load(F64, place))
    counts = f.let((constant(F64, 1.0) / (constant(F64, 1.0) - rate)).convert(scalar))
    at = [plan.at("generator") + 8 * i for i in range(len(STATE[:4]))]
    low, high, *increment = (f.let(f.load(I64, where)) for where in at)

    def draw(to: Pointer) -> None:
        word = next_word(f, (low, high), (increment[0], increment[1]))
        drawn = word.shift_right(11).convert(F64) * UNIT
        zero = constant(scalar, 0.0)
        f.store(to, zero.where(drawn < rate, counts))

    with f.up_to(live) as lane:
        first = f.let(lane * item)
        masks = Pointer(first, plan.at("masks").offset)
        f.repeat(hidden, [(masks, vectors * VECTOR)], draw)
    f.store(at[0], low)
    f.store(at[1], high)
    return f


def lay_masks(kind: ValType, units: int, vectors: int) -> Function:
    """a *= mask and d *= mask: of what units hand on, and of their derivatives kept for backward.

    Parameters: pointers to a, d and the mask.
    """
    f = Function(f"lay_masks_{units}", I32, I32, I32)
    a, d, mask = map(Pointer, f.parameters)

    def lay(a: Pointer, d: Pointer, mask: Pointer) -> None:
        with f.scope():
            factor = f.let(f.load(kind, mask))
            for at in (a, d):
                f.store(at, f.load(kind, at) * factor)

    f.repeat(units * vectors, [(each, VECTOR) for each in (a, d, mask)], lay)
    return f
