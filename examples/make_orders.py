"""Makes examples/orders.pkl: what a small web shop might keep, as CPython and NumPy write it.

    python3 examples/make_orders.py        needs NumPy

The class of the customers lives in a module that exists only here, so whoever reads the file meets a class it has never heard of.
"""

import datetime
import decimal
import pathlib
import pickle
import random
import sys
import types

import numpy

PROTOCOL = 5
ORDERS = 1500
CITIES = ["Zürich", "Genève", "Köln", "Praha", "Łódź", "Malmö", "São Paulo", "京都"]
PRODUCTS = ["coffee 250 g", "coffee 1 kg", "filter paper", "grinder", "kettle", "tea, green", "tea, black", "mug"]
# The smallest PNG there is: one transparent pixel.
LOGO = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c489"
    "0000000d49444154789c626001000000ffff03000006000557bfabd40000000049454e44ae426082"
)


class Customer:
    """Pickles as an instance with its attributes as state."""

    def __init__(self, number, name, city, newsletter):
        self.number = number
        self.name = name
        self.city = city
        self.newsletter = newsletter


def register(cls, module):
    """Makes pickle find `cls` as `module.<name>`."""
    sys.modules[module] = types.ModuleType(module)
    cls.__module__ = module
    setattr(sys.modules[module], cls.__name__, cls)


def make_orders(rng, start):
    """Plain records with a list of tuples inside."""
    orders = []
    for number in range(ORDERS):
        lines = [
            (rng.choice(PRODUCTS), rng.randint(1, 6), round(rng.uniform(2, 180), 2))
            for _ in range(rng.randint(1, 4))
        ]
        orders.append(
            {
                "number": 100_000 + number,
                "placed": start + datetime.timedelta(minutes=37 * number),
                "city": rng.choice(CITIES),
                "paid": rng.random() < 0.9,
                "note": None if rng.random() < 0.8 else "please ring twice",
                "lines": lines,
            }
        )
    return orders


def main():
    rng = random.Random(20_240_229)
    zone = datetime.timezone(datetime.timedelta(hours=2), "CEST")
    start = datetime.datetime(2024, 6, 1, 8, 30, tzinfo=zone)
    register(Customer, "webshop")
    best = Customer(7, "Ada Nováková", "Praha", True)
    orders = make_orders(rng, start)
    turnover = sum(decimal.Decimal(str(price)) * count for order in orders for _, count, price in order["lines"])
    data = {
        "shop": "Kaffee & Tee ☕",
        "exported": datetime.datetime(2024, 8, 1, 0, 15, 30, 250_000, tzinfo=zone),
        "turnover": turnover,
        "opening days": {1, 2, 3, 4, 5, 6},
        "ledger hash": 0x5EED_0123_4567_89AB_CDEF_0123_4567_89AB,
        "logo": LOGO,
        "daily totals": numpy.round(rng.uniform(800, 1200) + numpy.cumsum(numpy.arange(62) % 7 * 1.25), 2),
        "best customer": best,
        "accounts": {best.name: best, "guest": None},
        "last order": orders[-1],
        "orders": orders,
    }
    path = pathlib.Path(__file__).with_name("orders.pkl")
    path.write_bytes(pickle.dumps(data, protocol=PROTOCOL))
    print(f"{path.name}: {path.stat().st_size} bytes, Python {sys.version.split()[0]}, NumPy {numpy.__version__}")


if __name__ == "__main__":
    main()
