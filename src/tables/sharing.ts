/** Which objects of a loaded value are held more than once: those that a table must keep as they are. */
import { Dict, FrozenSet, keysOf, madeOf, PySet, valuesOf } from '../values/index.js';

/** Entries of one Set; V8's hold 2^24. */
const SET_ENTRIES = 16_000_000;

/** Objects, in as many Sets as they need. */
export class ObjectSet {
  #last = new Set<object>();
  #full: Set<object>[] | undefined = undefined;

  has(value: object): boolean {
    return this.#last.has(value) || (this.#full?.some((set) => set.has(value)) ?? false);
  }

  /** @returns false when it is there already */
  add(value: object): boolean {
    if (this.#full?.some((set) => set.has(value))) return false;
    const { size } = this.#last;
    this.#last.add(value);
    if (this.#last.size === size) return false;
    if (size > SET_ENTRIES) {
      this.#full ??= [];
      this.#full.push(this.#last);
      this.#last = new Set();
    }
    return true;
  }
}

/**
 * The objects that are reached from `root` by more than one way. What classes of the caller keep in private fields is
 * not seen.
 * Iterative: depth does not matter.
 * @param noted also look at what the load noted of objects that registered classes made
 */
export function sharedObjects(root: unknown, noted: boolean): ObjectSet {
  const seen = new ObjectSet();
  const shared = new ObjectSet();
  const todo: object[] = [];
  const meet = (value: unknown): void => {
    if (typeof value !== 'object' || value === null) return;
    if (!seen.add(value)) shared.add(value);
    else if (!ArrayBuffer.isView(value)) todo.push(value);
  };
  meet(root);
  for (let value = todo.pop(); value !== undefined; value = todo.pop()) {
    if (noted) meet(madeOf(value));
    if (Array.isArray(value)) {
      for (let i = 0; i < value.length; i++) meet(value[i]);
      continue;
    }
    if (value instanceof Dict) {
      for (const key of keysOf(value)) meet(key);
      for (const item of valuesOf(value)) meet(item);
    } else if (value instanceof Map) {
      for (const [key, item] of value) {
        meet(key);
        meet(item);
      }
    } else if (value instanceof Set || value instanceof PySet || value instanceof FrozenSet) {
      for (const item of value as Iterable<unknown>) meet(item);
    }
    for (const key of Object.keys(value)) meet((value as Record<string, unknown>)[key]);
  }
  return shared;
}
