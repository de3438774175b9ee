/** Python's `<` over numbers of all types: exact, where JavaScript's `<` goes by the nearest doubles. */
import { PickleError } from '../base/index.js';
import { Float } from '../values/index.js';
import { NumPyScalar } from './numpy/scalar.js';
import { Decimal } from './stdlib/decimal/decimal.js';
import { bitLength, Fraction } from './stdlib/fractions/fraction.js';

/** sign * top / bottom * 10^power; both are positive. */
interface Finite {
  readonly sign: -1 | 1;
  readonly top: bigint;
  readonly bottom: bigint;
  readonly power: bigint;
}

/** Bits of a decimal digit. */
const DIGIT = Math.log2(10);
/** More than what is lost when lengths and powers are rounded. */
const SLACK = 64;

/**
 * -1 when `a < b`, 0 when they are equal, 1 when `a > b`: exact, for numbers, bigints, booleans, `Float`, `Decimal`,
 * `Fraction` and the real numbers of NumPy, of different types, too. `values.sort(pyCompare)` sorts them.
 *
 * Takes the time of multiplying what both values hold, whatever their exponents.
 * @throws PickleError for a NaN, which Python does not order either, and for what is no such number
 */
export function pyCompare(a: unknown, b: unknown): -1 | 0 | 1 {
  const x = read(a);
  const y = read(b);
  // Infinities and zeros are numbers.
  const [first, second] = [x, y].map((each) => (typeof each === 'number' ? each : each.sign));
  if (typeof x === 'number' || typeof y === 'number' || x.sign !== y.sign) return sign(first - second || 0);
  return sign(x.sign * compareMagnitudes(x, y));
}

function sign(value: number): -1 | 0 | 1 {
  return value < 0 ? -1 : value > 0 ? 1 : 0;
}

/** An infinity, 0, or the parts of what is neither. */
function read(value: unknown): number | Finite {
  if (value instanceof Float || value instanceof NumPyScalar) value = value.value;
  if (typeof value === 'boolean') value = Number(value);
  if (typeof value === 'number' && !Number.isInteger(value)) {
    if (Number.isNaN(value)) throw new PickleError('a NaN has no order');
    value = Number.isFinite(value) ? Decimal.from(value) : new Decimal(String(value));
  }
  if (typeof value === 'number' || typeof value === 'bigint') return finite(BigInt(value));
  if (value instanceof Fraction) return finite(BigInt(value.numerator), BigInt(value.denominator));
  if (!(value instanceof Decimal)) throw new PickleError('pyCompare compares numbers');
  if (value.isNaN) throw new PickleError('a NaN has no order');
  if (!value.isFinite) return value.negative ? -Infinity : Infinity;
  const digits = BigInt(value.digits);
  return finite(value.negative ? -digits : digits, 1n, BigInt(value.exponent));
}

function finite(top: bigint, bottom = 1n, power = 0n): number | Finite {
  return top === 0n ? 0 : { sign: top < 0n ? -1 : 1, top: top < 0n ? -top : top, bottom, power };
}

/**
 * Less than, equal to or greater than 0. Powers are made only when the lengths do not tell: then they are as long as
 * the values.
 */
function compareMagnitudes(a: Finite, b: Finite): number {
  const power = a.power - b.power;
  const bits = bitLength(a.top) + bitLength(b.bottom) - bitLength(b.top) - bitLength(a.bottom) + Number(power) * DIGIT;
  if (Math.abs(bits) > SLACK + Math.abs(Number(power)) * 1e-12) return bits;
  const left = a.top * b.bottom * (power > 0n ? 10n ** power : 1n);
  const right = b.top * a.bottom * (power < 0n ? 10n ** -power : 1n);
  return left < right ? -1 : left > right ? 1 : 0;
}
