/**
 * Input made to do harm: depth, size, names that JavaScript objects inherit. All ends in a value or an UnpicklingError,
 * soon.
 */
import { afterEach, describe, expect, it } from 'vitest';
import {
  Dict,
  type FrozenSet,
  LimitError,
  loads,
  PickleError,
  PyCall,
  PyGlobal,
  PyObject,
  type PySet,
  Registry,
  TruncatedError,
  Tuple,
  UnpicklingError,
} from '../../src/index.js';
import * as op from '../../src/shared/opcodes.js';
import { ENGINES, errorOf, expectEngine, loadsOn } from '../helpers/engines.js';
import { binget, binput, global, int, pickle, text, times, uint4, uint8 } from '../helpers/program.js';

const MILLION = 1_000_000;
/** Milliseconds that a test of a million levels may take on a busy machine; alone it takes less than one second. */
const LONG = 30_000;
const NAMES = [
  '__proto__',
  'constructor',
  'prototype',
  'then',
  'toString',
  'valueOf',
  'hasOwnProperty',
  '__defineGetter__',
  '__lookupSetter__',
  'toJSON',
];

/** Depth of containers that each hold one value, from the outside in. */
function depthOf(value: unknown, inner: (value: never) => unknown): number {
  let depth = 0;
  let next = value;
  while (next !== undefined && next !== null) {
    depth++;
    next = inner(next as never);
  }
  return depth;
}

const PROTOTYPES = [
  Object.prototype,
  Array.prototype,
  Map.prototype,
  Set.prototype,
  Function.prototype,
  Uint8Array.prototype,
  Dict.prototype,
  PyObject.prototype,
  PyCall.prototype,
  PyGlobal.prototype,
];
const untouched = PROTOTYPES.map((prototype) => Reflect.ownKeys(prototype).map(String));

describe.each(ENGINES)('engine %s', (engine) => {
  it('is the one that runs', () => expectEngine(engine));

  it('input that is no bytes, whatever it is', () => {
    for (const input of [
      undefined,
      null,
      1,
      'text',
      Object.create(null),
      { constructor: undefined },
      [1],
      Promise.resolve(),
      () => 1,
    ]) {
      expect(() => loads(input as never, { engine })).toThrow(PickleError);
    }
  });

  afterEach(() => {
    // Nothing is polluted, and the engine works on.
    expect(PROTOTYPES.map((prototype) => Reflect.ownKeys(prototype).map(String))).toEqual(untouched);
    expect(({} as Record<string, unknown>).polluted).toBeUndefined();
    expect(loadsOn(engine, pickle(op.EMPTY_LIST, op.MARK, int(1), int(2), op.APPENDS, op.STOP))).toEqual([1, 2]);
  });

  describe('depth', () => {
    it(
      'a million nested lists',
      () => {
        const data = pickle(times(MILLION, op.EMPTY_LIST), times(MILLION - 1, op.APPEND), op.STOP);
        expect(depthOf(loadsOn(engine, data), (list: unknown[]) => list[0])).toBe(MILLION);
      },
      LONG,
    );

    it(
      'a million nested tuples',
      () => {
        const data = pickle(op.NONE, times(MILLION, op.TUPLE1), op.STOP);
        expect(depthOf(loadsOn(engine, data, { exact: true }), (tuple: Tuple) => tuple.items[0])).toBe(MILLION);
      },
      LONG,
    );

    it(
      'a million nested tuples with marks',
      () => {
        const data = pickle(times(MILLION, op.MARK), op.NONE, times(MILLION, op.TUPLE), op.STOP);
        expect(depthOf(loadsOn(engine, data), (list: unknown[]) => list[0])).toBe(MILLION);
      },
      LONG,
    );

    it(
      'a million nested dicts',
      () => {
        const nested = (depth: number) =>
          pickle(
            text('k'),
            op.MEMOIZE,
            op.POP,
            times(depth - 1, op.EMPTY_DICT, op.BINGET, 0),
            op.EMPTY_DICT,
            times(depth - 1, op.SETITEM),
            op.STOP,
          );
        expect(depthOf(loadsOn(engine, nested(MILLION)), (object: { k: unknown }) => object.k)).toBe(MILLION);
        expect(depthOf(loadsOn(engine, nested(100_000), { exact: true }), (dict: Dict) => dict.get('k'))).toBe(100_000);
        expect(
          depthOf(loadsOn(engine, nested(100_000), { dict: 'map' }), (map: Map<string, unknown>) => map.get('k')),
        ).toBe(100_000);
      },
      LONG,
    );

    it('a hundred thousand nested instances', () => {
      const count = 100_000;
      const data = pickle(
        global('vector_classes', 'Plain'),
        op.MEMOIZE,
        op.POP,
        times(count, op.BINGET, 0),
        op.NONE,
        times(count, op.TUPLE1, op.NEWOBJ),
        op.STOP,
      );
      expect(depthOf(loadsOn(engine, data), (object: PyObject) => object.args[0])).toBe(count);
    });

    it('a tuple of a hundred thousand levels as a key', () => {
      const data = pickle(op.EMPTY_DICT, op.NONE, times(100_000, op.TUPLE1), op.NONE, op.SETITEM, op.STOP);
      expect((loadsOn(engine, data, { exact: true }) as Dict).size).toBe(1);
      expect(loadsOn(engine, data)).toBeInstanceOf(Map);
    });

    it('frozensets of frozensets, a hundred thousand levels', () => {
      const count = 100_000;
      const data = pickle(times(count, op.MARK), op.NONE, times(count, op.FROZENSET), op.STOP);
      expect(depthOf(loadsOn(engine, data, { exact: true }), (set: FrozenSet) => [...set.values()][0])).toBe(count);
    });

    it(
      'a million marks',
      () => {
        expect(loadsOn(engine, pickle(times(MILLION, op.MARK), op.NONE, op.STOP))).toBe(null);
        expect(errorOf(engine, pickle(times(MILLION, op.MARK), op.STOP)).opcode).toBe('STOP');
        expect(loadsOn(engine, pickle(op.NONE, times(MILLION, op.MARK), times(MILLION, op.POP_MARK), op.STOP))).toBe(
          null,
        );
      },
      LONG,
    );

    it(
      'a million values left on the stack',
      () => {
        expect(loadsOn(engine, pickle(op.EMPTY_LIST, times(MILLION, op.DUP), op.STOP))).toEqual([]);
        const list = loadsOn(
          engine,
          pickle(op.EMPTY_LIST, op.MARK, op.NONE, times(MILLION, op.DUP), op.APPENDS, op.STOP),
        ) as unknown[];
        expect(list.length).toBe(MILLION + 1);
      },
      LONG,
    );

    it('is bounded by what the caller allows', () => {
      const data = pickle(times(2000, op.EMPTY_LIST), op.STOP);
      expect(errorOf(engine, data, { limits: { nodes: 1000 } })).toBeInstanceOf(LimitError);
      expect(loadsOn(engine, data, { limits: { nodes: 3000 } })).toEqual([]);
    });
  });

  describe('size', () => {
    it('memo indexes that are sparse allocate nothing', () => {
      const data = pickle(
        op.EMPTY_LIST,
        binput(0xffffffff),
        op.POP,
        op.NONE,
        binput(0x80000000),
        op.POP,
        binget(0xffffffff),
        op.STOP,
      );
      expect(loadsOn(engine, data)).toEqual([]);
      expect(
        loadsOn(engine, pickle(op.EMPTY_LIST, 'p9007199254740991\n', op.POP, 'g9007199254740991\n', op.STOP)),
      ).toEqual([]);
      const spread = pickle(op.EMPTY_LIST, ...Array.from({ length: 2000 }, (_, i) => binput(i * 2_000_000)), op.STOP);
      expect(loadsOn(engine, spread)).toEqual([]);
    });

    it('memo entries are bounded', () => {
      const data = pickle(op.EMPTY_LIST, times(2000, op.MEMOIZE), op.STOP);
      expect(errorOf(engine, data, { limits: { memo: 1000 } })).toBeInstanceOf(LimitError);
      expect(loadsOn(engine, data, { limits: { memo: 2000 } })).toEqual([]);
    });

    it('items are bounded', () => {
      const list = pickle(op.EMPTY_LIST, op.MARK, times(2000, op.NONE), op.APPENDS, op.STOP);
      expect(errorOf(engine, list, { limits: { items: 1000 } })).toBeInstanceOf(LimitError);
      const grown = pickle(op.EMPTY_LIST, times(2000, op.NONE, op.APPEND), op.STOP);
      expect(errorOf(engine, grown, { limits: { items: 1000 } })).toBeInstanceOf(LimitError);
      expect((loadsOn(engine, grown, { limits: { items: 2000 } }) as unknown[]).length).toBe(2000);
    });

    it('digits are bounded', () => {
      const number = `I${'1'.repeat(5000)}\n.`;
      expect(errorOf(engine, pickle(number))).toBeInstanceOf(UnpicklingError);
      expect(loadsOn(engine, pickle(number), { limits: { digits: 5000 } })).toBe(BigInt('1'.repeat(5000)));
      // Few digits, too, which the scanner reads itself.
      for (const few of ['I1234\n.', 'L1234L\n.', 'I-1234\n.']) {
        expect(errorOf(engine, pickle(few), { limits: { digits: 3 } }), few).toBeInstanceOf(LimitError);
        expect(Math.abs(Number(loadsOn(engine, pickle(few), { limits: { digits: 4 } }))), few).toBe(1234);
      }
    });

    it('declared lengths allocate nothing', () => {
      for (const code of [op.BINBYTES8, op.BINUNICODE8, op.BYTEARRAY8]) {
        for (const length of [0x100000004n, 0x8000000000000000n, 0xffffffffffffffffn, 0x20000000000001n]) {
          expect(errorOf(engine, pickle(code, uint8(length), 'spam.'))).toBeInstanceOf(UnpicklingError);
        }
      }
      for (const code of [op.BINBYTES, op.BINUNICODE]) {
        expect(errorOf(engine, pickle(code, uint4(0xffffffff), 'spam.'))).toBeInstanceOf(TruncatedError);
      }
      for (let round = 0; round < 2000; round++) errorOf(engine, pickle(op.BINBYTES, uint4(0x7fffffff), 'spam.'));
    });

    it('sharing is no copying: lists doubled 60 times', () => {
      const data = pickle(op.EMPTY_LIST, times(60, op.MEMOIZE, op.DUP, op.TUPLE2, op.MEMOIZE), op.STOP);
      for (const exact of [false, true]) {
        let value = loadsOn(engine, data, { exact });
        for (let level = 0; level < 60; level++) {
          const pair = (value instanceof Tuple ? value.items : value) as unknown[];
          expect(pair[0]).toBe(pair[1]);
          value = pair[0];
        }
        expect(value).toEqual([]);
      }
    });

    it('keys that are tuples doubled 60 times', () => {
      const key = pickle(op.NONE, times(60, op.DUP, op.TUPLE2), op.MEMOIZE);
      const again = pickle(op.NONE, times(60, op.DUP, op.TUPLE2));
      const data = pickle(op.EMPTY_DICT, key, int(1), op.SETITEM, again, int(2), op.SETITEM, op.STOP);
      const dict = loadsOn(engine, data, { exact: true }) as Dict;
      expect([...dict.values()]).toEqual([2]);
      const set = loadsOn(engine, pickle(op.EMPTY_SET, op.MARK, key, again, op.ADDITEMS, op.STOP), {
        exact: true,
      }) as PySet;
      expect(set.size).toBe(1);
      loadsOn(engine, data);
    });

    it('unhashable keys deep in doubled tuples', () => {
      const key = pickle(op.EMPTY_LIST, times(60, op.DUP, op.TUPLE2));
      expect(errorOf(engine, pickle(op.EMPTY_DICT, key, int(1), op.SETITEM, op.STOP)).opcode).toBe('SETITEM');
    });

    it('calls of list that stay inert are no keys, and are filled as inert calls are', () => {
      const cart = pickle(global('shop', 'Cart'), op.EMPTY_TUPLE, op.NEWOBJ);
      const inert = (name: string) => pickle(global('builtins', name), cart, op.TUPLE1, op.REDUCE, op.MEMOIZE);
      for (const name of ['list', 'set', 'dict', 'bytearray']) {
        for (const key of [inert(name), pickle(inert(name), op.POP, binget(0)), pickle(inert(name), op.TUPLE1)]) {
          const error = errorOf(engine, pickle(op.EMPTY_DICT, key, int(1), op.SETITEM, op.STOP));
          expect([error.opcode, error.message.includes('unhashable')]).toEqual(['SETITEM', true]);
        }
      }
      expect(loadsOn(engine, pickle(op.EMPTY_DICT, inert('frozenset'), int(1), op.SETITEM, op.STOP))).toBeInstanceOf(
        Map,
      );
      const { items } = loadsOn(engine, pickle(inert('list'), int(1), op.APPEND, op.STOP)) as PyCall;
      expect(items).toEqual([1]);
      const state = pickle(op.EMPTY_DICT, text('callee'), int(5), op.SETITEM);
      const built = loadsOn(engine, pickle(inert('list'), state, op.BUILD, op.STOP)) as PyCall;
      expect([built.name, built.state]).toEqual(['list', { callee: 5 }]);
    });

    it('many keys of equal hash in Python', () => {
      // hash(i * (2**61 - 1)) is 0 for every i.
      const keys = Array.from({ length: 3000 }, (_, i) => {
        const data = Buffer.alloc(16);
        const value = BigInt(i + 1) * (2n ** 61n - 1n);
        data.writeBigUInt64LE(value & 0xffffffffffffffffn, 0);
        data.writeBigUInt64LE(value >> 64n, 8);
        return pickle(op.LONG1, 16, data, op.NONE);
      });
      const dict = loadsOn(engine, pickle(op.EMPTY_DICT, op.MARK, ...keys, op.SETITEMS, op.STOP), {
        exact: true,
      }) as Dict;
      expect(dict.size).toBe(3000);
    });

    it('a long text that is nearly a float', () => {
      expect(errorOf(engine, pickle('F', times(MILLION, '1'), 'x\n.'))).toBeInstanceOf(UnpicklingError);
    });

    it('a long line without an end', () => {
      expect(errorOf(engine, pickle('V', times(MILLION, 'x')))).toBeInstanceOf(TruncatedError);
      expect((loadsOn(engine, pickle('V', times(MILLION, 'x'), '\n.')) as string).length).toBe(MILLION);
      expect(errorOf(engine, pickle('I', times(MILLION, '1'), '\n.'))).toBeInstanceOf(UnpicklingError);
    });
  });

  describe('names', () => {
    const options = [{}, { exact: true }, { dict: 'map' as const }, { dict: 'object' as const }];

    it.each(NAMES)('the dict key %s is an own property', (name) => {
      for (const dict of [
        pickle(op.EMPTY_DICT, text(name), text('polluted'), op.SETITEM, op.STOP),
        pickle(op.EMPTY_DICT, op.MARK, text(name), text('polluted'), text('b'), int(1), op.SETITEMS, op.STOP),
        pickle(op.MARK, text(name), text('polluted'), op.DICT, op.STOP),
        pickle(op.EMPTY_DICT, op.MARK, `V${name}\n`, text('polluted'), op.SETITEMS, op.STOP),
      ]) {
        const object = loadsOn(engine, dict) as Record<string, unknown>;
        expect(Object.getPrototypeOf(object)).toBe(Object.prototype);
        expect(Object.keys(object)).toContain(name);
        expect(Object.getOwnPropertyDescriptor(object, name)).toEqual({
          value: 'polluted',
          writable: true,
          enumerable: true,
          configurable: true,
        });
        expect((loadsOn(engine, dict, { exact: true }) as Dict).get(name)).toBe('polluted');
        expect((loadsOn(engine, dict, { dict: 'map' }) as Map<string, unknown>).get(name)).toBe('polluted');
      }
    });

    it('records with hostile keys, many of one shape', () => {
      const record = pickle(
        op.EMPTY_DICT,
        op.MARK,
        text('a'),
        int(1),
        text('__proto__'),
        op.EMPTY_DICT,
        text('polluted'),
        op.NEWTRUE,
        op.SETITEM,
        text('constructor'),
        int(2),
        op.SETITEMS,
      );
      const list = loadsOn(engine, pickle(op.EMPTY_LIST, op.MARK, times(200, record), op.APPENDS, op.STOP)) as Record<
        string,
        unknown
      >[];
      expect(list.length).toBe(200);
      for (const object of list) {
        expect(Object.keys(object)).toEqual(['a', '__proto__', 'constructor']);
        expect(Object.getPrototypeOf(object)).toBe(Object.prototype);
        expect(object.polluted).toBeUndefined();
      }
    });

    it('keys that would be code', () => {
      const keys = [
        '"',
        "'",
        '`',
        '\\',
        '\n',
        '\u2028',
        '\u0024{1}',
        '*/',
        '//',
        '"]:(globalThis.polluted=1),["',
        '});globalThis.polluted=1;({',
        '\ud800',
        '\0',
      ];
      const record = pickle(
        op.EMPTY_DICT,
        op.MARK,
        ...keys.flatMap((key, index) => [
          key === '\ud800' ? pickle(op.SHORT_BINUNICODE, 3, 0xed, 0xa0, 0x80) : text(key),
          int(index),
        ]),
        op.SETITEMS,
      );
      for (const object of loadsOn(
        engine,
        pickle(op.EMPTY_LIST, op.MARK, times(50, record), op.APPENDS, op.STOP),
      ) as object[]) {
        expect(Object.entries(object)).toEqual(keys.map((key, index) => [key, index]));
      }
      expect((globalThis as Record<string, unknown>).polluted).toBeUndefined();
    });

    it.each(NAMES)('the global %s is inert, as module and as name', (name) => {
      for (const [module, attribute] of [
        ['builtins', name],
        [name, name],
        [name, 'x'],
        ['__main__', `${name}.${name}`],
        ['collections', name],
      ]) {
        for (const one of options) {
          const found = loadsOn(engine, pickle(op.PROTO, 4, global(module, attribute), op.STOP), one);
          expect(found).toBeInstanceOf(PyGlobal);
          expect([(found as PyGlobal).module, (found as PyGlobal).name]).toEqual([module, attribute]);
          const called = loadsOn(
            engine,
            pickle(op.PROTO, 4, global(module, attribute), op.EMPTY_TUPLE, op.REDUCE, op.STOP),
            one,
          );
          expect(called).toBeInstanceOf(PyCall);
          const made = loadsOn(
            engine,
            pickle(
              op.PROTO,
              4,
              global(module, attribute),
              op.EMPTY_TUPLE,
              op.NEWOBJ,
              op.EMPTY_DICT,
              text('__proto__'),
              op.EMPTY_DICT,
              op.SETITEM,
              op.BUILD,
              op.STOP,
            ),
            one,
          );
          expect(made).toBeInstanceOf(PyObject);
        }
        expect(loadsOn(engine, pickle(`c${module}\n${attribute}\n.`))).toBeInstanceOf(PyGlobal);
        expect(loadsOn(engine, pickle(op.MARK, `i${module}\n${attribute}\n.`))).toBeInstanceOf(PyObject);
      }
    });

    it('dangerous callables are not called', () => {
      for (const [module, name] of [
        ['os', 'system'],
        ['builtins', 'eval'],
        ['builtins', 'exec'],
        ['builtins', '__import__'],
        ['subprocess', 'Popen'],
        ['globalThis', 'eval'],
        ['process', 'exit'],
        ['Function', 'constructor'],
      ]) {
        const call = loadsOn(
          engine,
          pickle(op.PROTO, 4, global(module, name), text('globalThis.polluted = 1'), op.TUPLE1, op.REDUCE, op.STOP),
        ) as PyCall;
        expect(call).toBeInstanceOf(PyCall);
        expect([call.module, call.name, call.args]).toEqual([module, name, ['globalThis.polluted = 1']]);
      }
    });

    it('state never reaches the prototype of a registered class', () => {
      class Point {
        x = 0;
      }
      const registry = new Registry();
      registry.addClass('app', 'Point', Point);
      const state = pickle(
        op.EMPTY_DICT,
        op.MARK,
        text('__proto__'),
        op.EMPTY_DICT,
        text('polluted'),
        op.NEWTRUE,
        op.SETITEM,
        text('constructor'),
        int(1),
        text('x'),
        int(5),
        op.SETITEMS,
      );
      const point = loadsOn(
        engine,
        pickle(op.PROTO, 4, global('app', 'Point'), op.EMPTY_TUPLE, op.NEWOBJ, state, op.BUILD, op.STOP),
        {
          registry,
        },
      ) as Point;
      expect(point).toBeInstanceOf(Point);
      expect(Object.getPrototypeOf(point)).toBe(Point.prototype);
      expect(point.x).toBe(5);
      expect((point as unknown as Record<string, unknown>).polluted).toBeUndefined();
    });

    it('a global is no target', () => {
      const target = global('builtins', 'dict');
      for (const rest of [
        pickle(op.EMPTY_DICT, text('a'), int(1), op.SETITEM, op.BUILD),
        pickle(text('a'), int(1), op.SETITEM),
        pickle(int(1), op.APPEND),
        pickle(op.MARK, int(1), op.APPENDS),
        pickle(op.MARK, int(1), op.ADDITEMS),
        pickle(op.MARK, text('a'), int(1), op.SETITEMS),
      ]) {
        errorOf(engine, pickle(op.PROTO, 4, target, rest, op.STOP));
        errorOf(engine, pickle(op.PROTO, 4, global('app', 'Unknown'), rest, op.STOP));
      }
    });

    it('a value with a then key is no promise', async () => {
      const value = loadsOn(
        engine,
        pickle(op.EMPTY_DICT, text('then'), global('app', 'callback'), op.SETITEM, op.STOP),
      );
      expect(await (async () => [value])()).toEqual([value]);
      expect(typeof (value as { then: unknown }).then).toBe('object');
    });
  });

  describe('hooks of the caller', () => {
    const boom = new TypeError('boom');
    const thrower = () => {
      throw boom;
    };

    it('their errors come back as the cause', () => {
      const reduce = pickle(op.NONE, op.POP, global('app', 'f'), op.EMPTY_TUPLE, op.REDUCE, op.STOP);
      const registry = new Registry();
      registry.addFunction('app', 'f', thrower);
      for (const [data, options, opcode] of [
        [reduce, { registry }, 'REDUCE'],
        [reduce, { findClass: thrower }, 'STACK_GLOBAL'],
        [pickle('Pid\n.'), { persistentLoad: thrower }, 'PERSID'],
        [pickle(int(1), op.BINPERSID, op.STOP), { persistentLoad: thrower }, 'BINPERSID'],
      ] as const) {
        const error = errorOf(engine, data, options);
        expect(error.cause).toBe(boom);
        expect(error.opcode).toBe(opcode);
      }
    });

    it('an engine may be entered again from a hook', () => {
      const inner = pickle(op.EMPTY_LIST, op.MARK, times(50, text('inner')), op.APPENDS, op.STOP);
      const broken = pickle(op.EMPTY_LIST, op.MARK, text('inner'));
      const data = pickle(
        op.EMPTY_LIST,
        op.MEMOIZE,
        op.MARK,
        text('before'),
        op.MEMOIZE,
        'Pid\n',
        text('after'),
        binget(1),
        'Pbroken\n',
        op.APPENDS,
        op.STOP,
      );
      const persistentLoad = (id: unknown): unknown => {
        if (id === 'id') return (loadsOn(engine, inner) as unknown[]).length;
        errorOf(engine, broken);
        return 'survived';
      };
      expect(loadsOn(engine, data, { persistentLoad })).toEqual(['before', 50, 'after', 'before', 'survived']);
    });
  });
});
