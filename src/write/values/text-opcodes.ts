import { BINUNICODE, SHORT_BINUNICODE, UNICODE } from '../../shared/opcodes.js';
import type { Str } from '../../values/index.js';
import { FRAME_SIZE_TARGET, type Writer } from '../writer.js';

/** From this many characters on the platform's encoder is faster than a loop. */
const LONG_TEXT = 256;
const encoder = /*#__PURE__*/ new TextEncoder();

/** String.prototype.isWellFormed of ES2024, which the target's types do not have yet. */
type WellFormed = { isWellFormed?(): boolean };

/** A str without its memo opcode: SHORT_BINUNICODE, BINUNICODE, or UNICODE text in protocol 0. */
export function writeText(out: Writer, text: string, protocol: number): void {
  if (protocol === 0) {
    writeEscaped(out, text);
    return;
  }
  const length = text.length;
  // A character is at most 3 bytes of UTF-8 (a surrogate pair is 4 for two).
  if (length * 3 >= FRAME_SIZE_TARGET) {
    writeLongText(out, text);
    return;
  }
  out.ensure(length * 3 + 5);
  const start = out.pos;
  const short = protocol >= 4 && length * 3 <= 0xff;
  const content = start + (short ? 2 : 5);
  const end = length < LONG_TEXT ? encodeLoop(out.buffer, content, text) : encodeLong(out.buffer, content, text);
  const size = end - content;
  if (short) {
    out.buffer[start] = SHORT_BINUNICODE;
    out.buffer[start + 1] = size;
    out.pos = end;
  } else if (protocol >= 4 && size <= 0xff) {
    out.buffer[start] = SHORT_BINUNICODE;
    out.buffer[start + 1] = size;
    out.buffer.copyWithin(start + 2, content, end);
    out.pos = end - 3;
  } else {
    out.buffer[start] = BINUNICODE;
    out.pos = start + 1;
    out.uint32(size);
    out.pos = end;
  }
}

// JavaScript strings end below 2^30 characters, so BINUNICODE8 is never needed.
function writeLongText(out: Writer, text: string): void {
  const data = wellFormed(text) ? encoder.encode(text) : encodeAll(text);
  writeTextBytes(out, data);
}

/** BINUNICODE of UTF-8 bytes that are ready. @param short SHORT_BINUNICODE where it fits */
function writeTextBytes(out: Writer, data: Uint8Array, short = false): void {
  const header = () => {
    if (short && data.length <= 0xff) {
      out.byte(SHORT_BINUNICODE);
      out.byte(data.length);
    } else {
      out.byte(BINUNICODE);
      out.uint32(data.length);
    }
  };
  out.payload(header, data);
}

/**
 * The str whose characters are the bytes of `data` (Latin-1): how protocols 0 to 2 carry bytes. Without memo opcode.
 */
export function writeLatin1(out: Writer, data: Uint8Array, protocol: number): void {
  if (protocol === 0) {
    out.ensure(data.length * 6 + 2);
    out.byte(UNICODE);
    for (let i = 0; i < data.length; i++) writeEscapedUnit(out, data[i]);
    out.byte(0x0a);
    return;
  }
  let size = data.length;
  for (let i = 0; i < data.length; i++) size += data[i] >>> 7;
  if (size === data.length) {
    writeTextBytes(out, data);
    return;
  }
  const text = new Uint8Array(size);
  let pos = 0;
  for (let i = 0; i < data.length; i++) {
    const byte = data[i];
    if (byte < 0x80) text[pos++] = byte;
    else {
      text[pos++] = 0xc0 | (byte >> 6);
      text[pos++] = 0x80 | (byte & 0x3f);
    }
  }
  writeTextBytes(out, text);
}

function wellFormed(text: string): boolean {
  const probe = (text as WellFormed).isWellFormed;
  return probe?.call(text) === true;
}

function encodeLong(buffer: Uint8Array, pos: number, text: string): number {
  if (!wellFormed(text)) return encodeLoop(buffer, pos, text);
  return pos + encoder.encodeInto(text, buffer.subarray(pos)).written;
}

/** UTF-8 of text with lone surrogates, in exact size. */
function encodeAll(text: string): Uint8Array {
  let size = 0;
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    if (unit < 0x80) size += 1;
    else if (unit < 0x800) size += 2;
    else if (startsPair(text, i, unit)) {
      size += 4;
      i++;
    } else size += 3;
  }
  const data = new Uint8Array(size);
  encodeLoop(data, 0, text);
  return data;
}

function startsPair(text: string, i: number, unit: number): boolean {
  return (unit & 0xfc00) === 0xd800 && i + 1 < text.length && (text.charCodeAt(i + 1) & 0xfc00) === 0xdc00;
}

/** UTF-8 with lone surrogates as three bytes (Python's `surrogatepass`). Returns the end. */
function encodeLoop(buffer: Uint8Array, pos: number, text: string): number {
  const length = text.length;
  for (let i = 0; i < length; i++) {
    const unit = text.charCodeAt(i);
    if (unit < 0x80) {
      buffer[pos++] = unit;
    } else if (unit < 0x800) {
      buffer[pos++] = 0xc0 | (unit >> 6);
      buffer[pos++] = 0x80 | (unit & 0x3f);
    } else if (startsPair(text, i, unit)) {
      const point = 0x10000 + ((unit & 0x3ff) << 10) + (text.charCodeAt(++i) & 0x3ff);
      buffer[pos++] = 0xf0 | (point >> 18);
      buffer[pos++] = 0x80 | ((point >> 12) & 0x3f);
      buffer[pos++] = 0x80 | ((point >> 6) & 0x3f);
      buffer[pos++] = 0x80 | (point & 0x3f);
    } else {
      buffer[pos++] = 0xe0 | (unit >> 12);
      buffer[pos++] = 0x80 | ((unit >> 6) & 0x3f);
      buffer[pos++] = 0x80 | (unit & 0x3f);
    }
  }
  return pos;
}

/** Text that only a `Str` holds, without its memo opcode. */
export function writeSplitText(out: Writer, { parts }: Str, protocol: number): void {
  if (protocol === 0) {
    out.byte(UNICODE);
    for (const part of parts) writeEscapes(out, part);
    out.byte(0x0a);
    return;
  }
  const pieces = parts.map(encodeAll);
  const data = new Uint8Array(pieces.reduce((size, piece) => size + piece.length, 0));
  let at = 0;
  for (const piece of pieces) {
    data.set(piece, at);
    at += piece.length;
  }
  writeTextBytes(out, data, protocol >= 4);
}

/** UNICODE: raw-unicode-escape with pickle's own escapes for what would break the line. */
function writeEscaped(out: Writer, text: string): void {
  out.byte(UNICODE);
  writeEscapes(out, text);
  out.byte(0x0a);
}

function writeEscapes(out: Writer, text: string): void {
  out.ensure(text.length * 6 + 2);
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    if (startsPair(text, i, unit)) {
      const point = 0x10000 + ((unit & 0x3ff) << 10) + (text.charCodeAt(++i) & 0x3ff);
      out.ascii(`\\U${point.toString(16).padStart(8, '0')}`);
    } else {
      writeEscapedUnit(out, unit);
    }
  }
}

function writeEscapedUnit(out: Writer, unit: number): void {
  // Backslash, NUL, LF, CR and 0x1a (end of file on DOS) are escaped besides everything beyond Latin-1.
  if (unit > 0xff || unit === 0x5c || unit === 0 || unit === 0x0a || unit === 0x0d || unit === 0x1a) {
    out.ascii(`\\u${unit.toString(16).padStart(4, '0')}`);
  } else {
    out.byte(unit);
  }
}
