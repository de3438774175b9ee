import { expectArray } from './check.js';
import { Noted } from './noted.js';

/** Python's tuple, in the exact value model. */
export class Tuple<T = unknown> extends Noted {
  /** The items; taken over, not copied. Not to be changed once the tuple is a key: its hash is kept. */
  readonly items: T[];
  #hash: number | undefined;

  /** A tuple of `items`; the array is taken over. @throws PickleError when it is no array */
  constructor(items: T[] = []) {
    super();
    expectArray(items);
    this.items = items;
    this.#hash = undefined;
  }

  /** `Tuple.of(1, 'a')` is Python's `(1, 'a')`. */
  static of<T>(...items: T[]): Tuple<T>;
  static of<T extends unknown[]>(...items: T): Tuple<T[number]>;
  static of(...items: unknown[]): Tuple {
    return new Tuple(items);
  }

  /** The hash found before, if any. @internal */
  static hashOf(tuple: Tuple): number | undefined {
    return tuple.#hash;
  }

  /** Keeps the hash. @internal */
  static keepHash(tuple: Tuple, hash: number): void {
    tuple.#hash = hash;
  }

  get length(): number {
    return this.items.length;
  }

  /** The item at `index`; negative counts from the end. Undefined outside. */
  at(index: number): T | undefined {
    return this.items.at(index);
  }

  [Symbol.iterator](): IterableIterator<T> {
    return this.items[Symbol.iterator]();
  }

  /** The items: JSON has no tuples. */
  toJSON(): T[] {
    return this.items;
  }
}
