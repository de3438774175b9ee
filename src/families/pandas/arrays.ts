/**
 * pandas' extension arrays.
 *
 * Longer than 400 lines: the kinds of arrays hold one another.
 */
import { PickleError } from '../../base/index.js';
import { asEntries, asSequence, asSmallInteger, fail, needed } from '../../registry/index.js';
import { Float, KEY } from '../../values/index.js';
import { type ArrayData, NDArray } from '../index.js';
import { dtypeName, intervalText, neededDtype, PandasDtype } from './dtypes.js';
import { Index } from './indexes.js';
import { isMissing } from './missing.js';
import { checkVirtual, entryOf, type Made, Pickled } from './pickled.js';
import { Interval, Period } from './time.js';
import { maskOf, NumPyVector, Vector } from './vector.js';

const NAT_ORDINAL = -0x8000_0000_0000_0000n;

function array(value: unknown, ndim = 1): NDArray {
  return value instanceof NDArray && value.ndim <= ndim && value.ndim > 0
    ? value
    : fail(`numpy.ndarray of ${ndim} dimensions expected`);
}

/** The values of an array, an index or NumPy's, as parts of another array are given. @internal */
export function vectorIn(value: unknown): Vector {
  if (value instanceof Index) return value.array;
  if (value instanceof Vector) return value;
  return new NumPyVector(array(value));
}

/** What an array is before its state comes. */
abstract class StatefulArray extends Vector {
  /** Set by the state. @internal */
  protected inner: Vector | undefined;

  /** @internal */
  constructor(made?: Made) {
    super(made, false);
  }

  /** The values inside. @throws PickleError when the pickle gave none @internal */
  protected get values(): Vector {
    if (this.inner === undefined) throw new PickleError(`${this.pickledName} has got no state`);
    return this.inner;
  }

  get length(): number {
    return this.values.length;
  }

  protected valueAt(index: number): unknown {
    return this.values.at(index);
  }

  protected makeData(): ArrayData {
    return this.values.data;
  }

  protected override makeNulls(): Uint8Array | undefined {
    return this.values.nulls;
  }

  /** Takes what BUILD gave: a dict, or something that a class of its own has. @internal */
  abstract takeState(state: unknown): void;
}

/** BUILD of every extension array. @internal */
export function setArrayState(self: StatefulArray, state: unknown): void {
  Pickled.keepState(self, state);
  self.takeState(state);
}

/** Integers, floats and booleans with a mask: dtypes `Int64`, `Float32`, `boolean` and so on. */
export class MaskedArray extends StatefulArray {
  #mask: Uint8Array | undefined;

  takeState(state: unknown): void {
    const [data, mask] = [array(entryOf(state, '_data')), array(entryOf(state, '_mask'))];
    if (mask.dtype.kind !== 'b' || !'biuf'.includes(data.dtype.kind)) fail('numbers and a mask of bool expected');
    if (mask.size !== data.size) fail(`mask of ${data.size} values expected, got ${mask.size}`);
    this.inner = new NumPyVector(data);
    this.#mask = new NumPyVector(mask).data as Uint8Array;
    Pickled.complete(this);
  }

  get dtype(): string {
    const text = this.values.dtype;
    return text === 'bool'
      ? 'boolean'
      : text[0].toUpperCase() + text.slice(1).replace('int', text[0] === 'u' ? 'Int' : 'int');
  }

  protected override valueAt(index: number): unknown {
    return this.#mask?.[index] ? null : this.values.at(index);
  }

  protected override makeNulls(): Uint8Array | undefined {
    return this.#mask?.includes(1) ? this.#mask : undefined;
  }
}

/**
 * Arrays over one of NumPy's: times, durations, periods, categories, text as Python's objects. Those of times may have
 * two dimensions, a row for each column of a frame.
 */
export class BackedArray extends StatefulArray {
  /** Name of the class: `'DatetimeArray'`, `'TimedeltaArray'`, `'PeriodArray'`, `'Categorical'`, `'StringArray'`, … */
  readonly kind: string;
  #ndarray: NDArray | undefined;
  #dtype: unknown;
  #text: string | undefined;

  /** @internal */
  constructor(kind: string, made?: Made) {
    super(made);
    this.kind = kind;
  }

  /** An array that a pickle holds in parts. @internal */
  static of(kind: string, ndarray: NDArray, dtype: unknown, row?: number): BackedArray {
    const self = new BackedArray(kind);
    self.#take(ndarray, dtype, row);
    return self;
  }

  /** `(dtype, ndarray[, attributes])` of Cython's base class, in either order, or the attributes of earlier classes. */
  takeState(state: unknown): void {
    const parts = asSequence(state);
    const values = parts?.find((part) => part instanceof NDArray);
    if (parts !== undefined && values !== undefined) {
      this.#take(
        values as NDArray,
        parts.slice(0, 2).find((part) => part !== values),
      );
      return;
    }
    const dict = parts?.[0] ?? state;
    const inner = entryOf(dict, '_data', '_ndarray', '_codes');
    this.#take(array(inner, 2), entryOf(dict, '_dtype') ?? (inner as NDArray).dtype);
  }

  #take(ndarray: NDArray, dtype: unknown, row = 0): void {
    const { kind } = this;
    const type = ndarray.dtype;
    if (kind === 'Categorical') neededDtype(dtype, 'CategoricalDtype');
    if (kind === 'PeriodArray') neededDtype(dtype, 'PeriodDtype');
    if (kind.startsWith('Datetime') && dtype instanceof PandasDtype) neededDtype(dtype, 'DatetimeTZDtype');
    const kinds = { Categorical: 'i', PeriodArray: 'i', DatetimeArray: 'M', TimedeltaArray: 'm', StringArray: 'O' }[
      kind
    ];
    if (kinds !== undefined && type.kind !== kinds)
      fail(`${kind} of another dtype expected, got ${type.name.slice(0, 100)}`);
    this.#ndarray = array(ndarray, 2);
    this.#dtype = dtype;
    if (row === 0 || ndarray.ndim === 2)
      this.inner = new NumPyVector(ndarray, row, undefined, dtype instanceof PandasDtype ? dtype.tz : null);
    Pickled.complete(
      this,
      dtype,
      dtype instanceof PandasDtype && dtype.kind === 'CategoricalDtype' ? dtype.categories : undefined,
    );
  }

  get dtype(): string {
    this.#text ??=
      this.kind === 'StringArray' && !(this.#dtype instanceof PandasDtype) ? 'string' : dtypeName(this.#dtype);
    return this.#text;
  }

  /** Of a Categorical: the category of each code; undefined for other classes. */
  get categories(): readonly unknown[] | undefined {
    const categories = this.#dtype instanceof PandasDtype ? this.#dtype.categories : null;
    if (this.kind !== 'Categorical') return undefined;
    if (!(categories instanceof Index)) throw new PickleError('these categories are of a class that nobody knows');
    return categories.array.all();
  }

  /** Of a Categorical: for each value the place of its category, -1 when missing; undefined for other classes. */
  get codes(): ArrayData | undefined {
    return this.kind === 'Categorical' ? this.values.data : undefined;
  }

  override get rows(): number {
    return this.#ndarray?.ndim === 2 ? this.#ndarray.shape[0] : 1;
  }

  override row(index: number, length: number): Vector {
    const ndarray = this.#ndarray;
    if (ndarray?.ndim !== 2) return super.row(index, length);
    return BackedArray.of(this.kind, ndarray, this.#dtype, index).row1(length);
  }

  /** The row that it is, when it has the length. @internal */
  row1(length: number): Vector {
    if (this.length !== length) fail(`a block of ${length} rows expected, got ${this.length}`);
    return this;
  }

  protected override valueAt(index: number): unknown {
    const value = this.values.at(index);
    switch (this.kind) {
      case 'Categorical':
        return this.categories?.[value as number] ?? null;
      case 'PeriodArray': {
        const ordinal = BigInt(value as number | bigint);
        return ordinal === NAT_ORDINAL ? null : new Period(ordinal, (this.#dtype as PandasDtype).freqstr);
      }
      case 'StringArray':
        return isMissing(value) || isNaNValue(value) ? null : value;
    }
    return value;
  }

  protected override makeData(): ArrayData {
    return this.kind === 'Categorical' || this.kind === 'StringArray' ? this.toArray() : this.values.data;
  }

  protected override makeNulls(): Uint8Array | undefined {
    const { values } = this;
    if (this.kind === 'Categorical') {
      const codes = values.data as Int8Array;
      return maskOf(this.length, (i) => codes[i] < 0);
    }
    if (this.kind !== 'PeriodArray' && this.kind !== 'StringArray') return values.nulls;
    return maskOf(this.length, (i) => this.valueAt(i) === null);
  }
}

function isNaNValue(value: unknown): boolean {
  return Number.isNaN(value) || (value instanceof Float && Number.isNaN(value.value));
}

/** Intervals: left and right ends, and which of them belong to the intervals. */
export class IntervalArray extends StatefulArray {
  #left: Vector | undefined;
  #right: Vector | undefined;
  #closed = 'right';
  #text = '';

  /** One made of the parts of an index. @internal */
  static of(left: unknown, right: unknown, closed: unknown, made?: Made): IntervalArray {
    const self = new IntervalArray(made);
    self.#take(left, right, closed);
    return self;
  }

  takeState(state: unknown): void {
    const dict = asSequence(state)?.[0] ?? state;
    const dtype = entryOf(dict, '_dtype');
    const closed = entryOf(dict, '_closed') ?? (dtype instanceof PandasDtype ? dtype.closed : undefined);
    this.#take(entryOf(dict, '_left'), entryOf(dict, '_right'), closed);
  }

  #take(left: unknown, right: unknown, closed: unknown): void {
    this.#closed = typeof closed === 'string' ? closed : fail('closed expected');
    this.#left = vectorIn(left);
    this.#right = vectorIn(right);
    if (this.#left.length !== this.#right.length) fail('as many left as right ends expected');
    this.inner = this.#left;
    this.#text = intervalText(this.#left.dtype, this.#closed);
    Pickled.complete(this, this.#left, this.#right, left, right);
  }

  get dtype(): string {
    return this.#text;
  }

  protected override valueAt(index: number): unknown {
    const [left, right] = [this.#left?.at(index) ?? null, this.#right?.at(index) ?? null];
    return left === null || isNaNValue(left) ? null : new Interval(left, right, this.#closed);
  }

  protected override makeData(): ArrayData {
    return this.toArray();
  }

  protected override makeNulls(): Uint8Array | undefined {
    return maskOf(this.length, (i) => this.valueAt(i) === null);
  }
}

/** `IntIndex` and `BlockIndex`: the places of the values that a sparse array stores. */
export class SparseIndex extends Pickled {
  readonly length: number;
  readonly #places: NumPyVector;
  readonly #lengths: NumPyVector | undefined;

  /** @internal */
  constructor(made: Made) {
    super(made);
    const [length, places, lengths] = made.args;
    this.length = needed(asSmallInteger(length, 0, Number.MAX_SAFE_INTEGER), 'length');
    this.#places = new NumPyVector(integers(places));
    this.#lengths = made.args.length < 3 ? undefined : new NumPyVector(integers(lengths));
    if (this.#lengths !== undefined && this.#lengths.length !== this.#places.length)
      fail('as many lengths as blocks expected');
  }

  /** The places one after another, checked: within the array, each behind the one before. @throws UnpicklingError */
  forEach(use: (place: number) => void): void {
    let before = -1;
    for (let i = 0; i < this.#places.length; i++) {
      const [start, count] = [
        Number(this.#places.at(i)),
        this.#lengths === undefined ? 1 : Number(this.#lengths.at(i)),
      ];
      if (!(start > before && count >= 0 && start + count <= this.length)) fail('places in order expected');
      for (let at = start; at < start + count; at++) use(at);
      before = start + count - 1;
    }
  }

  override toString(): string {
    return `${this.length} places`;
  }
}

function integers(value: unknown): NDArray {
  const found = array(value);
  return found.dtype.kind === 'i' ? found : fail('array of integers expected');
}

/** An array of which one value, the most frequent, is not stored. */
export class SparseArray extends StatefulArray {
  #index: SparseIndex | undefined;
  #dtype: PandasDtype | undefined;

  takeState(state: unknown): void {
    // Up to pandas 0.23 a subclass of ndarray; of later ones the attributes, perhaps in a tuple with the rest of an
    // ndarray's state.
    const dict =
      asEntries(state) === undefined ? (asSequence(state) ?? []).find((part) => asEntries(part) !== undefined) : state;
    const index = entryOf(dict ?? null, '_sparse_index');
    const values = array(entryOf(dict, '_sparse_values'));
    const dtype = neededDtype(entryOf(dict, '_dtype'), 'SparseDtype');
    let count = 0;
    (index instanceof SparseIndex ? index : fail('IntIndex or BlockIndex expected')).forEach(() => {
      if (++count > values.size) fail('as many places as values expected');
    });
    if (count !== values.size) fail('as many places as values expected');
    this.#index = index as SparseIndex;
    this.#dtype = dtype;
    this.inner = new NumPyVector(values);
    Pickled.complete(this, dtype);
  }

  override get length(): number {
    return this.#index?.length ?? this.values.length;
  }

  get dtype(): string {
    return String(this.#dtype ?? 'Sparse');
  }

  /** The value that is not stored. */
  get fillValue(): unknown {
    const fill = this.#dtype?.fillValue;
    return fill instanceof Float ? fill.value : fill;
  }

  protected override valueAt(index: number): unknown {
    const dense = this.data[index];
    if (typeof dense === 'bigint') return Number.isSafeInteger(Number(dense)) ? Number(dense) : dense;
    return this.values.dtype === 'bool' ? dense === 1 : dense;
  }

  /** All values, also those that are not stored. */
  protected override makeData(): ArrayData {
    checkVirtual(this.length);
    const stored = this.values.data;
    const { fillValue: fill } = this;
    const data = Array.isArray(stored)
      ? new Array<unknown>(this.length)
      : new (stored.constructor as Float64ArrayConstructor)(this.length);
    const number =
      typeof fill === 'object' && fill !== null && KEY in fill ? (fill as { value?: unknown }).value : fill;
    const isBig = data instanceof BigInt64Array || data instanceof BigUint64Array;
    data.fill(
      (Array.isArray(data)
        ? fill
        : isBig
          ? BigInt(Number.isSafeInteger(number) ? (number as number) : 0)
          : Number(number)) as never,
    );
    let at = 0;
    this.#index?.forEach((place) => {
      (data as unknown[])[place] = stored[at++];
    });
    return data as ArrayData;
  }
}

/** Arrow's arrays in pandas: dtypes `str`, `string`, `int64[pyarrow]` and so on. */
export class ArrowExtensionArray extends StatefulArray {
  #text = '';

  takeState(state: unknown): void {
    const inner = entryOf(state, '_pa_array', '_data');
    const dtype = entryOf(state, '_dtype');
    this.inner = inner instanceof Vector ? inner : fail("pyarrow's array expected");
    this.#text = dtype === undefined ? this.inner.dtype : dtypeName(dtype);
    Pickled.complete(this, inner, dtype);
  }

  get dtype(): string {
    return this.#text;
  }

  protected override makeNulls(): Uint8Array | undefined {
    return this.values.nulls;
  }
}

/** Names of the classes of `BackedArray`. @internal */
export const BACKED: readonly string[] = [
  'DatetimeArray',
  'TimedeltaArray',
  'PeriodArray',
  'Categorical',
  'StringArray',
  'NumpyExtensionArray',
];
