"""The shuffle: NumPy's `Generator.permutation`, bit by bit, as WebAssembly.

PCG64 (O'Neill, "PCG: A Family of Simple Fast Space-Efficient Statistically Good Algorithms
for Random Number Generation", 2014) is what `numpy.random.default_rng` draws with. NumPy's
permutation is Fisher and Yates' shuffle, from the end. A generator's state is handed over
and back, so that the loop and the engine draw from one sequence.

word    64 random bits: two draws, the lower half first; the higher is kept for the next
state   128 bits, of which a word is made; as two integers, low and high
"""

import numpy as np
from numpy.typing import NDArray

from .assembler import Function
from .memory import Plan
from .values import I32, I64, Local, Pointer, Value, constant

MULTIPLIER = 0x2360ED051FC65DA44385DF649FCCF645
LOW_64, LOW_32 = 2**64 - 1, 2**32 - 1
# in the array `generator`, each of 64 bits; `has_draw` says whether `draw` is still to be used
STATE = ("low", "high", "increment_low", "increment_high", "has_draw", "draw")

State = NDArray[np.uint64]


def is_known(generator: np.random.Generator) -> bool:
    """Whether this generator draws as PCG64, and shuffles as NumPy does."""
    is_numpys = type(generator) is np.random.Generator
    return is_numpys and type(generator.bit_generator) is np.random.PCG64


def state_of(generator: np.random.Generator) -> State:
    """The state of a generator that is known, as the module takes it. (6,)"""
    state = generator.bit_generator.state
    of = state["state"]
    wide = [part for each in (of["state"], of["inc"]) for part in halves(each)]
    return np.array([*wide, state["has_uint32"], state["uinteger"]], np.uint64)


def set_state(generator: np.random.Generator, state: State) -> None:
    """Put a generator where `state_of` would find this state."""
    low, high, increment_low, increment_high, has_draw, draw = state.tolist()
    generator.bit_generator.state = {
        "bit_generator": "PCG64",
        "state": {
            "state": high << 64 | low,
            "inc": increment_high << 64 | increment_low,
        },
        "has_uint32": has_draw,
        "uinteger": draw,
    }


def halves(number: int) -> tuple[int, int]:
    """The lower and the higher 64 bits of 128."""
    return number & LOW_64, number >> 64


def new_order(plan: Plan) -> Function:
    """new_order(examples, is_shuffled): write the numbers of the examples to `order`."""
    f = Function("new_order", I32, I32)
    examples, is_shuffled = f.parameters

    def place(number: Value) -> Pointer:
        return Pointer(number * 4, plan.at("order").offset)

    with f.up_to(examples) as number:
        f.store(place(number), number)
    with f.when(is_shuffled):
        at = [plan.at("generator") + 8 * i for i in range(len(STATE))]
        low, high, *increment = (f.let(f.load(I64, where)) for where in at[:4])
        has_draw, draw = (f.let(f.load(I32, where)) for where in at[4:])
        last = f.let(examples - 1)
        bits = f.new(I32)
        with f.when(last), f.do_while(lambda: last):
            f.set(bits, draw)
            with f.when(has_draw.eq(0)):
                word = next_word(f, (low, high), (increment[0], increment[1]))
                f.set(bits, word.convert(I32))
                f.set(draw, word.shift_right(32).convert(I32))
            f.set(has_draw, has_draw.eq(0))
            # A number from 0 to `last`, else another try: then the swap is of `last` with
            # itself, for a processor guesses no branch that depends on chance.
            mask = constant(I32, -1).shift_right(last.leading_zeros())
            found = f.let(bits & mask)
            is_missed = f.let(found > last)
            other = place(f.let(last.where(is_missed, found)))
            kept = f.let(f.load(I32, other))
            f.store(other, f.load(I32, place(last)))
            f.store(place(last), kept)
            f.set(last, last - 1 + is_missed)
        for value, where in zip(
            (low, high, has_draw, draw), (*at[:2], *at[4:]), strict=True
        ):
            f.store(where, value)
    return f


def next_word(
    f: Function, state: tuple[Local, Local], increment: tuple[Local, Local]
) -> Local:
    """Move the state on: state * MULTIPLIER + increment, mod 2^128; and the word there.

    The word is the XOR of the state's halves, rotated by the state's highest 6 bits.
    """
    low, high = state
    times_low, times_high = (constant(I64, part) for part in halves(MULTIPLIER))
    carried = high_product(f, low, MULTIPLIER & LOW_64)
    f.set(high, high * times_low + low * times_high + carried + increment[1])
    f.set(low, low * times_low + increment[0])
    f.set(high, high + (low < increment[0]).convert(I64))
    return f.let((high ^ low).rotate_right(high.shift_right(58)))


def high_product(f: Function, number: Local, by: int) -> Value:
    """The higher 64 bits of the product of two integers of 64, by their halves of 32."""
    by_low, by_high = (constant(I64, part) for part in (by & LOW_32, by >> 32))
    low, high = f.let(number & LOW_32), f.let(number.shift_right(32))
    middle = f.let(high * by_low + (low * by_low).shift_right(32))
    other = (middle & LOW_32) + low * by_high
    return high * by_high + middle.shift_right(32) + other.shift_right(32)
