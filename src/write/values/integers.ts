import { PicklingError } from '../../base/index.js';
import { BININT, BININT1, BININT2, INT, LONG, LONG1, LONG4 } from '../../shared/opcodes.js';
import type { Writer } from '../writer.js';

const LINE_FEED = 0x0a;
const TWO_32 = 0x1_0000_0000;

/** A 32-bit signed integer: BININT1, BININT2 or BININT; INT text in protocol 0. Room for 5 bytes is there. */
export function writeInt32(out: Writer, value: number, protocol: number): void {
  if (protocol === 0) {
    writeText(out, INT, String(value), '');
    return;
  }
  const buffer = out.buffer;
  const pos = out.pos;
  if (value >= 0 && value < 0x100) {
    buffer[pos] = BININT1;
    buffer[pos + 1] = value;
    out.pos = pos + 2;
  } else if (value >= 0 && value < 0x10000) {
    buffer[pos] = BININT2;
    buffer[pos + 1] = value;
    buffer[pos + 2] = value >>> 8;
    out.pos = pos + 3;
  } else {
    buffer[pos] = BININT;
    buffer[pos + 1] = value;
    buffer[pos + 2] = value >>> 8;
    buffer[pos + 3] = value >>> 16;
    buffer[pos + 4] = value >>> 24;
    out.pos = pos + 5;
  }
}

/**
 * A safe integer beyond 32 bits: LONG1 with a minimal two's complement; LONG text below protocol 2. Room for 10 bytes
 * is there.
 */
export function writeWideInt(out: Writer, value: number, protocol: number): void {
  if (protocol < 2) {
    writeText(out, LONG, String(value), 'L');
    return;
  }
  const { buffer, pos } = out;
  const low = value | 0;
  buffer[pos + 2] = low;
  buffer[pos + 3] = low >> 8;
  buffer[pos + 4] = low >> 16;
  buffer[pos + 5] = low >> 24;
  let end = pos + 6;
  let rest = Math.floor(value / TWO_32);
  let byte: number;
  do {
    byte = rest & 0xff;
    buffer[end++] = byte;
    rest >>= 8;
    // The sign is in the top bit of the last byte.
  } while (rest !== (byte >= 0x80 ? -1 : 0));
  buffer[pos] = LONG1;
  buffer[pos + 1] = end - pos - 2;
  out.pos = end;
}

/** A bigint, with the opcode that an int of that size gets. */
export function writeBigInt(out: Writer, value: bigint, protocol: number): void {
  // Performance: comparing bigints takes longer than to write them (case mixints). The number may be rounded, by less
  // than it may be off here.
  const near = Number(value);
  const size = Math.abs(near);
  if (size <= Number.MAX_SAFE_INTEGER) {
    if ((near | 0) === near) writeInt32(out, near, protocol);
    else writeWideInt(out, near, protocol);
  } else if (protocol < 2) {
    writeText(out, LONG, value.toString(), 'L');
  } else if (size < 2 ** 127) {
    writeHalves(out, value, size < 2 ** 63);
  } else {
    writeLong(out, value);
  }
}

/** LONG1 of at most 16 bytes. */
function writeHalves(out: Writer, value: bigint, lowOnly: boolean): void {
  out.ensure(18);
  const { pos, view } = out;
  view.setBigInt64(pos + 2, value, true);
  if (!lowOnly) view.setBigInt64(pos + 10, value >> 64n, true);
  const length = minimalLength(out.buffer, pos + 2, lowOnly ? 8 : 16);
  out.buffer[pos] = LONG1;
  out.buffer[pos + 1] = length;
  out.pos = pos + 2 + length;
}

/** LONG1 or LONG4. The digits go through hexadecimal text, which is linear in their number. */
function writeLong(out: Writer, value: bigint): void {
  const negative = value < 0n;
  // -v-1 has the inverted bits of v in two's complement.
  let hex = (negative ? -value - 1n : value).toString(16);
  if (hex.length % 2 === 1) hex = `0${hex}`;
  const digits = hex.length / 2;
  const signByte = Number.parseInt(hex.slice(0, 2), 16) >= 0x80 ? 1 : 0;
  const length = digits + signByte;
  if (length > 0x7fffffff) throw new PicklingError('int too large to pickle');
  out.ensure(length + 5);
  if (length < 256) {
    out.byte(LONG1);
    out.byte(length);
  } else {
    out.byte(LONG4);
    out.uint32(length);
  }
  const flip = negative ? 0xff : 0;
  const { buffer, pos } = out;
  for (let i = 0; i < digits; i++) {
    const at = 2 * (digits - 1 - i);
    buffer[pos + i] = ((nibble(hex.charCodeAt(at)) << 4) | nibble(hex.charCodeAt(at + 1))) ^ flip;
  }
  if (signByte === 1) buffer[pos + digits] = flip;
  out.pos = pos + length;
}

/** Value of a lower-case hexadecimal digit. */
function nibble(code: number): number {
  return code < 0x3a ? code - 0x30 : code - 0x57;
}

/** Length of a little-endian two's complement without its redundant sign bytes. */
function minimalLength(buffer: Uint8Array, start: number, length: number): number {
  while (length > 1) {
    const top = buffer[start + length - 1];
    const sign = buffer[start + length - 2] & 0x80;
    if (top === 0 ? sign !== 0 : top !== 0xff || sign === 0) break;
    length--;
  }
  return length;
}

function writeText(out: Writer, opcode: number, digits: string, suffix: string): void {
  out.ensure(digits.length + 3);
  out.byte(opcode);
  out.ascii(digits);
  out.ascii(suffix);
  out.byte(LINE_FEED);
}
