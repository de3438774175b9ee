/** Python's `fractions.Fraction`. */
import { PickleError } from '../errors.js';
import { REDUCE, type Reduction } from '../pickle/reduce-symbol.js';
import { Decimal } from './decimal.js';
import { PyGlobal } from './global.js';
import { hashBigInt, hashRatio } from './hash.js';
import { EQUALS, HASH, KEY, REPR, type ReprPart } from './protocol.js';

const FRACTION = /*#__PURE__*/ new PyGlobal('fractions', 'Fraction');

/** Bits that the smaller of numerator and denominator may have: reducing takes time that grows with the square. */
const MAX_BITS = 65536;

/** `fractions.Fraction`: a rational number in lowest terms, the denominator positive. */
export class Fraction {
  /** A number when safe, else a bigint. */
  readonly numerator: number | bigint;
  /** Positive; a number when safe, else a bigint. */
  readonly denominator: number | bigint;

  /**
   * numerator / denominator, reduced to lowest terms. Both must be integers.
   * @throws PickleError when the denominator is 0, or when both have more than 65536 bits
   */
  constructor(numerator: number | bigint, denominator: number | bigint = 1) {
    let top = BigInt(numerator);
    let bottom = BigInt(denominator);
    if (bottom === 0n) throw new PickleError(`Fraction(${top === 0n ? '0' : '...'}, 0): the denominator is zero`);
    if (bottom < 0n) {
      top = -top;
      bottom = -bottom;
    }
    const divisor = greatestCommonDivisor(top < 0n ? -top : top, bottom);
    this.numerator = safe(divisor === 1n ? top : top / divisor);
    this.denominator = safe(divisor === 1n ? bottom : bottom / divisor);
  }

  /** The nearest double, correctly rounded; infinite when out of range. */
  toNumber(): number {
    if (typeof this.numerator === 'number' && typeof this.denominator === 'number') return this.numerator / this.denominator;
    const top = BigInt(this.numerator);
    const magnitude = divide(top < 0n ? -top : top, BigInt(this.denominator));
    return top < 0n ? -magnitude : magnitude;
  }

  /** Python's `str`: `'1/3'`, or `'2'` for an integer. */
  toString(): string {
    return this.denominator === 1 ? String(this.numerator) : `${this.numerator}/${this.denominator}`;
  }

  /** The text `'1/3'`. */
  toJSON(): string {
    return this.toString();
  }

  [REDUCE](): Reduction {
    return [FRACTION, [this.numerator, this.denominator]];
  }

  [KEY](): unknown {
    if (this.denominator === 1) return this.numerator;
    const bottom = BigInt(this.denominator);
    if ((bottom & (bottom - 1n)) !== 0n) return this;
    const number = this.toNumber();
    return Number.isFinite(number) && number !== 0 && equalsDouble(this, number) ? number : this;
  }

  [HASH](): number {
    if (this.denominator === 1) return hashBigInt(BigInt(this.numerator));
    return hashRatio(BigInt(this.numerator), BigInt(this.denominator));
  }

  [EQUALS](other: unknown): boolean {
    if (other instanceof Fraction) return other.numerator === this.numerator && other.denominator === this.denominator;
    return other instanceof Decimal && other.isFinite && equalsDecimal(this, other);
  }

  [REPR](): Iterable<ReprPart> {
    return [`Fraction(${this.numerator}, ${this.denominator})`];
  }
}

function equalsDouble(fraction: Fraction, value: number): boolean {
  return equalsDecimal(fraction, Decimal.from(value));
}

/** n/d = c * 10^e, compared without making numbers longer than those of the fraction. */
function equalsDecimal(fraction: Fraction, decimal: Decimal): boolean {
  const { digits, exponent } = decimal.reduced();
  const limit = 2 * (String(fraction.numerator).length + bitLength(BigInt(fraction.denominator))) + 4;
  if (digits.length > limit || Math.abs(Number(exponent)) > limit) return false;
  const power = Number(exponent);
  const coefficient = decimal.negative ? -BigInt(digits) : BigInt(digits);
  const top = BigInt(fraction.numerator);
  const bottom = BigInt(fraction.denominator);
  return power >= 0 ? top === coefficient * bottom * 10n ** BigInt(power) : top * 10n ** BigInt(-power) === coefficient * bottom;
}

/** Euclid; refuses two long numbers. */
function greatestCommonDivisor(a: bigint, b: bigint): bigint {
  if (bitLength(a) > MAX_BITS && bitLength(b) > MAX_BITS) {
    throw new PickleError(`a Fraction whose numerator and denominator both have more than ${MAX_BITS} bits`);
  }
  while (b !== 0n) [a, b] = [b, a % b];
  return a;
}

function bitLength(value: bigint): number {
  const digits = (value < 0n ? -value : value).toString(16);
  return (digits.length - 1) * 4 + 32 - Math.clz32(Number.parseInt(digits[0], 16));
}

/** top / bottom as the nearest double, ties to even; top >= 0, bottom > 0. */
function divide(top: bigint, bottom: bigint): number {
  if (top === 0n) return 0;
  // Scaled so that the quotient has 64 bits or more: far beyond a double, and a remainder only makes its last bit sticky.
  const shift = Math.max(0, 66 - (bitLength(top) - bitLength(bottom)));
  const scaled = top << BigInt(shift);
  let quotient = scaled / bottom;
  if (quotient * bottom !== scaled) quotient |= 1n;
  const exponent = bitLength(quotient) - shift;
  if (exponent > 1024) return Number.POSITIVE_INFINITY;
  // Below 2^-1022 a double has fewer bits: rounded once, to a multiple of the smallest one.
  if (exponent < -1021) return roundShift(quotient, shift - 1074) * 2 ** -1074;
  return scale(Number(quotient), -shift);
}

/** value * 2^power for power <= 0, in steps that stay in range; the result is a normal double, so every step is exact. */
function scale(value: number, power: number): number {
  let scaled = value;
  let rest = power;
  for (; rest < -1000; rest += 1000) scaled *= 2 ** -1000;
  return scaled * 2 ** rest;
}

/** value / 2^bits, rounded to the nearest integer, ties to even. */
function roundShift(value: bigint, bits: number): number {
  const shift = BigInt(bits);
  const floor = value >> shift;
  const rest = value - (floor << shift);
  const half = 1n << (shift - 1n);
  return Number(rest > half || (rest === half && (floor & 1n) === 1n) ? floor + 1n : floor);
}

function safe(value: bigint): number | bigint {
  const number = Number(value);
  return Number.isSafeInteger(number) ? number : value;
}
