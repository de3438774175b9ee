/**
 * Python's text codecs as pickletools uses them, with CPython's error texts: a failed decode throws a `CodecError`
 * whose message is what `str(exception)` gives in Python.
 *
 * Source: CPython `Objects/unicodeobject.c`, `Objects/stringlib/codecs.h` and `Objects/bytesobject.c`.
 */

/** A byte sequence that the codec refuses; `message` is CPython's text. */
export class CodecError extends Error {}

/** Text, and where JavaScript's UTF-16 says less than Python's code points. */
export interface Decoded {
  readonly text: string;
  /**
   * Indices of low surrogates that were encoded on their own directly behind a high surrogate encoded on its own: two
   * code points in Python, one character in UTF-16. Undefined when there are none, as nearly always.
   */
  readonly splits: number[] | undefined;
}

// String.fromCharCode takes its units as arguments: few enough at a time for every engine's stack.
const CHUNK = 8192;

/** Collects UTF-16 units into a string, in linear time. */
class TextBuilder {
  readonly #units = new Uint16Array(CHUNK);
  #used = 0;
  #text = '';
  #length = 0;
  #splits: number[] | undefined;
  #openHigh = false;

  /** A code point that was encoded on its own: a surrogate stays a code point of its own. */
  codePoint(point: number): void {
    if (point > 0xffff) {
      this.#unit(0xd800 + ((point - 0x10000) >> 10));
      this.#unit(0xdc00 + ((point - 0x10000) & 0x3ff));
      this.#openHigh = false;
      return;
    }
    if (this.#openHigh && (point & 0xfc00) === 0xdc00) {
      this.#splits ??= [];
      this.#splits.push(this.#length);
    }
    this.#openHigh = (point & 0xfc00) === 0xd800;
    this.#unit(point);
  }

  #unit(unit: number): void {
    if (this.#used === CHUNK) this.#flush();
    this.#units[this.#used++] = unit;
    this.#length++;
  }

  #flush(): void {
    this.#text += String.fromCharCode.apply(null, this.#units.subarray(0, this.#used) as unknown as number[]);
    this.#used = 0;
  }

  finish(): Decoded {
    this.#flush();
    return { text: this.#text, splits: this.#splits };
  }
}

/** Bytes as Latin-1 text: one code point a byte. (WHATWG's "latin1" decoder is windows-1252, hence not used.) */
export function latin1(data: Uint8Array): string {
  let text = '';
  for (let start = 0; start < data.length; start += CHUNK) {
    text += String.fromCharCode.apply(null, data.subarray(start, start + CHUNK) as unknown as number[]);
  }
  return text;
}

function refuse(codec: string, data: Uint8Array, start: number, end: number, reason: string): never {
  const where =
    end === start + 1
      ? `byte 0x${data[start].toString(16).padStart(2, '0')} in position ${start}`
      : `bytes in position ${start}-${end - 1}`;
  throw new CodecError(`'${codec}' codec can't decode ${where}: ${reason}`);
}

/** Well-formed UTF-8 only. A byte order mark is a character like any other. */
const STRICT = /*#__PURE__*/ new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** `str(data, 'utf-8', 'surrogatepass')`. */
export function utf8(data: Uint8Array): Decoded {
  try {
    return { text: STRICT.decode(data), splits: undefined };
  } catch {
    return utf8Slowly(data);
  }
}

/** `data.decode('utf-8')`: no encoded surrogates. */
export function strictUtf8(data: Uint8Array): string {
  try {
    return STRICT.decode(data);
  } catch {
    for (let index = 0; index < data.length; index += data[index] < 0x80 ? 1 : utf8Length(data, index));
    throw new CodecError('invalid UTF-8');
  }
}

const isContinuation = (byte: number): boolean => (byte & 0xc0) === 0x80;

function utf8Slowly(data: Uint8Array): Decoded {
  const builder = new TextBuilder();
  const end = data.length;
  let index = 0;
  while (index < end) {
    const lead = data[index];
    if (lead < 0x80) {
      builder.codePoint(lead);
      index++;
      continue;
    }
    const surrogate =
      lead === 0xed && index + 3 <= end && (data[index + 1] & 0xe0) === 0xa0 && isContinuation(data[index + 2]);
    const wanted = surrogate ? 3 : utf8Length(data, index);
    let point = lead & (0xff >> (wanted + 1));
    for (let next = 1; next < wanted; next++) point = (point << 6) | (data[index + next] & 0x3f);
    builder.codePoint(point);
    index += wanted;
  }
  return builder.finish();
}

/** Length of the sequence at `index`, 2 to 4; refuses what is not well-formed, naming the bytes that CPython names. */
function utf8Length(data: Uint8Array, index: number): number {
  const lead = data[index];
  if (lead < 0xc2 || lead > 0xf4) refuse('utf-8', data, index, index + 1, 'invalid start byte');
  const wanted = lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : 4;
  for (let next = 1; next < wanted; next++) {
    if (index + next >= data.length) refuse('utf-8', data, index, data.length, 'unexpected end of data');
    const byte = data[index + next];
    // Overlong forms, surrogates and what is above U+10FFFF show in the second byte.
    const low = next > 1 ? 0x80 : lead === 0xe0 ? 0xa0 : lead === 0xf0 ? 0x90 : 0x80;
    const high = next > 1 ? 0xbf : lead === 0xed ? 0x9f : lead === 0xf4 ? 0x8f : 0xbf;
    if (byte < low || byte > high) refuse('utf-8', data, index, index + next, 'invalid continuation byte');
  }
  return wanted;
}

const BACKSLASH = 0x5c;

/** `str(data, 'raw-unicode-escape')`. */
export function rawUnicodeEscape(data: Uint8Array): Decoded {
  if (!data.includes(BACKSLASH)) return { text: latin1(data), splits: undefined };
  const builder = new TextBuilder();
  let index = 0;
  while (index < data.length) {
    const start = index;
    const byte = data[index++];
    if (byte !== BACKSLASH || index === data.length) {
      builder.codePoint(byte);
      continue;
    }
    const letter = data[index++];
    if (letter !== 0x75 && letter !== 0x55) {
      // The backslash and what follows stand for themselves: a second backslash does not start an escape.
      builder.codePoint(BACKSLASH);
      builder.codePoint(letter);
      continue;
    }
    const digits = letter === 0x75 ? 4 : 8;
    let point = 0;
    let count = 0;
    for (; count < digits && index < data.length; count++, index++) {
      const digit = hexDigit(data[index]);
      if (digit < 0) break;
      point = point * 16 + digit;
    }
    if (count < digits) {
      refuse(
        'rawunicodeescape',
        data,
        start,
        index,
        digits === 4 ? 'truncated \\uXXXX escape' : 'truncated \\UXXXXXXXX escape',
      );
    }
    if (point > 0x10ffff) refuse('rawunicodeescape', data, start, index, '\\Uxxxxxxxx out of range');
    builder.codePoint(point);
  }
  return builder.finish();
}

/** Value of a hexadecimal digit, -1 for any other byte. */
function hexDigit(byte: number): number {
  if (byte >= 0x30 && byte <= 0x39) return byte - 0x30;
  const letter = byte | 0x20;
  return letter >= 0x61 && letter <= 0x66 ? letter - 0x57 : -1;
}

// What stands behind a backslash, and the byte it means: \\ \' \" \a \b \f \n \r \t \v.
const ESCAPES: Readonly<Record<string, number>> = {
  '\\': 0x5c,
  "'": 0x27,
  '"': 0x22,
  a: 0x07,
  b: 0x08,
  f: 0x0c,
  n: 0x0a,
  r: 0x0d,
  t: 0x09,
  v: 0x0b,
};

/** `codecs.escape_decode(data)[0]`: undoes the escapes of a bytes literal. */
export function escapeDecode(data: Uint8Array): Uint8Array {
  if (!data.includes(BACKSLASH)) return data;
  const result = new Uint8Array(data.length);
  let length = 0;
  let index = 0;
  while (index < data.length) {
    const byte = data[index++];
    if (byte !== BACKSLASH) {
      result[length++] = byte;
      continue;
    }
    if (index === data.length) throw new CodecError('Trailing \\ in string');
    const letter = data[index++];
    const plain = ESCAPES[String.fromCharCode(letter)];
    if (plain !== undefined) {
      result[length++] = plain;
    } else if (letter >= 0x30 && letter <= 0x37) {
      let value = letter - 0x30;
      for (let more = 0; more < 2 && data[index] >= 0x30 && data[index] <= 0x37; more++)
        value = value * 8 + data[index++] - 0x30;
      result[length++] = value & 0xff;
    } else if (letter === 0x78) {
      const high = index + 1 < data.length ? hexDigit(data[index]) : -1;
      const low = high < 0 ? -1 : hexDigit(data[index + 1]);
      if (low < 0) throw new CodecError(`invalid \\x escape at position ${index - 2}`);
      result[length++] = high * 16 + low;
      index += 2;
    } else if (letter !== 0x0a) {
      // An unknown escape stays as it is; an escaped line feed disappears.
      result[length++] = BACKSLASH;
      result[length++] = letter;
    }
  }
  return result.subarray(0, length);
}
