import { PickleError } from '../base/index.js';
import { expect, expectInteger, expectNumber, primitive } from './check.js';
import { shrink } from './integer.js';
import { KEY } from './protocol.js';
import { Tuple } from './tuple.js';

/** Python's complex number. Equal to a float or int when the imaginary part is zero. */
export class Complex {
  readonly real: number;
  readonly imag: number;

  /** @throws PickleError when a part is no number */
  constructor(real: number, imag = 0) {
    expectNumber(real);
    expectNumber(imag);
    this.real = real;
    this.imag = imag;
  }

  /** JSON has no complex numbers: `[real, imag]`. */
  toJSON(): [number, number] {
    return [this.real, this.imag];
  }

  /** The real part. @throws PickleError when the other is not 0, and for `+` */
  [Symbol.toPrimitive](hint: string): number | string {
    return primitive(this, hint, () => {
      expect(this.imag === 0, 'an imaginary part of 0');
      return this.real;
    });
  }

  /** `'1+2j'`, Python's `str` but for the form of the numbers. */
  toString(): string {
    const { real, imag } = this;
    return `(${real}${imag < 0 || Object.is(imag, -0) ? '-' : '+'}${Math.abs(imag)}j)`;
  }

  [KEY](): unknown {
    return this.imag === 0 ? this.real : Tuple.of<unknown>(Complex, this.real, this.imag);
  }
}

/** Python's range: the integers from `start` up to but not including `stop`, `step` apart. */
export class Range implements Iterable<number | bigint> {
  readonly start: number | bigint;
  readonly stop: number | bigint;
  readonly step: number | bigint;

  /** @throws PickleError when `step` is 0 or a bound is not an integer */
  constructor(start: number | bigint, stop: number | bigint, step: number | bigint = 1) {
    for (const bound of [start, stop, step]) expectInteger(bound);
    // biome-ignore lint/suspicious/noDoubleEquals: 0 or 0n
    if (step == 0) throw new PickleError('range() arg 3 must not be zero');
    this.start = start;
    this.stop = stop;
    this.step = step;
  }

  /** Number of integers; a bigint when a number would not be exact. */
  get length(): number | bigint {
    const start = BigInt(this.start);
    const stop = BigInt(this.stop);
    const step = BigInt(this.step);
    const span = step > 0n ? stop - start : start - stop;
    if (span <= 0n) return 0;
    const size = step > 0n ? step : -step;
    return shrink((span + size - 1n) / size);
  }

  /** The integers in order: numbers where safe, bigints beyond. */
  *[Symbol.iterator](): IterableIterator<number | bigint> {
    const stop = BigInt(this.stop);
    const step = BigInt(this.step);
    for (let value = BigInt(this.start); step > 0n ? value < stop : value > stop; value += step) yield shrink(value);
  }

  toJSON(): { start: number | bigint; stop: number | bigint; step: number | bigint } {
    return { start: this.start, stop: this.stop, step: this.step };
  }

  /**
   * Python compares ranges as the sequences they stand for; what does not matter for that is null (rangeobject.c,
   * `range_hash`).
   */
  [KEY](): Tuple {
    const { length, start, step } = this;
    return Tuple.of<unknown>(Range, length, length === 0 ? null : start, length === 0 || length === 1 ? null : step);
  }
}

/** Python's slice object; the parts are any values, None (null) when absent. */
export class Slice {
  readonly start: unknown;
  readonly stop: unknown;
  readonly step: unknown;

  constructor(start: unknown, stop: unknown, step: unknown = null) {
    this.start = start;
    this.stop = stop;
    this.step = step;
  }

  toJSON(): { start: unknown; stop: unknown; step: unknown } {
    return { start: this.start, stop: this.stop, step: this.step };
  }

  /** Hashable since Python 3.12. */
  [KEY](): Tuple {
    return Tuple.of<unknown>(Slice, this.start, this.stop, this.step);
  }
}
