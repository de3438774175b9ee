/** Python's dict and set semantics on plain objects, Map and Set: the natural value model. */
import { LimitError, UnpicklingError } from '../errors.js';
import { KIND_BOOL, KIND_FLOAT, KIND_INT } from '../shared/kinds.js';
import { integerKey } from '../types/hash.js';
import { floatText } from './numbers.js';

/** So many integers with the same last 64 bits, which are all that V8 hashes, may be keys of one Map or Set. */
const SAME_LOW = 256;
/** For a Map or Set: how many of its integers beyond 64 bits have these last 64 bits. */
const lowBits = /*#__PURE__*/ new WeakMap<object, Map<bigint, number>>();

/**
 * `map[key] = value` where 1 == True and 2**53 == float(2**53): the first key stays, its value is replaced.
 * @throws UnpicklingError for a second NaN, which Python tells from the first and a Map does not
 * @throws LimitError for integers that V8 cannot tell apart in good time
 */
export function setInMap(map: Map<unknown, unknown>, key: unknown, value: unknown, kind: number): void {
  if (Number.isNaN(key) && map.has(key)) throw new UnpicklingError('a dict has two NaN keys, and a Map holds one; use exact: true');
  map.set(equalKey(map, key, kind), value);
}

/** `set.add(item)` with Python's equality of numbers: the first of equal items stays. */
export function addToSet(set: Set<unknown>, item: unknown, kind: number): void {
  set.add(equalKey(set, item, kind));
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
    const low = BigInt.asUintN(64, key);
    if (low !== key && !keys.has(key)) countLow(keys, low);
  }
  return key;
}

function countLow(keys: object, low: bigint): void {
  let counts = lowBits.get(keys);
  if (counts === undefined) {
    counts = new Map();
    lowBits.set(keys, counts);
  }
  const count = (counts.get(low) ?? 0) + 1;
  if (count > SAME_LOW) throw new LimitError(`more than ${SAME_LOW} keys with the same last 64 bits; use exact: true`);
  counts.set(low, count);
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
      return Number.isFinite(key) ? floatText(key) : String(key);
    default:
      return undefined;
  }
}
