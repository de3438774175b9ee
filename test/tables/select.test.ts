/** What a selection gives is what `loads` gives at the same place, or an error that says so. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { dumps, type LoadOptions, loads as loadsValues, PickleError, UnpicklingError } from '../../src/index.js';
import { load, loadItems, loadTable, type Table } from '../../src/table.js';
import { Dict, Tuple } from '../../src/values/index.js';
import { canonical } from '../helpers/canonical.js';
import { ENGINES, expectEach } from '../helpers/engines.js';
import { iterated, pieces } from '../helpers/sources.js';
import { distinct, hex, refused, samples } from '../helpers/vectors.js';
import { data } from './values.js';

const SEED = Number(process.env.FC_SEED ?? 20260101);
const RUNS = Number(process.env.FC_RUNS ?? 1000);
const MODELS: LoadOptions[] = [{}, { exact: true }, { dict: 'map' }];
/** Why a selection may be refused where `loads` gives a value. */
const REFUSED = /load the whole pickle|selection cannot read this pickle/;

/** The values in `value`, one level down. */
function inside(value: unknown): unknown[] {
  if (value instanceof Tuple) return value.items;
  if (Array.isArray(value)) return value;
  if (value instanceof Map || value instanceof Dict) return [...value.values()];
  return typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype
    ? Object.values(value)
    : [];
}

describe.each(ENGINES)('engine %s', (engine) => {
  it.each(MODELS)('gives every vector whole, %j', async (model) => {
    const failures: string[] = [];
    let same = 0;
    for (const { name, data: bytes, options } of distinct(samples(20_000))) {
      const all = { ...options, ...model, engine };
      let expected: string;
      try {
        expected = JSON.stringify(canonical([loadsValues(bytes, all)]));
      } catch {
        continue;
      }
      try {
        const found = JSON.stringify(canonical(await load(bytes, { ...all, select: '' })));
        if (found === expected) same++;
        else
          failures.push(
            `${name} ${hex(bytes.subarray(0, 200))}\n  ${found.slice(0, 300)}\n  ${expected.slice(0, 300)}`,
          );
      } catch (error) {
        if (!REFUSED.test((error as Error).message))
          failures.push(`${name} ${hex(bytes.subarray(0, 200))}: ${(error as Error).stack}`);
      }
    }
    expectEach(failures, (failure) => failure);
    expect(same).toBeGreaterThan(300);
  });

  it('gives nothing but errors of the package for pickles that are wrong', async () => {
    for (const { data: bytes, options } of refused()) {
      await load(bytes, { ...options, engine, select: ['', '*', '*.a'] }).catch((error) =>
        expect(error).toBeInstanceOf(PickleError),
      );
    }
  });
});

it('made-up data: items are those of the list, and share what they share there', async () => {
  let selected = 0;
  await fc.assert(
    fc.asyncProperty(
      data,
      fc.constantFrom(...MODELS),
      fc.constantFrom(...ENGINES),
      fc.constantFrom(0, 2, 5),
      fc.constantFrom('*', '*.*', '0.*', '*.*.a', '0.0'),
      async (value, model, engine, protocol, path) => {
        let bytes: Uint8Array;
        let whole: unknown;
        try {
          bytes = dumps(value, { protocol });
          whole = loadsValues(bytes, { ...model, engine });
        } catch {
          return;
        }
        let expected = [whole];
        for (const part of path.split('.')) {
          expected = expected.flatMap((item) => {
            if (part === '*') return inside(item);
            if (part === 'a') {
              if (item instanceof Map || item instanceof Dict) return item.has('a') ? [item.get('a')] : [];
              const isObject =
                typeof item === 'object' && item !== null && !Array.isArray(item) && !ArrayBuffer.isView(item);
              return isObject && Object.hasOwn(item, 'a') ? [(item as Record<string, unknown>).a] : [];
            }
            const items = inside(item);
            if (Array.isArray(item) || item instanceof Tuple) return items.length > 0 ? [items[0]] : [];
            if (item instanceof Map || item instanceof Dict) return item.has('0') ? [item.get('0')] : [];
            return items.length > 0 && Object.hasOwn(item as object, '0')
              ? [(item as Record<string, unknown>)['0']]
              : [];
          });
        }
        let found: unknown[];
        try {
          found = await load(bytes, { ...model, engine, select: path });
        } catch (error) {
          expect((error as Error).message).toMatch(REFUSED);
          return;
        }
        const wanted = expected.map((item) => canonical(item));
        // A dict of the natural model has its keys in the order of JavaScript, the selection those of the pickle.
        const order = (rows: string[][]) => rows.map((row) => JSON.stringify(row)).sort();
        expect(order(found.map((item) => canonical(item)))).toEqual(order(wanted));
        if (found.length > 0) selected++;
      },
    ),
    { seed: SEED, numRuns: RUNS },
  );
  expect(selected).toBeGreaterThan(RUNS / 3);
}, 120_000);

it('made-up data: one list as a table is the list', async () => {
  let made = 0;
  await fc.assert(
    fc.asyncProperty(data, fc.constantFrom(...MODELS), fc.constantFrom(...ENGINES), async (value, model, engine) => {
      let bytes: Uint8Array;
      let list: unknown;
      try {
        bytes = dumps(value);
        [list] = loadsValues(bytes, { ...model, engine }) as unknown[];
      } catch {
        return;
      }
      if (!Array.isArray(list)) return;
      let table: Table<unknown>;
      try {
        table = await loadTable<unknown>(iterated(pieces(bytes, 50)), { ...model, engine, path: '0' });
      } catch (error) {
        expect((error as Error).message).toMatch(REFUSED);
        return;
      }
      expect(canonical(table.toArray())).toEqual(canonical(list));
      made++;
    }),
    { seed: SEED, numRuns: RUNS },
  );
  expect(made).toBeGreaterThan(RUNS / 3);
}, 120_000);

describe('a selection', () => {
  const frame = { name: 'main', line: 1 };
  const rows = Array.from({ length: 3000 }, (_, i) => ({
    id: i,
    when: i * 10,
    frames: [frame],
    who: { name: `n${i % 7}` },
  }));
  const bytes = dumps({ head: [1, 2, frame], orders: rows, 'a.b': { x: [5] } });

  it('hands over items with the keys that lead to them', async () => {
    const found: [unknown, string][] = [];
    const count = await load(bytes, {
      select: ['orders.2.who.name', 'orders.*.id', ['a.b', 'x', 0]],
      onItem: (item, path) => found.push([item, path.join('/')]),
    });
    expect(count).toBe(3002);
    expect(found[0]).toEqual(['n2', 'orders/2/who/name']);
    expect(found[5]).toEqual([4, 'orders/4/id']);
    expect(found.at(-1)).toEqual([5, 'a.b/x/0']);
  });

  it('takes what fulfils conditions', async () => {
    const found = await load(bytes, { select: 'orders.*', where: { when: [100, 120] } });
    expect(found).toEqual(rows.slice(10, 13));
    const table = await loadTable(bytes, { path: 'orders', where: { when: [null, 50], id: 3 } });
    expect(table.toArray()).toEqual([rows[3]]);
  });

  it('gives items one after another, one object where there is one', async () => {
    const items: typeof rows = [];
    for await (const item of loadItems<(typeof rows)[0]>(new Blob([bytes as Uint8Array<ArrayBuffer>]), 'orders'))
      items.push(item);
    expect(items).toEqual(rows);
    expect(items[2999].frames[0]).toBe(items[0].frames[0]);
    await expect(loadItems(bytes, 'orders.5000').next()).rejects.toThrow('nothing is at "orders.5000"');
  });

  it('calls no hook for what is left out', async () => {
    const asked: string[] = [];
    const options = { findClass: (module: string, name: string) => void asked.push(`${module}.${name}`) };
    const pickle = Uint8Array.from(Buffer.from('8004285d284b01654b02636f730a73797374656d0a742e', 'hex'));
    expect(await load(pickle, { ...options, select: '0.*' })).toEqual([1]);
    expect(asked).toEqual([]);
  });

  it('refuses an item that holds what it is in', async () => {
    const list: unknown[] = [];
    list.push({ list });
    const error = await load(dumps({ list }), { select: 'list.*' }).catch((error) => error);
    expect(error).toBeInstanceOf(UnpicklingError);
    expect(error.message).toContain('which holds the selected value itself: load the whole pickle');
    expect(error.offset).toBeTypeOf('number');
  });

  it('says where an item is wrong', async () => {
    // [1, '\xff']: bad UTF-8 in the second item.
    const pickle = Uint8Array.from(Buffer.from('80045d284b018c01ff652e', 'hex'));
    await expect(load(pickle, { select: '1' })).rejects.toMatchObject({ offset: 6, opcode: 'SHORT_BINUNICODE' });
    expect(await load(pickle, { select: '0' })).toEqual([1]);
  });

  it('is cut anywhere with an error', async () => {
    const small = dumps([{ a: 1 }, { a: 2 }]);
    for (let end = 0; end < small.length; end++)
      await expect(load(small.slice(0, end), { select: '*' })).rejects.toThrow(/truncated|Ran out/);
  });
});
