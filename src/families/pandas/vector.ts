/**
 * One dimension of values, whatever holds them: a column of a frame, the labels of an index, an array of pandas' own.
 */
import { PickleError, UnpicklingError } from '../../base/index.js';
import { INSPECT } from '../../values/index.js';
import {
  type ArrayData,
  arrayFrom,
  checkCount,
  type Dtype,
  dtypeText,
  isPlainNumber,
  NAT,
  NDArray,
  plainItem,
} from '../index.js';
import { checkVirtual, type Made, Pickled } from './pickled.js';
import { Timedelta, Timestamp, type TimeUnit } from './time.js';

/** Values and which of them are missing. */
export abstract class Vector extends Pickled {
  #data: ArrayData | undefined;
  #nulls: Uint8Array | null | undefined;
  #values: unknown[] | undefined;

  /** pandas' text of the dtype, such as `'int64'`, `'Int64'`, `'category'`, `'datetime64[ns, UTC]'`. */
  abstract readonly dtype: string;
  abstract readonly length: number;

  /** A value that is there, or null. `index` is one of the vector. @internal */
  protected abstract valueAt(index: number): unknown;

  /** Typed array or values, and a mask. @internal */
  protected abstract makeData(): ArrayData;

  /** 1 for each value that is missing; undefined when none is known to be. @internal */
  protected makeNulls(): Uint8Array | undefined {
    return undefined;
  }

  /** Value `index`, negative from the end: null when missing, undefined outside. */
  at(index: number): unknown {
    const place = index < 0 ? this.length + index : index;
    return place >= 0 && place < this.length && Number.isInteger(place) ? this.valueAt(place) : undefined;
  }

  /**
   * The values as a typed array where there is one (numbers, booleans as Uint8Array, ticks of times as BigInt64Array),
   * else a list.
   * Made when first asked for; a view of the pickle where possible. What `nulls` says is missing has any number here.
   */
  get data(): ArrayData {
    this.#data ??= this.makeData();
    return this.#data;
  }

  /** One byte for each value, 1 where it is missing; undefined when all are there. A float64's NaN is a value. */
  get nulls(): Uint8Array | undefined {
    if (this.#nulls === undefined) this.#nulls = this.makeNulls() ?? null;
    return this.#nulls ?? undefined;
  }

  /** All values, missing ones null. */
  toArray(): unknown[] {
    return this.all().slice();
  }

  /** The same list each time. @internal */
  all(): readonly unknown[] {
    if (this.#values === undefined) {
      checkVirtual(this.length);
      const values = new Array<unknown>(this.length);
      for (let i = 0; i < values.length; i++) values[i] = this.valueAt(i);
      this.#values = values;
    }
    return this.#values;
  }

  *[Symbol.iterator](): Iterator<unknown> {
    for (let i = 0; i < this.length; i++) yield this.valueAt(i);
  }

  /**
   * The vector of one row of what may be a block of several columns. @throws UnpicklingError when it has not got
   * `length` values @internal
   */
  row(index: number, length: number): Vector {
    if (this.length !== length || index !== 0)
      throw new UnpicklingError(`a block of ${length} rows expected, got ${this.length} values`);
    return this;
  }

  /** How many columns a block of it has. @internal */
  get rows(): number {
    return 1;
  }

  /** A short description. */
  override toString(): string {
    return `${this.length} × ${this.dtype}`;
  }

  toJSON(): unknown[] {
    return this.toArray();
  }

  /** What `console.log` shows. */
  [INSPECT](_depth: number | null, options: object, inspect?: (value: unknown, options: object) => string): string {
    const shown = Array.from({ length: Math.min(this.length, 100) }, (_, i) => this.valueAt(i));
    const name = `${this.constructor.name} ${this.dtype} (${this.length}) `;
    return inspect === undefined ? name : name + inspect(shown, options) + (this.length > 100 ? ' …' : '');
  }
}

/** A mask of the places where `holds`; undefined when there is none. */
export function maskOf(length: number, holds: (index: number) => boolean): Uint8Array | undefined {
  let mask: Uint8Array | undefined;
  for (let i = 0; i < length; i++) {
    if (!holds(i)) continue;
    mask ??= new Uint8Array(length);
    mask[i] = 1;
  }
  return mask;
}

/**
 * One axis of a NumPy array: values as they are in `NDArray.toArray`, but Timestamp and Timedelta for times of day and
 * shorter.
 */
export class NumPyVector extends Vector {
  readonly length: number;
  readonly dtype: string;
  readonly #type: Dtype;
  /** Numbers, text, records; a view of one row that nobody else has. */
  readonly #row: NDArray | undefined;
  /** Objects: the list of the whole array, and where this row begins. */
  readonly #items: unknown[] | undefined;
  readonly #start: number;
  readonly #tz: unknown;
  readonly #isNumber: boolean;
  /** What the row is of. */
  readonly #block: NDArray | undefined;

  /** @throws UnpicklingError when the array has not got such a row @internal */
  constructor(array: NDArray, row = 0, dtype?: string, tz: unknown = null) {
    super(undefined);
    const { shape, strides, ndim } = array;
    if (ndim < 1 || ndim > 2 || (ndim === 2 && !(row < shape[0])))
      throw new UnpicklingError('array of one or two dimensions expected');
    this.length = shape[ndim - 1];
    this.#type = array.dtype;
    this.dtype = dtype ?? dtypeText(array.dtype);
    this.#items = array.items;
    this.#start = row * this.length;
    this.#tz = tz;
    // Performance: not asked for each value.
    this.#isNumber = array.items === undefined && isPlainNumber(array.dtype);
    if (array.items !== undefined) return;
    this.#block = ndim === 2 ? array : undefined;
    const offset = ndim === 2 ? array.offset + row * strides[0] : array.offset;
    this.#row = new NDArray(array.dtype, [this.length], array.bytes, { strides: [strides[ndim - 1]], offset });
  }

  #time(ticks: unknown): unknown {
    if (ticks === null) return null;
    const { unit, unitCount, kind } = this.#type;
    const value = BigInt(ticks as number | bigint) * BigInt(unitCount);
    if (!(unit === 's' || unit === 'ms' || unit === 'us' || unit === 'ns')) return ticks;
    return kind === 'M' ? new Timestamp(value, unit as TimeUnit, this.#tz) : new Timedelta(value, unit as TimeUnit);
  }

  protected valueAt(index: number): unknown {
    const row = this.#row;
    if (row === undefined) return this.#items?.[this.#start + index] ?? null;
    if (this.#isNumber) return plainItem(this.#type, (this.data as Float64Array)[index], false);
    checkCount(this.#type, [], this.#type.itemsize);
    const item = row.itemAt(row.offset + index * row.strides[0]);
    return this.#type.unit === undefined ? item : this.#time(item);
  }

  protected makeData(): ArrayData {
    const row = this.#row;
    if (row === undefined) return (this.#items as unknown[]).slice(this.#start, this.#start + this.length);
    return this.#gathered(row) ?? row.data;
  }

  /**
   * Numbers that lie apart, as the columns of a block in Fortran order do; undefined for others.
   * Performance: NDArray copies item by item (a frame of 200k × 10 in Fortran order: 400 ms against 12).
   */
  #gathered(row: NDArray): ArrayData | undefined {
    const block = this.#block;
    const [step] = row.strides;
    const { itemsize } = row.dtype;
    // A pickle that gives the block another state after this has its numbers copied one by one.
    const isBlock =
      block !== undefined && block.bytes === row.bytes && block.dtype === row.dtype && block.order === 'F';
    if (!isBlock || row.order !== 'K' || !(this.#isNumber || row.dtype.unit !== undefined)) return undefined;
    const source = block.data as Float64Array;
    const target = new (source.constructor as Float64ArrayConstructor)(this.length);
    for (let i = 0, at = (row.offset - block.offset) / itemsize; i < target.length; i++, at += step / itemsize)
      target[i] = source[at];
    return target;
  }

  protected override makeNulls(): Uint8Array | undefined {
    if (this.#items !== undefined) return maskOf(this.length, (i) => (this.#items?.[this.#start + i] ?? null) === null);
    if (this.#type.unit === undefined) return undefined;
    const ticks = this.data as BigInt64Array;
    return maskOf(this.length, (i) => ticks[i] === NAT);
  }
}

/** A vector over a typed array. */
export function vectorOf(data: Exclude<ArrayData, unknown[]>, dtype?: string): NumPyVector {
  return new NumPyVector(arrayFrom(data), 0, dtype);
}

/** Values of a class that nobody knows: they are where `array` says, and only Python can tell them. */
export class OpaqueVector extends Vector {
  readonly length: number;
  readonly dtype: string;
  /** The inert object. */
  readonly array: unknown;

  /** @internal */
  constructor(array: unknown, length: number, dtype: string, made?: Made) {
    super(made);
    this.array = array;
    this.length = length;
    this.dtype = dtype;
  }

  protected valueAt(): unknown {
    throw new PickleError(`values of dtype ${this.dtype} are not known; see array`);
  }

  protected makeData(): ArrayData {
    return this.valueAt() as never;
  }
}
