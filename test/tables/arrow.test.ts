/**
 * What other engines read from `toArrow`: apache-arrow and DuckDB, and, where node scripts/setup-arrow.mjs was run,
 * pyarrow, polars and pandas.
 */
import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { tableFromIPC } from 'apache-arrow';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { dumps, PickleError } from '../../src/index.js';
import { loads, Table } from '../../src/table.js';
import { data } from './values.js';

const frames = Array.from({ length: 3 }, (_, i) => ({ name: `f${i}`, line: i }));

/** Every kind of column. */
const ROWS = Array.from({ length: 100 }, (_, i) => ({
  int: i,
  big: i % 2 ? 2 ** 40 + i : null,
  float: i / 4,
  word: ['alloc', 'free', 'é'][i % 3],
  text: `row ${i} \u{1f600}`,
  flag: i % 3 === 0 ? null : i % 3 === 1,
  none: null,
  bytes: Uint8Array.of(i, 255 - i),
  struct: i % 10 === 0 ? null : { x: i, y: `${i}` },
  list: Array.from({ length: i % 4 }, (_, k) => ({ k, half: k / 2 })),
  numbers: [i, i + 1],
  shared: i % 5 === 0 ? null : frames[i % 3],
  stack: i % 2 === 0 ? frames.slice() : [frames[0]],
  ...(i % 7 === 0 ? {} : { optional: i }),
}));

const table = (): Table => loads<Table>(dumps(ROWS), { tables: true });

/** Missing keys are null there, and bytes are shown as hex. */
const EXPECTED = ROWS.map((row) => ({
  ...row,
  bytes: Buffer.from(row.bytes).toString('hex'),
  optional: row.optional ?? null,
}));

/** Rows as JSON has them: numbers for bigints, objects for what Arrow gives as classes. */
function plain(rows: unknown): unknown {
  return JSON.parse(
    JSON.stringify(rows, (_, value) => {
      if (typeof value === 'bigint') return Number(value);
      return ArrayBuffer.isView(value) && value instanceof Uint8Array ? Buffer.from(value).toString('hex') : value;
    }),
  );
}

it('the table has all kinds of column', () => {
  expect(
    Object.fromEntries(table().schema.map(({ name, kind, nullable }) => [name, `${kind}${nullable ? '?' : ''}`])),
  ).toEqual({
    int: 'int32',
    big: 'int64?',
    float: 'float64',
    word: 'string',
    text: 'string',
    flag: 'bool?',
    none: 'null?',
    bytes: 'binary',
    struct: 'struct?',
    list: 'list',
    numbers: 'list',
    shared: 'shared?',
    stack: 'list',
    optional: 'int32?',
  });
  expect(table().toArray()).toEqual(ROWS);
});

it('apache-arrow reads it', () => {
  const read = tableFromIPC(table().toArrow());
  expect(read.numRows).toBe(100);
  const rows = read.toArray().map((row) => {
    const object = row.toJSON();
    return { ...object, bytes: Buffer.from(object.bytes as Uint8Array).toString('hex') };
  });
  expect(plain(rows)).toEqual(EXPECTED);
  expect(read.schema.fields.map(({ name, type }) => `${name} ${type}`)).toMatchSnapshot();
});

const python = fileURLToPath(new URL('../../build/arrow/bin/python', import.meta.url));

describe.skipIf(!existsSync(python))('where node scripts/setup-arrow.mjs was run', () => {
  it.each(['pyarrow', 'polars', 'pandas'])('%s reads it', (engine) => {
    const script = fileURLToPath(new URL('read_arrow.py', import.meta.url));
    const output = execFileSync(python, [script, engine], { input: table().toArrow(), encoding: 'utf8' });
    expect(JSON.parse(output)).toEqual(EXPECTED);
  });
});

it('made-up tables are read by apache-arrow row by row', () => {
  let read = 0;
  fc.assert(
    fc.property(data, (value) => {
      let bytes: Uint8Array;
      try {
        bytes = dumps([value].flat(1));
      } catch {
        return;
      }
      for (const table of loads<unknown[]>(bytes, { tables: { min: 1 } })) {
        if (!(table instanceof Table)) continue;
        let stream: Uint8Array;
        try {
          stream = table.toArrow({ mixed: 'json' });
        } catch (error) {
          // JSON has no cycles.
          expect((error as Error).message).toContain('the value contains itself');
          continue;
        }
        const arrow = tableFromIPC(stream);
        expect(arrow.numRows).toBe(table.length);
        for (const { name, kind } of table.schema) {
          const column = arrow.getChild(name);
          if (column === null) throw new Error(`no column ${name}`);
          for (let i = 0; i < table.length; i++) {
            const found = column.get(i);
            const wanted = table.column(name).get(i);
            if (wanted === null || kind === 'null') expect(found).toBeNull();
            else if (kind === 'int64') expect(found).toBe(BigInt(wanted as number));
            // apache-arrow drops a byte order mark at the start of a text.
            else if (kind === 'string') expect(found).toBe((wanted as string).replace(/^\ufeff/, ''));
            else if (kind === 'int32' || kind === 'float64' || kind === 'bool') expect(found).toBe(wanted);
          }
        }
        read++;
      }
    }),
    { seed: 20260101, numRuns: 300 },
  );
  expect(read).toBeGreaterThan(100);
}, 60_000);

it('columns that Arrow has no type for are named', () => {
  const mixed = loads<Table>(dumps([{ a: 1 }, { a: 'x' }]), { tables: { min: 1 } });
  expect(() => mixed.toArrow()).toThrow(PickleError);
  expect(() => mixed.toArrow()).toThrow('column "a" has values of several sorts');
  expect(
    tableFromIPC(mixed.toArrow({ mixed: 'json' }))
      .toArray()
      .map((row) => row.toJSON()),
  ).toEqual([{ a: '1' }, { a: '"x"' }]);
});

it('columns can be transferred', () => {
  const { values } = table().column('float') as unknown as { values: Float64Array };
  expect(values.buffer.byteLength).toBe(values.byteLength);
  expect(structuredClone(values, { transfer: [values.buffer] })[4]).toBe(1);
  expect(values.length).toBe(0);
});
