/** What JavaScript has and Python has not, by option: undefined, and instances of classes nobody registered. */
import { describe, expect, test } from 'vitest';
import { type DumpOptions, dump, dumps, loads, PicklingError } from '../../src/index.js';

class Order {
  number = 7;
  note: string | undefined = undefined;
  #secret = 1;
  get secret() {
    return this.#secret;
  }
}

describe.each([0, 1, 2, 3, 4, 5])('protocol %i', (protocol) => {
  const through = (value: unknown, options: DumpOptions) => loads(dumps(value, { protocol, ...options }));

  test('undefined is an error that names the option', () => {
    for (const value of [undefined, [undefined], { a: undefined }, new Map([['a', undefined]])]) {
      expect(() => dumps(value, { protocol })).toThrow(PicklingError);
      expect(() => dumps(value, { protocol })).toThrow(/undefined: 'skip' or 'none'/);
    }
  });

  test('it is left out', () => {
    const value = {
      a: undefined,
      b: [1, undefined],
      c: { d: undefined },
      e: new Map<unknown, unknown>([
        ['x', undefined],
        [1, 2],
      ]),
    };
    expect(through(value, { undefined: 'skip' })).toEqual({ b: [1, null], c: {}, e: new Map([[1, 2]]) });
    let calls = 0;
    const counting = {
      get field() {
        calls++;
        return calls === 1 ? undefined : 1;
      },
    };
    expect(through(counting, { undefined: 'skip' })).toEqual({});
    expect(calls).toBe(1);
    const shared = { a: undefined, b: 1 };
    const [one, two] = through([shared, shared], { undefined: 'skip' }) as [object, object];
    expect(one).toBe(two);
  });

  test('it is None', () => {
    expect(through({ a: undefined, b: [undefined] }, { undefined: 'none' })).toEqual({ a: null, b: [null] });
    expect(through(undefined, { undefined: 'none' })).toBe(null);
  });

  test('in a stream', async () => {
    const chunks: Uint8Array[] = [];
    await dump({ a: undefined, b: 1 }, (chunk: Uint8Array) => void chunks.push(chunk.slice()), {
      protocol,
      undefined: 'skip',
    });
    expect(loads(new Uint8Array(Buffer.concat(chunks)))).toEqual({ b: 1 });
  });

  test('instances are an error that names the option, or dicts of their fields', () => {
    expect(() => dumps(new Order(), { protocol })).toThrow(/instances: 'dict'/);
    expect(through([new Order()], { instances: 'dict', undefined: 'none' })).toEqual([{ number: 7, note: null }]);
    expect(through([new Order()], { instances: 'dict', undefined: 'skip' })).toEqual([{ number: 7 }]);
    const order = new Order() as Order & { self?: unknown };
    order.self = order;
    order.note = 'x';
    const read = through(order, { instances: 'dict' }) as { self: unknown };
    expect(read.self).toBe(read);
  });
});

test('other values of the options are refused', () => {
  expect(() => dumps(1, { undefined: 'null' as never })).toThrow(PicklingError);
  expect(() => dumps(1, { instances: 'fields' as never })).toThrow(
    /options.instances must be 'error' or 'dict', not "fields"/,
  );
});
