/** NumPy's pickles, as NumPy wrote them (vectors/make_numpy.py), through the whole engine. */
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { Bytes, Complex, Dtype, dumps, loads, NDArray, NumPyScalar, repr, Tuple } from '../../../src/index.js';
import { dtypeText, fieldOf, itemsOf, scalarText } from '../../../src/numpy.js';

interface Row {
  kind: 'array' | 'dtype' | 'scalar';
  name: string;
  numpy: string;
  python: string;
  protocol: number;
  pickle: string;
  buffers?: string[];
  dtype: string;
  stable: boolean;
  shape: number[];
  order: 'C' | 'F' | 'K';
  items: unknown;
  subclass?: string;
  item: unknown;
  repr?: string;
  str?: string;
}

const all = JSON.parse(readFileSync(new URL('../../vectors/numpy.json', import.meta.url), 'utf8')) as Row[];
const bytesOf = (base64: string) => new Uint8Array(Buffer.from(base64, 'base64'));
const buffersOf = (row: Row) => row.buffers?.map(bytesOf);
const nameOf = (row: Row) => `NumPy ${row.numpy}, protocol ${row.protocol}: ${row.kind} ${row.name}`;

/** A value in the notation of the vectors. */
function plain(value: unknown, dtype?: Dtype): unknown {
  if (typeof value === 'bigint') return { int: String(value) };
  if (typeof value === 'number') {
    if (Object.is(value, -0)) return { float: '-0.0' };
    return Number.isFinite(value) ? value : { float: String(value).replace('Infinity', 'inf').replace('NaN', 'nan') };
  }
  if (value instanceof Complex) return { complex: [plain(value.real), plain(value.imag)] };
  if (value instanceof Bytes) return plain(value.data);
  if (value instanceof Uint8Array) return { bytes: Buffer.from(value).toString('base64') };
  if (Array.isArray(value)) return value.map((item) => plain(item, dtype));
  const base = dtype?.subdtype?.base ?? dtype;
  if (typeof value === 'object' && value !== null && base?.names) {
    return {
      record: base.names.map((name) => plain((value as Record<string, unknown>)[name], base.fields?.get(name)?.dtype)),
    };
  }
  return value;
}

describe.each(['wasm', 'js'] as const)('engine %s', (engine) => {
  describe.each([
    { exact: false, encoding: 'latin1' },
    { exact: true, encoding: 'latin1' },
    { exact: false, encoding: 'bytes' },
    { exact: true, encoding: 'bytes' },
  ])('%j', ({ exact, encoding }) => {
    const read = (row: Row) => loads(bytesOf(row.pickle), { engine, exact, encoding, buffers: buffersOf(row) });
    // The encoding matters to Python 2's strings only.
    const rows = all.filter((row) => encoding === 'latin1' || row.python === '2.7');

    test.each(rows.filter((row) => row.kind === 'array').map((row) => [nameOf(row), row] as const))('%s', (_, row) => {
      const array = read(row) as NDArray;
      expect(array).toBeInstanceOf(NDArray);
      expect(dtypeText(array.dtype)).toBe(row.dtype);
      expect(array.shape).toEqual(row.shape);
      expect(array.order).toBe(row.order);
      expect(array.subclass?.toString()).toBe(row.subclass);
      expect(plain(array.toArray(), array.dtype)).toEqual(row.items);
      expect([...itemsOf(array)].map((item) => plain(item, array.dtype))).toEqual(
        row.shape.length === 0 ? [row.items] : (row.items as unknown[]).flat(row.shape.length - 1),
      );
      expect(JSON.parse(JSON.stringify(array)).shape).toEqual(row.shape);
    });

    // Dtypes and scalars are the same in both value models; one of them will do.
    if (exact) return;

    test.each(rows.filter((row) => row.kind === 'dtype').map((row) => [nameOf(row), row] as const))('%s', (_, row) => {
      const dtype = read(row) as Dtype;
      expect(dtype).toBeInstanceOf(Dtype);
      expect(dtypeText(dtype)).toBe(row.dtype);
      if (row.repr !== undefined) expect(repr(dtype)).toBe(row.repr);
    });

    test.each(rows.filter((row) => row.kind === 'scalar').map((row) => [nameOf(row), row] as const))('%s', (_, row) => {
      const scalar = read(row) as NumPyScalar;
      expect(scalar).toBeInstanceOf(NumPyScalar);
      expect(dtypeText(scalar.dtype)).toBe(row.dtype);
      expect(plain(scalar.value, scalar.dtype)).toEqual(row.item);
      if (row.repr !== undefined) expect(repr(scalar)).toBe(row.repr);
      if (row.str !== undefined && scalar.dtype.names === null) expect(scalarText(scalar)).toBe(row.str);
    });
  });

  test.each(all.filter(writesTheSame).map((row) => [nameOf(row), row] as const))('written again: %s', (_, row) => {
    const value = loads(bytesOf(row.pickle), { engine, exact: true, buffers: buffersOf(row) });
    const buffers: Uint8Array[] = [];
    const bufferCallback =
      row.buffers === undefined ? undefined : (buffer: { raw(): Uint8Array }) => void buffers.push(buffer.raw());
    const written = dumps(value, { protocol: row.protocol, bufferCallback });
    expect(Buffer.from(written).toString('base64')).toBe(row.pickle);
    if (row.buffers !== undefined)
      expect(buffers.map((buffer) => Buffer.from(buffer).toString('base64'))).toEqual(row.buffers);
  });

  test('two arrays of one dtype share it', () => {
    const row = all.find(
      (each) => each.name === 'record-nested' && each.kind === 'array' && each.protocol === 4,
    ) as Row;
    const array = loads(bytesOf(row.pickle), { engine, exact: true }) as NDArray;
    const [left, right] = loads(dumps([array, fieldOf(array, 'a')], { protocol: 4 }), { engine }) as NDArray[];
    expect(right.toArray()).toEqual(fieldOf(left, 'a').toArray());
    expect(loads(dumps(Tuple.of(left, left)), { engine }) as NDArray[]).toSatisfy(([a, b]: NDArray[]) => a === b);
  });
});

/**
 * Not the same again: strings of Python 2; `deep`, whose equal strings are several objects to CPython; and what NumPy
 * copied before it wrote protocol 5 without a buffer, because that is contiguous when read and NumPy would then write a
 * buffer.
 */
function writesTheSame(row: Row): boolean {
  if (row.python === '2.7' || row.name === 'deep') return false;
  return row.protocol < 5 || row.stable || !/strided|transposed|rotated/.test(row.name);
}
