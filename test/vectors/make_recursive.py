"""Objects that are met again among their own arguments: recursive.json. After test_recursive_{list,dict,set,frozenset}_subclass_and_inst of CPython's
Lib/test/pickletester.py, and what else leads there.

    python3 make_recursive.py               writes recursive.json: name, protocol, pickle in hexadecimal, and what `describe` says of the value
    python3 make_recursive.py --describe    reads pickles in hexadecimal, one a line, and prints a line for each: what `describe` says

`describe` names items, attributes and which objects are the same one.
"""
import io
import json
import os
import pickle
import sys


class H:
    pass


class MyList(list):
    pass


class MyDict(dict):
    pass


class MySet(set):
    pass


class MyFrozenSet(frozenset):
    pass


class Wrapper:
    """Holds what it is made with; the reduction makes new containers inside containers."""

    def __init__(self, parts):
        self.parts = [list(part) for part in parts]

    def __reduce__(self):
        return Wrapper, ([list(part) for part in self.parts],)


class Keeper:
    """Holds the very list it is made with."""

    def __init__(self, items):
        self.items = items

    def __reduce__(self):
        return Keeper, (self.items,)


class New:
    """Copies the arguments of __new__."""

    def __new__(cls, items=(), named=()):
        self = object.__new__(cls)
        self.items = list(items)
        self.named = dict(named)
        return self

    def __getnewargs_ex__(self):
        return (list(self.items),), {'named': dict(self.named)}

    def __getstate__(self):
        return None


def describe(value):
    """Text that is equal for equal object graphs: an object that comes again is named by its number."""
    numbers = {}
    kept = []

    def walk(value):
        if value is None or isinstance(value, (int, str, bool)):
            return repr(value)
        if id(value) in numbers:
            return '#%d' % numbers[id(value)]
        numbers[id(value)] = len(numbers)
        kept.append(value)
        parts = []
        if isinstance(value, dict):
            parts = sorted('%s: %s' % (walk(key), walk(value[key])) for key in value)
        elif isinstance(value, (set, frozenset)):
            parts = [walk(item) for item in sorted(value, key=lambda item: getattr(item, 'order', 0))]
        elif isinstance(value, (list, tuple)):
            parts = [walk(item) for item in value]
        attributes = getattr(value, '__dict__', {})
        parts += ['.%s=%s' % (name, walk(attributes[name])) for name in sorted(attributes)]
        return '%s(%s)' % (type(value).__name__, ', '.join(parts))

    return walk(value)


def inst(order=0):
    h = H()
    h.order = order
    return h


def cases():
    for name, factory in [('list', MyList), ('dict', MyDict.fromkeys), ('set', MySet), ('frozenset', MyFrozenSet)]:
        h = inst()
        h.attr = factory([h])
        yield name + ' subclass and instance', h.attr
        yield 'instance and ' + name + ' subclass', h
        many = [inst(i) for i in range(5)]
        value = factory(many)
        for h in many:
            h.attr = value
        yield name + ' of many', value
        yield name + ' of many, from one of them', [many[2], value]
        a, b = inst(1), inst(2)
        first, second = factory([a]), factory([b])
        a.attr, b.attr = second, first
        yield 'two of ' + name, [first, second]
        h = inst()
        h.attr = factory([h])
        h.attr.note = h
        yield name + ' with attributes', h.attr
    h = inst()
    h.attr = MyList([h, h.__dict__])
    yield 'list with the dict of an instance', h.attr
    h = inst()
    h.attr = MyList([1, [h, [h.__dict__]], 2])
    yield 'list in a list subclass', h.attr
    h = inst()
    h.attr = MyDict({1: MyList([MySet([h]), 2]), 2: h})
    yield 'subclasses inside each other', h.attr
    h = inst()
    h.attr = Wrapper([[h], [1, h]])
    yield 'lists inside arguments', h.attr
    h = inst()
    h.attr = Keeper([h])
    yield 'a list that is kept', h.attr
    k = Keeper([1])
    k.items.append(k)
    yield 'a list that is kept and holds the object', k
    h = inst()
    h.attr = New([h, 2])
    yield 'arguments of __new__', h.attr
    h = inst()
    h.attr = New([h], named={'h': h})
    yield 'keyword arguments of __new__', h.attr


def main():
    rows = []
    for name, value in cases():
        expected = describe(value)
        for protocol in range(6):
            for pickler in (pickle._Pickler, pickle.Pickler):
                out = io.BytesIO()
                try:
                    pickler(out, protocol).dump(value)
                except RecursionError:
                    continue
                data = out.getvalue()
                try:
                    loaded = describe(pickle.loads(data))
                except TypeError:
                    continue
                row = [name, protocol, data.hex(), loaded]
                if row not in rows:
                    rows.append(row)
                if loaded != expected:
                    print('%s, protocol %d: Python reads another value' % (name, protocol), file=sys.stderr)
    with open(os.path.join(os.path.dirname(os.path.abspath(__file__)), 'recursive.json'), 'w') as file:
        file.write('[\n' + ',\n'.join(json.dumps(row) for row in rows) + '\n]\n')


if __name__ == '__main__':
    sys.modules['make_recursive'] = sys.modules['__main__']
    for cls in (H, MyList, MyDict, MySet, MyFrozenSet, Wrapper, Keeper, New):
        cls.__module__ = 'make_recursive'
    if sys.argv[1:] == ['--describe']:
        for line in sys.stdin:
            try:
                print(describe(pickle.loads(bytes.fromhex(line))))
            except Exception as error:
                print('%s: %s' % (type(error).__name__, error))
    else:
        main()
