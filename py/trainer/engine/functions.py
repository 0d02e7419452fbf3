"""tanh, sigmoid, exp, log and powers of every lane: WebAssembly has none of them.

Each reduces its argument to a small range, where a short series does the rest, as in
FreeBSD's msun (e_exp.c, s_expm1.c, e_log.c), with Taylor's coefficients or better
ones. tanh is within 2 units in the last place of the exact value everywhere, infinities and
NaN included. `decay` and `reduced_log` are an exp and a log for part of their range only,
and cheaper for it.
"""

from collections.abc import Sequence
from math import frexp, inf, log, nan, pi
from typing import NamedTuple

from .assembler import Function
from .values import F32X4, F64X2, INTEGERS, Local, Value, constant


class Precision(NamedTuple):
    """What depends on the number of bits in a lane."""

    mantissa: int  # bits after the leading one
    exponent: int  # bias of the stored exponent
    exp_series: tuple[float, ...]  # of (exp(r) - 1 - r) / r^2
    log_terms: int  # of each series, as many as matter in this precision
    sine_terms: int
    ln2: tuple[float, ...]  # in two parts: an integer times the first is exact
    half_pi: tuple[float, ...]
    tanh_is_one: float  # from here on, tanh rounds to 1

    @property
    def bits(self) -> int:
        """The size of a lane."""
        return 64 if self.mantissa == 52 else 32

    @property
    def least_decay(self) -> float:
        """Far above the smallest number, whose products would be denormal, and slow."""
        return 2.0 ** (-self.exponent // 2)

    @property
    def magic(self) -> float:
        """Added to a small integer, it leaves that integer in the lowest bits."""
        return 1.5 * 2.0**self.mantissa


def parts(number: float, low: float, bits: int, count: int) -> tuple[float, ...]:
    """`number + low` as a sum of `count` floats, all but the last with `bits` bits each."""
    found = []
    for _ in range(count - 1):
        _mantissa, exponent = frexp(number)
        unit = 2.0 ** (exponent - bits)
        found.append(int(number / unit) * unit)
        number -= found[-1]
    return (*found, number + low)


LN2_LOW = 2.3190468138462996e-17  # ln 2 = log(2.0) + this
HALF_PI_LOW = 6.123233995736766e-17  # pi / 2 = math.pi / 2 + this


# Not Taylor's: for |r| up to ln 2 / 2, Chebyshev points need fewer terms. Found by
# mpmath.chebyfit; the errors of exp are 1.3e-17 and 7.8e-9.
EXP_F64 = (
    0.5000000000000001,
    0.16666666666666669,
    0.041666666666624164,
    0.008333333333330065,
    0.0013888888917196719,
    0.00019841269863040545,
    2.4801521322368692e-05,
    2.7557268480310024e-06,
    2.7620075879983367e-07,
    2.5100375832561234e-08,
)
EXP_F32 = (
    0.5,
    0.1666657702559799,
    0.041666554662050534,
    0.008363173074513711,
    0.001392617611993558,
)
LN2, HALF_PI = (log(2.0), LN2_LOW), (pi / 2, HALF_PI_LOW)
PRECISIONS = {
    F64X2: Precision(
        52, 1023, EXP_F64, 11, 9, parts(*LN2, 32, 2), parts(*HALF_PI, 26, 3), 22.0
    ),
    F32X4: Precision(
        23, 127, EXP_F32, 5, 5, parts(*LN2, 10, 2), parts(*HALF_PI, 9, 3), 10.0
    ),
}


def polynomial(f: Function, x: Value, coefficients: Sequence[float]) -> Value:
    """c0 + c1 x + c2 x^2 + ... by Estrin's scheme.

    c0 + c1 x, c2 + c3 x and so on are the coefficients of a polynomial in x^2 of half
    the length: few operations wait for one before them.
    """
    terms: list[Value] = [constant(x.kind, number) for number in coefficients]
    while True:
        pairs = list(zip(terms[::2], terms[1::2], strict=False))
        terms[: 2 * len(pairs)] = [f.let(odd * x + even) for even, odd in pairs]
        if len(terms) == 1:
            return terms[0]
        x = f.let(x * x)


def power_of_two(shifted: Value) -> Value:
    """2^k, for an integer k in the range of exponents, from the bits of k + magic."""
    kind = shifted.kind
    bits = shifted.reinterpret(INTEGERS[kind]) << PRECISIONS[kind].mantissa
    one = constant(kind, 1.0).reinterpret(INTEGERS[kind])
    return (bits + one).reinterpret(kind)


def reduced_expm1(f: Function, x: Local) -> tuple[Local, Local]:
    """k + magic and exp(r) - 1, with x = k ln 2 + r, k an integer, |r| at most ln 2 / 2."""
    p = PRECISIONS[x.kind]
    shifted = f.let(x * (1 / log(2.0)) + p.magic)
    k = f.let(shifted - p.magic)
    r = f.let(x - k * p.ln2[0] - k * p.ln2[1])
    return shifted, f.let(r + r * r * polynomial(f, r, p.exp_series))


def decay(f: Function, x: Value) -> Local:
    """exp of x from -infinity to 0, but at least `least_decay`."""
    lowest = log(PRECISIONS[x.kind].least_decay)
    shifted, rest = reduced_expm1(f, f.let(x.max(lowest)))
    return f.let((rest + 1.0) * power_of_two(shifted))


def exp(f: Function, x: Value) -> Local:
    """exp, infinite and denormal as NumPy's: 2^k is a product of two powers, each in range."""
    p = PRECISIONS[x.kind]
    lowest, highest = -log(2.0) * (p.exponent + p.mantissa), log(2.0) * (p.exponent + 1)
    bounded = f.let(x.max(lowest - 1).min(highest + 1))
    shifted, rest = reduced_expm1(f, bounded)
    k = f.let(shifted - p.magic)
    half = f.let((k * 0.5).nearest())
    one, other = (
        f.let(power_of_two(f.let(part + p.magic))) for part in (half, k - half)
    )
    return f.let((rest + 1.0) * one * other)


def expm1(f: Function, x: Value) -> Local:
    """exp(x) - 1, which loses nothing where x is small: there it is the series itself."""
    z = f.let(x)
    shifted, rest = reduced_expm1(f, z)
    is_small = (shifted - PRECISIONS[z.kind].magic).eq(0.0)
    return f.let(rest.where(is_small, exp(f, z) - 1.0))


def tanh(f: Function, x: Value) -> Local:
    """(1 - e) / (1 + e) with e = exp(-2 |x|), and the sign of x.

    e = scale + scale rest loses nothing where x is small and e nearly 1.
    """
    p, one = PRECISIONS[x.kind], constant(x.kind, 1.0)
    z, sign_bit = f.let(x), constant(x.kind, -0.0)
    shifted, rest = reduced_expm1(f, f.let((z | sign_bit).max(-p.tanh_is_one) * 2.0))
    scale = f.let(power_of_two(shifted))
    grown = f.let(rest * scale)
    size = (one - scale - grown) / (grown + (scale + 1.0))
    return f.let(size | (z & sign_bit))


def sigmoid(f: Function, x: Value) -> Value:
    """0.5 + 0.5 tanh(x / 2), as in the trainer's activations.py."""
    return tanh(f, x * 0.5) * 0.5 + 0.5


def reduced_log(f: Function, x: Local) -> Local:
    """The natural logarithm of x, positive and not denormal."""
    p, integer = PRECISIONS[x.kind], INTEGERS[x.kind]
    # x = 2^k m, with m from sqrt(1/2) to sqrt(2): so log m is small where log x is
    root_half = constant(x.kind, 0.5**0.5).reinterpret(integer)
    k_bits = f.let((x.reinterpret(integer) - root_half) >> p.mantissa)
    m = (x.reinterpret(integer) - (k_bits << p.mantissa)).reinterpret(x.kind)
    magic = constant(x.kind, p.magic)
    k = f.let((k_bits + magic.reinterpret(integer)).reinterpret(x.kind) - magic)
    # log(1 + d) = d - (h - s (h + rest)), with h = d^2 / 2 and s = d / (2 + d): the rest
    # of the series 2 atanh(s) is small against d, and so are its errors
    d = f.let(m - 1.0)
    s = f.let(d / (d + 2.0))
    squared = f.let(s * s)
    series = [2 / (2 * n + 1) for n in range(1, p.log_terms)]
    rest = polynomial(f, squared, series) * squared
    h = f.let(d * d * 0.5)
    low = s * (h + rest) + k * p.ln2[1]
    return f.let(k * p.ln2[0] - (h - low - d))


def natural_log(f: Function, x: Value) -> Local:
    """log: -infinity at 0, NaN below; denormal numbers are scaled up first."""
    p, z = PRECISIONS[x.kind], f.let(x)
    tiny = f.let(z < 2.0 ** (1 - p.exponent))
    scale = 2.0**p.mantissa
    scaled = f.let((z * scale).where(tiny, z))
    offset = constant(z.kind, -log(scale)) & tiny
    result = f.let(reduced_log(f, scaled) + offset)
    # log 0, log infinity, and what has no logarithm
    f.set(result, constant(z.kind, -inf).where(z.eq(0.0), result))
    f.set(result, z.where(z.eq(inf), result))
    return f.let(result.where(z >= 0.0, constant(z.kind, nan)))


def log1p(f: Function, x: Value) -> Local:
    """log(u) + (x - (u - 1)) / u with u = 1 + x: what u lost of x comes back."""
    z = f.let(x)
    u = f.let(z + 1.0)
    whole = natural_log(f, u)
    lost = f.let((z - (u - 1.0)) / u)
    return f.let(
        (whole + lost).where(lost.eq(lost), whole)
    )  # NaN where u is 0 or infinite


def power(f: Function, x: Value, y: Value) -> Local:
    """exp(y log |x|), with x's sign where y is odd; NaN where x < 0 and y is no integer."""
    base, exponent = f.let(x), f.let(y)
    size = exp(f, exponent * natural_log(f, base.abs()))
    is_odd = (exponent * 0.5).nearest().ne(exponent * 0.5)
    signed = f.let((size * -1.0).where(is_odd, size))
    f.set(signed, signed.where(exponent.nearest().eq(exponent), constant(x.kind, nan)))
    f.set(size, signed.where(base < 0.0, size))
    return f.let(constant(x.kind, 1.0).where(exponent.eq(0.0), size))
