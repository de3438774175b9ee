/** `toPlain`: what `structuredClone` takes, of every value that CPython and NumPy wrote. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import {
  Decimal,
  Deque,
  Dict,
  loads,
  NDArray,
  PersistentId,
  PickleError,
  PyDateTime,
  PyGlobal,
  PyObject,
  PySet,
  Tuple,
  toPlain,
} from '../../src/index.js';
import { ENGINES, loadsOn } from '../helpers/engines.js';

interface Row {
  base64?: string;
  pickle?: string;
  buffers?: string[];
}
const read = (name: string) =>
  JSON.parse(readFileSync(new URL(`../vectors/${name}.json`, import.meta.url), 'utf8')) as Row[] | { rows: Row[] };
const rowsOf = (name: string) => [read(name)].flatMap((file) => (Array.isArray(file) ? file : file.rows));

describe.each(ENGINES)('%s', (engine) => {
  it.each(['people', 'stdlib', 'numpy'])('every row of %s', (file) => {
    for (const { base64, pickle, buffers } of rowsOf(file)) {
      for (const exact of [false, true]) {
        const data = Buffer.from((base64 ?? pickle) as string, 'base64');
        const options = { exact, encoding: 'latin1', buffers: buffers?.map((each) => Buffer.from(each, 'base64')) };
        const plain = toPlain(loadsOn(engine, data, options));
        expect(structuredClone(plain)).toEqual(plain);
      }
    }
  });
});

describe('toPlain', () => {
  it.each([
    [Tuple.of<unknown>(1, Tuple.of('a')), [1, ['a']]],
    [new Dict<unknown, unknown>([['a', new PySet([1])]]), { a: new Set([1]) }],
    [new Dict<unknown, unknown>([[Tuple.of(1), 2]]), new Map([[[1], 2]])],
    [
      { when: new PyDateTime(2024, 1, 2), price: new Decimal('1.50') },
      { when: '2024-01-02T00:00:00', price: '1.50' },
    ],
    [new NDArray('<i4', [2], new Uint8Array(8)), { dtype: 'int32', shape: [2], data: new Int32Array(2) }],
    [new PyObject(new PyGlobal('m', 'Customer'), []), {}],
    [[new PyGlobal('os', 'system')], ['os.system']],
    [new PersistentId(new Deque([1n])), { id: [1n] }],
    [JSON.parse('{"__proto__":1}'), JSON.parse('{"__proto__":1}')],
  ])('%#', (value, plain) => {
    expect(toPlain(value)).toEqual(plain);
  });

  it('keeps sharing and cycles, and takes any depth', () => {
    const list: unknown[] = [];
    const both = toPlain({ a: list, b: Tuple.of<unknown>(list) }) as { a: unknown[]; b: unknown[][] };
    expect(both.b[0]).toBe(both.a);
    list.push(list);
    const cycle = toPlain(list) as unknown[];
    expect(cycle[0]).toBe(cycle);
    expect(cycle).not.toBe(list);
    const deep = loads(Buffer.concat([Buffer.alloc(200_000, ']'), Buffer.alloc(199_999, 'a'), Buffer.from('.')]), {
      exact: true,
    });
    let depth = 0;
    for (let at = toPlain(deep) as unknown[]; at !== undefined; at = at[0] as unknown[]) depth++;
    expect(depth).toBe(200_000);
  });

  it('refuses what has no plain form', () => {
    for (const value of [() => 1, [Symbol('x')]]) expect(() => toPlain(value)).toThrow(PickleError);
    class Endless {
      toJSON(): unknown {
        return new Endless();
      }
    }
    expect(() => toPlain(new Endless())).toThrow('Endless has no plain form');
  });
});
