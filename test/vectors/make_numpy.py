"""Writes numpy.json: pickles of NumPy dtypes, arrays and scalars with what NumPy says they hold.

Regenerate with one interpreter for each NumPy to be covered (the reference has 1.16 on Python 2.7, 1.19, 1.26 and 2.4):

    python2.7  -m virtualenv two && two/bin/pip install numpy==1.16.6
    python3.9  -m venv old && old/bin/pip install numpy==1.19.5
    python3.9  -m venv mid && mid/bin/pip install numpy==1.26.4
    python3.11 -m venv new && new/bin/pip install 'numpy>=2.4'
    new/bin/python make_numpy.py two/bin/python old/bin/python mid/bin/python new/bin/python > numpy.json

Rows: kind ('array', 'scalar', 'dtype'), name, numpy, python, protocol, pickle and buffers (base64; buffers are out-of-band),
dtype (str), and by kind:
  array   shape, order ('C', 'F' or 'K'), items (nested lists, see `plain`), subclass, readonly, stable
  scalar  item, repr, str (of NumPy 2)
  dtype   repr (of NumPy 2)
Pickles of Python 2 are to be read with encoding latin1 or bytes.
`stable`: NumPy itself writes the same pickle again after loading this one with the same protocol.
"""

import base64
import json
import math
import pickle
import subprocess
import sys

PYTHON2 = sys.version_info[0] == 2
TEXT = type(u'')
INTEGERS = (int, long) if PYTHON2 else int  # noqa: F821


def plain(value):
    """A value as JSON: {'float': text}, {'int': text} beyond 2^53, {'bytes': base64}, {'complex': [re, im]}, {'record': [...]}."""
    import numpy as np

    if isinstance(value, (np.datetime64, np.timedelta64)):
        return None if np.isnat(value) else plain(int(value.astype('i8')))
    if isinstance(value, np.generic):
        value = value.item()
    if isinstance(value, bool) or value is None or isinstance(value, TEXT):
        return value
    if isinstance(value, INTEGERS):
        return value if abs(value) < 2**53 else {'int': str(value)}
    if isinstance(value, float):
        return value if value - value == 0 and not (value == 0 and math.copysign(1, value) < 0) else {'float': repr(value)}
    if isinstance(value, complex):
        return {'complex': [plain(value.real), plain(value.imag)]}
    if isinstance(value, bytes):
        return {'bytes': base64.b64encode(value).decode()}
    if isinstance(value, tuple):
        return {'record': [plain(item) for item in value]}
    raise TypeError(type(value))


def items(array):
    """Nested lists of `plain` items; S as text (Latin-1), long doubles as their bytes."""
    import numpy as np

    array = np.asarray(array)
    if array.ndim:
        return [items(array[i : i + 1].reshape(array.shape[1:])) for i in range(len(array))]
    if array.dtype.names is not None:
        return {'record': [items(array[name]) for name in array.dtype.names]}
    if array.dtype.kind == 'S':
        return array[()].decode('latin1')
    if array.dtype.kind == 'f' and array.dtype.itemsize > 8 or array.dtype.kind == 'c' and array.dtype.itemsize > 16:
        return {'bytes': base64.b64encode(array.tobytes()).decode()}
    return plain(array[()])


def arrays():
    import numpy as np

    codes = ['?', 'i1', 'i2', 'i4', 'i8', 'u1', 'u2', 'u4', 'u8', 'f2', 'f4', 'f8', 'f16', 'c8', 'c16', 'c32',
             'S3', 'U3', 'V3', 'M8[ns]', 'M8[D]', 'M8', 'M8[25s]', 'm8[us]', 'm8', 'M8[Y]']
    for code in codes:
        for order in '<>':
            dtype = np.dtype(order + code)
            if order == '>' and dtype.isnative:
                continue
            if dtype.kind == 'f':
                values = [0.0, -1.5, 1e-5, math.inf, math.nan, 1000.25]
            elif dtype.kind == 'c':
                values = [0, -1.5 + 2j, 1e-5j, complex(math.nan, -math.inf), 3, 4]
            elif dtype.kind in 'SU':
                values = ['', 'a', 'bc', 'x\0y', 'def', '\xe9' if dtype.kind == 'U' else 'z']
                values = values if dtype.kind == 'U' else [v.encode() for v in values]
            elif dtype.kind == 'V':
                values = [b'abc', b'\0\1\2', b'', b'x', b'\xff\xfe\xfd', b'yz']
            elif dtype.kind == 'b':
                values = [True, False, True, True, False, False]
            elif dtype.kind in 'Mm':
                values = [0, 1, -1, -2**63, 10**4, 2**40]
            else:
                info = np.iinfo(dtype)
                values = [0, 1, info.min, info.max, 100, 7]
            flat = np.array(values, dtype='i8').view(dtype.newbyteorder('=')).astype(dtype) if dtype.kind in 'Mm' else np.array(values, dtype=dtype)
            if code in ('f16', 'c32'):
                clean_padding(flat)
            yield code + order, flat.reshape(2, 3)
            yield code + order + '-fortran', np.asfortranarray(flat.reshape(2, 3))
            if code in ('f8', 'U3'):
                yield code + order + '-0d', flat[1:2].reshape(())
                yield code + order + '-empty', np.zeros((0, 3), dtype)
                yield code + order + '-strided', flat[::2]
                yield code + order + '-1d', flat
    yield '3d', np.arange(24, dtype='i2').reshape(2, 3, 4)
    yield '3d-fortran', np.asfortranarray(np.arange(24, dtype='i2').reshape(2, 3, 4))
    yield '3d-transposed', np.arange(24, dtype='i2').reshape(2, 3, 4).transpose(1, 0, 2)
    yield '3d-rotated', np.arange(24, dtype='i2').reshape(2, 3, 4).transpose(1, 2, 0)
    yield 'readonly', np.frombuffer(bytes(range(16)), dtype='<f4')
    yield 'objects', np.array([[1, 'a', None], [2.5, b'x', 10**20]], dtype=object)
    yield 'objects-fortran', np.asfortranarray(np.array([[1, 'a', None], [2.5, b'x', 10**20]], dtype=object))
    yield 'objects-0d', np.array(None, dtype=object)
    yield 'objects-empty', np.zeros((2, 0), dtype=object)
    for name, dtype in structures():
        array = np.zeros(3, dtype)
        flat = array.view('V%d' % dtype.itemsize).view('u1') if not dtype.hasobject and dtype.itemsize else None
        if flat is not None:
            flat[:] = np.arange(flat.size) % 100
            if name == 'big-text':
                array['u'] = ['a', '\xe9\U0001f600', '']
        yield 'record-' + name, array
    both = np.zeros((2, 2), [('n', '<i4'), ('o', 'O')])
    both['n'] = [[1, 2], [3, 4]]
    both['o'] = [['a', 'x'], ['c', None]]
    yield 'record-objects', both
    yield 'matrix', np.matrix([[1, 2], [3, 4]], dtype='<i4')
    yield 'recarray', np.rec.array([(1, 2.5), (3, 4.5)], dtype=[('a', '<i4'), ('q', '<f8')])
    yield 'chararray', np.char.array(['ab', 'c'])
    if hasattr(np, 'dtypes') and hasattr(np.dtypes, 'StringDType'):
        yield 'stringdtype', np.array(['a', 'long text that is not inline at all', ''], dtype=np.dtypes.StringDType())


def clean_padding(flat):
    """The six bytes behind an x87 long double are whatever was there; make them zero."""
    view = flat.view('u1').reshape(-1, 16)
    if flat.dtype.isnative:
        view[:, 10:] = 0
    else:
        view[:, :6] = 0


def structures():
    import numpy as np

    yield 'plain', np.dtype([('a', '<i4'), ('q', '>f8'), ('c', 'S2')])
    yield 'subarray', np.dtype([('a', 'u1'), ('q', '<i2', (2, 3)), ('c', '<u2', 2)])
    yield 'nested', np.dtype([('a', [('x', '<i2'), ('y', '<i2')]), ('q', '<u4')])
    yield 'titles', np.dtype([(('the title', 'a'), 'u1'), ('q', '<i4')])
    yield 'offsets', np.dtype({'names': ['a', 'q'], 'formats': ['<i4', '<i2'], 'offsets': [4, 0], 'itemsize': 16})
    yield 'overlap', np.dtype({'names': ['a', 'q'], 'formats': ['<i4', '<i2'], 'offsets': [0, 0]})
    yield 'aligned', np.dtype([('a', 'i1'), ('q', '<f8')], align=True)
    yield 'time', np.dtype([('t', '<M8[ns]'), ('v', '<i8')])
    yield 'quoted', np.dtype([("it's", '<i2'), ('__proto__', '<i2'), ('1', '<i2')])
    yield 'record', np.dtype((np.record, [('a', '<i4'), ('q', '<f8')]))
    yield 'big-text', np.dtype([('u', '>U2'), ('v', 'V2')])


def dtypes():
    import numpy as np

    for code in ['?', 'i1', '<i2', '>i2', '<i4', '<i8', 'u1', '<u2', '<u4', '>u8', '<f2', '<f4', '<f8', '>f8', '<f16', '<c8', '<c16', '>c32',
                 'O', 'S', 'S5', '<U', '<U7', '>U7', 'V', 'V12', '<M8', '<M8[ns]', '>M8[25us]', '<m8', '>m8[3D]', '<m8[as]']:
        yield code, np.dtype(code)
    for name, dtype in structures():
        yield name, dtype
    yield 'empty', np.dtype([])
    yield 'sub', np.dtype(('<f4', (2, 3)))
    yield 'sub1', np.dtype(('<f4', (2,)))
    yield 'metadata', np.dtype('<f8', metadata={'key': 1})
    yield 'time-metadata', np.dtype('<M8[ns]', metadata={'key': 1})
    yield 'deep', np.dtype([('a', [('q', [('c', 'O')], (2,))])])
    if hasattr(np, 'dtypes') and hasattr(np.dtypes, 'StringDType'):
        yield 'stringdtype', np.dtypes.StringDType()
        yield 'stringdtype-na', np.dtypes.StringDType(na_object=None)


def scalars():
    import numpy as np

    floats = [0.0, -0.0, 1.0, 1.5, 0.1, -2.25, 1e-4, 1e-5, 1e3, 999.5, 1e6, 999999.0, 123456789.0, 1e16, 1e15, math.inf, -math.inf, math.nan, 3e38, 65504.0,
              6e-8, 1 / 3, 16777216.0]
    for kind in (np.float16, np.float32, np.float64):
        for value in floats:
            with np.errstate(all='ignore'):
                yield '%s-%r' % (kind.__name__, value), kind(value)
    for value in (1e300, 5e-324, 2.0**53, 1.7976931348623157e308):
        yield 'float64-%r' % value, np.float64(value)
    for value in (1.4e-45, 3.4028235e38):
        yield 'float32-%r' % value, np.float32(value)
    for kind in (np.complex64, np.complex128):
        for value in (0j, 1 + 2j, 1j, complex(-0.0, 1), complex(0, -0.0), 0.1 - 0.2j, complex(math.nan, -math.inf), 1e6 + 1e16j, complex(1.5, 0)):
            yield '%s-%r' % (kind.__name__, value), kind(value)
    for kind in (np.int8, np.int16, np.int32, np.int64, np.uint8, np.uint16, np.uint32, np.uint64):
        info = np.iinfo(kind)
        for value in (0, 1, info.min, info.max):
            yield '%s-%r' % (kind.__name__, value), kind(value)
    yield 'true', np.bool_(True)
    yield 'false', np.bool_(False)
    for text in ('', 'ab', "it's", '\u20ac\U0001f600', 'a\0b'):
        yield 'str-%r' % text, np.str_(text)
    for data in (b'', b'ab', b"it's \xff\n", b'a\0b'):
        yield 'bytes-%r' % data, np.bytes_(data)
    yield 'void', np.void(b'a\xff\0')
    for unit in ('Y', 'M', 'W', 'D', 'h', 'm', 's', 'ms', 'us', 'ns', 'ps', 'fs', 'as', '25s', '2D'):
        for ticks in (0, -1, 12345, -(10**9), 10**15 + 7):
            yield 'datetime64[%s]-%d' % (unit, ticks), np.datetime64(ticks, unit)
            yield 'timedelta64[%s]-%d' % (unit, ticks), np.timedelta64(ticks, unit)
    yield 'nat', np.datetime64('NaT')
    yield 'nat-ns', np.datetime64('NaT', 'ns')
    yield 'nat-delta', np.timedelta64('NaT', 's')
    yield 'delta-generic', np.timedelta64(5)
    yield 'record', np.array([(1, 2.5)], dtype=[('a', '<i4'), ('q', '<f8')])[0]
    yield 'record-class', np.rec.array([(1, 2.5)], dtype=[('a', '<i4'), ('q', '<f8')])[0]
    if not np.__version__.startswith('1.19'):  # writing it a second time crashes NumPy 1.19
        yield 'record-objects', np.array([(1, 'x')], dtype=[('a', '<i4'), ('q', 'O')])[0]


def python2_arrays():
    """What differs in Python 2: all strings are bytes, names and codes too."""
    import numpy as np

    for code in ('?', 'u1', '<i4', '>i8', '<f4', '>f8', '<c16', 'S3', '<U3', 'V2', '<M8[us]', '<m8[s]'):
        flat = np.arange(150, 150 + 6 * np.dtype(code).itemsize, dtype='u1')
        if code == '<U3':
            flat = np.array([u'a', u'\xe9b', u'', u'\u20ac', u'abc', u'\U0001f600'], code).view('u1')
        array = (flat % 2 if code == '?' else flat).view(code)
        yield code, array.reshape(2, 3)
        yield code + '-fortran', np.asfortranarray(array.reshape(2, 3))
    yield 'objects', np.array([1, None, u'\u20ac', 2.5, 10**20], dtype=object)
    for name, dtype in structures():
        if name not in ('offsets', 'overlap', 'aligned', 'quoted', 'big-text'):
            yield 'record-' + name, np.arange(2 * dtype.itemsize, dtype='u1').view('V%d' % dtype.itemsize).view(dtype)


def dump(value, protocol, buffers=None):
    pickled = pickle.dumps(value, protocol, buffer_callback=buffers.append) if buffers is not None else pickle.dumps(value, protocol)
    return pickled, [buffer.raw().tobytes() for buffer in buffers or []]


def is_stable(pickled, protocol, raw):
    if PYTHON2:
        return True
    again = pickle.loads(pickled, buffers=[bytearray(data) for data in raw]) if raw else pickle.loads(pickled)
    return dump(again, protocol, [] if raw else None)[0] == pickled


def rows():
    import numpy as np

    where = {'numpy': np.__version__, 'python': '%d.%d' % sys.version_info[:2]}
    newest = int(np.__version__.split('.')[0]) >= 2

    def row(kind, name, value, protocol, out_of_band=False, **more):
        pickled, raw = dump(value, protocol, [] if out_of_band else None)
        dtype = value if kind == 'dtype' else value.dtype
        result = dict(kind=kind, name=name, protocol=protocol, pickle=base64.b64encode(pickled).decode(), dtype=str(dtype), **where)
        if out_of_band:
            result['buffers'] = [base64.b64encode(data).decode() for data in raw]
        result['stable'] = is_stable(pickled, protocol, raw)
        result.update(more)
        return result

    if PYTHON2:
        for name, array in python2_arrays():
            order = 'C' if array.flags.c_contiguous else 'F'
            for protocol in (0, 2):
                yield row('array', name, array, protocol, shape=list(array.shape), items=items(array), order=order)
        for name, scalar in (('f8', np.float64(1.5)), ('i4', np.int32(-2)), ('bool', np.bool_(True)), ('U', np.str_('ab')), ('M8', np.datetime64(5, 's'))):
            yield row('scalar', name, scalar, 2, item=plain(scalar))
        return
    for name, array in arrays():
        more = {'shape': list(array.shape), 'items': items(array)}
        if type(array) is not np.ndarray:
            more['subclass'] = type(array).__module__ + '.' + type(array).__qualname__
        for protocol in (0, 2, 4, 5) if newest else (2, 5):
            flags = pickle.loads(pickle.dumps(array, protocol)).flags
            more['order'] = 'C' if flags.c_contiguous else 'F' if flags.f_contiguous else 'K'
            yield row('array', name, array, protocol, **more)
        pickled, raw = dump(array, 5, [])
        if raw:
            yield row('array', name + '-out-of-band', array, 5, True, **more)
    for name, dtype in dtypes():
        for protocol in (0, 2, 4) if newest else (2,):
            yield row('dtype', name, dtype, protocol, **({'repr': repr(dtype)} if newest else {}))
    for name, scalar in scalars():
        more = {'item': plain(scalar)}
        if newest:
            try:
                more['repr'] = repr(scalar)
                more['str'] = str(scalar)
            except ValueError:
                pass
        if not newest and name.startswith(('datetime64', 'timedelta64')):
            continue
        for protocol in (2, 4) if newest else (2,):
            yield row('scalar', name, scalar, protocol, **more)


def main():
    if len(sys.argv) == 1:
        for row in rows():
            print(json.dumps(row))
        return
    unique = {}
    for interpreter in sys.argv[1:]:
        for line in subprocess.check_output([interpreter, '-B', '-W', 'ignore', __file__]).decode().splitlines():
            row = json.loads(line)
            # Versions that write the same are one row, the newest.
            unique[row['kind'], row['name'], row['pickle']] = line
    print('[\n' + ',\n'.join(unique.values()) + '\n]')


if __name__ == '__main__':
    main()
