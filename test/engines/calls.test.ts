/**
 * Calls whose only argument is bytes may be made straight from the input: nobody can tell from what the memo hands out
 * later.
 */
import { describe, expect, it } from 'vitest';
import {
  Bytes,
  LimitError,
  load,
  loads,
  PyCall,
  PyDate,
  PyDateTime,
  PyTime,
  Registry,
  Tuple,
  Unpickler,
  UnpicklingError,
} from '../../src/index.js';
import * as op from '../../src/shared/opcodes.js';
import { ENGINES, expectEngine, loadsOn, outcome } from '../helpers/engines.js';
import { global, pickle, text, times, uint4 } from '../helpers/program.js';

const PAYLOAD = Uint8Array.of(7, 232, 131, 10, 1, 2, 3, 6, 248, 85);
const WHEN = new PyDateTime(2024, 3, 10, 1, 2, 3, 456_789, null, 1);

/** `callee(bytes)` as protocol 4 writes it: bytes, tuple and value are the next three entries of the memo. */
function call(payload: Uint8Array = PAYLOAD): Uint8Array {
  return pickle(op.SHORT_BINBYTES, payload.length, payload, op.MEMOIZE, op.TUPLE1, op.MEMOIZE, op.REDUCE, op.MEMOIZE);
}

/** A list of values that the opcodes push. */
function list(...parts: (number | string | Uint8Array)[]): Uint8Array {
  return pickle(op.PROTO, 4, op.EMPTY_LIST, op.MARK, ...parts, op.APPENDS, op.STOP);
}

function get(...indexes: number[]): Uint8Array {
  return pickle(...indexes.flatMap((index) => [op.BINGET, index]));
}

const DATETIME = global('datetime', 'datetime');

describe.each(ENGINES)('engine %s', (engine) => {
  it('is the one that runs', () => expectEngine(engine));

  it.each([true, false])(
    'an empty tuple of arguments stays in the memo, whatever takes its place on the stack; exact: %s',
    (exact) => {
      const made = pickle(global('made.up', 'Thing'), op.EMPTY_TUPLE, op.MEMOIZE, op.NEWOBJ);
      for (const [between, value] of [
        [pickle(op.NONE), null],
        [pickle(op.BININT1, 7), 7],
        [text('text'), 'text'],
        [pickle(op.NEWTRUE), true],
      ] as const) {
        const found = loadsOn(engine, pickle(made, between, op.BINGET, 0, op.TUPLE3, op.STOP), { exact });
        const [, second, third] = exact ? (found as Tuple).items : (found as unknown[]);
        expect(second).toBe(value);
        expect(third).toEqual(exact ? new Tuple() : []);
      }
    },
  );

  it.each(['set', 'list', 'dict', 'bytearray'])('a tuple with the %s that a call made is no key', (name) => {
    const made = pickle(global('builtins', name), op.EMPTY_TUPLE, op.REDUCE);
    for (const exact of [true, false]) {
      for (const tuple of [
        pickle(made, op.TUPLE1),
        pickle(op.NONE, made, op.NONE, op.TUPLE3),
        pickle(op.MARK, made, made, op.TUPLE),
      ]) {
        for (const place of [
          pickle(op.EMPTY_DICT, tuple, op.NONE, op.SETITEM),
          pickle(op.EMPTY_SET, op.MARK, tuple, op.ADDITEMS),
          pickle(op.MARK, tuple, op.FROZENSET),
        ]) {
          const found = outcome(engine, pickle(place, op.STOP), { exact });
          expect(found).toMatchObject({
            error: 'UnpicklingError',
            message: expect.stringContaining('unhashable type'),
          });
        }
      }
    }
  });

  it('of several keys that are none the first is named', () => {
    const deque = pickle(global('collections', 'deque'), op.EMPTY_TUPLE, op.REDUCE);
    const first = pickle(op.EMPTY_SET, op.MARK, deque, op.TUPLE1, op.EMPTY_LIST, op.ADDITEMS, op.STOP);
    expect(outcome(engine, first)).toMatchObject({ message: expect.stringContaining('tuple') });
    const second = pickle(op.EMPTY_SET, op.MARK, op.EMPTY_LIST, deque, op.TUPLE1, op.ADDITEMS, op.STOP);
    expect(outcome(engine, second)).toMatchObject({ message: expect.stringContaining('list') });
  });

  it('makes the value', () => {
    expect(loadsOn(engine, list(DATETIME, call()))).toEqual([WHEN]);
    expect(loadsOn(engine, list(global('datetime', 'date'), call(PAYLOAD.subarray(3, 7))))).toEqual([
      new PyDate(2561, 2, 3),
    ]);
    expect(loadsOn(engine, list(global('datetime', 'time'), call(PAYLOAD.subarray(4))))).toEqual([
      new PyTime(1, 2, 3, 456_789),
    ]);
  });

  for (const order of [
    [0, 1, 0, 1, 2],
    [1, 0, 1, 0, 2],
  ]) {
    it(`GET ${order.join(', ')} gives the same objects each time`, () => {
      for (const exact of [false, true]) {
        for (const windowSize of [undefined, 1, 40]) {
          const values = loadsOn(engine, list(DATETIME, call(), get(...order)), { exact, windowSize }) as unknown[];
          const [value, ...fetched] = values;
          expect(value).toEqual(WHEN);
          const bytes = fetched[order.indexOf(0)];
          const tuple = fetched[order.indexOf(1)];
          expect(bytes).toEqual(exact ? new Bytes(PAYLOAD) : PAYLOAD);
          expect(fetched).toEqual([...order.slice(0, 4).map((index) => (index === 0 ? bytes : tuple)), value]);
          for (const [i, index] of order.entries()) expect(fetched[i]).toBe([bytes, tuple, value][index]);
          expect(tuple instanceof Tuple).toBe(exact);
          expect((exact ? (tuple as Tuple).items : (tuple as unknown[]))[0]).toBe(bytes);
        }
      }
    });
  }

  it('gives views of the input, or copies when asked', () => {
    const data = list(DATETIME, call(), get(0, 1));
    const [, bytes] = loadsOn(engine, data) as [unknown, Uint8Array];
    expect(bytes.buffer).toBe(data.buffer);
    expect(Object.getPrototypeOf(bytes)).toBe(Uint8Array.prototype);
    const [, copy, [same]] = loadsOn(engine, data, { copy: true }) as [unknown, Uint8Array, [Uint8Array]];
    expect(copy.buffer).not.toBe(data.buffer);
    expect(copy).toEqual(PAYLOAD);
    expect(same).toBe(copy);
    const [, ofBuffer] = loadsOn(engine, Buffer.from(data)) as [unknown, Uint8Array];
    expect(Object.getPrototypeOf(ofBuffer)).toBe(Uint8Array.prototype);
  });

  it('reads the same from streams cut anywhere', async () => {
    const data = list(DATETIME, call(), get(0, 1, 0, 1, 2));
    for (let cut = 1; cut < data.length; cut++) {
      // A source may use the memory of a chunk again.
      const source = (function* () {
        const chunk = data.slice(0, cut);
        yield chunk;
        chunk.fill(0xff);
        yield data.slice(cut);
      })();
      const [value, bytes, tuple, sameBytes, sameTuple, sameValue] = await load(source, { engine });
      expect(value, `cut after ${cut}`).toEqual(WHEN);
      expect(bytes).toEqual(PAYLOAD);
      expect([tuple, sameBytes, sameTuple, sameValue]).toEqual([[bytes], bytes, tuple, value]);
      expect(tuple[0]).toBe(bytes);
      expect(sameBytes).toBe(bytes);
    }
  });

  it('stays in the memo of an Unpickler', () => {
    const data = pickle(
      list(DATETIME, call()),
      pickle(get(1), op.STOP),
      pickle(get(0), op.STOP),
      pickle(get(1), op.STOP),
    );
    const reused = data.slice();
    for (const options of [{}, { copy: true }, { onProgress: () => undefined }, { exact: true }]) {
      const unpickler = new Unpickler(options.copy ? reused : data, { ...options, engine });
      expect(unpickler.load()).toEqual([WHEN]);
      // With `copy` nothing depends on what was read already.
      if (options.copy) reused.fill(0, 0, unpickler.position);
      const tuple = unpickler.load();
      const bytes = unpickler.load();
      expect(bytes).toEqual(options.exact ? new Bytes(PAYLOAD) : PAYLOAD);
      expect(unpickler.load()).toBe(tuple);
      expect(options.exact ? tuple.items[0] : tuple[0]).toBe(bytes);
    }
    expect(() => new Unpickler(list(get(1)), { engine }).load()).toThrow(UnpicklingError);
    // The memo of one load is not that of the next.
    expect(() => loadsOn(engine, list(get(1)))).toThrow(UnpicklingError);
  });

  it('hands the bytes to hooks and inert calls, which share them with the memo', () => {
    const seen: unknown[][] = [];
    const registry = new Registry().add('app', 'Blob', {
      construct(args) {
        seen.push(args.slice());
        args.length = 0;
        return { made: seen.length };
      },
    });
    for (const order of [
      [0, 1],
      [1, 0],
    ]) {
      const values = loadsOn(engine, list(global('app', 'Blob'), call(), get(...order)), { registry }) as unknown[];
      expect(values[0]).toEqual({ made: seen.length });
      expect(values[1 + order.indexOf(0)]).toBe(seen.at(-1)?.[0]);
      expect(values[1 + order.indexOf(0)]).toEqual(PAYLOAD);
    }
    const [inert, tuple, bytes] = loadsOn(engine, list(global('app', 'Other'), call(), get(1, 0))) as [
      PyCall,
      unknown[],
      Uint8Array,
    ];
    expect(inert).toBeInstanceOf(PyCall);
    expect(inert.args).toEqual([PAYLOAD]);
    expect(tuple).toEqual(inert.args);
    expect(tuple[0]).toBe(inert.args[0]);
    expect(bytes).toBe(inert.args[0]);
  });

  it('prefers what the caller registered or found', () => {
    const registry = new Registry().add('datetime', 'datetime', {
      construct: ([bytes]) => (bytes as Uint8Array).length,
    });
    expect(loadsOn(engine, list(DATETIME, call(), get(2)), { registry })).toEqual([10, 10]);
    const findClass = () => ({ construct: ([bytes]: unknown[]) => [...(bytes as Uint8Array)] });
    expect(loadsOn(engine, list(DATETIME, call()), { findClass })).toEqual([[...PAYLOAD]]);
  });

  it('shows hooks a list that has what was appended so far', () => {
    const lengths: number[] = [];
    let items: unknown[] = [];
    const registry = new Registry()
      .add('app', 'Look', { construct: () => lengths.push(items.length) })
      .add('app', 'Keep', {
        construct: ([list]) => {
          items = list as unknown[];
          return 1;
        },
      });
    const batch = pickle(op.MARK, times(1000, get(0), call()), op.APPENDS);
    const data = pickle(
      pickle(op.PROTO, 4, DATETIME, op.MEMOIZE, op.POP, op.EMPTY_LIST, op.MEMOIZE),
      pickle(global('app', 'Keep'), get(1), op.TUPLE1, op.REDUCE, op.POP),
      times(6, batch),
      pickle(global('app', 'Look'), call(), op.APPEND, batch, op.STOP),
    );
    expect((loadsOn(engine, data, { registry }) as unknown[]).length).toBe(7001);
    expect(lengths).toEqual([6000]);
  });

  it('names the place of REDUCE when the call is refused', () => {
    for (const payload of [
      PAYLOAD.subarray(1),
      pickle(PAYLOAD, 0),
      new Uint8Array(0),
      new Uint8Array(10),
      PAYLOAD.fill(13, 2, 3),
    ]) {
      const data = list(DATETIME, call(payload));
      const error = failing(() => loadsOn(engine, data));
      expect(error).toBeInstanceOf(UnpicklingError);
      expect(error.message).toMatch(/^datetime\.datetime: /);
      expect([error.offset, error.opcode]).toEqual([data.lastIndexOf(op.REDUCE), 'REDUCE']);
      expect(outcome(engine, data)).toEqual(outcome(engine, data, { copy: true }));
    }
    PAYLOAD[2] = 131;
    const registry = new Registry().add('app', 'Bad', {
      construct() {
        throw new Error('no');
      },
    });
    const data = list(global('app', 'Bad'), call());
    const error = failing(() => loadsOn(engine, data, { registry }));
    expect([error.offset, error.opcode, (error.cause as Error).message]).toEqual([
      data.lastIndexOf(op.REDUCE),
      'REDUCE',
      'no',
    ]);
  });

  it('refuses BUILD, APPEND and SETITEM on the value, fresh or fetched', () => {
    for (const fetched of ['', pickle(op.POP, get(2))]) {
      for (const rest of [
        pickle(op.EMPTY_DICT, text('a'), op.BININT1, 1, op.SETITEM, op.BUILD),
        pickle(op.BININT1, 1, op.APPEND),
        pickle(op.BININT1, 1, op.BININT1, 1, op.SETITEM),
      ]) {
        const data = pickle(op.PROTO, 4, DATETIME, call(), fetched, rest, op.STOP);
        expect(() => loadsOn(engine, data)).toThrow(UnpicklingError);
        expect(outcome(engine, data)).toEqual(outcome(engine, data, { copy: true }));
      }
    }
  });

  it('counts as before', () => {
    const data = list(DATETIME, call(), get(0, 1));
    for (const limits of [
      { items: 0 },
      { memo: 1 },
      { memo: 2 },
      { memo: 3 },
      { nodes: 6 },
      { nodes: 7 },
      { nodes: 8 },
    ]) {
      expect(outcome(engine, data, { limits }), JSON.stringify(limits)).toEqual(
        outcome(engine, data, { limits, copy: true }),
      );
    }
    expect(() => loadsOn(engine, data, { limits: { memo: 2 } })).toThrow(LimitError);
    expect(() => loadsOn(engine, data, { limits: { items: 0 } })).toThrow(LimitError);
  });

  it('goes on for long, and with a memo of any size', () => {
    const count = 30_000;
    const data = pickle(
      op.PROTO,
      4,
      DATETIME,
      op.MEMOIZE,
      op.EMPTY_LIST,
      op.MARK,
      times(count, get(0), call()),
      get(1, 2, 3),
      op.LONG_BINGET,
      uint4(3 * count - 1),
      op.APPENDS,
      op.STOP,
    );
    const values = loadsOn(engine, data) as unknown[];
    expect(values.length).toBe(count + 4);
    expect(values.slice(count)).toEqual([PAYLOAD, [PAYLOAD], WHEN, [PAYLOAD]]);
    expect(values[count - 1]).toEqual(WHEN);
    expect(loadsOn(engine, data, { copy: true })).toEqual(values);
  });
});

function failing(load: () => unknown): UnpicklingError {
  try {
    load();
  } catch (error) {
    return error as UnpicklingError;
  }
  throw new Error('nothing was thrown');
}

it('small pickles of datetimes are read without engine options, too', () => {
  expect(loads(list(DATETIME, call(), get(0)))).toEqual([WHEN, PAYLOAD]);
});
