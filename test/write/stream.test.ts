/** `dump`: frames, back-pressure, payloads without a copy, async iterators, failing sinks. */
import { PassThrough } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { PicklingError } from '../../src/base/errors.js';
import { REDUCE, type Reduction } from '../../src/registry/reduction.js';
import { PyGlobal } from '../../src/values/global.js';
import { dump, dumps, Pickler } from '../../src/write/dumps.js';

const CLS = new PyGlobal('builtins', 'list');

class Items {
  constructor(
    readonly source: Iterable<unknown> | AsyncIterable<unknown>,
    readonly pairs = false,
  ) {}
  [REDUCE](): Reduction {
    return this.pairs ? [CLS, [], null, null, this.source as never] : [CLS, [], null, this.source];
  }
}

const values: [string, unknown][] = [
  ['ints', Array.from({ length: 200_000 }, (_, i) => i)],
  ['records', Array.from({ length: 20_000 }, (_, i) => ({ id: i, name: `n${i}`, tags: [i, 'x'] }))],
  ['payloads', [new Uint8Array(100_000), 'é'.repeat(50_000), [new Uint8Array(70_000).fill(1)], 5]],
  ['tiny', null],
];

describe('chunks together are the pickle of dumps', () => {
  for (const [name, value] of values) {
    for (const protocol of [0, 2, 4, 5]) {
      it(`${name}, protocol ${protocol}`, async () => {
        const chunks: Uint8Array[] = [];
        await dump(value, (chunk) => void chunks.push(chunk), { protocol });
        expect(Buffer.concat(chunks).equals(dumps(value, { protocol }))).toBe(true);
        // An escaped line of protocol 0 is one piece however long.
        if (protocol > 0) for (const chunk of chunks) expect(chunk.length).toBeLessThan(120_000);
      });
    }
  }
});

describe('sinks', () => {
  const value = values[0][1];

  it('a WritableStream', async () => {
    const chunks: Uint8Array[] = [];
    const stream = new WritableStream<Uint8Array>({ write: (chunk) => void chunks.push(chunk) });
    await dump(value, stream);
    expect(stream.locked).toBe(false);
    expect(Buffer.concat(chunks).equals(dumps(value))).toBe(true);
  });

  it('a Node stream, waiting for drain', async () => {
    const stream = new PassThrough({ highWaterMark: 1000 });
    const chunks: Uint8Array[] = [];
    const read = (async () => {
      for await (const chunk of stream) {
        chunks.push(chunk);
        await new Promise((resolve) => setTimeout(resolve, 1));
        expect(stream.writableLength).toBeLessThan(200_000);
      }
    })();
    await dump(value, stream);
    stream.end();
    await read;
    expect(Buffer.concat(chunks).equals(dumps(value))).toBe(true);
  });

  it('a slow function is waited for', async () => {
    let open = 0;
    await dump(value, async () => {
      expect(++open).toBe(1);
      await new Promise((resolve) => setTimeout(resolve, 1));
      open--;
    });
  });

  it('failures are PicklingErrors with the cause', async () => {
    const cause = new Error('disk full');
    const failing = () => {
      throw cause;
    };
    await expect(dump(value, failing)).rejects.toMatchObject({ name: 'PicklingError', cause });
    await expect(dump(value, async () => failing())).rejects.toThrow('the sink failed: disk full');
    await expect(dump(value, 5 as never)).rejects.toBeInstanceOf(PicklingError);
    const stream = new PassThrough({ highWaterMark: 10 });
    setTimeout(() => stream.destroy(cause), 5);
    await expect(dump(value, stream)).rejects.toBeInstanceOf(PicklingError);
    expect(dumps([1]).length).toBeGreaterThan(0);
  });

  it('payloads are handed over without a copy', async () => {
    const large = new Uint8Array(1 << 20);
    const chunks: Uint8Array[] = [];
    await dump([large], (chunk) => void chunks.push(chunk));
    expect(chunks.some((chunk) => chunk.buffer === large.buffer)).toBe(true);
  });
});

describe('iterators', () => {
  it('async iterators write what sync ones write', async () => {
    async function* slowly(items: Iterable<unknown>) {
      for (const item of items) {
        await null;
        yield item;
      }
    }
    for (const length of [0, 1, 2, 999, 1000, 1001, 2001]) {
      const items = Array.from({ length }, (_, i) => [i, [i]]);
      for (const pairs of [false, true]) {
        const chunks: Uint8Array[] = [];
        await dump([new Items(slowly(items), pairs), 'end'], (chunk) => void chunks.push(chunk));
        expect(Buffer.concat(chunks).equals(dumps([new Items(items, pairs), 'end'])), `${length}`).toBe(true);
      }
    }
  });

  it('a failing iterator is the cause, and is closed when something else fails', async () => {
    const cause = new Error('no more');
    async function* failing() {
      yield 1;
      throw cause;
    }
    await expect(dump(new Items(failing()), () => {})).rejects.toMatchObject({ name: 'PicklingError', cause });
    let closed = false;
    function* open() {
      try {
        yield 1;
        yield undefined;
      } finally {
        closed = true;
      }
    }
    expect(() => dumps(new Items(open()))).toThrow(PicklingError);
    expect(closed).toBe(true);
  });

  it('memory stays flat over three million items', async () => {
    let written = 0;
    let most = 0;
    function* many() {
      for (let i = 0; i < 3_000_000; i++) yield i;
    }
    await dump(new Items(many()), (chunk) => {
      written += chunk.length;
      most = Math.max(most, chunk.length);
    });
    expect(written).toBeGreaterThan(14_000_000);
    expect(most).toBeLessThan(70_000);
  });
});

describe('Pickler', () => {
  it('writes to sinks with one memo, one pickle at a time', async () => {
    const pickler = new Pickler();
    const shared = ['shared'];
    const chunks: Uint8Array[] = [];
    const sink = (chunk: Uint8Array) => void chunks.push(chunk);
    const first = pickler.dump(shared, sink);
    await expect(pickler.dump(1, sink)).rejects.toThrow('still writing');
    await first;
    await pickler.dump(shared, sink);
    expect(Buffer.from(chunks[chunks.length - 1]).toString('hex')).toBe('800468002e');
  });
});
