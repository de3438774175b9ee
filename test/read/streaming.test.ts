/** `load` and `loadAll` from every kind of source, in pieces of every size: the value is the one that `loads` gives. */
import { describe, expect, it } from 'vitest';
import { load, loadAll, TruncatedError, UnpicklingError } from '../../src/index.js';
import * as op from '../../src/shared/opcodes.js';
import { canonical } from '../helpers/canonical.js';
import { ENGINES, expectEngine, failure, loadsOn, outcome } from '../helpers/engines.js';
import { int, pickle, text, times, uint4 } from '../helpers/program.js';
import { collect, failing, iterated, pieces, SOURCES } from '../helpers/sources.js';
import { tokens } from '../helpers/typed.js';
import { refused, samples, valueRows } from '../helpers/vectors.js';

const SIZES = [1, 7, 65536];

describe.each(ENGINES)('engine %s', (engine) => {
  it('is the one that runs', () => expectEngine(engine));

  describe.each(SOURCES)('%s', (_, make) => {
    it.each(SIZES)(
      'pieces of %i bytes',
      async (size) => {
        for (const { name, data, options } of samples(size === 1 ? 250 : size === 7 ? 8000 : 100_000).filter(
          (_, index) => index % 20 === 0,
        )) {
          const value = await load(make(pieces(data, size)), { ...options, engine, exact: true });
          expect(canonical(value), name).toEqual(outcome(engine, data, options));
        }
      },
      60_000,
    );

    it('gives the error that loads gives', async () => {
      for (const { name, data, options } of refused().filter((_, index) => index % 40 === 0)) {
        let found: unknown;
        try {
          found = await load(make(pieces(data, 3)), { ...options, engine, exact: true });
        } catch (error) {
          found = failure(error);
        }
        expect(found, name).toEqual(outcome(engine, data, options));
      }
    });

    it('nothing at all is a TruncatedError', async () => {
      await expect(load(make([]), { engine })).rejects.toBeInstanceOf(TruncatedError);
    });
  });

  it.each([
    ['BINBYTES8', op.BINBYTES8],
    ['BYTEARRAY8', op.BYTEARRAY8],
    ['BINUNICODE8', op.BINUNICODE8],
  ])('a %s of up to 2^64 - 1 bytes is a TruncatedError', async (_, code) => {
    for (const low of ['\xff\xff\xff\xff', '\0\0\0\0'] as const) {
      const data = pickle(code, low, '\xff\xff\xff\xff', op.STOP);
      await expect(load(iterated([data]), { engine })).rejects.toBeInstanceOf(TruncatedError);
    }
  });

  it('every cut of one pickle in two', async () => {
    for (const name of ['dict keys', 'text backslashes', 'records', 'shared mixed', 'bytes quotes']) {
      const row = valueRows('builtins').find((one) => one.name === name);
      if (row === undefined) throw new Error(name);
      for (const { data } of row.pickles.filter((_, index) => index % 3 === 0)) {
        for (let cut = 0; cut <= Math.min(data.length, 160); cut++) {
          const value = await load(iterated([data.slice(0, cut), data.slice(cut)]), { engine, exact: true });
          expect(tokens(value), `${name}, cut at ${cut}`).toEqual(row.tokens);
        }
      }
    }
  }, 60_000);

  it('a payload larger than the pieces', async () => {
    const payload = new Uint8Array(300_000).map((_, index) => index * 7);
    for (const [code, length] of [
      [op.BINBYTES, payload.length],
      [op.BINBYTES, 65536],
      [op.BINBYTES, 300],
    ] as const) {
      const part = payload.subarray(0, length);
      const data = pickle(
        op.EMPTY_LIST,
        op.MARK,
        int(1),
        code,
        uint4(length),
        part,
        text('after'),
        code,
        uint4(length),
        part,
        op.APPENDS,
        op.STOP,
      );
      for (const size of [1000, 65536, 70_000, data.length]) {
        const [one, first, after, second] = (await load(iterated(pieces(data, size)), { engine })) as [
          number,
          Uint8Array,
          string,
          Uint8Array,
        ];
        expect([one, after]).toEqual([1, 'after']);
        expect(Buffer.compare(first, part), `${length} bytes in pieces of ${size}`).toBe(0);
        expect(Buffer.compare(second, part)).toBe(0);
      }
    }
  });

  it('a text larger than the pieces', async () => {
    const value = 'caf\u00e9 \u{1f600} '.repeat(30_000);
    const data = pickle(text(value), op.STOP);
    for (const size of [1000, 65536]) expect(await load(iterated(pieces(data, size)), { engine })).toBe(value);
  });

  it('many records through small pieces', async () => {
    const record = pickle(op.EMPTY_DICT, op.MARK, text('id'), int(7), text('name'), text('abc'), op.SETITEMS);
    const data = pickle(op.EMPTY_LIST, op.MARK, times(3000, record), op.APPENDS, op.STOP);
    const whole = loadsOn(engine, data);
    for (const size of [13, 1000, 4096]) expect(await load(iterated(pieces(data, size)), { engine })).toEqual(whole);
  });

  it('loadAll gives every pickle, and ends', async () => {
    for (const row of valueRows<string[][]>('streams').filter(({ shared }) => !shared)) {
      for (const { data } of row.pickles) {
        for (const size of [1, 5, 65536]) {
          const values = await collect(loadAll(iterated(pieces(data, size)), { engine, exact: true }));
          expect(
            values.map((value) => tokens(value)),
            row.name,
          ).toEqual(row.tokens);
        }
      }
    }
  });

  it('loadAll gives what is whole before it fails on what is cut', async () => {
    const data = pickle(int(1), op.STOP, int(2), op.STOP, op.EMPTY_LIST);
    const seen: unknown[] = [];
    await expect(
      (async () => {
        for await (const value of loadAll(iterated(pieces(data, 2)), { engine })) seen.push(value);
      })(),
    ).rejects.toBeInstanceOf(TruncatedError);
    expect(seen).toEqual([1, 2]);
  });

  it('loadAll names Unpickler when a memo is missing behind the first pickle', async () => {
    const first = pickle(op.PROTO, 4, text('a'), op.MEMOIZE, op.STOP);
    const second = pickle(op.PROTO, 4, op.BINGET, 0, op.STOP);
    const advised = /^Memo value not found at index 0 \(offset \d+, BINGET\); .* read them with Unpickler$/;
    const both = new Uint8Array([...first, ...second]);
    expect(() => [...loadAll(both, { engine })]).toThrow(advised);
    await expect(collect(loadAll(iterated(pieces(both, 3)), { engine }))).rejects.toThrow(advised);
    expect(() => [...loadAll(second, { engine })]).toThrow(/BINGET\)$/);
    await expect(collect(loadAll(iterated([second]), { engine }))).rejects.toThrow(/BINGET\)$/);
  });

  it('loadAll of nothing gives nothing', async () => {
    expect(await collect(loadAll(iterated([]), { engine }))).toEqual([]);
    expect(await collect(loadAll(new Uint8Array(), { engine }))).toEqual([]);
  });

  it('loadAll can be left early, and lets the source go', async () => {
    let closed = false;
    async function* source() {
      try {
        for (;;) yield pickle(int(1), op.STOP);
      } finally {
        closed = true;
      }
    }
    for await (const value of loadAll(source(), { engine })) {
      expect(value).toBe(1);
      break;
    }
    expect(closed).toBe(true);
  });

  it('an error in the source is the error of the load', async () => {
    const broken = new Error('connection reset');
    await expect(
      load(failing(pieces(pickle(op.EMPTY_LIST, op.MARK, int(1)), 2), broken), { engine }),
    ).rejects.toSatisfy((error) => error === broken || (error as Error).cause === broken);
    // The engine works on.
    expect(loadsOn(engine, pickle(int(5), op.STOP))).toBe(5);
  });

  it('an error in the pickle lets the source go', async () => {
    let closed = false;
    async function* source() {
      try {
        yield pickle(0xff);
        for (;;) yield pickle(op.NONE);
      } finally {
        closed = true;
      }
    }
    await expect(load(source(), { engine })).rejects.toBeInstanceOf(UnpicklingError);
    expect(closed).toBe(true);
  });

  it('two loads at once do not disturb each other', async () => {
    const data = pickle(
      op.EMPTY_LIST,
      op.MARK,
      ...Array.from({ length: 500 }, (_, index) => pickle(text(`item ${index}`), op.MEMOIZE)),
      op.APPENDS,
      op.STOP,
    );
    const other = pickle(
      op.EMPTY_LIST,
      op.MARK,
      ...Array.from({ length: 500 }, (_, index) => pickle(int(index), op.MEMOIZE)),
      op.APPENDS,
      op.STOP,
    );
    const [first, second] = await Promise.all([
      load(iterated(pieces(data, 11)), { engine }),
      load(iterated(pieces(other, 7)), { engine }),
    ]);
    expect(first).toEqual(loadsOn(engine, data));
    expect(second).toEqual(loadsOn(engine, other));
  });

  it('onProgress goes up, and ends with all bytes', async () => {
    const data = pickle(op.EMPTY_LIST, op.MARK, times(200_000, int(70_000)), op.APPENDS, op.STOP);
    for (const source of [iterated(pieces(data, 50_000)), new Blob([data as Uint8Array<ArrayBuffer>])]) {
      const seen: number[] = [];
      let total: number | undefined;
      await load(source, {
        engine,
        onProgress(done, all) {
          seen.push(done);
          total = all;
        },
      });
      expect(seen.length).toBeGreaterThan(1);
      expect(seen).toEqual([...seen].sort((a, b) => a - b));
      expect(seen.at(-1)).toBe(data.length);
      if (source instanceof Blob) expect(total).toBe(data.length);
    }
  });

  it('what is no source is refused', async () => {
    for (const source of [
      null,
      undefined,
      5,
      'text',
      {},
      {
        async *[Symbol.asyncIterator]() {
          yield 5;
        },
      },
    ]) {
      await expect(load(source as never, { engine }), String(source)).rejects.toMatchObject({
        name: expect.stringMatching(/^(PickleError|UnpicklingError)$/),
      });
    }
  });
});
