/** Numbers of pickles: LONG bytes, decimal text, float text. */

import { fault, textFault } from '../format/index.js';
import { FAULT_DIGITS, FAULT_FLOAT_TEXT, FAULT_INT_TEXT, FAULT_TOO_LONG } from '../shared/faults.js';
import { INT } from '../shared/opcodes.js';
import { floatOfText, shrink } from '../values/index.js';
import { fromCodes } from './pickle-text.js';

/** A BigInt of V8 has at most 2^30 bits. */
const MAX_LONG_BYTES = 2 ** 27;

/** A 128-bit integer, little-endian. */
const halfBytes = /*#__PURE__*/ new Uint8Array(16);
const signedHalves = /*#__PURE__*/ new BigInt64Array(halfBytes.buffer);
const unsignedHalves = /*#__PURE__*/ new BigUint64Array(halfBytes.buffer);

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
  if (count <= 16) {
    // Performance: two halves are a tenth of the work of going through text (bench case mixints).
    const sign = bytes[start + count - 1] & 0x80 ? 0xff : 0;
    for (let i = 0; i < 16; i++) halfBytes[i] = i < count ? bytes[start + i] : sign;
    return shrink((signedHalves[1] << 64n) | unsignedHalves[0]);
  }
  if (count > MAX_LONG_BYTES) throw fault(FAULT_TOO_LONG, count);
  const value = BigInt.asIntN(8 * count, BigInt(`0x${hexOf(bytes, start, count)}`));
  return shrink(value);
}

const HEX = '0123456789abcdef';

/** Hexadecimal digits of little-endian bytes, most significant first. */
function hexOf(bytes: Uint8Array, start: number, count: number): string {
  const digits = new Uint8Array(2 * count);
  for (let i = 0; i < count; i++) {
    const byte = bytes[start + count - 1 - i];
    digits[2 * i] = HEX.charCodeAt(byte >> 4);
    digits[2 * i + 1] = HEX.charCodeAt(byte & 15);
  }
  return fromCodes(digits, 0, 2 * count);
}

/** Where C text ends: at its first NUL. */
function cEnd(bytes: Uint8Array, start: number, end: number): number {
  while (start < end && bytes[start] !== 0) start++;
  return start;
}

/**
 * INT and LONG text, up to a NUL: Python's `int(text)` in base 10: blanks around it, a sign, and single `_` between
 * digits are accepted.
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
    } else {
      const underscore = bytes[i] === 0x5f && afterDigit;
      afterDigit = false;
      if (!underscore) break;
    }
  }
  // What follows the last digit, or a `_` at the end, is refused.
  if (!afterDigit) {
    const nul = cEnd(bytes, start, end);
    // strtol finds 0 in no text.
    if (nul === start && bytes[start - 1] === INT) return 0;
    if (nul === start || nul === end) throw textFault(FAULT_INT_TEXT, bytes, start, end);
    return intFromText(bytes, start, nul, maxDigits);
  }
  if (digits > maxDigits) throw fault(FAULT_DIGITS, maxDigits);
  if (digits <= 15) return negative ? 0 - value : value;
  const exact = BigInt(fromCodes(bytes, from, to).replaceAll('_', ''));
  return shrink(negative ? -exact : exact);
}

function isBlank(byte: number): boolean {
  return byte === 0x20 || (byte >= 9 && byte <= 13);
}

/** FLOAT text, up to a NUL: Python's float syntax without blanks and `_`, as `PyOS_string_to_double` has it. */
export function floatFromText(bytes: Uint8Array, start: number, end: number): number {
  const text = fromCodes(bytes, start, cEnd(bytes, start, end));
  const value = floatOfText(text);
  // CPython: OverflowError: value too large to convert to float.
  if (value === undefined || (Math.abs(value) === Infinity && !/inf/i.test(text)))
    throw textFault(FAULT_FLOAT_TEXT, bytes, start, end);
  return value;
}
