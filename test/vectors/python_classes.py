"""Classes that test/write/classes.test.ts has in JavaScript, too: classes.json.

    python3 python_classes.py               writes classes.json: name, protocol, pickle in hexadecimal, what Python has
    python3 python_classes.py --describe    reads pickles in hexadecimal, one a line, and prints what Python has, a line each
"""
import collections
import dataclasses
import json
import os
import pickle
import sys


class MyDict(dict):
    pass


class MyList(list):
    pass


class MySet(set):
    pass


class MyError(Exception):
    pass


Pair = collections.namedtuple('Pair', 'x y')


class Slots:
    __slots__ = ('x', 'y')


class SlotsAndDict:
    __slots__ = ('x', '__dict__')


class Plain:
    pass


class Stateful:
    def __getstate__(self):
        return (self.a, [self.b])

    def __setstate__(self, state):
        self.a, (self.b,) = state


class Strict:
    def __getstate__(self):
        return {'x': self.x}

    def __setstate__(self, state):
        if type(state['x'][0]) is not tuple:
            raise TypeError('a list of tuples is needed, not %r' % state['x'])
        self.x = state['x']


class Money:
    def __init__(self, amount, currency):
        self.amount, self.currency = amount, currency

    def __reduce__(self):
        return Money, (self.amount, self.currency)


class Named:
    def __new__(cls, x, *, y):
        self = object.__new__(cls)
        self.x, self.y = x, y
        return self

    def __getnewargs_ex__(self):
        return (self.x,), {'y': self.y}


if sys.version_info >= (3, 10):
    @dataclasses.dataclass(slots=True)
    class Data:
        a: int
        b: str
else:
    Data = None


def fields(value):
    names = sorted(set(getattr(value, '__dict__', {})) | {name for name in ('x', 'y', 'a', 'b') if hasattr(value, name)})
    return ''.join('.%s=%s' % (name, shown(getattr(value, name))) for name in names)


def shown(value):
    if type(value) in (list, tuple, dict, int, str, float, bool, type(None)):
        if type(value) is list:
            return '[%s]' % ', '.join(map(shown, value))
        return repr(value)
    text = type(value).__name__
    if isinstance(value, dict):
        text += repr(dict(value))
    elif isinstance(value, list):
        text += repr(list(value))
    elif isinstance(value, (set, frozenset)):
        text += repr(sorted(value))
    elif isinstance(value, Exception):
        text += repr(value.args)
    return text + fields(value)


def with_fields(value, **named):
    for name in named:
        setattr(value, name, named[name])
    return value


def cases():
    yield 'dict', MyDict({'a': 1, 'b': [2]})
    yield 'dict with tuple keys', MyDict({(1, 2): 3, (4, (5, 6)): 7})
    yield 'dict with fields', with_fields(MyDict({1: 2}), x=3)
    yield 'list', MyList([1, 2, 3])
    yield 'list with fields', with_fields(MyList([1]), x=2)
    yield 'empty list', MyList()
    yield 'set', MySet([1, 2])
    yield 'set with fields', with_fields(MySet([1]), x=2)
    yield 'error', MyError('text')
    yield 'error with fields', with_fields(MyError('text'), x=1)
    yield 'namedtuple', Pair(1, 'b')
    yield 'slots', with_fields(Slots(), x=1, y='b')
    yield 'slots and dict', with_fields(SlotsAndDict(), x=1, z=2)
    yield 'plain', with_fields(Plain(), x=1)
    yield 'state', with_fields(Stateful(), a=1, b=2)
    yield 'reduce', Money(5, 'EUR')
    yield 'keywords', Named(1, y=2)
    if Data is not None:
        yield 'dataclass with slots', Data(1, 'b')
    yield 'ordered dict with tuple keys', collections.OrderedDict([((1, 2), 3)])
    yield 'defaultdict with tuple keys', collections.defaultdict(list, {(1, 2): [3]})
    yield 'counter with tuple keys', collections.Counter({(1, 2): 3})
    yield 'tuples and frozensets in a field', with_fields(Plain(), x={'t': (1, (2, [3])), 'f': frozenset([4]), 'k': {(1,): ((), (2,))}, 's': {(5, 6)}})
    yield 'tuples in arguments', Money((1, [(2,)], frozenset([3])), 'EUR')
    yield 'tuples in a namedtuple', Pair((1, 2), [frozenset([3])])
    yield 'tuples that a state needs', with_fields(Strict(), x=[(1, 2)])
    pair = (1, 2)
    yield 'tuple that came before its holder', [pair, with_fields(Plain(), x=pair)]
    pair = frozenset([1])
    yield 'frozenset that came before its holder', [pair, with_fields(Plain(), x={'a': pair, 'b': pair})]
    pairs = [(1, 2), frozenset([3])]
    yield 'list of tuples that came before its holder', [pairs, with_fields(Plain(), x=pairs)]
    pairs = [(n, n) for n in range(3)]
    yield 'tuples that came before, in records', [pairs, [with_fields(Plain(), x={'a': n, 'b': pairs[n]}) for n in (0, 1, 2) * 5]]


if __name__ == '__main__':
    sys.modules['python_classes'] = sys.modules['__main__']
    for cls in list(globals().values()):
        if isinstance(cls, type) and cls.__module__ == '__main__':
            cls.__module__ = 'python_classes'
    if sys.argv[1:] != ['--describe']:
        rows = []
        for name, value in cases():
            for protocol in range(6):
                try:
                    rows.append([name, protocol, pickle.dumps(value, protocol).hex(), shown(value)])
                except TypeError:
                    pass
        with open(os.path.join(os.path.dirname(os.path.abspath(__file__)), 'classes.json'), 'w') as file:
            file.write('[\n' + ',\n'.join(json.dumps(row) for row in rows) + '\n]\n')
    else:
        for line in sys.stdin:
            try:
                print(shown(pickle.loads(bytes.fromhex(line))))
            except Exception as error:
                print('%s: %s' % (type(error).__name__, error))
