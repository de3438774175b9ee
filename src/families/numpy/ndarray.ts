import {
  BOOLEAN,
  COUNT,
  checkOptions,
  type OptionKind,
  type OptionKinds,
  oneOf,
  PickleError,
  UnpicklingError,
} from '../../base/index.js';
import { expect, expectArray, memoryOf, PyGlobal, Tuple, UNCHECKED } from '../../values/index.js';
import { CORE, Dtype, product, shapeText } from './dtype.js';
import { type ArrayData, checkCount, isPlainNumber, nest, plainItem, readItem, record, typedData } from './items.js';

/** How the items of an array lie in its bytes, and what else NumPy knows of it. */
export interface NDArrayOptions {
  /** Memory order of a contiguous array: `'C'` (default), rows together; `'F'`, columns together. */
  order?: 'C' | 'F';
  /** Bytes from one item to the next, per axis, for a view that is not contiguous. */
  strides?: readonly number[];
  /** Bytes before the first item; used with `strides`. Default 0. */
  offset?: number;
  /** Protocol 5 writes read-only memory as bytes, writable memory as bytearray. Default false. */
  readonly?: boolean;
  /** Subclass of `numpy.ndarray`, such as `numpy.matrix`. */
  subclass?: PyGlobal;
  /** Package the functions of the pickle are named in: `'numpy._core'` (default; NumPy 2) or `'numpy.core'`. */
  core?: string;
  /**
   * The axes of a C array in the order of this one, when `transpose(axes)` made it: protocol 5 writes it so (NumPy
   * 2.3).
   */
  axes?: readonly number[];
}

const INTEGERS: OptionKind = ['an array of integers', (value) => Array.isArray(value) && value.every(Number.isInteger)];

const OPTIONS = {
  order: /*#__PURE__*/ oneOf('C', 'F'),
  strides: INTEGERS,
  offset: COUNT,
  readonly: BOOLEAN,
  subclass: ['a PyGlobal', (value) => value instanceof PyGlobal] satisfies OptionKind,
  core: CORE,
  axes: INTEGERS,
} satisfies OptionKinds<NDArrayOptions>;

const MAX_NDIM = 64;
const NO_BYTES = /*#__PURE__*/ new Uint8Array(0);

/**
 * NumPy's ndarray: items of one dtype in a block of bytes, usually the pickle's own (no copy).
 *
 * `data` is the fast way to numbers; `toArray` gives values of any dtype in index order. An array of Python objects has
 * a list instead of bytes. Single items, fields and iteration: `pickle-wasm/numpy`.
 */
export class NDArray {
  readonly dtype!: Dtype;
  /** Length of each axis; `[]` for a 0-d array, which has one item. */
  readonly shape!: readonly number[];
  /**
   * Bytes from one item to the next along each axis. For arrays of objects as if the list held items of
   * `dtype.itemsize` bytes.
   */
  readonly strides!: readonly number[];
  /** Bytes before the first item. */
  readonly offset!: number;
  /**
   * Order of the items in memory; `'K'`: neither, as `strides` say. An array may be both: then as the pickle said, else
   * `'C'`.
   */
  readonly order!: 'C' | 'F' | 'K';
  /** The memory of the array, in the byte order of the dtype; empty for arrays of objects. */
  readonly bytes!: Uint8Array;
  /** Number of items. */
  readonly size!: number;
  /** True when NumPy could not write to it. */
  readonly readonly!: boolean;
  /** Class of the array when it is not `numpy.ndarray`. */
  readonly subclass: PyGlobal | undefined;
  /** What BUILD gave a subclass besides the array: its whole state; undefined for plain states. */
  readonly state: unknown = undefined;
  /** Package the functions of the pickle are named in: `'numpy._core'` or `'numpy.core'`. */
  readonly core: string;
  /**
   * The items of an array of objects, always in C order: NumPy pickles lists in that order, even where it notes Fortran
   * order.
   */
  readonly items: unknown[] | undefined;
  /** See `NDArrayOptions.axes`. */
  readonly axes: readonly number[] | undefined;
  #data: ArrayData | undefined;
  #view: DataView | undefined;

  /**
   * An array over `memory`, not copied: bytes in the dtype's byte order, or for dtypes with objects the list of items.
   * @throws PickleError when an argument or option is of a wrong kind, UnpicklingError when shape, dtype and memory do
   *   not fit together
   */
  constructor(
    dtype: Dtype | string,
    shape: readonly number[],
    memory: Uint8Array | unknown[],
    options?: NDArrayOptions,
  );
  constructor(
    type: Dtype | string,
    shape: readonly number[],
    memory: Uint8Array | unknown[],
    options: NDArrayOptions = {},
    unchecked?: unknown,
  ) {
    const dtype = Dtype.of(type);
    if (unchecked !== UNCHECKED) {
      checkOptions(options, OPTIONS);
      expectArray(shape);
      expect(dtype.hasObject === Array.isArray(memory), dtype.hasObject ? 'a list of items' : 'bytes');
      expect(isOrderOf(options.axes ?? [...shape.keys()], shape), 'every axis once');
    }
    this.subclass = options.subclass ?? undefined;
    this.core = options.core ?? 'numpy._core';
    this.axes = options.axes ?? undefined;
    this.#set(dtype, shape, memory, options);
  }

  /** An array of the items themselves, whatever the dtype. @internal */
  static ofItems(dtype: Dtype, shape: readonly number[], items: unknown[], core: string): NDArray {
    return new (NDArray as unknown as new (...parts: unknown[]) => NDArray)(dtype, shape, items, { core }, UNCHECKED);
  }

  /** `__setstate__`: fills an array made by `_reconstruct`. @internal */
  static setState(
    array: NDArray,
    dtype: Dtype,
    shape: number[],
    memory: Uint8Array | unknown[],
    fortran: boolean,
  ): void {
    array.#set(dtype, shape, memory, { order: fortran ? 'F' : 'C' });
  }

  /** Keeps the state of a subclass. @internal */
  static keepState(array: NDArray, state: unknown): void {
    (array as { state: unknown }).state = state;
  }

  #set(dtype: Dtype, shape: readonly number[], memory: Uint8Array | unknown[], options: NDArrayOptions): void {
    const { itemsize } = dtype;
    const size = product(shape);
    const isList = Array.isArray(memory);
    const bytes = isList ? NO_BYTES : memoryOf(memory);
    expect(bytes, 'a Uint8Array');
    const unit = isList ? itemsize || 1 : itemsize;
    const strides = options.strides ?? undefined;
    const offset = options.offset ?? 0;
    const shown = `shape ${shapeText(shape.slice(0, MAX_NDIM))} of ${itemsize} byte items`;
    const possible =
      shape.length <= MAX_NDIM && shape.every((length) => Number.isInteger(length) && length >= 0 && length < 2 ** 63);
    if (!possible || product(shape.filter(Boolean)) * itemsize >= 2 ** 63)
      throw new UnpicklingError(`impossible array: ${shown}`);
    const fits = isList
      ? memory.length >= size
      : !dtype.hasObject &&
        (strides === undefined
          ? bytes.length === size * itemsize
          : within(bytes.length, shape, strides, offset, itemsize));
    if (!fits)
      throw new UnpicklingError(
        `buffer size does not match array size: ${isList ? memory.length : bytes.length} for ${shown}`,
      );
    const self = this as { -readonly [K in keyof NDArray]: NDArray[K] };
    self.dtype = Dtype.seal(dtype);
    self.shape = [...shape];
    self.size = size;
    self.strides =
      strides === undefined ? contiguousStrides(shape, unit, isList ? 'C' : (options.order ?? 'C')) : [...strides];
    self.offset = offset;
    self.order = strides === undefined ? (options.order ?? 'C') : orderOf(shape, strides, unit);
    self.bytes = bytes;
    self.readonly = options.readonly === true;
    self.items = isList ? memory : undefined;
    this.#data = this.#view = undefined;
  }

  /** Number of axes. */
  get ndim(): number {
    return this.shape.length;
  }

  /** Length of the first axis, as Python's `len`; 1 for a 0-d array. */
  get length(): number {
    return this.shape[0] ?? 1;
  }

  /** Bytes of all items. */
  get byteLength(): number {
    return this.size * this.dtype.itemsize;
  }

  /**
   * The items in memory order (of `order` `'K'`: in C order) as a typed array, made when first asked for: a view of
   * `bytes` where alignment and byte order allow, else a copy. bool is Uint8Array; float16 is widened to Float32Array;
   * complex is pairs of real and imaginary part; datetime64 and timedelta64 are BigInt64Array of ticks; text, records
   * and long doubles are their bytes. Arrays of objects give the list itself, in C order.
   */
  get data(): ArrayData {
    this.#data ??= this.items ?? typedData(this.dtype, this.order === 'K' ? this.toBytes() : this.span);
    return this.#data;
  }

  /** The bytes of a contiguous array. @internal */
  get span(): Uint8Array {
    return this.bytes.length === this.byteLength
      ? this.bytes
      : this.bytes.subarray(this.offset, this.offset + this.byteLength);
  }

  /**
   * The items' bytes in C order and the dtype's byte order; a view when they lie so. @throws PickleError for arrays of
   * objects
   */
  toBytes(): Uint8Array {
    if (this.items !== undefined) throw new PickleError('an array of objects has no bytes');
    if (this.order === 'C' || this.byteLength === 0) return this.span;
    const { itemsize } = this.dtype;
    const result = new Uint8Array(this.byteLength);
    let at = 0;
    for (const offset of itemOffsets(this)) {
      result.set(this.bytes.subarray(offset, offset + itemsize), at);
      at += itemsize;
    }
    return result;
  }

  /** The item at `offset` bytes, as `readItem` says. @internal */
  itemAt(offset: number, json = false): unknown {
    const { dtype } = this;
    if (this.items !== undefined) {
      const item = this.items[offset / (dtype.itemsize || 1)];
      // Records with objects are pickled as a list of tuples.
      const values = dtype.names === null ? undefined : item instanceof Tuple ? item.items : item;
      if (Array.isArray(values)) return record(dtype.names as string[], values);
      return json && typeof item === 'bigint' ? String(item) : item;
    }
    this.#view ??= new DataView(this.bytes.buffer, this.bytes.byteOffset, this.bytes.byteLength);
    return readItem(dtype, this.#view, offset, json);
  }

  /** The items as nested arrays: values as `readItem` says; the item itself for a 0-d array (Python's `tolist`). */
  toArray(): unknown {
    return this.#nested(false);
  }

  #nested(json: boolean): unknown {
    const { shape, dtype, size } = this;
    checkCount(dtype, shape, this.byteLength);
    const flat: unknown[] = new Array(size);
    let i = 0;
    if (this.items === undefined && this.order === 'C' && isPlainNumber(dtype)) {
      const data = this.data as Float64Array | BigInt64Array;
      for (; i < size; i++) flat[i] = plainItem(dtype, data[i], json);
    } else for (const offset of itemOffsets(this)) flat[i++] = this.itemAt(offset, json);
    return nest(flat, shape);
  }

  /**
   * `{dtype, shape, data}` with nested arrays; integers beyond 2^53 and dates are text, NaN and infinities are JSON's
   * null.
   */
  toJSON(): { dtype: string; shape: readonly number[]; data: unknown } {
    return { dtype: this.dtype.name, shape: this.shape, data: this.#nested(true) };
  }

  /** A short description, not NumPy's print of the items. */
  toString(): string {
    return `<${this.subclass ?? 'numpy.ndarray'} shape=${shapeText(this.shape)} dtype=${this.dtype.name}>`;
  }
}

/** Where each item is, in C order. @internal */
export function* itemOffsets({ shape, strides, offset, size }: NDArray): Generator<number> {
  const index: number[] = shape.map(() => 0);
  for (let left = size; left > 0; left--) {
    yield offset;
    for (let axis = shape.length - 1; axis >= 0; axis--) {
      offset += strides[axis];
      if (++index[axis] < shape[axis]) break;
      offset -= strides[axis] * shape[axis];
      index[axis] = 0;
    }
  }
}

/** True when `axes` are the axes of `shape` in some order. @internal */
export function isOrderOf(axes: readonly number[], shape: readonly number[]): boolean {
  return axes.length === shape.length && [...axes].sort((a, b) => a - b).every((axis, i) => axis === i);
}

/** True when the items lie within `length` bytes. */
function within(
  length: number,
  shape: readonly number[],
  strides: readonly number[],
  offset: number,
  itemsize: number,
): boolean {
  if (strides.length !== shape.length) return false;
  let low = offset;
  let high = offset + itemsize;
  for (let axis = 0; axis < shape.length; axis++) {
    if (shape[axis] === 0) return true;
    const span = (shape[axis] - 1) * strides[axis];
    if (span < 0) low += span;
    else high += span;
  }
  return low >= 0 && high <= length;
}

/** @internal */
export function contiguousStrides(shape: readonly number[], itemsize: number, order: 'C' | 'F' = 'C'): number[] {
  const strides: number[] = new Array(shape.length);
  let stride = itemsize;
  for (let i = 0; i < shape.length; i++) {
    const axis = order === 'F' ? i : shape.length - 1 - i;
    strides[axis] = stride;
    stride *= shape[axis] || 1;
  }
  return strides;
}

function orderOf(shape: readonly number[], strides: readonly number[], itemsize: number): 'C' | 'F' | 'K' {
  const matches = (order: 'C' | 'F') =>
    contiguousStrides(shape, itemsize, order).every((stride, axis) => shape[axis] === 1 || stride === strides[axis]);
  if (shape.includes(0) || matches('C')) return 'C';
  return matches('F') ? 'F' : 'K';
}
