/** Several BUILDs on one object: each sets its entries, the states themselves stay as they are. */
import { describe, expect, it } from 'vitest';
import { repr } from '../../../src/index.js';
import * as op from '../../../src/shared/opcodes.js';
import { ENGINES, loadsOn } from '../../helpers/engines.js';
import { binget, binput, global, int, pickle, text } from '../../helpers/program.js';

const dict = (...pairs: Uint8Array[]) => pickle(op.EMPTY_DICT, op.MARK, ...pairs, op.SETITEMS);
const state = dict(text('a'), int(1));

describe.each(ENGINES)('engine %s', (engine) => {
  describe.each([
    ['builtins', 'ValueError'],
    ['collections', 'OrderedDict'],
    ['collections', 'Counter'],
    ['collections', 'deque'],
  ])('%s.%s', (module, name) => {
    const made = pickle(global(module, name), op.EMPTY_TUPLE, op.REDUCE);
    const read = (exact: boolean, ...parts: (Uint8Array | number)[]) =>
      loadsOn(engine, pickle(...parts, op.STOP), { exact }) as never;

    it.each([true, false])('keeps the entries of all states; exact: %s', (exact) => {
      const { attributes } = read(
        exact,
        made,
        state,
        op.BUILD,
        dict(text('b'), int(2)),
        op.BUILD,
        dict(text('a'), int(3), text('c'), int(4)),
        op.BUILD,
      );
      expect(repr(attributes)).toBe("{'a': 3, 'b': 2, 'c': 4}");
    });

    it.each([true, false])('does not write into a state; exact: %s', (exact) => {
      // [state, object]: the state is fetched again behind three BUILDs.
      const twice = pickle(
        state,
        binput(0),
        op.POP,
        made,
        binget(0),
        op.BUILD,
        dict(text('b'), int(2)),
        op.BUILD,
        dict(text('c'), int(3)),
        op.BUILD,
      );
      const pair = read(exact, twice, binget(0), op.TUPLE2) as unknown;
      const [object, before] = exact ? (pair as { items: unknown[] }).items : (pair as unknown[]);
      expect(repr(before)).toBe("{'a': 1}");
      expect(repr((object as { attributes: unknown }).attributes)).toBe("{'a': 1, 'b': 2, 'c': 3}");
    });

    if (name !== 'ValueError') {
      it.each([true, false])('takes names that are no str; exact: %s', (exact) => {
        const parts = [
          dict(int(1), int(10)),
          dict(text('b'), int(2)),
          dict(pickle(op.NEWTRUE), int(3)),
          dict(pickle(int(7), op.TUPLE1), int(4)),
          dict(int(5), int(6)),
        ];
        const { attributes } = read(exact, made, ...parts.flatMap((part) => [part, op.BUILD]));
        expect(repr(attributes)).toBe(exact ? "{1: 3, 'b': 2, (7,): 4, 5: 6}" : "{1: 3, 'b': 2, [7]: 4, 5: 6}");
      });
    }
  });
});
