import { Noted } from '../../values/index.js';

/** So many objects are searched one by one before there is a Set of them. */
const FEW = 8;
const FIRST_SIZE = 64;
/** Numbers kept between pickles. */
const RETAINED_SIZE = 1 << 18;
/** Entry of the first noted object; the others count down from there. */
const FIRST_NOTED = -2;
/** Number of an object that is being written and gets its number afterwards, or never. */
export const NO_NUMBER = -1;
/** Number of an inert object whose callee and arguments are being written (reopen.ts). Real numbers are from 0 on. */
export const IN_HEAD = -2;

/**
 * The numbers of the objects in the memo, by identity. An object is looked up once, before it is written: that gives it
 * an entry, and `setNumber` a number when it is memoized, which for tuples and reduced objects is after their contents.
 *
 * Performance: nearly all objects are new. A Set says so in one operation, where a Map takes two; a Map for the entries
 * of those that come again follows behind the Set, only as far as it is asked for (cases tree, records).
 */
export class ObjectMemo {
  // A Set costs more to fill and clear than a small pickle to write, and gives each object a hash (case tiny).
  readonly #few: unknown[] = new Array(FEW).fill(undefined);
  readonly #all = new Set<unknown>();
  /** By entry. */
  #numbers = new Int32Array(FIRST_SIZE);
  #size = 0;
  /** Nobody else notes anything in values as long as this memo lasts. */
  noting = false;
  /** Objects whose place here is noted in them, and their numbers. */
  #noted: unknown[] = [];
  #notedNumbers: number[] = [];
  readonly #known = new Map<unknown, number>();
  /** The objects that are not in `#known` yet. */
  #unknown: IterableIterator<unknown> | undefined = undefined;
  /** The object that came again last, mostly a class. */
  #lastMet: unknown = undefined;
  #lastEntry = 0;

  /** The entry of an object, which from now on has one; a new entry has the number NO_NUMBER. */
  entryOf(value: unknown): number {
    if (value === this.#lastMet) return this.#lastEntry;
    if (this.noting && value instanceof Noted) return this.#notedEntry(value);
    const size = this.#size;
    if (size > FEW) {
      this.#all.add(value);
      if (this.#all.size === size) return this.#find(value);
    } else {
      for (let i = 0; i < size; i++) if (this.#few[i] === value) return i;
      if (size < FEW) {
        this.#few[size] = value;
      } else {
        for (const one of this.#few) this.#all.add(one);
        this.#all.add(value);
      }
    }
    if (size === this.#numbers.length) this.#grow();
    this.#numbers[size] = NO_NUMBER;
    this.#size = size + 1;
    return size;
  }

  /** The number of an entry. */
  numberOf(entry: number): number {
    return entry >= 0 ? this.#numbers[entry] : this.#notedNumbers[FIRST_NOTED - entry];
  }

  /** Gives an entry its number. */
  setNumber(entry: number, number: number): void {
    if (entry >= 0) this.#numbers[entry] = number;
    else this.#notedNumbers[FIRST_NOTED - entry] = number;
  }

  #notedEntry(value: Noted): number {
    const note = Noted.noteOf(value);
    if (this.#noted[note] === value) return FIRST_NOTED - note;
    const place = this.#noted.push(value) - 1;
    this.#notedNumbers.push(NO_NUMBER);
    Noted.note(value, place);
    return FIRST_NOTED - place;
  }

  /** Forgets everything. */
  clear(): void {
    if (this.#noted.length > 0) {
      this.#noted = [];
      this.#notedNumbers = [];
    }
    const size = this.#size;
    if (size === 0) return;
    for (let i = 0; i < size && i < FEW; i++) this.#few[i] = undefined;
    this.#size = 0;
    this.#lastMet = undefined;
    if (size <= FEW) return;
    this.#all.clear();
    if (this.#numbers.length > RETAINED_SIZE) this.#numbers = new Int32Array(FIRST_SIZE);
    if (this.#known.size > 0) this.#known.clear();
    this.#unknown = undefined;
  }

  /** Forgets the objects with numbers from `count` on. */
  rollBack(count: number): void {
    const size = this.#size;
    const values = size > FEW ? [...this.#all] : this.#few.slice(0, size);
    const numbers = this.#numbers.slice(0, size);
    this.clear();
    values.forEach((value, i) => {
      if (numbers[i] >= 0 && numbers[i] < count) this.setNumber(this.entryOf(value), numbers[i]);
    });
  }

  /** Entry of an object that the Set holds. */
  #find(value: unknown): number {
    const known = this.#known;
    let entry = known.get(value);
    if (entry === undefined) {
      this.#unknown ??= this.#all.values();
      let next: unknown;
      do {
        next = this.#unknown.next().value;
        entry = known.size;
        known.set(next, entry);
      } while (next !== value);
    }
    this.#lastMet = value;
    this.#lastEntry = entry;
    return entry;
  }

  #grow(): void {
    const numbers = new Int32Array(2 * this.#numbers.length);
    numbers.set(this.#numbers);
    this.#numbers = numbers;
  }
}
