#!/usr/bin/env python
"""Pickles of standard-library values, made by CPython: test/vectors/stdlib.json.

To make the file anew, run with each Python to be covered, then merge with the newest one (3.13 or later), which loads
every pickle and writes down its repr():

    for python in python2.7 python3.6 python3.8 python3.11 python3.13; do
        $python make_stdlib.py > rows.$($python -c 'import sys; print("%d.%d" % sys.version_info[:2])').json
    done
    python3.13 make_stdlib.py --merge rows.*.json > stdlib.json

A row of the result is {name, python: [versions], protocol, base64, repr, encoding?}; equal pickles of several versions
share a row, handmade ones (vector_handmade.py) have no version. `encoding` is set where Python 2 str holds bytes. The output depends on nothing but the interpreters.
"""
from __future__ import print_function

import base64
import collections
import datetime
import decimal
import fractions
import json
import pickle
import sys
import uuid

PYTHON3 = sys.version_info[0] >= 3


def attributed(value, **attributes):
    for name, attribute in sorted(attributes.items()):
        setattr(value, name, attribute)
    return value


def rows_of_any_python():
    D = decimal.Decimal
    yield 'date', datetime.date(2024, 3, 10)
    yield 'date-min', datetime.date.min
    yield 'date-max', datetime.date.max
    yield 'time', datetime.time(1, 2, 3, 456789)
    yield 'time-zero', datetime.time()
    yield 'time-seconds', datetime.time(23, 59, 59)
    yield 'datetime', datetime.datetime(2024, 3, 10, 1, 2, 3, 456789)
    yield 'datetime-minutes', datetime.datetime(1969, 7, 20, 20, 17)
    yield 'datetime-max', datetime.datetime.max
    yield 'timedelta', datetime.timedelta(1, 2, 3)
    yield 'timedelta-zero', datetime.timedelta(0)
    yield 'timedelta-negative', datetime.timedelta(microseconds=-1)
    yield 'timedelta-min', datetime.timedelta.min
    yield 'timedelta-max', datetime.timedelta.max
    for text in ('0', '-0', '1.50', '123456789012345678901234567890.000', '1E+3', '1E-7', '0.000001', '0E-10', '0E+5', '-1.5E-300',
                 'NaN', 'NaN123', '-sNaN', 'Infinity', '-Infinity', '1E+999999999', '9' * 60):
        yield 'decimal ' + text, D(text)
    yield 'fraction', fractions.Fraction(1, 3)
    yield 'fraction-negative', fractions.Fraction(-10, 4)
    yield 'fraction-integer', fractions.Fraction(7)
    yield 'fraction-big', fractions.Fraction(10 ** 40, 3 ** 50)
    yield 'uuid', uuid.UUID('12345678-1234-5678-1234-567812345678')
    yield 'uuid-small', uuid.UUID(int=5)
    yield 'uuid-max', uuid.UUID(int=2 ** 128 - 1)
    yield 'complex', complex(1, -2.5)
    yield 'complex-zero', complex(-0.0, 0.0)
    yield 'set', set([1])
    yield 'set-empty', set()
    yield 'frozenset', frozenset([u'a'])
    yield 'bytearray', bytearray(b'\x00\xff abc')
    yield 'bytearray-empty', bytearray()
    yield 'ordereddict', collections.OrderedDict([(u'b', 1), (u'a', [2])])
    yield 'ordereddict-empty', collections.OrderedDict()
    yield 'ordereddict-attribute', attributed(collections.OrderedDict([(1, 2)]), x=u'y')
    yield 'defaultdict', collections.defaultdict(list, {u'a': [1, 2]})
    yield 'defaultdict-none', collections.defaultdict(None, {1: 2})
    yield 'counter', collections.Counter({u'a': 1, u'b': 3})
    yield 'counter-empty', collections.Counter()
    yield 'deque', collections.deque([1, u'two', None])
    yield 'deque-maxlen', collections.deque([1, 2, 3], 3)
    yield 'deque-maxlen-zero', collections.deque([], 0)
    yield 'deque-empty', collections.deque()
    yield 'range', range(1, 10, 3) if PYTHON3 else xrange(1, 10, 3)  # noqa: F821
    yield 'type', [int, list, dict, datetime.date]
    yield 'exception', ValueError(u'bad', 3)
    yield 'exception-plain', KeyError(u'k')
    yield 'exception-empty', RuntimeError()
    yield 'exception-attribute', attributed(ValueError(u'x'), extra=1)
    shared = datetime.datetime(2000, 1, 1)
    yield 'shared', [shared, shared, {u'k': D('1.0')}]


def rows_of_python3():
    import pathlib
    import types

    timezone, timedelta = datetime.timezone, datetime.timedelta
    yield 'timezone-utc', timezone.utc
    yield 'timezone', timezone(timedelta(hours=-5, minutes=-30))
    yield 'timezone-named', timezone(timedelta(hours=1), 'CET')
    yield 'timezone-zero-named', timezone(timedelta(0), 'Z')
    yield 'datetime-utc', datetime.datetime(2024, 1, 1, tzinfo=timezone.utc)
    yield 'datetime-timezone', datetime.datetime(2024, 1, 1, 12, tzinfo=timezone(timedelta(hours=1)))
    yield 'datetime-fold', datetime.datetime(2024, 10, 27, 2, 30, fold=1)
    yield 'datetime-fold-timezone', datetime.datetime(2024, 10, 27, 2, 30, fold=1, tzinfo=timezone.utc)
    yield 'time-fold', datetime.time(2, 30, fold=1)
    yield 'time-timezone', datetime.time(2, 30, tzinfo=timezone(timedelta(hours=1)))
    if sys.version_info >= (3, 7):
        yield 'timezone-seconds', timezone(timedelta(seconds=3661, microseconds=5))
        yield 'uuid-safe', uuid.UUID(int=7, is_safe=uuid.SafeUUID.safe)
        yield 'uuid-unsafe', uuid.UUID(int=7, is_safe=uuid.SafeUUID.unsafe)
    if sys.version_info >= (3, 9):
        import zoneinfo

        paris = zoneinfo.ZoneInfo('Europe/Paris')
        yield 'zoneinfo', paris
        yield 'zoneinfo-no-cache', zoneinfo.ZoneInfo.no_cache('Asia/Tokyo')
        yield 'datetime-zoneinfo', [datetime.datetime(2024, 7, 1, tzinfo=paris), datetime.time(1, tzinfo=paris), paris]
    for text in ('', '.', '/', '/a/b', '//a', 'a/../b', 'a b/c.txt'):
        yield 'posix path ' + text, pathlib.PurePosixPath(text)
    for text in ('C:\\a\\b', 'C:a', 'a/b', '\\\\server\\share\\x', '\\a', 'C:\\'):
        yield 'windows path ' + text, pathlib.PureWindowsPath(text)
    yield 'posix path joined', pathlib.PurePosixPath('/a', 'b/./c', 'd')
    yield 'windows path joined', pathlib.PureWindowsPath('c:/a', 'd:b', 'c')
    yield 'local path', pathlib.Path('/tmp/x')
    yield 'namespace', types.SimpleNamespace(b=1, a=[2])
    yield 'namespace-empty', types.SimpleNamespace()
    cycle = types.SimpleNamespace()
    cycle.me = cycle
    yield 'namespace-cycle', cycle
    yield 'chainmap', collections.ChainMap({'a': 1}, {'b': 2})
    yield 'userdict', collections.UserDict(a=1)
    yield 'userlist', collections.UserList([1, 2])
    yield 'userstring', collections.UserString('text')
    yield 'slice', slice(1, None, 2)
    yield 'ellipsis', [Ellipsis, NotImplemented]
    yield 'nonetype', [type(None), type(Ellipsis), type(NotImplemented)]
    yield 'bytes', [b'', b'\x00\xff', b'abc']
    yield 'oserror', OSError('x')
    yield 'oserror-errno', FileNotFoundError(2, 'No such file', 'name')
    yield 'oserror-two-names', OSError(18, 'Cross-device link', 'a', None, 'b')
    yield 'importerror', ImportError('no module', name='m')
    yield 'exception-unicode', UnicodeDecodeError('utf-8', b'\xff', 0, 1, 'invalid start byte')
    yield 'stopiteration', StopIteration(5)
    yield 'deque-recursive', recursive_deque()
    if sys.version_info >= (3, 11):
        yield 'exceptiongroup', ExceptionGroup('many', [ValueError(1), TypeError('t')])  # noqa: F821
        noted = ValueError('noted')
        noted.add_note('a note')
        yield 'exception-note', noted


def recursive_deque():
    deque = collections.deque([1])
    deque.append(deque)
    return deque


def make():
    rows = []
    values = list(rows_of_any_python()) + (list(rows_of_python3()) if PYTHON3 else [])
    for name, value in values:
        for protocol in range(pickle.HIGHEST_PROTOCOL + 1):
            data = pickle.dumps(value, protocol)
            row = {'name': name, 'python': '%d.%d' % sys.version_info[:2], 'protocol': protocol}
            row['base64'] = base64.b64encode(data).decode('ascii')
            if not PYTHON3:
                row['encoding'] = 'latin1'
            rows.append(row)
    print('[\n' + ',\n'.join(json.dumps(row, sort_keys=True) for row in rows) + '\n]')


def handmade():
    import vector_handmade

    for name, payload in vector_handmade.DATETIMES:
        callee = vector_handmade.glob('datetime', name)
        for label, data in vector_handmade.chains(b'C' + vector_handmade.u1(len(payload)) + payload):
            yield '%s, %s' % (name, label), callee + data
    zone = vector_handmade.glob('datetime', 'timezone') + vector_handmade.glob('datetime', 'timedelta') + b'(K\x00M\x10\x0eK\x00tR\x85R\x94'
    aware = callee + b'C' + vector_handmade.u1(len(payload)) + payload + b'\x94h\x00\x86\x94R\x94'
    yield 'datetime with a zone from the memo', zone + b'0(' + aware + b'h\x02h\x01h\x03h\x00t.'


def version_key(version):
    return tuple(int(part) for part in version.split('.'))


def merge(paths):
    merged = collections.OrderedDict()
    rows = []
    for path in paths:
        with open(path) as file:
            rows += json.load(file)
    rows.sort(key=lambda row: (row['name'], row['protocol'], version_key(row['python'])))
    for row in rows:
        key = (row['name'], row['protocol'], row['base64'], row.get('encoding'))
        if key in merged:
            merged[key]['python'].append(row['python'])
            continue
        value = pickle.loads(base64.b64decode(row['base64']), encoding=row.get('encoding', 'ASCII'))
        merged[key] = dict(row, python=[row['python']], repr=repr(value))
    for name, data in handmade():
        row = {'name': name, 'python': [], 'protocol': 4, 'base64': base64.b64encode(data).decode('ascii')}
        merged[name] = dict(row, repr=repr(pickle.loads(data)))
    print('[\n' + ',\n'.join(json.dumps(row, sort_keys=True) for row in merged.values()) + '\n]')


if __name__ == '__main__':
    if sys.argv[1:2] == ['--merge']:
        merge(sys.argv[2:])
    else:
        make()
