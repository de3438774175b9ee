/**
 * The natural model on both engines: dicts that are met again while they are filled, and what turns them into a Map.
 */
import { describe, expect, it } from 'vitest';
import { LimitError, load, loads, PickleError, UnpicklingError } from '../../src/index.js';
import * as op from '../../src/shared/opcodes.js';
import { ENGINES } from '../helpers/engines.js';
import { int, pickle, text, times } from '../helpers/program.js';
import { inChild } from '../hostile/child.js';

describe.each(ENGINES)('engine %s', (engine) => {
  it('an empty dict fetched again under something is an object', () => {
    const filler = pickle(text('x'), op.POP);
    for (const data of [
      pickle(op.EMPTY_LIST, op.MARK, op.EMPTY_DICT, op.MEMOIZE, int(7), op.BINGET, 0, op.APPENDS, op.STOP),
      pickle(
        times(1000, filler),
        op.EMPTY_LIST,
        op.MARK,
        op.EMPTY_DICT,
        op.MEMOIZE,
        int(7),
        op.BINGET,
        0,
        op.APPENDS,
        op.STOP,
      ),
    ]) {
      expect(loads(data, { engine })).toStrictEqual([{}, 7, {}]);
      const [a, , b] = loads(data, { engine });
      expect(a).toBe(b);
    }
  });

  it('a dict in a cycle with keys that are not str is one Map', () => {
    const value = loads(pickle(op.EMPTY_DICT, op.MEMOIZE, int(1), op.BINGET, 0, op.SETITEM, op.STOP), { engine });
    expect(value).toBeInstanceOf(Map);
    expect(value.get(1)).toBe(value);
  });

  it('a dict that becomes a Map before it is memoized', () => {
    const data = pickle(
      op.MARK,
      op.EMPTY_DICT,
      text('a'),
      int(1),
      op.SETITEM,
      int(2),
      int(3),
      op.SETITEM,
      op.MEMOIZE,
      op.BINGET,
      0,
      op.TUPLE,
      op.STOP,
    );
    const [a, b] = loads(data, { engine });
    expect(a).toStrictEqual(new Map<unknown, unknown>([['a', 1], [2, 3]])); // biome-ignore format: entries
    expect(b).toBe(a);
  });

  it('many dicts that become Maps take time in proportion', () => {
    const { status, stdout } = inChild(
      `const one = Buffer.from('}\\x94\\x8c\\x01aK\\x01sK\\x02K\\x03s', 'latin1');
      const data = Buffer.concat([Buffer.from('('), ...Array(100000).fill(one), Buffer.from('l.')]);
      const value = pickle.loads(data, { engine: '${engine}' });
      console.log(value.length, value[99999].get(2), value[0].get('a'));`,
      { timeoutMs: 6000 },
    );
    expect(stdout).toBe('100000 3 1\n');
    expect(status).toBe(0);
  });

  it('limits.items counts a record that is extended', () => {
    const first = pickle(op.EMPTY_DICT, op.MARK, text('a'), int(1), text('b'), int(2), op.SETITEMS);
    const data = pickle(first, op.MARK, text('c'), int(3), text('d'), int(4), op.SETITEMS, op.STOP);
    expect(loads(data, { engine, limits: { items: 4 } })).toEqual({ a: 1, b: 2, c: 3, d: 4 });
    for (const exact of [false, true])
      expect(() => loads(data, { engine, exact, limits: { items: 3 } })).toThrow(LimitError);
    const again = pickle(first, op.MARK, text('a'), int(3), text('b'), int(4), op.SETITEMS, op.STOP);
    expect(loads(again, { engine, limits: { items: 2 } })).toEqual({ a: 3, b: 4 });
  });

  it('FROZENSET says what is unhashable before it says what is too much', () => {
    const data = pickle(op.MARK, int(1), int(2), op.EMPTY_LIST, op.FROZENSET, op.STOP);
    for (const exact of [false, true]) {
      expect(() => loads(data, { engine, exact, limits: { items: 1 } })).toThrow(
        "unhashable type: 'list' (offset 12, FROZENSET)",
      );
    }
  });

  it.each([0, -1, 0.5, Number.NaN, Number.POSITIVE_INFINITY, '8' as never])(
    'refuses windowSize %s',
    async (windowSize) => {
      const data = pickle(op.NONE, op.STOP);
      expect(() => loads(data, { engine, windowSize })).toThrow(PickleError);
      expect(() => loads(data, { windowSize })).toThrow('options.windowSize must be a whole number >= 1');
      await expect(load([data], { engine, windowSize })).rejects.toThrow(PickleError);
    },
  );

  it('never shows the memory behind an input that a hook changes', () => {
    const memory = new Uint8Array(4000).fill(0x73);
    const year = pickle(7, 0xe8, 1, 2, 3, 4, 5, 0, 0, 0);
    const call = pickle(
      'cdatetime\ndatetime\n',
      op.MEMOIZE,
      op.SHORT_BINBYTES,
      10,
      year,
      op.MEMOIZE,
      op.TUPLE1,
      op.MEMOIZE,
      op.REDUCE,
    );
    const program = pickle(op.MARK, call, 'Pid\n', op.BINGET, 1, op.LIST, op.STOP);
    const at = program.indexOf(op.SHORT_BINBYTES) + 1;
    expect(program[at]).toBe(10);
    memory.set(program);
    const data = memory.subarray(0, program.length);
    expect(loads(data, { engine })[2]).toEqual(year);
    const persistentLoad = (): null => {
      data[at] = 255;
      return null;
    };
    expect(() => loads(data, { engine, persistentLoad })).toThrow('the input was changed while it was read');
    const given = program.slice();
    const giveAway = (): null => {
      structuredClone(given, { transfer: [given.buffer] });
      return null;
    };
    expect(() => loads(given, { engine, persistentLoad: giveAway })).toThrow(UnpicklingError);
  });
});
