/** Python's `decimal.Decimal`, kept as sign, digits and exponent; nothing is rounded. */
import { PickleError } from '../errors.js';
import { REDUCE, type Reduction } from '../pickle/reduce-symbol.js';
import { PyGlobal } from './global.js';
import { hashDecimal, hashNumber, hashText } from './hash.js';
import { EQUALS, HASH, type HashResult, KEY, REPR, type ReprPart } from './protocol.js';

const DECIMAL = /*#__PURE__*/ new PyGlobal('decimal', 'Decimal');

/** Bounds of libmpdec on 64-bit systems: MAX_EMAX and Etiny for MAX_PREC digits. */
const MAX_EXPONENT = 999_999_999_999_999_999n;
const MIN_EXPONENT = -1_999_999_999_999_999_997n;

/** An integer of more digits is not turned into a bigint to be compared with one: making it would take more than linear time. */
const KEY_DIGITS = 5000;
/** No double needs more significant digits to be written exactly. */
const DOUBLE_DIGITS = 767;

/** Which kind of number a `Decimal` is; `'sNaN'` is the signaling NaN. */
export type DecimalKind = 'finite' | 'Infinity' | 'NaN' | 'sNaN';

/** `decimal.Decimal`: (-1)^negative * digits * 10^exponent, or an infinity, or a NaN with diagnostic digits. */
export class Decimal {
  readonly kind: DecimalKind;
  /** True for negative numbers, and for -0 and -NaN. */
  readonly negative: boolean;
  /** Decimal digits of the coefficient without leading zeros, `'0'` for zero; of a NaN its payload, possibly `''`. */
  readonly digits: string;
  /** Power of ten; a number when safe, else a bigint. 0 for the special values. */
  readonly exponent: number | bigint;

  private constructor(kind: DecimalKind, negative: boolean, digits: string, exponent: number | bigint) {
    this.kind = kind;
    this.negative = negative;
    this.digits = digits;
    this.exponent = exponent;
  }

  /**
   * Reads what Python's `Decimal(text)` reads, in ASCII: `'1.50'`, `'-1E+3'`, `'Infinity'`, `'sNaN12'`, digits with underscores.
   * Undefined for other text, and for exponents outside libmpdec's bounds.
   */
  static parse(text: string): Decimal | undefined {
    const plain = text.replaceAll('_', '');
    const match = /^([+-]?)(?:(\d*)(?:\.(\d*))?(?:e([+-]?\d+))?|(inf(?:inity)?)|(s?nan)(\d*))$/i.exec(plain);
    if (match === null) return undefined;
    const [, sign, whole, part = '', power, infinity, nan, payload] = match;
    const negative = sign === '-';
    if (infinity !== undefined) return new Decimal('Infinity', negative, '', 0);
    if (nan !== undefined) return new Decimal(nan.length === 4 ? 'sNaN' : 'NaN', negative, withoutZeros(payload), 0);
    if (whole === '' && part === '') return undefined;
    // Twenty digits are beyond every bound already; BigInt never sees a long text.
    const powerDigits = withoutZeros((power ?? '').replace(/^[+-]/, ''));
    if (powerDigits.length > 20) return undefined;
    const magnitude = BigInt(powerDigits);
    const exponent = (power?.startsWith('-') ? -magnitude : magnitude) - BigInt(part.length);
    return Decimal.finite(negative, whole + part, exponent);
  }

  /**
   * (-1)^negative * digits * 10^exponent. Undefined when that is outside libmpdec's bounds.
   * @param digits decimal digits, leading zeros allowed
   */
  static finite(negative: boolean, digits: string, exponent: bigint): Decimal | undefined {
    const coefficient = withoutZeros(digits) || '0';
    const adjusted = coefficient === '0' ? exponent : exponent + BigInt(coefficient.length - 1);
    if (adjusted > MAX_EXPONENT || exponent < MIN_EXPONENT) return undefined;
    return new Decimal('finite', negative, coefficient, safe(exponent));
  }

  /** A NaN with diagnostic digits, or an infinity (`digits` is ignored). */
  static special(kind: 'Infinity' | 'NaN' | 'sNaN', negative: boolean, digits = ''): Decimal {
    return new Decimal(kind, negative, kind === 'Infinity' ? '' : withoutZeros(digits), 0);
  }

  /** The exact value of an integer or a double, like Python's `Decimal(0.1)`. */
  static from(value: number | bigint): Decimal {
    if (typeof value === 'bigint' || Number.isInteger(value)) {
      const integer = BigInt(value);
      const text = integer.toString();
      const negative = text.startsWith('-') || Object.is(value, -0);
      return new Decimal('finite', negative, text.replace('-', ''), 0);
    }
    if (Number.isNaN(value)) return new Decimal('NaN', false, '', 0);
    if (!Number.isFinite(value)) return new Decimal('Infinity', value < 0, '', 0);
    let mantissa = Math.abs(value);
    let halvings = 0;
    while (!Number.isInteger(mantissa)) {
      mantissa *= 2;
      halvings++;
    }
    // n / 2^k = n * 5^k / 10^k
    return new Decimal('finite', value < 0, (BigInt(mantissa) * 5n ** BigInt(halvings)).toString(), -halvings);
  }

  /** True when the value is a number: neither infinite nor NaN. */
  get isFinite(): boolean {
    return this.kind === 'finite';
  }

  get isNaN(): boolean {
    return this.kind === 'NaN' || this.kind === 'sNaN';
  }

  /** Python's `str`: `'1.50'`, `'1E+3'`, `'-Infinity'`, `'NaN12'`. */
  toString(): string {
    const sign = this.negative ? '-' : '';
    if (this.kind !== 'finite') return `${sign}${this.kind}${this.digits}`;
    const { digits } = this;
    const exponent = BigInt(this.exponent);
    const left = exponent + BigInt(digits.length);
    if (exponent > 0n || left <= -6n) {
      const power = left - 1n;
      const rest = digits.length > 1 ? `.${digits.slice(1)}` : '';
      return `${sign}${digits[0]}${rest}E${power < 0n ? '' : '+'}${power}`;
    }
    const point = Number(left);
    if (point <= 0) return `${sign}0.${'0'.repeat(-point)}${digits}`;
    return `${sign}${digits.slice(0, point)}${point < digits.length ? `.${digits.slice(point)}` : ''}`;
  }

  /** The nearest double; infinite when out of range. */
  toNumber(): number {
    if (this.isNaN) return Number.NaN;
    return Number(this.toString());
  }

  /** The integer, rounded toward zero like Python's `int()`. @throws PickleError when it has none or more than 10^6 digits */
  toBigInt(): bigint {
    if (this.kind !== 'finite') throw new PickleError(`cannot convert ${this} to an integer`);
    const { digits } = this;
    const length = Number(this.exponent) + digits.length;
    if (digits === '0' || length <= 0) return 0n;
    if (length > 1_000_000) throw new PickleError('an integer with more than 1000000 digits; use digits and exponent instead');
    const magnitude = BigInt(digits.slice(0, length).padEnd(length, '0'));
    return this.negative ? -magnitude : magnitude;
  }

  /** The text: JSON numbers would be read as doubles. */
  toJSON(): string {
    return this.toString();
  }

  [REDUCE](): Reduction {
    return [DECIMAL, [this.toString()]];
  }

  [KEY](): unknown {
    if (this.kind === 'Infinity') return this.negative ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY;
    if (this.kind !== 'finite') return this;
    const { digits, exponent } = this.reduced();
    if (BigInt(exponent) >= 0n) {
      if (BigInt(exponent) + BigInt(digits.length) > KEY_DIGITS) return this;
      const integer = new Decimal('finite', this.negative, digits, exponent).toBigInt();
      return safe(integer);
    }
    if (digits.length > DOUBLE_DIGITS) return this;
    const number = this.toNumber();
    if (!Number.isFinite(number) || number === 0) return this;
    const exact = Decimal.from(number).reduced();
    return exact.digits === digits && exact.exponent === exponent ? number : this;
  }

  [HASH](): HashResult {
    if (this.kind === 'Infinity') return hashNumber(this.negative ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY);
    if (this.kind !== 'finite') return hashText(this.toString());
    const { digits, exponent } = this.reduced();
    const coefficient = BigInt(digits);
    return hashDecimal(this.negative ? -coefficient : coefficient, Number(exponent));
  }

  [EQUALS](other: unknown): boolean {
    if (!(other instanceof Decimal) || this.isNaN || other.isNaN || this.kind !== other.kind) return false;
    if (this.kind === 'Infinity') return this.negative === other.negative;
    const a = this.reduced();
    const b = other.reduced();
    return a.digits === b.digits && (a.digits === '0' || (a.exponent === b.exponent && this.negative === other.negative));
  }

  [REPR](): Iterable<ReprPart> {
    return [`Decimal('${this}')`];
  }

  /** Digits and exponent with the zeros at the end of the digits dropped: one form for equal values. @internal */
  reduced(): { digits: string; exponent: number | bigint } {
    const { digits } = this;
    if (digits === '0') return { digits, exponent: 0 };
    let length = digits.length;
    while (digits.charCodeAt(length - 1) === 0x30) length--;
    return { digits: digits.slice(0, length), exponent: safe(BigInt(this.exponent) + BigInt(digits.length - length)) };
  }
}

function withoutZeros(digits: string): string {
  let start = 0;
  while (digits.charCodeAt(start) === 0x30) start++;
  return digits.slice(start);
}

function safe(value: bigint): number | bigint {
  const number = Number(value);
  return Number.isSafeInteger(number) ? number : value;
}
