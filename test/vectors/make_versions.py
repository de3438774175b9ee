"""What every CPython says to the texts, names and frames on which its versions and its two unpicklers differ: versions.json.

    python3.15 make_versions.py python3.6 python3.7 ... python3.15     writes versions.json
    pythonX.Y  make_versions.py --judge                                 what one interpreter says, as JSON on stdout

The interpreter given last is the one that is followed: its C unpickler decides what a row expects. Names are found by a
`find_class` that takes any, persistent ids are kept, so that the text itself decides. Rows: see README.md beside this file.
"""
import base64
import io
import json
import os
import pickle
import pickletools
import struct
import subprocess
import sys



def frame(body, length=None):
    return b'\x95' + struct.pack('<Q', len(body) if length is None else length) + body


def text(data):
    return b'\x8c' + struct.pack('<B', len(data)) + data


def numbers():
    values = [b'0', b'1', b'00', b'01', b'+0', b'+1', b'-0', b'-1', b'+00', b'+01', b'-00', b'-01', b'000', b'001', b'010', b'0010', b'-010', b'07', b'08', b'09',
              b'0x1', b'0X1f', b'0xff', b'-0x10', b'0o17', b'0b11', b'0x', b'0b2', b'10', b'12', b'+12', b'-12',
              b' 1', b' 0', b'1 ', b'0 ', b' 01', b'01 ', b'00 ', b'\t1', b'1\t', b'\x0b1', b'\x0c1', b'\r1', b'1\r', b'0\r', b'00\r', b'01\r', b'12\r', b'12 ', b' 12',
              b'1_0', b'1_000', b'0_0', b'0_1', b'_1', b'1_', b'1__0', b'1\x00', b'0\x00', b'01\x00', b'12\x00', b'12\x00junk', b'\x00', b'\x0012', b'1 2', b'12 34',
              b'', b' ', b'+', b'-', b'--1', b'+-1', b'1.0', b'1e3', b'inf', b'True', b"'1'", b'1#', b'\xb9', b'\xd9\xa1', b'\xa01', b'\xff', b'\xc2\xb2',
              b'2147483647', b'2147483648', b'-2147483648', b'-2147483649', b'9223372036854775807', b'9223372036854775808', b'-9223372036854775808',
              b'-9223372036854775809', b'18446744073709551616', b'00000000000000000000001', b'0000000000000000000000', b'1' * 100, b'9' * 19]
    for value in values:
        yield 'INT ' + shown(value), b'I' + value + b'\n.'
    for value in values:
        yield 'LONG ' + shown(value), b'L' + value + b'\n.'
    for value in values + [b'L', b'LL', b'1LL', b'1l', b'1 L', b'L1', b'1\x00L', b'1\rL', b'1L\r', b'1L ', b'1L\x00', b'1L\x00L', b'-L', b'+L', b'1_L']:
        if b'L' not in value:
            value += b'L'
        yield 'LONG ' + shown(value), b'L' + value + b'\n.'
    for value in [b'1', b'1.5', b'-1.5', b'+1.5', b'1.', b'.5', b'.', b'1e5', b'1E5', b'1e', b'1e+', b'e5', b'1e400', b'-1e400', b'1e-400', b'inf', b'-inf', b'+inf', b'Infinity',
                  b'INF', b'infinit', b'nan', b'-nan', b'NaN', b'nan(1)', b'0x1p3', b'0x10', b'1_0', b'1_0.5', b' 1', b'1 ', b'1\r', b'1.5\r', b'1.5\x00', b'1.5\x00junk', b'\x00', b'1.5\t',
                  b'', b'1,5', b'1.5L', b'1.5f', b'\xd9\xa1', b'\xff', b'--1', b'1 2', b'01.5', b'-0', b'-0.0']:
        yield 'FLOAT ' + shown(value), b'F' + value + b'\n.'
    for value in [b'0', b'1', b'00', b'01', b'+0', b'+1', b'-0', b'-1', b' 0', b'0 ', b'0\r', b'\t0', b'0_0', b'0x0', b'000', b'0L', b'', b'a', b'0\x00', b'0\x00a', b'\xd9\xa0', b'1.0', b'99999999999999999999']:
        yield 'GET ' + shown(value), b']\x94}\x94g' + value + b'\n.'
    for value in [b'0', b'5', b'00', b'05', b'+5', b'-0', b'-1', b' 5', b'5 ', b'5\r', b'0_5', b'0x5', b'5L', b'', b'a', b'5\x00', b'5\x00a', b'\xd9\xa5', b'1.0', b'99999999999999999999', b'-99999999999999999999']:
        yield 'PUT ' + shown(value), b']p' + value + b'\n\x85.'


def names():
    texts = [b'abc', b'\xc3\xa9', b'\xe2\x82\xac', b'\xf0\x9f\x98\x80', b'\xed\xa0\x80', b'\xed\xb0\x80', b'\xed\xa0\xbd\xed\xb8\x80', b'\xc3', b'\xff', b'\xc0\x80', b'\xf4\x90\x80\x80',
             b'a b', b'a\r', b' a', b'a\x00b', b'a\\u0041', b'\xef\xbb\xbfa', b'a.b', b'a\x85b', b'a\xc2\x85b', b'']
    for value in texts:
        yield 'GLOBAL module %s' % shown(value), b'\x80\x03c' + value + b'\nname\n.'
        yield 'GLOBAL name %s' % shown(value), b'\x80\x03cmodule\n' + value + b'\n.'
        yield 'INST module %s' % shown(value), b'\x80\x03(i' + value + b'\nname\n.'
        yield 'INST name %s' % shown(value), b'\x80\x03(imodule\n' + value + b'\n.'
        yield 'STACK_GLOBAL module %s' % shown(value), b'\x80\x04' + text(value) + text(b'name') + b'\x93.'
        yield 'STACK_GLOBAL name %s' % shown(value), b'\x80\x04' + text(b'module') + text(value) + b'\x93.'
        yield 'PERSID %s' % shown(value), b'P' + value + b'\n.'
    for name, kind in (('bytes', b'C\x01a'), ('int', b'K\x01'), ('None', b'N'), ('Python 2 str', b'U\x01a'), ('list', b']'), ('UNICODE', b'Va\n')):
        yield 'STACK_GLOBAL module of type %s' % name, b'\x80\x04' + kind + text(b'name') + b'\x93.'
        yield 'STACK_GLOBAL name of type %s' % name, b'\x80\x04' + text(b'module') + kind + b'\x93.'
    yield 'STACK_GLOBAL of persistent ids that are str', b'\x80\x04Pmodule\nPname\n\x93.'
    yield 'STACK_GLOBAL of persistent ids that are not str', b'\x80\x04K\x01QK\x02Q\x93.'


def texts():
    for value in [b'\\ud83d\\ude00', b'\\U0001f600', b'\\ud83d', b'\\ude00\\ud83d', b'\\ud83d\\ud83d\\ude00', b'a\\ud83d\\ude00b\\ud83d\\ude00', b'\\ud83d\\U0000de00', b'\\ud83d\\U0001f600\\ude00', b'\xed\xa0\xbd']:
        yield 'UNICODE %s' % shown(value), b'V' + value + b'\n.'
    for value in [b'\xed\xa0\xbd\xed\xb8\x80', b'\xf0\x9f\x98\x80', b'\xed\xa0\xbd', b'\xed\xb8\x80\xed\xa0\xbd', b'\xed\xa0\xbd\xed\xa0\xbd\xed\xb8\x80', b'a\xed\xa0\xbd\xed\xb8\x80b' * 8, b'\xed\xa0\xbd\xf0\x9f\x98\x80\xed\xb8\x80']:
        yield 'SHORT_BINUNICODE %s' % shown(value), text(value) + b'.'
        yield 'BINUNICODE %s' % shown(value), b'X' + struct.pack('<I', len(value)) + value + b'.'
        yield 'BINUNICODE8 %s' % shown(value), b'\x8d' + struct.pack('<Q', len(value)) + value + b'.'


def frames():
    P = b'\x80\x04'
    yield 'FRAME in a FRAME', P + frame(b'N' + frame(b'.'))
    yield 'FRAME in a FRAME, at its start', P + frame(frame(b'N.'))
    yield 'FRAME in a FRAME of zero bytes more', P + frame(b'N' + frame(b'') + b'.')
    yield 'FRAME at the end of a FRAME', P + frame(b'N') + frame(b'.')
    yield 'FRAME whose opcode is the last of a FRAME', P + frame(b'N\x95') + struct.pack('<Q', 1) + b'.'
    yield 'FRAME in a FRAME that ends beyond it', P + frame(b'N' + b'\x95' + struct.pack('<Q', 3) + b'0') + b'N.'
    yield 'FRAME in a FRAME, of 100 bytes', P + frame(b'N' + b'\x95' + struct.pack('<Q', 100) + b'.')
    yield 'FRAME longer than the input', P + frame(b'N.', 100)
    yield 'FRAME longer by one', P + frame(b'N.', 3)
    yield 'FRAME ends behind STOP', P + frame(b'N.junk')
    yield 'FRAME ends before STOP', P + frame(b'N') + b'.'
    yield 'FRAME ends between opcode and argument', P + frame(b'K') + b'\x01.'
    yield 'FRAME ends in an argument', P + frame(b'M\x01') + b'\x02.'
    yield 'FRAME ends between count and payload', P + frame(b'\x8c\x03') + b'abc.'
    yield 'FRAME ends in a payload', P + frame(b'\x8c\x03a') + b'bc.'
    yield 'FRAME ends in bytes', P + frame(b'C\x03a') + b'bc.'
    yield 'FRAME ends in BINBYTES8', P + frame(b'\x8e' + struct.pack('<Q', 3) + b'a') + b'bc.'
    yield 'FRAME ends in BYTEARRAY8', P + frame(b'\x96' + struct.pack('<Q', 3) + b'a') + b'bc.'
    yield 'FRAME ends between count and bytes', P + frame(b'C\x03') + b'abc.'
    yield 'FRAME ends between count and BYTEARRAY8', P + frame(b'\x96' + struct.pack('<Q', 3)) + b'abc.'
    yield 'FRAME ends in a line', P + frame(b'I1') + b'2\n.'
    yield 'FRAME ends between opcode and line', P + frame(b'I') + b'12\n.'
    yield 'FRAME ends between two lines', P + frame(b'cmodule\n') + b'name\n.'
    yield 'FRAME ends in the second line', P + frame(b'cmodule\nna') + b'me\n.'
    yield 'FRAME of zero bytes', P + frame(b'') + b'N.'
    yield 'FRAME of zero bytes at the end', P + b'N.' + frame(b'')
    yield 'FRAME at protocol 2', b'\x80\x02' + frame(b'N.')
    yield 'FRAME without PROTO', frame(b'N.')
    yield 'PROTO in a FRAME', P + frame(P + b'N.')
    yield 'FRAME in a line of a FRAME', P + frame(b'Vab\x95' + struct.pack('<Q', 0) + b'\n.')
    yield 'bytes behind STOP', P + b'N.N.'
    yield 'values left on the stack', P + b'NK\x01.'
    yield 'values left under a mark', P + b'N(K\x01.'
    yield 'two values above a mark', P + b'N(K\x01K\x02.'
    yield 'a mark left', P + b'K\x01(.'
    yield 'PROTO twice', P + P + b'N.'
    yield 'PROTO of 0', b'\x80\x00N.'
    yield 'PROTO of 5', b'\x80\x05N.'
    yield 'PROTO of 6', b'\x80\x06N.'
    yield 'PROTO of 255', b'\x80\xffN.'


def shown(value):
    """Bytes as readable ASCII, without quotes; long runs of one character are shortened."""
    if len(value) > 60:
        return '%s (%d bytes)' % (shown(value[:20]), len(value))
    return ''.join(chr(c) if 0x20 <= c < 0x7f else '\\x%02x' % c for c in bytearray(value)) or '(empty)'


def cases():
    seen = set()
    for group in (numbers, names, texts, frames):
        for name, data in group():
            if name in seen:
                assert name.startswith('LONG '), name
                continue
            seen.add(name)
            yield name, data


# What one interpreter says

class Found:
    def __init__(self, *parts):
        self.parts = parts


def unpicklers():
    """The unpickler written in C, and the one written in Python, with names and persistent ids as data."""
    class Inert:
        def find_class(self, module, name):
            def found(*args):
                return Found(module, name, *args)
            found.name = (module, name)
            return found

        def persistent_load(self, pid):
            # A str can become a name; what else is an id stays what it is.
            return pid

    class C(Inert, pickle.Unpickler):
        pass

    class Python(Inert, pickle._Unpickler):
        pass
    return (lambda data: C(io.BytesIO(data)).load()), (lambda data: Python(io.BytesIO(data)).load())


def plain(value):
    """A value as JSON that tells types apart."""
    if hasattr(value, 'name'):
        return ['global'] + [plain(part)[1] for part in value.name]
    if isinstance(value, Found):
        return ['instance'] + [plain(part)[1] for part in value.parts]
    if value is None or isinstance(value, (bool, float)):
        return [type(value).__name__, repr(value)]
    if isinstance(value, int):
        return ['int', str(value)]
    if isinstance(value, (list, tuple, dict)):
        return [type(value).__name__, repr(value)]
    if isinstance(value, (bytes, bytearray)):
        return [type(value).__name__, value.decode('latin-1')]
    # Code points, since JSON would join surrogates.
    return ['str', ' '.join('%x' % ord(c) for c in value)]


def judge():
    out = {}
    for name, data in cases():
        said = []
        for load in unpicklers():
            try:
                said.append(plain(load(data)))
            except Exception as error:
                said.append(['error', type(error).__name__, str(error)])
        try:
            list(pickletools.genops(data))
            said.append(None)
        except Exception as error:
            said.append(str(error))
        out[name] = said
    print(json.dumps(out))


# Merging

def span(versions, all_versions):
    """'3.6 to 3.13, 3.15' of the versions given, in the order of all."""
    runs = []
    for index, version in enumerate(all_versions):
        if version not in versions:
            continue
        if runs and runs[-1][1] == index - 1:
            runs[-1][1] = index
        else:
            runs.append([index, index])
    return ', '.join(all_versions[a] if a == b else '%s to %s' % (all_versions[a], all_versions[b]) for a, b in runs)


def main(interpreters):
    said, versions = [], []
    for interpreter in interpreters:
        environment = dict(os.environ, PYTHONDONTWRITEBYTECODE='1', PYTHONIOENCODING='utf-8')
        said.append(json.loads(subprocess.check_output([interpreter, os.path.abspath(__file__), '--judge'], env=environment).decode()))
        versions.append(subprocess.check_output([interpreter, '-c', 'import sys; sys.stdout.write(sys.version.split()[0])']).decode())
    labels = ['.'.join(version.split('.')[:2]) for version in versions]
    rows = []
    for name, data in cases():
        outcomes = {}
        for label, by_name in zip(labels, said):
            for which, outcome in zip(('C', 'pickle.py'), by_name[name]):
                # Messages are the followed version's only.
                key = json.dumps(outcome[:1] if outcome[0] == 'error' else outcome)
                outcomes.setdefault(key, {}).setdefault(which, []).append(label)
        row = {'name': name, 'pickle': base64.b64encode(data).decode(), 'expected': said[-1][name][0]}
        if said[-1][name][2] is not None:
            row['genops'] = said[-1][name][2]
        if len(outcomes) > 1:
            row['said'] = [{'outcome': json.loads(key), 'by': '; '.join('%s %s' % (which, span(by[which], labels)) for which in sorted(by))}
                           for key, by in outcomes.items()]
        rows.append(row)
    path = os.path.join(os.path.dirname(os.path.abspath(__file__)), 'versions.json')
    with open(path, 'w') as file:
        file.write('{"pythons": %s, "followed": %s, "rows": [\n' % (json.dumps(versions), json.dumps(versions[-1])))
        file.write(',\n'.join(json.dumps(row, separators=(',', ':')) for row in rows))
        file.write('\n]}\n')
    print('versions.json: %d rows, %d of them differ' % (len(rows), sum('said' in row for row in rows)))


if __name__ == '__main__':
    if sys.argv[1:] == ['--judge']:
        judge()
    elif len(sys.argv) > 1:
        main(sys.argv[1:])
    else:
        sys.exit(__doc__)
