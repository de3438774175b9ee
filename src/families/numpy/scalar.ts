import { UnpicklingError } from '../../base/index.js';
import { Complex, expect, HASH, identityHash, KEY, memoryOf, Tuple, unhashable } from '../../values/index.js';
import { datetime64Instant, datetime64Text, NAT, timedelta64Key } from './datetime64.js';
import { CORE, Dtype } from './dtype.js';
import { checkCount, readItem, trimmed } from './items.js';
import { NDArray } from './ndarray.js';

/** A NumPy scalar: one item of a dtype, such as `numpy.float64(1.5)`. Compares, hashes and computes as its value. */
export class NumPyScalar {
  readonly dtype: Dtype;
  /** The item in the dtype's byte order; empty for a record with objects. */
  readonly bytes: Uint8Array;
  /** Holds the item of a record with objects. */
  readonly array: NDArray | undefined;
  /** Package the pickle names: `'numpy._core'` (NumPy 2) or `'numpy.core'`. */
  readonly core: string;
  #value: unknown = undefined;

  /**
   * @param memory `dtype.itemsize` bytes, or a 0-d array for a record with objects
   * @throws PickleError when an argument is of a wrong kind, UnpicklingError when dtype and memory do not fit together
   */
  constructor(dtype: Dtype | string, memory: Uint8Array | NDArray, core = 'numpy._core') {
    this.dtype = Dtype.seal(Dtype.of(dtype));
    expect(CORE[1](core), CORE[0]);
    this.array = memory instanceof NDArray ? memory : undefined;
    // Performance: no second view for the usual case; scalars come by the million.
    const bytes = memory instanceof NDArray ? memory.bytes : memory instanceof Uint8Array ? memory : memoryOf(memory);
    expect(bytes, 'a Uint8Array');
    this.bytes = bytes;
    const { itemsize, hasObject, kind } = this.dtype;
    const fits =
      memory instanceof NDArray
        ? memory.size === 1 && hasObject && kind !== 'O'
        : bytes.length === itemsize && !hasObject;
    if (!fits) throw new UnpicklingError(`a scalar of dtype ${this.dtype} must have ${this.dtype.itemsize} bytes`);
    this.core = core;
  }

  /**
   * boolean; number, or bigint beyond 2^53; `Complex`; string for `str_`; Uint8Array for `bytes_` (trailing NULs
   * dropped), `void` and long doubles; ticks of times, null for NaT; an object with the fields of a record.
   */
  get value(): unknown {
    this.#value ??= this.dtype.kind === 'S' ? trimmed(this.bytes) : this.#read(false);
    return this.#value;
  }

  #read(json: boolean): unknown {
    const { dtype, bytes, array } = this;
    if (array !== undefined) return array.itemAt(array.offset, json);
    checkCount(dtype, [], bytes.length);
    return readItem(dtype, new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength), 0, json);
  }

  /** The value, so that arithmetic and comparison work. */
  valueOf(): number {
    // Typed as a number so that `+scalar` and `scalar < 3` compile.
    return this.value as number;
  }

  /**
   * Numbers and text as `valueOf`; times in milliseconds (NaT is NaN), as with a Date. @throws PickleError for what has
   * no order
   */
  [Symbol.toPrimitive](hint: string): unknown {
    if (hint === 'string') return this.toString();
    let { value } = this;
    const { kind, unit, unitCount } = this.dtype;
    if (value === null) return NaN;
    if (unit !== undefined) {
      const [scale, length] = timedelta64Key(this.ticks, unit, unitCount);
      expect(kind === 'M' || scale === '' || scale === 's', 'a time of known length');
      value = Number(kind === 'M' ? datetime64Instant(this.ticks, unit, unitCount) : length) / 1e15;
    }
    expect(typeof value !== 'object', 'a scalar that is one number');
    return value;
  }

  /** The value as JSON has it: integers beyond 2^53 and dates as text. */
  toJSON(): unknown {
    return this.#read(true);
  }

  /**
   * The value as text, dates in ISO 8601, anything composed as JSON. Python's own `str` is `scalarText` of
   * `pickle-wasm/numpy`.
   */
  toString(): string {
    const { value, dtype } = this;
    if (dtype.kind === 'M') return datetime64Text(this.ticks, dtype.unit as string, dtype.unitCount);
    if (typeof value === 'object') return JSON.stringify(this);
    // The digits that tell a float32 from all others.
    if (dtype.kind === 'f' && typeof value === 'number' && dtype.itemsize === 4) {
      for (let digits = 6; digits < 9; digits++)
        if (Math.fround(+value.toPrecision(digits)) === value) return String(+value.toPrecision(digits));
    }
    return String(value);
  }

  /** The integer behind a time. @internal */
  get ticks(): bigint {
    return this.value === null ? NAT : BigInt(this.value as number);
  }

  /** As Python: numbers by value whatever their types, times by instant, NaT and NaN equal to nothing. */
  [KEY](): unknown {
    const { value } = this;
    const { unit, unitCount, kind } = this.dtype;
    if (value === null) return this;
    if (unit !== undefined) {
      const time =
        kind === 'M' ? [datetime64Instant(this.ticks, unit, unitCount)] : timedelta64Key(this.ticks, unit, unitCount);
      return new Tuple([NumPyScalar, kind, ...time]);
    }
    if (typeof value === 'boolean') return Number(value);
    if (value instanceof Complex) return value[KEY]();
    return typeof value === 'object' && !(value instanceof Uint8Array && kind !== 'V') ? this : value;
  }

  /** Of what has no key: NaT, and records, which Python does not hash. */
  [HASH](): number {
    if (this.value === null) return identityHash(this);
    throw unhashable('numpy.void');
  }
}
