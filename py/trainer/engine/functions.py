"""exp, tanh, logarithm, sine and cosine of every lane: WebAssembly has none of them.

Each takes the range apart so that a short series does the rest, as in FreeBSD's msun
(e_exp.c, s_expm1.c, e_log.c, k_sin.c), with Taylor's coefficients. exp, tanh and log are
within 2 units in the last place everywhere; infinities and NaN come out as NumPy's. The
kernels of now make do with `decay` and `reduced_log`, cheaper for being asked for less.
"""

from collections.abc import Sequence
from math import factorial, frexp, inf, log, nan, pi
from typing import NamedTuple

from .wasm import F32X4, F64X2, WHOLE, Function, Kind, Local, Value, constant


class Precision(NamedTuple):
    """What depends on how many bits a lane has."""

    mantissa: int  # bits after the leading one
    exponent: int  # bias of the stored exponent
    exp_terms: int  # of each series, as many as matter in this precision
    log_terms: int
    sine_terms: int
    ln2: tuple[float, float]  # in two parts: times a whole number, the first is exact
    half_pi: tuple[float, float, float]
    lowest: float  # exp of anything less is 0, of
    highest: float  # anything more infinite
    surely_one: (
        float  # 1 - tanh of half of it is less than half a unit of the last place
    )

    @property
    def bits(self) -> int:
        """Of a lane."""
        return 64 if self.mantissa == 52 else 32

    @property
    def largest(self) -> float:
        """Of the finite numbers."""
        return float((2 - 2.0**-self.mantissa) * 2.0**self.exponent)

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


PRECISIONS = {
    F64X2: Precision(
        52, 1023, 14, 11, 9, two_parts(32), three_parts(26), -746.0, 710.0, 44.0
    ),
    F32X4: Precision(
        23, 127, 8, 5, 5, two_parts(10), three_parts(9), -104.0, 89.0, 20.0
    ),
}


def polynomial(f: Function, x: Value, coefficients: Sequence[float]) -> Value:
    """c0 + x (c1 + x (c2 + ...)), Horner's scheme; `x` is read once for each."""
    result = f.let(constant(x.kind, coefficients[-1]))
    for coefficient in reversed(coefficients[:-1]):
        f.set(result, result * x + coefficient)
    return result


def power_of_two(kind: Kind, whole: Value) -> Value:
    """2 to a whole number within the range of exponents, made of its bits."""
    p = PRECISIONS[kind]
    bits = (whole + p.magic).seen_as(WHOLE[kind]) << p.mantissa
    one = constant(kind, 1.0).seen_as(WHOLE[kind])
    return (bits + one).seen_as(kind)


def reduced_expm1(f: Function, x: Local) -> tuple[Local, Local]:
    """k and exp(r) - 1, with x = k ln 2 + r, k whole and |r| at most ln 2 / 2."""
    p = PRECISIONS[x.kind]
    k = f.let((x * (1 / log(2.0))).nearest())
    r = f.let(x - k * p.ln2[0] - k * p.ln2[1])
    series = [1 / factorial(n) for n in range(2, p.exp_terms)]
    return k, f.let(r + r * r * polynomial(f, r, series))


def exp(f: Function, x: Value) -> Value:
    """2^k exp(r): see `reduced_expm1`."""
    p = PRECISIONS[x.kind]
    k, rest = reduced_expm1(f, f.let(x.max(p.lowest).min(p.highest)))
    # in two steps: 2^k itself may be too large, or too small, while the result is not
    half = f.let((k * 0.5).nearest())
    scaled = (rest + 1.0) * power_of_two(x.kind, half)
    return f.let(scaled * power_of_two(x.kind, k - half))


def decay(f: Function, x: Value) -> Local:
    """exp of x from -infinity to 0, cheaper; at least the smallest number of full precision."""
    p = PRECISIONS[x.kind]
    k, rest = reduced_expm1(f, f.let(x.max((1 - p.exponent) * log(2.0))))
    return f.let((rest + 1.0) * power_of_two(x.kind, k))


def tanh(f: Function, x: Value) -> Local:
    """(1 - e) / (1 + e) with e = exp(-2 |x|), and x's sign.

    With e = scale + scale rest, nothing is lost where x is small and e nearly 1.
    """
    p = PRECISIONS[x.kind]
    z = f.let(x)
    k, rest = reduced_expm1(f, f.let(z.abs().min(p.surely_one / 2) * -2.0))
    scale = f.let(power_of_two(x.kind, k))
    grown = f.let(rest * scale)
    size = ((grown + (scale - 1.0)) / (grown + (scale + 1.0))).abs()
    return f.let(size | (z & constant(x.kind, -0.0)))


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
