/** Short strings, remembered: equal keys and values in a pickle become one string object, and cost no allocation. */
import { shortChars, utf8 } from './text.js';

/** Longer strings do not go through the cache, in bytes. */
export const MAX_SHORT = 24;

const SLOTS = 4096;

/**
 * A direct-mapped cache from ASCII bytes to strings. It lives as long as its engine: at most 4096 strings of 24 characters.
 * Performance: a hit saves the string's allocation, and makes keys the same object (bench cases records, tiny).
 */
export class StringCache {
  readonly #strings: string[] = new Array(SLOTS).fill('');
  readonly #hashes = new Int32Array(SLOTS);

  /** The str in `count` (at most MAX_SHORT) bytes from `at` on. @throws UnpicklingError (FAULT_UTF8) */
  text(bytes: Uint8Array, at: number, count: number): string {
    let hash = count;
    let all = 0;
    for (let i = at, end = at + count; i < end; i++) {
      const byte = bytes[i];
      all |= byte;
      hash = (Math.imul(hash, 31) + byte) | 0;
    }
    if (all >= 0x80) return utf8(bytes, at, at + count);
    const slot = (hash ^ (hash >>> 13)) & (SLOTS - 1);
    if (this.#hashes[slot] === hash) {
      const known = this.#strings[slot];
      if (known.length === count) {
        let i = 0;
        while (i < count && known.charCodeAt(i) === bytes[at + i]) i++;
        if (i === count) return known;
      }
    }
    const text = shortChars(bytes, at, count);
    this.#strings[slot] = text;
    this.#hashes[slot] = hash;
    return text;
  }
}
