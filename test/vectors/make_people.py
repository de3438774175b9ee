"""
What a person should see of instances: pickles of classes that no reader knows, with Python's own str and the contents
that JSON should have.

    python3 make_people.py > people.json
"""
import collections
import datetime
import enum
import json
import pickle
import base64
import sys


class SafeString(str):
    pass


class Number(int):
    pass


class Ratio(float):
    pass


class Row(list):
    pass


class Record(dict):
    pass


class Group(set):
    pass


class Customer(object):
    def __init__(self, **fields):
        self.__dict__.update(fields)


class Slotted(object):
    __slots__ = ("x", "y")


class Bare(object):
    pass


class Color(enum.Enum):
    RED = 1


Point = collections.namedtuple("Point", "x y")
Point.__module__ = __name__

# The module that a user would have.
for Class in (SafeString, Number, Ratio, Row, Record, Group, Customer, Slotted, Bare, Color, Point):
    Class.__module__ = "webshop"
sys.modules["webshop"] = sys.modules[__name__]


def slotted():
    value = Slotted()
    value.x, value.y = 1, [2]
    return value


def tagged():
    value = SafeString("<b>x</b>")
    value.tag = 1
    return value


def row():
    value = Row([1, "a"])
    value.title = "t"
    return value


# name, value, Python's str or None where it is an address or JavaScript has another word, what JSON should have
CASES = [
    ("str", SafeString("<b>x</b>"), str(SafeString("<b>x</b>")), "<b>x</b>"),
    ("str with a field", tagged(), str(tagged()), {"tag": 1}),
    ("int", Number(7), str(int(Number(7))), 7),
    ("float", Ratio(0.5), str(float(Ratio(0.5))), 0.5),
    ("list", Row([1, "a"]), None, [1, "a"]),
    ("list with a field", row(), None, [1, "a"]),
    ("dict", Record(a=1), None, {"a": 1}),
    ("set", Group([5]), None, [5]),
    ("instance", Customer(number=7, name="Ada"), None, {"number": 7, "name": "Ada"}),
    ("instance inside", Customer(first=Customer(number=1)), None, {"first": {"number": 1}}),
    ("slots", slotted(), None, {"x": 1, "y": [2]}),
    ("nothing", Bare(), None, {}),
    ("enum", Color.RED, None, 1),
    ("namedtuple", Point(1, 2), None, [1, 2]),
]

rows = []
for name, value, text, content in CASES:
    for protocol in range(pickle.HIGHEST_PROTOCOL + 1):
        if name == "slots" and protocol < 2:
            continue
        data = base64.b64encode(pickle.dumps(value, protocol)).decode("ascii")
        rows.append({"name": name, "protocol": protocol, "base64": data, "str": text, "json": content})
# A dict whose keys JavaScript compares by identity.
KEYS = {(1, 2): "a", b"x": "b", (1, (2, "y")): "c", datetime.date(2024, 1, 2): "d", 1.5: "e", "k": "f", (): "g"}
keys = [
    {"protocol": protocol, "base64": base64.b64encode(pickle.dumps(KEYS, protocol)).decode("ascii")}
    for protocol in range(pickle.HIGHEST_PROTOCOL + 1)
]
json.dump({"python": sys.version.split()[0], "rows": rows, "keys": keys}, sys.stdout, indent=0)
sys.stdout.write("\n")
