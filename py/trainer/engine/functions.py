"""exp, tanh, logarithm, sine and cosine of every lane: WebAssembly has none of them.

Each takes the range apart so that a short series does the rest, as in FreeBSD's msun
(e_exp.c, s_expm1.c, e_log.c, k_sin.c), with Taylor's coefficients, or better ones. exp,
tanh and log are within 2 units in the last place of NumPy's everywhere; infinities and NaN
come out as there. The kernels of now make do with `decay` and `reduced_log`, cheaper for
being asked for less.
"""

from collections.abc import Sequence
from math import factorial, frexp, inf, log, nan, pi
from typing import NamedTuple

from .wasm import F32X4, F64X2, WHOLE, Function, Local, Value, constant


class Precision(NamedTuple):
    """What depends on how many bits a lane has."""

    mantissa: int  # bits after the leading one
    exponent: int  # bias of the stored exponent
    exp_series: tuple[float, ...]  # of (exp(r) - 1 - r) / r^2
    log_terms: int  # of each series, as many as matter in this precision
    sine_terms: int
    ln2: tuple[float, float]  # in two parts: times a whole number, the first is exact
    half_pi: tuple[float, float, float]
    lowest: float  # exp of anything less is 0, of
    highest: float  # anything more infinite
    surely_one: float  # 1 - tanh of it is less than half a unit of the last place

    @property
    def bits(self) -> int:
        """Of a lane."""
        return 64 if self.mantissa == 52 else 32

    @property
    def largest(self) -> float:
        """Of the finite numbers."""
        return float((2 - 2.0**-self.mantissa) * 2.0**self.exponent)

    @property
    def least_decay(self) -> float:
        """Not the least number there is: times another it would be denormal, and slow."""
        return 2.0 ** (-self.exponent // 2)

    @property
    def magic(self) -> float:
        """Added to a small whole number, it leaves that number in the lowest bits."""
        return 1.5 * 2.0**self.mantissa


def parts(number: float, bits: int, count: int) -> list[float]:
    """`number` as a sum of `count` floats, all but the last of so many `bits`."""
    found = []
    for _ in range(count - 1):
        _mantissa, exponent = frexp(number)
        unit = 2.0 ** (exponent - bits)
        found.append(int(number / unit) * unit)
        number -= found[-1]
    return [*found, number]


LN2_LOW = 2.3190468138462996e-17  # ln 2 = log(2.0) + this
HALF_PI_LOW = 6.123233995736766e-17  # pi / 2 = a float64, and this


def two_parts(bits: int) -> tuple[float, float]:
    """Of ln 2."""
    high, low = parts(log(2.0), bits, 2)
    return high, low + LN2_LOW


def three_parts(bits: int) -> tuple[float, float, float]:
    """Of pi / 2."""
    high, middle, low = parts(pi / 2, bits, 3)
    return high, middle, low + HALF_PI_LOW


# Not Taylor's: for |r| up to ln 2 / 2 Chebyshev's points do as well with fewer terms.
# mpmath.chebyfit found them; what they leave out of exp is 1.3e-17 and 7.8e-9.
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
PRECISIONS = {
    F64X2: Precision(
        52, 1023, EXP_F64, 11, 9, two_parts(32), three_parts(26), -746.0, 710.0, 22.0
    ),
    F32X4: Precision(
        23, 127, EXP_F32, 5, 5, two_parts(10), three_parts(9), -104.0, 89.0, 10.0
    ),
}


def polynomial(f: Function, x: Value, coefficients: Sequence[float]) -> Value:
    """c0 + c1 x + c2 x^2 + ..., Estrin's scheme.

    c0 + c1 x, c2 + c3 x and so on are the coefficients of a polynomial in x^2, which
    is half as long: so little has to wait for what comes before it.
    """
    terms: list[Value] = [constant(x.kind, number) for number in coefficients]
    while True:
        pairs = list(zip(terms[::2], terms[1::2], strict=False))
        terms[: 2 * len(pairs)] = [f.let(odd * x + even) for even, odd in pairs]
        if len(terms) == 1:
            return terms[0]
        x = f.let(x * x)


def power_of_two(shifted: Value) -> Value:
    """2 to the whole number k within the range of exponents, out of the bits of k + magic."""
    kind = shifted.kind
    bits = shifted.seen_as(WHOLE[kind]) << PRECISIONS[kind].mantissa
    one = constant(kind, 1.0).seen_as(WHOLE[kind])
    return (bits + one).seen_as(kind)


def reduced_expm1(f: Function, x: Local) -> tuple[Local, Local]:
    """k + magic and exp(r) - 1, with x = k ln 2 + r, k whole and |r| at most ln 2 / 2."""
    p = PRECISIONS[x.kind]
    shifted = f.let(x * (1 / log(2.0)) + p.magic)
    k = f.let(shifted - p.magic)
    r = f.let(x - k * p.ln2[0] - k * p.ln2[1])
    return shifted, f.let(r + r * r * polynomial(f, r, p.exp_series))


def exp(f: Function, x: Value) -> Value:
    """2^k exp(r): see `reduced_expm1`."""
    p = PRECISIONS[x.kind]
    shifted, rest = reduced_expm1(f, f.let(x.max(p.lowest).min(p.highest)))
    # in two steps: 2^k itself may be too large, or too small, while the result is not
    k = f.let(shifted - p.magic)
    half = f.let(k * 0.5 + p.magic)
    scaled = (rest + 1.0) * power_of_two(half)
    return f.let(scaled * power_of_two(k - (half - p.magic) + p.magic))


def decay(f: Function, x: Value) -> Local:
    """exp of x from -infinity to 0, cheaper; at least `least_decay`."""
    lowest = log(PRECISIONS[x.kind].least_decay)
    shifted, rest = reduced_expm1(f, f.let(x.max(lowest)))
    return f.let((rest + 1.0) * power_of_two(shifted))


def tanh(f: Function, x: Value) -> Local:
    """(1 - e) / (1 + e) with e = exp(-2 |x|), and x's sign.

    With e = scale + scale rest, nothing is lost where x is small and e nearly 1.
    """
    p, one = PRECISIONS[x.kind], constant(x.kind, 1.0)
    z, sign_bit = f.let(x), constant(x.kind, -0.0)
    shifted, rest = reduced_expm1(f, f.let((z | sign_bit).max(-p.surely_one) * 2.0))
    scale = f.let(power_of_two(shifted))
    grown = f.let(rest * scale)
    size = (one - scale - grown) / (grown + (scale + 1.0))
    return f.let(size | (z & sign_bit))


def sigmoid(f: Function, x: Value) -> Value:
    """As the trainer's: 0.5 + 0.5 tanh(x / 2)."""
    return tanh(f, x * 0.5) * 0.5 + 0.5


def reduced_log(f: Function, x: Local, power: Value | None = None) -> Local:
    """The natural logarithm of 2^power x, for x positive and not denormal."""
    p, whole = PRECISIONS[x.kind], WHOLE[x.kind]
    # x = 2^k m, with m from sqrt(1/2) to sqrt(2): so log m is small where log x is
    root_half = constant(x.kind, 0.5**0.5).seen_as(whole)
    k_bits = f.let((x.seen_as(whole) - root_half) >> p.mantissa)
    m = (x.seen_as(whole) - (k_bits << p.mantissa)).seen_as(x.kind)
    magic = constant(x.kind, p.magic)
    k = f.let((k_bits + magic.seen_as(whole)).seen_as(x.kind) - magic)
    if power:
        f.set(k, k + power)
    # log(1 + d) = d - (h - s (h + rest)), with h = d^2 / 2 and s = d / (2 + d): what is
    # left of the series 2 atanh(s) is small against d, and so are its errors
    d = f.let(m - 1.0)
    s = f.let(d / (d + 2.0))
    squared = f.let(s * s)
    series = [2 / (2 * n + 1) for n in range(1, p.log_terms)]
    rest = polynomial(f, squared, series) * squared
    h = f.let(d * d * 0.5)
    low = s * (h + rest) + k * p.ln2[1]
    return f.let(k * p.ln2[0] - (h - low - d))


def logarithm(f: Function, x: Value) -> Value:
    """The natural logarithm: -inf of 0, inf of inf, NaN of what is less than 0."""
    p, kind = PRECISIONS[x.kind], x.kind
    z = f.let(x)
    lift = p.mantissa + 2
    is_denormal = f.let(z < 2.0 ** (1 - p.exponent))
    lifted = f.let((z * 2.0**lift).where(is_denormal, z))
    power = constant(kind, -lift) & is_denormal
    result = reduced_log(f, lifted, power)
    f.set(result, result.where(z > 0.0, constant(kind, -inf)))
    f.set(result, z.where(z > p.largest, result))
    is_wrong = (z < 0.0) | z.differs(z)
    return f.let(constant(kind, nan).where(is_wrong, result))


def sine_and_cosine(f: Function, x: Value) -> tuple[Value, Value]:
    """Within 4 units of 2^-53 (2^-24) where |x| is at most 10,000 (1,000)."""
    p, whole = PRECISIONS[x.kind], WHOLE[x.kind]
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
    # by the quarter turn: sine, cosine, -sine, -cosine
    bits = f.let((quarter + p.magic).seen_as(whole))
    last = p.bits - 1
    is_odd = f.let(((bits << last) >> last).seen_as(x.kind))
    sign_bit = constant(x.kind, -0.0)
    turned = f.let(((bits << (last - 1)).seen_as(x.kind)) & sign_bit)
    next_bits = bits + constant(whole, 1)
    turned_next = f.let(((next_bits << (last - 1)).seen_as(x.kind)) & sign_bit)
    return (
        f.let(cosine.where(is_odd, sine) ^ turned),
        f.let(sine.where(is_odd, cosine) ^ turned_next),
    )
