/**
 * Numbers as keys of the engine's own Maps and Sets. V8 hashes them without a seed, by mixers that can be inverted, so
 * keys can be chosen that all fall into one bucket; then each is compared with all before it. The same hash is computed
 * here for every new number, and how many fall together is counted, to refuse such keys.
 *
 * Source: V8, `ComputeUnseededHash` and `ComputeLongHash` in src/utils/utils.h and `Object::GetSimpleHash`. In other
 * engines, and should V8 change, the count finds nothing and costs what it costs.
 */
import { LimitError } from '../base/index.js';

/** Smaller Maps are fast in any case. */
const LEAST = 512;
/** Numbers that may fall together; of those that nobody chose there are at most eight on average. */
const MOST = 40;
/** Other numbers than 32-bit integers take long to hash: of so many one is looked at for certain, of more by chance. */
const SAMPLE = 8192;

/**
 * How many numbers among the keys of a Map or Set fall into each place, of which there are two for each key at first, and
 * an eighth in the end.
 */
export type Spread = Uint8Array;

const spreads = /*#__PURE__*/ new WeakMap<object, Spread>();
const NO_SPREAD = /*#__PURE__*/ new Uint8Array(0);

/** What was counted so far, for `checkSpread`; empty for a small Map or Set. */
export function spreadOf(map: Map<unknown, unknown> | Set<unknown>): Spread {
  return map.size < LEAST ? NO_SPREAD : (spreads.get(map) ?? NO_SPREAD);
}

/**
 * Called when a Map or Set has got `key`, its `size`th: in constant time, on average. Returns what was counted so far.
 * @throws LimitError when numbers among the keys were chosen to collide
 */
export function checkSpread(
  map: Map<unknown, unknown> | Set<unknown>,
  key: unknown,
  size: number,
  spread: Spread = spreadOf(map),
): Spread {
  if (size < LEAST || (typeof key !== 'number' && typeof key !== 'bigint')) return spread;
  if (size <= spread.length * 8) {
    count(spread, key, size);
    return spread;
  }
  const larger = new Uint8Array(1 << (33 - Math.clz32(size)));
  spreads.set(map, larger);
  for (const each of map.keys()) if (typeof each === 'number' || typeof each === 'bigint') count(larger, each, size);
  return larger;
}

function count(spread: Spread, key: number | bigint, size: number): void {
  const isSmall = typeof key === 'number' && (key | 0) === key;
  if (!isSmall && size > SAMPLE && Math.random() * size > SAMPLE) return;
  const hash = isSmall ? hash32(key) : hash64(typeof key === 'number' ? bitsOf(key) : key);
  if (++spread[hash & (spread.length - 1)] > MOST) throw new LimitError('numbers as keys that were chosen to collide');
}

function hash32(key: number): number {
  let hash = ~key + (key << 15);
  hash ^= hash >>> 12;
  hash += hash << 2;
  hash ^= hash >>> 4;
  hash = Math.imul(hash, 2057);
  return hash ^ (hash >>> 16);
}

const word = (value: bigint): bigint => BigInt.asUintN(64, value);

/** Of the last 64 bits: of a bigint V8 looks at no others, nor at its sign. */
function hash64(value: bigint): number {
  let hash = word(value < 0n ? -value : value);
  hash = word(~hash + (hash << 18n));
  hash ^= hash >> 31n;
  hash = word(hash * 21n);
  hash ^= hash >> 11n;
  hash = word(hash + (hash << 6n));
  return Number((hash ^ (hash >> 22n)) & 0x3fffffffn);
}

function bitsOf(value: number): bigint {
  return new BigUint64Array(Float64Array.of(value).buffer)[0];
}
