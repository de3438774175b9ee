/**
 * Python's quoted text (CPython: `unicode_repr` in unicodeobject.c, `PyBytes_Repr` in bytesobject.c, `bytearray_repr`).
 */

import type { Str } from '../values/index.js';

/** Characters escaped at a time, so that no piece is far longer than what it shows. */
const PIECE = 32768;

/**
 * What `str.isprintable` is false for, and the backslash. The tables are those of the JavaScript engine's Unicode
 * version.
 */
const ESCAPED = /(?! )[\\\p{C}\p{Z}]/gu;
const ESCAPED_OR_QUOTE = /(?! )[\\'\p{C}\p{Z}]/gu;
const PLAIN = /^[ -&(-[\]-~]*$/;

const SHORT: Readonly<Record<string, string>> = { '\\': '\\\\', "'": "\\'", '\t': '\\t', '\n': '\\n', '\r': '\\r' };

const HEX = /*#__PURE__*/ new TextEncoder().encode('0123456789abcdef');
const ASCII = /*#__PURE__*/ new TextDecoder();

/**
 * The `repr` of a str, in pieces when it is long: double quotes only when there is a single quote and no double quote
 * in it.
 */
export function strRepr(text: string): string | Iterable<string> {
  if (text.length > PIECE) return quotedText(text);
  return PLAIN.test(text) ? `'${text}'` : [...quotedText(text)].join('');
}

/** Yields the `repr` of a bytes object in pieces: `b'…'`. */
export function bytesRepr(data: Uint8Array): Iterable<string> {
  return quotedBytes(data);
}

/** Yields the `repr` of a bytearray in pieces: `bytearray(b'…')`. */
export function* byteArrayRepr(data: Uint8Array): Generator<string> {
  yield 'bytearray(';
  yield* quotedBytes(data);
  yield ')';
}

/** Yields the `repr` of text that only a `Str` holds. */
export function* splitTextRepr({ parts }: Str): Generator<string> {
  const quote = quoteFor(parts.join(''));
  yield quote;
  for (const part of parts) yield* escapedText(part, quote);
  yield quote;
}

const quoteFor = (text: string): string => (text.includes("'") && !text.includes('"') ? '"' : "'");

function* quotedText(text: string): Generator<string> {
  const quote = quoteFor(text);
  yield quote;
  yield* escapedText(text, quote);
  yield quote;
}

function* escapedText(text: string, quote: string): Generator<string> {
  const escaped = quote === "'" ? ESCAPED_OR_QUOTE : ESCAPED;
  for (let start = 0; start < text.length; ) {
    let end = Math.min(start + PIECE, text.length);
    if (end < text.length && isHighSurrogate(text.charCodeAt(end - 1)) && (text.charCodeAt(end) & 0xfc00) === 0xdc00)
      end++;
    yield text.slice(start, end).replace(escaped, escapeCharacter);
    start = end;
  }
}

function* quotedBytes(data: Uint8Array): Generator<string> {
  const quote = data.includes(0x27) && !data.includes(0x22) ? '"' : "'";
  yield `b${quote}`;
  const piece = new Uint8Array(4 * Math.min(data.length, PIECE));
  for (let start = 0; start < data.length; start += PIECE) {
    const length = escapeBytes(data.subarray(start, start + PIECE), piece, quote === "'");
    yield ASCII.decode(piece.subarray(0, length));
  }
  yield quote;
}

/** Writes the escaped bytes as ASCII into `out`, four times as long; returns how many. */
function escapeBytes(data: Uint8Array, out: Uint8Array, escapeQuote: boolean): number {
  let length = 0;
  for (let i = 0; i < data.length; i++) {
    const byte = data[i];
    const letter = byte === 0x27 ? (escapeQuote ? byte : 0) : shortEscape(byte);
    if (letter !== 0) {
      out[length++] = 0x5c;
      out[length++] = letter;
    } else if (byte < 0x20 || byte >= 0x7f) {
      out[length++] = 0x5c;
      out[length++] = 0x78;
      out[length++] = HEX[byte >> 4];
      out[length++] = HEX[byte & 15];
    } else out[length++] = byte;
  }
  return length;
}

/** What follows the backslash for a tab, newline, carriage return or backslash; 0 for other bytes. */
function shortEscape(byte: number): number {
  switch (byte) {
    case 0x09:
      return 0x74;
    case 0x0a:
      return 0x6e;
    case 0x0d:
      return 0x72;
    default:
      return byte === 0x5c ? byte : 0;
  }
}

function escapeCharacter(character: string): string {
  const short = SHORT[character];
  if (short !== undefined) return short;
  const code = character.codePointAt(0) as number;
  if (code < 0x100) return `\\x${hex(code, 2)}`;
  return code < 0x10000 ? `\\u${hex(code, 4)}` : `\\U${hex(code, 8)}`;
}

function hex(value: number, digits: number): string {
  return value.toString(16).padStart(digits, '0');
}

function isHighSurrogate(unit: number): boolean {
  return unit >= 0xd800 && unit < 0xdc00;
}
