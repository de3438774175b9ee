/** Natural dicts whose keys are tuples, bytes and other objects: found by value, as in Python. */
import { readFileSync } from 'node:fs';
import { inspect } from 'node:util';
import { describe, expect, it } from 'vitest';
import { dumps, PyDate, Registry } from '../../src/index.js';
import * as op from '../../src/shared/opcodes.js';
import { ENGINES, loadsOn } from '../helpers/engines.js';
import { global, int, pickle, text } from '../helpers/program.js';

const { keys } = JSON.parse(readFileSync(new URL('../vectors/people.json', import.meta.url), 'utf8')) as {
  keys: { protocol: number; base64: string }[];
};

describe.each(ENGINES)('on %s', (engine) => {
  it.each(keys)('a dict that Python wrote with protocol $protocol', ({ base64 }) => {
    for (const dict of ['auto', 'map'] as const) {
      const map = loadsOn(engine, Buffer.from(base64, 'base64'), { dict }) as Map<unknown, unknown>;
      const found = [[1, 2], Uint8Array.of(0x78), [1, [2, 'y']], new PyDate(2024, 1, 2), 1.5, 'k', []].map((key) => [
        map.has(key),
        map.get(key),
      ]);
      expect(found).toEqual(['a', 'b', 'c', 'd', 'e', 'f', 'g'].map((value) => [true, value]));
      for (const key of [
        [1],
        [2, 1],
        Uint8Array.of(0x79),
        new PyDate(2024, 1, 3),
        {},
        new Map(),
        [{}],
        null,
        undefined,
      ])
        expect([map.has(key), map.get(key)]).toEqual([false, undefined]);
      expect(map.size).toBe(7);
      expect(Object.prototype.toString.call(map)).toBe('[object Map]');
      expect(inspect(map)).toMatch(/^Map\(7\) \{/);
      expect(structuredClone(new Map(map)).size).toBe(7);
      expect(loadsOn(engine, dumps(map))).toEqual(map);
    }
  });

  it('goes on finding them when it is changed', () => {
    const map = loadsOn(engine, Buffer.from(keys[4].base64, 'base64')) as Map<unknown, unknown>;
    map.set([1, 2], 'new');
    expect([map.size, map.get([1, 2])]).toEqual([7, 'new']);
    map.set([9, 9], 1);
    expect([map.size, map.get([9, 9])]).toEqual([8, 1]);
    expect([map.delete([1, 2]), map.has([1, 2]), map.size]).toEqual([true, false, 7]);
    expect(map.delete([1, 2])).toBe(false);
    map.set([1, 2], 'again');
    expect(map.get([1, 2])).toBe('again');
    map.clear();
    expect([map.size, map.get([1, 2])]).toEqual([0, undefined]);
    map.set([3], 3);
    expect(map.get([3])).toBe(3);
  });

  it('a subclass of Map that the caller registered keeps its own methods', () => {
    const heard: unknown[] = [];
    class Table extends Map {
      override set(key: unknown, value: unknown) {
        heard.push(key);
        return super.set(key, value);
      }
    }
    const registry = new Registry().addClass('app', 'Table', Table);
    const made = pickle(op.PROTO, 4, global('app', 'Table'), op.EMPTY_TUPLE, op.NEWOBJ);
    const data = pickle(made, int(1), op.TUPLE1, text('v'), op.SETITEM, op.STOP);
    const table = loadsOn(engine, data, { registry });
    expect(Object.getPrototypeOf(table)).toBe(Table.prototype);
    expect(heard).toEqual([[1]]);
  });

  it('keys of one dict are looked up in time that does not grow with their number', () => {
    const count = 20_000;
    const entries = Array.from({ length: count }, (_, i) => pickle(int(i), int(i + 1), op.TUPLE2, int(i)));
    const data = pickle(op.PROTO, 4, op.EMPTY_DICT, op.MARK, ...entries, op.SETITEMS, op.STOP);
    const map = loadsOn(engine, data) as Map<unknown, unknown>;
    let sum = 0;
    for (let i = 0; i < count; i++) sum += map.get([i, i + 1]) as number;
    for (let i = 0; i < count; i++) map.set([i, -1], i);
    expect([sum, map.size]).toEqual([(count * (count - 1)) / 2, 2 * count]);
  });
});
