/** Numbers of pickles: LONG bytes, decimal text, float text. */
import { FAULT_DIGITS, FAULT_FLOAT_TEXT, FAULT_INT_TEXT, FAULT_TOO_LONG } from '../shared/faults.js';
import { fault } from './messages.js';

/** A BigInt of V8 has at most 2^30 bits. */
const MAX_LONG_BYTES = 2 ** 27;

/**
 * LONG1, LONG4: little-endian two's complement of `count` bytes (`pickle.decode_long`); no bytes are 0.
 * @returns a number when it is safe, else a bigint
 */
export function longFromBytes(bytes: Uint8Array, start: number, count: number): number | bigint {
  if (count <= 6) {
    if (count === 0) return 0;
    let value = 0;
    for (let i = count - 1; i >= 0; i--) value = value * 256 + bytes[start + i];
    return bytes[start + count - 1] & 0x80 ? value - 2 ** (8 * count) : value;
  }
  if (count <= 8) {
    const low = (bytes[start] | (bytes[start + 1] << 8) | (bytes[start + 2] << 16) | (bytes[start + 3] << 24)) >>> 0;
    let high = bytes[start + 4] | (bytes[start + 5] << 8) | (bytes[start + 6] << 16);
    high = count === 8 ? high | (bytes[start + 7] << 24) : (high << 8) >> 8;
    // Safe integers have a high half of 21 bits.
    if (high >= -0x200000 && high < 0x200000) {
      const value = high * 0x100000000 + low;
      if (Number.isSafeInteger(value)) return value;
    }
    return (BigInt(high) << 32n) | BigInt(low);
  }
  if (count > MAX_LONG_BYTES) throw fault(FAULT_TOO_LONG, count);
  const value = BigInt.asIntN(8 * count, BigInt(`0x${hexOf(bytes, start, count)}`));
  return shrink(value);
}

const HEX = '0123456789abcdef';

/** Hexadecimal digits of little-endian bytes, most significant first. */
function hexOf(bytes: Uint8Array, start: number, count: number): string {
  if (count > 64) {
    // Text that is grown character by character would be a rope as deep as it is long.
    const digits = new Uint8Array(2 * count);
    for (let i = 0; i < count; i++) {
      const byte = bytes[start + count - 1 - i];
      digits[2 * i] = HEX.charCodeAt(byte >> 4);
      digits[2 * i + 1] = HEX.charCodeAt(byte & 15);
    }
    return new TextDecoder().decode(digits);
  }
  let text = '';
  for (let i = count - 1; i >= 0; i--) {
    const byte = bytes[start + i];
    text += HEX[byte >> 4] + HEX[byte & 15];
  }
  return text;
}

function shrink(value: bigint): number | bigint {
  return value >= BigInt(Number.MIN_SAFE_INTEGER) && value <= BigInt(Number.MAX_SAFE_INTEGER) ? Number(value) : value;
}

/** ASCII text of bytes that are digits, signs and the like; others appear as their Latin-1 characters. */
function latin1(bytes: Uint8Array, start: number, end: number): string {
  const pieces: string[] = [];
  for (let at = start; at < end; at += 4096)
    pieces.push(String.fromCharCode.apply(null, bytes.subarray(at, Math.min(end, at + 4096)) as never));
  return pieces.join('');
}

/**
 * INT and LONG text: Python's `int(text)` in base 10: blanks around it, a sign, and single `_` between digits are accepted.
 * @param maxDigits limits.digits
 * @returns a number when it is safe, else a bigint
 */
export function intFromText(bytes: Uint8Array, start: number, end: number, maxDigits: number): number | bigint {
  let from = start;
  let to = end;
  while (from < to && isBlank(bytes[from])) from++;
  while (to > from && isBlank(bytes[to - 1])) to--;
  const negative = bytes[from] === 0x2d;
  if (from < to && (negative || bytes[from] === 0x2b)) from++;
  let digits = 0;
  let value = 0;
  let afterDigit = false;
  for (let i = from; i < to; i++) {
    const digit = bytes[i] - 0x30;
    if (digit >= 0 && digit <= 9) {
      digits++;
      value = value * 10 + digit;
      afterDigit = true;
    } else if (bytes[i] === 0x5f && afterDigit) {
      afterDigit = false;
    } else {
      afterDigit = false;
      break;
    }
  }
  // What follows the last digit, or a `_` at the end, is refused.
  if (!afterDigit) throw fault(FAULT_INT_TEXT, latin1(bytes, start, Math.min(end, start + 100)));
  if (digits > maxDigits) throw fault(FAULT_DIGITS, maxDigits);
  if (digits <= 15) return negative ? 0 - value : value;
  const exact = BigInt(latin1(bytes, from, to).replaceAll('_', ''));
  return shrink(negative ? -exact : exact);
}

function isBlank(byte: number): boolean {
  return byte === 0x20 || (byte >= 9 && byte <= 13);
}

const FLOAT_TEXT = /^[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?$/;
const SPECIAL_FLOAT = /^([+-]?)(inf|infinity|nan)$/i;

/** FLOAT text: Python's float syntax without blanks and `_`, as `PyOS_string_to_double` has it. */
export function floatFromText(bytes: Uint8Array, start: number, end: number): number {
  const text = latin1(bytes, start, end);
  if (FLOAT_TEXT.test(text)) {
    const value = Number(text);
    // CPython: OverflowError: value too large to convert to float.
    if (!Number.isFinite(value)) throw fault(FAULT_FLOAT_TEXT, text);
    return value;
  }
  const special = SPECIAL_FLOAT.exec(text);
  if (special === null) throw fault(FAULT_FLOAT_TEXT, text);
  if (special[2][0] === 'n' || special[2][0] === 'N') return Number.NaN;
  return special[1] === '-' ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY;
}

/** Python's `repr` of a finite float: shortest digits, exponent form below 1e-4 and from 1e16 on. */
export function floatText(value: number): string {
  if (Object.is(value, -0)) return '-0.0';
  const magnitude = Math.abs(value);
  if (magnitude !== 0 && (magnitude < 1e-4 || magnitude >= 1e16)) {
    return value.toExponential().replace(/e([+-])(\d)$/, 'e$10$2');
  }
  const text = String(value);
  return text.includes('.') ? text : `${text}.0`;
}
