"""Pickles with out-of-band buffers, after test_oob_buffers and test_dump_load_oob_buffers of CPython's Lib/test/pickletester.py: buffers.json.

    python3 make_buffers.py             writes buffers.json: name, pickle in hexadecimal, buffers as [hexadecimal, read-only], what Python says
    python3 make_buffers.py --describe  reads [pickle, buffers] as JSON, one a line, and prints what Python makes of it, a line each
"""
import json
import os
import pickle
import sys


class ZeroCopy:
    def __reduce_ex__(self, protocol):
        if protocol >= 5:
            return type(self)._reconstruct, (pickle.PickleBuffer(self),), None
        return type(self)._reconstruct, (bytes(self),)

    def __repr__(self):
        return '%s(%s)' % (type(self).__name__, bytes(self))

    @classmethod
    def _reconstruct(cls, data):
        with memoryview(data) as view:
            return view.obj if type(view.obj) is cls else cls(data)


class ZeroCopyBytes(ZeroCopy, bytes):
    pass


class ZeroCopyBytearray(ZeroCopy, bytearray):
    pass


class Holder:
    """A class that takes memory as its state."""

    def __init__(self, memory):
        self.memory = memory

    def __repr__(self):
        return 'Holder(%r)' % bytes(self.memory)


def cases():
    yield 'bytes', ZeroCopyBytes(b'abcdef')
    yield 'bytearray', ZeroCopyBytearray(b'abcdef')
    yield 'several', [ZeroCopyBytes(b'ab'), ZeroCopyBytearray(b'cd'), ZeroCopyBytes(b'')]
    one = ZeroCopyBytearray(b'xyz')
    yield 'one object twice', [one, one]
    buffer = pickle.PickleBuffer(bytearray(b'shared'))
    yield 'one buffer twice', [buffer, buffer]
    buffer = pickle.PickleBuffer(b'shared')
    yield 'one read-only buffer twice', (buffer, buffer)
    yield 'in an instance', Holder(pickle.PickleBuffer(b'state'))
    yield 'in a dict', {'a': pickle.PickleBuffer(bytearray(b'1')), 'b': pickle.PickleBuffer(b'2')}
    yield 'large', ZeroCopyBytes(bytes(range(256)) * 20)


def shown(value):
    if isinstance(value, (list, tuple)):
        return '[%s]' % ', '.join(shown(item) for item in value)
    if isinstance(value, dict):
        return '{%s}' % ', '.join('%s: %s' % (key, shown(value[key])) for key in value)
    if isinstance(value, memoryview):
        return 'memoryview(%s, %s)' % (bytes(value), value.readonly)
    return repr(value) if hasattr(value, '__dict__') or isinstance(value, (bytes, bytearray)) else str(value)


def main():
    rows = []
    for name, value in cases():
        buffers = []
        data = pickle.dumps(value, protocol=5, buffer_callback=buffers.append)
        described = shown(pickle.loads(data, buffers=buffers_of(buffers)))
        rows.append([name, data.hex(), [[buffer.raw().tobytes().hex(), buffer.raw().readonly] for buffer in buffers], described.replace('\n', ' ')])
    with open(os.path.join(os.path.dirname(os.path.abspath(__file__)), 'buffers.json'), 'w') as file:
        file.write('[\n' + ',\n'.join(json.dumps(row) for row in rows) + '\n]\n')


def buffers_of(buffers):
    return [bytes(buffer) if buffer.raw().readonly else bytearray(buffer) for buffer in buffers]


if __name__ == '__main__':
    sys.modules['make_buffers'] = sys.modules['__main__']
    for cls in (ZeroCopyBytes, ZeroCopyBytearray, Holder):
        cls.__module__ = 'make_buffers'
    if sys.argv[1:] == ['--describe']:
        for line in sys.stdin:
            data, buffers = json.loads(line)
            try:
                given = [bytes.fromhex(text) if readonly else bytearray.fromhex(text) for text, readonly in buffers]
                print(shown(pickle.loads(bytes.fromhex(data), buffers=given)).replace('\n', ' '))
            except Exception as error:
                print('%s: %s' % (type(error).__name__, error))
    else:
        main()
