/** Values for the suites of tables, and how what tables give is compared with what `loads` gives. */
import fc from 'fast-check';
import { Table } from '../../src/table.js';
import { Dict, setOwn } from '../../src/values/index.js';

/** `root` with every table as the list it stands for, in place. */
export function withoutTables(root: unknown): unknown {
  const seen = new Set<object>();
  const todo: object[] = [];
  const visit = (value: unknown): unknown => {
    if (value instanceof Table) return value.toArray();
    if (typeof value === 'object' && value !== null && !seen.has(value)) {
      seen.add(value);
      todo.push(value);
    }
    return value;
  };
  const result = visit(root);
  for (let holder = todo.pop(); holder !== undefined; holder = todo.pop()) {
    if (Array.isArray(holder)) for (const [i, item] of holder.entries()) holder[i] = visit(item);
    else if (holder instanceof Map || holder instanceof Dict)
      for (const [key, item] of holder as Map<unknown, unknown>) {
        const now = visit(item);
        if (now !== item) (holder as Map<unknown, unknown>).set(key, now);
      }
    else if (Object.getPrototypeOf(holder) === Object.prototype)
      for (const key of Object.keys(holder)) setOwn(holder, key, visit((holder as Record<string, unknown>)[key]));
  }
  return result;
}

/** How many tables are in `root`, those in lists and dicts. */
export function countTables(root: unknown): number {
  let count = 0;
  const todo: unknown[] = [root];
  const seen = new Set<unknown>();
  for (let value = todo.pop(); value !== undefined; value = todo.pop()) {
    if (value instanceof Table) count++;
    else if (typeof value === 'object' && value !== null && !seen.has(value)) {
      seen.add(value);
      todo.push(
        ...[...(value instanceof Map || value instanceof Dict ? value.values() : Object.values(value))].filter(
          (item) => item !== undefined,
        ),
      );
    }
  }
  return count;
}

const keys = fc.constantFrom('a', 'b', 'c', 'id', '__proto__', '1', '0', 'naïve', 'constructor', 'length');

/** Numbers at the borders of what the columns hold. */
const numbers = fc.constantFrom<unknown>(
  0,
  -0,
  1,
  -1,
  1.5,
  2147483647,
  2147483648,
  -2147483648,
  -2147483649,
  2 ** 53 - 1,
  2 ** 53,
  -(2 ** 53),
  1e300,
  Number.NaN,
  Infinity,
  2n ** 53n,
  -(2n ** 63n),
  2n ** 63n - 1n,
  2n ** 63n,
  2n ** 64n,
);

const scalars = fc.oneof(
  { weight: 2, arbitrary: fc.constantFrom<unknown>(null, true, false) },
  { weight: 3, arbitrary: numbers },
  { weight: 2, arbitrary: fc.integer() },
  { weight: 2, arbitrary: fc.double() },
  {
    weight: 4,
    arbitrary: fc.constantFrom<unknown>(
      '',
      'x',
      'y',
      'é',
      '\u{1f600}',
      '\ufeff',
      '\ud800',
      'text that is longer than most of it',
    ),
  },
  { weight: 1, arbitrary: fc.uint8Array({ maxLength: 3 }) },
);

/** Objects that are put into the data at several places. */
export interface Pool {
  objects: unknown[];
}

const shared = fc.constantFrom('shared 0', 'shared 1', 'shared 2');

const { node } = fc.letrec<{ node: unknown; record: unknown }>((tie) => ({
  node: fc.oneof(
    { depthSize: 'small', maxDepth: 4 },
    scalars,
    shared,
    fc.array(tie('node'), { maxLength: 4 }),
    fc.array(tie('record'), { maxLength: 4 }),
    tie('record'),
  ),
  record: fc.array(fc.tuple(keys, tie('node')), { maxLength: 4 }).map((entries) => {
    const record = {};
    for (const [key, value] of entries) setOwn(record, key, value);
    return record;
  }),
}));

/** A few kinds of record, each with values of mostly one kind: what becomes a table. */
const columnar = fc
  .array(
    fc.tuple(
      keys,
      fc.constantFrom(scalars, numbers, fc.integer(), fc.double(), fc.constantFrom('x', 'y'), fc.boolean(), node),
    ),
    {
      maxLength: 5,
    },
  )
  .chain((columns) =>
    fc.array(
      fc
        .tuple(fc.nat(9), ...columns.map(([, values]) => fc.option(values as fc.Arbitrary<unknown>, { freq: 8 })))
        .map(([skip, ...values]) => {
          const record = {};
          for (const [i, [key]] of columns.entries()) if (i !== skip) setOwn(record, key, values[i]);
          return record;
        }),
      { maxLength: 12 },
    ),
  );

/**
 * A value with lists of records, in which the texts `shared n` stand for one object each; one of them holds the whole
 * when `cycle`.
 */
export const data: fc.Arbitrary<unknown> = fc
  .record({
    lists: fc.array(fc.oneof({ weight: 3, arbitrary: columnar }, { weight: 1, arbitrary: node }), {
      minLength: 1,
      maxLength: 3,
    }),
    pool: fc.tuple(node, node, fc.constantFrom('row', 'list', 'cycle')),
  })
  .map(({ lists, pool: [first, second, third] }) => {
    const root: unknown[] = [...lists];
    const find = (value: unknown, wanted: (value: unknown) => boolean): unknown =>
      wanted(value)
        ? value
        : typeof value === 'object' && value !== null && !ArrayBuffer.isView(value)
          ? Object.values(value)
              .map((item) => find(item, wanted))
              .find((item) => item !== undefined)
          : undefined;
    const isRecord = (value: unknown) =>
      typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype;
    const last =
      third === 'cycle'
        ? root
        : find(lists, third === 'row' ? isRecord : (value) => Array.isArray(value) && value !== lists);
    const objects = [
      isRecord(first) || Array.isArray(first) ? first : { x: 1 },
      Array.isArray(second) ? second : [],
      last ?? [],
    ];
    const seen = new Set<object>();
    const visit = (value: unknown): unknown => {
      const match = /^shared (\d)$/.exec(String(typeof value === 'string' ? value : ''));
      if (match !== null) return visit(objects[Number(match[1])]);
      if (typeof value !== 'object' || value === null || ArrayBuffer.isView(value) || seen.has(value)) return value;
      seen.add(value);
      for (const key of Object.keys(value)) setOwn(value, key, visit((value as Record<string, unknown>)[key]));
      return value;
    };
    return visit(root);
  });
