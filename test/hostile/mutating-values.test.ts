/**
 * Values that change while they are written, by code of the caller's that the pickler runs: an error, or what they
 * were; never another pickle.
 */
import { describe, expect, test } from 'vitest';
import { Dict, dump, dumps, loads, PicklingError, REDUCE, Tuple } from '../../src/index.js';

type Change = () => void;

/** A value whose writing runs `change`. */
function trigger(change: Change): object {
  return {
    [REDUCE]() {
      change();
      return 'm.name';
    },
  };
}

/** The same by a getter, in the middle of plain data. */
function gettingTrigger(change: Change): object {
  return {
    get field() {
      change();
      return 1;
    },
  };
}

/** A container, filled by code that has it in hand. */
function filled<T extends object>(container: T, fill: (container: T) => void): T {
  fill(container);
  return container;
}

type Trigger = (change: Change) => object;

/** A container whose second entry stays, while the trigger in its first changes it. */
const entries = <T extends Map<unknown, unknown> | Dict>(
  what: string,
  make: () => T,
  change: (container: T) => unknown,
): Row => [
  what,
  (t) =>
    filled(
      make(),
      (c) =>
        void c
          .set(
            'a',
            t(() => void change(c)),
          )
          .set('b', 1),
    ),
];

const list = (what: string, change: (items: unknown[]) => unknown, before: unknown[], after: unknown[]): Row => [
  what,
  (t) =>
    filled<unknown[]>([], (items) =>
      items.push(
        ...before,
        t(() => void change(items)),
        ...after,
      ),
    ),
];

const tuple = (what: string, change: (items: unknown[]) => unknown, after: unknown[]): Row => [
  what,
  (t) =>
    new Tuple(
      filled<unknown[]>([], (items) =>
        items.push(
          t(() => void change(items)),
          ...after,
        ),
      ),
    ),
];

const record = (what: string, change: (record: object) => unknown): Row => [
  what,
  (t) => filled<object>({}, (o) => Object.assign(o, { a: t(() => void change(o)), b: 1 })),
];

type Row = [what: string, make: (trigger: Trigger) => unknown];

const CHANGES: Row[] = [
  list('a list of one that grows', (items) => items.push(1), [], []),
  list('a list that grows', (items) => items.push(1, 2), [0], [3]),
  list('a list that shrinks', (items) => (items.length = 1), [0], [3]),
  list('a list that grows beyond a batch', (items) => items.push(...new Array(2000).fill(1)), [], [1]),
  tuple('a tuple that grows', (items) => items.push(1), []),
  tuple('a tuple that shrinks', (items) => (items.length = 1), [1, 2, 3]),
  record('a record that gets a key', (o) => Object.assign(o, { c: 1 })),
  record('a record that loses a key', (o) => Reflect.deleteProperty(o, 'b')),
  entries(
    'a Map that grows',
    () => new Map<unknown, unknown>(),
    (map) => map.set('c', 1),
  ),
  entries(
    'a Map that shrinks',
    () => new Map<unknown, unknown>(),
    (map) => map.clear(),
  ),
  entries(
    'a Dict that grows',
    () => new Dict(),
    (dict) => dict.set('c', 1),
  ),
  entries(
    'a Dict that shrinks',
    () => new Dict(),
    (dict) => dict.delete('b'),
  ),
  entries(
    'a Dict that is cleared',
    () => new Dict(),
    (dict) => dict.clear(),
  ),
  ['a Set that grows', (t) => filled(new Set<unknown>(), (set) => void set.add(t(() => void set.add(5))).add(2))],
];

describe.each([0, 1, 2, 3, 4, 5])('protocol %i', (protocol) => {
  for (const [what, make] of CHANGES) {
    for (const [how, by] of [
      ['a reduction', trigger],
      ['a getter', gettingTrigger],
    ] as const) {
      test(`${what}, by ${how}`, async () => {
        const check = (pickle: Uint8Array) => {
          // What follows the value shows that no opcode took another's place.
          const [, last] = loads(pickle, { exact: true }) as unknown[];
          expect(last).toBe('end');
        };
        try {
          check(dumps([make(by), 'end'], { protocol }));
        } catch (error) {
          expect(error).toBeInstanceOf(PicklingError);
        }
        try {
          const chunks: Uint8Array[] = [];
          await dump([make(by), 'end'], (chunk: Uint8Array) => void chunks.push(chunk.slice()), { protocol });
          check(new Uint8Array(Buffer.concat(chunks)));
        } catch (error) {
          expect(error).toBeInstanceOf(PicklingError);
        }
        expect(loads(dumps(['after', [1, 2]], { protocol }))).toEqual(['after', [1, 2]]);
      });
    }
  }

  test('a list that changes is said with its place', () => {
    const list: unknown[] = [];
    list.push(
      1,
      trigger(() => list.push(2)),
    );
    if (protocol > 0) expect(() => dumps({ a: list }, { protocol })).toThrow(/changed while it was written.*a/);
  });

  test('Proxies whose answers vary', () => {
    let calls = 0;
    const keys = new Proxy(
      {},
      {
        ownKeys: () => (calls++ % 2 === 0 ? ['a'] : ['a', 'b']),
        getOwnPropertyDescriptor: () => ({ value: 1, enumerable: true, configurable: true }),
        get: () => 1,
      },
    );
    const lengths = new Proxy([1, 2, 3], {
      get: (target, name) => (name === 'length' ? calls++ % 4 : Reflect.get(target, name)),
    });
    for (const value of [keys, lengths]) {
      for (let i = 0; i < 4; i++) {
        try {
          const [, last] = loads(dumps([value, 'end'], { protocol })) as unknown[];
          expect(last).toBe('end');
        } catch (error) {
          expect(error).toBeInstanceOf(PicklingError);
        }
      }
    }
  });
});
