/** Values that change while they are written, by code of the caller's that the pickler runs: an error, or what they were; never another pickle. */
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

function filled<T extends object>(container: T, fill: (container: T extends never[] ? unknown[] : T) => void): T {
  fill(container as never);
  return container;
}

const CHANGES: [string, (trigger: (change: Change) => object) => unknown][] = [
  ['a list of one that grows', (t) => ((list: unknown[]) => (list.push(t(() => list.push(1))), list))([])],
  [
    'a list that grows',
    (t) =>
      ((list: unknown[]) => (
        list.push(
          0,
          t(() => list.push(1, 2)),
          3,
        ),
        list
      ))([]),
  ],
  [
    'a list that shrinks',
    (t) =>
      ((list: unknown[]) => (
        list.push(
          0,
          t(() => (list.length = 1)),
          3,
        ),
        list
      ))([]),
  ],
  [
    'a list that grows beyond a batch',
    (t) =>
      filled([], (list) =>
        list.push(
          t(() => list.push(...new Array(2000).fill(1))),
          1,
        ),
      ),
  ],
  ['a tuple that grows', (t) => ((items: unknown[]) => (items.push(t(() => items.push(1))), new Tuple(items)))([])],
  [
    'a tuple that shrinks',
    (t) =>
      ((items: unknown[]) => (
        items.push(
          t(() => (items.length = 1)),
          1,
          2,
          3,
        ),
        new Tuple(items)
      ))([]),
  ],
  ['a record that gets a key', (t) => filled({}, (o) => Object.assign(o, { a: t(() => Object.assign(o, { c: 1 })), b: 1 }))],
  ['a record that loses a key', (t) => filled({}, (o) => Object.assign(o, { a: t(() => Reflect.deleteProperty(o, 'b')), b: 1 }))],
  [
    'a Map that grows',
    (t) =>
      ((m: Map<unknown, unknown>) =>
        m
          .set(
            'a',
            t(() => m.set('c', 1)),
          )
          .set('b', 1))(new Map()),
  ],
  [
    'a Map that shrinks',
    (t) =>
      ((m: Map<unknown, unknown>) =>
        m
          .set(
            'a',
            t(() => m.clear()),
          )
          .set('b', 1))(new Map()),
  ],
  [
    'a Dict that grows',
    (t) =>
      ((d: Dict) =>
        d
          .set(
            'a',
            t(() => d.set('c', 1)),
          )
          .set('b', 1))(new Dict()),
  ],
  [
    'a Dict that shrinks',
    (t) =>
      ((d: Dict) =>
        d
          .set(
            'a',
            t(() => d.delete('b')),
          )
          .set('b', 1))(new Dict()),
  ],
  [
    'a Dict that is cleared',
    (t) =>
      ((d: Dict) =>
        d
          .set(
            'a',
            t(() => d.clear()),
          )
          .set('b', 1))(new Dict()),
  ],
  ['a Set that grows', (t) => ((s: Set<unknown>) => s.add(t(() => s.add(5))).add(2))(new Set())],
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
    const lengths = new Proxy([1, 2, 3], { get: (target, name) => (name === 'length' ? calls++ % 4 : Reflect.get(target, name)) });
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
