/**
 * Text of pickles. str is UTF-8 with encoded surrogates allowed (Python's `surrogatepass`), a leading U+FEFF kept; protocol 0
 * has two escape syntaxes of its own.
 */
import type { LoadOptions } from '../options.js';
import { FAULT_STRING_ESCAPE, FAULT_STRING_QUOTES, FAULT_UNICODE_ESCAPE, FAULT_UTF8 } from '../shared/faults.js';
import { fault } from './messages.js';

/** Node's, Bun's and Deno's way from bytes to a string, several times faster than `TextDecoder` for short text. */
interface NativeSlices {
  utf8Slice(start: number, end: number): string;
  latin1Slice(start: number, end: number): string;
}

interface TextTools {
  native: NativeSlices | undefined;
  decoder: TextDecoder;
}

let tools: TextTools | undefined;

function textTools(): TextTools {
  if (tools === undefined) {
    const prototype = (globalThis as { Buffer?: { prototype?: Partial<NativeSlices> } }).Buffer?.prototype;
    const native = typeof prototype?.utf8Slice === 'function' && typeof prototype.latin1Slice === 'function';
    tools = {
      native: native ? (prototype as NativeSlices) : undefined,
      decoder: new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }),
    };
  }
  return tools;
}

/**
 * The str in `bytes[start..end]`: strict UTF-8 except that encoded surrogates are accepted.
 * @throws UnpicklingError (FAULT_UTF8)
 */
export function utf8(bytes: Uint8Array, start: number, end: number): string {
  const { native, decoder } = tools ?? textTools();
  if (native !== undefined) {
    const text = native.utf8Slice.call(bytes, start, end);
    // Lenient decoding puts U+FFFD in place of what is wrong. Performance: looking for it in one-byte text is free.
    return text.includes('\ufffd') ? slowUtf8(bytes, start, end) : text;
  }
  try {
    return decoder.decode(start === 0 && end === bytes.length ? bytes : bytes.subarray(start, end));
  } catch {
    return slowUtf8(bytes, start, end);
  }
}

function slowUtf8(bytes: Uint8Array, start: number, end: number): string {
  const text = ownUtf8(bytes, start, end, undefined);
  if (text === undefined) throw fault(FAULT_UTF8);
  return text;
}

/** UTF-8 without surrogates and with an error handler, for Python 2 str; undefined when `strict` finds an error. */
export function utf8WithErrors(bytes: Uint8Array, errors: NonNullable<LoadOptions['errors']>): string | undefined {
  return ownUtf8(bytes, 0, bytes.length, errors);
}

/** Code units on their way into a string. */
class Units {
  readonly #pieces: string[] = [];
  readonly #units = new Uint16Array(4096);
  #count = 0;
  add(unit: number): void {
    if (this.#count === this.#units.length) this.#flush();
    this.#units[this.#count++] = unit;
  }
  addText(text: string): void {
    for (let i = 0; i < text.length; i++) this.add(text.charCodeAt(i));
  }
  #flush(): void {
    this.#pieces.push(String.fromCharCode.apply(null, this.#units.subarray(0, this.#count) as never));
    this.#count = 0;
  }
  toString(): string {
    this.#flush();
    return this.#pieces.join('');
  }
}

/** @param errors undefined: strict, surrogates pass */
function ownUtf8(bytes: Uint8Array, start: number, end: number, errors: LoadOptions['errors'] | undefined): string | undefined {
  const units = new Units();
  let at = start;
  while (at < end) {
    const lead = bytes[at];
    if (lead < 0x80) {
      units.add(lead);
      at++;
      continue;
    }
    // `good`: bytes of the sequence that are as they must be (Unicode, table 3-7), which is what one U+FFFD replaces.
    const length = lead >= 0xc2 && lead < 0xe0 ? 2 : lead >= 0xe0 && lead < 0xf0 ? 3 : lead >= 0xf0 && lead < 0xf5 ? 4 : 0;
    let good = 1;
    let code = length === 2 ? lead & 0x1f : length === 3 ? lead & 0x0f : lead & 0x07;
    while (good < length && at + good < end) {
      const next = bytes[at + good];
      let low = 0x80;
      let high = 0xbf;
      if (good === 1) {
        if (lead === 0xe0) low = 0xa0;
        else if (lead === 0xf0) low = 0x90;
        else if (lead === 0xf4) high = 0x8f;
        else if (lead === 0xed && errors !== undefined) high = 0x9f;
      }
      if (next < low || next > high) break;
      code = (code << 6) | (next & 0x3f);
      good++;
    }
    if (good === length) {
      if (code < 0x10000) {
        units.add(code);
      } else {
        units.add(0xd7c0 + (code >> 10));
        units.add(0xdc00 + (code & 0x3ff));
      }
      at += length;
      continue;
    }
    if (errors === undefined || errors === 'strict') return undefined;
    if (errors === 'replace') units.add(0xfffd);
    else if (errors !== 'ignore') for (let i = 0; i < good; i++) units.addText(badByte(bytes[at + i], errors));
    at += good;
  }
  return units.toString();
}

/** What one undecodable byte becomes (Python's codecs error handlers). */
export function badByte(byte: number, errors: NonNullable<LoadOptions['errors']>): string {
  switch (errors) {
    case 'replace':
      return '\ufffd';
    case 'surrogateescape':
      return String.fromCharCode(0xdc00 + byte);
    case 'backslashreplace':
      return `\\x${byte.toString(16).padStart(2, '0')}`;
    default:
      return '';
  }
}

/** Latin-1: every byte is the character of that number. (`TextDecoder('latin1')` would be windows-1252.) */
export function latin1(bytes: Uint8Array, start: number, end: number): string {
  const { native } = tools ?? textTools();
  if (native !== undefined) return native.latin1Slice.call(bytes, start, end);
  if (end - start <= 4096) return String.fromCharCode.apply(null, bytes.subarray(start, end) as never);
  const pieces: string[] = [];
  for (let at = start; at < end; at += 4096)
    pieces.push(String.fromCharCode.apply(null, bytes.subarray(at, Math.min(end, at + 4096)) as never));
  return pieces.join('');
}

/**
 * ASCII text of at most 24 bytes, or undefined when a byte is not ASCII.
 * Performance: a call with a fixed number of arguments is 3 to 4 times faster than any decoder (bench cases records, strings).
 */
export function shortAscii(b: Uint8Array, p: number, length: number): string | undefined {
  let all = 0;
  for (let i = 0; i < length; i++) all |= b[p + i];
  return all < 0x80 ? shortChars(b, p, length) : undefined;
}

const chars = /*#__PURE__*/ (() => String.fromCharCode)();

/** Latin-1 text of at most 24 bytes. */
export function shortChars(b: Uint8Array, p: number, length: number): string {
  // prettier-ignore
  switch (length) {
    case 0:
      return '';
    case 1:
      return chars(b[p]);
    case 2:
      return chars(b[p], b[p + 1]);
    case 3:
      return chars(b[p], b[p + 1], b[p + 2]);
    case 4:
      return chars(b[p], b[p + 1], b[p + 2], b[p + 3]);
    case 5:
      return chars(b[p], b[p + 1], b[p + 2], b[p + 3], b[p + 4]);
    case 6:
      return chars(b[p], b[p + 1], b[p + 2], b[p + 3], b[p + 4], b[p + 5]);
    case 7:
      return chars(b[p], b[p + 1], b[p + 2], b[p + 3], b[p + 4], b[p + 5], b[p + 6]);
    case 8:
      return chars(b[p], b[p + 1], b[p + 2], b[p + 3], b[p + 4], b[p + 5], b[p + 6], b[p + 7]);
    case 9:
      return chars(b[p], b[p + 1], b[p + 2], b[p + 3], b[p + 4], b[p + 5], b[p + 6], b[p + 7], b[p + 8]);
    case 10:
      return chars(b[p], b[p + 1], b[p + 2], b[p + 3], b[p + 4], b[p + 5], b[p + 6], b[p + 7], b[p + 8], b[p + 9]);
    case 11:
      return chars(b[p], b[p + 1], b[p + 2], b[p + 3], b[p + 4], b[p + 5], b[p + 6], b[p + 7], b[p + 8], b[p + 9], b[p + 10]);
    case 12:
      return chars(b[p], b[p + 1], b[p + 2], b[p + 3], b[p + 4], b[p + 5], b[p + 6], b[p + 7], b[p + 8], b[p + 9], b[p + 10], b[p + 11]);
    case 13:
      return chars(
        b[p],
        b[p + 1],
        b[p + 2],
        b[p + 3],
        b[p + 4],
        b[p + 5],
        b[p + 6],
        b[p + 7],
        b[p + 8],
        b[p + 9],
        b[p + 10],
        b[p + 11],
        b[p + 12],
      );
    case 14:
      return chars(
        b[p],
        b[p + 1],
        b[p + 2],
        b[p + 3],
        b[p + 4],
        b[p + 5],
        b[p + 6],
        b[p + 7],
        b[p + 8],
        b[p + 9],
        b[p + 10],
        b[p + 11],
        b[p + 12],
        b[p + 13],
      );
    case 15:
      return chars(
        b[p],
        b[p + 1],
        b[p + 2],
        b[p + 3],
        b[p + 4],
        b[p + 5],
        b[p + 6],
        b[p + 7],
        b[p + 8],
        b[p + 9],
        b[p + 10],
        b[p + 11],
        b[p + 12],
        b[p + 13],
        b[p + 14],
      );
    case 16:
      return chars(
        b[p],
        b[p + 1],
        b[p + 2],
        b[p + 3],
        b[p + 4],
        b[p + 5],
        b[p + 6],
        b[p + 7],
        b[p + 8],
        b[p + 9],
        b[p + 10],
        b[p + 11],
        b[p + 12],
        b[p + 13],
        b[p + 14],
        b[p + 15],
      );
    default:
      return shortChars(b, p, 16) + shortChars(b, p + 16, length - 16);
  }
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
  if (end - start < 2 || (quote !== QUOTE && quote !== DOUBLE_QUOTE) || bytes[end - 1] !== quote) throw fault(FAULT_STRING_QUOTES);
  const inside = bytes.subarray(start + 1, end - 1);
  return inside.includes(BACKSLASH) ? unescaped(inside) : inside;
}

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
    if (at === bytes.length) throw fault(FAULT_STRING_ESCAPE, 'a lone backslash at the end');
    const letter = bytes[at++];
    const simple = simpleEscape(letter);
    if (simple >= 0) {
      result[count++] = simple;
    } else if (letter === 0x0a) {
      // A continued line; it cannot be in a STRING line, but it is part of the syntax.
    } else if (letter >= 0x30 && letter <= 0x37) {
      let value = letter - 0x30;
      for (let i = 0; i < 2 && at < bytes.length && bytes[at] >= 0x30 && bytes[at] <= 0x37; i++) value = value * 8 + bytes[at++] - 0x30;
      result[count++] = value & 0xff;
    } else if (letter === 0x78) {
      const value = hexNumber(bytes, at, 2);
      if (value < 0) throw fault(FAULT_STRING_ESCAPE, '\\x needs two hexadecimal digits');
      result[count++] = value;
      at += 2;
    } else {
      result[count++] = BACKSLASH;
      result[count++] = letter;
    }
  }
  return result.subarray(0, count);
}

function simpleEscape(byte: number): number {
  switch (byte) {
    case BACKSLASH:
    case QUOTE:
    case DOUBLE_QUOTE:
      return byte;
    case 0x61: // a
      return 7;
    case 0x62: // b
      return 8;
    case 0x66: // f
      return 12;
    case 0x6e: // n
      return 10;
    case 0x72: // r
      return 13;
    case 0x74: // t
      return 9;
    case 0x76: // v
      return 11;
    default:
      return -1;
  }
}

/** The number in `digits` hexadecimal digits, or -1. */
function hexNumber(bytes: Uint8Array, at: number, digits: number): number {
  if (at + digits > bytes.length) return -1;
  let value = 0;
  for (let i = 0; i < digits; i++) {
    const byte = bytes[at + i];
    const digit =
      byte >= 0x30 && byte <= 0x39 ? byte - 0x30 : byte >= 0x41 && byte <= 0x46 ? byte - 55 : byte >= 0x61 && byte <= 0x66 ? byte - 87 : -1;
    if (digit < 0) return -1;
    value = value * 16 + digit;
  }
  return value;
}

/**
 * UNICODE: raw-unicode-escape: Latin-1, and `\uXXXX` and `\UXXXXXXXX` after an even number of backslashes.
 * @throws UnpicklingError (FAULT_UNICODE_ESCAPE)
 */
export function rawUnicodeEscape(bytes: Uint8Array, start: number, end: number): string {
  const text = bytes.subarray(start, end);
  if (!text.includes(BACKSLASH)) return latin1(bytes, start, end);
  const units = new Units();
  let at = 0;
  while (at < text.length) {
    const byte = text[at++];
    if (byte !== BACKSLASH || at === text.length) {
      units.add(byte);
      continue;
    }
    const next = text[at++];
    if (next !== 0x75 && next !== 0x55) {
      // The second backslash of a pair does not start an escape.
      units.add(byte);
      units.add(next);
      continue;
    }
    const digits = next === 0x75 ? 4 : 8;
    const code = hexNumber(text, at, digits);
    if (code < 0)
      throw fault(FAULT_UNICODE_ESCAPE, digits === 4 ? '\\u needs four hexadecimal digits' : '\\U needs eight hexadecimal digits');
    if (code > 0x10ffff) throw fault(FAULT_UNICODE_ESCAPE, '\\Uxxxxxxxx out of range');
    at += digits;
    if (code < 0x10000) {
      units.add(code);
    } else {
      units.add(0xd7c0 + (code >> 10));
      units.add(0xdc00 + (code & 0x3ff));
    }
  }
  return units.toString();
}
