import { PickleError, UnpicklingError } from '../errors.js';
import { PickleBuffer } from '../pickle/picklebuffer.js';
import { REDUCE, type Reduction } from '../pickle/reduce-symbol.js';
import { Bytes } from './bytes.js';
import { Dtype, type DtypeField, shapeText } from './dtype.js';
import { PyGlobal } from './global.js';
import { type ArrayData, checkCount, type ItemForm, isPlainNumber, nest, plainItem, readItem, record, typedData } from './numpyitem.js';
import { REPR } from './protocol.js';
import { Tuple } from './tuple.js';

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
}

const MAX_NDIM = 64;
/** One object for all arrays, as in CPython, which keeps one-byte bytes objects. */
const TYPECODE = /*#__PURE__*/ new Bytes(/*#__PURE__*/ Uint8Array.of(98));
const NO_BYTES = /*#__PURE__*/ new Uint8Array(0);

/**
 * NumPy's ndarray: items of one dtype in a block of bytes, usually the pickle's own (no copy).
 *
 * `data` is the fast way to numbers; `get`, `values` and `toArray` give values of any dtype in index order. An array of Python
 * objects has a list instead of bytes.
 */
export class NDArray {
  readonly dtype!: Dtype;
  /** Length of each axis; `[]` for a 0-d array, which has one item. */
  readonly shape!: readonly number[];
  /** Bytes from one item to the next along each axis. For arrays of objects as if the list held items of `dtype.itemsize` bytes. */
  readonly strides!: readonly number[];
  /** Bytes before the first item. */
  readonly offset!: number;
  /** Order of the items in memory; `'K'`: neither, as `strides` say. An array may be both: then as the pickle said, else `'C'`. */
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
  readonly #core: string;
  /** The items instead of `bytes`, always in C order: NumPy pickles lists in that order, even where it notes Fortran order. */
  #items: unknown[] | undefined;
  /** The axes of a C array in the order of this one (`transpose`), as `_frombuffer` got them. */
  #axes: readonly number[] | undefined = undefined;
  #data: ArrayData | undefined;
  #view: DataView | undefined;

  /**
   * An array over `memory`, not copied: bytes in the dtype's byte order, or for dtypes with objects the list of items.
   * @throws UnpicklingError when shape, dtype and memory do not fit together
   */
  constructor(dtype: Dtype | string, shape: readonly number[], memory: Uint8Array | unknown[], options: NDArrayOptions = {}) {
    this.subclass = options.subclass;
    this.#core = options.core ?? 'numpy._core';
    this.#set(typeof dtype === 'string' ? new Dtype(dtype) : dtype, shape, memory, options);
  }

  /** An array over a typed array; `shape` defaults to one axis. */
  static from(data: Exclude<ArrayData, unknown[]>, shape: readonly number[] = [data.length], options?: NDArrayOptions): NDArray {
    const kind = data[Symbol.toStringTag].replace('Big', '')[0].toLowerCase();
    const bytes = new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
    return new NDArray(kind + data.BYTES_PER_ELEMENT, shape, bytes, options);
  }

  /** `__setstate__`: fills an array made by `_reconstruct`. @internal */
  static setState(array: NDArray, dtype: Dtype, shape: number[], memory: Uint8Array | unknown[], fortran: boolean): void {
    array.#set(dtype, shape, memory, { order: fortran ? 'F' : 'C' });
  }

  /** Keeps the state of a subclass. @internal */
  static keepState(array: NDArray, state: unknown): void {
    (array as { state: unknown }).state = state;
  }

  /** `array.transpose(axes)` that remembers how it was made. @internal */
  static transpose(array: NDArray, axes: readonly number[]): NDArray {
    const { dtype, shape, strides, bytes, readonly } = array;
    if ([...axes].sort((a, b) => a - b).some((axis, i) => axis !== i) || axes.length !== shape.length)
      throw new UnpicklingError("axes don't match array");
    const pick = (lengths: readonly number[]) => axes.map((axis) => lengths[axis]);
    const result = new NDArray(dtype, pick(shape), bytes, { strides: pick(strides), readonly, core: array.#core });
    result.#axes = axes;
    return result;
  }

  #set(dtype: Dtype, shape: readonly number[], memory: Uint8Array | unknown[], options: NDArrayOptions): void {
    if (shape.length > MAX_NDIM) throw new UnpicklingError(`number of dimensions must be within [0, ${MAX_NDIM}]; got ${shape.length}`);
    const { itemsize } = dtype;
    let size = 1;
    let extent = Math.max(itemsize, 1);
    for (const length of shape) {
      if (!(length >= 0)) throw new UnpicklingError('impossible dimension while unpickling array');
      size *= length;
      extent *= length;
      if (Math.max(extent, length) >= 2 ** 63 || !Number.isInteger(length))
        throw new UnpicklingError(`array is too big: shape ${shapeText(shape)} of ${itemsize} byte items`);
    }
    const isList = Array.isArray(memory);
    const unit = isList ? itemsize || 1 : itemsize;
    const { strides, offset = 0 } = options;
    if (isList) {
      if (memory.length < size) throw new UnpicklingError(`object array of ${size} items has a list of ${memory.length}`);
    } else if (dtype.hasObject) {
      throw new UnpicklingError('object pickle not returning list');
    } else if (strides === undefined ? memory.length !== size * itemsize : !within(memory.length, shape, strides, offset, itemsize)) {
      throw new UnpicklingError(
        `buffer size does not match array size: ${memory.length} bytes for shape ${shapeText(shape)} of ${itemsize} byte items`,
      );
    }
    const self = this as { -readonly [K in keyof NDArray]: NDArray[K] };
    self.dtype = Dtype.seal(dtype);
    self.shape = [...shape];
    self.size = size;
    self.strides = strides === undefined ? contiguousStrides(shape, unit, isList ? 'C' : options.order) : [...strides];
    self.offset = offset;
    self.order = strides === undefined ? (options.order ?? 'C') : orderOf(shape, strides, unit);
    self.bytes = isList ? NO_BYTES : memory;
    self.readonly = options.readonly === true;
    this.#items = isList ? memory : undefined;
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
   * The items in memory order (of `order` `'K'`: in C order) as a typed array, made when first asked for: a view of `bytes` where
   * alignment and byte order allow, else a copy. bool is Uint8Array; float16 is widened to Float32Array; complex is pairs of real and
   * imaginary part; datetime64 and timedelta64 are BigInt64Array of ticks; text, records and long doubles are their bytes. Arrays of
   * objects give the list itself, in C order.
   */
  get data(): ArrayData {
    this.#data ??= this.#items ?? typedData(this.dtype, this.order === 'K' ? this.toBytes() : this.#span());
    return this.#data;
  }

  /** The bytes of a contiguous array. */
  #span(): Uint8Array {
    return this.bytes.length === this.byteLength ? this.bytes : this.bytes.subarray(this.offset, this.offset + this.byteLength);
  }

  /** The items' bytes in C order and the dtype's byte order; a view when they lie so. @throws PickleError for arrays of objects */
  toBytes(): Uint8Array {
    if (this.#items !== undefined) throw new PickleError('an array of objects has no bytes');
    if (this.order === 'C') return this.#span();
    const { itemsize } = this.dtype;
    const result = new Uint8Array(this.byteLength);
    let at = 0;
    for (const offset of this.#offsets()) {
      result.set(this.bytes.subarray(offset, offset + itemsize), at);
      at += itemsize;
    }
    return result;
  }

  /** The item of a 0-d array. @internal */
  static item(array: NDArray, form: ItemForm): unknown {
    return array.#item(array.offset, form);
  }

  /** Where each item is, in C order. */
  *#offsets(): Generator<number> {
    const { shape, strides } = this;
    const index: number[] = shape.map(() => 0);
    let offset = this.offset;
    for (let left = this.size; left > 0; left--) {
      yield offset;
      for (let axis = shape.length - 1; axis >= 0; axis--) {
        offset += strides[axis];
        if (++index[axis] < shape[axis]) break;
        offset -= strides[axis] * shape[axis];
        index[axis] = 0;
      }
    }
  }

  #item(offset: number, form: ItemForm): unknown {
    const { dtype } = this;
    if (this.#items !== undefined) {
      const item = this.#items[offset / (dtype.itemsize || 1)];
      if (form === 'json' && typeof item === 'bigint' && !Number.isSafeInteger(Number(item))) return String(item);
      // Records with objects are pickled as a list of tuples.
      const values = dtype.names === null ? undefined : item instanceof Tuple ? item.items : item;
      if (!Array.isArray(values)) return item;
      return form === 'python' ? new Tuple(values) : record(dtype, values);
    }
    this.#view ??= new DataView(this.bytes.buffer, this.bytes.byteOffset, this.bytes.byteLength);
    return readItem(dtype, this.#view, offset, form);
  }

  /**
   * The item at the indices, one per axis; negative ones count from the end. Values are as `readItem` says: boolean, number, bigint
   * beyond 2^53, `Complex`, string, bytes, an object for records; ticks for times, null for NaT.
   * @throws PickleError when there is no such item
   */
  get(...indices: number[]): unknown {
    const { shape, strides } = this;
    if (indices.length !== shape.length) throw new PickleError(`array has ${shape.length} axes, got ${indices.length} indices`);
    let offset = this.offset;
    indices.forEach((index, axis) => {
      const at = index < 0 ? index + shape[axis] : index;
      if (!Number.isInteger(at) || at < 0 || at >= shape[axis]) {
        throw new PickleError(`index ${index} is out of bounds for axis ${axis} with size ${shape[axis]}`);
      }
      offset += at * strides[axis];
    });
    checkCount(this.dtype, 1);
    return this.#item(offset, 'natural');
  }

  /** The items one by one in index (C) order, as `get` gives them. */
  *values(): Generator<unknown> {
    for (const offset of this.#offsets()) yield this.#item(offset, 'natural');
  }

  /** The items as nested arrays, as `get` gives them; the item itself for a 0-d array (Python's `tolist`). */
  toArray(): unknown {
    return this.#nested('natural');
  }

  #nested(form: ItemForm): unknown {
    const { shape, dtype } = this;
    let nodes = this.size;
    for (let axis = 1, outer = 1; axis < shape.length; axis++) nodes += outer *= shape[axis - 1];
    checkCount(dtype, nodes);
    const flat: unknown[] = new Array(this.size);
    let i = 0;
    if (this.#items === undefined && this.order === 'C' && isPlainNumber(dtype)) {
      const data = this.data as Float64Array | BigInt64Array;
      for (; i < flat.length; i++) flat[i] = plainItem(dtype, data[i], form);
    } else {
      for (const offset of this.#offsets()) flat[i++] = this.#item(offset, form);
    }
    return nest(flat, shape);
  }

  /** The field of a structured array, over the same memory. Fields that are arrays add their axes. @throws PickleError when there is none */
  field(name: string): NDArray {
    const field = this.dtype.names?.includes(name) ? (this.dtype.fields?.get(name) as DtypeField) : undefined;
    if (field === undefined) throw new PickleError(`no field of name ${name}`);
    let { dtype } = field;
    const { shape, strides, order, readonly } = this;
    const core = this.#core;
    if (this.#items !== undefined) {
      const at = this.dtype.names?.indexOf(name) as number;
      const column = this.#items.map((item) => (item instanceof Tuple ? item.items : (item as unknown[]))[at]);
      return new NDArray(dtype, shape, column, { order: order as 'C' | 'F', core });
    }
    const axes = [...shape];
    const steps = [...strides];
    while (dtype.names === null && dtype.subdtype !== null) {
      axes.push(...dtype.subdtype.shape);
      steps.push(...contiguousStrides(dtype.subdtype.shape, dtype.subdtype.base.itemsize, 'C'));
      dtype = dtype.subdtype.base;
    }
    return new NDArray(dtype, axes, this.bytes, { strides: steps, offset: this.offset + field.offset, readonly, core });
  }

  /** `{dtype, shape, data}` with nested arrays; integers beyond 2^53 and dates are text, NaN and infinities are JSON's null. */
  toJSON(): { dtype: string; shape: readonly number[]; data: unknown } {
    return { dtype: this.dtype.name, shape: this.shape, data: this.#nested('json') };
  }

  /** A short description, not NumPy's print of the items. */
  toString(): string {
    return `<${this.subclass ?? 'numpy.ndarray'} shape=${shapeText(this.shape)} dtype=${this.dtype.name}>`;
  }

  [REPR](): string[] {
    return [this.toString()];
  }

  /**
   * What NumPy's `__reduce_ex__` returns: from protocol 5 on `_frombuffer` over a `PickleBuffer` where NumPy exports a buffer, else
   * `_reconstruct` and a state of version 1.
   */
  [REDUCE](protocol: number): Reduction {
    const { dtype, shape, order } = this;
    const contiguous = order !== 'K' || this.#axes !== undefined;
    if (protocol >= 5 && contiguous && this.#items === undefined && this.subclass === undefined && exportsBuffer(dtype)) {
      const axes = this.#axes;
      const base = [...shape];
      axes?.forEach((axis, i) => {
        base[axis] = shape[i];
      });
      const buffer = new PickleBuffer(axes === undefined ? this.#span() : this.bytes, { readonly: this.readonly });
      const args = [buffer, dtype, new Tuple(base), order];
      if (axes !== undefined) args.push(new Tuple([...axes]));
      return [new PyGlobal(`${this.#core}.numeric`, '_frombuffer'), args];
    }
    const memory = this.#items ?? new Bytes(order === 'F' ? this.#span() : this.toBytes());
    return [
      new PyGlobal(`${this.#core}.multiarray`, '_reconstruct'),
      [this.subclass ?? new PyGlobal('numpy', 'ndarray'), new Tuple([0]), TYPECODE],
      this.state ?? new Tuple<unknown>([1, new Tuple([...shape]), dtype, order === 'F', memory]),
    ];
  }
}

/** True when the items lie within `length` bytes. */
function within(length: number, shape: readonly number[], strides: readonly number[], offset: number, itemsize: number): boolean {
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

function contiguousStrides(shape: readonly number[], itemsize: number, order: 'C' | 'F' = 'C'): number[] {
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

/** What NumPy lends through the buffer protocol: no times, no objects, no empty items, no long double of the other byte order. */
function exportsBuffer(dtype: Dtype): boolean {
  if (dtype.hasObject || dtype.unit !== undefined || dtype.itemsize === 0) return false;
  if (dtype.byteorder === '>' && dtype.itemsize > (dtype.kind === 'c' ? 16 : 8) && 'fc'.includes(dtype.kind)) return false;
  if (dtype.names !== null) return fieldsExport(dtype);
  return dtype.subdtype === null || exportsBuffer(dtype.subdtype.base);
}

/** Fields must come in order and not overlap. */
function fieldsExport(dtype: Dtype): boolean {
  let end = 0;
  return (dtype.names as string[]).every((name) => {
    const field = dtype.fields?.get(name) as DtypeField;
    const inOrder = field.offset >= end;
    end = field.offset + field.dtype.itemsize;
    return inOrder && (field.dtype.itemsize === 0 || exportsBuffer(field.dtype));
  });
}
