/** Python's `decimal.Decimal`, kept as sign, digits and exponent; nothing is rounded. */
import { PickleError } from '../../../base/index.js';
import {
  expect,
  expectNumber,
  HASH,
  identityHash,
  integerKey,
  KEY,
  primitive,
  shrink,
  Tuple,
  UNCHECKED,
  unhashable,
} from '../../../values/index.js';

/** Bounds of libmpdec on 64-bit systems: MAX_EMAX and Etiny for MAX_PREC digits. */
const MAX_EXPONENT = 999_999_999_999_999_999n;
const MIN_EXPONENT = -1_999_999_999_999_999_997n;

/**
 * An integer of more digits is not turned into a bigint to be compared with one: making it would take more than linear
 * time.
 */
const KEY_DIGITS = 5000;
/** No double needs more significant digits to be written exactly. */
const DOUBLE_DIGITS = 767;

/** Which kind of number a `Decimal` is; `'sNaN'` is the signaling NaN. */
export type DecimalKind = 'finite' | 'Infinity' | 'NaN' | 'sNaN';

/** `decimal.Decimal`: (-1)^negative * digits * 10^exponent, or an infinity, or a NaN with diagnostic digits. */
export class Decimal {
  readonly kind!: DecimalKind;
  /** True for negative numbers, and for -0 and -NaN. */
  readonly negative!: boolean;
  /** Decimal digits of the coefficient without leading zeros, `'0'` for zero; of a NaN its payload, possibly `''`. */
  readonly digits!: string;
  /** Power of ten; a number when safe, else a bigint. 0 for the special values. */
  readonly exponent!: number | bigint;
  #key: unknown;

  /**
   * Python's `Decimal(value)`: text as `parse` reads it, or the exact value of a number. @throws PickleError for
   * anything else
   */
  constructor(value: string | number | bigint);
  constructor(
    kind: DecimalKind | number | bigint,
    negative = false,
    digits = '',
    exponent: number | bigint = 0,
    unchecked?: unknown,
  ) {
    if (unchecked !== UNCHECKED) {
      const value = typeof kind === 'string' ? Decimal.parse(kind) : Decimal.from(kind);
      expect(value, 'the text of a number');
      // biome-ignore lint/correctness/noConstructorReturn: of this very class
      return value;
    }
    this.kind = kind as DecimalKind;
    this.negative = negative;
    this.digits = digits;
    this.exponent = exponent;
  }

  /**
   * Reads what Python's `Decimal(text)` reads, in ASCII: `'1.50'`, `'-1E+3'`, `'Infinity'`, `'sNaN12'`, digits with
   * underscores.
   * Undefined for other text, and for exponents outside libmpdec's bounds.
   */
  static parse(text: string): Decimal | undefined {
    const plain = text.replaceAll('_', '');
    const match = /^([+-]?)(?:(\d*)(?:\.(\d*))?(?:e([+-]?\d+))?|(inf(?:inity)?)|(s?nan)(\d*))$/i.exec(plain);
    if (match === null) return undefined;
    const [, sign, whole, part = '', power, infinity, nan, payload] = match;
    const negative = sign === '-';
    if (infinity !== undefined) return made('Infinity', negative, '', 0);
    if (nan !== undefined) return made(nan.length === 4 ? 'sNaN' : 'NaN', negative, withoutZeros(payload), 0);
    if (whole === '' && part === '') return undefined;
    // Twenty digits are beyond every bound already; BigInt never sees a long text.
    const powerDigits = withoutZeros((power ?? '').replace(/^[+-]/, ''));
    if (powerDigits.length > 20) return undefined;
    const magnitude = BigInt(powerDigits);
    const exponent = (power?.startsWith('-') ? -magnitude : magnitude) - BigInt(part.length);
    const digits = withoutZeros(whole + part) || '0';
    const adjusted = digits === '0' ? exponent : exponent + BigInt(digits.length - 1);
    if (adjusted > MAX_EXPONENT || exponent < MIN_EXPONENT) return undefined;
    return made('finite', negative, digits, shrink(exponent));
  }

  /** The exact value of an integer or a double, like Python's `Decimal(0.1)`. */
  static from(value: number | bigint): Decimal {
    if (typeof value !== 'bigint') expectNumber(value);
    if (typeof value === 'bigint' || !Number.isFinite(value)) return Decimal.parse(String(value)) as Decimal;
    let mantissa = Math.abs(value);
    let halvings = 0;
    while (!Number.isInteger(mantissa)) {
      mantissa *= 2;
      halvings++;
    }
    // n / 2^k = n * 5^k / 10^k
    return made(
      'finite',
      value < 0 || Object.is(value, -0),
      (BigInt(mantissa) * 5n ** BigInt(halvings)).toString(),
      halvings && -halvings,
    );
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
    if (this.isNaN) return NaN;
    return Number(this.toString());
  }

  /**
   * The integer, rounded toward zero like Python's `int()`. @throws PickleError when it has none or more than 10^6
   * digits
   */
  toBigInt(): bigint {
    if (this.kind !== 'finite') throw new PickleError(`cannot convert ${this} to an integer`);
    const { digits } = this;
    const length = Number(this.exponent) + digits.length;
    if (digits === '0' || length <= 0) return 0n;
    if (length > 1_000_000)
      throw new PickleError('an integer with more than 1000000 digits; use digits and exponent instead');
    const magnitude = BigInt(digits.slice(0, length).padEnd(length, '0'));
    return this.negative ? -magnitude : magnitude;
  }

  /**
   * `<`, `-` and `Number()` compute with the nearest double: values that have the same are neither less nor greater.
   * `pyCompare` is exact, also beside a bigint.
   * @throws PickleError for `+` and `==`
   */
  [Symbol.toPrimitive](hint: string): number | string {
    return primitive(this, hint, () => this.toNumber());
  }

  /** The text: JSON numbers would be read as doubles. */
  toJSON(): string {
    return this.toString();
  }

  /** The int or float that equals it, or its digits and exponent without the zeros at the end of the digits. */
  [KEY](): unknown {
    this.#key ??= this.#makeKey();
    return this.#key;
  }

  /** Of a NaN. */
  [HASH](): number {
    if (this.kind === 'sNaN') throw unhashable('decimal.Decimal');
    return identityHash(this);
  }

  #makeKey(): unknown {
    const { kind, negative } = this;
    if (kind === 'Infinity') return negative ? -Infinity : Infinity;
    if (kind !== 'finite') return this;
    let { length } = this.digits;
    while (length > 0 && this.digits[length - 1] === '0') length--;
    if (length === 0) return 0;
    const digits = this.digits.slice(0, length);
    const exponent = shrink(BigInt(this.exponent) + BigInt(this.digits.length - length));
    const power = Number(exponent);
    if (power >= 0 && power + length <= KEY_DIGITS) return integerKey(this.toBigInt());
    if (power < 0 && length <= DOUBLE_DIGITS) {
      const number = this.toNumber();
      const exact = Decimal.from(number);
      if (exact.digits === digits && exact.exponent === exponent) return number;
    }
    return Tuple.of<unknown>(Decimal, negative, digits, exponent);
  }
}

function made(kind: DecimalKind, negative: boolean, digits: string, exponent: number | bigint): Decimal {
  return new (Decimal as unknown as new (...parts: unknown[]) => Decimal)(kind, negative, digits, exponent, UNCHECKED);
}

function withoutZeros(digits: string): string {
  let start = 0;
  while (digits.charCodeAt(start) === 0x30) start++;
  return digits.slice(start);
}
