"""Values that calls make, as dict keys and set items: keys.json.

    python3.13 make_keys.py

Each row has a name, the pickles of `{value: 1}` and of `{value}` in hexadecimal, and what CPython says: null when it loads both, or the start of its
TypeError. The opcodes around the value are written by hand, because no Python object could hold an unhashable key.
"""
import collections
import decimal
import json
import os
import pickle
import sys


class Call:
    """Is written as the call of `function`."""

    def __init__(self, function, *args):
        self.reduction = function, args

    def __reduce__(self):
        return self.reduction



def body(value, protocol):
    """The opcodes that push `value`, without PROTO, FRAME and STOP."""
    data = pickle._dumps(value, protocol=protocol)
    assert data[-1:] == b"."
    data = data[2:-1]
    return data[9:] if data[:1] == b"\x95" else data


VALUES = {
    "tuple of a list": lambda: Call(tuple, [[]]),
    "tuple of a dict": lambda: Call(tuple, [{}]),
    "tuple of a dict, not empty": lambda: Call(tuple, [{1: 2}]),
    "tuple of a set": lambda: Call(tuple, [{1}]),
    "tuple of a frozenset": lambda: Call(tuple, [frozenset([1])]),
    "tuple of a bytearray": lambda: Call(tuple, [bytearray(b"a")]),
    "tuple of bytes": lambda: Call(tuple, [b"ab"]),
    "tuple of a tuple": lambda: Call(tuple, [(1, 2)]),
    "tuple of a tuple of a list": lambda: Call(tuple, [([],)]),
    "tuple of a tuple of a tuple": lambda: Call(tuple, ((1, ("a",)), None)),
    "tuple of numbers": lambda: Call(tuple, [1, 2.5, True, None, 2**70, "a"]),
    "tuple of nothing": lambda: Call(tuple),
    "tuple of a str": lambda: Call(tuple, "ab"),
    "tuple of a tuple with a list": lambda: Call(tuple, (1, [])),
    "tuple of a tuple with numbers": lambda: Call(tuple, (1, 2)),
    "tuple of a deque": lambda: Call(tuple, [collections.deque()]),
    "tuple of a Counter": lambda: Call(tuple, [collections.Counter()]),
    "tuple of an OrderedDict": lambda: Call(tuple, [collections.OrderedDict()]),
    "tuple of a defaultdict": lambda: Call(tuple, [collections.defaultdict(list)]),
    "tuple of a Decimal": lambda: Call(tuple, [decimal.Decimal("1.5")]),
    "tuple of an sNaN": lambda: Call(tuple, [decimal.Decimal("sNaN")]),
    "tuple of a call of tuple with a list": lambda: Call(tuple, [Call(tuple, [[]])]),
    "tuple of a call of list": lambda: Call(tuple, [Call(list)]),
    "tuple of a call of frozenset": lambda: Call(tuple, [Call(frozenset, [1])]),
    "tuple of a call of bytes": lambda: Call(tuple, [Call(bytes, [1])]),
    "a tuple with a call of tuple with a list": lambda: (1, Call(tuple, [[]])),
    "a tuple with a call of tuple": lambda: (1, Call(tuple, [1])),
    "tuple of the keys of a dict": lambda: Call(tuple, {"a": []}),
    "list": lambda: Call(list),
    "list of numbers": lambda: Call(list, (1,)),
    "set": lambda: Call(set, [1]),
    "set of a list": lambda: Call(set, [[]]),
    "set of a dict": lambda: Call(set, [{}]),
    "set of a deque": lambda: Call(set, [collections.deque()]),
    "frozenset": lambda: Call(frozenset, [1]),
    "frozenset of tuples": lambda: Call(frozenset, [(1, 2), ("a", "b")]),
    "frozenset of a list": lambda: Call(frozenset, [[]]),
    "frozenset of a tuple with a list": lambda: Call(frozenset, [(1, [])]),
    "frozenset of a tuple with a dict": lambda: Call(frozenset, [(1, {})]),
    "frozenset of a dict": lambda: Call(frozenset, [{}]),
    "frozenset of a set": lambda: Call(frozenset, [{1}]),
    "frozenset of a frozenset": lambda: Call(frozenset, [frozenset([1])]),
    "frozenset of a bytearray": lambda: Call(frozenset, [bytearray(b"a")]),
    "frozenset of a deque": lambda: Call(frozenset, [collections.deque()]),
    "dict": lambda: Call(dict),
    "dict with a dict as key": lambda: Call(dict, [({}, 1)]),
    "dict with a list as key": lambda: Call(dict, [([], 1)]),
    "bytes": lambda: Call(bytes, [1, 2]),
    "bytearray": lambda: Call(bytearray, [1, 2]),
    "OrderedDict": lambda: Call(collections.OrderedDict),
    "OrderedDict with a dict as key": lambda: Call(collections.OrderedDict, [({}, 1)]),
    "defaultdict": lambda: Call(collections.defaultdict, list),
    "Counter": lambda: Call(collections.Counter, [1]),
    "Counter of a dict": lambda: Call(collections.Counter, [{}]),
    "deque": lambda: Call(collections.deque, [1]),
    "ChainMap": lambda: Call(collections.ChainMap, {}),
    "UserString": lambda: Call(collections.UserString, "a"),
    "UserList": lambda: Call(collections.UserList, [1]),
    "UserDict": lambda: Call(collections.UserDict, {}),
    "slice of numbers": lambda: Call(slice, 1, 2),
    "slice of a list": lambda: Call(slice, [], None),
    "slice of a tuple": lambda: Call(slice, (1,), None),
    "slice of a tuple of a list": lambda: Call(slice, ([],), None),
    "range": lambda: Call(range, 3),
    "complex": lambda: Call(complex, 1, 2),
    "Decimal NaN": lambda: Call(decimal.Decimal, "NaN"),
    "Decimal sNaN": lambda: Call(decimal.Decimal, "sNaN"),
    "str": lambda: Call(str, "a"),
    "object": lambda: Call(object),
}

# As keys of what is filled by SETITEM.
FILLED = {
    "OrderedDict": collections.OrderedDict,
    "Counter": collections.Counter,
    "defaultdict": lambda: Call(collections.defaultdict, list),
}
KEYS = {
    "a list": lambda: [],
    "a tuple": lambda: (1, (2,)),
    "a tuple with a list": lambda: (1, []),
    "a frozenset": lambda: frozenset([1]),
    "a set": lambda: {1},
    "a bytearray": lambda: bytearray(b"a"),
    "a tuple with a frozenset": lambda: (1, frozenset([2])),
    "a call of tuple with a list": lambda: Call(tuple, [[]]),
}


def refusal(data):
    try:
        pickle.loads(data)
    except TypeError as error:
        return str(error)
    return None


def main():
    rows = []
    for name, make in VALUES.items():
        for protocol in 2, 4, 5:
            head = b"\x80" + bytes([protocol])
            inner = body(make(), protocol)
            pickles = [head + b"}" + inner + b"K\x01s."]
            # A set by its opcodes, where there are any.
            pickles.append(head + (b"\x8f(" + inner + b"\x90." if protocol > 3 else b"c__builtin__\nset\n](" + inner + b"e\x85R."))
            found = [refusal(data) for data in pickles]
            assert (found[0] is None) == (found[1] is None), (name, found)
            rows.append([f"{name}, protocol {protocol}", *(data.hex() for data in pickles), found[0]])
    for filled, make in FILLED.items():
        for name, key in KEYS.items():
            for protocol in 2, 4, 5:
                head = b"\x80" + bytes([protocol])
                # The memo of the first is not asked for by the second.
                data = head + body(make(), protocol) + body(key(), protocol) + b"K\x01s."
                rows.append([f"{filled} with {name} as key, protocol {protocol}", data.hex(), data.hex(), refusal(data)])
    path = os.path.join(os.path.dirname(os.path.abspath(__file__)), "keys.json")
    with open(path, "w") as file:
        head = {"python": sys.version.split()[0], "by": "make_keys.py"}
        file.write('{"made": ' + json.dumps(head) + ',\n"rows": [\n' + ",\n".join(json.dumps(row) for row in rows) + "\n]}\n")


if __name__ == "__main__":
    main()
