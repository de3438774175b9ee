# -*- coding: utf-8 -*-
"""Writes encode.json: what CPython's pickler makes of a list of values, byte for byte.

    python make_encode.py PYTHON... > encode.json

Each PYTHON is an interpreter, or a program that runs a script as one does (Pyodide has releases for each CPython, built for WebAssembly); this
script runs itself in all of them and joins equal answers. A row is

    name, expr      what was pickled: a Python expression
    value           the same value in the language of test/write/value-language.ts
    protocol
    base64          the pickle, or for a long one
    length, sha256  its size and digest
    pythons         versions that write exactly this

Python 2 answers for old-style classes only: its C pickler numbers the memo otherwise, so its Python pickler is asked.
"""
import base64
import hashlib
import json
import pickle
import subprocess
import sys

LONGEST = 3000


def i(value):
    """An int that JSON.parse would not keep."""
    return {'int': str(value)}


def f(text):
    return {'float': text}


def lst(*items):
    return {'list': list(items)}


def tup(*items):
    return {'tuple': list(items)}


def dct(*pairs):
    return {'dict': [list(pair) for pair in pairs]}


def glob(module, name):
    return {'global': [module, name]}


def define(name, value):
    return {'def': name, 'value': value}


def ref(name):
    return {'ref': name}


def rows():
    """(name, Python expression, value, protocols)"""
    every = (0, 1, 2, 3, 4, 5)

    yield 'None', 'None', None, every
    yield 'True', 'True', True, every
    yield 'False', 'False', False, every

    # Ints at the edges of every opcode.
    ints = [0, 1, -1, 255, 256, -255, -256, 65535, 65536, -65536]
    for bits in (31, 32, 39, 40, 47, 48, 53, 55, 56, 63, 64, 71, 72, 127, 128, 2031, 2032, 2039, 2040):
        for delta in (-1, 0, 1):
            ints.append((1 << bits) + delta)
            ints.append(-(1 << bits) + delta)
    for n in ints:
        expr = repr(n) if abs(n) < 1 << 130 else '%s(1 << %d)%+d' % (
            '-' if n < 0 else '', abs(n).bit_length() - (0 if abs(n) & (abs(n) + 1) == 0 else 1),
            n - (1 << (abs(n).bit_length() - (0 if abs(n) & (abs(n) + 1) == 0 else 1))) * (1 if n > 0 else -1))
        assert eval(expr) == n, (expr, n)
        yield 'int %s' % expr, expr, i(n), (0, 2, 4) if abs(n) > 1 << 31 else (0, 1, 4)

    for text in ['0.0', '-0.0', '1.0', '-1.0', '0.1', '1.5', '3.141592653589793', '1e15', '1e16', '123456789012345680.0', '9007199254740993.0',
                 '1e17', '1e22', '1e-4', '0.0001', '0.00012345', '1e-5', '1.2345e-5', '1e100', '-1e-100', '5e-324', '1.7976931348623157e308',
                 '9999999999999998.0', '1234567.125', '100.0', '1e5']:
        yield 'float ' + text, text, f(text), (0, 1, 4)
    for text in ('inf', '-inf', 'nan'):
        yield 'float ' + text, "float('%s')" % text, f(text), (0, 1, 4)

    yield 'empty str', "''", '', every
    yield 'str', "'hello'", 'hello', every
    yield 'latin str', r"'caf\xe9'", 'caf\xe9', every
    yield 'wide str', r"'\u20ac \U0001f600'", '\u20ac \U0001f600', every
    yield 'lone surrogates', r"'a\ud800b\udc00'", 'a\ud800b\udc00', every
    yield 'str to be escaped', r"'a\\b\nc\rd\0e\x1af\x7f\x80\xff\u0100\t'", 'a\\b\nc\rd\0e\x1af\x7f\x80\xff\u0100\t', every
    for n in (40, 47, 48, 49, 84, 85, 86, 254, 255, 256, 257, 21844, 21846, 65534, 65535, 65536, 65537):
        yield 'str of %d' % n, "'x' * %d" % n, {'text': ['x', n]}, (2, 4)
    for n in (41, 42, 43, 84, 85, 86, 127, 128, 21845, 32767, 32768):
        yield 'str of %d two-byte characters' % n, r"'\xe9' * %d" % n, {'text': ['\xe9', n]}, (2, 4)
    yield 'equal strs', "(lambda s: [s, 'b', s, s])('same')", lst('same', 'b', 'same', 'same'), every
    yield 'equal long strs', "(lambda s: [s, s])('s' * 300)", lst({'text': ['s', 300]}, {'text': ['s', 300]}), every
    yield 'str between large strs', "['a' * 65536, 'b', 'c' * 65536, 1]", lst({'text': ['a', 65536]}, 'b', {'text': ['c', 65536]}, 1), (1, 4, 5)
    yield '300 strs', "[intern('s%d' % i) for i in range(300)] + ['s7', 's299']", lst(*(['s%d' % n for n in range(300)] + ['s7', 's299'])), None

    yield 'empty bytes', "b''", {'bytes': ''}, every
    yield 'one byte', r"b'\xff'", {'bytes': '\xff'}, every
    yield 'bytes', r"b'a\n\\\x00\x80\xff'", {'bytes': 'a\n\\\0\x80\xff'}, every
    yield 'bytes twice', "(lambda b: [b, b])(b'abc')", lst(define('b', {'bytes': 'abc'}), ref('b')), every
    yield 'small bytes are one object', "[b'', b'', b'x', b'x']", lst({'bytes': ''}, {'bytes': ''}, {'bytes': 'x'}, {'bytes': 'x'}), every
    yield 'equal bytes that are two', "[bytes(bytearray(b'abc')), bytes(bytearray(b'abc'))]", lst({'bytes': 'abc'}, {'bytes': 'abc'}), every
    for n in (255, 256, 65535, 65536, 65537):
        yield 'bytes of %d' % n, "b'z' * %d" % n, {'bytestext': ['z', n]}, (2, 3, 4)
    yield 'empty bytearray', 'bytearray()', {'bytearray': ''}, every
    yield 'bytearray', r"bytearray(b'ab\x80')", {'bytearray': 'ab\x80'}, every
    for n in (65535, 65536):
        yield 'bytearray of %d' % n, "bytearray(b'z' * %d)" % n, {'bytearraytext': ['z', n]}, (4, 5)
    yield 'large bytes in a list', "[1, b'z' * 70000, 2]", lst(1, {'bytestext': ['z', 70000]}, 2), (3, 4, 5)

    yield 'empty list', '[]', lst(), every
    yield 'list of one', '[1]', lst(1), every
    yield 'list', '[1, 2, 3]', lst(1, 2, 3), every
    for n in (999, 1000, 1001, 1002, 2000, 2001):
        yield 'list of %d' % n, 'list(range(%d))' % n, {'range': n}, every
    for n in range(2, 8):
        yield 'frame edge %d' % n, "['x' * 65499, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0][:%d]" % n, lst(
            {'text': ['x', 65499]}, *[f('1.0')] * (n - 1)), (4,)
    for n in range(65500, 65540):
        yield 'frame of %d' % n, "['x' * 65400, 'y' * %d, 1, [2]]" % (n - 65400), lst(
            {'text': ['x', 65400]}, {'text': ['y', n - 65400]}, 1, lst(2)), (4,)
    yield 'several frames', 'list(range(100000))', {'range': 100000}, (2, 4)
    yield 'nested list', '[[], [[]], [[[]]]]', lst(lst(), lst(lst()), lst(lst(lst()))), every
    yield 'shared list', '(lambda a: [a, a])([])', lst(define('a', lst()), ref('a')), every
    yield 'recursive list', '(lambda a: a.append(a) or a)([])', define('a', lst(ref('a'))), every

    yield 'empty tuple', '()', tup(), every
    for n in range(1, 5):
        yield 'tuple of %d' % n, 'tuple(range(%d))' % n, tup(*range(n)), every
    yield 'tuple of 1001', 'tuple(range(1001))', tup(*range(1001)), (1, 4)
    yield 'shared tuple', '(lambda t: [t, t, (), ()])((1, 2))', lst(define('t', tup(1, 2)), ref('t'), tup(), tup()), every
    for n in (1, 2, 3, 4):
        yield 'recursive tuple of %d' % n, '(lambda a: (lambda t: a.append(t) or t)((%sa,)))([])' % ('0, ' * (n - 1)), define(
            't', tup(*([0] * (n - 1) + [lst(ref('t'))]))), every
    yield 'list in recursive tuple', '(lambda a: a.append((a,)) or a)([])', define('a', lst(tup(ref('a')))), every

    yield 'empty dict', '{}', dct(), every
    yield 'dict of one', "{'a': 1}", dct(('a', 1)), every
    yield 'dict', "{'a': 1, 2: [3], (4,): {}}", dct(('a', 1), (2, lst(3)), (tup(4), dct())), every
    for n in (999, 1000, 1001, 2000, 2001):
        yield 'dict of %d' % n, '{i: i for i in range(%d)}' % n, {'dictrange': n}, every
        yield 'str dict of %d' % n, "{'k%%d' %% i: i for i in range(%d)}" % n, {'record': n}, (1, 4)
    yield 'recursive dict', "(lambda d: d.update(a=d) or d)({})", define('d', dct(('a', ref('d')))), every
    yield 'records', "[{'id': i, 'name': intern('n%d' % (i % 10)), 'tags': ['x', i]} for i in range(300)]", lst(
        *[dct(('id', n), ('name', 'n%d' % (n % 10)), ('tags', lst('x', n))) for n in range(300)]), every
    yield 'tuple in its own dict', '(lambda d: (lambda t: d.update(t=t) or t)((d,)))({})', define('t', tup(dct(('t', ref('t'))))), every

    yield 'empty set', 'set()', {'set': []}, every
    yield 'set', '{1, 2, 3}', {'set': [1, 2, 3]}, every
    yield 'shared set', '(lambda s: [s, s])({1})', lst(define('s', {'set': [1]}), ref('s')), every
    for n in (1000, 1001, 2000):
        yield 'set of %d' % n, 'set(range(%d))' % n, {'set': list(range(n))}, (2, 4)
    yield 'empty frozenset', 'frozenset()', {'frozenset': []}, every
    yield 'frozenset', 'frozenset([1, 2])', {'frozenset': [1, 2]}, every
    yield 'frozenset of 1001', 'frozenset(range(1001))', {'frozenset': list(range(1001))}, (2, 4)
    yield 'shared frozenset', '(lambda s: [s, {s: s}])(frozenset([1]))', lst(
        define('s', {'frozenset': [1]}), dct((ref('s'), ref('s')))), every

    # Globals.
    for module, name in [('builtins', 'int'), ('builtins', 'str'), ('builtins', 'range'), ('builtins', 'list'), ('builtins', 'ValueError'),
                         ('builtins', 'FileNotFoundError'), ('builtins', 'Exception'), ('collections', 'OrderedDict'), ('functools', 'reduce'),
                         ('collections', 'UserDict'), ('urllib.parse', 'quote'), ('itertools', 'zip_longest'), ('builtins', 'map')]:
        expr = '__import__(%r, fromlist=["x"]).%s' % (module, name)
        recorded = ('_functools', 'reduce') if name == 'reduce' else (module, name)
        yield 'global %s.%s' % (module, name), expr, glob(*recorded), every
    yield 'global twice', '[OrderedDict, OrderedDict]', lst(glob('collections', 'OrderedDict'), glob('collections', 'OrderedDict')), every
    yield 'globals of one module', '[Outer, Plain]', lst(glob('__main__', 'Outer'), glob('__main__', 'Plain')), every
    yield 'nested name', 'Outer.Inner', glob('__main__', 'Outer.Inner'), every
    yield 'deeply nested name', 'Outer.Inner.Core', glob('__main__', 'Outer.Inner.Core'), every
    yield 'nested names', '[Outer.Inner.Core, Outer, Outer.Inner]', lst(
        glob('__main__', 'Outer.Inner.Core'), glob('__main__', 'Outer'), glob('__main__', 'Outer.Inner')), every
    yield 'type(None)', 'type(None)', glob('builtins', 'NoneType'), every
    yield 'type(...)', 'type(...)', glob('builtins', 'ellipsis'), every
    yield 'type(NotImplemented)', 'type(NotImplemented)', glob('builtins', 'NotImplementedType'), every
    yield 'NotImplemented', 'NotImplemented', glob('builtins', 'NotImplemented'), every
    yield 'name that is not ASCII', 'Gr\xf6\xdfe', glob('__main__', 'Gr\xf6\xdfe'), (3, 4)

    # Reductions and inert objects.
    def new(cls, args=(), **rest):
        return dict({'object': glob('__main__', cls), 'args': list(args), 'form': 'NEWOBJ'}, **rest)

    later = (2, 3, 4, 5)
    yield 'instance', "make(Plain, {'a': 1})", new('Plain', state=dct(('a', 1))), later
    yield 'instance without state', 'Plain()', new('Plain'), later
    yield 'instance of protocol 0', "make(Plain, {'a': 1})", {
        'object': glob('__main__', 'Plain'), 'args': [glob('builtins', 'object'), None], 'form': 'reconstructor', 'state': dct(('a', 1))}, (0, 1)
    yield 'shared instances', '(lambda p: [p, p, Plain()])(Plain())', lst(define('p', new('Plain')), ref('p'), new('Plain')), later
    yield 'recursive instance', '(lambda p: setattr(p, "me", p) or p)(Plain())', define('p', new('Plain', state=dct(('me', ref('p'))))), later
    yield 'slots', 'make_slots(1)', new('Slots', state=tup(None, dct(('x', 1)))), later
    yield 'list subclass', 'make(Items([1, 2]), {"a": 1})', new('Items', items=[1, 2], state=dct(('a', 1))), later
    yield 'list subclass of one', 'Items([1])', new('Items', items=[1]), later
    for n in (999, 1000, 1001, 2000, 2001):
        yield 'list subclass of %d' % n, 'Items(range(%d))' % n, new('Items', items=list(range(n))), (2, 4)
        yield 'dict subclass of %d' % n, 'Table((i, i) for i in range(%d))' % n, new('Table', entries=[[x, x] for x in range(n)]), (2, 4)
    yield 'dict subclass', 'make(Table({1: 2}), {"a": 1})', new('Table', entries=[[1, 2]], state=dct(('a', 1))), later
    yield 'int subclass', 'Number(5)', new('Number', [5]), later
    yield 'namedtuple', 'Point(1, 2)', new('Point', [1, 2]), later
    yield 'keyword arguments', 'Keywords(1, b=2)', {
        'object': glob('__main__', 'Keywords'), 'args': [1], 'kwargs': dct(('b', 2)), 'form': 'NEWOBJ_EX'}, later
    yield 'keyword arguments twice', '[Keywords(1, b=2), Keywords(3, b=4)]', lst(
        {'object': glob('__main__', 'Keywords'), 'args': [1], 'kwargs': dct(('b', 2)), 'form': 'NEWOBJ_EX'},
        {'object': glob('__main__', 'Keywords'), 'args': [3], 'kwargs': dct(('b', 4)), 'form': 'NEWOBJ_EX'}), later
    yield 'complex', '1.5+2j', {'call': glob('builtins', 'complex'), 'args': [f('1.5'), f('2.0')]}, every
    yield 'OrderedDict', "OrderedDict([('a', 1), ('b', 2)])", {
        'call': glob('collections', 'OrderedDict'), 'args': [], 'entries': [['a', 1], ['b', 2]]}, every
    yield 'OrderedDict of one', "OrderedDict([('a', [])])", {'call': glob('collections', 'OrderedDict'), 'args': [], 'entries': [['a', lst()]]}, every
    yield 'deque', 'deque([1, 2], 5)', {'call': glob('collections', 'deque'), 'args': [tup(), 5], 'items': [1, 2]}, every
    yield 'state setter', 'Set6()', {
        'call': glob('__main__', 'Set6'), 'args': [], 'state': lst(1), 'stateSetter': glob('__main__', 'set_state')}, (2, 4)
    yield 'in its own arguments', 'recursive_reduce()', define(
        'r', {'call': glob('__main__', 'Reduced'), 'args': [lst(ref('r'))], 'state': 1}), (0, 1, 2, 4)
    yield 'exception', "ValueError('bad', 1)", {'call': glob('builtins', 'ValueError'), 'args': ['bad', 1]}, every
    # Where module and class have one name, CPython holds two equal strs; these rows are of protocols that do not save them.
    yield 'datetimes', "[datetime(2024, 3, 10, 1, 2, 3, 456000, timezone.utc), datetime(1, 1, 1, tzinfo=timezone.utc)]", lst(
        {'date': '2024-03-10T01:02:03.456Z'}, {'date': '0001-01-01T00:00:00.000Z'}), (0, 1, 2, 3)
    yield 'array', "array('d', [1, 2.5])", {'float64array': [1, 2.5]}, (0, 1, 2, 3)
    yield 'int array', "array('h', [1, -2])", {'int16array': [1, -2]}, (0, 1, 2, 3)


SETUP = r'''
from collections import OrderedDict, deque, namedtuple
from datetime import datetime, timezone
from array import array
from sys import intern

class Outer:
    class Inner:
        class Core:
            pass

class Plain: pass
class Items(list): pass
class Table(dict): pass
class Number(int): pass
class Slots:
    __slots__ = ('x',)
Point = namedtuple('Point', 'x y')

class Keywords:
    def __new__(cls, a, *, b):
        return object.__new__(cls)
    def __init__(self, a, *, b):
        self.given = ((a,), dict(b=b))
    def __getnewargs_ex__(self):
        return self.given
    def __reduce_ex__(self, protocol):
        return object.__reduce_ex__(self, protocol)[:2]

def set_state(obj, state): pass
class Set6:
    def __reduce__(self):
        return (Set6, (), [1], None, None, set_state)

class Reduced:
    def __init__(self, held): self.held = held
    def __reduce__(self):
        return (Reduced, (self.held,), 1)

def recursive_reduce():
    held = []
    r = Reduced(held)
    held.append(r)
    return r

def make(obj, attributes):
    obj = obj() if isinstance(obj, type) else obj
    obj.__dict__.update(attributes)
    return obj

def make_slots(x):
    s = Slots()
    s.x = x
    return s
'''

PYTHON2 = '''
class Old: pass
'''


def python2_rows():
    def old(cls, args):
        return {'object': glob('__main__', cls), 'args': args, 'form': 'INST', 'state': dct()}

    yield 'old-style instance', 'Old()', old('Old', []), (0,)
    yield 'old-style instances', '[Old(), Old()]', lst(old('Old', []), old('Old', [])), (0,)
    for name, expr, value, _ in list(python2_rows_of_form_obj()):
        yield name, expr, value, (1, 2)


def python2_rows_of_form_obj():
    def old(cls, args):
        return {'object': glob('__main__', cls), 'args': args, 'form': 'OBJ', 'state': dct()}

    yield 'old-style instance, OBJ', 'Old()', old('Old', []), None
    yield 'old-style instances, OBJ', '[Old(), Old()]', lst(old('Old', []), old('Old', [])), None


def emit():
    """What this interpreter writes: one JSON row a line."""
    main = sys.modules['__main__'].__dict__
    old = sys.version_info[0] == 2
    exec(PYTHON2 if old else SETUP, main)
    if not old:
        exec('class Gr\xf6\xdfe: pass', main)
    for name, expr, value, protocols in (python2_rows() if old else rows()):
        for protocol in protocols or (1, 4):
            if protocol > pickle.HIGHEST_PROTOCOL:
                continue
            data = pickle.dumps(eval(expr, main), protocol)
            row = {'name': name, 'expr': expr, 'value': value, 'protocol': protocol}
            if len(data) <= LONGEST:
                row['base64'] = base64.b64encode(data).decode('ascii')
            else:
                row['length'] = len(data)
                row['sha256'] = hashlib.sha256(data).hexdigest()
            row['pythons'] = '.'.join(map(str, sys.version_info[:3]))
            print(json.dumps(row, sort_keys=True))


def main(interpreters):
    joined = {}
    for interpreter in interpreters:
        environment = {'PYTHONHASHSEED': '0', 'PYTHONIOENCODING': 'utf-8', 'PYTHONUTF8': '1'}
        for line in subprocess.check_output([interpreter, __file__, '--emit'], env=environment).decode('ascii').splitlines():
            row = json.loads(line)
            version = row.pop('pythons')
            key = json.dumps(row, sort_keys=True)
            joined.setdefault(key, []).append(version)
    ordered = sorted(joined.items(), key=lambda item: (json.loads(item[0])['name'], json.loads(item[0])['protocol'], item[1]))
    print('[')
    print(',\n'.join(json.dumps(dict(json.loads(key), pythons=versions), sort_keys=True) for key, versions in ordered))
    print(']')


if sys.argv[1:] == ['--emit']:
    emit()
else:
    main(sys.argv[1:])
