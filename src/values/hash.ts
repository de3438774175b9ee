/**
 * Hashes of numbers, text and bytes: the leaves that `equality.ts` combines.
 *
 * Equal numbers of all types become one number or bigint first (`[KEY]` of the value classes), so no arithmetic on
 * rationals is needed here. Everything but small integers goes through HalfSipHash-1-3, the keyed hash that Linux's
 * hash tables use, with a key drawn once per process (from `crypto.getRandomValues` where there is one, else
 * `Math.random`): a pickle from a stranger cannot choose keys that collide, neither by their bits nor by how they are
 * nested. Hashes of leaves have 32 bits, those of compound values 53: what a hash is made of again and again, level by
 * level, comes back to where it was after the square root of all its values. Hashes differ from CPython's, and between
 * processes. Numbers and text that are keys themselves are found by a JavaScript Map instead; V8 seeds its hash of text,
 * but not that of numbers.
 */
import { UnpicklingError } from '../base/index.js';

/** Where a float is seen as two words. */
const float = /*#__PURE__*/ new Float64Array(1);
const floatWords = /*#__PURE__*/ new Int32Array(float.buffer);

/** The key of HalfSipHash, and the hash of None. */
const SEED = /*#__PURE__*/ randomWords();

/**
 * Hashes of texts and bytes of this length are kept: what is written once in a pickle can be part of very many keys.
 * @internal
 */
export const LONG = 4096;

/** An integer of more than 2 KB is as long a text. */
const LONG_INTEGER = /*#__PURE__*/ BigInt.asUintN(16384, -1n);

/**
 * Hashes of long texts and integers. A WeakRef that was made or read holds its object until the job ends, and no
 * longer.
 */
let longHashes: WeakRef<Map<unknown, readonly [unknown, number]>> | undefined;

/**
 * The error for a value that Python refuses as dict key or set item. `type`: Python's name of the type, for instance
 * `'list'`.
 */
export function unhashable(type: string): UnpicklingError {
  return new UnpicklingError(`unhashable type: '${type}'; Python takes no ${type} as dict key or set item`);
}

/** The hash of None. */
export function hashNone(): number {
  return SEED[2];
}

/** Adds the hash of one part to the words that `hashParts` takes. */
export function addPart(words: number[], hash: number): void {
  words.push(hash | 0);
  if (hash !== (hash | 0)) words.push((hash / 0x1_0000_0000) | 0);
}

/** Hash of a compound value, an integer of 53 bits, from what `addPart` made of its parts. */
export function hashParts(words: readonly number[]): number {
  const low = hashWords(words.length * 4 + 3, words.length, words, wordAt, 0xee);
  return (low >>> 0) + (second & 0x1f_ffff) * 0x1_0000_0000;
}

/**
 * Hash of a float or an integer: of its bits as a double, 0 and -0 being one; a small integer is its own, as in
 * CPython.
 */
export function hashNumber(value: number): number {
  if (value === (value | 0)) return value | 0;
  float[0] = value;
  return hashWords(floatWords[0], 1, floatWords, secondWord);
}

/** Hash of an integer of any size. */
export function hashBigInt(value: bigint): number {
  const key = integerKey(value);
  if (typeof key === 'number') return hashNumber(key);
  const find = () => hashUnits(key.toString(16), 1);
  return (key < 0n ? ~key : key) > LONG_INTEGER ? hashOnce(key, key, find) : find();
}

/** The number that equals the integer if there is one, else the integer. */
export function integerKey(value: bigint): number | bigint {
  const number = Number(value);
  return Number.isFinite(number) && BigInt(number) === value ? number : value;
}

/** Hash of a string by its UTF-16 code units. */
export function hashText(text: string): number {
  const { length } = text;
  // V8 takes the length of a longer text for its hash: of those of one length the last is kept.
  return length < LONG ? hashUnits(text, 0) : hashOnce(length < 16384 ? text : length, text, () => hashUnits(text, 0));
}

function hashUnits(text: string, kind: number): number {
  return hashWords(text.length * 4 + kind, text.length, text, unitAt);
}

/** What `find` answers for `value`, or answered before in this job. `key`: where it is kept. */
function hashOnce(key: unknown, value: unknown, find: () => number): number {
  let kept = longHashes?.deref();
  if (kept === undefined) {
    kept = new Map();
    longHashes = new WeakRef(kept);
  }
  let entry = kept.get(key);
  if (entry?.[0] !== value) {
    entry = [value, find()];
    kept.set(key, entry);
  }
  return (entry as readonly [unknown, number])[1];
}

/** Hash of the contents of a bytes object. */
export function hashBytes(data: Uint8Array): number {
  return hashWords(data.length * 4 + 2, data.length, data, byteAt);
}

// Not closures, which would be made for each hash.
const wordAt = (words: readonly number[], index: number) => words[index];
const unitAt = (text: string, index: number) => text.charCodeAt(index);
const secondWord = (words: Int32Array) => words[1];
const byteAt = (data: Uint8Array, index: number) => data[index];

/** The upper half of the last hash of 64 bits. */
let second = 0;

/**
 * HalfSipHash-1-3 of `first` and `count` more words. Aumasson and Bernstein, "SipHash: a fast short-input PRF".
 * `read`: the word at an index of `source`; `mark`: 0xff for a hash of 32 bits, 0xee for one of 64, whose upper half is in `second`.
 */
function hashWords<T>(
  first: number,
  count: number,
  source: T,
  read: (source: T, index: number) => number,
  mark = 0xff,
): number {
  let a = SEED[0];
  let b = SEED[1];
  let c = a ^ 0x6c796765;
  let d = b ^ 0x74656462;
  let input = first;
  let low = 0;
  // The variant of 64 bits has a start of its own.
  if (mark === 0xee) b ^= mark;
  for (let i = 0; ; i++) {
    d ^= input;
    a = (a + b) | 0;
    b = ((b << 5) | (b >>> 27)) ^ a;
    a = (a << 16) | (a >>> 16);
    c = (c + d) | 0;
    d = ((d << 8) | (d >>> 24)) ^ c;
    a = (a + d) | 0;
    d = ((d << 7) | (d >>> 25)) ^ a;
    c = (c + b) | 0;
    b = ((b << 13) | (b >>> 19)) ^ c;
    c = (c << 16) | (c >>> 16);
    a ^= input;
    input = 0;
    if (i < count) input = read(source, i);
    else if (i === count) c ^= mark;
    else if (i === count + 3) {
      low = b ^ d;
      if (mark === 0xff) return low;
      b ^= 0xdd;
    } else if (i === count + 6) {
      second = b ^ d;
      return low;
    }
  }
}

function randomWords(): Int32Array {
  const words = new Int32Array(3).map(() => Math.random() * 0x1_0000_0000);
  globalThis.crypto?.getRandomValues(words);
  return words;
}
