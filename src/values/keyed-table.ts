/**
 * What `Dict` and `PySet` are made of: an insertion-ordered table with Python's key equality, laid out like CPython's
 * compact dict: entries in the order of insertion, and beside them an index that is made only when somebody looks a key
 * up.
 */
import { LimitError } from '../base/index.js';
import { checkSpread } from './engine-map.js';
import { BY_HASH, pyEquals, pyHash, tableKey } from './equality.js';
import { Noted } from './noted.js';
import type { EqualsResult } from './protocol.js';

/** Stands where an entry was removed. */
const HOLE: unique symbol = /*#__PURE__*/ Symbol('removed') as never;

/** Up to this many string keys are searched without an index. */
const SMALL = 8;

/** A JavaScript Map holds 2^24 entries at most in V8; a fuller index goes on in another Map. */
const MAP_ENTRIES = 16_000_000;

/** The values of every set. */
const NO_VALUES: unknown[] = [];
/**
 * Keys and values of a table that nothing was put into yet: most tables are filled by `fillDistinct`, and should
 * allocate nothing before.
 */
const NOTHING: unknown[] = [];

/**
 * All keys in order. They may be shared among dicts, and are not to be changed: no method, so that only this package
 * has them.
 */
export let keysOf: (table: KeyedTable) => readonly unknown[];
/** The values of `keysOf`, not to be changed. */
export let valuesOf: (table: KeyedTable) => readonly unknown[];

/** Base of `Dict`, `PySet` and `FrozenSet`. Slots count from 0; removed entries leave empty slots. */
export abstract class KeyedTable extends Noted {
  #keys: unknown[];
  /** Parallel to the keys; `NO_VALUES` in sets. */
  #values: unknown[];
  /** Entries that are not holes. */
  #size: number;
  /** The keys belong to somebody else, too: copy them before a change. */
  #shared: boolean;
  /** Slots by `tableKey`. Undefined: every key is a string, there are no holes, nothing was looked up yet. */
  #index: Map<unknown, number> | undefined;
  /** Indexes that are full. */
  #fullIndexes: Map<unknown, number>[] | undefined;
  /** Slots by hash, of keys that go by their hash. */
  #buckets: Map<number, number | number[]> | undefined;

  constructor(withValues: boolean) {
    super();
    this.#keys = NOTHING;
    this.#values = withValues ? NOTHING : NO_VALUES;
    this.#size = 0;
    this.#shared = true;
    this.#index = undefined;
    this.#fullIndexes = undefined;
    this.#buckets = undefined;
  }

  /** Number of entries. */
  get size(): number {
    return this.#size;
  }

  /** Hash of a key that goes by its hash; throws when it is not hashable. @internal */
  protected hashKey(key: unknown): number {
    return pyHash(key);
  }

  /** Fills an empty table with distinct string keys. `keys` is shared, `values` taken over. @internal */
  protected fillDistinct(keys: readonly unknown[], values: unknown[]): void {
    this.#keys = keys as unknown[];
    this.#values = values;
    this.#size = keys.length;
    this.#shared = true;
  }

  /** The slots that are no holes, also while entries are deleted. @internal */
  protected *slots(): Generator<number> {
    for (let slot = 0; slot < this.#keys.length; slot++) if (this.#keys[slot] !== HOLE) yield slot;
  }

  static {
    keysOf = (table) => table.#withoutHoles(table.#keys);
    valuesOf = (table) => table.#withoutHoles(table.#values);
  }

  #withoutHoles(entries: readonly unknown[]): readonly unknown[] {
    const keys = this.#keys;
    return this.#size === keys.length ? entries : entries.filter((_, slot) => keys[slot] !== HOLE);
  }

  /** @internal */
  protected keyAt(slot: number): unknown {
    return this.#keys[slot];
  }

  /** @internal */
  protected valueAt(slot: number): unknown {
    return this.#values[slot];
  }

  /** The slot of the key that equals `key`, or -1. @internal */
  protected findSlot(key: unknown): number {
    if (this.#index === undefined) {
      if (this.#keys.length <= SMALL) {
        const wanted = typeof key === 'string' ? key : tableKey(key);
        if (wanted !== BY_HASH) return this.#keys.indexOf(wanted);
        // Never equal to a string, but Python would refuse an unhashable one.
        this.hashKey(key);
        return -1;
      }
      this.#makeIndex();
    }
    const wanted = typeof key === 'string' ? key : tableKey(key);
    return wanted === BY_HASH ? this.#findByHash(this.hashKey(key), key) : this.#findByKey(wanted);
  }

  /**
   * What must be equal for this to equal `other`; false when they differ in size, or a key has no equal there.
   * @internal
   */
  protected pairUp(other: KeyedTable): EqualsResult {
    if (other.#size !== this.#size) return false;
    const pairs: [unknown, unknown][] = [];
    for (const slot of this.slots()) {
      const key = this.#keys[slot];
      if (other.#index === undefined) other.#makeIndex();
      const wanted = tableKey(key);
      let place = -1;
      if (wanted !== BY_HASH) place = other.#findByKey(wanted);
      else {
        const hash = other.hashKey(key);
        const bucket = other.#buckets?.get(hash);
        // One candidate with the same hash is the normal case: its comparison is left to the caller, so that nothing
        // recurses.
        if (typeof bucket === 'number') {
          place = bucket;
          pairs.push([key, other.#keys[place]]);
        } else place = other.#findByHash(hash, key);
      }
      if (place < 0) return false;
      if (this.#values !== NO_VALUES) pairs.push([this.#values[slot], other.#values[place]]);
    }
    return pairs;
  }

  /** Sets the value of `key`; an equal key that is already there stays, with its place. @internal */
  protected putEntry(key: unknown, value: unknown): void {
    if (this.#index === undefined) {
      if (typeof key === 'string' && this.#keys.length < SMALL) {
        const slot = this.#keys.indexOf(key);
        if (slot >= 0) this.#setValue(slot, value);
        else this.#append(key, value);
        return;
      }
      this.#makeIndex();
    }
    const wanted = typeof key === 'string' ? key : tableKey(key);
    const hash = wanted === BY_HASH ? this.hashKey(key) : 0;
    // Every NaN that a pickle holds is an object of its own, and no two of them are one key.
    const slot = wanted === BY_HASH ? this.#findByHash(hash, key) : Number.isNaN(wanted) ? -1 : this.#findByKey(wanted);
    if (slot >= 0) {
      this.#setValue(slot, value);
      return;
    }
    // Holes go before the table grows beyond twice its entries; only here, so that removing while iterating is safe.
    if (this.#keys.length > 2 * this.#size + SMALL) this.#compact();
    const added = this.#append(key, value);
    if (wanted === BY_HASH) this.#addByHash(hash, added);
    else this.#addByKey(wanted, added);
  }

  /** Removes the entry of `key`; false when there is none. @internal */
  protected removeEntry(key: unknown): boolean {
    const slot = this.findSlot(key);
    if (slot < 0) return false;
    if (this.#index === undefined) this.#makeIndex();
    this.#own();
    const wanted = tableKey(this.#keys[slot]);
    if (wanted === BY_HASH) this.#removeByHash(this.hashKey(this.#keys[slot]), slot);
    else if (!(this.#index as Map<unknown, number>).delete(wanted))
      this.#fullIndexes?.some((index) => index.delete(wanted));
    this.#keys[slot] = HOLE;
    if (this.#values !== NO_VALUES) this.#values[slot] = undefined;
    this.#size--;
    if (Number.isNaN(wanted)) this.#findOlderNaN(slot);
    this.#trim();
    return true;
  }

  /** Of several NaN the last is found; when it is removed, the one before. */
  #findOlderNaN(slot: number): void {
    while (--slot >= 0) {
      if (Number.isNaN(this.#keys[slot])) {
        this.#addByKey(Number.NaN, slot);
        return;
      }
    }
  }

  /** Removes everything. @internal */
  protected removeAll(): void {
    this.#keys = NOTHING;
    if (this.#values !== NO_VALUES) this.#values = NOTHING;
    this.#size = 0;
    this.#shared = true;
    this.#index = undefined;
    this.#fullIndexes = undefined;
    this.#buckets = undefined;
  }

  #setValue(slot: number, value: unknown): void {
    if (this.#values !== NO_VALUES) this.#values[slot] = value;
  }

  #append(key: unknown, value: unknown): number {
    this.#own();
    const slot = this.#keys.push(key) - 1;
    if (this.#values !== NO_VALUES) this.#values.push(value);
    this.#size++;
    return slot;
  }

  #own(): void {
    if (!this.#shared) return;
    this.#keys = this.#keys.slice();
    if (this.#values === NOTHING) this.#values = [];
    this.#shared = false;
  }

  #makeIndex(): void {
    this.#index = new Map();
    this.#fullIndexes = undefined;
    this.#buckets = undefined;
    const keys = this.#keys;
    for (let slot = 0; slot < keys.length; slot++) {
      const key = keys[slot];
      const wanted = typeof key === 'string' ? key : tableKey(key);
      if (wanted === BY_HASH) this.#addByHash(this.hashKey(key), slot);
      else this.#addByKey(wanted, slot);
    }
  }

  /** Drops holes at the end, so that taking entries from the end leaves none. */
  #trim(): void {
    let length = this.#keys.length;
    while (length > 0 && this.#keys[length - 1] === HOLE) length--;
    this.#keys.length = length;
    if (this.#values !== NO_VALUES) this.#values.length = length;
  }

  /** Closes the holes. */
  #compact(): void {
    const keys = this.#keys;
    const values = this.#values;
    let kept = 0;
    for (let slot = 0; slot < keys.length; slot++) {
      if (keys[slot] === HOLE) continue;
      keys[kept] = keys[slot];
      if (values !== NO_VALUES) values[kept] = values[slot];
      kept++;
    }
    keys.length = kept;
    if (values !== NO_VALUES) values.length = kept;
    this.#makeIndex();
  }

  #findByKey(wanted: unknown): number {
    const slot = (this.#index as Map<unknown, number>).get(wanted);
    if (slot !== undefined) return slot;
    if (this.#fullIndexes !== undefined) {
      for (const index of this.#fullIndexes) {
        const found = index.get(wanted);
        if (found !== undefined) return found;
      }
    }
    return -1;
  }

  #addByKey(wanted: unknown, slot: number): void {
    let index = this.#index as Map<unknown, number>;
    if (index.size >= MAP_ENTRIES) {
      this.#fullIndexes ??= [];
      this.#fullIndexes.push(index);
      index = new Map();
      this.#index = index;
    }
    index.set(wanted, slot);
    checkSpread(index, wanted, index.size);
  }

  #findByHash(hash: number, key: unknown): number {
    const bucket = this.#buckets?.get(hash);
    if (bucket === undefined) return -1;
    if (typeof bucket === 'number') return pyEquals(this.#keys[bucket], key) ? bucket : -1;
    for (const slot of bucket) if (pyEquals(this.#keys[slot], key)) return slot;
    return -1;
  }

  #addByHash(hash: number, slot: number): void {
    this.#buckets ??= new Map();
    const bucket = this.#buckets.get(hash);
    if (bucket === undefined) {
      if (this.#buckets.size >= MAP_ENTRIES)
        throw new LimitError(`more than ${MAP_ENTRIES} keys that are no numbers or text`);
      this.#buckets.set(hash, slot);
    } else if (typeof bucket === 'number') this.#buckets.set(hash, [bucket, slot]);
    else bucket.push(slot);
  }

  #removeByHash(hash: number, slot: number): void {
    const buckets = this.#buckets as Map<number, number | number[]>;
    const bucket = buckets.get(hash);
    if (typeof bucket === 'number' || bucket === undefined) {
      buckets.delete(hash);
      return;
    }
    bucket.splice(bucket.indexOf(slot), 1);
    if (bucket.length === 1) buckets.set(hash, bucket[0]);
  }
}
