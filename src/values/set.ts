import { expect } from './check.js';
import { pyHash } from './equality.js';
import { addPart, hashParts, unhashable } from './hash.js';
import { INSPECT, type Inspect, inspectAs } from './inspect.js';
import { KeyedTable } from './keyed-table.js';
import { EQUALS, type EqualsResult, HASH } from './protocol.js';

/** What `PySet` and `FrozenSet` share: items compare as in Python, and keep the order of insertion. */
abstract class SetTable<T> extends KeyedTable implements Iterable<T> {
  /** A set of `items`; of equal items the first stays. Throws `UnpicklingError` for an item that Python cannot hash. */
  constructor(items?: Iterable<T> | null) {
    super(false);
    if (items === undefined || items === null) return;
    expect(Symbol.iterator in Object(items), 'an iterable');
    for (const item of items) this.putEntry(item, undefined);
  }

  /** True when an equal item is in the set. */
  has(item: unknown): boolean {
    return this.findSlot(item) >= 0;
  }

  /** The items in order of insertion. */
  *values(): IterableIterator<T> {
    for (const slot of this.slots()) yield this.keyAt(slot) as T;
  }

  /** The same as `values()`, as in `Set`. */
  keys(): IterableIterator<T> {
    return this.values();
  }

  [Symbol.iterator](): IterableIterator<T> {
    return this.values();
  }

  /** Calls `callback(item, item, set)` for each item in order. */
  forEach(callback: (item: T, same: T, set: this) => void): void {
    for (const item of this.values()) callback(item, item, this);
  }

  /**
   * A `Set` with the same items; those that JavaScript compares by identity (tuples) can no longer be looked up by
   * value.
   */
  toSet(): Set<T> {
    return new Set(this.values());
  }

  /** The items: JSON has no sets. */
  toJSON(): T[] {
    return [...this.values()];
  }

  /** `console.log` shows what it shows for a Set. */
  [INSPECT](depth: number | null, options: object, inspect?: Inspect): string {
    return inspectAs(this, this.toSet(), depth, options, inspect);
  }

  /** Python: a set equals a frozenset with the same items. */
  [EQUALS](other: unknown): EqualsResult {
    return other instanceof SetTable && this.pairUp(other);
  }
}

/** Python's set, in the exact value model. The methods are those of `Set`. */
export class PySet<T = unknown> extends SetTable<T> {
  /** Adds `item` unless an equal one is there; returns this. */
  add(item: T): this {
    this.putEntry(item, undefined);
    return this;
  }

  /** Removes `item`; false when it was not there. */
  delete(item: T): boolean {
    return this.removeEntry(item);
  }

  /** Removes all items. */
  clear(): void {
    this.removeAll();
  }

  [HASH](): number {
    throw unhashable('set');
  }
}

/** Python's frozenset, in the exact value model: can itself be a key. */
export class FrozenSet<T = unknown> extends SetTable<T> {
  /** Does not depend on the order. The items were hashed when they came in, so this does not go deep. */
  [HASH](): number {
    let [low, high] = [0, 0];
    for (const item of this.values()) {
      const words: number[] = [];
      addPart(words, pyHash(item));
      const hash = hashParts(words);
      low = (low + hash) | 0;
      high = (high + hash / 0x1_0000_0000) | 0;
    }
    // Not the hash of a tuple.
    return hashParts([~low, high, this.size]);
  }
}
