/**
 * Linear memory that cannot grow: whatever the limit, a load gives the right value or says that memory is missing, and
 * the next load works.
 */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Scanner } from '../../src/engines/wasm/scanner/index.js';
import { embeddedBytes } from '../../src/engines/wasm/scanner/module.js';
import { init, LimitError, loads, Unpickler } from '../../src/index.js';
import * as op from '../../src/shared/opcodes.js';
import { loadsOn } from '../helpers/engines.js';
import { int, pickle, text, times, uint4 } from '../helpers/program.js';
import { tokens } from '../helpers/typed.js';
import { valueRows } from '../helpers/vectors.js';

/** An unsigned LEB128 number. */
function leb(value: number): number[] {
  return value < 0x80 ? [value] : [(value & 0x7f) | 0x80, ...leb(value >>> 7)];
}

/** The number that starts at `at`, and where it ends. */
function readLeb(bytes: Uint8Array, at: number): [value: number, end: number] {
  let value = 0;
  for (let shift = 0; ; shift += 7) {
    const byte = bytes[at++];
    value |= (byte & 0x7f) << shift;
    if (byte < 0x80) return [value, at];
  }
}

/** The scanner's module with a maximum for its memory. */
function moduleWith(pages: number): WebAssembly.Module {
  const bytes = embeddedBytes();
  const out: number[] = [...bytes.subarray(0, 8)];
  for (let at = 8; at < bytes.length; ) {
    const id = bytes[at];
    const [size, start] = readLeb(bytes, at + 1);
    if (id === 5) {
      // One memory, without a maximum: its least size.
      expect([...bytes.subarray(start, start + 2)]).toEqual([1, 0]);
      const [least] = readLeb(bytes, start + 2);
      const content = [1, 1, ...leb(least), ...leb(Math.max(least, pages))];
      out.push(5, ...leb(content.length), ...content);
    } else out.push(...bytes.subarray(at, start + size));
    at = start + size;
  }
  return new WebAssembly.Module(Uint8Array.from(out));
}

/** Has all loads from now on run in memory of at most so many pages of 64 KB. */
function limitTo(pages: number): void {
  init(moduleWith(pages));
  // Those that wait were made before.
  for (let i = 0; i < 3; i++) Scanner.acquire();
}

/** What fails for want of memory is undefined. */
function tryLoad(data: Uint8Array): unknown {
  try {
    return loads(data, { engine: 'wasm' });
  } catch (error) {
    expect(error).toBeInstanceOf(LimitError);
    expect((error as Error).message).toMatch(/no more memory for the engine.*engine 'js'/);
    return undefined;
  }
}

const N = 150_000;
const STRUCTURES: [name: string, data: Uint8Array][] = [
  ['stack and tape: ints', pickle(op.EMPTY_LIST, op.MARK, op.NONE, times(N, int(7)), op.APPENDS, op.STOP)],
  [
    'stack and pool: floats',
    pickle(op.EMPTY_LIST, op.MARK, op.NONE, times(N, op.BINFLOAT, 0, 0, 0, 0, 0, 0, 0, 1), op.TUPLE, op.STOP),
  ],
  ['pool: big integers', pickle(op.MARK, times(N, op.LONG1, 8, 1, 2, 3, 4, 5, 6, 7, 8), op.LIST, op.STOP)],
  ['marks', pickle(times(N, op.MARK), op.NONE, times(N, op.TUPLE), op.STOP)],
  ['dense memo', pickle(op.NONE, times(N, op.MEMOIZE), op.LONG_BINGET, uint4(N - 1), op.STOP)],
  [
    'sparse memo',
    pickle(
      op.NONE,
      ...Array.from({ length: 20_000 }, (_, i) => pickle(op.LONG_BINPUT, uint4(0x10000000 + 977 * i))),
      op.STOP,
    ),
  ],
  ['window: a line', pickle(op.UNICODE, times(300_000, 'a'), '\n', op.STOP)],
  ['window: a long int', pickle(op.LONG4, uint4(300_000), times(300_000, 1), op.STOP)],
  [
    'strings and arena',
    pickle(op.MARK, ...Array.from({ length: 20_000 }, (_, i) => text(`text ${i}`)), op.LIST, op.STOP),
  ],
  [
    'wide strings',
    pickle(
      op.MARK,
      ...Array.from({ length: 20_000 }, (_, i) => pickle(op.SHORT_BINUNICODE, 3, '\u00e2\u0082', 0x80 + (i & 0x3f))),
      op.LIST,
      op.STOP,
    ),
  ],
  [
    'shapes',
    pickle(
      op.MARK,
      ...Array.from({ length: 900 }, (_, i) =>
        pickle(op.EMPTY_DICT, op.MARK, text(`a${i}`), int(1), text(`b${i}`), op.NONE, op.SETITEMS),
      ),
      op.LIST,
      op.STOP,
    ),
  ],
  [
    'pairs',
    pickle(
      op.EMPTY_DICT,
      op.MARK,
      ...Array.from({ length: 40_000 }, (_, i) => pickle(int(i), text(`${i}`))),
      op.SETITEMS,
      op.STOP,
    ),
  ],
  ['a set', pickle(op.EMPTY_SET, op.MARK, ...Array.from({ length: 40_000 }, (_, i) => int(i)), op.ADDITEMS, op.STOP)],
];

const SMALL = pickle(op.EMPTY_LIST, op.MARK, int(1), int(2), op.APPENDS, op.STOP);

afterAll(() => limitTo(65_536));

describe('a limit of linear memory', () => {
  for (const [name, data] of STRUCTURES) {
    it(`of every size: ${name}`, () => {
      limitTo(65_536);
      const right = JSON.stringify(tokens(loadsOn('js', data)));
      let failures = 0;
      let enough = false;
      for (let pages = 1; !enough; pages += pages < 48 ? 1 : pages >> 3) {
        expect(pages).toBeLessThan(4000);
        limitTo(pages);
        const value = tryLoad(data);
        if (value === undefined) {
          failures++;
          const next = tryLoad(SMALL);
          if (next !== undefined) expect(next).toEqual([1, 2]);
        } else {
          expect(JSON.stringify(tokens(value))).toBe(right);
          enough = true;
        }
      }
      expect(failures).toBeGreaterThan(5);
      // With as much as it needs and with the failures behind it.
      limitTo(65_536);
      expect(loads(SMALL, { engine: 'wasm' })).toEqual([1, 2]);
    });
  }

  it('of every size: vectors', () => {
    const rows = valueRows('builtins').filter((_, i) => i % 23 === 0);
    for (let pages = 1; pages < 40; pages += 3) {
      limitTo(pages);
      for (const { pickles, options } of rows) {
        for (const { data } of pickles.slice(0, 2)) {
          let value: unknown;
          try {
            value = loads(data, { ...options, exact: true, engine: 'wasm' });
          } catch (error) {
            expect(error).toBeInstanceOf(LimitError);
            continue;
          }
          expect(tokens(value)).toEqual(tokens(loadsOn('js', data, { ...options, exact: true })));
        }
      }
    }
  });

  it('ends an Unpickler, whose memo is gone', () => {
    const first = pickle(op.NONE, op.MEMOIZE, op.STOP);
    const bytes = pickle(first, STRUCTURES[0][1], op.BINGET, 0, op.STOP);
    limitTo(65);
    const unpickler = new Unpickler(bytes, { engine: 'wasm' });
    expect(unpickler.load()).toBe(null);
    expect(() => unpickler.load()).toThrow(LimitError);
    expect(() => unpickler.load()).toThrow(/no more memory/);
  });
});

describe('a fault of the scanner', () => {
  beforeAll(() => limitTo(65_536));
  it('says that it is one, and the instance is not used again', () => {
    const spoiled = Scanner.acquire() as Scanner;
    const scan = spoiled.scan.bind(spoiled);
    spoiled.scan = () => {
      throw new WebAssembly.RuntimeError('unreachable');
    };
    spoiled.release();
    expect(() => loads(SMALL, { engine: 'wasm' })).toThrow(/a bug in pickle-wasm, please report it.*offset 0/);
    spoiled.scan = scan;
    expect(loads(SMALL, { engine: 'wasm' })).toEqual([1, 2]);
  });
});
