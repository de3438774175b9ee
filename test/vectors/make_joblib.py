"""Writes joblib.json: files of joblib.dump with what is in them.

    python3.7  -m venv j1 && j1/bin/pip install joblib==0.11 numpy==1.21.6 scikit-learn==0.20.4 scipy==1.5.4
    python3.11 -m venv j2 && j2/bin/pip install joblib==1.6.0 numpy==2.4.6 scikit-learn==1.9.1 lz4
    python3 make_joblib.py j1/bin/python j2/bin/python > joblib.json

A row is case, joblib, protocol, compress, file (base64) and value. This script runs itself with each interpreter, `--rows`.
"""
import base64
import json
import math
import os
import subprocess
import sys
import tempfile


def plain(value):
    """A value in the notation of the vectors."""
    import numpy as np
    if isinstance(value, np.ndarray):
        order = 'F' if value.flags.f_contiguous and not value.flags.c_contiguous else 'C'
        row = {'array': value.dtype.str, 'shape': list(value.shape), 'order': order, 'values': plain(value.tolist())}
        if type(value) not in (np.ndarray, np.memmap):
            row['subclass'] = type(value).__name__
        return row
    if isinstance(value, dict):
        return {'dict': [[plain(key), plain(item)] for key, item in value.items()]}
    if isinstance(value, (list, tuple)):
        return [plain(item) for item in value]
    if isinstance(value, float) and not math.isfinite(value):
        return {'float': str(value)}
    if isinstance(value, bytes):
        return {'bytes': base64.b64encode(value).decode()}
    if isinstance(value, complex):
        return {'complex': [value.real, value.imag]}
    if value is None or isinstance(value, (bool, int, float, str)):
        return value
    if hasattr(value, 'get_params'):
        fitted = {name: item for name, item in vars(value).items() if name.endswith('_') and isinstance(item, np.ndarray)}
        return {'estimator': type(value).__name__, 'arrays': plain(fitted)}
    return {'str': str(value)}


def values():
    import numpy as np
    yield 'list', [1, 'two', None]
    yield 'doubles', np.arange(6, dtype=np.float64).reshape(2, 3)
    yield 'fortran', np.asfortranarray(np.arange(6, dtype=np.int32).reshape(2, 3))
    yield 'turned', np.arange(6, dtype=np.int16).reshape(2, 3).T
    yield 'strided', np.arange(12, dtype=np.float32)[::3]
    yield 'big endian', np.arange(4, dtype='>i4')
    yield 'empty', np.empty((0, 3))
    yield 'scalar array', np.array(1.5)
    yield 'text', np.array(['a', 'bcd', ''])
    yield 'bytes', np.array([b'a', b'bcd'])
    yield 'bool', np.array([True, False, True])
    yield 'complex', np.array([1 + 2j, -3.5j])
    yield 'objects', np.array([1, 'b', None, [2, 3]], dtype=object)
    yield 'records', np.array([(1, 2.5), (3, 4.5)], dtype=[('a', 'i4'), ('b', 'f8')])
    yield 'matrix', np.matrix([[1, 2], [3, 4]])
    same = np.arange(3)
    # Bytes of BUILD's code in the items, and in text.
    yield 'many', {'bbb': same, 'again': same, 'list': [np.full(5, 0x62, np.uint8), 'b' * 300, np.arange(3.0)], 'n': 7}
    yield 'nan', np.array([math.nan, math.inf, -math.inf])
    from sklearn.linear_model import LinearRegression
    from sklearn.ensemble import RandomForestClassifier
    x = np.arange(20, dtype=np.float64).reshape(10, 2)
    yield 'regression', LinearRegression().fit(x, x.sum(axis=1))
    yield 'forest', RandomForestClassifier(n_estimators=3, random_state=0).fit(x, [0, 1] * 5)


def rows():
    import joblib
    version = joblib.__version__
    folder = tempfile.mkdtemp()
    for name, value in values():
        packings = [0, ('zlib', 3), ('gzip', 3), ('bz2', 3), ('xz', 3), ('lzma', 3)] if name in ('many', 'doubles') else [0]
        if name == 'many' and not version.startswith('0.'):
            packings.append(('lz4', 3))
        for compress in packings:
            for protocol in [2, 4] if compress == 0 else [4]:
                path = os.path.join(folder, 'file')
                joblib.dump(value, path, compress=compress, protocol=protocol)
                with open(path, 'rb') as file:
                    data = file.read()
                yield {'case': name, 'joblib': version, 'protocol': protocol, 'compress': compress and compress[0],
                       'file': base64.b64encode(data).decode(), 'value': plain(value)}


def main():
    if '--rows' in sys.argv:
        for row in rows():
            print(json.dumps(row))
    else:
        lines = []
        for python in sys.argv[1:]:
            lines += subprocess.run([python, __file__, '--rows'], stdout=subprocess.PIPE, check=True).stdout.decode().splitlines()
        print('[\n' + ',\n'.join(lines) + '\n]')


main()
