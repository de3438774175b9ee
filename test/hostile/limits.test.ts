/** Limits hold on every path by which a pickle can make something. */
import { describe, expect, it } from 'vitest';
import {
  LimitError,
  type Limits,
  type LoadOptions,
  loads,
  PickleError,
  Registry,
  UnpicklingError,
} from '../../src/index.js';
import { configure, OPTIONS, PER_LOAD } from '../../src/session/configuration.js';
import * as op from '../../src/shared/opcodes.js';
import { ENGINES, loadsOn } from '../helpers/engines.js';
import { global, int, pickle, text, times } from '../helpers/program.js';

type Part = number | string | Uint8Array;

const call = (module: string, name: string, ...args: Part[]) =>
  pickle(global(module, name), op.MARK, ...args, op.TUPLE, op.REDUCE);
const six = pickle(...[1, 2, 3, 4, 5, 6].map(int));
const list = pickle(op.EMPTY_LIST, op.MARK, six, op.APPENDS);
const dict = (count: number) =>
  pickle(op.MARK, ...Array.from({ length: count }, (_, i) => pickle(int(i), op.NONE)), op.SETITEMS);
const inert = pickle(global('m', 'C'), op.EMPTY_TUPLE, op.NEWOBJ);
/** Two fills, each within the limit. */
const twice = (fill: Uint8Array) => pickle(fill, fill);
const three = pickle(op.MARK, int(1), int(2), int(3), op.APPENDS);
/** Three pairs of text. */
const record = (from: number) =>
  pickle(op.MARK, ...[0, 1, 2].map((i) => pickle(text(`k${from + i}`), op.NONE)), op.SETITEMS);
const setThree = (from: number) =>
  pickle(op.MARK, ...[0, 1, 2].map((i) => pickle(int(from + i), op.NONE)), op.SETITEMS);

/** More than five of something, by each path. */
const ITEMS: readonly (readonly [name: string, bytes: Uint8Array])[] = [
  ['list', list],
  ['list in two runs', pickle(op.EMPTY_LIST, twice(three))],
  ['list by APPEND', pickle(op.EMPTY_LIST, ...times6(pickle(int(1), op.APPEND)))],
  ['LIST', pickle(op.MARK, six, op.LIST)],
  ['tuple', pickle(op.MARK, six, op.TUPLE)],
  ['dict', pickle(op.EMPTY_DICT, dict(6))],
  ['a record that is extended', pickle(op.MARK, times(12, op.EMPTY_DICT, record(0)), record(3), op.POP_MARK, op.NONE)],
  ['dict in two runs', pickle(op.EMPTY_DICT, setThree(0), setThree(3))],
  ['set', pickle(op.EMPTY_SET, op.MARK, six, op.ADDITEMS)],
  ['frozenset', pickle(op.MARK, six, op.FROZENSET)],
  ['items of inert', pickle(inert, twice(three))],
  ['entries of inert', pickle(inert, setThree(0), setThree(3))],
  ['added to inert', pickle(inert, op.MARK, six, op.ADDITEMS)],
  ['OrderedDict', pickle(call('collections', 'OrderedDict'), setThree(0), setThree(3))],
  ['Counter', pickle(call('collections', 'Counter'), setThree(0), setThree(3))],
  ['deque', pickle(call('collections', 'deque'), twice(three))],
  ['arguments of OBJ', pickle(op.MARK, global('m', 'C'), six, op.OBJ)],
  ['arguments of INST', pickle(op.MARK, six, 'im\nC\n')],
  ['list of a str', call('builtins', 'list', text('abcdef'))],
  ['tuple of a str', call('builtins', 'tuple', text('abcdef'))],
  ['set of a str', call('builtins', 'set', text('abcdef'))],
  ['frozenset of a str', call('builtins', 'frozenset', text('abcdef'))],
  ['deque of a str', call('collections', 'deque', text('abcdef'))],
  ['Counter of a str', call('collections', 'Counter', text('abcdef'))],
  ['UserList of a str', call('collections', 'UserList', text('abcdef'))],
  ['hook with extend', pickle(call('app', 'Box'), op.MARK, six, op.APPENDS)],
  ['hook with add', pickle(call('app', 'Bag'), op.MARK, six, op.ADDITEMS)],
];

function times6(part: Uint8Array): Uint8Array[] {
  return new Array<Uint8Array>(6).fill(part);
}

/** More than a thousand bytes of copies, from a few. */
const COPIES: readonly (readonly [name: string, bytes: Uint8Array])[] = (
  [
    ['list', 'builtins', 'list', list],
    ['tuple', 'builtins', 'tuple', list],
    ['set', 'builtins', 'set', list],
    ['frozenset', 'builtins', 'frozenset', list],
    ['dict', 'builtins', 'dict', pickle(op.EMPTY_DICT, dict(6))],
    ['list of text', 'builtins', 'list', text('abcdef')],
    ['OrderedDict', 'collections', 'OrderedDict', pickle(op.EMPTY_DICT, dict(6))],
    ['defaultdict', 'collections', 'defaultdict', pickle(op.NONE, op.EMPTY_DICT, dict(6))],
    ['Counter', 'collections', 'Counter', list],
    ['deque', 'collections', 'deque', list],
    ['UserDict', 'collections', 'UserDict', pickle(op.EMPTY_DICT, dict(6))],
    ['UserList', 'collections', 'UserList', list],
    ['bytes of text', 'builtins', 'bytes', pickle(text('x'.repeat(200)), text('latin1'))],
    ['bytearray of numbers', 'builtins', 'bytearray', pickle(op.EMPTY_LIST, op.MARK, times(100, int(1)), op.APPENDS)],
    ['encode', '_codecs', 'encode', pickle(text('x'.repeat(200)), text('latin1'))],
    ['Decimal', 'decimal', 'Decimal', text('1'.repeat(200))],
    ['path', 'pathlib', 'PurePosixPath', pickle(call('pathlib', 'PurePosixPath', text('a'), text('b')), text('c'))],
  ] as const
).map(([name, module, hook, args]) => {
  const tuple = pickle(op.MARK, args, op.TUPLE);
  const again = pickle(op.BINGET, 0, op.BINGET, 1, op.REDUCE, op.POP);
  return [
    name,
    pickle(global(module, hook), op.BINPUT, 0, op.POP, tuple, op.BINPUT, 1, op.POP, times(50, again), op.NONE),
  ] as const;
});

const registry = new Registry()
  .add('app', 'Box', { construct: () => [], extend: (self: unknown[], items) => void self.push(...items) })
  .add('app', 'Bag', { construct: () => new Set(), add: (self: Set<unknown>, item) => void self.add(item) });

describe.each(ENGINES)('limits (%s)', (engine) => {
  const read = (bytes: Uint8Array, limits: Limits, options: LoadOptions = {}) =>
    loadsOn(engine, pickle(op.PROTO, 4, bytes, op.STOP), { registry, limits, ...options });

  it.each(ITEMS)('items: %s', (_name, bytes) => {
    for (const exact of [false, true]) {
      expect(() => read(bytes, { items: 5 }, { exact })).toThrow(LimitError);
      read(bytes, { items: 6 }, { exact });
    }
  });

  it.each(COPIES)('bytes: %s', (_name, bytes) => {
    for (const exact of [false, true]) {
      expect(() => read(bytes, { bytes: 1000 }, { exact })).toThrow(/limits\.bytes/);
      read(bytes, { bytes: 1e6 }, { exact });
    }
  });

  it('digits of every int in text', () => {
    for (const bytes of [
      pickle('I123456789012345678\n'),
      pickle('I-123456\n'),
      pickle('L123456L\n'),
      call('builtins', 'int', text('123456')),
      call('fractions', 'Fraction', text('123456/7')),
      call('fractions', 'Fraction', text('7/123456')),
    ]) {
      for (const exact of [false, true]) {
        expect(() => read(bytes, { digits: 5 }, { exact })).toThrow(/limits\.digits/);
        read(bytes, { digits: 18 }, { exact });
      }
    }
    expect(read(pickle('I-12345\n'), { digits: 5 })).toBe(-12345);
    expect(read(pickle('I01\n'), { digits: 0 })).toBe(true);
  });

  it('marks are nodes', () => {
    const marks = pickle(times(20, op.MARK), times(20, op.POP), op.NONE);
    expect(() => read(marks, { nodes: 20 })).toThrow(/limits\.nodes/);
    read(marks, { nodes: 21 });
  });

  it.each(COPIES.filter(([name]) => !/encode|bytes|bytearray|Decimal|path/.test(name)))(
    'items that calls make are nodes: %s',
    (_name, bytes) => {
      for (const exact of [false, true]) {
        expect(() => read(bytes, { nodes: 250 }, { exact })).toThrow(/more than 250 values; raise limits\.nodes/);
        read(bytes, { nodes: 5100 }, { exact });
      }
    },
  );

  it('the memo', () => {
    expect(() => read(pickle(op.NONE, times(3, op.MEMOIZE)), { memo: 2 })).toThrow(/limits\.memo/);
  });

  it('each load begins at zero', () => {
    const [, bytes] = COPIES[0];
    for (let i = 0; i < 5; i++) read(bytes, { bytes: 6 * 16 * 50 });
  });

  it('a hook charges what it copies', () => {
    const own = new Registry().add('app', 'Copy', {
      construct: ([value], context) => {
        context.charge(400, 1);
        return [value];
      },
    });
    const bytes = call('app', 'Copy', op.NONE);
    read(bytes, { bytes: 800 }, { registry: own });
    expect(() => read(pickle(bytes, op.POP, bytes, op.POP, bytes), { bytes: 800 }, { registry: own })).toThrow(
      LimitError,
    );
  });

  it("'strict' reads ordinary data and refuses what grows", () => {
    expect(loadsOn(engine, pickle(op.PROTO, 4, list, op.STOP), { limits: 'strict' })).toEqual([1, 2, 3, 4, 5, 6]);
    const encode = pickle(
      global('_codecs', 'encode'),
      op.BINPUT,
      0,
      op.POP,
      text('x'.repeat(1 << 20)),
      text('latin1'),
      op.TUPLE2,
      op.BINPUT,
      1,
      op.POP,
    );
    const hostile = pickle(op.PROTO, 4, encode, times(80, op.BINGET, 0, op.BINGET, 1, op.REDUCE), op.STOP);
    expect(() => loadsOn(engine, hostile, { limits: 'strict' })).toThrow(/limits\.bytes/);
    expect(() =>
      loadsOn(engine, pickle(op.PROTO, 4, times((1 << 20) + 1, op.NONE, op.MEMOIZE), op.STOP), { limits: 'strict' }),
    ).toThrow(LimitError);
  });

  it('a frozen error of a hook comes with its place', () => {
    const error = Object.freeze(new PickleError('frozen'));
    const own = new Registry().addFunction('app', 'f', () => {
      throw error;
    });
    const refused = () => loadsOn(engine, pickle(op.PROTO, 4, call('app', 'f'), op.STOP), { registry: own });
    expect(refused).toThrow(UnpicklingError);
    expect(refused).toThrow(/frozen \(offset/);
  });
});

describe('options.limits', () => {
  it('a name that does not exist is refused with the nearest one', () => {
    const none = Uint8Array.of(0x4e, 0x2e);
    expect(() => loads(none, { limits: { item: 5 } as Limits })).toThrow(
      /limits\.item is unknown; did you mean items\?/,
    );
    expect(() => loads(none, { limits: { maxNodes: 5 } as Limits })).toThrow(/did you mean nodes\?/);
    expect(() => loads(none, { limits: 'loose' as 'strict' })).toThrow(PickleError);
    expect(() => loads(none, { limits: { bytes: -1 } })).toThrow(PickleError);
    expect(() => loads(none, { limits: { bytes: 'x' as unknown as number } })).toThrow(PickleError);
    expect(loads(none, { limits: { items: undefined } })).toBe(null);
  });

  it('options that differ in one configured value have configurations of their own', () => {
    const persistentLoad = () => 1;
    const changes: readonly LoadOptions[] = [
      { engine: 'js' },
      { exact: true },
      { encoding: 'latin1' },
      { errors: 'ignore' },
      { fixImports: false },
      { persistentLoad },
      { findClass: persistentLoad },
      { registry },
      { dict: 'map' },
      { copy: true },
      { limits: 'strict' },
      { limits: { bytes: 5 } },
    ];
    const dependent = Object.keys(OPTIONS).filter((name) => name === 'limits' || !(name in PER_LOAD));
    expect(new Set(changes.flatMap(Object.keys))).toEqual(new Set(dependent));
    for (const change of changes) {
      const plain = configure({});
      expect(configure({}), 'shared').toBe(plain);
      expect(configure(change)).not.toBe(plain);
    }
  });
});
