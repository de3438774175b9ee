/**
 * The value model: what Python's ambiguous types become. One object per mode, `naturalModel` and `exactModel`; the
 * engines and the families of `globals/` make every value through it, so that a mode is chosen in one place.
 */
import { fault } from '../format/index.js';
import { FAULT_LIMIT_KEYS } from '../shared/faults.js';
import { KIND_OBJECT } from '../shared/kinds.js';
import {
  ByteArray,
  Bytes,
  Dict,
  exactFloat,
  FrozenSet,
  keysOf,
  noteOther,
  PySet,
  setOwn,
  Tuple,
  type ValueModel,
} from '../values/index.js';
import { NaturalDict, NaturalSet } from './keyed-map.js';
import { addToSet, MAX_KEYS, setInMap } from './natural-keys.js';

/** Natural JavaScript values: what a JavaScript programmer expects, at the price that some Python types look alike. */
export const naturalModel: ValueModel = {
  exact: false,
  tuple: (items) => noteOther(items),
  bytes: (data) => data,
  bytearray: (data) => noteOther(data),
  float: (value) => value,
  set: (items) => naturalSet(items),
  frozenset: (items) => noteOther(naturalSet(items)),
  dict: (entries) => naturalDict(entries),
};

/** The lossless model: every Python type has its own class. */
export const exactModel: ValueModel = {
  exact: true,
  tuple: (items) => new Tuple(items),
  bytes: (data) => new Bytes(data),
  bytearray: (data) => new ByteArray(data),
  float: (value) => exactFloat(value),
  set: (items) => new PySet(items),
  frozenset: (items) => new FrozenSet(items),
  dict: (entries) => new Dict(entries),
};

export { exactFloat };

/**
 * A Set of the items that Python tells apart: of 1 and true, or of two equal tuples, only the first is taken.
 */
function naturalSet(items: Iterable<unknown>): Set<unknown> {
  const table = new NaturalSet();
  const result = new Set<unknown>();
  for (const item of items) if (table.size !== table.add(item).size) addToSet(result, item, KIND_OBJECT);
  return result;
}

/**
 * A plain object when every key is a str, otherwise a Map; of keys that Python calls equal the first stays, with the
 * last value.
 */
export function naturalDict(
  entries: Iterable<readonly [unknown, unknown]>,
): Record<string, unknown> | Map<unknown, unknown> {
  const dict = new NaturalDict(entries);
  if (keysOf(dict).every((key) => typeof key === 'string')) {
    if (dict.size > MAX_KEYS) throw fault(FAULT_LIMIT_KEYS, MAX_KEYS);
    return dict.toObject();
  }
  const map = new Map<unknown, unknown>();
  for (const [key, value] of dict) setInMap(map, key, value, KIND_OBJECT);
  return map;
}

/** A plain object with the keys and values at the same places; `__proto__` becomes an own property like any other. */
export function objectFromArrays(keys: readonly string[], values: readonly unknown[]): Record<string, unknown> {
  const object: Record<string, unknown> = {};
  for (let i = 0; i < keys.length; i++) setOwn(object, keys[i], values[i]);
  return object;
}
