/** Tuple, Float, Bytes, Complex, Range, Slice, and the two value models. */
import { describe, expect, it } from 'vitest';
import { PickleError, UnpicklingError } from '../../src/base/errors.js';
import { reductionOf } from '../../src/families/reducers.js';
import { exactModel, naturalModel, objectFromArrays } from '../../src/model/value-model.js';
import { ByteArray, Bytes } from '../../src/values/bytes.js';
import { Complex, Range, Slice } from '../../src/values/complex-range-slice.js';
import { Dict } from '../../src/values/dict.js';
import { Float } from '../../src/values/float.js';
import { PyGlobal } from '../../src/values/global.js';
import { FrozenSet, PySet } from '../../src/values/set.js';
import { Ellipsis } from '../../src/values/singletons.js';
import { Tuple } from '../../src/values/tuple.js';

describe('Tuple', () => {
  it('takes over its items', () => {
    const items = [1, 'a'];
    const tuple = new Tuple(items);
    expect(tuple.items).toBe(items);
    expect([tuple.length, tuple.at(0), tuple.at(-1), tuple.at(2), [...tuple]]).toEqual([
      2,
      1,
      'a',
      undefined,
      [1, 'a'],
    ]);
    expect(JSON.stringify(Tuple.of<unknown>(1, Tuple.of()))).toBe('[1,[]]');
  });
});

describe('Float', () => {
  it('behaves as its number', () => {
    const float = new Float(2);
    expect([+float, `${float}`, JSON.stringify(float), (float as unknown as number) + 1]).toEqual([2, '2', '2', 3]);
  });
});

describe('Bytes and ByteArray', () => {
  it('take over their data', () => {
    const data = Uint8Array.of(104, 105);
    for (const bytes of [new Bytes(data), new ByteArray(data)]) {
      expect(bytes.data).toBe(data);
      expect([bytes.length, bytes.at(-1), [...bytes], bytes.toString(), JSON.stringify(bytes)]).toEqual([
        2,
        105,
        [104, 105],
        'hi',
        '[104,105]',
      ]);
    }
    expect(new Bytes(Uint8Array.of(0xe9)).toString('latin1')).toBe('é');
  });
});

describe('Complex, Range, Slice', () => {
  it('reduce as in CPython', () => {
    expect(reductionOf(new Complex(1, -0), 4)).toEqual([new PyGlobal('builtins', 'complex'), [new Float(1), -0]]);
    expect(reductionOf(new Range(1, 5), 4)).toEqual([new PyGlobal('builtins', 'range'), [1, 5, 1]]);
    expect(reductionOf(new Slice(1, null), 4)).toEqual([new PyGlobal('builtins', 'slice'), [1, null, null]]);
  });
  it.each<[Range, number | bigint, (number | bigint)[]]>([
    [new Range(0, 3), 3, [0, 1, 2]],
    [new Range(0, 0), 0, []],
    [new Range(5, 0, -2), 3, [5, 3, 1]],
    [new Range(0, 5, -1), 0, []],
    [new Range(2n ** 64n, 2n ** 64n + 2n), 2, [2n ** 64n, 2n ** 64n + 1n]],
  ])('range %#', (range, length, items) => {
    expect([range.length, [...range]]).toEqual([length, items]);
  });
  it('a range longer than a number can say', () => {
    expect(new Range(0, 2n ** 70n).length).toBe(2n ** 70n);
  });
  it('refuse what Python refuses', () => {
    expect(() => new Range(0, 1, 0)).toThrow(PickleError);
    expect(() => new Range(0, 1, 0n)).toThrow(PickleError);
    expect(() => new Range(0, 1.5)).toThrow(PickleError);
  });
  it('have JSON forms', () => {
    expect(JSON.stringify([new Complex(1, 2), new Range(0, 3), new Slice(1, null), Ellipsis])).toBe(
      '[[1,2],{"start":0,"stop":3,"step":1},{"start":1,"stop":null,"step":null},"Ellipsis"]',
    );
    expect(String(Ellipsis)).toBe('Ellipsis');
  });
});

describe('the natural model', () => {
  it('gives JavaScript values', () => {
    const items = [1];
    const data = new Uint8Array(1);
    expect(naturalModel.tuple(items)).toBe(items);
    expect(naturalModel.bytes(data)).toBe(data);
    expect(naturalModel.bytearray(data)).toBe(data);
    expect(naturalModel.float(1)).toBe(1);
    expect(naturalModel.set([1, true, 'a'])).toEqual(new Set([1, 'a']));
    expect(
      naturalModel.frozenset([
        [1, 2],
        [1, 2],
      ]),
    ).toEqual(new Set([[1, 2]]));
    expect(naturalModel.dict([['a', 1]])).toEqual({ a: 1 });
    expect(naturalModel.dict([])).toEqual({});
    expect(
      naturalModel.dict([
        ['a', 1],
        [1, 2],
        [true, 3],
      ]),
    ).toEqual(
      new Map<unknown, unknown>([
        ['a', 1],
        [1, 3],
      ]),
    );
    expect(
      naturalModel.dict([
        [[1, [2]], 'x'],
        [[1, [2]], 'y'],
      ]),
    ).toEqual(new Map([[[1, [2]], 'y']]));
  });
  it('__proto__ is a key like any other', () => {
    for (const object of [
      naturalModel.dict([['__proto__', { polluted: 1 }]]),
      objectFromArrays(['__proto__'], [{ polluted: 1 }]),
    ] as object[]) {
      expect(Object.getPrototypeOf(object)).toBe(Object.prototype);
      expect(Object.keys(object)).toEqual(['__proto__']);
      expect((object as { polluted?: number }).polluted).toBe(undefined);
    }
  });
  it('refuses unhashable keys', () => {
    expect(() => naturalModel.set([{}])).toThrow(UnpicklingError);
    expect(() => naturalModel.dict([[new Map(), 1]])).toThrow(UnpicklingError);
    const self: unknown[] = [];
    self.push(self);
    expect(() => naturalModel.set([self])).toThrow(UnpicklingError);
  });
  it('doubled tuples as keys take linear time', () => {
    let tuple: unknown[] = [];
    for (let i = 0; i < 5000; i++) tuple = [tuple, tuple];
    expect((naturalModel.set([tuple, [...tuple]]) as Set<unknown>).size).toBe(1);
  });
});

describe('the exact model', () => {
  it('gives a class for every type', () => {
    expect(exactModel.tuple([1])).toEqual(new Tuple([1]));
    expect(exactModel.bytes(new Uint8Array(1))).toBeInstanceOf(Bytes);
    expect(exactModel.bytearray(new Uint8Array(1))).toBeInstanceOf(ByteArray);
    expect([exactModel.float(1), exactModel.float(0.5), exactModel.float(-0)]).toEqual([new Float(1), 0.5, -0]);
    expect(exactModel.set([1])).toBeInstanceOf(PySet);
    expect(exactModel.frozenset([1])).toBeInstanceOf(FrozenSet);
    expect(exactModel.dict([[1, 2]])).toBeInstanceOf(Dict);
  });
});
