/** Python's dict and set semantics on plain objects, Map and Set: the natural value model. */
import { UnpicklingError } from '../base/index.js';
import { KIND_BOOL, KIND_FLOAT, KIND_INT, KIND_OBJECT } from '../shared/kinds.js';
import { floatRepr } from '../text/index.js';
import { checkSpread, integerKey, spreadOf } from '../values/index.js';
import { putInMap } from './keyed-map.js';

/**
 * Keys of a plain object. V8 numbers those of a large one with 23 bits and begins anew whenever these are used up: from
 * 2^23 keys on, for each key.
 */
export const MAX_KEYS = 2 ** 22;

/**
 * `map[key] = value` where 1 == True and 2**53 == float(2**53): the first key stays, its value is replaced.
 * @throws UnpicklingError for a second NaN, which Python tells from the first and a Map does not
 * @throws LimitError for numbers that V8 cannot tell apart in good time
 */
export function setInMap(map: Map<unknown, unknown>, key: unknown, value: unknown, kind: number): void {
  setAllInMap(map, [key], [value], 1, undefined, kind);
}

/**
 * The same for every `stride`th of `keys`, with the last of the `stride` `values` there: 1 for keys and values apart, 2
 * where they take turns. `kinds`: of the keys, index by index.
 */
export function setAllInMap(
  map: Map<unknown, unknown>,
  keys: readonly unknown[],
  values: readonly unknown[],
  stride: number,
  kinds: ArrayLike<number> | undefined,
  kind: number = KIND_OBJECT,
): void {
  let { size } = map;
  let spread = spreadOf(map);
  for (let i = 0; i < keys.length; i += stride) {
    const key = keys[i];
    if (Number.isNaN(key) && map.has(key))
      throw new UnpicklingError('a dict has two NaN keys, and a Map holds one; use exact: true');
    putInMap(map, equalKey(map, key, kinds?.[i] ?? kind), values[i + stride - 1]);
    const now = map.size;
    if (now !== size) spread = checkSpread(map, key, now, spread);
    size = now;
  }
}

/** `set.add(item)` with Python's equality of numbers: the first of equal items stays. */
export function addToSet(set: Set<unknown>, item: unknown, kind: number): void {
  const { size } = set;
  set.add(equalKey(set, item, kind));
  if (set.size !== size) checkSpread(set, item, size + 1);
}

/** The key already in `keys` that Python would find equal to `key` although JavaScript does not, else `key`. */
function equalKey(keys: { has(key: unknown): boolean }, key: unknown, kind: number): unknown {
  if (typeof key === 'number') {
    if (key === 0 || key === 1) {
      const same = key === 1;
      return keys.has(same) ? same : key;
    }
    if ((key > Number.MAX_SAFE_INTEGER || key < -Number.MAX_SAFE_INTEGER) && Number.isInteger(key)) {
      const same = BigInt(key);
      return keys.has(same) ? same : key;
    }
  } else if (kind === KIND_BOOL || typeof key === 'boolean') {
    const same = key ? 1 : 0;
    return keys.has(same) ? same : key;
  } else if (typeof key === 'bigint') {
    const same = integerKey(key);
    if (typeof same === 'number' && keys.has(same)) return same;
  }
  return key;
}

/** The text that `json.dumps` writes for a dict key; undefined for keys it refuses. */
export function textOfKey(key: unknown, kind: number): string | undefined {
  if (key === null) return 'null';
  switch (typeof key) {
    case 'boolean':
    case 'bigint':
      return String(key);
    case 'number':
      if (kind === KIND_INT || (kind !== KIND_FLOAT && Number.isInteger(key))) return String(key);
      return Number.isFinite(key) ? floatRepr(key) : String(key);
    default:
      return undefined;
  }
}
