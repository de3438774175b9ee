/** Python's `fractions.Fraction`. */
import { LimitError, PickleError } from '../../../base/index.js';
import { expectInteger, KEY, primitive, shrink, Tuple } from '../../../values/index.js';
import { Decimal } from '../decimal/decimal.js';

/** Bits of 4300 digits, as many as integers in text may have: reducing takes time that grows with the square. */
const MAX_BITS = 14288;
/** A longer denominator is not compared with decimals and floats. */
const KEY_BITS = 16384;
/** Halfway between two doubles lies a number of at most 767 digits. */
const DOUBLE_DIGITS = 800;

/** `fractions.Fraction`: a rational number in lowest terms, the denominator positive. */
export class Fraction {
  /** A number when safe, else a bigint. */
  readonly numerator: number | bigint;
  /** Positive; a number when safe, else a bigint. */
  readonly denominator: number | bigint;
  #key: unknown;

  /**
   * numerator / denominator, reduced to lowest terms. Both must be integers.
   * @throws PickleError when one is no integer, or when the denominator is 0
   * @throws LimitError when both have more than 4300 decimal digits
   */
  constructor(numerator: number | bigint, denominator: number | bigint = 1) {
    expectInteger(numerator);
    expectInteger(denominator);
    let top = BigInt(numerator);
    let bottom = BigInt(denominator);
    if (bottom === 0n) throw new PickleError(`Fraction(${top === 0n ? '0' : '...'}, 0): the denominator is zero`);
    if (bottom < 0n) {
      top = -top;
      bottom = -bottom;
    }
    const divisor = greatestCommonDivisor(top < 0n ? -top : top, bottom);
    this.numerator = shrink(divisor === 1n ? top : top / divisor);
    this.denominator = shrink(divisor === 1n ? bottom : bottom / divisor);
  }

  /** The nearest double, correctly rounded; infinite when out of range. */
  toNumber(): number {
    const { numerator, denominator } = this;
    if (typeof numerator === 'number' && typeof denominator === 'number') return numerator / denominator;
    const top = BigInt(numerator);
    const bottom = BigInt(denominator);
    // Written with enough digits, and one more for what is cut, the decimal text rounds to the same double.
    const digits = Math.max(0, DOUBLE_DIGITS + Math.ceil((bitLength(bottom) - bitLength(top)) * 0.302));
    const scaled = top * 10n ** BigInt(digits);
    return Number(`${scaled / bottom || (top < 0n ? '-0' : 0n)}${scaled % bottom === 0n ? 0 : 1}e-${digits + 1}`);
  }

  /** Python's `str`: `'1/3'`, or `'2'` for an integer. */
  toString(): string {
    return this.denominator === 1 ? String(this.numerator) : `${this.numerator}/${this.denominator}`;
  }

  /**
   * `<`, `-` and `Number()` compute with the nearest double: values that have the same are neither less nor greater.
   * `pyCompare` is exact, also beside a bigint.
   * @throws PickleError for `+` and `==`
   */
  [Symbol.toPrimitive](hint: string): number | string {
    return primitive(this, hint, () => this.toNumber());
  }

  /** The text `'1/3'`. */
  toJSON(): string {
    return this.toString();
  }

  /** The number that equals it, a decimal's key when it can be written as a decimal, or both parts. */
  [KEY](): unknown {
    // Finding it takes longer than reading a GET.
    this.#key ??= this.#makeKey();
    return this.#key;
  }

  #makeKey(): unknown {
    const { numerator, denominator } = this;
    if (denominator === 1) return numerator;
    const bottom = BigInt(denominator);
    let rest = bottom;
    let digits = 0;
    if (bitLength(bottom) <= KEY_BITS) {
      // Each digit takes one factor 2 and one factor 5 off.
      for (; rest !== 1n; digits++) {
        const next = (rest & 1n) === 0n ? rest >> 1n : rest;
        const less = next % 5n === 0n ? next / 5n : next;
        if (less === rest) break;
        rest = less;
      }
    }
    if (rest !== 1n) return Tuple.of<unknown>(Fraction, numerator, denominator);
    const coefficient = (BigInt(numerator) * 10n ** BigInt(digits)) / bottom;
    return (Decimal.parse(`${coefficient}e-${digits}`) as Decimal)[KEY]();
  }
}

/**
 * Lehmer's algorithm (Knuth, The Art of Computer Programming, volume 2, 4.5.2 L): the leading bits tell many steps of
 * Euclid's, which are then made at once. Refuses two long numbers.
 */
function greatestCommonDivisor(a: bigint, b: bigint): bigint {
  if (bitLength(a) > MAX_BITS && bitLength(b) > MAX_BITS) {
    throw new LimitError('a Fraction of more than 4300 digits');
  }
  if (a < b) [a, b] = [b, a];
  while (b !== 0n) {
    const shift = BigInt(Math.max(0, bitLength(a) - 52));
    let [x, y, p, q, r, s] = [Number(a >> shift), Number(b >> shift), 1, 0, 0, 1];
    while (shift !== 0n && y + r !== 0 && y + s !== 0 && Math.abs(s) < 2 ** 25) {
      const quotient = Math.floor((x + p) / (y + r));
      if (quotient !== Math.floor((x + q) / (y + s))) break;
      [p, q, r, s] = [r, s, p - quotient * r, q - quotient * s];
      [x, y] = [y, x - quotient * y];
    }
    [a, b] = q === 0 ? [b, a % b] : [BigInt(p) * a + BigInt(q) * b, BigInt(r) * a + BigInt(s) * b];
  }
  return a;
}

/** Rounded up to a multiple of four. @internal */
export function bitLength(value: bigint): number {
  return (value < 0n ? -value : value).toString(16).length * 4;
}
