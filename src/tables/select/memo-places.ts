/** Where the values of a pickle and the entries of its memo are made. */
import { LimitError } from '../../base/index.js';

/** A value's opcodes: `bytes[start..end]` put it on the stack. */
export interface Place {
  readonly start: number;
  readonly end: number;
}

/** Numbers that are added one by one. */
export class NumberList {
  #items = new Float64Array(64);
  length = 0;

  push(item: number): void {
    this.set(this.length, item);
  }

  get(index: number): number {
    return this.#items[index];
  }

  set(index: number, item: number): void {
    if (index >= this.#items.length) {
      const grown = new Float64Array(Math.max(index + 1, this.#items.length * 2));
      grown.set(this.#items);
      this.#items = grown;
    }
    this.#items[index] = item;
    if (index >= this.length) this.length = index + 1;
  }
}

/** Some GET fetches the entry. */
export const FETCHED = 1;
/** The entry was put twice, or changed through a GET: its opcodes do not stand together. */
export const SCATTERED = 2;
/** Entries there is room for at first. */
export const FIRST_ROOM = 256;
/** How far ahead of the number of entries an index may be. */
const MAX_GAP = 1 << 16;

/** `to`, with all of `from` at its start. */
export function moved<Numbers extends Float64Array | Uint8Array>(from: Numbers, to: Numbers): Numbers {
  to.set(from);
  return to;
}

/** Where the entries of the memo are made. */
export class MemoPlaces {
  #starts = new Float64Array(FIRST_ROOM);
  #ends = new Float64Array(FIRST_ROOM);
  /** Where the opcode is that put them; 0 for an index that is no entry. */
  #puts = new Float64Array(FIRST_ROOM);
  #flags = new Uint8Array(FIRST_ROOM);
  /** Entries. */
  count = 0;
  /** Behind the highest index. */
  length = 0;

  has(index: number): boolean {
    return index < this.length && this.#puts[index] > 0;
  }

  put(index: number, start: number, at: number, end: number): void {
    if (index >= this.#puts.length) this.#grow(index);
    if (this.#puts[index] > 0) this.#flags[index] |= SCATTERED;
    else this.count++;
    if (index >= this.length) this.length = index + 1;
    this.#starts[index] = start;
    this.#ends[index] = end;
    this.#puts[index] = at;
  }

  #grow(index: number): void {
    if (index > this.count + MAX_GAP)
      throw new LimitError('a memo index far ahead of the others: selection cannot read this pickle, load can');
    const room = Math.max(index + 1, this.#puts.length * 2);
    this.#starts = moved(this.#starts, new Float64Array(room));
    this.#ends = moved(this.#ends, new Float64Array(room));
    this.#puts = moved(this.#puts, new Float64Array(room));
    this.#flags = moved(this.#flags, new Uint8Array(room));
  }

  startOf(index: number): number {
    return this.#starts[index];
  }

  endOf(index: number): number {
    return this.#ends[index];
  }

  putAt(index: number): number {
    return this.#puts[index];
  }

  /** The value of entry `index` has more opcodes: up to `end`. */
  extend(index: number, end: number): void {
    this.#ends[index] = end;
  }

  flag(index: number, flag: number): void {
    this.#flags[index] |= flag;
  }

  is(index: number, flag: number): boolean {
    return (this.#flags[index] & flag) !== 0;
  }

  place(index: number): Place {
    return { start: this.#starts[index], end: this.#ends[index] };
  }

  /** The entry that the opcode at `at` put; -1 when there is none. `guess` is tried first. */
  indexAt(at: number, guess: number): number {
    if (guess < this.length && this.#puts[guess] === at) return guess;
    let low = 0;
    let high = this.length - 1;
    while (low <= high) {
      const middle = (low + high) >> 1;
      const found = this.#puts[middle];
      if (found === at) return middle;
      if (found < at) low = middle + 1;
      else high = middle - 1;
    }
    return -1;
  }
}
