/**
 * Pickles whose length is in proportion to n: for every opcode, and for everything that a name of any family can be
 * made to do.
 * Each is read with n, 2 n and 4 n; growth.test.ts says what that may cost.
 */
import { readFileSync } from 'node:fs';
import { type LoadOptions, loads, PyCall, PyException, PyGlobal, Registry } from '../../src/index.js';
import { pandas } from '../../src/pandas.js';
import * as op from '../../src/shared/opcodes.js';
import { torch } from '../../src/torch.js';
import { binget, binput, global, int, pickle, text, times, uint4, uint8 } from '../helpers/program.js';

/** A pickle that grows. */
export interface GrowthRow {
  name: string;
  /** What n is at first. */
  n: number;
  /** Which engines run it; both, when it is undefined. What hooks do is the same work on both: such rows take turns. */
  engine?: 'wasm' | 'js';
  /** Of a length in proportion to n. */
  make(n: number): Uint8Array;
  options?: LoadOptions;
}

type Part = number | string | Uint8Array;

/** `make(0)`, `make(1)` … one behind the other. Performance: rows are many, so their bytes are written one by one. */
function each(n: number, make: (index: number) => readonly Part[]): Uint8Array {
  let out = new Uint8Array(64 * n + 1024);
  let at = 0;
  for (let index = 0; index < n; index++) {
    for (const part of make(index)) {
      const length = typeof part === 'number' ? 1 : part.length;
      if (at + length > out.length) {
        const larger = new Uint8Array(2 * (at + length));
        larger.set(out);
        out = larger;
      }
      if (typeof part === 'number') out[at] = part;
      else if (typeof part === 'string') for (let i = 0; i < length; i++) out[at + i] = part.charCodeAt(i);
      else out.set(part, at);
      at += length;
    }
  }
  return out.slice(0, at);
}

/** n of what an opcode does, and of what a class does: of these rows there are many more. */
const FOR_OPCODES = 2000;
const FOR_HOOKS = 500;

/** Texts that no other index has. */
const KEYS: Uint8Array[] = [];
function key(index: number): Uint8Array {
  for (let i = KEYS.length; i <= index; i++) KEYS.push(text(`key ${i}`));
  return KEYS[index];
}

const {
  MARK,
  POP,
  STOP,
  MEMOIZE,
  NONE,
  APPENDS,
  SETITEMS,
  ADDITEMS,
  BUILD,
  REDUCE,
  EMPTY_LIST,
  EMPTY_DICT,
  EMPTY_SET,
  EMPTY_TUPLE,
  TUPLE1,
  TUPLE2,
  TUPLE,
} = op;

/**
 * What an opcode that pushes a value does n times: into one list, popped at once, memoized and fetched again, as a key.
 */
function pushes(name: string, make: (index: number) => readonly Part[], n = FOR_OPCODES): GrowthRow[] {
  const rows: Omit<GrowthRow, 'n'>[] = [
    { name: `${name} in a list`, make: (n) => pickle(EMPTY_LIST, MARK, each(n, make), APPENDS, STOP) },
    {
      name: `${name}, popped`,
      make: (n) =>
        pickle(
          each(n, (i) => [...make(i), POP]),
          NONE,
          STOP,
        ),
    },
    {
      name: `${name}, memoized`,
      make: (n) =>
        pickle(
          EMPTY_LIST,
          MARK,
          each(n, (i) => [...make(i), binput(i), binget(i)]),
          APPENDS,
          STOP,
        ),
    },
    {
      name: `${name} as values of records`,
      make: (n) =>
        pickle(
          EMPTY_LIST,
          MARK,
          each(n, (i) => [EMPTY_DICT, MARK, text('a'), ...make(i), text('b'), NONE, SETITEMS]),
          APPENDS,
          STOP,
        ),
    },
    {
      name: `${name} as keys`,
      make: (n) =>
        pickle(
          EMPTY_DICT,
          MARK,
          each(n, (i) => [...make(i), NONE]),
          SETITEMS,
          STOP,
        ),
    },
  ];
  return rows.map((row) => ({ ...row, n }));
}

const one = (name: string, make: (n: number) => Uint8Array, options?: LoadOptions): GrowthRow => ({
  name,
  n: FOR_OPCODES,
  make,
  options,
});
const frozen = Uint8Array.of(MARK, op.FROZENSET);

/** A global that nobody knows. */
const inert = () => global('made.up', 'Thing');
const instance = () => pickle(inert(), EMPTY_TUPLE, op.NEWOBJ);

/** By name of the opcode; growth.test.ts checks that none is missing. */
export const OPCODES: { readonly [opcode: string]: readonly GrowthRow[] } = {
  INT: [...pushes('INT', (i) => [op.INT, `${i}\n`]), one('INT of many digits', (n) => pickle(op.INT, '7'.repeat(n), '\n', STOP), { limits: { digits: Infinity } }),
    one('INT of many blanks', (n) => pickle(op.INT, ' '.repeat(n), '7', ' '.repeat(n), '\n', STOP)), one('INT of underscores', (n) => pickle(op.INT, '1_'.repeat(n), '1\n', STOP))],
  BININT: pushes('BININT', (i) => [int(i * 65537)]),
  BININT1: pushes('BININT1', (i) => [op.BININT1, i & 255]),
  BININT2: pushes('BININT2', (i) => [op.BININT2, i & 255, (i >> 8) & 255]),
  LONG: pushes('LONG', (i) => [op.LONG, `${i}L\n`]),
  LONG1: pushes('LONG1', (i) => [op.LONG1, 10, uint8(BigInt(i)), 1, 1]),
  LONG4: [...pushes('LONG4', (i) => [op.LONG4, uint4(10), uint8(BigInt(i)), 1, 1]), one('LONG4 of many bytes', (n) => pickle(op.LONG4, uint4(n), times(n, 0x5a), STOP)),
    one('LONG4 of zeros', (n) => pickle(op.LONG4, uint4(n), times(n, 0), STOP))],
  STRING: [...pushes('STRING', (i) => [op.STRING, `'${i}'\n`]), one('STRING of escapes', (n) => pickle(op.STRING, "'", times(n, '\\x41\\\\'), "'\n", STOP)),
    one('STRING of backslashes', (n) => pickle(op.STRING, "'", times(n, '\\'), "'\n", STOP))],
  BINSTRING: pushes('BINSTRING', (i) => [op.BINSTRING, uint4(6), `s${String(i).padStart(5, '0')}`]),
  SHORT_BINSTRING: pushes('SHORT_BINSTRING', (i) => [op.SHORT_BINSTRING, 6, `s${String(i).padStart(5, '0')}`]),
  BINBYTES: pushes('BINBYTES', (i) => [op.BINBYTES, uint4(4), uint4(i)]),
  SHORT_BINBYTES: pushes('SHORT_BINBYTES', (i) => [op.SHORT_BINBYTES, 4, uint4(i)]),
  BINBYTES8: [...pushes('BINBYTES8', (i) => [op.BINBYTES8, uint8(4n), uint4(i)]), one('BINBYTES8 of many bytes', (n) => pickle(op.BINBYTES8, uint8(BigInt(n)), times(n, 7), STOP)),
    one('equal bytes as keys', (n) => pickle(EMPTY_DICT, MARK, each(n, () => [op.SHORT_BINBYTES, 4, uint4(7), NONE]), SETITEMS, STOP))],
  BYTEARRAY8: pushes('BYTEARRAY8', (i) => [op.BYTEARRAY8, uint8(4n), uint4(i)]),
  NEXT_BUFFER: [one('NEXT_BUFFER', (n) => pickle(EMPTY_LIST, MARK, times(n, op.NEXT_BUFFER), APPENDS, STOP), { buffers: Array.from({ length: 100_000 }, () => Uint8Array.of(1)) })],
  READONLY_BUFFER: [one('READONLY_BUFFER', (n) => pickle(op.NEXT_BUFFER, times(n, op.READONLY_BUFFER), STOP), { buffers: [Uint8Array.of(1)] })],
  NONE: pushes('NONE', () => [NONE]),
  NEWTRUE: pushes('NEWTRUE', () => [op.NEWTRUE]),
  NEWFALSE: pushes('NEWFALSE', () => [op.NEWFALSE]),
  UNICODE: [...pushes('UNICODE', (i) => [op.UNICODE, `${i}\n`]), one('UNICODE of escapes', (n) => pickle(op.UNICODE, times(n, '\\u0416\\U0001f600'), '\n', STOP)),
    one('UNICODE of backslashes', (n) => pickle(op.UNICODE, times(n, '\\'), '\n', STOP))],
  SHORT_BINUNICODE: [...pushes('SHORT_BINUNICODE', (i) => [key(i)]), ...pushes('SHORT_BINUNICODE, not ASCII', (i) => [text(`\u0436${i}`)])],
  BINUNICODE: [...pushes('BINUNICODE', (i) => [op.BINUNICODE, uint4(6), `s${String(i).padStart(5, '0')}`]), one('BINUNICODE of many characters', (n) => pickle(text('\u0436'.repeat(n)), STOP))],
  BINUNICODE8: pushes('BINUNICODE8', (i) => [op.BINUNICODE8, uint8(6n), `s${String(i).padStart(5, '0')}`]),
  FLOAT: [...pushes('FLOAT', (i) => [op.FLOAT, `${i}.5\n`]), one('FLOAT of many digits', (n) => pickle(op.FLOAT, '1.', '7'.repeat(n), 'e1\n', STOP)), one('FLOAT of many blanks', (n) => pickle(op.FLOAT, ' '.repeat(n), 'x\n', STOP))],
  BINFLOAT: [...pushes('BINFLOAT', (i) => [op.BINFLOAT, 0x40, 0, ...uint4(i), 0, 0]), ...pushes('BINFLOAT, NaN', () => [op.BINFLOAT, 0x7f, 0xf8, 0, 0, 0, 0, 0, 0]),
    ...pushes('BINFLOAT of powers', (i) => [op.BINFLOAT, 0x3f + ((i >> 12) & 7), (i >> 4) & 255, (i << 4) & 255, 0, 0, 0, 0, 0])],
  EMPTY_LIST: pushes('EMPTY_LIST', () => [EMPTY_LIST]),
  APPEND: [one('APPEND', (n) => pickle(EMPTY_LIST, times(n, NONE, op.APPEND), STOP)), one('APPEND of lists in lists', (n) => pickle(times(n, EMPTY_LIST), times(n - 1, op.APPEND), STOP)),
    one('APPEND by GET', (n) => pickle(EMPTY_LIST, MEMOIZE, POP, times(n, binget(0), NONE, op.APPEND, POP), binget(0), STOP)),
    one('APPEND of the list to itself', (n) => pickle(EMPTY_LIST, MEMOIZE, times(n, binget(0), op.APPEND), STOP)), one('APPEND on an instance', (n) => pickle(instance(), times(n, NONE, op.APPEND), STOP))],
  APPENDS: [one('APPENDS of one', (n) => pickle(EMPTY_LIST, times(n, MARK, NONE, APPENDS), STOP)), one('APPENDS of nothing', (n) => pickle(EMPTY_LIST, times(n, MARK, APPENDS), STOP)),
    one('APPENDS of numbers', (n) => pickle(EMPTY_LIST, each(n, (i) => [MARK, int(i), int(i), APPENDS]), STOP)), one('APPENDS of floats', (n) => pickle(EMPTY_LIST, times(n, MARK, op.BINFLOAT, uint8(0n), APPENDS), STOP)),
    one('APPENDS on an instance', (n) => pickle(instance(), times(n, MARK, NONE, APPENDS), STOP)), one('APPENDS by GET', (n) => pickle(EMPTY_LIST, MEMOIZE, POP, times(n, binget(0), MARK, int(1), int(2), APPENDS, POP), binget(0), STOP)),
    one('two lists in turn', (n) => pickle(EMPTY_LIST, MEMOIZE, EMPTY_LIST, MEMOIZE, POP, POP, each(n, (i) => [binget(i & 1), MARK, int(1), int(2), int(3), APPENDS, POP]), binget(0), STOP))],
  LIST: pushes('LIST', () => [MARK, NONE, op.LIST]),
  EMPTY_TUPLE: pushes('EMPTY_TUPLE', () => [EMPTY_TUPLE]),
  TUPLE: [...pushes('TUPLE', (i) => [MARK, NONE, int(i), NONE, NONE, TUPLE]), one('TUPLE of many', (n) => pickle(MARK, times(n, NONE), TUPLE, STOP)), one('TUPLE in TUPLE', (n) => pickle(times(n, MARK), times(n, TUPLE), STOP)),
    one('a long tuple as key again and again', (n) => pickle(MARK, each(n, (i) => [int(i)]), TUPLE, MEMOIZE, EMPTY_DICT, MARK, times(n, binget(0), NONE), SETITEMS, STOP))],
  TUPLE1: [...pushes('TUPLE1', (i) => [int(i), TUPLE1]), one('TUPLE1 in TUPLE1', (n) => pickle(NONE, times(n, TUPLE1), STOP)), one('a tower of tuples as a key', (n) => pickle(EMPTY_DICT, NONE, times(n, TUPLE1), NONE, op.SETITEM, STOP)),
    one('every floor of a tower as a key', (n) => pickle(NONE, MEMOIZE, POP, EMPTY_DICT, each(n, (i) => [binget(i), TUPLE1, binput(i + 1), NONE, op.SETITEM]), STOP))],
  TUPLE2: [...pushes('TUPLE2', (i) => [NONE, int(i), TUPLE2]), one('doubled tuples as a key', (n) => pickle(EMPTY_DICT, NONE, times(n, op.DUP, TUPLE2), NONE, op.SETITEM, STOP)),
    one('two equal doubled tuples as keys', (n) => pickle(EMPTY_DICT, NONE, times(n, op.DUP, TUPLE2), NONE, op.SETITEM, NONE, times(n, op.DUP, TUPLE2), NONE, op.SETITEM, STOP)),
    one('equal doubled tuples in a set', (n) => pickle(EMPTY_SET, MARK, NONE, times(n, op.DUP, TUPLE2), NONE, times(n, op.DUP, TUPLE2), ADDITEMS, STOP))],
  TUPLE3: pushes('TUPLE3', (i) => [NONE, NONE, int(i), op.TUPLE3]),
  EMPTY_DICT: pushes('EMPTY_DICT', () => [EMPTY_DICT]),
  DICT: [...pushes('DICT', (i) => [MARK, key(i), NONE, op.DICT]), ...pushes('DICT of ints', (i) => [MARK, int(i), NONE, op.DICT]), one('DICT of many', (n) => pickle(MARK, each(n, (i) => [key(i), NONE]), op.DICT, STOP))],
  SETITEM: [one('SETITEM', (n) => pickle(EMPTY_DICT, each(n, (i) => [key(i), NONE, op.SETITEM]), STOP)), one('SETITEM of one key', (n) => pickle(EMPTY_DICT, times(n, text('a'), NONE, op.SETITEM), STOP)),
    one('SETITEM of ints', (n) => pickle(EMPTY_DICT, each(n, (i) => [int(i), NONE, op.SETITEM]), STOP)), one('SETITEM of index text', (n) => pickle(EMPTY_DICT, each(n, (i) => [text(String(i * 1000)), NONE, op.SETITEM]), STOP)),
    one('SETITEM of dicts in dicts', (n) => pickle(times(n, EMPTY_DICT, text('a')), NONE, times(n, op.SETITEM), STOP)), one('SETITEM on an instance', (n) => pickle(instance(), each(n, (i) => [key(i), NONE, op.SETITEM]), STOP)),
    one('SETITEM on a list', (n) => pickle(EMPTY_LIST, MARK, times(n, NONE), APPENDS, each(n, (i) => [int(i), NONE, op.SETITEM]), STOP)),
    one('SETITEM by GET', (n) => pickle(EMPTY_DICT, MEMOIZE, POP, each(n, (i) => [binget(0), key(i), NONE, op.SETITEM, POP]), binget(0), STOP)),
    one('SETITEM of an int at the end', (n) => pickle(EMPTY_DICT, each(n, (i) => [key(i), NONE, op.SETITEM]), int(1), NONE, op.SETITEM, STOP)),
    one('dicts that become a Map, memoized', (n) => pickle(EMPTY_LIST, MARK, each(n, (i) => [EMPTY_DICT, binput(i), text('a'), NONE, op.SETITEM, int(i), NONE, op.SETITEM]), APPENDS, STOP)),
    one('fetched dicts that become a Map', (n) => pickle(EMPTY_LIST, MARK, each(n, (i) => [EMPTY_DICT, binput(i), text('a'), NONE, op.SETITEM, binget(i), int(i), NONE, op.SETITEM]), APPENDS, STOP)),
    one('one dict in many places becomes a Map', (n) => pickle(EMPTY_LIST, MARK, EMPTY_DICT, text('a'), NONE, op.SETITEM, MEMOIZE, times(n, binget(0)), int(1), NONE, op.SETITEM, APPENDS, STOP)),
    one('dicts in dicts that become a Map', (n) => pickle(EMPTY_DICT, each(n, (i) => [binput(i), text('a'), EMPTY_DICT]), text('a'), NONE, times(n, op.SETITEM, int(1), NONE, op.SETITEM), STOP))],
  SETITEMS: [one('SETITEMS of one', (n) => pickle(EMPTY_DICT, each(n, (i) => [MARK, key(i), NONE, SETITEMS]), STOP)), one('SETITEMS of many', (n) => pickle(EMPTY_DICT, MARK, each(n, (i) => [key(i), NONE]), SETITEMS, STOP)),
    one('SETITEMS of nothing', (n) => pickle(EMPTY_DICT, times(n, MARK, SETITEMS), STOP)), one('records', (n) => pickle(EMPTY_LIST, MARK, each(n, (i) => [EMPTY_DICT, MARK, text('a'), int(i), text('b'), text('c'), SETITEMS]), APPENDS, STOP)),
    one('records of keys of their own', (n) => pickle(EMPTY_LIST, MARK, each(n, (i) => [EMPTY_DICT, MARK, key(i), NONE, SETITEMS]), APPENDS, STOP)),
    one('records of two shapes each', (n) => pickle(EMPTY_LIST, MARK, each(n, (i) => [EMPTY_DICT, MARK, key(i >> 4), NONE, text('b'), NONE, SETITEMS]), APPENDS, STOP)),
    one('records of a long key', (n) => pickle(EMPTY_LIST, MARK, each(20, (i) => [EMPTY_DICT, MARK, text('k'.repeat(n)), int(i), SETITEMS]), APPENDS, STOP)),
    one('records extended', (n) => pickle(EMPTY_LIST, MARK, each(n, (i) => [EMPTY_DICT, MARK, text('a'), int(i), SETITEMS, MARK, text('b'), NONE, SETITEMS]), APPENDS, STOP)),
    one('one record extended', (n) => pickle(EMPTY_DICT, MARK, text('a'), NONE, SETITEMS, each(n, (i) => [MARK, key(i), NONE, SETITEMS]), STOP)),
    one('equal numbers as keys', (n) => pickle(EMPTY_DICT, MARK, each(n, (i) => (i & 1 ? [op.BININT1, 1, NONE] : [op.NEWTRUE, NONE])), SETITEMS, STOP)),
    one('SETITEMS on an instance', (n) => pickle(instance(), each(n, (i) => [MARK, key(i), NONE, SETITEMS]), STOP))],
  EMPTY_SET: pushes('EMPTY_SET', () => [EMPTY_SET]),
  ADDITEMS: [one('ADDITEMS of one', (n) => pickle(EMPTY_SET, each(n, (i) => [MARK, int(i), ADDITEMS]), STOP)), one('ADDITEMS of many', (n) => pickle(EMPTY_SET, MARK, each(n, (i) => [key(i)]), ADDITEMS, STOP)),
    one('ADDITEMS of nothing', (n) => pickle(EMPTY_SET, times(n, MARK, ADDITEMS), STOP)), one('ADDITEMS on an instance', (n) => pickle(instance(), times(n, MARK, NONE, ADDITEMS), STOP))],
  FROZENSET: [...pushes('FROZENSET', (i) => [MARK, int(i), op.FROZENSET]), one('a tower of frozensets', (n) => pickle(times(n, MARK), times(n, op.FROZENSET), STOP)),
    one('a tower of frozensets as a key', (n) => pickle(EMPTY_DICT, times(n, MARK), times(n, op.FROZENSET), NONE, op.SETITEM, STOP)),
    one('two equal towers of frozensets as keys', (n) => pickle(EMPTY_DICT, times(n, MARK), times(n, op.FROZENSET), NONE, op.SETITEM, times(n, MARK), times(n, op.FROZENSET), NONE, op.SETITEM, STOP)),
    one('two equal towers of pairs of frozensets', (n) => pickle(EMPTY_DICT, ...[0, 1].flatMap(() => [frozen, each(n, (i) => [binput(i), POP, MARK, binget(i), MARK, binget(i), NONE, op.FROZENSET, op.FROZENSET]), NONE, op.SETITEM]), STOP)),
    one('equal frozensets of many as items', (n) => pickle(EMPTY_SET, MARK, ...[0, 1].map(() => pickle(MARK, each(n, (i) => [int(i)]), op.FROZENSET)), ADDITEMS, STOP))],
  POP: [one('POP', (n) => pickle(NONE, times(n, NONE, POP), STOP)), one('POP of marks', (n) => pickle(NONE, times(n, MARK), times(n, POP), STOP))],
  DUP: [...pushes('DUP', () => [NONE, op.DUP, POP]), one('DUP of a list', (n) => pickle(EMPTY_LIST, MARK, EMPTY_LIST, times(n, op.DUP), APPENDS, STOP)), one('DUP of dicts that become a Map', (n) => pickle(EMPTY_LIST, MARK, each(n, (i) => [EMPTY_DICT, op.DUP, int(i), NONE, op.SETITEM]), APPENDS, STOP))],
  MARK: [one('MARK', (n) => pickle(times(n, MARK), NONE, STOP)), one('MARK and POP', (n) => pickle(NONE, times(n, MARK, POP), STOP))],
  POP_MARK: [one('POP_MARK', (n) => pickle(NONE, times(n, MARK, NONE, op.POP_MARK), STOP)), one('POP_MARK of many', (n) => pickle(NONE, MARK, times(n, NONE), op.POP_MARK, STOP)), one('POP_MARK in POP_MARK', (n) => pickle(NONE, times(n, MARK, NONE), times(n, op.POP_MARK), STOP))],
  GET: [one('GET', (n) => pickle(EMPTY_LIST, MEMOIZE, MARK, times(n, op.GET, '0\n'), APPENDS, STOP)), one('GET of long text', (n) => pickle(NONE, MEMOIZE, POP, op.GET, '0'.repeat(n), '\n', STOP)), one('GET of blanks', (n) => pickle(NONE, MEMOIZE, POP, op.GET, ' '.repeat(n), '0\n', STOP))],
  BINGET: [one('BINGET of a list', (n) => pickle(EMPTY_LIST, MEMOIZE, MARK, times(n, op.BINGET, 0), APPENDS, STOP)), one('BINGET of a pending dict', (n) => pickle(EMPTY_LIST, MARK, EMPTY_DICT, MEMOIZE, times(n, op.BINGET, 0), APPENDS, STOP))],
  LONG_BINGET: [one('LONG_BINGET', (n) => pickle(EMPTY_LIST, MARK, each(n, (i) => [EMPTY_LIST, binput(i)]), each(n, (i) => [binget(i)]), APPENDS, STOP)), one('LONG_BINGET backwards', (n) => pickle(EMPTY_LIST, MARK, each(n, (i) => [EMPTY_DICT, binput(i)]), each(n, (i) => [binget(n - 1 - i)]), APPENDS, STOP))],
  PUT: [one('PUT', (n) => pickle(NONE, each(n, (i) => [op.PUT, `${i}\n`]), STOP)), one('PUT far away', (n) => pickle(NONE, each(n, (i) => [op.PUT, `${i}000000007\n`]), STOP)), one('PUT backwards', (n) => pickle(NONE, each(n, (i) => [op.PUT, `${n - i}\n`]), STOP)),
    one('PUT of bigger and bigger numbers', (n) => pickle(NONE, each(n, (i) => [op.PUT, `${i}99999999999999999999999\n`]), STOP))],
  BINPUT: [one('BINPUT over and over', (n) => pickle(EMPTY_DICT, times(n, op.BINPUT, 7), STOP)), one('BINPUT of ever new lists', (n) => pickle(NONE, times(n, EMPTY_LIST, op.BINPUT, 7, POP), STOP)), one('BINPUT of ever new dicts', (n) => pickle(NONE, times(n, EMPTY_DICT, op.BINPUT, 7, POP), STOP))],
  LONG_BINPUT: [one('LONG_BINPUT', (n) => pickle(EMPTY_LIST, each(n, (i) => [binput(i)]), STOP)), one('LONG_BINPUT far away', (n) => pickle(EMPTY_LIST, each(n, (i) => [binput((i * 65521) >>> 0)]), STOP)), one('LONG_BINPUT of powers', (n) => pickle(EMPTY_LIST, each(n, (i) => [binput((i << 16) >>> 0)]), STOP)),
    one('LONG_BINPUT of a dict that becomes a Map', (n) => pickle(EMPTY_DICT, text('a'), NONE, op.SETITEM, each(n, (i) => [binput(i)]), int(1), NONE, op.SETITEM, STOP))],
  MEMOIZE: [one('MEMOIZE', (n) => pickle(EMPTY_LIST, times(n, MEMOIZE), STOP))],
  EXT1: pushes('EXT1', (i) => [op.EXT1, 1 + (i % 200)]),
  EXT2: pushes('EXT2', (i) => [op.EXT2, 1 + (i % 200), (i >> 8) & 255]),
  EXT4: pushes('EXT4', (i) => [op.EXT4, uint4(i + 1)]),
  GLOBAL: [...pushes('GLOBAL', (i) => [op.GLOBAL, `m\nname${i}\n`]), one('GLOBAL of a long name', (n) => pickle(op.GLOBAL, 'm'.repeat(n), '\n', 'a.'.repeat(n), 'b\n', STOP))],
  STACK_GLOBAL: pushes('STACK_GLOBAL', (i) => [text('m'), key(i), op.STACK_GLOBAL]),
  REDUCE: [...pushes('REDUCE', (i) => [inert(), int(i), TUPLE1, REDUCE]), one('REDUCE of REDUCE', (n) => pickle(times(n, inert()), EMPTY_TUPLE, times(n, REDUCE, TUPLE1), STOP)), one('REDUCE with many arguments', (n) => pickle(inert(), MARK, times(n, NONE), TUPLE, REDUCE, STOP)),
    one('REDUCE with the same many arguments', (n) => pickle(inert(), MEMOIZE, MARK, times(n, NONE), TUPLE, MEMOIZE, EMPTY_LIST, MARK, times(20, binget(0), binget(1), REDUCE), APPENDS, STOP))],
  BUILD: [one('BUILD', (n) => pickle(instance(), each(n, (i) => [EMPTY_DICT, key(i), NONE, op.SETITEM, BUILD]), STOP)), one('BUILD of many', (n) => pickle(instance(), EMPTY_DICT, MARK, each(n, (i) => [key(i), NONE]), SETITEMS, BUILD, STOP)),
    one('BUILD with slots', (n) => pickle(instance(), each(n, (i) => [NONE, EMPTY_DICT, key(i), NONE, op.SETITEM, TUPLE2, BUILD]), STOP)), one('BUILD with None', (n) => pickle(instance(), times(n, NONE, BUILD), STOP)),
    one('BUILD with one large state', (n) => pickle(EMPTY_DICT, MARK, each(n, (i) => [key(i), NONE]), SETITEMS, MEMOIZE, instance(), times(40, binget(0), BUILD), STOP)),
    one('BUILD in BUILD', (n) => pickle(times(n, instance()), NONE, times(n, BUILD), STOP))],
  INST: pushes('INST', (i) => [MARK, NONE, op.INST, `m\nname${i % 10}\n`]),
  OBJ: [...pushes('OBJ', () => [MARK, inert(), NONE, op.OBJ]), one('OBJ with many arguments', (n) => pickle(MARK, inert(), times(n, NONE), op.OBJ, STOP))],
  NEWOBJ: [...pushes('NEWOBJ', () => [instance()]), ...pushes('NEWOBJ with arguments', (i) => [inert(), int(i), TUPLE1, op.NEWOBJ]), one('NEWOBJ by GET', (n) => pickle(inert(), MEMOIZE, EMPTY_LIST, MARK, times(n, binget(0), EMPTY_TUPLE, op.NEWOBJ), APPENDS, STOP))],
  NEWOBJ_EX: [...pushes('NEWOBJ_EX', () => [inert(), EMPTY_TUPLE, EMPTY_DICT, op.NEWOBJ_EX]), one('NEWOBJ_EX with many keywords', (n) => pickle(inert(), EMPTY_TUPLE, EMPTY_DICT, MARK, each(n, (i) => [key(i), NONE]), SETITEMS, op.NEWOBJ_EX, STOP))],
  PROTO: [one('PROTO', (n) => pickle(times(n, op.PROTO, 4), NONE, STOP))],
  STOP: [one('what is behind STOP', (n) => pickle(NONE, times(n, STOP)))],
  FRAME: [one('FRAME', (n) => pickle(times(n, op.FRAME, uint8(2n), NONE, POP), NONE, STOP)), one('FRAME of nothing', (n) => pickle(times(n, op.FRAME, uint8(0n)), NONE, STOP))],
  PERSID: pushes('PERSID', (i) => [op.PERSID, `${i}\n`]),
  BINPERSID: [...pushes('BINPERSID', (i) => [int(i), op.BINPERSID]), one('BINPERSID of BINPERSID', (n) => pickle(NONE, times(n, op.BINPERSID), STOP)), one('a tower of BINPERSID as a key', (n) => pickle(EMPTY_DICT, NONE, times(n, op.BINPERSID), NONE, op.SETITEM, STOP))],
}; // biome-ignore format: a table

/** What every family knows. */
const registry = new Registry();

/** Their names, found by looking on while they are registered. */
function registeredNames(): [module: string, name: string][] {
  const names: [string, string][] = [];
  const { addValue } = Registry.prototype;
  Registry.prototype.addValue = function (module, name, value) {
    names.push([module, name]);
    return addValue.call(this, module, name, value);
  };
  try {
    if (Registry.standard === undefined) throw new Error('the standard registry is not there');
    registry.use(pandas).use(torch);
  } finally {
    Registry.prototype.addValue = addValue;
  }
  return names;
}

const NAMES: readonly (readonly [module: string, name: string])[] = registeredNames();

const bytes = (...data: number[]) => pickle(op.SHORT_BINBYTES, data.length, ...data);
const tuple = (...parts: Part[]) => pickle(MARK, ...parts, TUPLE);
const dtype = pickle(global('numpy', 'dtype'), tuple(text('i4'), op.NEWFALSE, op.NEWTRUE), REDUCE);

/** Arguments that some class takes. */
const ARGUMENTS: readonly Uint8Array[] = [
  tuple(), tuple(int(1)), tuple(int(2), int(3)), tuple(int(1), int(2), int(3)), tuple(text('1')), tuple(text('a')), tuple(text('a'), text('latin1')), tuple(text('UTC')),
  tuple(EMPTY_LIST), tuple(EMPTY_DICT), tuple(tuple()), tuple(NONE), tuple(text('1.5')), tuple(text('3/4')), tuple(bytes(1, 2, 3)), tuple(bytes(7, 0xe8, 1, 2, 3, 4, 5, 0, 0, 0)),
  tuple(bytes(7, 0xe8, 1, 2)), tuple(bytes(3, 4, 5, 0, 0, 0)), tuple(int(2024), int(1), int(1)), tuple(global('datetime', 'timedelta'), tuple(int(0), int(60)), REDUCE), tuple(text('12345678123456781234567812345678')),
  tuple(global('builtins', 'list'), global('builtins', 'object'), NONE), tuple(global('made.up', 'Thing'), global('builtins', 'object'), NONE), tuple(global('builtins', 'list')), tuple(inert(), EMPTY_TUPLE, EMPTY_DICT), tuple(int(0), EMPTY_TUPLE, int(0)),
  tuple(global('numpy', 'ndarray'), tuple(int(0)), bytes(0x62)), tuple(dtype, bytes(1, 0, 0, 0)), tuple(bytes(1, 0, 0, 0), dtype, tuple(int(1)), text('C')), tuple(text('i4'), op.NEWFALSE, op.NEWTRUE), tuple(NONE, EMPTY_DICT), tuple(global('builtins', 'list'), text('a')),
]; // biome-ignore format: a table

/** Arguments that grow. */
const LARGE: readonly (readonly [name: string, make: (n: number) => Uint8Array])[] = [
  [
    'a list',
    (n) =>
      tuple(
        EMPTY_LIST,
        MARK,
        each(n, (i) => [int(i)]),
        APPENDS,
      ),
  ],
  ['a list of equal items', (n) => tuple(EMPTY_LIST, MARK, times(n, int(1)), APPENDS)],
  [
    'a list of pairs',
    (n) =>
      tuple(
        EMPTY_LIST,
        MARK,
        each(n, (i) => [key(i), NONE, TUPLE2]),
        APPENDS,
      ),
  ],
  ['many arguments', (n) => tuple(each(n, (i) => [key(i)]))],
  ['many times ..', (n) => tuple(times(n, text('..')))],
  ['a tuple', (n) => tuple(tuple(each(n, (i) => [int(i)])))],
  [
    'a dict',
    (n) =>
      tuple(
        EMPTY_DICT,
        MARK,
        each(n, (i) => [key(i), NONE]),
        SETITEMS,
      ),
  ],
  ['digits', (n) => tuple(text('7'.repeat(n)))],
  ['a fraction of digits', (n) => tuple(text(`${'7'.repeat(n)}/${'3'.repeat(n)}`))],
  ['an exponent', (n) => tuple(text(`1e${'9'.repeat(1 + (n >> 10))}`))],
  ['a path', (n) => tuple(text('/a'.repeat(n)))],
  ['blanks', (n) => tuple(text(`${' '.repeat(n)}1`))],
  ['two ints of many digits', (n) => tuple(op.LONG4, uint4(n), times(n, 0x55), op.LONG4, uint4(n), times(n, 0x33))],
  ['one int of many digits', (n) => tuple(op.LONG4, uint4(n), times(n, 0x55))],
  ['bytes', (n) => tuple(op.BINBYTES, uint4(n), times(n, 1))],
  ['text for bytes', (n) => tuple(text('\u00e9'.repeat(n)), text('latin1'))],
  ['text to encode', (n) => tuple(text('\u00e9'.repeat(n)), text('utf-8'))],
  [
    'fields',
    (n) =>
      tuple(
        EMPTY_LIST,
        MARK,
        each(n, (i) => [key(i), text('i4'), TUPLE2]),
        APPENDS,
        op.NEWFALSE,
        op.NEWTRUE,
      ),
  ],
];

/** States that some `__setstate__` takes: the first is one entry of its own for each index. */
const STATES: readonly (readonly [name: string, make: (index: number) => Uint8Array])[] = [
  ['a dict', (i) => pickle(EMPTY_DICT, key(i), NONE, op.SETITEM)],
  ['slots', (i) => tuple(NONE, pickle(EMPTY_DICT, key(i), NONE, op.SETITEM))],
  ['None', () => Uint8Array.of(NONE)],
  ['a tuple', () => tuple(int(1), tuple(int(0)), dtype, op.NEWFALSE, bytes())],
  ['a list', (i) => pickle(EMPTY_LIST, int(i), op.APPEND)],
  ['a dict of tuples', (i) => pickle(EMPTY_DICT, int(i), TUPLE1, NONE, op.SETITEM)],
  ['a dict of one tuple', (i) => pickle(EMPTY_DICT, int(7), TUPLE1, int(i), op.SETITEM)],
  ['dicts of text and tuples', (i) => pickle(EMPTY_DICT, ...(i & 1 ? [key(i)] : [int(i), TUPLE1]), NONE, op.SETITEM)],
];

/** True when the load makes a value. */
function isGood(data: Uint8Array): boolean {
  try {
    loads(data, { exact: true, registry });
    return true;
  } catch {
    return false;
  }
}

/**
 * Names of one kind have the same hooks: one exception stands for all, one package of NumPy for the other, one offset
 * of pandas for all.
 */
function kindOf([module, name]: readonly [string, string]): unknown {
  const meaning = registry.lookup(module, name);
  // A constant does nothing.
  if (!(meaning instanceof PyGlobal)) return (meaning as object).constructor;
  const { construct, setState } = PyGlobal.hooksOf(meaning) ?? {};
  const call = pickle(global(module, name), EMPTY_TUPLE, REDUCE, STOP);
  const made = isGood(call) ? (loads(call, { registry }) as object | null)?.constructor : undefined;
  if (made === PyException) return made;
  return Registry.standard?.lookup(module, name) === undefined && made !== undefined && made !== PyCall
    ? made
    : `${name} ${construct} ${setState}`;
}

/** One name of each kind. */
function kinds(): (readonly [module: string, name: string])[] {
  const first = new Map<unknown, readonly [string, string]>();
  for (const each of NAMES) if (!first.has(kindOf(each))) first.set(kindOf(each), each);
  return [...first.values()];
}

/** Everything that a registered name can be made to do. */
function hookRows(module: string, name: string): GrowthRow[] {
  const label = `${module}.${name}`;
  const cls = global(module, name);
  const one = (what: string, make: (n: number) => Uint8Array): GrowthRow => ({
    name: what,
    n: FOR_HOOKS,
    make,
    options: { registry },
  });
  const rows = LARGE.map(([what, args]) => one(`${label}(${what})`, (n) => pickle(cls, args(n), REDUCE, STOP)));
  for (const [what, args] of LARGE.slice(0, 7)) {
    rows.push(
      one(`${label}(${what}), the same again`, (n) =>
        pickle(
          cls,
          MEMOIZE,
          args(n),
          MEMOIZE,
          EMPTY_LIST,
          MARK,
          times(20, binget(0), binget(1), REDUCE),
          APPENDS,
          STOP,
        ),
      ),
    );
  }
  rows.push(
    one(`${label} of itself`, (n) => pickle(times(n, cls), EMPTY_TUPLE, times(n, REDUCE, TUPLE1), STOP)),
    one(`${label} of a list of itself`, (n) =>
      pickle(times(n, cls, EMPTY_LIST), NONE, times(n, op.APPEND, TUPLE1, REDUCE), STOP),
    ),
  );
  // The shortest, of those that give something else than an inert call if there is one.
  const forms = ARGUMENTS.map((args) => pickle(cls, args, REDUCE)).filter((form) => isGood(pickle(form, STOP)));
  const made = forms.find((form) => !(loads(pickle(form, STOP), { registry }) instanceof PyCall)) ?? forms[0];
  if (made === undefined) return rows;
  rows.push(...pushes(`${label}()`, () => [made], FOR_HOOKS).map((row) => ({ ...row, options: { registry } })));
  for (const [what, state] of STATES) {
    rows.push(
      one(`${label}: BUILD with ${what}`, (n) =>
        pickle(
          made,
          each(n, (i) => [state(i), BUILD]),
          STOP,
        ),
      ),
      one(`${label}: BUILD with ${what}, by GET`, (n) =>
        pickle(
          made,
          MEMOIZE,
          POP,
          each(n, (i) => [binget(0), state(i), BUILD, POP]),
          binget(0),
          STOP,
        ),
      ),
    );
  }
  rows.push(
    one(`${label}: BUILD with a large dict`, (n) =>
      pickle(
        made,
        EMPTY_DICT,
        MARK,
        each(n, (i) => [key(i), NONE]),
        SETITEMS,
        BUILD,
        STOP,
      ),
    ),
    one(`${label}: BUILD with a large dict again`, (n) =>
      pickle(
        EMPTY_DICT,
        MARK,
        each(n, (i) => [key(i), NONE]),
        SETITEMS,
        MEMOIZE,
        made,
        times(40, binget(0), BUILD),
        STOP,
      ),
    ),
    one(`${label}: APPEND`, (n) => pickle(made, times(n, int(1), op.APPEND), STOP)),
    one(`${label}: APPENDS`, (n) => pickle(made, times(n, MARK, int(1), int(2), APPENDS), STOP)),
    one(`${label}: SETITEM`, (n) =>
      pickle(
        made,
        each(n, (i) => [key(i), NONE, op.SETITEM]),
        STOP,
      ),
    ),
    one(`${label}: SETITEM of tuples`, (n) =>
      pickle(
        made,
        each(n, (i) => [int(i), TUPLE1, NONE, op.SETITEM]),
        STOP,
      ),
    ),
    one(`${label}: SETITEMS`, (n) =>
      pickle(
        made,
        each(n, (i) => [MARK, key(i), NONE, SETITEMS]),
        STOP,
      ),
    ),
    one(`${label}: ADDITEMS`, (n) =>
      pickle(
        made,
        each(n, (i) => [MARK, int(i), ADDITEMS]),
        STOP,
      ),
    ),
  );
  // What is refused at once does nothing.
  return rows.filter((row, index) => index < LARGE.length || isGood(row.make(2)));
}

interface VectorRow {
  name: string;
  protocol: number;
  base64?: string;
  pickle?: string;
  buffers?: string[];
}

/** Real values of the families, many of them one behind the other: of protocol 2, whose memo indexes are absolute. */
function vectorRows(): GrowthRow[] {
  const rows: GrowthRow[] = [];
  const seen = new Set<string>();
  for (const file of ['stdlib', 'numpy']) {
    for (const row of JSON.parse(
      readFileSync(new URL(`../vectors/${file}.json`, import.meta.url), 'utf8'),
    ) as VectorRow[]) {
      const data = Buffer.from(row.base64 ?? row.pickle ?? '', 'base64');
      // One of each kind: `timedelta64[2D]-7` and `timedelta64[ms]-0` are read alike.
      const family = `${file} ${row.name.replace(/[^a-z_ -].*/i, '')}`;
      if (row.protocol !== 2 || data.length > 400 || row.buffers !== undefined || seen.has(family)) continue;
      seen.add(family);
      const body = Uint8Array.from(data.subarray(2, -1));
      // A quarter of n: these are longer.
      rows.push({
        name: `${file} ${row.name}`,
        n: FOR_HOOKS,
        options: { encoding: 'latin1' },
        make: (n) => pickle(op.PROTO, 2, EMPTY_LIST, MARK, times(n >> 2, body), APPENDS, STOP),
      });
      rows.push({
        name: `${file} ${row.name} as keys`,
        n: FOR_HOOKS,
        options: { encoding: 'latin1' },
        make: (n) => pickle(op.PROTO, 2, EMPTY_DICT, MARK, times(n >> 2, body, NONE), SETITEMS, STOP),
      });
    }
  }
  return rows;
}

/** All rows. */
export function growthRows(): GrowthRow[] {
  const rows = [...kinds().flatMap(([module, name]) => hookRows(module, name)), ...vectorRows()];
  return [
    ...Object.values(OPCODES).flat(),
    ...rows.map((row, index): GrowthRow => ({ ...row, engine: index % 2 === 0 ? 'wasm' : 'js' })),
  ];
}
