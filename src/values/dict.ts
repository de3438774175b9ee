import { PickleError } from '../base/index.js';
import { expect, expectArray } from './check.js';
import { unhashable } from './hash.js';
import { INSPECT, type Inspect, inspectAs } from './inspect.js';
import { KeyedTable } from './keyed-table.js';
import { EQUALS, type EqualsResult, HASH } from './protocol.js';

/**
 * Python's dict: keys compare as in Python (1, 1.0 and True are one key; tuples, bytes and frozensets by value),
 * entries keep the order of insertion, and a key that is set again keeps its first form and place. The methods are
 * those of `Map`.
 *
 * Methods that take a key throw `UnpicklingError` for a key that Python cannot hash. Like in Python, adding entries
 * while iterating is not supported; changing values and deleting is.
 */
export class Dict<K = unknown, V = unknown> extends KeyedTable implements Iterable<[K, V]> {
  /** A dict of `[key, value]` pairs; of equal keys the last value counts. */
  constructor(entries?: Iterable<readonly [K, V]> | null);
  constructor(entries: unknown extends K & V ? Iterable<readonly [unknown, unknown]> : never);
  constructor(entries?: Iterable<readonly [K, V]> | null) {
    super(true);
    if (entries === undefined || entries === null) return;
    expect(typeof entries === 'object' && Symbol.iterator in entries, 'pairs (or Dict.fromObject)');
    for (const entry of entries) {
      expectArray(entry);
      this.putEntry(entry[0], entry[1]);
    }
  }

  /**
   * A dict of distinct string keys with the values at the same places: the cheapest way to make many records of one
   * shape. `keys` is shared (and never changed), `values` taken over. Nothing is checked. @internal
   */
  static fromArrays<K, V>(keys: readonly K[], values: V[]): Dict<K, V> {
    const dict = new Dict<K, V>();
    dict.fillDistinct(keys, values);
    return dict;
  }

  /** A dict from an object's own enumerable properties. */
  static fromObject<V>(object: Readonly<Record<string, V>>): Dict<string, V> {
    return Dict.fromArrays(Object.keys(object), Object.values(object));
  }

  /** The value of `key`, or undefined. */
  get(key: K): V | undefined {
    const slot = this.findSlot(key);
    return slot < 0 ? undefined : (this.valueAt(slot) as V);
  }

  /** True when an equal key is there. */
  has(key: K): boolean {
    return this.findSlot(key) >= 0;
  }

  /** Sets `dict[key] = value`; returns this. */
  set(key: K, value: V): this {
    this.putEntry(key, value);
    return this;
  }

  /** Removes `key`; false when it was not there. */
  delete(key: K): boolean {
    return this.removeEntry(key);
  }

  /** Removes all entries. */
  clear(): void {
    this.removeAll();
  }

  /** The keys in order. */
  *keys(): IterableIterator<K> {
    for (const slot of this.slots()) yield this.keyAt(slot) as K;
  }

  /** The values in order. */
  *values(): IterableIterator<V> {
    for (const slot of this.slots()) yield this.valueAt(slot) as V;
  }

  /** The `[key, value]` pairs in order. */
  *entries(): IterableIterator<[K, V]> {
    for (const slot of this.slots()) {
      yield [this.keyAt(slot) as K, this.valueAt(slot) as V];
    }
  }

  [Symbol.iterator](): IterableIterator<[K, V]> {
    return this.entries();
  }

  /** Calls `callback(value, key, dict)` for each entry in order. */
  forEach(callback: (value: V, key: K, dict: this) => void): void {
    for (const slot of this.slots()) callback(this.valueAt(slot) as V, this.keyAt(slot) as K, this);
  }

  /**
   * A `Map` with the same entries; keys that JavaScript compares by identity (tuples) can no longer be looked up by
   * value.
   */
  toMap(): Map<K, V> {
    return new Map(this.entries());
  }

  /**
   * A plain object with the same entries; `__proto__` is a key like any other.
   * @throws PickleError when a key is not a string
   */
  toObject(): Record<string, V> {
    const object: Record<string, V> = {};
    for (const [key, value] of this.entries()) {
      if (typeof key !== 'string') {
        throw new PickleError('toObject() needs string keys; use toMap()');
      }
      setOwn(object, key, value);
    }
    return object;
  }

  /** An object when every key is a string, otherwise an array of `[key, value]` pairs. */
  toJSON(): Record<string, V> | [K, V][] {
    for (const key of this.keys()) if (typeof key !== 'string') return [...this.entries()];
    return this.toObject();
  }

  /** `console.log` shows what it shows for a Map. */
  [INSPECT](depth: number | null, options: object, inspect?: Inspect): string {
    return inspectAs(this, this.toMap(), depth, options, inspect);
  }

  [HASH](): number {
    throw unhashable('dict');
  }

  [EQUALS](other: unknown): EqualsResult {
    return other instanceof Dict && this.pairUp(other);
  }
}

/** Makes an own property, also when it is called `__proto__`. @internal */
export function setOwn(object: object, key: string, value: unknown): void {
  if (key === '__proto__')
    Object.defineProperty(object, key, { value, writable: true, enumerable: true, configurable: true });
  else (object as Record<string, unknown>)[key] = value;
}
