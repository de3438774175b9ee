/** Matrices that lie: every part is checked before it is believed. */
import { describe, expect, it } from 'vitest';
import {
  Dict,
  dumps,
  loads,
  type NDArray,
  PickleError,
  PyGlobal,
  REDUCE,
  type Reduction,
  Registry,
  Tuple,
  toJSONText,
  UnpicklingError,
} from '../../../src/index.js';
import { arrayFrom } from '../../../src/numpy.js';
import { type SparseMatrix, scipy } from '../../../src/scipy.js';
import { ENGINES } from '../../helpers/engines.js';
import { bytesOf, sparseRows } from './vectors.js';

const registry = new Registry().use(scipy);

class Call {
  readonly parts: Reduction;
  constructor(...parts: Reduction) {
    this.parts = parts;
  }
  [REDUCE](): Reduction {
    return this.parts;
  }
}

const NEWOBJ = new PyGlobal('copyreg', '__newobj__');
const matrix = (format: string, shape: unknown, parts: Record<string, unknown>) =>
  new Call(NEWOBJ, [new PyGlobal(`scipy.sparse._${format}`, `${format}_matrix`)], { _shape: shape, ...parts });
const shape = (...lengths: unknown[]) => new Tuple(lengths);
const ints = (...items: number[]) => arrayFrom(Int32Array.from(items));
const floats = (...items: number[]) => arrayFrom(Float64Array.from(items));
const block = (...lengths: number[]) =>
  arrayFrom(new Float64Array(lengths.reduce((a, b) => a * b, 1)).fill(1), lengths);
const csr = (rows: number, columns: number, indptr: NDArray, indices: NDArray, data: NDArray, format = 'csr') =>
  matrix(format, shape(rows, columns), { indptr, indices, data });
const dtype = floats().dtype;
const objects = (...lists: unknown[]) =>
  new Call(
    new PyGlobal('numpy._core.multiarray', '_reconstruct'),
    [new PyGlobal('numpy', 'ndarray'), new Tuple([0]), Uint8Array.of(98)],
    new Tuple([
      1,
      new Tuple([lists.length]),
      new Call(new PyGlobal('numpy', 'dtype'), ['O8', false, true]),
      false,
      lists,
    ]),
  );
const lil = (rows: unknown, data: unknown, columns = 2) => matrix('lil', shape(2, columns), { dtype, rows, data });
const dok = (entries: [unknown, unknown][], inside?: [unknown, unknown][]) =>
  new Call(
    new PyGlobal('copyreg', '_reconstructor'),
    [new PyGlobal('scipy.sparse._dok', 'dok_matrix'), new PyGlobal('builtins', 'dict'), new Dict(entries)],
    {
      _shape: shape(2, 2),
      dtype,
      ...(inside === undefined ? {} : { _dict: new Dict(inside) }),
    },
  );
const place = (...indices: unknown[]) => new Tuple(indices);

/** Refused while they are loaded, with what the message says. */
const REFUSED: [name: string, value: unknown, message: RegExp][] = [
  ['no shape', matrix('csr', null, {}), /shape/],
  ['a shape of text', matrix('csr', shape('a', 1), {}), /shape of integers/],
  ['a negative length', matrix('csr', shape(-1, 1), {}), /shape of integers/],
  ['a length and a half', matrix('csr', shape(1.5, 1), {}), /shape of integers/],
  ['no axis', matrix('coo', shape(), {}), /axes/],
  ['65 axes', matrix('coo', shape(...Array(65).fill(1)), {}), /axes/],
  ['three axes of rows', matrix('csr', shape(1, 1, 1), {}), /axes/],
  ['one axis of columns', matrix('csc', shape(1), {}), /axes/],
  ['no data', matrix('csr', shape(1, 1), { indptr: ints(0, 0), indices: ints() }), /array of 1 dimensions/],
  ['data of two axes', csr(1, 1, ints(0, 1), ints(0), block(1, 1)), /array of 1 dimensions/],
  ['a short indptr', csr(2, 2, ints(0, 1), ints(0), floats(1)), /indptr of 3 items/],
  ['a long indptr', csr(2, 2, ints(0, 1, 1, 1), ints(0), floats(1)), /indptr of 3 items/],
  ['an indptr for rows, of columns', csr(1, 2, ints(0, 1), ints(0), floats(1), 'csc'), /indptr of 3 items/],
  ['an indptr that goes back', csr(2, 2, ints(0, 1, 0), ints(0), floats(1)), /go back/],
  ['an indptr that begins later', csr(1, 2, ints(1, 1), ints(0), floats(1)), /indptr from 0/],
  ['a negative indptr', csr(1, 2, ints(-1, 1), ints(0), floats(1)), /indptr from 0/],
  ['an indptr beyond the values', csr(1, 2, ints(0, 2), ints(0), floats(1)), /at most 1/],
  ['an indptr of floats', csr(1, 2, floats(0, 1), ints(0), floats(1)), /integers/],
  ['rows without end', csr(2 ** 40, 2, ints(0, 1), ints(0), floats(1)), /indptr of/],
  ['an index outside', csr(1, 2, ints(0, 1), ints(2), floats(1)), /below 2/],
  ['a negative index', csr(1, 2, ints(0, 1), ints(-1), floats(1)), /below 2/],
  ['an index outside, of rows', csr(2, 9, ints(...Array(10).fill(0)), ints(2), floats(1), 'csc'), /below 2/],
  ['more indices than values', csr(1, 2, ints(0, 1), ints(0, 1), floats(1)), /1 indices/],
  [
    'blocks that do not fit',
    matrix('bsr', shape(3, 4), { indptr: ints(0, 1), indices: ints(0), data: block(1, 2, 2) }),
    /do not fit/,
  ],
  [
    'blocks of no rows',
    matrix('bsr', shape(2, 2), { indptr: ints(0, 1), indices: ints(0), data: block(1, 0, 2) }),
    /do not fit/,
  ],
  [
    'a block outside',
    matrix('bsr', shape(2, 2), { indptr: ints(0, 1), indices: ints(1), data: block(1, 2, 2) }),
    /below 1/,
  ],
  [
    'blocks of two axes',
    matrix('bsr', shape(2, 2), { indptr: ints(0, 1), indices: ints(0), data: block(2, 2) }),
    /3 dimensions/,
  ],
  ['a row outside', matrix('coo', shape(2, 2), { row: ints(2), col: ints(0), data: floats(1) }), /below 2/],
  ['a column outside', matrix('coo', shape(2, 2), { coords: place(ints(0), ints(2)), data: floats(1) }), /below 2/],
  ['coords of one axis', matrix('coo', shape(2, 2), { coords: place(ints(0)), data: floats(1) }), /2 axes/],
  ['coords that are no tuple', matrix('coo', shape(2, 2), { coords: 5, data: floats(1) }), /tuple/],
  ['fewer rows than values', matrix('coo', shape(2, 2), { row: ints(), col: ints(0), data: floats(1) }), /1 indices/],
  ['fewer diagonals than offsets', matrix('dia', shape(2, 2), { offsets: ints(0, 1), data: block(1, 2) }), /1 offsets/],
  ['diagonals of one axis', matrix('dia', shape(2, 2), { offsets: ints(0), data: floats(1) }), /2 dimensions/],
  ['lists without a dtype', matrix('lil', shape(1, 1), { rows: objects([]), data: objects([]) }), /dtype/],
  ['too few lists', lil(objects([0]), objects([1])), /2 rows/],
  ['lists of other lengths', lil(objects([0], []), objects([1], [1])), /values expected/],
  ['lists that are none', lil(objects(0, 1), objects([], [])), /list expected/],
  ['numbers instead of lists', lil(ints(0, 1), ints(0, 1)), /lists expected/],
  ['a key outside', dok([[place(0, 2), 1]]), /below 2/],
  ['a negative key', dok([[place(0, -1), 1]]), /indices/],
  ['a key of one index', dok([[0, 1]]), /keys of 2/],
  ['a key of three', dok([[place(0, 0, 0), 1]]), /keys of 1 or 2/],
  ['a key of text', dok([['a', 1]]), /indices/],
  ['a key outside, in the newer dict', dok([], [[place(3, 0), 1]]), /below 2/],
  ['a state that is no dict', new Call(NEWOBJ, [new PyGlobal('scipy.sparse._csr', 'csr_matrix')], 5), /dict/],
];

/** Read, but not all of it can be had. */
const LATER: [name: string, value: unknown, message: RegExp][] = [
  ['many cells', csr(1, 2 ** 50, ints(0, 1), ints(0), floats(1)), /too many values/],
  [
    'cells of no columns',
    matrix('coo', shape(2 ** 50, 0), { row: ints(), col: ints(), data: floats() }),
    /too many values/,
  ],
  ['a column outside a list', lil(objects([5], []), objects([1], [])), /below 2/],
  ['a column of text', lil(objects(['a'], []), objects([1], [])), /indices/],
  ['text instead of numbers', lil(objects([0], []), objects(['a'], [])), /numbers/],
];

describe.each(ENGINES)('engine %s', (engine) => {
  describe.each([false, true])('exact %s', (exact) => {
    const read = (data: Uint8Array) => loads(data, { engine, exact, registry });

    it.each(REFUSED)('refuses %s', (_, value, message) => {
      let error: unknown;
      try {
        read(dumps(value));
      } catch (thrown) {
        error = thrown;
      }
      expect(error).toBeInstanceOf(UnpicklingError);
      expect((error as UnpicklingError).message).toMatch(message);
      expect((error as UnpicklingError).offset).toBeTypeOf('number');
      expect((error as UnpicklingError).opcode).toMatch(/REDUCE|BUILD/);
    });

    it.each(LATER)('does not make %s', (_, value, message) => {
      const made = read(dumps(value)) as SparseMatrix;
      expect(() => made.toArray()).toThrow(PickleError);
      expect(() => made.toArray()).toThrow(message);
      expect(String(made).length).toBeLessThan(1000);
    });

    it('takes one state, and shows what has none', () => {
      const once = dumps(csr(1, 2, ints(0, 1), ints(0), floats(1)), { protocol: 2 });
      expect(() => read(Uint8Array.of(...once.subarray(0, -1), 0x7d, 0x62, 0x2e))).toThrow(/second state/);
      const none = read(dumps(new Call(NEWOBJ, [new PyGlobal('scipy.sparse._csr', 'csr_matrix')]))) as SparseMatrix;
      expect(String(none)).toBe('<scipy.sparse._csr.csr_matrix>');
      expect(toJSONText(none)).toBe('{"format":"csr"}');
      expect(() => none.nnz).toThrow(PickleError);
      expect(read(dumps(none))).toBeInstanceOf(none.constructor);
    });

    it('looks at one array as often as the limit of memory allows', () => {
      const long = ints(...Array(1000).fill(0));
      const many = Array.from({ length: 100 }, () => csr(1, 2, ints(0, 1000), long, floats(...Array(1000).fill(1))));
      expect(() => loads(dumps(many), { engine, exact, registry, limits: { bytes: 100_000 } })).toThrow(/limit/);
    });

    it('never fails in another way on damaged pickles', () => {
      let seed = 7;
      const random = (below: number) => {
        seed = (Math.imul(seed, 1103515245) + 12345) >>> 0;
        return Math.floor((seed / 2 ** 32) * below);
      };
      for (const row of sparseRows.filter(({ protocol }) => protocol === 2)) {
        const good = bytesOf(row);
        for (let i = 0; i < 40; i++) {
          const bad = good.slice();
          bad[random(bad.length)] = random(256);
          if (i % 2 === 1) bad[random(bad.length)] ^= 1 << random(8);
          try {
            const value = loads(bad, { engine, exact, registry, limits: 'strict' }) as SparseMatrix;
            void [String(value), toJSONText(value), dumps(value)];
            if (value.format !== undefined) value.toArray();
          } catch (error) {
            if (!(error instanceof PickleError)) throw error;
          }
        }
      }
    });
  });
});
