/**
 * Numbers as keys of the engine's own Maps and Sets. V8 hashes them without a seed, by mixers that can be inverted, so
 * keys can be chosen that all fall into one bucket; then each is compared with all before it. The same hash is computed
 * here, now and then, to refuse such keys.
 *
 * Source: V8, `ComputeUnseededHash` and `ComputeLongHash` in src/utils/utils.h and `Object::GetSimpleHash`. In other
 * engines, and should V8 change, the check finds nothing and costs what it costs.
 */
import { LimitError } from '../base/index.js';

/** Smaller Maps are fast in any case. */
const LEAST = 512;
/**
 * Keys in one bucket of a size that a Map has in V8; keys that nobody chose are two on average, and a dozen at most.
 */
const MOST = 40;
/** Other numbers than 32-bit integers take long to hash: so many are looked at, by chance. */
const SAMPLE = 8192;

/**
 * Called when a Map or Set has got its `size`th key: looks at all of them whenever that has doubled, so in linear time.
 * @throws LimitError when numbers among the keys were chosen to collide
 */
export function checkSpread(map: Map<unknown, unknown> | Set<unknown>, size: number): void {
  // Performance: an iterator is made only where one is needed (bench case dict_int).
  if ((size & (size - 1)) === 0 && size >= LEAST) checkKeys(map.keys(), size);
}

function checkKeys(keys: Iterable<unknown>, size: number): void {
  const last = (size >> 1) - 1;
  const counts = new Uint8Array(last + 1);
  for (const key of keys) {
    const isNumber = typeof key === 'number';
    if (!isNumber && typeof key !== 'bigint') continue;
    const isSmall = isNumber && (key | 0) === key;
    if (!isSmall && size > SAMPLE && Math.random() * size > SAMPLE) continue;
    if (++counts[(isSmall ? hash32(key) : hash64(isNumber ? bitsOf(key) : key)) & last] > MOST)
      throw new LimitError('numbers as keys that were chosen to collide');
  }
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
