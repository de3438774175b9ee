/**
 * Only what a load made from nothing is filled by it: nothing that was there before, or that others may hold, is a
 * target.
 */
import { describe, expect, it } from 'vitest';
import { dumps, loads, NoneType, PyGlobal, PyObject, Registry, UnpicklingError } from '../../src/index.js';
import * as op from '../../src/shared/opcodes.js';
import { ENGINES, loadsOn } from '../helpers/engines.js';
import { global, int, pickle, text } from '../helpers/program.js';
import { CONSTANTS, world } from './ownership-world.js';
import { snapshot } from './snapshot.js';

const STATE = pickle(op.EMPTY_DICT, text('length'), int(500), op.SETITEM);

/** What fills a value, as the opcodes behind it. */
const FILLS: readonly (readonly [name: string, bytes: Uint8Array])[] = [
  ['BUILD', pickle(STATE, op.BUILD)],
  ['BUILD of slots', pickle(op.NONE, STATE, op.TUPLE2, op.BUILD)],
  ['APPEND', pickle(text('admin'), op.APPEND)],
  ['APPENDS', pickle(op.MARK, text('admin'), int(1), op.APPENDS)],
  ['SETITEM', pickle(int(0), text('admin'), op.SETITEM)],
  ['SETITEMS', pickle(op.MARK, text('role'), text('admin'), op.SETITEMS)],
  ['ADDITEMS', pickle(op.MARK, text('admin'), op.ADDITEMS)],
];

const call = (module: string, name: string, ...args: (number | string | Uint8Array)[]) =>
  pickle(global(module, name), op.MARK, ...args, op.TUPLE, op.REDUCE);
const objectType = call('numpy', 'dtype', text('O8'));

/** What is not this load's own, as the opcodes that make it. */
const FOREIGN: readonly (readonly [name: string, bytes: Uint8Array])[] = [
  ...CONSTANTS.map((name) => [`constant ${name}`, global('app', name)] as const),
  ...CONSTANTS.map(
    (name) => [`scalar of ${name}`, call('numpy.core.multiarray', 'scalar', objectType, global('app', name))] as const,
  ),
  ...CONSTANTS.map((name) => [`${name} through a function`, call('app', 'same', global('app', name))] as const),
  ...CONSTANTS.map((name) => [`${name} through a hook`, call('app', 'Cell', global('app', name))] as const),
  ['enum member', call('app', 'Color', int(1))],
  ['enum member by getattr', call('builtins', 'getattr', global('app', 'Color'), text('RED'))],
  ['result of a function', call('app', 'shared')],
  [
    'what a constructor had',
    pickle(global('app', 'Cached'), int(1), op.TUPLE1, op.REDUCE, op.POP, call('app', 'Cached', int(1))),
  ],
  ['argument of a constructor', call('app', 'Cached', global('app', 'OBJECT'))],
  ['NEWOBJ that gives its argument', pickle(global('app', 'Cached'), global('app', 'LIST'), op.TUPLE1, op.NEWOBJ)],
  ['OBJ that gives its argument', pickle(op.MARK, global('app', 'Cell'), global('app', 'LIST'), op.OBJ)],
  ['INST that gives its argument', pickle(op.MARK, global('app', 'LIST'), 'iapp\nCell\n')],
  ['persistent object', pickle(int(0), op.BINPERSID)],
  ['persistent Array', pickle(int(1), op.BINPERSID)],
  ['persistent Map', pickle(int(2), op.BINPERSID)],
  ['persistent PyObject', pickle(int(3), op.BINPERSID)],
  ['persistent id of text', pickle('Px\n')],
  ['value of findClass', global('found', 'value')],
  ['buffer', pickle(op.NEXT_BUFFER)],
  ['Ellipsis', global('builtins', 'Ellipsis')],
  ['NotImplemented', global('builtins', 'NotImplemented')],
  ['NoneType', call('builtins', 'type', op.NONE)],
  ['type(...)', call('builtins', 'type', global('builtins', 'Ellipsis'))],
];

/** Ways to the target. */
const PATHS: readonly (readonly [name: string, wrap: (value: Uint8Array) => Uint8Array])[] = [
  ['at once', (value) => value],
  ['POP and GET', (value) => pickle(value, op.BINPUT, 9, op.POP, op.BINGET, 9)],
  ['DUP', (value) => pickle(value, op.DUP)],
  ['a tuple and GET', (value) => pickle(value, op.BINPUT, 9, op.TUPLE1, op.BINGET, 9)],
];

/** Values of hooks that take no state: Python's own, without a `__dict__`. */
const STATELESS: readonly Uint8Array[] = [
  call('builtins', 'list'),
  call('builtins', 'tuple'),
  call('builtins', 'set'),
  call('builtins', 'frozenset'),
  call('builtins', 'dict'),
  call('builtins', 'bytes'),
  call('builtins', 'bytearray'),
  call('builtins', 'complex', int(1), int(2)),
  call('builtins', 'range', int(3)),
  call('builtins', 'slice', int(3)),
  call('builtins', 'float', int(3)),
  call('_codecs', 'encode', text('flat'), text('latin1')),
  call('numpy.core.multiarray', 'scalar', call('numpy', 'dtype', text('i4')), op.SHORT_BINBYTES, 4, 'abcd'),
  call('numpy._core._internal', '_convert_to_stringdtype_kwargs'),
  call('decimal', 'Decimal', int(1)),
  call('fractions', 'Fraction', int(1)),
  call('pathlib', 'PurePosixPath', text('a')),
];

describe.each(ENGINES)('ownership (%s)', (engine) => {
  it.each(FOREIGN)('%s is no target', (_name, value) => {
    for (const exact of [false, true]) {
      const { options, roots } = world();
      const before = snapshot(roots);
      for (const [fill, bytes] of FILLS) {
        for (const [path, wrap] of PATHS) {
          const data = pickle(op.PROTO, 4, wrap(value), bytes, op.STOP);
          expect(() => loadsOn(engine, data, { ...options, exact }), `${fill} ${path}`).toThrow(UnpicklingError);
        }
      }
      expect(snapshot(roots)).toBe(before);
    }
  });

  it('None as a state does nothing, as in Python', () => {
    for (const value of STATELESS) loadsOn(engine, pickle(op.PROTO, 4, value, op.NONE, op.BUILD, op.STOP));
  });

  it('what Python gives no __dict__ takes no state', () => {
    for (const value of STATELESS) {
      for (const exact of [false, true]) {
        const data = pickle(op.PROTO, 4, value, STATE, op.BUILD, op.STOP);
        expect(() => loadsOn(engine, data, { exact })).toThrow(UnpicklingError);
      }
    }
  });

  it.each([
    [
      'memory of the process through an array',
      '8004636e756d70792e636f72652e6d756c746961727261790a5f7265636f6e7374727563740a636e756d70790a6e6461727261790a4b00854301628752284b014d' +
        'f40185636e756d70790a64747970650a8c0275318988875289636275696c74696e730a62797465730a4302616285527d8c066c656e6774684df401736274622e',
    ],
    [
      'earlier output',
      '8002635f636f646563730a656e636f64650a285502616255066c6174696e3174527d55066c656e6774684bc873622e',
    ],
  ])('no input shows %s', (_name, hex) => {
    for (const exact of [false, true])
      expect(() => loadsOn(engine, Buffer.from(hex, 'hex'), { exact })).toThrow(UnpicklingError);
  });

  it('no input poisons a shared type', () => {
    const data = Buffer.from('c__builtin__\ntype\n(NtR}U\x08instancecposix\nsystem\n(U\x04echotRsb.', 'latin1');
    const before = dumps({ factory: NoneType });
    for (const exact of [false, true]) expect(() => loadsOn(engine, data, { exact })).toThrow(UnpicklingError);
    expect(dumps({ factory: NoneType })).toEqual(before);
  });

  it('a constant is not appended to', () => {
    const roles = ['user'];
    const registry = new Registry().addValue('app', 'ROLES', roles);
    expect(() => loadsOn(engine, Buffer.from('\x80\x04capp\nROLES\n\x8c\x05admina.', 'latin1'), { registry })).toThrow(
      UnpicklingError,
    );
    expect(roles).toEqual(['user']);
  });

  it('an Array from persistentLoad is no tuple of arguments', () => {
    const data = pickle(op.PROTO, 4, global('app', 'f'), int(1), op.BINPERSID, op.REDUCE, op.STOP);
    expect(() => loadsOn(engine, data, { persistentLoad: () => [1] })).toThrow(/arg tuple/);
  });

  it('a list stays unhashable when NumPy hands it out', () => {
    const list = call('numpy.core.multiarray', 'scalar', objectType, op.EMPTY_LIST);
    for (const exact of [false, true]) {
      const data = pickle(op.PROTO, 4, op.EMPTY_DICT, list, int(1), op.SETITEM, op.STOP);
      expect(() => loadsOn(engine, data, { exact })).toThrow(/unhashable/);
      const tuple = pickle(op.PROTO, 4, op.EMPTY_DICT, list, op.TUPLE1, int(1), op.SETITEM, op.STOP);
      expect(() => loadsOn(engine, tuple, { exact })).toThrow(/unhashable/);
    }
    const number = call('numpy.core.multiarray', 'scalar', objectType, int(7));
    expect(loadsOn(engine, pickle(op.PROTO, 4, op.EMPTY_DICT, number, int(1), op.SETITEM, op.STOP))).toEqual(
      new Map([[7, 1]]),
    );
  });

  it('what the load made is filled', () => {
    const made = (value: Uint8Array, ...rest: (number | string | Uint8Array)[]) =>
      loadsOn(engine, pickle(op.PROTO, 4, value, ...rest, op.STOP));
    expect(made(call('builtins', 'list', op.EMPTY_LIST), int(1), op.APPEND)).toEqual([1]);
    expect(made(call('builtins', 'dict'), text('a'), int(1), op.SETITEM)).toEqual({ a: 1 });
    expect(made(call('builtins', 'dict'), int(1), int(1), op.SETITEM)).toEqual(new Map([[1, 1]]));
    expect(made(call('builtins', 'set'), op.MARK, int(1), op.ADDITEMS)).toEqual(new Set([1]));
    const inert = made(call('m', 'f'), STATE, op.BUILD, int(1), op.APPEND, text('a'), int(2), op.SETITEM) as PyObject;
    expect([inert.state, inert.items, inert.entries]).toEqual([{ length: 500 }, [1], [['a', 2]]]);
    // The same dict from two places, with a key that makes it a Map.
    const twice = pickle(
      call('builtins', 'dict'),
      op.BINPUT,
      1,
      op.POP,
      op.BINGET,
      1,
      op.BINGET,
      1,
      int(1),
      int(2),
      op.SETITEM,
      op.TUPLE2,
    );
    const [one, other] = made(twice) as unknown[];
    expect(one).toBe(other);
    expect(one).toEqual(new Map([[1, 2]]));
  });

  it('an instance that a constructor hands out again is filled by the load that it was made in, and once', () => {
    const interned = new Map<unknown, object>();
    class Currency {
      constructor(readonly code: string) {
        const known = interned.get(code);
        // biome-ignore lint/correctness/noConstructorReturn: that is what is tried
        if (known !== undefined) return known as Currency;
        interned.set(code, this);
      }
    }
    const registry = new Registry().addClass('app', 'Currency', Currency);
    for (const how of [op.REDUCE, op.NEWOBJ]) {
      interned.clear();
      const euro = pickle(global('app', 'Currency'), text('EUR'), op.TUPLE1, how);
      const filled = pickle(op.PROTO, 4, euro, STATE, op.BUILD, op.STOP);
      const first = loadsOn(engine, filled, { registry });
      expect(first).toEqual({ code: 'EUR', length: 500 });
      expect(() => loadsOn(engine, filled, { registry })).toThrow(UnpicklingError);
      expect(() =>
        loadsOn(engine, pickle(op.PROTO, 4, euro, op.POP, euro, STATE, op.BUILD, op.STOP), { registry }),
      ).toThrow(UnpicklingError);
      expect(loadsOn(engine, pickle(op.PROTO, 4, euro, op.STOP), { registry })).toBe(first);
    }
  });

  it('fields of a class of the caller are set as own ones, past setters and what the constructor made of them', () => {
    const heard: unknown[] = [];
    class Guarded {
      constructor(...own: unknown[]) {
        if (own[0] === 1)
          Object.defineProperty(this, 'length', { set: (value) => heard.push(value), configurable: true });
        if (own[0] === 2) Object.defineProperty(this, 'length', { value: 1, configurable: true });
        if (own[0] === 3) Object.defineProperty(this, 'length', { value: 1, enumerable: true });
        if (own[0] === 4) Object.freeze(this);
      }
      set length(value: number) {
        heard.push(value);
      }
    }
    const registry = new Registry().addClass('app', 'Guarded', Guarded as unknown as new () => object);
    const made = (...args: Uint8Array[]) =>
      pickle(op.PROTO, 4, call('app', 'Guarded', ...args), STATE, op.BUILD, op.STOP);
    for (const args of [[], [int(0)], [int(1)], [int(2)]]) {
      const value = loadsOn(engine, made(...args), { registry }) as object;
      const own = { value: 500, writable: true, enumerable: true, configurable: true };
      expect(Object.getOwnPropertyDescriptor(value, 'length')).toEqual(own);
    }
    for (const args of [[int(3)], [int(4)]])
      expect(() => loadsOn(engine, made(...args), { registry })).toThrow(UnpicklingError);
    expect(heard).toEqual([]);
  });

  it('a class of the caller takes fields, each instance its own', () => {
    class Point {
      x = 0;
    }
    const registry = new Registry().addClass('app', 'Point', Point);
    const point = pickle(
      global('app', 'Point'),
      op.EMPTY_TUPLE,
      op.NEWOBJ,
      op.EMPTY_DICT,
      text('x'),
      int(5),
      op.SETITEM,
      op.BUILD,
    );
    const data = pickle(op.PROTO, 4, point, call('app', 'Point'), STATE, op.BUILD, op.TUPLE2, op.STOP);
    expect(loadsOn(engine, data, { registry })).toMatchObject([{ x: 5 }, { x: 0, length: 500 }]);
    const key = pickle(
      op.PROTO,
      4,
      call('app', 'Point'),
      op.EMPTY_DICT,
      call('app', 'Point'),
      int(1),
      op.SETITEM,
      op.BUILD,
      op.STOP,
    );
    expect(() => loadsOn(engine, key, { registry })).toThrow(/name of a field/);
  });

  it('a hook that has no method for it refuses', () => {
    const registry = new Registry().add('app', 'Box', {
      construct: () => [],
      setItem: (self: unknown[], _key, value) => void self.push(value),
    });
    const box = call('app', 'Box');
    expect(loadsOn(engine, pickle(op.PROTO, 4, box, int(0), int(1), op.SETITEM, op.STOP), { registry })).toEqual([1]);
    for (const [name, bytes] of FILLS) {
      if (name.startsWith('SETITEM')) continue;
      expect(() => loadsOn(engine, pickle(op.PROTO, 4, box, bytes, op.STOP), { registry }), name).toThrow(
        UnpicklingError,
      );
    }
  });

  it('objects of the application are not walked through', () => {
    const outside = {
      get trap(): never {
        throw new Error('walked');
      },
    };
    const asked: unknown[] = [];
    const watched = new Proxy([outside], {
      get(target, key) {
        asked.push(key);
        return Reflect.get(target, key);
      },
      ownKeys: () => {
        throw new Error('walked');
      },
    });
    const dict = pickle(
      op.EMPTY_DICT,
      op.BINPUT,
      1,
      op.BINGET,
      1,
      op.TUPLE2,
      op.BINPUT,
      2,
      op.POP,
      op.BINGET,
      1,
      int(1),
      int(2),
      op.SETITEM,
      op.BINGET,
      2,
    );
    const data = pickle(op.PROTO, 4, dict, int(0), op.BINPERSID, op.TUPLE3, op.STOP);
    const [map, pair] = loadsOn(engine, data, { persistentLoad: () => watched }) as [unknown, unknown[]];
    expect(map).toEqual(new Map([[1, 2]]));
    expect(pair).toEqual([map, map]);
    expect(asked.filter((key) => typeof key === 'string' && /^\d/.test(key))).toEqual([]);
  });

  it('null is a constant like any other', () => {
    const registry = new Registry().addValue('app', 'NOTHING', null);
    expect(loadsOn(engine, pickle(op.PROTO, 4, global('app', 'NOTHING'), op.STOP), { registry })).toBe(null);
  });

  it('keyword arguments are not dropped', () => {
    const registry = new Registry().addFunction('app', 'f', () => 1).addClass('app', 'C', class {});
    for (const name of ['f', 'C']) {
      const kwargs = pickle(op.EMPTY_DICT, text('a'), int(1), op.SETITEM);
      const data = pickle(op.PROTO, 4, global('app', name), op.EMPTY_TUPLE, kwargs, op.NEWOBJ_EX, op.STOP);
      expect(() => loadsOn(engine, data, { registry })).toThrow(/keyword arguments/);
      loadsOn(engine, pickle(op.PROTO, 4, global('app', name), op.EMPTY_TUPLE, op.EMPTY_DICT, op.NEWOBJ_EX, op.STOP), {
        registry,
      });
    }
  });
});

it('what is shared is frozen', () => {
  const { roots } = world();
  for (const value of [...(roots[5] as object[]), ...(roots[6] as object[]), roots[4] as object])
    expect(Object.isFrozen(value)).toBe(true);
  expect(loads(dumps(NoneType))).toBe(NoneType);
  expect(new PyObject(new PyGlobal('a', 'b'), [])).not.toSatisfy(Object.isFrozen);
});
