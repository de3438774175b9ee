/**
 * Lengths that a pickle declares and the input does not have: the same error on every way in, no waiting, and no memory
 * for what has not come.
 */
import { describe, expect, it } from 'vitest';
import { load, loads, UnpicklingError } from '../../src/index.js';
import * as op from '../../src/shared/opcodes.js';
import { ENGINES } from '../helpers/engines.js';
import { pickle, uint4, uint8 } from '../helpers/program.js';
import { inChild } from './child.js';

const around = (middle: bigint, distance: number): bigint[] =>
  Array.from({ length: 2 * distance + 1 }, (_, i) => middle - BigInt(distance) + BigInt(i));
const LENGTHS = [
  ...around(2n ** 31n, 8),
  ...around(2n ** 32n, 8),
  ...around(2n ** 53n, 1),
  ...around(2n ** 63n, 1),
  2n ** 64n - 1n,
];
const FOUR = { BINSTRING: op.BINSTRING, BINBYTES: op.BINBYTES, BINUNICODE: op.BINUNICODE, LONG4: op.LONG4 };
const EIGHT = { BINBYTES8: op.BINBYTES8, BINUNICODE8: op.BINUNICODE8, BYTEARRAY8: op.BYTEARRAY8, FRAME: op.FRAME };
const ONE = {
  LONG1: op.LONG1,
  SHORT_BINSTRING: op.SHORT_BINSTRING,
  SHORT_BINBYTES: op.SHORT_BINBYTES,
  SHORT_BINUNICODE: op.SHORT_BINUNICODE,
};

interface Row {
  name: string;
  opcode: string;
  data: Uint8Array;
  error: string;
  message: string;
}

const ROWS: Row[] = [];
function add(opcode: string, code: number, length: bigint, argument: Uint8Array): void {
  const isNegative = opcode === 'LONG4' && length >= 2n ** 31n;
  ROWS.push({
    name: `${opcode} ${length}`,
    opcode,
    data: pickle(op.PROTO, 4, code, argument, op.NONE, op.STOP),
    error: isNegative ? 'UnpicklingError' : 'TruncatedError',
    message: isNegative ? 'LONG pickle has negative byte count' : 'pickle data was truncated',
  });
}
for (const length of LENGTHS) {
  if (length < 2n ** 32n)
    for (const [name, code] of Object.entries(FOUR)) add(name, code, length, uint4(Number(length)));
  for (const [name, code] of Object.entries(EIGHT)) add(name, code, length, uint8(length));
}
for (const [name, code] of Object.entries(ONE))
  for (const length of [3, 127, 128, 255]) add(name, code, BigInt(length), Uint8Array.of(length));

async function* chunks(data: Uint8Array, size: number): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < data.length; at += size) yield data.slice(at, at + size);
}

async function failureOf(attempt: () => unknown): Promise<object> {
  try {
    await attempt();
  } catch (error) {
    expect(error).toBeInstanceOf(UnpicklingError);
    const { name, offset, opcode, message } = error as UnpicklingError;
    return { name, offset, opcode, message };
  }
  throw new Error('no error');
}

describe.each(ENGINES)('declared lengths, engine %s', (engine) => {
  it.each(ROWS)('$name', async ({ data, error, opcode, message }) => {
    const expected = { name: error, offset: 2, opcode, message: `${message} (offset 2, ${opcode})` };
    expect(await failureOf(() => loads(data, { engine }))).toEqual(expected);
    for (let windowSize = 1; windowSize <= data.length; windowSize += 3) {
      expect(await failureOf(() => loads(data, { engine, windowSize }))).toEqual(expected);
      expect(await failureOf(() => load(chunks(data, windowSize), { engine }))).toEqual(expected);
      expect(await failureOf(() => load(chunks(data, 5), { engine, windowSize }))).toEqual(expected);
    }
    expect(await failureOf(() => load(new Blob([data.slice()]), { engine }))).toEqual(expected);
  });
});

it('a stream that ends behind a long LONG4 ends the load, in little memory', () => {
  const { status, stdout } = inChild(
    `for (const engine of ['wasm', 'js']) for (const low of [0xff, 0xfb, 0xf8, 0]) {
      const data = Uint8Array.of(0x80, 4, 0x8b, low, 0xff, 0xff, 0x7f);
      await pickle.load((async function* () { yield data; yield new Uint8Array(100); })(), { engine }).catch((e) => console.log(e.name));
    }
    console.log(process.memoryUsage().rss < 300e6);`,
    { timeoutMs: 20_000, memoryMB: 64 },
  );
  expect(status).toBe(0);
  expect(stdout).toBe(`${'TruncatedError\n'.repeat(8)}true\n`);
});
