/** Dict and sets against a slow and simple reference. */
import { inspect } from 'node:util';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { PickleError } from '../../src/base/errors.js';
import { loads } from '../../src/index.js';
import { Bytes } from '../../src/values/bytes.js';
import { Complex } from '../../src/values/complex-range-slice.js';
import { Dict } from '../../src/values/dict.js';
import { pyEquals } from '../../src/values/equality.js';
import { Float } from '../../src/values/float.js';
import { PyGlobal, PyObject } from '../../src/values/global.js';
import { FrozenSet, PySet } from '../../src/values/set.js';
import { Tuple } from '../../src/values/tuple.js';

const objects = [new PyObject(new PyGlobal('m', 'C'), []), new PyObject(new PyGlobal('m', 'C'), [])];

/** Keys of few distinct values in many forms. */
const leaf: fc.Arbitrary<unknown> = fc.oneof(
  fc.constantFrom<unknown>(
    '',
    'a',
    'b',
    '1',
    '__proto__',
    'constructor',
    null,
    true,
    false,
    0,
    1,
    -0,
    0n,
    1n,
    2 ** 53,
    2n ** 53n,
    2n ** 70n,
    0.5,
  ),
  fc.constantFrom<unknown>(
    new Float(0),
    new Float(1),
    new Float(2 ** 53),
    new Float(2 ** 70),
    new Complex(1),
    new Complex(0, 1),
    Number.NaN,
  ),
  fc.constantFrom<unknown>(
    new Bytes(Uint8Array.of(1)),
    Uint8Array.of(1),
    new PyGlobal('m', 'a'),
    new PyGlobal('m', 'a'),
    ...objects,
  ),
  fc.string({ maxLength: 1 }),
  fc.nat({ max: 20 }),
);
const key = fc.oneof(
  { weight: 3, arbitrary: leaf },
  { weight: 1, arbitrary: fc.array(leaf, { maxLength: 2 }).map((items) => new Tuple(items)) },
  { weight: 1, arbitrary: fc.array(leaf, { maxLength: 2 }).map((items) => new FrozenSet(items)) },
);
const step = fc.oneof(
  { weight: 5, arbitrary: fc.tuple(fc.constant('set'), key, fc.nat()) },
  { weight: 3, arbitrary: fc.tuple(fc.constant('delete'), key, fc.constant(0)) },
  { weight: 1, arbitrary: fc.tuple(fc.constant('deleteFirst'), fc.constant(null), fc.constant(0)) },
  { weight: 1, arbitrary: fc.tuple(fc.constant('deleteLast'), fc.constant(null), fc.constant(0)) },
);

/**
 * Python's dict as a list of pairs. Each NaN is an object of its own there, so it is always a new key; the last one is
 * found.
 */
class Reference {
  entries: [unknown, unknown][] = [];
  set(wanted: unknown, value: unknown): void {
    const entry = Number.isNaN(wanted) ? undefined : this.entries.find(([known]) => pyEquals(known, wanted));
    if (entry) entry[1] = value;
    else this.entries.push([wanted, value]);
  }
  get(wanted: unknown): unknown {
    return this.entries[this.#place(wanted)]?.[1];
  }
  #place(wanted: unknown): number {
    if (Number.isNaN(wanted)) return this.entries.map(([known]) => Number.isNaN(known)).lastIndexOf(true);
    return this.entries.findIndex(([known]) => pyEquals(known, wanted));
  }
  delete(wanted: unknown): boolean {
    const place = this.#place(wanted);
    if (place >= 0) this.entries.splice(place, 1);
    return place >= 0;
  }
}

/** The same keys and values: identical objects, not only equal ones. */
function expectSame(
  actual: Iterable<readonly [unknown, unknown]>,
  expected: readonly (readonly [unknown, unknown])[],
): void {
  const entries = [...actual];
  expect(entries.length).toBe(expected.length);
  entries.forEach(([k, v], i) => {
    expect(Object.is(k, expected[i][0]) && Object.is(v, expected[i][1])).toBe(true);
  });
}

describe('Dict', () => {
  it('does what a list of pairs does', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 120 }), (steps) => {
        const dict = new Dict();
        const reference = new Reference();
        for (const [action, wanted, value] of steps) {
          if (action === 'set') {
            dict.set(wanted, value);
            reference.set(wanted, value);
          } else {
            const place = action === 'deleteFirst' ? 0 : reference.entries.length - 1;
            const gone = action === 'delete' ? wanted : reference.entries[place]?.[0];
            expect(dict.delete(gone)).toBe(reference.delete(gone));
          }
          expect(dict.size).toBe(reference.entries.length);
        }
        expectSame(dict, reference.entries);
        for (const [known] of reference.entries)
          expect([dict.has(known), dict.get(known)]).toEqual([true, reference.get(known)]);
      }),
    );
  });
  it('the first of equal keys stays, with its place', () => {
    const dict = new Dict<unknown, string>([
      [1, 'a'],
      ['x', 'b'],
      [true, 'c'],
      [new Float(1), 'd'],
    ] as [unknown, string][]);
    expectSame(dict, [
      [1, 'd'],
      ['x', 'b'],
    ]);
    dict.delete(1n);
    dict.set(true, 'e');
    expectSame(dict, [
      ['x', 'b'],
      [true, 'e'],
    ]);
  });
  it.each([0, 3, 8, 9, 100])(
    'fromArrays of %i keys equals the dict made one by one, and leaves the shared keys alone',
    (count) => {
      const keys = Object.freeze(Array.from({ length: count }, (_, i) => `k${i}`));
      const values = keys.map((_, i) => i);
      const dict = Dict.fromArrays(keys, [...values]);
      const second = Dict.fromArrays(keys, [...values]);
      expect(pyEquals(dict, new Dict(keys.map((k, i) => [k, i])))).toBe(true);
      expect(dict.get('k2')).toBe(count > 2 ? 2 : undefined);
      expect(dict.get('other')).toBe(undefined);
      expect(dict.has(2 as never)).toBe(false);
      dict.set('new', 1).set('k0', 'changed' as never);
      dict.delete('k1');
      expect([...second.keys()]).toEqual(keys);
      expect([...second.values()]).toEqual(values);
      const expected = new Map<string, unknown>(keys.map((k, i) => [k, i]));
      expected.set('new', 1).set('k0', 'changed').delete('k1');
      expect(dict.toMap()).toEqual(
        count === 0
          ? new Map<string, unknown>([
              ['new', 1],
              ['k0', 'changed'],
            ])
          : expected,
      );
    },
  );
  it('has the methods of Map', () => {
    const dict = new Dict<string, number>([
      ['a', 1],
      ['b', 2],
    ]);
    const seen: unknown[] = [];
    dict.forEach((value, k, same) => void seen.push(k, value, same === dict));
    expect(seen).toEqual(['a', 1, true, 'b', 2, true]);
    expect([...dict.keys()]).toEqual(['a', 'b']);
    expect([...dict.values()]).toEqual([1, 2]);
    expect([...dict.entries()]).toEqual([
      ['a', 1],
      ['b', 2],
    ]);
    dict.clear();
    expect([dict.size, [...dict], dict.get('a')]).toEqual([0, [], undefined]);
    expect([...dict.set('c', 3)]).toEqual([['c', 3]]);
    expect(Dict.fromObject({ x: 1 }).get('x')).toBe(1);
  });
  it('converts', () => {
    const dict = new Dict<unknown, unknown>([
      ['__proto__', 1],
      ['b', [2]],
    ]);
    const object = dict.toObject();
    expect(Object.getPrototypeOf(object)).toBe(Object.prototype);
    expect(Object.entries(object)).toEqual([
      ['__proto__', 1],
      ['b', [2]],
    ]);
    expect(JSON.stringify(dict)).toBe('{"__proto__":1,"b":[2]}');
    dict.set(Tuple.of<unknown>(1, new Float(2)), 'x');
    expect(() => dict.toObject()).toThrow(PickleError);
    expect(JSON.stringify(dict)).toBe('[["__proto__",1],["b",[2]],[[1,2],"x"]]');
  });
  it('entries can be deleted while iterating', () => {
    const dict = new Dict(Array.from({ length: 1000 }, (_, i) => [i, i]));
    for (const k of dict.keys()) dict.delete(k);
    expect([dict.size, [...dict]]).toEqual([0, []]);
  });
  it('console.log shows the entries', () => {
    const dict = new Dict<unknown, unknown>([['a', new FrozenSet([1])]]);
    dict.set('self', dict);
    expect(inspect(dict, { depth: 0 })).toBe("Dict(2) { 'a' => [FrozenSet], 'self' => [Dict] }");
    expect(inspect(dict, { depth: null })).toContain("'a' => FrozenSet(1) { 1 }");
    expect(inspect(new PySet(['x']))).toBe("PySet(1) { 'x' }");
  });
  it('can be extended', () => {
    class Ordered extends Dict {
      extra = 1;
    }
    const ordered = new Ordered([[1, 'a']]);
    expect([ordered.get(true), ordered.extra, ordered instanceof Dict]).toEqual(['a', 1, true]);
  });
});

describe('PySet and FrozenSet', () => {
  it('do what a list does', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 80 }), (steps) => {
        const set = new PySet();
        const reference = new Reference();
        for (const [action, wanted] of steps) {
          if (action === 'set') {
            set.add(wanted);
            reference.set(wanted, undefined);
          } else expect(set.delete(wanted)).toBe(reference.delete(wanted));
        }
        expectSame(
          [...set].map((item) => [item, undefined]),
          reference.entries,
        );
        expect(pyEquals(set, new FrozenSet([...set].reverse()))).toBe(true);
        for (const [known] of reference.entries) expect(set.has(known)).toBe(true);
      }),
    );
  });
  it('convert', () => {
    const set = new FrozenSet([1, 'a', new Float(1)]);
    expect(set.toSet()).toEqual(new Set([1, 'a']));
    expect(JSON.stringify(set)).toBe('[1,"a"]');
    expect([...set.keys()]).toEqual([...set.values()]);
    const seen: unknown[] = [];
    set.forEach((item) => void seen.push(item));
    expect(seen).toEqual([1, 'a']);
  });
  it('clear', () => {
    const set = new PySet([1, 2]);
    set.clear();
    expect([set.size, [...set.add(3)]]).toEqual([0, [3]]);
  });
});

describe('dicts of one shape', () => {
  it('share their keys with nobody outside', () => {
    const record = [0x7d, 0x28, 0x8c, 1, 0x61, 0x4b, 1, 0x8c, 1, 0x62, 0x4b, 2, 0x75];
    const bytes = Uint8Array.from([0x80, 4, 0x5d, 0x28, ...record, ...record, 0x65, 0x2e]);
    const [a, b] = loads(bytes, { exact: true }) as [Dict<string, number>, Dict<string, number>];
    expect([
      (a as never as Record<string, unknown>).keyArray,
      (a as never as Record<string, unknown>).valueArray,
    ]).toEqual([undefined, undefined]);
    a.set('c', 3).delete('a');
    expect([...b]).toEqual([
      ['a', 1],
      ['b', 2],
    ]);
  });
});
