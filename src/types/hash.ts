/**
 * Hashes of numbers, text and bytes: the leaves that `equality.ts` and the value classes combine.
 *
 * Numbers follow CPython's rule ("Hashing of numeric types" in the library reference): a rational n/d hashes to n * d^-1 modulo a
 * prime, so that equal values of different types agree. The prime and the seed are drawn once per process, because a pickle from
 * a stranger must not be able to choose keys that collide. Hashes therefore differ from CPython's, and between processes.
 */
import { UnpicklingError } from '../errors.js';

const SEED = /*#__PURE__*/ randomInt32();
/** Below 2^31, so that a product of a residue and 16 bits is exact in a double. */
const PRIME = /*#__PURE__*/ randomPrime();
const HALF = (PRIME + 1) / 2;
const BIG_PRIME = /*#__PURE__*/ BigInt(PRIME);
const INFINITE = /*#__PURE__*/ randomInt32();
const NOT_A_NUMBER = /*#__PURE__*/ randomInt32();

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

/** Hash of a float or a safe integer. */
export function hashNumber(value: number): number {
  if (Number.isInteger(value)) return (value % PRIME) | 0;
  if (Number.isNaN(value)) return NOT_A_NUMBER;
  if (!Number.isFinite(value)) return value > 0 ? INFINITE : ~INFINITE;
  let mantissa = Math.abs(value);
  let halvings = 0;
  // Multiplying by a power of two is exact here: the mantissa has at most 53 bits and grows towards an integer.
  while (!Number.isInteger(mantissa)) {
    mantissa *= 65536;
    halvings += 16;
  }
  const hash = multiply(mantissa % PRIME, power(HALF, halvings));
  return value < 0 ? -hash : hash;
}

/** Hash of an integer of any size. */
export function hashBigInt(value: bigint): number {
  return Number(value % BIG_PRIME);
}

/** Hash of numerator / denominator. `denominator` > 0; the fraction need not be in lowest terms unless the prime divides it. */
export function hashRatio(numerator: bigint, denominator: bigint): number {
  return divideResidue(Number(numerator % BIG_PRIME), Number(denominator % BIG_PRIME));
}

/** Hash of coefficient * 10^exponent. `coefficient` carries the sign; `exponent`: an integer of any size and sign. */
export function hashDecimal(coefficient: bigint, exponent: number): number {
  const residue = Number(coefficient % BIG_PRIME);
  const scale = power(10, Math.abs(exponent) % (PRIME - 1));
  if (exponent < 0) return divideResidue(residue, scale);
  return residue < 0 ? -multiply(-residue, scale) : multiply(residue, scale);
}

/** Hash of a string by its UTF-16 code units. */
export function hashText(text: string): number {
  const length = text.length;
  let hash = SEED ^ length;
  if (length <= WHOLE) {
    for (let i = 0; i < length; i++) hash = mixHash(hash, text.charCodeAt(i));
    return hash;
  }
  const stride = Math.ceil(length / (WHOLE / 2));
  for (let i = 0; i < length; i += stride) hash = mixHash(hash, text.charCodeAt(i));
  for (let i = 0; i < WHOLE / 4; i++) hash = mixHash(mixHash(hash, text.charCodeAt(i)), text.charCodeAt(length - 1 - i));
  return hash;
}

/** Hash of the contents of a bytes object. */
export function hashBytes(data: Uint8Array): number {
  const length = data.length;
  let hash = ~SEED ^ length;
  if (length <= WHOLE) {
    for (let i = 0; i < length; i++) hash = mixHash(hash, data[i]);
    return hash;
  }
  const stride = Math.ceil(length / (WHOLE / 2));
  for (let i = 0; i < length; i += stride) hash = mixHash(hash, data[i]);
  for (let i = 0; i < WHOLE / 4; i++) hash = mixHash(mixHash(hash, data[i]), data[length - 1 - i]);
  return hash;
}

/** residue / divisor modulo the prime; the sign of `residue` is kept. A divisor of 0 counts as infinite, as in CPython. */
function divideResidue(residue: number, divisor: number): number {
  if (divisor === 0) return residue < 0 ? ~INFINITE : INFINITE;
  const inverse = power(divisor, PRIME - 2);
  return residue < 0 ? -multiply(-residue, inverse) : multiply(residue, inverse);
}

/** a * b modulo the prime; 0 <= a, b < 2^31. */
function multiply(a: number, b: number): number {
  return (((a * (b >>> 16)) % PRIME) * 65536 + a * (b & 0xffff)) % PRIME;
}

function power(base: number, exponent: number): number {
  let result = 1;
  let square = base % PRIME;
  for (let rest = exponent; rest > 0; rest = Math.floor(rest / 2)) {
    if (rest % 2 === 1) result = multiply(result, square);
    square = multiply(square, square);
  }
  return result;
}

function randomInt32(): number {
  return (Math.random() * 0x1_0000_0000) | 0;
}

/** A prime between 2^30 and 2^31 - 1. */
function randomPrime(): number {
  const start = 0x4000_0001 + 2 * Math.floor(Math.random() * 0x1fff_ff00);
  for (let candidate = start; candidate < 0x7fff_ffff; candidate += 2) if (isPrime(candidate)) return candidate;
  return 0x7fff_ffff;
}

function isPrime(odd: number): boolean {
  for (let divisor = 3; divisor * divisor <= odd; divisor += 2) if (odd % divisor === 0) return false;
  return true;
}
