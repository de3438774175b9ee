/** pandas' pickles, as pandas wrote them (../vectors/make_pandas.py), through the whole engine. */
import { describe, expect, test } from 'vitest';
import { Bytes, Complex, Dict, dumps, Float, loads, Registry, repr, Tuple } from '../../../src/index.js';
import {
  DataFrame,
  DateOffset,
  Index,
  Interval,
  Missing,
  Period,
  pandas,
  Series,
  Timedelta,
  Timestamp,
} from '../../../src/pandas.js';
import { ENGINES } from '../../helpers/engines.js';
import { bytesOf, type IndexRow, nameOf, type Row, rows } from './vectors.js';

const registry = new Registry().use(pandas);

/** A value in the notation of the vectors. */
function plain(value: unknown): unknown {
  if (value === null || value === undefined || value instanceof Missing) return null;
  if (typeof value === 'bigint') return { int: String(value) };
  if (value instanceof Float) return plain(value.value);
  if (typeof value === 'number')
    return Number.isFinite(value) ? value : { float: String(value).replace('Infinity', 'inf').replace('NaN', 'nan') };
  if (value instanceof Timestamp) return { timestamp: String(value) };
  if (value instanceof Timedelta) return { timedelta: String(value) };
  if (value instanceof Period) return { period: String(value) };
  if (value instanceof Interval) return { interval: [plain(value.left), plain(value.right), value.closed] };
  if (value instanceof Complex) return { complex: [value.real, value.imag] };
  if (value instanceof Bytes) return plain(value.data);
  if (value instanceof Uint8Array) return { bytes: Buffer.from(value).toString('base64') };
  if (value instanceof Tuple) return plain(value.items);
  if (Array.isArray(value)) return value.map(plain);
  if (value instanceof Dict || value instanceof Map)
    return { dict: [...value].map(([key, item]) => [plain(key), plain(item)]) };
  if (typeof value === 'object' && Object.getPrototypeOf(value) === Object.prototype)
    return { dict: Object.entries(value).map(([key, item]) => [key, plain(item)]) };
  return typeof value === 'object' ? { str: String(value) } : value;
}

/** Frequencies as pandas 2.2 and later spell them. */
function newFrequency(text: string | null, isPeriod = false): string | null {
  if (text === null) return null;
  const [, count, code, rest] = /^(-?\d*)([A-Za-z]+)(.*)$/.exec(text) as RegExpExecArray;
  const codes: Record<string, string> = {
    A: isPeriod ? 'Y' : 'YE',
    H: 'h',
    T: 'min',
    S: 's',
    L: 'ms',
    U: 'us',
    N: 'ns',
    ...(isPeriod ? {} : { M: 'ME', Q: 'QE' }),
  };
  return count + (codes[code] ?? code) + rest;
}

/** Before pandas 1.3 the dtype of intervals did not say which ends belong to them. */
function newDtype(text: string, values: unknown[] = []): string {
  const period = /^period\[(.*)\]$/.exec(text);
  if (period !== null) return `period[${newFrequency(period[1], true)}]`;
  const interval = /^interval\[([^,]*)\]$/.exec(text);
  return interval === null ? text : `interval[${interval[1]}, ${(values[0] as { interval: unknown[] }).interval[2]}]`;
}

function checkIndex(index: Index, row: IndexRow): void {
  expect(index).toBeInstanceOf(Index);
  expect(index.kind).toBe(row.kind);
  expect(index.dtype).toBe(newDtype(row.dtype, row.values));
  expect(plain(index.names)).toEqual(row.names);
  expect(plain(index.toArray())).toEqual(row.values);
  expect(index.length).toBe(row.values.length);
  // Periods have their frequency in the dtype.
  if (!row.kind.startsWith('Period') && index.freq !== null) expect(index.freq.freqstr).toBe(newFrequency(row.freq));
}

function check(value: unknown, row: Row): void {
  switch (row.kind) {
    case 'frame': {
      const frame = value as DataFrame;
      expect(frame).toBeInstanceOf(DataFrame);
      expect(frame.shape).toEqual(row.shape);
      expect(plain(frame.columns)).toEqual(row.columns);
      expect(frame.dtypes).toEqual(row.dtypes.map((dtype, i) => newDtype(dtype, row.values[i] as unknown[])));
      checkIndex(frame.index, row.index as IndexRow);
      row.values.forEach((values, i) => {
        const column = frame.columnAt(i);
        expect(plain(column.toArray())).toEqual(values);
        expect(plain([...column])).toEqual(values);
        expect(column.length).toBe(row.shape[0]);
        // Complex numbers are pairs.
        expect(column.values.length).toBe(row.shape[0] * (column.dtype.startsWith('complex') ? 2 : 1));
        // What has a mask is missing there and nowhere else.
        const nulls = (values as unknown[]).map((item) => (item === null ? 1 : 0));
        if (column.dtype !== 'object') expect([...(column.nulls ?? nulls.map(() => 0))]).toEqual(nulls);
      });
      const records = frame.toRows();
      expect(records.length).toBe(row.shape[0]);
      expect(records.map((record) => Object.values(record).map(plain))).toEqual(
        records
          .map((_, at) => (row.values as unknown[][]).map((values) => values[at]))
          .map((record, at) =>
            // An object lists keys that look like numbers first.
            Object.keys(records[at]).some((key) => /^\d+$/.test(key)) ? expect.arrayContaining(record) : record,
          ),
      );
      expect(frame.toTable().columns.length).toBe(row.shape[1]);
      expect(frame.toText().length).toBeGreaterThan(5);
      return;
    }
    case 'series': {
      const series = value as Series;
      expect(series).toBeInstanceOf(Series);
      expect(plain(series.name)).toEqual(row.name);
      expect(series.dtype).toBe(newDtype(row.dtype, row.values));
      expect(plain(series.toArray())).toEqual(row.values);
      checkIndex(series.index, row.index as IndexRow);
      expect(series.toText().split('\n').length).toBe(row.values.length + 1);
      return;
    }
    case 'index':
      checkIndex(value as Index, { ...row, kind: row.index as string });
      return;
    default:
      if (value instanceof Missing) expect(value.name).toBe(row.str.replace(/[<>]/g, ''));
      else if (value instanceof DateOffset) expect(value.name).toBe(row.type);
      else {
        expect((value as object).constructor.name).toBe(row.type);
        // Earlier ones leave out nanoseconds, and hours of intervals.
        const isShort =
          (value instanceof Timedelta && row.pandas < '1') || (value instanceof Interval && row.pandas < '2');
        if (!isShort || row.case === 'interval') expect(String(value)).toBe(row.str);
      }
      // Its own spelling of zones and frequencies apart.
      if ((value instanceof Timedelta && row.pandas > '1') || (value instanceof Timestamp && value.tz === null))
        expect(repr(value)).toBe(row.repr.replace(/, freq=.*(?=\))/, ''));
  }
}

describe.each(ENGINES)('engine %s', (engine) => {
  describe.each([false, true])('exact %s', (exact) => {
    test.each(rows.map((row) => [nameOf(row), row] as const))('%s', (_, row) => {
      const read = (data: Uint8Array) => loads(data, { engine, exact, registry });
      const value = read(bytesOf(row));
      check(value, row);
      // What is written is the same again, by each protocol.
      for (const protocol of [row.protocol, 2, 5]) check(read(dumps(value, { protocol })), row);
    });
  });
});
