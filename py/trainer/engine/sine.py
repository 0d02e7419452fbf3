"""Sine and cosine of every lane, as in FreeBSD's msun (k_sin.c, k_cos.c)."""

from math import factorial, pi

from .assembler import Function
from .functions import PRECISIONS, polynomial
from .values import INTEGERS, Value, constant


def sine_and_cosine(f: Function, x: Value) -> tuple[Value, Value]:
    """sin x and cos x.

    The error is at most 2^-51 for |x| up to 10,000; in float32, 2^-22 for |x| up to 1,000.
    """
    p, integer = PRECISIONS[x.kind], INTEGERS[x.kind]
    z = f.let(x)
    quarter = f.let((z * (2 / pi)).nearest())
    r = f.let(z - quarter * p.half_pi[0] - quarter * p.half_pi[1])
    f.set(r, r - quarter * p.half_pi[2])
    squared = f.let(r * r)
    signs = [(-1) ** n for n in range(p.sine_terms + 1)]
    odd = [sign / factorial(2 * n + 1) for n, sign in enumerate(signs)]
    even = [sign / factorial(2 * n) for n, sign in enumerate(signs)]
    sine = f.let(r + r * squared * polynomial(f, squared, odd[1:]))
    cosine = f.let(polynomial(f, squared, even))
    # the quarter turn chooses: sine, cosine, -sine, -cosine
    bits = f.let((quarter + p.magic).reinterpret(integer))
    last = p.bits - 1
    is_odd = f.let(((bits << last) >> last).reinterpret(x.kind))
    sign_bit = constant(x.kind, -0.0)
    turned = f.let(((bits << (last - 1)).reinterpret(x.kind)) & sign_bit)
    next_bits = bits + constant(integer, 1)
    turned_next = f.let(((next_bits << (last - 1)).reinterpret(x.kind)) & sign_bit)
    return (
        f.let(cosine.where(is_odd, sine) ^ turned),
        f.let(sine.where(is_odd, cosine) ^ turned_next),
    )
