/** Short texts, remembered: equal keys and values become one string object, and cost no allocation. */
import { canCompile } from '../base/index.js';
import { utf8 } from '../text/index.js';

/** Texts up to this many bytes are remembered. */
const MAX_CACHED = 24;
/**
 * ASCII up to this many bytes is given to `String.fromCharCode` byte by byte; from there on a native slice is faster.
 */
const MAX_CHARS = 40;

const SLOTS = 1024;
/** Bytes of the cache for one text, a power of two. */
const ROOM = 32;

type Chars = (bytes: Uint8Array, at: number) => string;

/**
 * Texts of one length after which a maker is compiled for them: compiling costs as much as many native slices (bench
 * case cold).
 */
const USES_BEFORE_COMPILING = 4;

/** Makers of text by its length, or how many texts of that length there were. */
const chars: (Chars | number)[] = /*#__PURE__*/ new Array(MAX_CHARS + 1).fill(0);

/**
 * Text of the `count` (at most 40) ASCII bytes at `at`. @param compile may code be generated? Default: as the
 * environment allows
 */
export function makeChars(count: number, compile: boolean = canCompile()): Chars {
  if (compile) {
    const codes = Array.from({ length: count }, (_, i) => `b[p+${i}]`);
    return new Function('f', `return (b,p)=>f(${codes.join(',')})`)(String.fromCharCode) as Chars;
  }
  const codes = new Array<number>(count).fill(0);
  return (bytes, at) => {
    for (let i = 0; i < count; i++) codes[i] = bytes[at + i];
    return String.fromCharCode.apply(null, codes);
  };
}

/**
 * A direct-mapped cache from ASCII bytes to strings. It lives as long as its engine: at most 1024 strings of 24
 * characters, and their bytes, 100 KB. What the inputs hold costs misses at worst.
 * Performance: a hit saves the string's allocation, and makes keys the same object (bench cases records, tiny).
 */
export class ShortTexts {
  readonly #strings: string[] = new Array(SLOTS).fill('');
  readonly #bytes = new Uint8Array(SLOTS * ROOM);
  /** See `utf8`. */
  exact = false;

  /** The str in `bytes[start..end]`. @throws UnpicklingError (FAULT_UTF8) */
  text(bytes: Uint8Array, start: number, end: number): string {
    const count = end - start;
    if (count > MAX_CHARS) return utf8(bytes, start, end, this.exact);
    if (count > MAX_CACHED) return newText(bytes, start, count, this.exact);
    if (count === 0) return '';
    // Three bytes tell most texts of one length apart.
    const first = bytes[start];
    const last = bytes[end - 1];
    const middle = bytes[start + (count >> 1)];
    const slot = (Math.imul(first + (middle << 8) + (last << 16) + (count << 24), 0x9e3779b1) >>> 22) & (SLOTS - 1);
    const known = this.#bytes;
    const at = slot * ROOM;
    if (known[at] === count) {
      let i = 0;
      while (i < count && known[at + 1 + i] === bytes[start + i]) i++;
      if (i === count) return this.#strings[slot];
    }
    const text = newText(bytes, start, count, this.exact);
    // Other texts are longer or shorter than their bytes.
    if (text.length === count) {
      known[at] = count;
      for (let i = 0; i < count; i++) known[at + 1 + i] = bytes[start + i];
      this.#strings[slot] = text;
    }
    return text;
  }
}

function newText(bytes: Uint8Array, start: number, count: number, exact: boolean): string {
  let all = 0;
  for (let i = start; i < start + count; i++) all |= bytes[i];
  if (all >= 0x80) return utf8(bytes, start, start + count, exact);
  const make = chars[count];
  if (typeof make === 'function') return make(bytes, start);
  chars[count] = make < USES_BEFORE_COMPILING ? make + 1 : makeChars(count);
  return utf8(bytes, start, start + count);
}
