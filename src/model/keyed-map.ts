/** Dicts and sets of the natural model, where Arrays among the keys are tuples, and Sets frozensets. */
import { Dict, type KeyedTable, naturalHash, PySet } from '../values/index.js';

/** The same dict or set, but that Arrays among its keys are tuples, and Sets frozensets. */
// biome-ignore lint/suspicious/noExplicitAny: what TypeScript asks of a mixin
export function natural<Base extends new (...args: any[]) => KeyedTable>(Base: Base): Base {
  return class extends Base {
    protected override hashKey(key: unknown): number {
      return naturalHash(key);
    }
  };
}

export const NaturalDict: typeof Dict = /*#__PURE__*/ natural(Dict);
export const NaturalSet: typeof PySet = /*#__PURE__*/ natural(PySet);

/** By Map: those of its keys that are objects, by their value as Python compares them. Made when somebody asks. */
const indexes = /*#__PURE__*/ new WeakMap<object, Dict<unknown, unknown>>();

const { get, has, set, delete: remove } = Map.prototype;

/** A Map that finds tuples, bytes and all other keys that are objects by their value. */
export class KeyedMap extends Map<unknown, unknown> {
  override get(key: unknown): unknown {
    return get.call(this, ownKey(this, key));
  }
  override has(key: unknown): boolean {
    return has.call(this, ownKey(this, key));
  }
  override set(key: unknown, value: unknown): this {
    const own = ownKey(this, key);
    if (own === key && isObject(key) && !has.call(this, key)) add(indexes.get(this), key);
    return set.call(this, own, value) as this;
  }
  override delete(key: unknown): boolean {
    const own = ownKey(this, key);
    if (isObject(own) && has.call(this, own)) indexes.get(this)?.delete(own);
    return remove.call(this, own);
  }
  override clear(): void {
    indexes.delete(this);
    super.clear();
  }
}

// People see a Map.
KeyedMap.prototype.constructor = Map;

function isObject(key: unknown): key is object {
  return typeof key === 'object' && key !== null;
}

/** Nothing that Python cannot hash is found by its value. */
function add(index: Dict<unknown, unknown> | undefined, key: object): void {
  try {
    index?.set(key, key);
  } catch {}
}

/** The key in `map` that equals `key`; `key` itself when there is none. */
function ownKey(map: Map<unknown, unknown>, key: unknown): unknown {
  if (!isObject(key) || has.call(map, key)) return key;
  let index = indexes.get(map);
  if (index === undefined) {
    index = new NaturalDict();
    for (const own of map.keys()) if (isObject(own)) add(index, own);
    indexes.set(map, index);
  }
  try {
    return index.get(key) ?? key;
  } catch {
    return key;
  }
}

/**
 * Puts an entry into a Map that a load makes. From the first key on that is an object, such keys are found by their
 * value.
 */
export function putInMap(map: Map<unknown, unknown>, key: unknown, value: unknown): void {
  if (isObject(key)) {
    if (Object.getPrototypeOf(map) === Map.prototype) Object.setPrototypeOf(map, KeyedMap.prototype);
    // The load compares keys itself; a class of the caller's has its own `set`.
    if (map instanceof KeyedMap) {
      indexes.delete(map);
      set.call(map, key, value);
      return;
    }
  }
  map.set(key, value);
}
