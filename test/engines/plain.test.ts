/** The reader for small plain pickles: what it reads is what an engine reads, and everything else it leaves alone. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { PlainReader } from '../../src/engines/small/plain-reader.js';
import { dumps, loads } from '../../src/index.js';
import { makeChars, ShortTexts } from '../../src/session/short-texts.js';
import * as op from '../../src/shared/opcodes.js';
import { pickle, text, uint4, uint8 } from '../helpers/program.js';
import { tokens } from '../helpers/typed.js';
import { hex, refused, samples } from '../helpers/vectors.js';

const SEED = Number(process.env.FC_SEED ?? 20260101);
const RUNS = Number(process.env.FC_RUNS ?? 2000);

/** What a fresh reader makes of a pickle. */
function plain(data: Uint8Array): unknown {
  return new PlainReader().read(data, false);
}

/** What the engine makes of it: a window size is not for the reader. */
function onEngine(data: Uint8Array): unknown {
  return loads(data, { engine: 'js', windowSize: 1 << 16 });
}

/** Fails unless the reader gives up or finds what the engine finds. @returns true when it has read it */
function agrees(reader: PlainReader, data: Uint8Array): boolean {
  // After a pickle that was not plain it lets some pass.
  let value: unknown;
  for (let i = 0; i < 33 && value === undefined; i++) value = reader.read(data, false);
  if (value === undefined) return false;
  const natural = { natural: true };
  expect(tokens(value, natural), hex(data)).toEqual(tokens(onEngine(data), natural));
  return true;
}

const keys = fc.oneof(
  { weight: 5, arbitrary: fc.constantFrom('id', 'name', 'x', '__proto__', 'constructor', '0', 'ключ', 'k'.repeat(70)) },
  { weight: 1, arbitrary: fc.string() },
);
const { tree } = fc.letrec((tie) => ({
  tree: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    fc.constantFrom(null, true, false, '', 'é', 'a'.repeat(30), 'b'.repeat(45), 'ü'.repeat(20), 0n, 2n ** 70n),
    fc.oneof(fc.integer(), fc.double(), fc.string({ maxLength: 40 }), fc.maxSafeInteger()),
    fc.uint8Array({ maxLength: 20 }),
    fc.array(tie('tree'), { maxLength: 6 }),
    fc.array(keys, { maxLength: 6 }).map((items) => new Set(items)),
    fc.dictionary(keys, tie('tree'), { maxKeys: 6 }),
  ),
}));

describe('the reader for plain pickles', () => {
  it('reads what picklers write of plain data, as an engine does', () => {
    const reader = new PlainReader();
    fc.assert(
      fc.property(tree, fc.constantFrom(2, 3, 4, 5), (value, protocol) => {
        const data = dumps(value, { protocol });
        // Protocol 2 has no opcode for bytes, and a memo index beyond 255 needs one that only engines know.
        if (data.length < 4096 && protocol > 3) expect(agrees(reader, data), hex(data)).toBe(true);
        else if (data.length < 4096) agrees(reader, data);
      }),
      { seed: SEED, numRuns: RUNS },
    );
  }, 60_000);

  it('agrees with the engine on every vector, cut and changed', () => {
    const reader = new PlainReader();
    let read = 0;
    for (const { data, options } of [...samples(1000), ...refused()]) {
      if (Object.keys(options).length === 0 && agrees(reader, data)) read++;
      for (let at = 0; at < Math.min(data.length, 60); at++) agrees(reader, data.subarray(0, at));
    }
    expect(read).toBeGreaterThan(100);
  }, 60_000);

  it('agrees with the engine on mutated pickles', () => {
    const reader = new PlainReader();
    const codes = [
      op.MARK,
      op.TUPLE1,
      op.TUPLE2,
      op.TUPLE3,
      op.TUPLE,
      op.APPEND,
      op.APPENDS,
      op.SETITEM,
      op.SETITEMS,
      op.MEMOIZE,
    ];
    const pieces = [
      ...codes,
      op.ADDITEMS,
      op.FROZENSET,
      op.EMPTY_SET,
      op.EMPTY_DICT,
      op.EMPTY_LIST,
      op.EMPTY_TUPLE,
      op.NONE,
      op.BINGET,
      op.BINPUT,
      op.POP,
      op.DUP,
      op.STOP,
      0,
      1,
    ];
    fc.assert(
      fc.property(
        tree,
        fc.array(fc.tuple(fc.nat(), fc.constantFrom(...pieces), fc.nat(2)), { minLength: 1, maxLength: 4 }),
        (value, edits) => {
          // Without its frame, so that a changed length is not all that is wrong.
          let data: Uint8Array = pickle(op.PROTO, 4, dumps(value, { protocol: 4 }).subarray(11));
          for (const [where, byte, width] of edits) {
            const at = 2 + (where % (data.length - 2));
            data = pickle(data.subarray(0, at), byte, data.subarray(at + width));
          }
          if (data.length < 4096) agrees(reader, data);
        },
      ),
      { seed: SEED, numRuns: RUNS },
    );
  }, 60_000);

  it('knows tuples and dicts of one item when it sees their end', () => {
    const value = { a: ['x', 'y'], b: { c: { d: [1] } }, e: [[2, 3, 4], [5], 6], f: {}, g: [], h: 'y' };
    const one = (item: Uint8Array): Uint8Array => pickle(op.EMPTY_LIST, op.MEMOIZE, item, op.APPEND);
    const dict = pickle(
      ...[op.EMPTY_DICT, op.MEMOIZE, op.MARK],
      ...[text('a'), op.MEMOIZE, text('x'), op.MEMOIZE, text('y'), op.MEMOIZE, op.TUPLE2, op.MEMOIZE],
      ...[
        text('b'),
        op.EMPTY_DICT,
        op.MEMOIZE,
        text('c'),
        op.EMPTY_DICT,
        text('d'),
        one(pickle(op.BININT1, 1)),
        op.SETITEM,
        op.SETITEM,
      ],
      ...[
        text('e'),
        op.EMPTY_LIST,
        op.MARK,
        op.BININT1,
        2,
        op.BININT1,
        3,
        op.BININT1,
        4,
        op.TUPLE3,
        op.BININT1,
        5,
        op.TUPLE1,
      ],
      ...[
        op.BININT1,
        6,
        op.APPENDS,
        text('f'),
        op.EMPTY_DICT,
        text('g'),
        op.EMPTY_LIST,
        text('h'),
        op.BINGET,
        3,
        op.SETITEMS,
        op.STOP,
      ],
    );
    const data = pickle(op.PROTO, 4, op.FRAME, uint8(BigInt(dict.length)), dict);
    const reader = new PlainReader();
    for (let i = 0; i < 40; i++) expect(reader.read(data, false)).toEqual(value);
    expect(onEngine(data)).toEqual(value);
  });

  it.each([
    ['a set of numbers', pickle(op.PROTO, 4, op.EMPTY_SET, op.MARK, op.BININT1, 1, op.ADDITEMS, op.STOP)],
    ['a frozenset of bools', pickle(op.PROTO, 4, op.MARK, op.NEWTRUE, op.FROZENSET, op.STOP)],
    ['a key for a set', pickle(op.PROTO, 4, op.EMPTY_SET, text('a'), op.NONE, op.SETITEM, op.STOP)],
    ['a class', pickle(op.PROTO, 4, text('builtins'), text('list'), op.STACK_GLOBAL, op.STOP)],
    [
      'a list in itself',
      pickle(op.PROTO, 4, op.EMPTY_LIST, op.MEMOIZE, op.MARK, op.BINGET, 0, op.NONE, op.APPENDS, op.STOP),
    ],
    ['a dict with another key', pickle(op.PROTO, 4, op.EMPTY_DICT, op.MARK, op.NONE, op.NONE, op.SETITEMS, op.STOP)],
    ['an item for a tuple', pickle(op.PROTO, 4, op.EMPTY_TUPLE, op.NONE, op.APPEND, op.STOP)],
    ['an item for text', pickle(op.PROTO, 4, text('a'), op.NONE, op.APPEND, op.STOP)],
    ['text that is not UTF-8', pickle(op.PROTO, 4, op.SHORT_BINUNICODE, 2, 0xc3, 0x28, op.STOP)],
    ['a frame that ends in an argument', pickle(op.PROTO, 4, op.FRAME, uint8(3n), op.BININT, uint4(1), op.STOP)],
    ['a frame that is cut', pickle(op.PROTO, 4, op.FRAME, uint8(3n), op.NONE, op.STOP)],
    ['nothing behind the value', pickle(op.PROTO, 4, op.NONE)],
    ['two values', pickle(op.PROTO, 4, op.NONE, op.NONE, op.STOP)],
    ['an empty input', new Uint8Array(0)],
    [
      'depth',
      pickle(
        op.PROTO,
        4,
        ...Array.from({ length: 100 }, () => [op.MARK]).flat(),
        ...Array(100).fill(op.TUPLE),
        op.STOP,
      ),
    ],
  ])('leaves %s to an engine', (_, data) => expect(plain(data)).toBeUndefined());

  it('views bytes of the input, or copies them', () => {
    const data = pickle(op.PROTO, 4, op.SHORT_BINBYTES, 2, 7, 8, op.STOP);
    const view = plain(data) as Uint8Array;
    expect([...view]).toEqual([7, 8]);
    expect(view.buffer).toBe(data.buffer);
    const copy = loads(data, { copy: true });
    expect([...copy]).toEqual([7, 8]);
    expect(copy.buffer).not.toBe(data.buffer);
  });

  it('lets some inputs pass after one that was not plain, and comes back', () => {
    const reader = new PlainReader();
    const good = pickle(op.PROTO, 4, op.NONE, op.STOP);
    for (let i = 0; i < 100; i++) reader.read(pickle(op.PROTO, 4, op.POP, op.STOP), false);
    let passed = 0;
    while (reader.read(good, false) === undefined) passed++;
    expect(passed).toBeLessThan(32);
    expect(reader.read(good, false)).toBeNull();
  });

  it('reads on when inputs have ever new keys', () => {
    const reader = new PlainReader();
    for (let i = 0; i < 20_000; i++) {
      // First the tree of known keys is filled to its bounds, then a place in it becomes wild.
      const [a, b, c] = [i & 15, (i >> 4) & 15, (i >> 8) & 15];
      const value =
        i < 8000
          ? { [`a${a}`]: { [`b${b}`]: { [`c${c}`]: { x: 1, y: 2 } } } }
          : { [`a${i % 5000}`]: i, [`b${i}`]: { k: i } };
      expect(reader.read(dumps(value), false)).toEqual(value);
    }
  });
});

describe('short texts', () => {
  const bytes = (content: string): Uint8Array => new TextEncoder().encode(content);

  it.each([true, false])('of every length, with code generation %s', (compile) => {
    const content = '0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJ';
    for (let count = 1; count <= 40; count++)
      expect(makeChars(count, compile)(bytes(`..${content}`), 2)).toBe(content.slice(0, count));
  });

  it('of every length, twice, ASCII or not', () => {
    const texts = new ShortTexts();
    for (const letters of ['abcdefghijklmnopqrstuvwxyz', 'äöüßéèêëçñÄÖÜÉÈÊ', '中文字符', '\0\x01\x7f\u{1f600}']) {
      for (let count = 0; count <= 60; count++) {
        const content = [...letters.repeat(60)].slice(0, count).join('');
        const data = bytes(`..${content}..`);
        for (let i = 0; i < 2; i++) expect(texts.text(data, 2, data.length - 2)).toBe(content);
      }
    }
  });
});
