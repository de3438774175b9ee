/**
 * Instances of registered subclasses of containers are filled as Python fills them, and only those that the load made.
 */
import { describe, expect, it } from 'vitest';
import { Dict, dumps, LimitError, loads, PySet, Registry, Tuple, UnpicklingError } from '../../src/index.js';
import * as op from '../../src/shared/opcodes.js';
import { ENGINES, loadsOn } from '../helpers/engines.js';
import { global, int, pickle, text } from '../helpers/program.js';

class Table extends Map<unknown, unknown> {}
class Mapping extends Dict {}
class Row extends Array<unknown> {}
class Group extends Set<unknown> {}
class Members extends PySet {}

const program = (...parts: (number | string | Uint8Array)[]) => pickle(op.PROTO, 4, ...parts, op.STOP);
const empty = (name: string) => pickle(global('app', name), op.EMPTY_TUPLE, op.NEWOBJ);
const registry = () =>
  new Registry()
    .addClass('app', 'Table', Table)
    .addClass('app', 'Mapping', Mapping)
    .addClass('app', 'Row', Row)
    .addClass('app', 'Group', Group)
    .addClass('app', 'Members', Members);

/** One opcode that fills, by class. */
const FILLS = {
  Table: pickle(text('a'), int(1), op.SETITEM),
  Mapping: pickle(op.MARK, text('a'), int(1), op.SETITEMS),
  Row: pickle(int(1), op.APPEND),
  Group: pickle(op.MARK, int(1), op.ADDITEMS),
  Members: pickle(op.MARK, int(1), op.ADDITEMS),
} as const;
const NAMES = Object.keys(FILLS) as (keyof typeof FILLS)[];
const contents = (value: object) => (Array.isArray(value) ? value : [...(value as Iterable<unknown>)]);

describe.each(ENGINES)('contents of registered classes (%s)', (engine) => {
  for (const exact of [false, true]) {
    const load = (data: Uint8Array, options = {}) => loadsOn(engine, data, { registry: registry(), exact, ...options });

    it(`instances take the opcode of their class, and no other (exact: ${exact})`, () => {
      for (const name of NAMES) {
        for (const fill of NAMES) {
          const data = program(empty(name), FILLS[fill]);
          const same = Object.entries({ Table: 'Mapping', Group: 'Members' }).some(
            (pair) => pair.includes(name) && pair.includes(fill),
          );
          if (name === fill || same) expect(contents(load(data) as object), `${name} ${fill}`).toHaveLength(1);
          else expect(() => load(data), `${name} ${fill}`).toThrow(UnpicklingError);
        }
      }
    });

    it(`what was there before is not filled (exact: ${exact})`, () => {
      for (const [name, Class] of Object.entries({ Table, Mapping, Row, Group, Members })) {
        const own = new Class();
        const fill = FILLS[name as keyof typeof FILLS];
        const Given = class extends (Class as new () => object) {};
        const options = {
          registry: registry()
            .addValue('app', 'constant', own)
            .addFunction('app', 'function', () => own)
            .addClass('app', 'Given', Given, { construct: ([argument]) => argument }),
          persistentLoad: () => own,
        };
        for (const foreign of [
          global('app', 'constant'),
          pickle(global('app', 'function'), op.EMPTY_TUPLE, op.REDUCE),
          pickle(int(1), op.BINPERSID),
          pickle(global('app', 'Given'), global('app', 'constant'), op.TUPLE1, op.REDUCE),
          pickle(global('app', 'Given'), global('app', 'constant'), op.TUPLE1, op.NEWOBJ),
        ]) {
          expect(() => load(program(foreign, fill), options), name).toThrow(UnpicklingError);
          expect(contents(own)).toEqual([]);
        }
      }
    });

    it(`nor is it written in another way (exact: ${exact})`, () => {
      class Plain {}
      const own = new Plain();
      const options = {
        registry: new Registry().addClass('app', 'Plain', Plain, { construct: ([argument]) => argument }),
        persistentLoad: () => own,
      };
      const { registry: known } = options;
      const before = dumps(own, { registry: known });
      load(program(global('app', 'Plain'), int(1), op.BINPERSID, op.TUPLE1, op.REDUCE), options);
      expect(dumps(own, { registry: known })).toEqual(before);
    });

    it(`keys and items are those of Python (exact: ${exact})`, () => {
      const twice = pickle(op.MARK, op.NEWTRUE, text('a'), int(1), text('b'), op.SETITEMS);
      for (const name of ['Table', 'Mapping'])
        expect([...(load(program(empty(name), twice)) as Map<unknown, unknown>)]).toEqual([[true, 'b']]);
      for (const name of ['Group', 'Members']) {
        expect([...(load(program(empty(name), op.MARK, op.NEWTRUE, int(1), op.ADDITEMS)) as Set<unknown>)]).toEqual([
          true,
        ]);
        expect(() => load(program(empty(name), op.MARK, op.EMPTY_LIST, op.ADDITEMS))).toThrow(/unhashable/);
      }
      for (const name of ['Table', 'Mapping']) {
        expect(() => load(program(empty(name), op.EMPTY_LIST, int(1), op.SETITEM))).toThrow(/unhashable/);
      }
    });

    it(`limits.items holds, and items that are there already do not count (exact: ${exact})`, () => {
      const limits = { items: 3 };
      const numbers = (...list: number[]) => list.map(int);
      const load3 = (...parts: (number | Uint8Array)[]) => load(program(...parts), { limits });
      expect(() => load3(empty('Row'), op.MARK, ...numbers(1, 2, 3), op.APPENDS, int(4), op.APPEND)).toThrow(
        LimitError,
      );
      for (const name of ['Table', 'Mapping']) {
        const four = [1, 2, 3, 4].flatMap((key) => [int(key), int(0), op.SETITEM]);
        expect(() => load3(empty(name), ...four), name).toThrow(LimitError);
        load3(empty(name), ...four.slice(0, 9), ...four.slice(0, 9));
      }
      for (const name of ['Group', 'Members']) {
        const three = [op.MARK, ...numbers(1, 2, 3), op.ADDITEMS];
        load3(empty(name), ...three, ...three);
        expect(() => load3(empty(name), ...three, op.MARK, int(4), op.ADDITEMS), name).toThrow(LimitError);
      }
    });

    it(`a list subclass is no tuple of arguments (exact: ${exact})`, () => {
      expect(() => load(program(global('app', 'f'), empty('Row'), op.REDUCE))).toThrow(/arg tuple|argument list/);
    });
  }

  it('hooks of the class win', () => {
    const seen: unknown[] = [];
    const own = new Registry().addClass('app', 'Row', Row, { append: (_self, item) => void seen.push(item) });
    expect(loadsOn(engine, program(empty('Row'), FILLS.Row), { registry: own })).toEqual(new Row());
    expect(seen).toEqual([1]);
    const none = new Registry().addClass('app', 'Row', Row, { extend: undefined });
    expect(() => loadsOn(engine, program(empty('Row'), FILLS.Row), { registry: none })).toThrow(UnpicklingError);
  });

  it('a constructor may give what is no object', () => {
    for (const value of [7, 'text', null, true]) {
      const own = new Registry().addClass('app', 'Row', Row, { construct: () => value });
      const data = program(global('app', 'Row'), int(1), op.TUPLE1, op.REDUCE);
      expect(loadsOn(engine, data, { registry: own })).toBe(value);
    }
  });

  it('an argument that became a Map after the call is written as that Map', () => {
    class Held {
      readonly held: unknown;
      constructor(held: unknown) {
        this.held = held;
      }
    }
    const options = { registry: new Registry().addClass('app', 'Held', Held) };
    // A dict in the memo and in the argument of a call; then it gets a key that is not str.
    const dict = pickle(op.EMPTY_DICT, op.BINPUT, 0);
    const call = pickle(global('app', 'Held'), op.BINGET, 0, op.TUPLE1, op.REDUCE);
    const data = program(op.MARK, dict, call, op.BINPUT, 1, op.BINGET, 0, int(1), text('x'), op.SETITEM, op.LIST);
    const again = loads(dumps(loadsOn(engine, data, options), options), options) as [unknown, Held, unknown];
    expect(again[1].held).toEqual(new Map([[1, 'x']]));
    expect(again[1].held).toBe(again[0]);
  });

  it('tuples as keys of inert data are tuples in the exact model, too', () => {
    const data = program(global('app', 'D'), op.EMPTY_TUPLE, op.NEWOBJ, int(1), op.TUPLE1, int(2), op.SETITEM);
    for (const exact of [false, true]) {
      const back = loads(dumps(loadsOn(engine, data, { exact })), { exact: true }) as { entries: [unknown, unknown][] };
      expect(back.entries).toEqual([[Tuple.of(1), 2]]);
    }
  });
});
