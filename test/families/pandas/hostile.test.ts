/** Frames that lie: every part is checked before it is believed, and nothing is made that has no memory behind it. */
import { describe, expect, it } from 'vitest';
import {
  dumps,
  loads,
  PickleError,
  PyGlobal,
  REDUCE,
  type Reduction,
  Registry,
  repr,
  Slice,
  Tuple,
  toJSONText,
  UnpicklingError,
} from '../../../src/index.js';
import { arrayFrom } from '../../../src/numpy.js';
import { type DataFrame, pandas, type Series } from '../../../src/pandas.js';
import { ENGINES } from '../../helpers/engines.js';
import { bytesOf, rows } from './vectors.js';

const registry = new Registry().use(pandas);

/** A call as a value that is pickled. */
class Call {
  readonly parts: Reduction;
  constructor(module: string, name: string, args: unknown[], state?: unknown) {
    this.parts = state === undefined ? [new PyGlobal(module, name), args] : [new PyGlobal(module, name), args, state];
  }
  [REDUCE](): Reduction {
    return this.parts;
  }
}

const call = (path: string, args: unknown[] = [], state?: unknown) => {
  const at = path.lastIndexOf('.');
  return new Call(path.slice(0, at), path.slice(at + 1), args, state);
};
const instance = (path: string, state?: unknown) => {
  const at = path.lastIndexOf('.');
  return new Call('copyreg', '__newobj__', [new PyGlobal(path.slice(0, at), path.slice(at + 1))], state);
};
const cls = (name: string) => new PyGlobal('pandas', name);
const range = (length: number) =>
  call('pandas.core.indexes.base._new_Index', [cls('RangeIndex'), { name: null, start: 0, stop: length, step: 1 }]);
const numbers = (...shape: number[]) =>
  arrayFrom(
    Float64Array.from({ length: shape.reduce((a, b) => a * b, 1) }, (_, i) => i),
    shape,
  );
const block = (values: unknown, placement: unknown) =>
  call('pandas._libs.internals._unpickle_block', [values, placement, 2]);
const manager = (blocks: unknown[], axes: unknown[]) =>
  call('pandas.core.internals.managers.BlockManager', [new Tuple(blocks), axes]);
const frame = (mgr: unknown) => instance('pandas.DataFrame', { _mgr: mgr, _typ: 'dataframe' });
const framed = (blocks: unknown[], columns: number, length: number) =>
  frame(manager(blocks, [range(columns), range(length)]));
const index = (data: unknown, kind = 'Index') =>
  call('pandas.core.indexes.base._new_Index', [cls(kind), { data, name: null }]);
const series = (values: unknown, length: number) =>
  instance('pandas.Series', {
    _mgr: instance(
      'pandas.core.internals.managers.SingleBlockManager',
      new Tuple([
        [],
        [],
        [],
        { '0.14.1': { axes: [range(length)], blocks: [{ values, mgr_locs: new Slice(0, length, 1) }] } },
      ]),
    ),
    _name: null,
  });
const slice = (start: unknown, stop: unknown, step: unknown = 1) => new Slice(start, stop, step);
const backed = (name: string, state: unknown) =>
  call('pandas._libs.arrays.__pyx_unpickle_NDArrayBacked', [cls(name), 1, null], state);
const buffer = (bytes: number[]) => call('pyarrow.lib.py_buffer', [Uint8Array.from(bytes)]);
const type = (name: string) => call('pyarrow.lib.type_for_alias', [name]);
const arrow = (
  name: unknown,
  length: unknown,
  offset: unknown,
  buffers: unknown[],
  children: unknown[] = [],
  dictionary: unknown = null,
) =>
  call('pyarrow.lib._restore_array', [
    new Tuple([typeof name === 'string' ? type(name) : name, length, 0, offset, buffers, children, dictionary]),
  ]);
const sparse = (length: unknown, places: number[], values: number[], blocks?: number[]) =>
  instance('pandas.arrays.SparseArray', {
    _sparse_index: call(`pandas._libs.sparse.${blocks === undefined ? 'IntIndex' : 'BlockIndex'}`, [
      length,
      arrayFrom(Int32Array.from(places)),
      ...(blocks === undefined ? [] : [arrayFrom(Int32Array.from(blocks))]),
    ]),
    _sparse_values: arrayFrom(Float64Array.from(values)),
    _dtype: instance('pandas.SparseDtype', { _dtype: numbers(1).dtype, _fill_value: 0 }),
  });
const categories = (labels: unknown) => instance('pandas.CategoricalDtype', { categories: labels, ordered: false });

/** Refused while they are loaded, with what the message says. */
const REFUSED: [name: string, value: unknown, message: RegExp][] = [
  ['a block of too many rows', framed([block(numbers(1, 3), slice(0, 1))], 1, 2), /block of 2 rows/],
  ['a block of too few rows', framed([block(numbers(1, 1), slice(0, 1))], 1, 2), /block of 2 rows/],
  ['a block of three dimensions', framed([block(numbers(1, 2, 2), slice(0, 1))], 1, 2), /dimensions/],
  ['a block without dimensions', framed([block(numbers(), slice(0, 1))], 1, 2), /dimensions/],
  [
    'blocks that overlap',
    framed([block(numbers(2, 2), slice(0, 2)), block(numbers(1, 2), slice(1, 2))], 2, 2),
    /in two blocks/,
  ],
  [
    'a block that names a column twice',
    framed([block(numbers(2, 2), arrayFrom(BigInt64Array.of(0n, 0n)))], 2, 2),
    /in two blocks/,
  ],
  ['columns without a block', framed([block(numbers(1, 2), slice(0, 1))], 2, 2), /blocks of 2 columns/],
  ['no blocks at all', framed([], 2, 2), /blocks of 2 columns/],
  ['a block behind the columns', framed([block(numbers(1, 2), slice(5, 6))], 1, 2), /columns below 1/],
  ['a block before the columns', framed([block(numbers(1, 2), slice(-1, 0))], 1, 2), /columns below 1/],
  ['more places than columns', framed([block(numbers(1, 2), slice(0, 2))], 2, 2), /block of 2 columns/],
  ['a slice without an end', framed([block(numbers(1, 2), slice(0, 2 ** 52))], 1, 2), /columns/],
  ['a slice that stands still', framed([block(numbers(1, 2), slice(0, 2, 0))], 1, 2), /slice/],
  ['a slice of text', framed([block(numbers(1, 2), slice('a', 'b'))], 1, 2), /slice/],
  ['places that are no integers', framed([block(numbers(1, 2), numbers(1))], 1, 2), /places of columns/],
  ['no places', framed([block(numbers(1, 2), null)], 1, 2), /places of columns/],
  ['something else than blocks', framed([numbers(1, 2)], 1, 2), /block expected/],
  ['one axis', frame(manager([], [range(0)])), /2 axes/],
  ['three axes', frame(manager([], [range(0), range(0), range(0)])), /2 axes/],
  ['axes of something else', frame(manager([], [[], []])), /Index expected/],
  ['no manager', instance('pandas.DataFrame', { _typ: 'dataframe' }), /BlockManager/],
  ['a manager without a state', frame(instance('pandas.core.internals.managers.BlockManager')), /BlockManager/],
  ['a state that is no dict', instance('pandas.DataFrame', 5), /dict expected/],
  ["a series' manager", frame(instance('pandas.core.internals.managers.SingleBlockManager')), /BlockManager/],
  ['a series of the wrong length', series(numbers(3), 2), /block of 2 rows/],
  [
    'a mask of another length',
    series(instance('pandas.arrays.IntegerArray', { _data: numbers(2), _mask: arrayFrom(Uint8Array.of(0)) }), 2),
    /mask/,
  ],
  [
    'categories that are none',
    backed('Categorical', new Tuple([numbers(1).dtype, arrayFrom(Int8Array.of(0))])),
    /CategoricalDtype/,
  ],
  [
    'categories without a state',
    backed('Categorical', new Tuple([instance('pandas.CategoricalDtype'), arrayFrom(Int8Array.of(0))])),
    /no state/,
  ],
  [
    'codes that are floats',
    backed('Categorical', new Tuple([categories(index(numbers(1))), numbers(1)])),
    /another dtype/,
  ],
  ['times that are floats', backed('DatetimeArray', new Tuple([numbers(1).dtype, numbers(1)])), /another dtype/],
  ['an array of no array', backed('DatetimeArray', new Tuple([5, 6])), /expected/],
  ['an index of nothing', index(5), /ndarray/],
  [
    'codes that are a matrix',
    call('pandas.core.indexes.base._new_Index', [
      cls('MultiIndex'),
      { levels: [range(1)], codes: [numbers(2, 2)], names: ['a'] },
    ]),
    /1 dimensions/,
  ],
  [
    'a range that stands still',
    call('pandas.core.indexes.base._new_Index', [cls('RangeIndex'), { name: null, start: 0, stop: 1, step: 0 }]),
    /start, stop and step/,
  ],
  [
    'a range of huge numbers',
    call('pandas.core.indexes.base._new_Index', [
      cls('RangeIndex'),
      { name: null, start: 0, stop: 2n ** 80n, step: 1 },
    ]),
    /start, stop and step/,
  ],
  [
    'levels without codes',
    call('pandas.core.indexes.base._new_Index', [cls('MultiIndex'), { levels: [range(1)], codes: [], names: ['a'] }]),
    /codes of 1 levels/,
  ],
  [
    'codes of different lengths',
    call('pandas.core.indexes.base._new_Index', [
      cls('MultiIndex'),
      {
        levels: [range(1), range(1)],
        codes: [arrayFrom(Int8Array.of(0)), arrayFrom(Int8Array.of(0, 0))],
        names: [null, null],
      },
    ]),
    /one length/,
  ],
  ['sparse places in disorder', sparse(5, [3, 1], [1, 2]), /places in order/],
  ['a sparse place twice', sparse(5, [1, 1], [1, 2]), /places in order/],
  ['a sparse place outside', sparse(5, [5], [1]), /places in order/],
  ['a sparse place before', sparse(5, [-1], [1]), /places in order/],
  ['more places than values', sparse(5, [1, 2], [1]), /places as values/],
  ['more values than places', sparse(5, [1], [1, 2]), /places as values/],
  ['sparse blocks that overlap', sparse(9, [1, 2], [1, 2, 3, 4], [2, 2]), /places in order/],
  ['sparse blocks of negative length', sparse(9, [1, 4], [1], [-1, 2]), /places in order/],
  ['a sparse block that has no end', sparse(2 ** 40, [0], [1], [2 ** 31 - 1]), /places as values/],
  ['a sparse length that is negative', sparse(-1, [], []), /length/],
  [
    'intervals of different ends',
    call(
      'pandas._libs.interval.__pyx_unpickle_IntervalMixin',
      [new PyGlobal('pandas.arrays', 'IntervalArray'), 1, null],
      new Tuple([{ _left: numbers(1), _right: numbers(2), _closed: 'left' }]),
    ),
    /right ends/,
  ],
  ['Arrow numbers without memory', arrow('int64', 2, 0, [null, buffer([1, 2, 3])]), /buffer of 16 bytes/],
  [
    'an Arrow offset behind the memory',
    arrow('int64', 1, 5, [null, buffer([1, 2, 3, 4, 5, 6, 7, 8])]),
    /buffer of 48 bytes/,
  ],
  [
    'a short Arrow bitmap',
    arrow('int8', 9, 0, [buffer([255]), buffer([1, 2, 3, 4, 5, 6, 7, 8, 9])]),
    /buffer of 2 bytes/,
  ],
  ['a negative Arrow length', arrow('int8', -1, 0, [null, buffer([1])]), /length/],
  ['a huge Arrow length', arrow('int8', 2 ** 50, 0, [null, buffer([1])]), /buffer/],
  ['short Arrow offsets', arrow('string', 2, 0, [null, buffer([0, 0, 0, 0]), buffer([65])]), /buffer of 12 bytes/],
  [
    'an Arrow struct without children',
    arrow(call('pyarrow.lib.struct', [[call('pyarrow.lib.field', ['x', type('int8'), true, null])]]), 1, 0, [null]),
    /children/,
  ],
  [
    'an Arrow dictionary without values',
    arrow(call('pyarrow.lib.dictionary', [type('int8'), type('string'), false]), 1, 0, [null, buffer([0])]),
    /dictionary/,
  ],
  [
    'an Arrow array of six parts',
    call('pyarrow.lib._restore_array', [new Tuple([type('int8'), 1, 0, 0, [], []])]),
    /7 items/,
  ],
  [
    'chunks of different types',
    call('pyarrow.lib.chunked_array', [[arrow('int8', 1, 0, [null, buffer([0])])], type('int16')]),
    /one type/,
  ],
];

/** Read, but not all of it can be had. */
const HUGE: [name: string, value: unknown, use: (value: never) => unknown][] = [
  ['a range without end', range(2 ** 52), (labels: { toArray(): unknown }) => labels.toArray()],
  ['its numbers', range(2 ** 52), (labels: { values: unknown }) => labels.values],
  ['the rows of a frame without columns', framed([], 0, 2 ** 52), (value: DataFrame) => value.toRows()],
  ['a sparse array of no values', sparse(2 ** 50, [], []), (values: Series) => values.toArray()],
  ['an Arrow array of nothing', arrow('null', 2 ** 50, 0, [null]), (values: Series) => values.toArray()],
  ['its mask', arrow('null', 2 ** 50, 0, [null]), (values: Series) => values.nulls],
  [
    'Arrow offsets that go back',
    arrow('string', 2, 0, [null, buffer([1, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0]), buffer([65])]),
    (values: Series) => values.toArray(),
  ],
  [
    'Arrow offsets behind the memory',
    arrow('string', 1, 0, [null, buffer([0, 0, 0, 0, 9, 0, 0, 0]), buffer([65])]),
    (values: Series) => values.toArray(),
  ],
  [
    'an Arrow type that nobody knows',
    arrow('string_view', 1, 0, [null, buffer([0])]),
    (values: Series) => values.at(0),
  ],
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
      expect((error as UnpicklingError).opcode).toMatch(/REDUCE|BUILD|NEWOBJ/);
    });

    it.each(HUGE)('does not make %s', (_, value, use) => {
      const made = read(dumps(value));
      expect(() => use(made as never)).toThrow(PickleError);
      expect(String(made).length).toBeLessThan(10_000);
    });

    it('reads what the refused ones are made of', () => {
      const value = read(
        dumps(framed([block(numbers(2, 2), slice(0, 2)), block(numbers(1, 2), arrayFrom(BigInt64Array.of(2n)))], 3, 2)),
      );
      expect((value as DataFrame).toRows()).toEqual([
        { 0: 0, 1: 2, 2: 0 },
        { 0: 1, 1: 3, 2: 1 },
      ]);
      expect((read(dumps(sparse(5, [1, 3], [7, 8]))) as Series).toArray()).toEqual([0, 7, 0, 8, 0]);
      expect((read(dumps(sparse(5, [1], [7, 8], [2]))) as Series).toArray()).toEqual([0, 7, 8, 0, 0]);
      expect(
        (
          read(
            dumps(arrow('string', 2, 0, [null, buffer([0, 0, 0, 0, 1, 0, 0, 0, 2, 0, 0, 0]), buffer([65, 66])])),
          ) as Series
        ).toArray(),
      ).toEqual(['A', 'B']);
    });

    it('reads no object inside itself that it would go into', () => {
      // Categories of the array that has them; the dtype gets its state too late.
      const dtype = instance('pandas.CategoricalDtype');
      const array = backed('Categorical', new Tuple([dtype, arrayFrom(Int8Array.of(0))]));
      expect(() => read(dumps([dtype, array]))).toThrow(/no state/);
      // As many categories inside one another as anybody likes.
      let labels: unknown = index(numbers(1));
      for (let i = 0; i < 1000; i++)
        labels = index(
          backed('Categorical', new Tuple([categories(labels), arrayFrom(Int8Array.of(0))])),
          'CategoricalIndex',
        );
      expect(() => read(dumps(labels))).toThrow(/inside one another/);
      // Structs of the same child twice, again and again: few bytes, and no end of values.
      let struct: unknown = type('int8');
      let parts: unknown = new Tuple([struct, 1, 0, 0, [null, buffer([1])], [], null]);
      for (let i = 0; i < 25; i++) {
        struct = call('pyarrow.lib.struct', [
          ['a', 'b'].map((name) => call('pyarrow.lib.field', [name, struct, true, null])),
        ]);
        parts = new Tuple([struct, 1, 0, 0, [null], [parts, parts], null]);
      }
      expect(() => read(dumps(call('pyarrow.lib._restore_array', [parts])))).toThrow(UnpicklingError);
    });

    it('keeps what is inside of classes that nobody knows', () => {
      const unknown = instance('geo.GeometryArray', { data: [1] });
      const value = read(
        dumps(framed([block(unknown, slice(0, 1)), block(numbers(1, 2), slice(1, 2))], 2, 2)),
      ) as DataFrame;
      expect(value.columnAt(1).toArray()).toEqual([0, 1]);
      expect(value.dtypes).toEqual(['geo.GeometryArray', 'float64']);
      expect(() => value.columnAt(0).at(0)).toThrow(/not known/);
      expect(String(value)).toContain('?');
      const labels = read(
        dumps(frame(manager([block(numbers(1, 2), slice(0, 1))], [range(1), index(unknown)]))),
      ) as DataFrame;
      expect(() => labels.shape).toThrow(PickleError);
      for (const each of [value, labels]) {
        expect(repr(each)).toMatch(/^<pandas.DataFrame /);
        expect(String(each).length).toBeGreaterThan(10);
        expect(repr(read(dumps(each)))).toBe(repr(each));
      }
      expect(() => read(dumps(series(index(unknown), 1)))).not.toThrow();
    });

    it('takes one state', () => {
      const once = dumps(frame(manager([], [range(0), range(0)])));
      // BUILD again, with the same state: STOP is replaced by an empty dict, BUILD, STOP.
      const twice = Uint8Array.of(0x80, 4, ...once.subarray(2 + 9, -1), 0x7d, 0x62, 0x2e);
      expect(() => read(twice)).toThrow(/second state/);
    });

    it('shows a frame that holds itself', () => {
      const holder: { value?: unknown } = {};
      const objects = call('numpy._core.multiarray._reconstruct', [
        new PyGlobal('numpy', 'ndarray'),
        new Tuple([0]),
        Uint8Array.of(98),
      ]);
      const list: unknown[] = [holder];
      (objects.parts as unknown[])[2] = new Tuple([
        1,
        new Tuple([1, 1]),
        call('numpy.dtype', ['O8', false, true]),
        false,
        list,
      ]);
      const self = frame(manager([block(objects, slice(0, 1))], [range(1), range(1)]));
      list[0] = self;
      const value = read(dumps(self)) as DataFrame;
      expect(value.columnAt(0).at(0)).toBe(value);
      expect(String(value)).toContain('<DataFrame>');
      expect(() => toJSONText(value)).toThrow(/contains itself/);
      expect(dumps(value).length).toBeGreaterThan(100);
    });

    it('never fails in another way on damaged pickles', () => {
      let seed = 7;
      const random = (below: number) => {
        seed = (Math.imul(seed, 1103515245) + 12345) >>> 0;
        return Math.floor((seed / 2 ** 32) * below);
      };
      for (const row of rows.filter(({ protocol, kind }) => protocol === 5 && kind === 'frame')) {
        const good = bytesOf(row);
        for (let i = 0; i < 40; i++) {
          const bad = good.slice();
          bad[random(bad.length)] = random(256);
          if (i % 2 === 1) bad[random(bad.length)] ^= 1 << random(8);
          try {
            const value = loads(bad, { engine, exact, registry, limits: 'strict' }) as DataFrame;
            void [String(value), toJSONText(value), dumps(value)];
          } catch (error) {
            if (!(error instanceof PickleError)) throw error;
          }
        }
      }
    });
  });
});
