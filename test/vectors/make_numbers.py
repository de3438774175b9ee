"""Pairs of numbers of all types, and how CPython compares them: numbers.json.

    python3.13 make_numbers.py

The other way around nothing is new. Each row: the pair as a pickle in hexadecimal, -1, 0 or 1 (null where `<` is false both ways, or an error), whether they are equal, and their text.
"""
import json
import math
import os
import pickle
import random
import sys
from decimal import Decimal
from fractions import Fraction

sys.set_int_max_str_digits(0)

NEAR = [
    Decimal("0.1"), 0.1, Decimal(0.1), Fraction(1, 10), Fraction(0.1), Decimal("0.1000000000000000000001"), Decimal("0.10"), math.nextafter(0.1, 1),
    Fraction(1, 3), Decimal(1) / 3, 1 / 3, Decimal("0." + "3" * 40), Decimal("0." + "3" * 39 + "4"), Fraction(1 / 3),
    0, 0.0, -0.0, Decimal("-0"), Decimal("0E+999999"), Decimal("0E-999999"), Fraction(0), False, 1, True, 1.0, Decimal("1.000"), Decimal("10E-1"), Fraction(1),
    2**53, 2**53 + 1, float(2**53), Decimal(2**53 + 1), Fraction(2**54 + 1, 2), Decimal("9007199254740992.5"), Decimal("9007199254740993.5"),
    10**22, 1e22, Decimal("1e22"), Decimal("1e23"), 1e23, 10**23, Fraction(10**23), 10**22 + 1,
    5e-324, Decimal("5e-324"), Decimal(5e-324), Fraction(5e-324), Decimal("1e-400"), Fraction(1, 10**400), Fraction(1, 10**400 + 1), -Decimal("1e-400"),
    sys.float_info.max, Decimal(sys.float_info.max), Decimal("1e309"), 10**309, Fraction(10**309, 3), float("inf"), Decimal("Infinity"), float("-inf"),
    Decimal("-Infinity"), float("nan"), Decimal("NaN"), -1, Decimal("-0.1"), -0.1, Fraction(-1, 10), Fraction(-1, 3), -Decimal("0." + "3" * 40),
]
HUGE = [
    Decimal("1e999999"), Decimal("10e999998"), Decimal("1.0000000000000000000000000000000001e999999"), Decimal("-1e999999"), Decimal("1e-999999"),
    Decimal("1E+999999999999999999"), Decimal("9.99E+999999999999999998"), Decimal("1E-1999999999999999997"), Decimal("2E-1999999999999999997"),
    Decimal("-1E+999999999999999999"), 10**700, 10**700 + 1, Decimal("1e700"), Decimal("1." + "0" * 699 + "1e700"), Fraction(10**700, 3), 2**2300,
    1, 1.5, -1e300, float("inf"),
]


def order(a, b):
    """None when they have no order. Python compares with a Fraction by multiplying, which takes all memory for a huge exponent."""
    try:
        return -1 if a < b else 1 if a > b else 0 if a == b else None
    except ArithmeticError:
        return None


def main():
    pairs = [(a, b) for i, a in enumerate(NEAR) for b in NEAR[i:]]
    pairs += [(a, b) for i, a in enumerate(HUGE) for b in HUGE[i:] if not (isinstance(a, Fraction) or isinstance(b, Fraction))]
    pairs += [(a, Fraction(10**700, 3)) for a in (10**700, 10**699, 3.5, -1, 2**2323, 2**2324)]
    rng = random.Random(1)
    for _ in range(600):
        # Neighbours of one value.
        value = Fraction(rng.randrange(-10**6, 10**6), rng.choice([1, 2, 3, 7, 8, 10, 1000, 10**20]))
        forms = [value, float(value), Decimal(value.numerator) / value.denominator, Decimal(float(value)), round(value), value + Fraction(1, 10**30)]
        pairs.append((rng.choice(forms), rng.choice(forms)))
    rows = [[pickle.dumps(pair, 2).hex(), order(*pair), pair[0] == pair[1], " ".join(repr(part)[:40] for part in pair)] for pair in pairs]
    path = os.path.join(os.path.dirname(os.path.abspath(__file__)), "numbers.json")
    with open(path, "w") as file:
        head = {"python": sys.version.split()[0], "by": "make_numbers.py"}
        file.write('{"made": ' + json.dumps(head) + ',\n"rows": [\n' + ",\n".join(json.dumps(row) for row in rows) + "\n]}\n")


if __name__ == "__main__":
    main()
