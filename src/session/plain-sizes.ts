/** How large plain objects are: nobody keeps their size, and V8 cannot fill them in good time from 2^23 keys on. */
import { fault } from '../format/index.js';
import { MAX_KEYS } from '../model/index.js';
import { FAULT_LIMIT_ITEMS, FAULT_LIMIT_KEYS } from '../shared/faults.js';
import { MAX_SHAPE_KEYS } from './shapes.js';

/** The plain objects of one pickle. */
export class PlainSizes {
  /** Pairs that were set so far, records apart. */
  #pairs = 0;
  /** The sizes of large objects, from when one could be too large. */
  #sizes: Map<object, number> | undefined = undefined;

  /** Forgets the objects of the last pickle. */
  clear(): void {
    this.#pairs = 0;
    this.#sizes = undefined;
  }

  /**
   * `keys[from]`, `keys[from + step]` … up to `to` are about to be set in `target`, or have been at once, as a record.
   * @throws LimitError when it has more than `items` of them, or more than V8 can fill
   */
  check(target: object, keys: readonly unknown[], from: number, to: number, step: number, items: number): void {
    const limit = Math.min(items, MAX_KEYS);
    this.#pairs += (to - from) / step;
    // Performance: as long as all pairs together, and a record's keys, are no more, one addition (bench case dict_str).
    if (this.#pairs <= limit - MAX_SHAPE_KEYS) return;
    let size = this.#sizes?.get(target) ?? Object.keys(target).length;
    const added = new Set<unknown>();
    for (let i = from; i < to; i += step) {
      const key = String(keys[i]);
      if (!Object.hasOwn(target, key)) added.add(key);
      if (size + added.size > limit) throw fault(limit < MAX_KEYS ? FAULT_LIMIT_ITEMS : FAULT_LIMIT_KEYS, limit);
    }
    size += added.size;
    // The keys of small ones are counted again.
    if (size <= MAX_SHAPE_KEYS) return;
    this.#sizes ??= new Map();
    this.#sizes.set(target, size);
  }
}
