"""Writes pandas.json: pickles of pandas objects with what pandas says they hold.

    python3.7  -m venv v025 && v025/bin/pip install pandas==0.25.3 numpy==1.21.6
    python3.8  -m venv v12  && v12/bin/pip install pandas==1.2.5 numpy==1.24.4
    python3.9  -m venv v15  && v15/bin/pip install pandas==1.5.3 numpy==1.26.4 pyarrow==12.0.1
    python3.11 -m venv v23  && v23/bin/pip install pandas==2.3.3 numpy==2.4.6 pyarrow==26.0.1
    python3.13 -m venv v31  && v31/bin/pip install pandas==3.1.1 numpy==2.5.5 pyarrow==26.0.1
    python3 make_pandas.py v025/bin/python v12/bin/python v15/bin/python v23/bin/python v31/bin/python > pandas.json

A row is kind (frame, series, index, scalar), name, pandas, protocol, pickle (base64 of raw deflate), and what is to be read. This script
runs itself with each interpreter, `--rows`. With `--compare` it reads lines of JSON, [pickle, pickle] in base64, and prints for each
whether the two are equal objects (`DataFrame.equals`, dtypes, names, index, attrs), `true` or why not.
"""
import base64
import json
import math
import pickle
import subprocess
import sys
import zlib


def plain(value):
    """A value in the notation of the vectors."""
    import numpy as np
    import pandas as pd
    if value is None or value is pd.NaT or value is getattr(pd, 'NA', Ellipsis):
        return None
    if isinstance(value, (bool, np.bool_)):
        return bool(value)
    if isinstance(value, pd.Timestamp):
        return {'timestamp': str(value)}
    if isinstance(value, pd.Timedelta):
        return {'timedelta': str(value)}
    if isinstance(value, pd.Period):
        return {'period': str(value)}
    if isinstance(value, pd.Interval):
        return {'interval': [plain(value.left), plain(value.right), value.closed]}
    if isinstance(value, str):
        return str(value)
    if isinstance(value, (int, np.integer)):
        return int(value) if abs(value) < 2 ** 53 else {'int': str(value)}
    if isinstance(value, (float, np.floating)):
        value = float(value)
        return value if math.isfinite(value) else {'float': str(value)}
    if isinstance(value, (complex, np.complexfloating)):
        return {'complex': [plain(value.real), plain(value.imag)]}
    if isinstance(value, (bytes, bytearray)):
        return {'bytes': base64.b64encode(value).decode()}
    if isinstance(value, (list, tuple, np.ndarray)):
        return [plain(item) for item in value]
    if isinstance(value, dict):
        return {'dict': [[plain(key), plain(item)] for key, item in value.items()]}
    return {'str': str(value)}


def values_of(column):
    """The values of a column or index; NaN is None where it is no number but says that there is none."""
    import numpy as np
    import pandas as pd
    numeric = isinstance(column.dtype, np.dtype) and not isinstance(column, pd.MultiIndex) or str(column.dtype).startswith('Sparse')
    values = [plain(value) for value in column]
    return values if numeric else json.loads(json.dumps(values), object_hook=lambda item: None if item == {'float': 'nan'} else item)


def index_of(index):
    import pandas as pd
    return {'kind': type(index).__name__, 'dtype': str(index.dtype), 'names': plain(list(index.names)), 'values': values_of(index),
            'freq': getattr(index, 'freqstr', None) if not isinstance(index, pd.MultiIndex) else None}


def expected(value):
    import pandas as pd
    if isinstance(value, pd.DataFrame):
        columns = [value.iloc[:, i] for i in range(value.shape[1])]
        return {'kind': 'frame', 'shape': list(value.shape), 'columns': plain(list(value.columns)), 'dtypes': [str(c.dtype) for c in columns],
                'index': index_of(value.index), 'values': [values_of(c) for c in columns]}
    if isinstance(value, pd.Series):
        return {'kind': 'series', 'name': plain(value.name), 'dtype': str(value.dtype), 'index': index_of(value.index),
                'values': values_of(value)}
    if isinstance(value, pd.Index):
        return dict(index_of(value), kind='index', index=type(value).__name__)
    return {'kind': 'scalar', 'type': type(value).__name__, 'str': str(value), 'repr': repr(value)}


def cases():
    import numpy as np
    import pandas as pd
    version = tuple(int(part) for part in pd.__version__.split('.')[:2])
    simple = pd.DataFrame({'a': [1, 2, 3], 'b': [1.5, float('nan'), -2.0], 'c': ['x', 'y', None], 'd': [True, False, True]})
    yield 'simple', simple, range(6)
    yield 'empty', pd.DataFrame(), None
    yield 'no rows', pd.DataFrame({'a': np.array([], dtype='i8'), 'b': np.array([], dtype=object)}), None
    yield 'no columns', pd.DataFrame(index=[1, 2]), None
    yield 'one block in Fortran order', pd.DataFrame(np.arange(12.0).reshape(4, 3), columns=list('xyz')), (2, 4, 5)
    yield 'numbers', pd.DataFrame({k: np.array([1, 2, 3], dtype=k) for k in 'i1 i2 i4 i8 u1 u2 u4 u8 f2 f4 f8 c8 c16 b1'.split()}), None
    yield 'big integers', pd.DataFrame({'i': [2 ** 62, -2 ** 63], 'u': np.array([2 ** 64 - 1, 0], dtype='u8')}), None
    yield 'interleaved', pd.DataFrame({k: np.full(2, i, dtype=t) for i, (k, t) in enumerate(zip('abcdefg', 'i8 f8 i8 f8 i8 f8 O'.split()))}), None
    split = simple.copy()
    split['e'] = [7, 8, 9]
    split['f'] = [7.5, 8.5, 9.5]
    split.insert(0, 'first', [0, 0, 1])
    yield 'not consolidated', split, None
    yield 'slice of rows', simple.iloc[1:], (2, 5)
    yield 'slice of columns', pd.DataFrame(np.arange(20).reshape(2, 10)).iloc[:, ::3], (2, 5)
    yield 'integer names', pd.DataFrame({1: [1], 0: [2], -5: ['x']}), None
    yield 'names twice', pd.DataFrame([[1, 2.5, 'x']], columns=['a', 'a', 'b']), None
    yield 'names of two levels', pd.DataFrame([[1, 2.5, 'x']], columns=pd.MultiIndex.from_tuples([('a', 1), ('a', 2), ('b', 1)], names=['u', None])), (2, 5)
    yield 'mixed names', pd.DataFrame([[1, 2, 3]], columns=pd.Index(['a', 1, ('t', 2)], tupleize_cols=False)), None
    yield 'objects', pd.DataFrame({'o': [[1, 2], {'k': (1, 'two')}, None, b'bytes', 2 ** 70, 1.5]}), (2, 5)
    moments = [pd.Timestamp('2020-01-01'), pd.NaT, pd.Timestamp('2021-06-01 12:34:56.789012345')]
    yield 'times', pd.DataFrame({
        't': pd.DatetimeIndex(moments),
        'p': pd.DatetimeIndex(moments).tz_localize('Europe/Paris'),
        'u': pd.DatetimeIndex(moments).tz_localize('UTC'),
        'd': pd.to_timedelta(['1 days', None, '-3 days +02:03:04.000005'])}), (2, 4, 5)
    yield 'categories', pd.DataFrame({'c': pd.Categorical(['a', 'b', None, 'a']), 'n': pd.Categorical([3, 1, 3, None], categories=[3, 1, 2], ordered=True)}), (2, 5)
    yield 'period and interval', pd.DataFrame({'p': pd.period_range('2020-01', periods=3, freq='M'), 'i': pd.interval_range(0, 3)}), (2, 5)
    sparse = pd.arrays.SparseArray if hasattr(pd.arrays, 'SparseArray') else pd.SparseArray
    yield 'sparse', pd.DataFrame({'s': sparse([0, 0, 1, 2, 0]), 'f': sparse([1.5, float('nan'), float('nan'), 2.5, float('nan')]),
                                  'b': sparse([0, 1, 1, 0, 1], kind='block'), 'z': sparse([0.0, 1.0, 0.0, 0.0, 0.0], fill_value=0.0)}), (2, 5)
    yield 'nullable integers', pd.DataFrame({'i': pd.array([1, None, 3], dtype='Int64'), 'u': pd.array([1, None, 3], dtype='UInt8')}), (2, 5)
    yield 'index of times', pd.DataFrame({'a': [1, 2, 3]}, index=pd.date_range('2020-01-31', periods=3, freq='M' if version < (2, 2) else 'ME')), (2, 5)
    yield 'index of times in a zone', pd.DataFrame({'a': [1, 2]}, index=pd.date_range('2020-03-28 12:00', periods=2, freq='D', tz='Europe/Paris', name='when')), None
    yield 'index of two levels', pd.DataFrame({'a': [1, 2, 3]}, index=pd.MultiIndex.from_arrays([['x', 'x', None], [1, 2, 1]], names=['s', 'n'])), (2, 5)
    yield 'series', pd.Series([1, 2, 3], name='s', index=['a', 'b', 'c']), range(6)
    yield 'series of text', pd.Series(['a', None, 'é€😀', '']), None
    yield 'series with a tuple as name', pd.Series([1.5], name=('a', 1)), None
    yield 'series without a name', pd.Series([1.5, 2.5]), None
    yield 'series with a number as name', pd.Series([True, False], name=3), None
    yield 'series of times', pd.Series(pd.to_datetime(['2020-01-01 00:00:00.5', None])), None
    yield 'series of categories', pd.Series(['a', 'b', 'a'], dtype='category'), None
    yield 'range', pd.RangeIndex(2, 12, 3, name='r'), (2, 5)
    yield 'integers', pd.Index([3, 1, 2], name='i'), None
    yield 'unsigned', pd.Index(np.array([3, 2 ** 63], dtype='u8')), None
    yield 'floats', pd.Index([1.5, float('nan')]), None
    yield 'text', pd.Index(['a', 'b']), (2, 5)
    yield 'objects', pd.Index(['a', 1, None], dtype=object), None
    yield 'times', pd.DatetimeIndex(['2020-01-01', '2020-01-03', None]), (2, 5)
    yield 'times with a frequency', pd.date_range('2020-01-01', periods=3, freq='B', tz='UTC'), None
    yield 'durations', pd.timedelta_range('1 day', periods=3, freq='12h' if version >= (2, 2) else '12H'), None
    yield 'periods', pd.period_range('2020Q1', periods=3, freq='Q'), (2, 5)
    yield 'days', pd.period_range('2020-02-28', periods=3, freq='D'), None
    yield 'categories', pd.CategoricalIndex(['b', 'a', 'b'], categories=['b', 'a'], name='c'), None
    yield 'intervals', pd.IntervalIndex.from_breaks([0.0, 1.5, 2.0], closed='left'), (2, 5)
    yield 'intervals of times', pd.IntervalIndex.from_breaks(pd.to_datetime(['2020-01-01', '2020-01-02', '2020-01-03'])), None
    yield 'three levels', pd.MultiIndex.from_product([['a', 'b'], [1], pd.to_datetime(['2020-01-01'])], names=['x', 'y', 'z']), (2, 5)
    yield 'timestamp', pd.Timestamp('2020-01-01 12:34:56.789012345'), (2, 5)
    yield 'timestamp in a zone', pd.Timestamp('2020-07-01 12:00', tz='Europe/Paris'), (2, 5)
    yield 'timestamp in UTC', pd.Timestamp('1960-07-01 12:00:00.5', tz='UTC'), None
    yield 'timestamp with an offset', pd.Timestamp('2020-07-01 12:00+05:30'), None
    yield 'timedelta', pd.Timedelta('-1 days +02:03:04.000005006'), (2, 5)
    yield 'timedelta of days', pd.Timedelta(days=3), None
    yield 'NaT', pd.NaT, (0, 2, 5)
    yield 'month', pd.Period('2020-01', 'M'), (2, 5)
    for text, freq in [('2020Q3', 'Q'), ('2020', 'Y' if version >= (2, 2) else 'A'), ('2020-02-29', 'D'), ('2020-02-29', 'W'), ('2020-02-28', 'B'),
                       ('2020-01-01 13:45', 'h' if version >= (2, 2) else 'H'), ('2020-01-01 13:45', 'min'), ('2020-01-01 13:45:07', 's' if version >= (2, 2) else 'S'),
                       ('2020-01-01 13:45:07.25', 'ms'), ('2020Q3', 'Q-MAR'), ('2020', 'Y-JUN' if version >= (2, 2) else 'A-JUN')]:
        yield 'period ' + freq, pd.Period(text, freq), None
    yield 'interval', pd.Interval(1, 2.5, closed='both'), (2, 5)
    yield 'interval of times', pd.Interval(pd.Timestamp('2020-01-01'), pd.Timestamp('2020-01-02')), None
    offsets = pd.offsets
    for offset in [offsets.Day(3), offsets.MonthEnd(), offsets.Week(weekday=3), offsets.DateOffset(months=1, days=2), offsets.BusinessDay(-2), offsets.Hour(5),
                   offsets.QuarterEnd(startingMonth=3), offsets.YearBegin(month=4), offsets.CustomBusinessDay(holidays=['2020-01-01']),
                   offsets.BusinessHour(start='10:00', end='16:00'), offsets.WeekOfMonth(week=1, weekday=2), offsets.Nano(7), offsets.Milli(2)]:
        yield 'offset ' + type(offset).__name__, offset, None
    if version < (1, 0):
        return
    yield 'NA', pd.NA, (0, 2, 5)
    flagged = simple.copy()
    flagged.attrs = {'source': 'x', 'n': 1}
    yield 'attrs', flagged if version < (1, 2) else flagged.set_flags(allows_duplicate_labels=False), None
    yield 'nullable', pd.DataFrame({'b': pd.array([True, None, False], dtype='boolean'), 's': pd.array(['a', None, 'c'], dtype='string')}), (2, 5)
    if version < (1, 2):
        return
    yield 'nullable floats', pd.DataFrame({'f': pd.array([1.5, None, 3], dtype='Float64'), 'g': pd.array([1.5, None, 3], dtype='Float32')}), None
    if version < (1, 5):
        return
    import pyarrow as pa
    yield 'strings in Arrow', pd.DataFrame({'s': pd.array(['a', None, 'é€'], dtype='string[pyarrow]'), 'd': pd.array(['x', 'x', 'y'], dtype=pd.ArrowDtype(pa.string())) if version >= (2, 0) else 1}), (2, 4, 5)
    if version < (2, 0):
        return
    import datetime
    import decimal
    arrow = lambda values, kind: pd.array(values, dtype=pd.ArrowDtype(kind))
    yield 'numbers in Arrow', pd.DataFrame({str(t): arrow([1, None, 3], t) for t in
                                            [pa.int8(), pa.int16(), pa.int32(), pa.int64(), pa.uint8(), pa.uint16(), pa.uint32(), pa.uint64(), pa.float32(), pa.float64()]}), (2, 5)
    yield 'Arrow', pd.DataFrame({
        'bool': arrow([True, None, False], pa.bool_()), 'large': arrow(['a', None, 'cc'], pa.large_string()), 'bytes': arrow([b'a', None, b'\xff'], pa.binary()),
        'fixed': arrow([b'ab', None, b'cd'], pa.binary(2)), 'decimal': arrow([decimal.Decimal('1.50'), None, decimal.Decimal('-12345678901234567890.25')], pa.decimal128(30, 2)),
        'null': arrow([None] * 3, pa.null())}), (2, 5)
    yield 'times in Arrow', pd.DataFrame({
        'ns': arrow([datetime.datetime(2020, 1, 1), None, datetime.datetime(1960, 1, 1, 12)], pa.timestamp('ns')),
        'zone': arrow([datetime.datetime(2020, 1, 1, tzinfo=datetime.timezone.utc), None, datetime.datetime(2020, 7, 1, tzinfo=datetime.timezone.utc)], pa.timestamp('us', 'Europe/Paris')),
        'duration': arrow([datetime.timedelta(1, 2, 3), None, datetime.timedelta(-1)], pa.duration('us')),
        'date': arrow([datetime.date(2020, 1, 1), None, datetime.date(1960, 2, 29)], pa.date32()),
        'time': arrow([datetime.time(12, 30), None, datetime.time(1, 2, 3, 4)], pa.time64('us'))}), None
    yield 'nested in Arrow', pd.DataFrame({
        'list': arrow([[1, 2], None, []], pa.list_(pa.int64())), 'struct': arrow([{'x': 1, 'y': 'a'}, None, {'x': None, 'y': 'b'}], pa.struct([('x', pa.int64()), ('y', pa.string())])),
        'dictionary': arrow(['a', None, 'a'], pa.dictionary(pa.int32(), pa.string()))}), None
    yield 'slice of Arrow', pd.DataFrame({'a': arrow([1, None, 3, 4, None, 6], pa.int32()), 's': arrow(['a', 'b', None, 'd', 'e', 'f'], pa.string()),
                                          'b': arrow([True, False, None, True, True, False], pa.bool_())}).iloc[1:5], None
    yield 'chunks of Arrow', pd.concat([pd.DataFrame({'a': arrow([1, None], pa.int64()), 's': arrow(['x', 'y'], pa.string())})] * 2, ignore_index=True), None
    yield 'units', pd.DataFrame({u: np.array(['2020-01-01T12:34:56', 'NaT'], dtype='M8[%s]' % u) for u in ['s', 'ms', 'us', 'ns']}
                                | {'m' + u: np.array([1, 'NaT'], dtype='m8[%s]' % u) for u in ['s', 'ms', 'us', 'ns']}), None
    yield 'far time', pd.Timestamp(np.datetime64('9999-12-31T23:59:59', 's')), None
    yield 'timedelta of seconds', pd.Timedelta(np.timedelta64(5, 's')), None
    yield 'without inference', pd.DataFrame({'s': pd.array(['a', None], dtype=pd.StringDtype('python'))}, index=pd.Index(['x', 'y'], dtype=object)), None


def rows():
    import pandas as pd
    highest = pickle.HIGHEST_PROTOCOL
    for name, value, protocols in cases():
        row = expected(value)
        written = {}
        for protocol in protocols or (5,):
            data = pickle.dumps(value, min(protocol, highest))
            if data in written:
                continue
            written[data] = protocol
            packed = zlib.compressobj(9, zlib.DEFLATED, -15)
            data = packed.compress(data) + packed.flush()
            yield dict(row, case=name, pandas=pd.__version__, protocol=min(protocol, highest), pickle=base64.b64encode(data).decode())


def difference(a, b):
    """Why two objects are not equal; None when they are."""
    import numpy as np
    import pandas as pd
    if type(a) is not type(b):
        return '%s is not %s' % (type(b), type(a))
    if isinstance(a, (pd.DataFrame, pd.Series)):
        if not a.equals(b):
            return 'not equals'
        if isinstance(a, pd.DataFrame):
            if list(a.dtypes) != list(b.dtypes):
                return 'other dtypes: %s, %s' % (list(a.dtypes), list(b.dtypes))
            if [type(block) for block in a._mgr.blocks] != [type(block) for block in b._mgr.blocks]:
                return 'other blocks'
            pd.testing.assert_frame_equal(a, b)
            a + 0 if all(np.issubdtype(t, np.number) for t in a.dtypes if isinstance(t, np.dtype)) and not any(not isinstance(t, np.dtype) for t in a.dtypes) else None
            return difference(a.columns, b.columns) or difference(a.index, b.index) or (None if a.attrs == b.attrs and a.flags == b.flags else 'attrs or flags')
        if type(a.name) is not type(b.name) or a.name != b.name:
            return 'other name'
        return difference(a.index, b.index)
    if isinstance(a, pd.Index):
        if not a.equals(b) or list(a.names) != list(b.names) or a.dtype != b.dtype:
            return 'index is not equal'
        if [type(item) for item in a] != [type(item) for item in b]:
            return 'labels of other types'
        return None if getattr(a, 'freq', None) == getattr(b, 'freq', None) else 'other freq'
    if a is pd.NaT or a is pd.NA:
        return None if a is b else 'not the same'
    return None if a == b and repr(a) == repr(b) else '%r is not %r' % (b, a)


def compare():
    for line in sys.stdin:
        first, second = (base64.b64decode(part) for part in json.loads(line))
        try:
            found = difference(pickle.loads(first), pickle.loads(second))
        except Exception as error:
            found = '%s: %s' % (type(error).__name__, error)
        print(json.dumps(True if found is None else found), flush=True)


if __name__ == '__main__':
    if sys.argv[1] == '--rows':
        import warnings
        warnings.simplefilter('ignore')
        for row in rows():
            print(json.dumps(row))
    elif sys.argv[1] == '--compare':
        compare()
    else:
        lines = []
        for python in sys.argv[1:]:
            lines += subprocess.check_output([python, __file__, '--rows']).decode().splitlines()
        print('[\n' + ',\n'.join(lines) + '\n]')
