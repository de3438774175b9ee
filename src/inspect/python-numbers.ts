/**
 * Numbers as Python's `int()`, `float()` and the LONG opcodes read them, with CPython's error texts.
 *
 * Source: CPython `Objects/longobject.c`, `Objects/floatobject.c`, `Lib/pickle.py` (`decode_long`).
 */
import { repr } from '../repr/index.js';
import { CodecError, latin1 } from './python-codecs.js';

/** Decimal digits that CPython converts between text and int (`sys.get_int_max_str_digits()`). */
export const MAX_DIGITS = 4300;

/** A bigint as a number where that loses nothing. */
export function normal(value: bigint): number | bigint {
  return value >= -0x1fffffffffffffn && value <= 0x1fffffffffffffn ? Number(value) : value;
}

const UNDERSCORE = 0x5f;

const isBlank = (byte: number): boolean => byte === 0x20 || (byte >= 0x09 && byte <= 0x0d);
const isDigit = (byte: number): boolean => byte >= 0x30 && byte <= 0x39;
const isSign = (byte: number): boolean => byte === 0x2b || byte === 0x2d;

/** The bytes without Python's blanks (space, \t \n \v \f \r) at both ends. */
function strip(text: Uint8Array): Uint8Array {
  let start = 0;
  let end = text.length;
  while (start < end && isBlank(text[start])) start++;
  while (end > start && isBlank(text[end - 1])) end--;
  return text.subarray(start, end);
}

/** Drops underscores that stand between two digits; undefined when one stands elsewhere. */
function dropUnderscores(text: Uint8Array): Uint8Array | undefined {
  if (!text.includes(UNDERSCORE)) return text;
  const plain = new Uint8Array(text.length);
  let length = 0;
  for (let index = 0; index < text.length; index++) {
    if (text[index] !== UNDERSCORE) plain[length++] = text[index];
    else if (index === 0 || !isDigit(text[index - 1]) || !isDigit(text[index + 1])) return undefined;
  }
  return plain.subarray(0, length);
}

/** Index behind the digits that start at `start`. */
function skipDigits(text: Uint8Array, start: number): number {
  let index = start;
  while (index < text.length && isDigit(text[index])) index++;
  return index;
}

/** `int(text)` of a bytes object. */
export function parseInteger(text: Uint8Array): number | bigint {
  const plain = dropUnderscores(strip(text));
  const start = plain !== undefined && isSign(plain[0]) ? 1 : 0;
  if (plain === undefined || start === plain.length || skipDigits(plain, start) < plain.length) {
    // CPython shows 200 bytes, and of their repr 200 characters.
    throw new CodecError(`invalid literal for int() with base 10: ${repr(text.subarray(0, 200)).slice(0, 200)}`);
  }
  const count = plain.length - start;
  if (count > MAX_DIGITS) {
    throw new CodecError(
      `Exceeds the limit (${MAX_DIGITS} digits) for integer string conversion: value has ${count} digits; ` +
        'use sys.set_int_max_str_digits() to increase the limit',
    );
  }
  const digits = latin1(plain.subarray(start));
  const negative = start === 1 && plain[0] === 0x2d;
  if (count < 16) return negative ? 0 - Number(digits) : Number(digits);
  const value = BigInt(digits);
  return normal(negative ? -value : value);
}

/** `float(text)` of a bytes object. */
export function parseDouble(text: Uint8Array): number {
  const plain = dropUnderscores(strip(text));
  const start = plain !== undefined && isSign(plain[0]) ? 1 : 0;
  const value = plain === undefined ? undefined : unsignedDouble(plain.subarray(start));
  if (plain === undefined || value === undefined)
    throw new CodecError(`could not convert string to float: ${repr(text)}`);
  return start === 1 && plain[0] === 0x2d ? -value : value;
}

function unsignedDouble(text: Uint8Array): number | undefined {
  if (text.length <= 8) {
    const word = latin1(text).toLowerCase();
    if (word === 'inf' || word === 'infinity') return Number.POSITIVE_INFINITY;
    if (word === 'nan') return Number.NaN;
  }
  let index = skipDigits(text, 0);
  let digits = index;
  if (text[index] === 0x2e) {
    const end = skipDigits(text, index + 1);
    digits += end - index - 1;
    index = end;
  }
  if (digits === 0) return undefined;
  if (index < text.length && (text[index] | 0x20) === 0x65) {
    const exponent = isSign(text[index + 1]) ? index + 2 : index + 1;
    index = skipDigits(text, exponent);
    if (index === exponent) return undefined;
  }
  return index === text.length ? Number(latin1(text)) : undefined;
}

/** ASCII code of a hexadecimal digit. */
const hexCode = (digit: number): number => digit + (digit < 10 ? 0x30 : 0x57);

/**
 * The integer that the bytes are in two's complement, little-endian; no bytes mean 0. At most 2^27 - 1 bytes (V8's
 * largest bigint).
 */
export function decodeLong(data: Uint8Array): number | bigint {
  const length = data.length;
  if (length <= 6) {
    let value = 0;
    for (let index = length - 1; index >= 0; index--) value = value * 256 + data[index];
    return length > 0 && data[length - 1] > 0x7f ? value - 2 ** (8 * length) : value;
  }
  const hex = new Uint8Array(2 * length);
  for (let index = 0; index < length; index++) {
    const byte = data[length - 1 - index];
    hex[2 * index] = hexCode(byte >> 4);
    hex[2 * index + 1] = hexCode(byte & 15);
  }
  // Hexadecimal text is read in linear time.
  return normal(BigInt.asIntN(8 * length, BigInt(`0x${latin1(hex)}`)));
}

const TEN_TO_LIMIT = /*#__PURE__*/ BigInt(`1${/*#__PURE__*/ '0'.repeat(MAX_DIGITS)}`);

/** True when `repr(value)` raises in CPython because the decimal text would be too long. */
export function exceedsDigits(value: bigint): boolean {
  return value >= TEN_TO_LIMIT || value <= -TEN_TO_LIMIT;
}
