# -*- coding: utf-8 -*-
"""Writes the vectors: pickles that CPython made, what they mean, and pickles that CPython refuses.

    python3.15 make_vectors.py --all python2.7 python3.6 ... python3.15     everything, merged, into this directory
    pythonX.Y  make_vectors.py --rows [--unwritten]                         what one interpreter writes, as JSON on stdout;
                                                                            what it cannot write, on stderr

`--all` must be run by the newest CPython given, with its `test` package installed: its C unpickler decides which handmade
pickles are refused, and its test suite is run to learn the byte strings that CPython itself refuses. The output depends only
on the interpreters; nobody edits it by hand. Rows: see README.md beside this file.
"""
from __future__ import print_function

import base64
import io
import json
import os
import pickle
import re
import subprocess
import sys
import threading
import warnings
import zlib

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, HERE)
sys.dont_write_bytecode = True
PY2 = sys.version_info[0] == 2
VERSION = '%d.%d' % sys.version_info[:2]
# Texts longer than this are stored as {"deflate": base64}.
PLAIN = 400


# What one interpreter writes

def picklers():
    """(label, function(file, protocol)) of the C and the Python pickler of this interpreter."""
    import vector_classes

    def persistent_id(value):
        return value.pid if isinstance(value, vector_classes.External) else None

    if PY2:
        import cPickle

        def c_pickler(file, protocol):
            made = cPickle.Pickler(file, protocol)
            made.persistent_id = persistent_id
            return made

        def py_pickler(file, protocol):
            made = pickle.Pickler(file, protocol)
            made.persistent_id = persistent_id
            return made
        return [('C', c_pickler), ('py', py_pickler)]

    class CPickler(pickle.Pickler):
        def persistent_id(self, value):
            return persistent_id(value)

    class PyPickler(pickle._Pickler):
        def persistent_id(self, value):
            return persistent_id(value)

    return [('C', CPickler), ('py', PyPickler)]


def dump(pickler, value, protocol):
    file = io.BytesIO()
    pickler(file, protocol).dump(value)
    return file.getvalue()


def namespace():
    import vector_classes
    names = dict(vars(vector_classes))
    names.pop('__builtins__', None)
    # A generator expression inside eval() sees only globals.
    names['globals'] = lambda: names
    return names


def rows():
    """Everything this interpreter writes."""
    import vector_values
    out, unwritten = [], []
    groups = [('builtins', vector_values.BUILTINS), ('instances', vector_values.INSTANCES)]
    if PY2:
        groups.append(('python2', vector_values.PYTHON2))
    for group, values in groups:
        for row in values:
            name, expr = row[:2]
            encodings = row[2] if len(row) > 2 else None
            made = {}
            for label, pickler in picklers():
                for protocol in range(pickle.HIGHEST_PROTOCOL + 1):
                    if name == 'int of 5000 digits' and protocol < 2:
                        continue  # Text of more than 4300 digits: CPython does not read what it wrote.
                    try:
                        # Made anew for each pickle: reductions may hold iterators.
                        value = eval(expr, namespace())
                    except (NameError, SyntaxError, KeyError, OverflowError):
                        break
                    try:
                        data = dump(pickler, value, protocol)
                    except Exception as error:
                        unwritten.append('%s %s, protocol %d: %s' % (VERSION, name, protocol, error))
                        continue
                    if label == 'py' and made.get(protocol) == data:
                        continue
                    made.setdefault(protocol, data)
                    out.append({
                        'group': group, 'name': name, 'expr': expr, 'protocol': protocol, 'encodings': encodings,
                        'python': VERSION if label == 'C' else VERSION + ' pickle.py', 'pickle': text_of(data),
                        'repr': repr(value) if group == 'builtins' and not PY2 else None,
                    })
    for name, exprs, shared in vector_values.STREAMS:
        for label, pickler in picklers()[:1]:
            for protocol in range(pickle.HIGHEST_PROTOCOL + 1):
                file = io.BytesIO()
                one = pickler(file, protocol)
                names = namespace()
                names['_'] = []
                for expr in exprs:
                    value = eval(expr, names)
                    names['_'].append(value)
                    (one if shared else pickler(file, protocol)).dump(value)
                out.append({'group': 'streams', 'name': name, 'expr': '; '.join(exprs), 'protocol': protocol, 'shared': shared,
                            'python': VERSION, 'pickle': text_of(file.getvalue()), 'repr': None})
    if pickle.HIGHEST_PROTOCOL >= 5:
        for name, expr in vector_values.BUFFERS:
            names = namespace()
            names['pb'] = pickle.PickleBuffer
            for in_band in (False, True):
                buffers = []
                data = pickle.dumps(eval(expr, names), 5, buffer_callback=None if in_band else buffers.append)
                out.append({'group': 'buffers', 'name': name + (', in band' if in_band else ''), 'expr': expr, 'protocol': 5, 'python': VERSION,
                            'pickle': text_of(data), 'repr': None, 'buffers': [text_of(bytes(b)) for b in buffers],
                            'readonly': [memoryview(b).readonly for b in buffers]})
    if '--unwritten' in sys.argv:
        print('\n'.join(unwritten), file=sys.stderr)
    return out


def text_of(data):
    return base64.b64encode(data).decode('ascii')


# Merging

def pack(value):
    """A text, deflated when it is long."""
    text = value if isinstance(value, str) else json.dumps(value)
    if len(text) <= PLAIN:
        return value
    packed = base64.b64encode(zlib.compress(text.encode('ascii', 'backslashreplace') if not isinstance(value, str) else
                                            json.dumps(text).encode('ascii'), 9)).decode('ascii')
    return {'deflate': packed}


def pack_bytes(data):
    text = text_of(data)
    if len(text) <= PLAIN:
        return text
    packed = text_of(zlib.compress(data, 9))
    return {'deflate': packed} if len(packed) < len(text) else text


def save(name, made, rows):
    """One row a line, so that a change shows as the rows it changes."""
    path = os.path.join(HERE, name)
    with open(path, 'w') as file:
        file.write('{"made": %s, "rows": [\n' % json.dumps(made))
        file.write(',\n'.join(json.dumps({k: v for k, v in row.items() if v is not None}, separators=(',', ':')) for row in rows))
        file.write('\n]}\n')
    print('%s: %d rows, %d bytes' % (name, len(rows), os.path.getsize(path)))


def ascii_strings(data):
    """False when a Python 2 str in `data` needs an encoding."""
    import typed
    try:
        typed.load_all(data, True)
    except UnicodeDecodeError:
        return False
    return True


def versions(labels):
    return ', '.join(labels)


def merge(written, interpreters):
    import typed
    groups = {}
    for rows in written:
        for row in rows:
            data = base64.b64decode(row['pickle'])
            binary = row['python'].startswith('2') and not ascii_strings(data)
            for encoding in row.get('encodings') or [binary and 'latin1' or None]:
                options = {'encoding': encoding} if encoding and encoding != 'ASCII' else {}
                if row['group'] == 'streams':
                    tokens = [typed.tokens(value) for value in typed.load_all(data, row['shared'])]
                else:
                    if row['group'] == 'buffers':
                        options = {'buffers': [base64.b64decode(b) for b in row['buffers']]}
                    tokens = typed.tokens(typed.load(data, **options))
                key = (row['group'], row['name'], encoding, json.dumps(tokens))
                entry = groups.setdefault(key, {
                    'name': row['name'], 'expr': row['expr'], 'options': options if encoding and options else None, 'repr': None,
                    'tokens': tokens, 'shared': row.get('shared'), 'readonly': row.get('readonly') or None,
                    'buffers': [pack_bytes(base64.b64decode(b)) for b in row['buffers']] if row.get('buffers') else None, 'pickles': {},
                })
                if row['repr'] is not None:
                    assert entry['repr'] in (None, row['repr']), (row['name'], entry['repr'], row['repr'])
                    entry['repr'] = row['repr']
                entry['pickles'].setdefault((row['protocol'], data), []).append(row['python'])
    out = {}
    for key, entry in groups.items():
        entry['pickles'] = [{'protocol': protocol, 'python': versions(labels), 'pickle': pack_bytes(data)}
                            for (protocol, data), labels in sorted(entry['pickles'].items(), key=lambda item: item[0][0])]
        # A value that Python 2 alone wrote gets the repr of what Python 3 reads.
        if entry['repr'] is None and key[0] in ('builtins', 'python2') and 'o' not in [t[0] for t in entry['tokens']] \
                and not any(t[0] == '<' and t[1:] not in ('0', '1') or t[0] in '$gpx' for t in entry['tokens']):
            first = entry['pickles'][0]['pickle']
            data = base64.b64decode(first) if isinstance(first, str) else zlib.decompress(base64.b64decode(first['deflate']))
            entry['repr'] = repr(pickle.loads(data, **(entry['options'] or {})))
        # The tokens say the same; one long text is enough.
        if entry['repr'] is not None:
            entry['repr'] = pack(entry['repr']) if len(entry['repr']) < 3000 else None
        entry['tokens'] = pack(entry['tokens'])
        out.setdefault(key[0], []).append(entry)
    for group, rows in out.items():
        save('values.%s.json' % group, {'pythons': interpreters}, rows)


# Handmade pickles, judged by this interpreter

def judge(data, options):
    """(value, None) or (None, 'Class: message') of the C unpickler of this interpreter."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter('ignore')
            return pickle.loads(data, **options), None
    except Exception as error:
        # Without what differs from machine to machine.
        return None, re.sub(r" from '[^']*'>| at 0x[0-9a-f]+", '', '%s: %s' % (type(error).__name__, error))


def bound_memory():
    """A declared length is allocated before it is read (before CPython 3.14); a memo index makes an array of its size."""
    import resource
    resource.setrlimit(resource.RLIMIT_AS, (2 << 30, 2 << 30))


# Why a pickle that CPython refuses is read: what the message of CPython says, and the reason.
INERT = [
    ('persistent', 'without persistentLoad a persistent id is read as an inert PersistentId'),
    ('unregistered extension code', 'an extension code nobody registered is read as an inert ExtensionCode'),
    ('No module named', 'a name nobody registered is an inert PyGlobal'),
    ("Can't get attribute", 'a name nobody registered is an inert PyGlobal'),
    ("has no attribute", 'a name nobody registered is an inert PyGlobal'),
]


def settle(name, data, note, override, reason, options):
    """One row of negative.json or handmade.json. `override` counts only where CPython says otherwise."""
    import typed
    try:
        tokens = typed.tokens(typed.load(data, **options))
    except Exception:
        tokens = None
    value, message = judge(data, options)
    expected = 'error' if message else 'value'
    shown = repr(value) if not message and tokens and not any(t[0] in 'ogpx' for t in tokens) else None
    if not message and any(t[0] == 'o' and next_.startswith(('gbuiltins ', 'gcollections ')) for t, next_ in zip(tokens or [], (tokens or [])[1:])):
        # Classes that every reader knows: their repr says what came of them.
        tokens, shown = None, repr(value)
    if not message and tokens is None and type(value) in (int, float):
        # A NUL ends a number for the C unpickler only.
        shown = repr(value)
    if override == 'error' and not message:
        expected = 'error'
    elif override and override != 'error':
        if not message and typed.tokens(value) == override:
            reason = None
        tokens, shown, expected = override, None, 'value'
    elif message and tokens is not None and "unhashable type: 'collections." not in message:
        # Classes of collections are known by default, and so are their hashes.
        reason = next((why for text, why in INERT if text in message), None)
        if reason is None and any(t[0] == 'o' for t in tokens):
            reason = 'what a class or function does with its arguments, items and state is not known: they stay inert'
        expected = 'value' if reason else 'error'
    else:
        reason = None
    if expected == 'value' and tokens is None and shown is None:
        print('%s: the reference interpreter refuses what CPython reads: %r %r' % (name, data, value))
    return {'name': name, 'pickle': text_of(data), 'note': note or None, 'cpython': message or (None if shown or not reason else repr(value)), 'expected': expected,
            'reason': reason, 'options': options or None, 'tokens': tokens if expected == 'value' else None, 'repr': shown if expected == 'value' else None}


def cpython_rows():
    """Runs the unpickling tests of CPython's own suite with `loads` watched: (test, number, pickle, refused)."""
    import unittest
    from test.pickletester import AbstractUnpickleTests
    seen = []

    class Watched(AbstractUnpickleTests, unittest.TestCase):
        py_version = sys.version_info
        bad_stack_errors = truncated_errors = truncated_data_error = (Exception,)

        def loads(self, data, **options):
            # In the suite a pickle is refused exactly when check_unpickling_error asks.
            if not options:
                seen.append([self._testMethodName, bytes(data)])
            return pickle.loads(data, **options)

    for test in unittest.defaultTestLoader.getTestCaseNames(Watched):
        if 'huge' in test or 'large' in test or 'bigmem' in test:
            continue
        unittest.TestResult()
        Watched(test).run(unittest.TestResult())
    out, known = [], set()
    counts = {}
    for test, data in seen:
        counts[test] = counts.get(test, 0) + 1
        if data not in known and len(data) < 4000:
            known.add(data)
            out.append((test, counts[test], data))
    return out


def handmade():
    import vector_handmade
    bound_memory()
    negative, positive, names = [], [], set()
    for row in vector_handmade.rows():
        settled = settle(*row)
        assert row[0] not in names, row[0]
        names.add(row[0])
        (negative if settled['expected'] == 'error' else positive).append(settled)
    made = {'python': sys.version.split()[0]}
    save('negative.json', made, negative)
    save('handmade.json', made, positive)
    suite = []
    for test, number, data in cpython_rows():
        suite.append(settle('%s %d' % (test, number), data, None, None, None, {}))
    save('cpython-data.json', made, suite)


def deep(function):
    """Calls `function` with room for the recursion of the picklers."""
    sys.setrecursionlimit(20000)
    threading.stack_size(256 << 20)
    failures = []

    def run():
        try:
            function()
        except BaseException as error:
            failures.append(error)
            raise
    thread = threading.Thread(target=run)
    thread.start()
    thread.join()
    if failures:
        sys.exit(1)


def main(arguments):
    if arguments[:1] == ['--rows']:
        if not PY2 and hasattr(sys, 'set_int_max_str_digits'):
            sys.set_int_max_str_digits(0)
        deep(lambda: print(json.dumps(rows())))
    elif arguments[:1] == ['--handmade']:
        deep(handmade)
    elif arguments[:1] == ['--all'] and len(arguments) > 1:
        written, interpreters = [], []
        environment = dict(os.environ, PYTHONHASHSEED='0', PYTHONIOENCODING='utf-8', PYTHONDONTWRITEBYTECODE='1')
        for interpreter in arguments[1:]:
            written.append(json.loads(subprocess.check_output([interpreter, os.path.abspath(__file__), '--rows'], env=environment)))
            interpreters.append(subprocess.check_output([interpreter, '-c', 'import sys; sys.stdout.write(sys.version.split()[0])']).decode())
        sys.set_int_max_str_digits(0)
        deep(lambda: merge(written, interpreters))
        # Its own process: the address space is bounded there, and the bound on digits is CPython's own.
        subprocess.check_call([sys.executable, os.path.abspath(__file__), '--handmade'], env=environment)
    else:
        sys.exit(__doc__)


if __name__ == '__main__':
    main(sys.argv[1:])
