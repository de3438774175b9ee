import { Column, type ColumnKind } from './column.js';

const decoder = /*#__PURE__*/ new TextDecoder('utf-8', { ignoreBOM: true });
/** Bytes of text that are decoded here: the decoder's own call costs more. */
const SHORT = 24;

/** The text in `bytes[from..to]`, which is UTF-8. */
function textOf(bytes: Uint8Array, from: number, to: number): string {
  if (to - from > SHORT) return decoder.decode(bytes.subarray(from, to));
  let text = '';
  for (let i = from; i < to; i++) {
    if (bytes[i] > 0x7f) return decoder.decode(bytes.subarray(from, to));
    text += String.fromCharCode(bytes[i]);
  }
  return text;
}

/** Text: codes and a dictionary when it repeats, else UTF-8 bytes that become a string when asked for. */
export class StringColumn extends Column {
  readonly kind: ColumnKind = 'string';
  /** Index into `dictionary` of each value, 0 where there is none; undefined when text does not repeat. */
  readonly codes: Int32Array<ArrayBuffer> | undefined;
  /** The distinct texts; empty without `codes`. */
  readonly dictionary: readonly string[];
  /** Value i is UTF-8 in `bytes[offsets[i]..offsets[i + 1]]`; empty with `codes`. */
  readonly offsets: Int32Array<ArrayBuffer>;
  readonly bytes: Uint8Array<ArrayBuffer>;

  constructor(
    length: number,
    validity: Uint8Array<ArrayBuffer> | undefined,
    parts: { codes: Int32Array<ArrayBuffer>; dictionary: readonly string[] } | TextBytes,
  ) {
    super(length, validity);
    const isCoded = 'codes' in parts;
    this.codes = isCoded ? parts.codes : undefined;
    this.dictionary = isCoded ? parts.dictionary : [];
    this.offsets = isCoded ? new Int32Array(0) : parts.offsets;
    this.bytes = isCoded ? new Uint8Array(0) : parts.bytes;
  }

  /** Text repeats: `codes` and `dictionary` hold it. */
  get isCoded(): boolean {
    return this.codes !== undefined;
  }

  protected valueAt(index: number): string {
    if (this.codes !== undefined) return this.dictionary[this.codes[index]];
    return textOf(this.bytes, this.offsets[index], this.offsets[index + 1]);
  }

  take(indices: Int32Array): Column {
    const { codes, dictionary, offsets, bytes } = this;
    const validity = this.takeValidity(indices);
    if (codes !== undefined) {
      return new StringColumn(indices.length, validity, {
        codes: Int32Array.from(indices, (index) => codes[index]),
        dictionary,
      });
    }
    const taken = new Int32Array(indices.length + 1);
    for (let i = 0; i < indices.length; i++) taken[i + 1] = taken[i] + offsets[indices[i] + 1] - offsets[indices[i]];
    const text = new Uint8Array(taken[indices.length]);
    for (let i = 0; i < indices.length; i++)
      text.set(bytes.subarray(offsets[indices[i]], offsets[indices[i] + 1]), taken[i]);
    return new StringColumn(indices.length, validity, { offsets: taken, bytes: text });
  }
}

/** Texts one behind the other. */
export interface TextBytes {
  offsets: Int32Array<ArrayBuffer>;
  bytes: Uint8Array<ArrayBuffer>;
}

const encoder = /*#__PURE__*/ new TextEncoder();

/**
 * Writes text at `at` if it is ASCII; returns where it ends, or -1. Performance: a call of the encoder costs as much as
 * some 50 characters.
 */
function writeAscii(text: string, bytes: Uint8Array, at: number): number {
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code > 0x7f) return -1;
    bytes[at + i] = code;
  }
  return at + text.length;
}

/** `count` texts as UTF-8; undefined when they are more than 2 GB. */
export function encodeTexts(count: number, text: (index: number) => string): TextBytes | undefined {
  const offsets = new Int32Array(count + 1);
  let bytes = new Uint8Array(1024);
  let end = 0;
  for (let i = 0; i < count; i++) {
    const value = text(i);
    const room = end + 3 * value.length;
    if (room > bytes.length) {
      const grown = new Uint8Array(Math.max(room, bytes.length * 2));
      grown.set(bytes.subarray(0, end));
      bytes = grown;
    }
    const ascii = value.length <= SHORT ? writeAscii(value, bytes, end) : -1;
    end = ascii >= 0 ? ascii : end + encoder.encodeInto(value, bytes.subarray(end)).written;
    if (end > 0x7fffffff) return undefined;
    offsets[i + 1] = end;
  }
  return { offsets, bytes: bytes.slice(0, end) };
}
