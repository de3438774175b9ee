/** Sparse matrices as SciPy wrote them (../vectors/make_sklearn.py), through the whole engine. */
import { inspect } from 'node:util';
import { describe, expect, test } from 'vitest';
import * as all from '../../../src/all.js';
import { dumps, loads, Registry, repr, toJSONText } from '../../../src/index.js';
import { SparseMatrix, scipy } from '../../../src/scipy.js';
import { ENGINES } from '../../helpers/engines.js';
import { bytesOf, nameOf, plain, type SparseRow, sparseRows } from './vectors.js';

const registry = new Registry().use(scipy);

function check(value: unknown, row: SparseRow): void {
  expect(value).toBeInstanceOf(SparseMatrix);
  const matrix = value as SparseMatrix;
  expect(matrix.format).toBe(row.format);
  expect(matrix.shape).toEqual(row.shape);
  expect(matrix.dtype.name).toBe(row.dtype);
  expect(matrix.nnz).toBe(row.nnz);
  const { coords, row: rowOf, col, data } = matrix.toCOO();
  expect([rowOf, col]).toEqual(row.shape.length === 2 ? coords : [undefined, undefined]);
  // SciPy 1.17 takes diagonals from below.
  const sorted = (places: ArrayLike<number>[], values: unknown[]) =>
    values.map((value, i) => JSON.stringify([...places.map((axis) => axis[i]), value])).sort();
  const values = row.data.map((value) => (typeof value === 'boolean' ? Number(value) : value));
  const flat = Array.from(data as Iterable<unknown>, (item) =>
    plain(typeof item === 'bigint' && Number.isSafeInteger(Number(item)) ? Number(item) : item),
  );
  const pairs = row.dtype.startsWith('complex')
    ? values.map((_, i) => ({ complex: flat.slice(2 * i, 2 * i + 2) }))
    : flat;
  expect(sorted([...coords], pairs)).toEqual(sorted(row.coords, values));
  if (row.dense === null) expect(() => matrix.toArray()).toThrow(/too many values/);
  else expect(plain(matrix.toArray())).toEqual(row.dense);
  if (row.repr.includes(' of dtype ')) expect(repr(matrix)).toBe(row.repr.replace('\n\t', ' '));
  expect(matrix.isArray).toBe(row.repr.includes('sparse array'));
  expect(inspect(matrix)).toBe(String(matrix));
  expect(JSON.parse(toJSONText(matrix))).toMatchObject({ format: row.format, shape: row.shape, dtype: row.dtype });
}

describe.each(ENGINES)('engine %s', (engine) => {
  describe.each([false, true])('exact %s', (exact) => {
    test.each(sparseRows.map((row) => [nameOf(row), row] as const))('%s', (_, row) => {
      const read = (data: Uint8Array) => loads(data, { engine, exact, registry });
      const value = read(bytesOf(row));
      check(value, row);
      // What is written is the same again, by each protocol.
      for (const protocol of [row.protocol, 0, 2, 5]) check(read(dumps(value, { protocol })), row);
    });
  });
});

test('parts of the formats', () => {
  const of = (name: string) =>
    all.loads(bytesOf(sparseRows.filter((row) => row.case === name).at(-1) as SparseRow)) as SparseMatrix;
  const csr = of('csr_matrix');
  expect(csr.indptr).toEqual(Int32Array.of(0, 2, 3, 3, 5, 6, 7));
  expect(csr.indices).toEqual(Int32Array.of(0, 2, 2, 1, 3, 3, 0));
  expect(csr.data).toEqual(Float64Array.of(1.5, 2, 3, -4, 5, 6, 7));
  expect([csr.row, csr.col, csr.offsets]).toEqual([undefined, undefined, undefined]);
  expect(of('coo_array').row).toEqual(Int32Array.of(0, 0, 1, 3, 3, 4, 5));
  expect(of('diagonals').offsets).toEqual(Int32Array.of(0, 1, -1));
  expect(of('indices that stay of 64 bits').indices).toEqual(Int32Array.of(0, 1));
  expect(of('a column far out').col).toEqual(Float64Array.of(2 ** 40));
  expect(of('lil_array').data).toEqual(csr.data);
  expect(String(csr)).toBe(
    "<Compressed Sparse Row sparse matrix of dtype 'float64' with 7 stored elements and shape (6, 4)>",
  );
});
