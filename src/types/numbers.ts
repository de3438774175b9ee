import { PickleError } from '../errors.js';
import { REDUCE, type Reduction } from '../pickle/reduce-symbol.js';
import { exactFloat } from './float.js';
import { PyGlobal } from './global.js';
import { hashNumber, mixHash } from './hash.js';
import { EQUALS, type EqualsResult, HASH, type HashResult, KEY } from './protocol.js';

/** Python's complex number. Equal to a float or int when the imaginary part is zero. */
export class Complex {
  readonly real: number;
  readonly imag: number;

  constructor(real: number, imag = 0) {
    this.real = real;
    this.imag = imag;
  }

  /** JSON has no complex numbers: `[real, imag]`. */
  toJSON(): [number, number] {
    return [this.real, this.imag];
  }

  [KEY](): unknown {
    return this.imag === 0 ? this.real : this;
  }

  [HASH](): number {
    return mixHash(hashNumber(this.real), hashNumber(this.imag));
  }

  [EQUALS](other: unknown): boolean {
    return other instanceof Complex && other.real === this.real && other.imag === this.imag;
  }

  /** `builtins.complex(real, imag)` (copyreg.py, `pickle_complex`). */
  [REDUCE](): Reduction {
    return [new PyGlobal('builtins', 'complex'), [exactFloat(this.real), exactFloat(this.imag)]];
  }
}

/** Python's range: the integers from `start` up to but not including `stop`, `step` apart. */
export class Range implements Iterable<number | bigint> {
  readonly start: number | bigint;
  readonly stop: number | bigint;
  readonly step: number | bigint;

  /** @throws PickleError when `step` is 0 or a bound is not an integer */
  constructor(start: number | bigint, stop: number | bigint, step: number | bigint = 1) {
    for (const bound of [start, stop, step]) {
      if (typeof bound !== 'bigint' && !Number.isInteger(bound)) throw new PickleError(`range() needs integers, not ${String(bound)}`);
    }
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
    return simplest((span + size - 1n) / size);
  }

  /** The integers in order: numbers where safe, bigints beyond. */
  *[Symbol.iterator](): IterableIterator<number | bigint> {
    const stop = BigInt(this.stop);
    const step = BigInt(this.step);
    for (let value = BigInt(this.start); step > 0n ? value < stop : value > stop; value += step) yield simplest(value);
  }

  toJSON(): { start: number | bigint; stop: number | bigint; step: number | bigint } {
    return { start: this.start, stop: this.stop, step: this.step };
  }

  /** Python compares ranges as the sequences they stand for; what does not matter for that is null (rangeobject.c, `range_hash`). */
  #identity(): (number | bigint | null)[] {
    const length = this.length;
    if (length === 0) return [0, null, null];
    return length === 1 ? [1, this.start, null] : [length, this.start, this.step];
  }

  [HASH](): HashResult {
    return this.#identity();
  }

  [EQUALS](other: unknown): EqualsResult {
    if (!(other instanceof Range)) return false;
    const theirs = other.#identity();
    return this.#identity().map((part, i): [unknown, unknown] => [part, theirs[i]]);
  }

  /** `builtins.range(start, stop, step)`. */
  [REDUCE](): Reduction {
    return [new PyGlobal('builtins', 'range'), [this.start, this.stop, this.step]];
  }
}

function simplest(value: bigint): number | bigint {
  const number = Number(value);
  return Number.isSafeInteger(number) ? number : value;
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
  [HASH](): HashResult {
    return [this.start, this.stop, this.step];
  }

  [EQUALS](other: unknown): EqualsResult {
    if (!(other instanceof Slice)) return false;
    return [
      [this.start, other.start],
      [this.stop, other.stop],
      [this.step, other.step],
    ];
  }

  /** `builtins.slice(start, stop, step)`. */
  [REDUCE](): Reduction {
    return [new PyGlobal('builtins', 'slice'), [this.start, this.stop, this.step]];
  }
}

/** A constant of Python's builtins that is the only value of its type. */
export class Singleton {
  /** Name in `builtins`, by which it is pickled. */
  readonly name: string;

  /** @internal */
  constructor(name: string) {
    this.name = name;
  }

  toString(): string {
    return this.name;
  }

  toJSON(): string {
    return this.name;
  }
}

/** Python's `...`; pickled as the global `builtins.Ellipsis`. */
export const Ellipsis: Singleton = /*#__PURE__*/ new Singleton('Ellipsis');

/** Python's `NotImplemented`; pickled as the global `builtins.NotImplemented`. */
export const NotImplemented: Singleton = /*#__PURE__*/ new Singleton('NotImplemented');
