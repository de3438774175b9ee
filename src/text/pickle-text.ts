/**
 * Text of pickles. str is UTF-8 with encoded surrogates allowed (Python's `surrogatepass`), a leading U+FEFF kept;
 * protocol 0 has two escape syntaxes of its own.
 */

import { fault } from '../format/index.js';
import { FAULT_STRING_ESCAPE, FAULT_STRING_QUOTES, FAULT_UNICODE_ESCAPE, FAULT_UTF8 } from '../shared/faults.js';
import { Str } from '../values/index.js';
import { nativeText } from './native-text.js';

/** Python's names of what happens to bytes that are not text (codecs, "Error Handlers"). */
export type TextErrors = 'strict' | 'replace' | 'ignore' | 'surrogateescape' | 'backslashreplace';

let decoder: TextDecoder | undefined;

/**
 * The str in `bytes[start..end]`: strict UTF-8 except that encoded surrogates are accepted.
 * @param exact what no string can hold becomes a `Str`, in spite of the type
 * @throws UnpicklingError (FAULT_UTF8)
 */
export function utf8(bytes: Uint8Array, start: number, end: number, exact = false): string {
  const native = nativeText();
  if (native !== undefined) {
    const text = native.utf8Slice.call(bytes, start, end);
    // Lenient decoding puts U+FFFD in place of what is wrong. Performance: looking for it in one-byte text is free.
    return text.includes('\ufffd') ? slowUtf8(bytes, start, end, exact) : text;
  }
  try {
    decoder ??= new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
    return decoder.decode(start === 0 && end === bytes.length ? bytes : bytes.subarray(start, end));
  } catch {
    return slowUtf8(bytes, start, end, exact);
  }
}

function slowUtf8(bytes: Uint8Array, start: number, end: number, exact: boolean): string {
  const text = decode(bytes, start, end, undefined, false, exact);
  if (text === undefined) throw fault(FAULT_UTF8);
  return text;
}

/**
 * Python 2 str as UTF-8 without surrogates, or as ASCII, with an error handler; undefined when `strict` finds an error.
 */
export function utf8WithErrors(bytes: Uint8Array, errors: TextErrors, asciiOnly = false): string | undefined {
  let at = 0;
  while (at < bytes.length && bytes[at] < 0x80) at++;
  if (at === bytes.length) return latin1(bytes, 0, at);
  return decode(bytes, 0, bytes.length, errors, asciiOnly);
}

/**
 * Puts a code point behind the `count` code units. @param cuts gets where UTF-16 would join two code points @returns
 * their number now
 */
function putCode(units: Uint16Array, count: number, code: number, cuts: number[]): number {
  if (code < 0x10000) {
    if ((code & 0xfc00) === 0xdc00 && count > 0 && (units[count - 1] & 0xfc00) === 0xd800) cuts.push(count);
    units[count] = code;
    return count + 1;
  }
  units[count] = 0xd7c0 + (code >> 10);
  units[count + 1] = 0xdc00 + (code & 0x3ff);
  return count + 2;
}

/** The text of code units; see `utf8`. */
function textOf(units: Uint16Array, count: number, cuts: number[], exact: boolean): string {
  const text = fromCodes(units, 0, count);
  return exact && cuts.length > 0 ? (Str.ofUnits(text, cuts) as unknown as string) : text;
}

/**
 * The slow and exact UTF-8 decoder.
 * @param errors Python's codecs error handlers; undefined: strict, surrogates pass
 * @param asciiOnly bytes from 0x80 on are errors
 */
function decode(
  bytes: Uint8Array,
  start: number,
  end: number,
  errors: TextErrors | undefined,
  asciiOnly: boolean,
  exact = false,
): string | undefined {
  const cuts: number[] = [];
  const units = new Uint16Array((end - start) * (errors === 'backslashreplace' ? 4 : 1));
  let count = 0;
  let at = start;
  while (at < end) {
    const lead = bytes[at];
    // `good`: bytes of the sequence that are as they must be (Unicode, table 3-7), which is what one U+FFFD replaces.
    const length =
      lead < 0x80 ? 1 : asciiOnly || lead < 0xc2 || lead > 0xf4 ? 0 : lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : 4;
    let good = 1;
    let code = length === 1 ? lead : lead & (0xff >> (length + 1));
    while (good < length && at + good < end) {
      const next = bytes[at + good];
      const low = good > 1 ? 0x80 : lead === 0xe0 ? 0xa0 : lead === 0xf0 ? 0x90 : 0x80;
      const high = good > 1 ? 0xbf : lead === 0xf4 ? 0x8f : lead === 0xed && errors !== undefined ? 0x9f : 0xbf;
      if (next < low || next > high) break;
      code = (code << 6) | (next & 0x3f);
      good++;
    }
    if (good === length) {
      count = putCode(units, count, code, cuts);
    } else if (errors === undefined || errors === 'strict') {
      return undefined;
    } else if (errors === 'replace') {
      units[count++] = 0xfffd;
    } else if (errors !== 'ignore') {
      for (const byte of bytes.subarray(at, at + good)) {
        if (errors === 'surrogateescape') units[count++] = 0xdc00 + byte;
        else for (const char of `\\x${byte.toString(16)}`) units[count++] = char.charCodeAt(0);
      }
    }
    at += good;
  }
  return textOf(units, count, cuts, exact);
}

/** The text of code units. */
export function fromCodes(codes: Uint8Array | Uint16Array, start: number, end: number): string {
  let text = '';
  for (let at = start; at < end; at += 4096)
    text += String.fromCharCode.apply(null, codes.subarray(at, Math.min(end, at + 4096)) as never);
  return text;
}

/** Latin-1: every byte is the character of that number. (`TextDecoder('latin1')` would be windows-1252.) */
export function latin1(bytes: Uint8Array, start: number, end: number): string {
  const native = nativeText();
  if (native !== undefined) return native.latin1Slice.call(bytes, start, end);
  return fromCodes(bytes, start, end);
}

const QUOTE = 0x27;
const DOUBLE_QUOTE = 0x22;
const BACKSLASH = 0x5c;

/**
 * STRING: a quoted line with Python 2's str escapes (`codecs.escape_decode`).
 * @returns the bytes of the str; a view of the input when it has no escapes
 */
export function unquote(bytes: Uint8Array, start: number, end: number): Uint8Array {
  const quote = bytes[start];
  if (end - start < 2 || (quote !== QUOTE && quote !== DOUBLE_QUOTE) || bytes[end - 1] !== quote)
    throw fault(FAULT_STRING_QUOTES);
  const inside = bytes.subarray(start + 1, end - 1);
  return inside.includes(BACKSLASH) ? unescaped(inside) : inside;
}

/** Letters behind a backslash, and what they stand for. */
const ESCAPED = '\\\'"abfnrtv';
const ESCAPES = '\\\'"\x07\b\f\n\r\t\v';

function unescaped(bytes: Uint8Array): Uint8Array {
  const result = new Uint8Array(bytes.length);
  let count = 0;
  let at = 0;
  while (at < bytes.length) {
    const byte = bytes[at++];
    if (byte !== BACKSLASH) {
      result[count++] = byte;
      continue;
    }
    if (at === bytes.length) throw fault(FAULT_STRING_ESCAPE);
    const letter = bytes[at++];
    if (letter === 0x78) {
      const value = hexNumber(bytes, at, 2);
      if (value < 0) throw fault(FAULT_STRING_ESCAPE);
      result[count++] = value;
      at += 2;
    } else if (letter >= 0x30 && letter <= 0x37) {
      let value = letter - 0x30;
      for (let i = 0; i < 2 && bytes[at] >= 0x30 && bytes[at] <= 0x37; i++) value = value * 8 + bytes[at++] - 0x30;
      result[count++] = value;
    } else {
      const simple = ESCAPED.indexOf(String.fromCharCode(letter));
      if (simple < 0) {
        result[count++] = BACKSLASH;
        result[count++] = letter;
      } else {
        result[count++] = ESCAPES.charCodeAt(simple);
      }
    }
  }
  return result.subarray(0, count);
}

/** The number in `digits` hexadecimal digits, or -1. */
function hexNumber(bytes: Uint8Array, at: number, digits: number): number {
  if (at + digits > bytes.length) return -1;
  let value = 0;
  for (let i = 0; i < digits; i++) {
    const byte = bytes[at + i];
    const digit = byte <= 0x39 ? byte - 0x30 : (byte | 0x20) - 87;
    if (digit < 0 || digit > 15 || (byte > 0x39 && digit < 10)) return -1;
    value = value * 16 + digit;
  }
  return value;
}

/**
 * UNICODE: raw-unicode-escape: Latin-1, and `\uXXXX` and `\UXXXXXXXX` after an even number of backslashes.
 * @param exact as of `utf8`
 * @throws UnpicklingError (FAULT_UNICODE_ESCAPE)
 */
export function rawUnicodeEscape(bytes: Uint8Array, start: number, end: number, exact = false): string {
  const text = bytes.subarray(start, end);
  if (!text.includes(BACKSLASH)) return latin1(bytes, start, end);
  const cuts: number[] = [];
  const units = new Uint16Array(text.length);
  let count = 0;
  let at = 0;
  while (at < text.length) {
    const byte = text[at++];
    const next = byte === BACKSLASH ? text[at] : 0;
    if (next === 0x75 || next === 0x55) {
      const digits = next === 0x75 ? 4 : 8;
      const code = hexNumber(text, at + 1, digits);
      if (code < 0 || code > 0x10ffff) throw fault(FAULT_UNICODE_ESCAPE);
      at += 1 + digits;
      count = putCode(units, count, code, cuts);
    } else {
      units[count++] = byte;
      // The second backslash of a pair does not start an escape.
      if (next === BACKSLASH) units[count++] = text[at++];
    }
  }
  return textOf(units, count, cuts, exact);
}
