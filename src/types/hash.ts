/**
 * Hashes of numbers, text and bytes: the leaves that `equality.ts` combines.
 *
 * Equal numbers of all types become one number or bigint first (`[KEY]` of the value classes), so no arithmetic on rationals is
 * needed here. The seed is drawn once per process, because a pickle from a stranger must not be able to choose keys that collide.
 * Hashes therefore differ from CPython's, and between processes.
 */
import { UnpicklingError } from '../errors.js';

const SEED = /*#__PURE__*/ randomInt32();

/** Text and bytes are hashed whole up to this length; of longer ones a sample, because their hashes are not kept. */
const WHOLE = 4096;

/** The error for a value that Python refuses as dict key or set item. `type`: Python's name of the type, for instance `'list'`. */
export function unhashable(type: string): UnpicklingError {
  return new UnpicklingError(`unhashable type: '${type}'; Python takes no ${type} as dict key or set item`);
}

/** Starts the hash of a compound value. */
export function startHash(): number {
  return SEED;
}

/** Adds one hash to the hash of a compound value; order matters. */
export function mixHash(hash: number, part: number): number {
  const mixed = Math.imul(((hash << 13) | (hash >>> 19)) ^ part, 0x9e3779b1);
  return mixed ^ (mixed >>> 15);
}

/** Hash of a float or an integer: of its bits as a double, 0 and -0 being one. */
export function hashNumber(value: number): number {
  if (value === (value | 0)) return mixHash(~SEED, value);
  const [low, high] = new Int32Array(Float64Array.of(value).buffer);
  return mixHash(mixHash(~SEED, low), high);
}

/** Hash of an integer of any size. */
export function hashBigInt(value: bigint): number {
  const key = integerKey(value);
  return typeof key === 'number' ? hashNumber(key) : hashText(key.toString(16));
}

/** The number that equals the integer if there is one, else the integer. */
export function integerKey(value: bigint): number | bigint {
  const number = Number(value);
  return Number.isFinite(number) && BigInt(number) === value ? number : value;
}

/** Hash of a string by its UTF-16 code units. */
export function hashText(text: string): number {
  return hashUnits(SEED, text.length, (index) => text.charCodeAt(index));
}

/** Hash of the contents of a bytes object. */
export function hashBytes(data: Uint8Array): number {
  return hashUnits(~SEED, data.length, (index) => data[index]);
}

function hashUnits(start: number, length: number, unit: (index: number) => number): number {
  let hash = start ^ length;
  const stride = length > WHOLE ? Math.ceil(length / (WHOLE / 2)) : 1;
  const ends = stride > 1 ? WHOLE / 4 : 0;
  for (let i = 0; i < length; i += stride) hash = mixHash(hash, unit(i));
  for (let i = 0; i < ends; i++) hash = mixHash(mixHash(hash, unit(i)), unit(length - 1 - i));
  return hash;
}

function randomInt32(): number {
  return (Math.random() * 0x1_0000_0000) | 0;
}
