# -*- coding: utf-8 -*-
"""Writes pickletools.json and opcodes.json: what CPython's pickletools says about many pickles, and its opcode table.

    python3.15 make_pickletools.py python2.7 python3.6 ... python3.13     writes both files into this directory
    pythonX.Y  make_pickletools.py --rows                                 pickles of one interpreter, as JSON on stdout

The interpreter that runs the script is the reference; the others only write pickles. The output depends on the interpreters alone;
nobody edits it by hand.

A row of pickletools.json:
  name      unique
  pickle    base64; or "parts": [[base64, count], ...], pieces that are repeated and joined (for long pickles)
  indent    indentlevel given to dis; absent: 4
  annotate  annotate given to dis; absent: 0
  memo      rows with the same number share one memo, in order
  dis       text that dis printed, in full or up to its error; {"sha256", "length"} when it is long
  error     [type, message] of what dis raised; absent: nothing
  optimize  base64 of what optimize returned; {"sha256", "length"} when it is long; [type, message] of what it raised, type
            'unstored' for a GET of what is never stored; absent for rows about options of dis
  imports   [[module, name], ...] that an unpickler asks for, until the end or an error; absent: none, or a long pickle
"""
from __future__ import print_function

import base64
import hashlib
import io
import json
import os
import pickle
import random
import re
import subprocess
import sys
import warnings

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, HERE)
sys.dont_write_bytecode = True
PY2 = sys.version_info[0] == 2
# Longer texts and pickles are given by their digest.
LONG = 6000


def text(value):
    return value.decode('ascii') if not isinstance(value, str) else value


# What one interpreter writes

class Point(object):
    def __init__(self, x, y):
        self.x = x
        self.y = y


class Numbers(list):
    pass


class Reduced(object):
    def __reduce__(self):
        return Point, (1, 2), {'x': 3}, iter([]), iter([])


def values():
    shared = ['shared']
    looped = []
    looped.append((looped, {'self': looped}))
    around = {}
    around['list'] = [around]
    pair = ([],)
    pair[0].append(pair)
    numbers = Numbers([1, 2])
    numbers.name = 'n'
    point = Point(1, [2.0])
    result = [
        ('none and bools', [None, True, False]),
        ('integers', [0, 1, -1, 255, 256, 65535, 65536, 2 ** 31 - 1, -2 ** 31, 2 ** 31, 2 ** 63, -2 ** 63, 2 ** 100, -2 ** 2047]),
        ('floats', [0.0, -0.0, 1.0, -1.5, 1e16, 1e-5, 1e300, 0.1, float('inf'), float('nan')]),
        ('text', [u'', u'a', u"it's", u'"\'', u'\u00e9\n\\', u'\u20ac', u'\U0001f600', u'\x00\x7f\xa0\xad', u'x' * 300]),
        ('bytes', [b'', b'abc', b"'", bytes(bytearray(range(256)))]),
        ('long bytes', b'\x00' * 300),
        ('bytearray', [bytearray(), bytearray(b'abc')]),
        ('tuples', [(), (1,), (1, 2), (1, 2, 3), (1, 2, 3, 4)]),
        ('dict', {'a': {'b': {}}}),
        ('two entries', [{1: 2, 3: 4}]),
        ('set', [set(), set([1]), frozenset(), frozenset([1])]),
        ('shared', [shared, shared, (shared, 'shared')]),
        ('looped list', looped),
        ('looped dict', around),
        ('looped tuple', pair),
        ('instance', [point, point]),
        ('list subclass', numbers),
        ('reduced', Reduced()),
        ('names', [len, Point, KeyError]),
        ('complex', 1 + 2j),
        ('many strings', [str(n) for n in range(20)] + ['7', '7']),
        ('nested', [[[[[[[['deep']]]]]]]]),
    ]
    return result


def write_rows():
    rows = []
    for name, value in values():
        for protocol in range(pickle.HIGHEST_PROTOCOL + 1):
            for label, dumps in pickle_functions():
                data = dumps(value, protocol)
                rows.append(['%s, protocol %d, %d.%d %s' % ((name, protocol) + sys.version_info[:2] + (label,)), encode(data)])
    print(json.dumps(rows))


def pickle_functions():
    if PY2:
        import cPickle
        return [('C', cPickle.dumps), ('py', pickle.dumps)]
    return [('C', pickle.dumps), ('py', pickle._dumps)]


def encode(data):
    return text(base64.b64encode(data))


# What the reference is asked about besides

def le(n, width):
    return n.to_bytes(width, 'little')


def stack_rows():
    """Every opcode without an argument and some with one, on a few stacks."""
    import pickletools
    from pickletools_handmade import EVERY_ARGUMENT
    plain = [info.code.encode('latin-1') for info in pickletools.opcodes if info.arg is None]
    for code in plain:
        for before in (b'', b'(', b'N(', b'NNN(N', b'](NN', b'NNNN', b'(NN'):
            yield before + code + b'.'
    for argument in EVERY_ARGUMENT:
        yield argument + b'.'
        yield b'N(' + argument + b'0t\x86.'
        for length in range(1, len(argument)):
            yield argument[:length]


def mutations(pickles, count):
    """Pickles with a few bytes changed, dropped or doubled."""
    source = random.Random(20240501)
    for _ in range(count):
        data = bytearray(source.choice(pickles))
        for _ in range(source.choice((1, 1, 2, 4))):
            if not data:
                break
            at = source.randrange(len(data))
            how = source.randrange(4)
            if how == 0:
                data[at] = source.randrange(256)
            elif how == 1:
                data[at] = ord(source.choice('().0129aehjpqrtu}]NKRbsl\x94\x85\x86\x93'))
            elif how == 2:
                del data[at:at + source.randrange(1, 4)]
            else:
                data[at:at] = data[at:at + source.randrange(1, 12)]
        yield bytes(data)


def long_rows():
    """(name, parts) of pickles that are long: frames of optimize, a big memo, deep nesting."""
    k = 1024
    yield 'memo of 70000 entries, protocol 2', [(b'\x80\x02(', 1)] + [(b'Nr' + le(0, 4), 1)] + [(b'K\x01', 69999)] + [(b'j\0\0\0\0t.', 1)]
    yield 'small integers in frames', [(b'\x80\x04](', 1), (b'K\x01', 200000), (b'e.', 1)]
    yield 'strings and memo in frames', [(b'\x80\x05](', 1), (b'\x8c\x09some text\x94', 30000), (b'h\x07h\x08j\x00\x01\x00\x00j\x10\x27\x00\x00e.', 1)]
    yield 'frame of exactly 64 KiB', [(b'\x80\x04](', 1), (b'K\x01', 32 * k - 1), (b'K\x02K\x03e.', 1)]
    yield 'frame of one byte more', [(b'\x80\x04](N', 1), (b'K\x01', 32 * k - 1), (b'K\x02K\x03e.', 1)]
    text64 = [(b'X' + le(64 * k - 5, 4), 1), (b'a', 64 * k - 5)]
    array = [(b'\x96' + le(70000, 8), 1), (b'\xfe', 70000)]
    string = [(b'B' + le(70000, 4), 1), (b'\xfe', 70000)]
    yield 'opcode of exactly 64 KiB', [(b'\x80\x04', 1)] + text64 + [(b'.', 1)]
    yield 'opcode of exactly 64 KiB between others', [(b'\x80\x04(K\x01', 1)] + text64 + [(b'K\x02t.', 1)]
    yield 'opcode of one byte more', [(b'\x80\x04(K\x01', 1), (b'X' + le(64 * k - 4, 4), 1), (b'a', 64 * k - 4), (b'K\x02t.', 1)]
    yield 'opcode of one byte more, alone', [(b'\x80\x04', 1), (b'B' + le(64 * k - 4, 4), 1), (b'a', 64 * k - 4), (b'.', 1)]
    yield 'long opcodes in a row', [(b'\x80\x05(', 1)] + array * 4 + [(b't.', 1)]
    yield 'long opcodes in a row, protocol 3', [(b'\x80\x03(', 1)] + string * 4 + [(b't.', 1)]
    yield 'long opcodes and short ones in turn', [(b'\x80\x05(', 1)] + (string + [(b'\x94h\x00', 1)]) * 5 + [(b't.', 1)]
    yield 'old frames', [(b'\x80\x04\x95\x07\0\0\0\0\0\0\0](K\x01K\x02', 1), (b'\x95\x02\0\0\0\0\0\0\0K\x03', 50000), (b'e.', 1)]
    yield 'protocol 1, 300 memo entries', [(b'](', 1)] + [(b'Nq' + le(n, 1), 1) if n < 256 else (b'Nr' + le(n, 4), 1) for n in range(0, 300)] + \
        [(b'h' + le(n, 1) if n < 256 else b'j' + le(n, 4), 1) for n in range(0, 300)] + [(b'e.', 1)]
    yield 'protocol 4, 300 memo entries', [(b'\x80\x04](', 1), (b'N\x94', 300)] + [(b'h' + le(n, 1) if n < 256 else b'j' + le(n, 4), 1) for n in range(0, 300, 7)] + [(b'e.', 1)]
    yield 'protocol 0, 300 memo entries', [(b'(', 1)] + [(b'Np%d\n' % n, 1) for n in range(300)] + [(b'g%d\n' % n, 1) for n in range(0, 300, 7)] + [(b't.', 1)]
    yield 'nested lists', [(b'\x80\x04', 1), (b']', 100000), (b'a', 99999), (b'.', 1)]
    yield 'nested tuples', [(b'(', 700), (b't', 700), (b'.', 1)]
    yield 'stack left over', [(b'N', 50001), (b'.', 1)]
    yield 'missing STOP', [(b'\x80\x04](', 1), (b'K\x01', 100000)]
    yield 'long text', [(b'\x80\x04X' + le(300000, 4), 1), (b'\xc3\xa9\xe2\x82\xac\xed\xa0\x80\xf0\x9f\x98\x80', 25000), (b'.', 1)]


def examples():
    """The pickles of the examples in pickletools itself."""
    import pickletools
    x = [1, 2, (3, 4), {b'abc': 'def'}]
    yield x, (0, 1, 2, 3, 4, 5)
    yield pickletools.dis, (0, 1, 2, 4)
    yield [pickletools._Example(42)] * 2, (0, 1, 2, 4)
    looped = []
    pair = (looped,)
    looped.append(pair)
    yield looped, (0, 1, 2, 4)
    yield pair, (0, 1, 2, 4)
    yield bytearray(b'abc' * 100), (4, 5)
    yield list(range(2000)), (2, 4)


# What the reference says

# CPython writes nonsense or fails by accident when a GET refers to what is never stored.
UNSTORED = ['unstored', 'has never been stored into']


def result(function):
    try:
        return function(), None
    except Exception as error:
        return None, [type(error).__name__, str(error)]


def runs(data):
    """The bytes as (piece, count), long runs of one byte counted."""
    parts = []
    start = 0
    for run in re.finditer(b'(.)\\1{99,}', data, re.DOTALL):
        parts += [(data[start:run.start()], 1), (run.group(1), len(run.group()))]
        start = run.end()
    return parts + [(data[start:], 1)]


def digest(data):
    return {'sha256': hashlib.sha256(data).hexdigest(), 'length': len(data)}


class Inert(object):
    """Stands for everything that a pickle imports: whatever is done to it, it stays harmless."""
    def __new__(cls, *args, **kwargs):
        return object.__new__(cls)

    def __init__(self, *args, **kwargs):
        pass

    def __setstate__(self, state):
        pass


class WholeLines(io.BytesIO):
    """Refuses a last line that is not ended, as the C unpickler does and the Python one does not."""

    def readline(self, *args):
        line = io.BytesIO.readline(self, *args)
        if not line.endswith(b'\n'):
            raise EOFError
        return line


def imports(data):
    """What an unpickler asks find_class for. The Python one: its memo is a dict, which no index makes large."""
    asked = []

    class Recorder(pickle._Unpickler):
        def find_class(self, module, name):
            asked.append([module, name])
            return Inert

        def persistent_load(self, pid):
            return Inert()

    result(Recorder(WholeLines(data)).load)
    return asked


def row(name, data, parts=None, memo=None, memo_name=None, options=None, optimizing=True):
    import pickletools
    made = {'name': name}
    if parts is None and len(data) > 1000:
        parts = runs(data)
    if parts is None:
        made['pickle'] = encode(data)
    else:
        made['parts'] = [[encode(piece), count] for piece, count in parts]
    options = options or {}
    made.update(options)
    if memo_name is not None:
        made['memo'] = memo_name
    out = io.StringIO()
    error = result(lambda: pickletools.dis(data, out, memo, options.get('indent', 4), options.get('annotate', 0)))[1]
    printed = out.getvalue()
    made['dis'] = printed if len(printed) <= LONG else digest(printed.encode('utf-8'))
    if error is not None:
        made['error'] = error if len(error[1]) <= LONG else [error[0], digest(error[1].encode('utf-8'))]
    if optimizing and len(data) < 1000:
        asked = imports(data)
        if asked:
            made['imports'] = asked
    if optimizing:
        optimized, error = result(lambda: pickletools.optimize(data))
        if error is not None:
            made['optimize'] = error
            if error[0] == 'TypeError':
                made['optimize'] = UNSTORED
        elif b'gNone\n' in optimized:
            made['optimize'] = UNSTORED
        else:
            made['optimize'] = encode(optimized) if len(optimized) <= LONG else digest(optimized)
    return made


def reference_rows(interpreters):
    from pickletools_handmade import EVERY_ARGUMENT, HANDMADE
    rows = []
    seen = set()

    def add(name, data):
        if data not in seen:
            seen.add(data)
            rows.append(row(name, data))

    for value, protocols in examples():
        for protocol in protocols:
            add('example %d, protocol %d' % (len(rows), protocol), pickle.dumps(value, protocol))
    written = []
    for interpreter in interpreters:
        environment = dict(os.environ, PYTHONHASHSEED='0')
        output = subprocess.check_output([interpreter, os.path.abspath(__file__), '--rows'], env=environment)
        for name, encoded in json.loads(output.decode('ascii')):
            written.append(base64.b64decode(encoded))
            add(name, written[-1])
    for data in HANDMADE:
        add('handmade ' + repr(data)[1:60], data)
    for data in stack_rows():
        add('stack ' + repr(data)[1:60], data)
    short = sorted(set(data for data in written if len(data) < 150))
    whole = b''.join([b'\x80\x04('] + EVERY_ARGUMENT[:24] + [b't.'])
    add('every argument', whole)
    for length in range(1, 200, 3):
        add('every argument, %d bytes' % length, whole[:length])
    for index, data in enumerate(mutations(short, 350)):
        add('mutation %d' % index, data)
    # Names of handmade rows are cut: make them unique.
    names = {}
    for made in rows:
        count = names[made['name']] = names.get(made['name'], 0) + 1
        if count > 1:
            made['name'] += ' (%d)' % count
    for name, parts in long_rows():
        rows.append(row(name, b''.join(piece * count for piece, count in parts), parts))

    sample = pickle.dumps([1, 2.0, 'three', (4,), {'f\U0001f600\u00e9': {5: [6]}}, b'7', Point(8, 'nine')], 4)
    every = [sample, whole, b'(((((N' + b'V\\U0001f600\\u20ac\n' + b'2000000000.', b'N(', b'\xff', pickle.dumps(list(range(3)), 0)]
    for index, data in enumerate(every):
        for options in ({'annotate': 1}, {'annotate': 30}, {'annotate': 60}, {'annotate': -5}, {'indent': 0}, {'indent': 2}, {'indent': 9, 'annotate': 40}, {'indent': -3}):
            rows.append(row('options %d %s' % (index, json.dumps(options, sort_keys=True)), data, options=options, optimizing=False))
    for number, sequence in enumerate([[b'Vab\np0\n.', b'g0\n.', b'g1\n.', b'Np0\n.'], [b'\x80\x04]\x94.', b'\x80\x04]\x94h\x00\x86.', b'h\x01.', b'h\x02.'],
                                       [b'Np01\n0K\x05.', b'h\x01.', b'N\x94.']]):
        memo = {}
        for index, data in enumerate(sequence):
            rows.append(row('memo %d, pickle %d' % (number, index), data, memo=memo, memo_name=number, optimizing=False))
    return rows


def opcode_rows():
    import pickletools
    for info in pickletools.opcodes:
        yield {
            'name': info.name,
            'code': ord(info.code),
            'arg': None if info.arg is None else info.arg.name,
            'argSize': None if info.arg is None else info.arg.n,
            'stackBefore': [item.name for item in info.stack_before],
            'stackAfter': [item.name for item in info.stack_after],
            'proto': info.proto,
            'summary': info.doc.split('\n', 1)[0],
        }


def write(name, rows):
    lines = [json.dumps(made) for made in rows]
    with open(os.path.join(HERE, name), 'w', newline='\n') as file:
        file.write('{"made": {"python": "%d.%d.%d"}, "rows": [\n' % sys.version_info[:3])
        file.write(',\n'.join(lines) + '\n]}\n')


def main():
    warnings.simplefilter('ignore')
    if sys.argv[1:] == ['--rows']:
        write_rows()
    else:
        write('opcodes.json', opcode_rows())
        write('pickletools.json', reference_rows(sys.argv[1:]))


if __name__ == '__main__':
    main()
