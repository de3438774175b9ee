/**
 * Writes pickles by hand: small functions that give the bytes of one opcode. Tests that build hostile or random
 * programs use it.
 */
import * as op from '../../src/shared/opcodes.js';

/** The bytes of a pickle from opcode bytes, byte arrays and ASCII texts. */
export function pickle(...parts: (number | string | Uint8Array)[]): Uint8Array {
  return new Uint8Array(
    Buffer.concat(
      parts.map((part) =>
        typeof part === 'number' ? Uint8Array.of(part) : typeof part === 'string' ? Buffer.from(part, 'latin1') : part,
      ),
    ),
  );
}

/** `part` n times. */
export function times(count: number, ...part: (number | string | Uint8Array)[]): Uint8Array {
  const one = pickle(...part);
  const out = new Uint8Array(one.length * count);
  if (one.length === 1) return out.fill(one[0]);
  for (let i = 0; i < count; i++) out.set(one, i * one.length);
  return out;
}

export function uint4(value: number): Uint8Array {
  const out = new Uint8Array(4);
  new DataView(out.buffer).setUint32(0, value, true);
  return out;
}

export function uint8(value: bigint): Uint8Array {
  const out = new Uint8Array(8);
  new DataView(out.buffer).setBigUint64(0, value, true);
  return out;
}

/** BININT. */
export function int(value: number): Uint8Array {
  return pickle(op.BININT, uint4(value));
}

/** SHORT_BINUNICODE, or BINUNICODE for long texts. */
export function text(value: string): Uint8Array {
  const data = Buffer.from(value, 'utf8');
  return data.length < 256
    ? pickle(op.SHORT_BINUNICODE, data.length, data)
    : pickle(op.BINUNICODE, uint4(data.length), data);
}

export function global(module: string, name: string): Uint8Array {
  return pickle(text(module), text(name), op.STACK_GLOBAL);
}

export function binput(index: number): Uint8Array {
  return pickle(op.LONG_BINPUT, uint4(index));
}

export function binget(index: number): Uint8Array {
  return pickle(op.LONG_BINGET, uint4(index));
}
