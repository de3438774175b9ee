/** Keys of Maps and items of Sets: written as what Python can hash, or refused with their place. */
import { describe, expect, test } from 'vitest';
import { ByteArray, Dict, dumps, loads, NDArray, PicklingError, repr } from '../../src/index.js';

const text = (value: unknown, protocol: number) => repr(loads(dumps(value, { protocol }), { exact: true }));

describe.each([0, 1, 2, 3, 4, 5])('protocol %i', (protocol) => {
  test('Arrays are tuples, Sets are frozensets', () => {
    expect(text(new Map([[[1, 'a'], 2]]), protocol)).toBe("{(1, 'a'): 2}");
    expect(text(new Map([[[1, [2, []]], 2]]), protocol)).toBe('{(1, (2, ())): 2}');
    expect(text(new Map([[new Set([1]), 2]]), protocol)).toBe('{frozenset({1}): 2}');
    expect(text(new Set([[1, 2]]), protocol)).toBe('{(1, 2)}');
    expect(text(new Set([new Set([[1]])]), protocol)).toBe('{frozenset({(1,)})}');
    expect(text(new Map([[Uint8Array.of(1), null]]), protocol)).toBe("{b'\\x01': None}");
  });

  test('what was read is written so that Python reads it', () => {
    const pickle = dumps(loads(dumps(new Map([[[1, 2], [3]]]), { protocol })), { protocol });
    expect(repr(loads(pickle, { exact: true }))).toBe('{(1, 2): [3]}');
  });

  test('what Python cannot hash is refused with its place', () => {
    for (const key of [
      {},
      { a: 1 },
      new Map(),
      new Dict(),
      new ByteArray(new Uint8Array(1)),
      new NDArray('i1', [1], new Uint8Array(1)),
      [1, {}],
      [[new Map()]],
    ]) {
      expect(() => dumps({ field: new Map([[key, 1]]) }, { protocol })).toThrow(PicklingError);
      expect(() => dumps({ field: new Set([key]) }, { protocol })).toThrow(/cannot hash it.*field/);
    }
  });

  test('a key that holds another twice, that one another twice, and so on, is written in linear size', () => {
    for (const twice of [(key: unknown) => [key, key], (key: unknown) => [new Set([key]), new Set([key])]]) {
      let key: unknown = [1];
      for (let i = 0; i < 40; i++) key = twice(key);
      expect(dumps(new Map([[key, 1]]), { protocol }).length).toBeLessThan(20_000);
      expect(dumps(new Set([key, [key]]), { protocol }).length).toBeLessThan(20_000);
    }
  });

  test('a key that contains itself', () => {
    const key: unknown[] = [];
    key.push(key);
    expect(() => dumps(new Map([[key, 1]]), { protocol })).toThrow(PicklingError);
  });
});
