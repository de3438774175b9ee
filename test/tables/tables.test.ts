/** Tables are the lists that `loads` gives: on both engines, in both models, from bytes and from streams. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { dumps, type LoadOptions, loads as loadsValues } from '../../src/index.js';
import { load, loads, Table } from '../../src/table.js';
import { canonical } from '../helpers/canonical.js';
import { ENGINES, expectEach, failure } from '../helpers/engines.js';
import { iterated, pieces } from '../helpers/sources.js';
import { distinct, hex, refused, samples } from '../helpers/vectors.js';
import { countTables, data, withoutTables } from './values.js';

const SEED = Number(process.env.FC_SEED ?? 20260101);
const RUNS = Number(process.env.FC_RUNS ?? 1500);
const MODELS: LoadOptions[] = [{}, { exact: true }, { dict: 'map' }];

/** Fails unless a load with tables gives what one without gives. */
function compare(bytes: Uint8Array, options: LoadOptions, place: string): string | undefined {
  let expected: unknown;
  let wanted: string[] | undefined;
  try {
    wanted = canonical(loadsValues(bytes, options));
  } catch (error) {
    expected = failure(error);
  }
  try {
    const found = canonical(withoutTables(loads(bytes, { ...options, tables: { min: 1 } })));
    if (wanted === undefined) return `${place}: accepted`;
    return JSON.stringify(found) === JSON.stringify(wanted) ? undefined : `${place}:\n  ${found}\n  ${wanted}`;
  } catch (error) {
    if (wanted !== undefined) return `${place}: ${error instanceof Error ? error.stack : error}`;
    expect(failure(error)).toEqual(expected);
    return undefined;
  }
}

describe.each(ENGINES)('engine %s', (engine) => {
  it.each(MODELS)('gives every vector with tables as without, %j', (model) => {
    expectEach([...distinct(samples(100_000)), ...refused()], ({ name, data: bytes, options }) =>
      compare(bytes, { ...options, ...model, engine }, `${name} ${hex(bytes.subarray(0, 200))}`),
    );
  });
});

it('made-up data is the same with tables as without', () => {
  let tables = 0;
  fc.assert(
    fc.property(
      data,
      fc.constantFrom(...MODELS),
      fc.constantFrom(...ENGINES),
      fc.constantFrom(2, 5),
      (value, model, engine, protocol) => {
        let bytes: Uint8Array;
        try {
          bytes = dumps(value, { protocol });
        } catch {
          return;
        }
        const options = { ...model, engine };
        tables += countTables(loads(bytes, { ...options, tables: { min: 2 } }));
        expect(compare(bytes, options, hex(bytes))).toBeUndefined();
      },
    ),
    { seed: SEED, numRuns: RUNS },
  );
  // Data that never becomes a table would prove nothing.
  expect(tables).toBeGreaterThan(RUNS / 5);
}, 120_000);

describe('lists become tables', () => {
  const rows = Array.from({ length: 100 }, (_, i) => ({ id: i, name: `row ${i % 3}`, price: i / 2 }));
  const bytes = dumps({ orders: rows, others: structuredClone(rows.slice(0, 63)), numbers: [1, 2, 3] });

  it('from 64 records on', () => {
    const value = loads(bytes, { tables: true });
    expect(value.orders).toBeInstanceOf(Table);
    expect(value.others).toEqual(rows.slice(0, 63));
    expect(value.orders.toArray()).toEqual(rows);
    expect(loads(bytes).orders).toEqual(rows);
    expect(loads(bytes, { tables: { min: 10 } }).others).toBeInstanceOf(Table);
    expect(() => loads(bytes, { tables: { min: 0 } })).toThrow('a whole number');
  });

  it('from streams cut anywhere', async () => {
    const small = dumps([
      { a: 1, b: 'x' },
      { a: null, b: 'x' },
      { b: 'y', a: 2.5 },
    ]);
    for (let size = 1; size <= small.length; size++) {
      for (const engine of ENGINES) {
        const table = await load(iterated(pieces(small, size)), { engine, tables: { min: 2 } });
        expect(table).toBeInstanceOf(Table);
        expect(table.toArray()).toEqual(loadsValues(small));
      }
    }
    for (let end = 0; end < small.length; end++) {
      await expect(load(iterated([small.slice(0, end)]), { tables: { min: 2 } })).rejects.toThrow(/truncated|Ran out/);
    }
  });

  it('unless they are held twice, or one of their records is', () => {
    const list = [{ a: 1 }, { a: 2 }];
    expect(countTables(loads(dumps([list, list]), { tables: { min: 2 } }))).toBe(0);
    expect(countTables(loads(dumps([list, list[0]]), { tables: { min: 2 } }))).toBe(0);
    expect(countTables(loads(dumps([list, 1]), { tables: { min: 2 } }))).toBe(1);
  });

  it('bounded: keys that grow for ever, holes everywhere, nesting without end', () => {
    const growing = Array.from({ length: 5000 }, (_, i) => ({ [`key ${i}`]: i }));
    expect(loads(dumps(growing), { tables: true })).toEqual(growing);
    const wide = Array.from({ length: 3000 }, (_, i) => Object.fromEntries([[`k${i % 60}`, i]]));
    const sparse = loads(dumps(wide), { tables: true });
    expect(withoutTables(sparse)).toEqual(wide);
    const many = [Object.fromEntries(Array.from({ length: 2000 }, (_, i) => [`k${i}`, i]))];
    expect(loads(dumps(many), { tables: { min: 1 } })).toEqual(many);
    let deep: unknown = 1;
    for (let i = 0; i < 20_000; i++) deep = i % 2 ? [{ deep }] : [deep];
    const value = loads(dumps([{ deep }, { deep: 1 }]), { tables: { min: 1 } });
    expect(canonical(withoutTables(value))).toEqual(canonical(loadsValues(dumps([{ deep }, { deep: 1 }]))));
  });
});
