/**
 * FRAMEs that are longer than what follows, with other faults inside. CPython reads a frame before it executes it, so a
 * cut frame is always the error; here opcodes run as they arrive, and every way in gives that error all the same.
 */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { load, loads, Registry, TruncatedError, Unpickler, UnpicklingError } from '../../src/index.js';
import * as op from '../../src/shared/opcodes.js';
import { ENGINES, failure, outcome } from '../helpers/engines.js';
import { global, pickle, times, uint8 } from '../helpers/program.js';

interface Row {
  name: string;
  pickle: string;
  /** The input ends before the frame does. */
  cut: boolean;
  error: string | null;
}

const ROWS = JSON.parse(readFileSync(new URL('../vectors/frames.json', import.meta.url), 'utf8')) as Row[];

async function* chunks(data: Uint8Array, size: number): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < data.length; at += size) yield data.slice(at, at + size);
}

describe.each(ENGINES)('cut frames on %s', (engine) => {
  it.each(ROWS)('$name', async ({ pickle: hex, cut, error }) => {
    const data = Uint8Array.from(Buffer.from(hex, 'hex'));
    for (const exact of [false, true]) {
      const whole = outcome(engine, data, { exact });
      if (Array.isArray(whole)) expect(error).toBe(null);
      else if (cut) expect(whole).toMatchObject({ error: 'TruncatedError', offset: 2, opcode: 'FRAME' });
      else expect(error).not.toBe(null);
      for (const size of [1, 2, 3, 11, 12, 13, 1000]) {
        expect(outcome(engine, data, { exact, windowSize: size })).toEqual(whole);
        for (const read of [
          () => load(chunks(data, size), { engine, exact }),
          () => new Unpickler(chunks(data, size), { engine, exact }).load(),
        ]) {
          const streamed = await Promise.resolve(read()).then(() => ['a value'], failure);
          expect(streamed).toEqual(Array.isArray(whole) ? ['a value'] : whole);
        }
      }
    }
  });

  it('what a hook throws waits for the end of the frame, too', async () => {
    const registry = new Registry().addFunction('app', 'f', () => {
      throw new Error('refused');
    });
    const body = pickle(global('app', 'f'), op.EMPTY_TUPLE, op.REDUCE, op.STOP);
    const framed = (length: number) => pickle(op.PROTO, 4, op.FRAME, uint8(BigInt(length)), body, times(500, op.NONE));
    for (const size of [1, 7, 2000]) {
      await expect(load(chunks(framed(body.length + 501), size), { engine, registry })).rejects.toBeInstanceOf(
        TruncatedError,
      );
      await expect(load(chunks(framed(body.length + 500), size), { engine, registry })).rejects.toThrow(/refused/);
    }
  });

  it('a fault in the second of two frames names the one that is cut', async () => {
    const data = pickle(op.PROTO, 4, op.FRAME, uint8(2n), op.NONE, op.POP, op.FRAME, uint8(99n), op.REDUCE, op.STOP);
    expect(() => loads(data, { engine })).toThrow(/offset 13, FRAME/);
    for (const size of [1, 5, 100])
      await expect(load(chunks(data, size), { engine })).rejects.toThrow(/offset 13, FRAME/);
    const first = pickle(op.PROTO, 4, op.FRAME, uint8(2n), op.NONE, op.REDUCE, op.FRAME, uint8(99n), op.NONE, op.STOP);
    expect(() => loads(first, { engine })).toThrow(/offset 12, REDUCE/);
    for (const size of [1, 5, 100])
      await expect(load(chunks(first, size), { engine })).rejects.toThrow(/offset 12, REDUCE/);
  });

  it('a long frame is looked through without keeping it', async () => {
    const chunk = new Uint8Array(1 << 20);
    let given = 0;
    async function* source(): AsyncGenerator<Uint8Array> {
      yield pickle(op.PROTO, 4, op.FRAME, uint8(2n ** 40n), op.REDUCE);
      for (; given < 300; given++) yield chunk;
    }
    const before = process.memoryUsage().arrayBuffers;
    const error = await load(source(), { engine }).catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(UnpicklingError);
    expect(error).toMatchObject({ name: 'TruncatedError', offset: 2, opcode: 'FRAME' });
    expect(given).toBe(300);
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(100e6);
  });
});
