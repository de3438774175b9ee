/**
 * Items of NumPy arrays: bytes of one dtype as typed arrays and as JavaScript values.
 */
import { PickleError, UnpicklingError } from '../errors.js';
import { Bytes } from './bytes.js';
import { datetime64Text, NAT } from './datetime64.js';
import { Dtype, type DtypeField } from './dtype.js';
import { Float } from './float.js';
import { decodeFloat16, decodeFloat16Array } from './float16.js';
import { Complex } from './numbers.js';
import { Tuple } from './tuple.js';

/** What `NDArray.data` may be: a typed array of the items in memory order, or the list of an object array. */
export type ArrayData =
  | Int8Array
  | Uint8Array
  | Int16Array
  | Uint16Array
  | Int32Array
  | Uint32Array
  | BigInt64Array
  | BigUint64Array
  | Float32Array
  | Float64Array
  | unknown[];

/** How items are read: natural values, values that JSON can hold, or values whose `repr` is Python's. */
export type ItemForm = 'natural' | 'json' | 'python';

/** Kind and itemsize → typed array. Missing: text, records and long doubles, whose data is bytes. */
const ARRAYS = {
  b1: Uint8Array,
  i1: Int8Array,
  i2: Int16Array,
  i4: Int32Array,
  i8: BigInt64Array,
  u1: Uint8Array,
  u2: Uint16Array,
  u4: Uint32Array,
  u8: BigUint64Array,
  f2: Uint16Array,
  f4: Float32Array,
  f8: Float64Array,
  c8: Float32Array,
  c16: Float64Array,
  M8: BigInt64Array,
  m8: BigInt64Array,
};

/** More values than this are not made at once; they can be read through the typed array or the bytes. */
const MAX_VALUES = 2 ** 28;

/** Refuses to make `count` items of a dtype that would fill the memory; their bytes may be few or none. @throws PickleError */
export function checkCount(dtype: Dtype, count: number): void {
  if (count * Math.max(1, Dtype.leaves(dtype)) > MAX_VALUES) {
    throw new PickleError(`too many values of dtype ${dtype.name.slice(0, 100)} to make them all (${count} items); use data or bytes`);
  }
}

/** The typed array class of the items, or undefined when they are only bytes to JavaScript. */
function arrayClass(dtype: Dtype): (typeof ARRAYS)[keyof typeof ARRAYS] | undefined {
  return ARRAYS[(dtype.kind + dtype.itemsize) as keyof typeof ARRAYS];
}

/** True when `typedData` gives one number or bigint per item, that `plainItem` turns into the item's value. */
export function isPlainNumber(dtype: Dtype): boolean {
  return 'biuf'.includes(dtype.kind) && arrayClass(dtype) !== undefined;
}

/**
 * The bytes as a typed array: a view when aligned and in native byte order, else one aligned and swapped copy; float16 is widened
 * to float32, complex is pairs of real and imaginary part. Other dtypes: the bytes.
 */
export function typedData(dtype: Dtype, bytes: Uint8Array): Exclude<ArrayData, unknown[]> {
  const Class = arrayClass(dtype);
  if (Class === undefined) return bytes;
  const word = Class.BYTES_PER_ELEMENT;
  const nativeOrder = new Uint8Array(Uint16Array.of(1).buffer)[0] === 1 ? '<' : '>';
  const swap = word > 1 && dtype.byteorder !== '|' && dtype.byteorder !== nativeOrder;
  // Not `bytes.slice()`: of a Node Buffer that is a view.
  if (swap || bytes.byteOffset % word !== 0) bytes = new Uint8Array(bytes);
  if (swap) swapWords(bytes, word);
  const data = new Class(bytes.buffer as ArrayBuffer, bytes.byteOffset, bytes.length / word);
  return dtype.kind === 'f' && word === 2 ? decodeFloat16Array(data as Uint16Array) : data;
}

function swapWords(bytes: Uint8Array, word: number): void {
  for (let start = 0; start < bytes.length; start += word) {
    for (let low = start, high = start + word - 1; low < high; low++, high--) {
      const byte = bytes[low];
      bytes[low] = bytes[high];
      bytes[high] = byte;
    }
  }
}

/** The value of an item of `typedData`, for dtypes of `isPlainNumber`. */
export function plainItem(dtype: Dtype, item: number | bigint, form: ItemForm): unknown {
  if (typeof item === 'bigint') return integer(item, form);
  if (dtype.kind === 'b') return item !== 0;
  return form === 'python' && dtype.kind === 'f' ? pythonFloat(item) : item;
}

function integer(value: bigint, form: ItemForm): number | bigint | string {
  const number = Number(value);
  return Number.isSafeInteger(number) ? number : form === 'json' ? String(value) : value;
}

function pythonFloat(value: number): number | Float {
  return Number.isInteger(value) && !Object.is(value, -0) ? new Float(value) : value;
}

/**
 * The item at `offset` bytes: boolean; number, or bigint beyond 2^53; `Complex`; string (`S` by Latin-1, trailing NULs dropped, as
 * NumPy does); ticks of datetime64 and timedelta64, null for NaT; an object with the fields; an array for sub-arrays; bytes for
 * plain void and long doubles. JSON: big integers and dates are text.
 * @throws UnpicklingError for text beyond Unicode
 */
export function readItem(dtype: Dtype, view: DataView, offset: number, form: ItemForm = 'natural'): unknown {
  const { kind, itemsize, subdtype } = dtype;
  const little = dtype.byteorder !== '>';
  if (dtype.names !== null) return readRecord(dtype, view, offset, form);
  if (subdtype !== null) {
    const count = subdtype.shape.reduce((product, length) => product * length, 1);
    const items: unknown[] = [];
    for (let i = 0; i < count; i++) items.push(readItem(subdtype.base, view, offset + i * subdtype.base.itemsize, form));
    return nest(items, subdtype.shape);
  }
  switch (kind) {
    case 'b':
      return view.getUint8(offset) !== 0;
    case 'i':
      if (itemsize === 1) return view.getInt8(offset);
      if (itemsize === 2) return view.getInt16(offset, little);
      return itemsize === 4 ? view.getInt32(offset, little) : integer(view.getBigInt64(offset, little), form);
    case 'u':
      if (itemsize === 1) return view.getUint8(offset);
      if (itemsize === 2) return view.getUint16(offset, little);
      return itemsize === 4 ? view.getUint32(offset, little) : integer(view.getBigUint64(offset, little), form);
    case 'f':
      if (itemsize > 8) break;
      return form === 'python' ? pythonFloat(readFloat(view, offset, itemsize, little)) : readFloat(view, offset, itemsize, little);
    case 'c':
      if (itemsize > 16) break;
      return new Complex(readFloat(view, offset, itemsize / 2, little), readFloat(view, offset + itemsize / 2, itemsize / 2, little));
    case 'M':
    case 'm': {
      const ticks = view.getBigInt64(offset, little);
      if (form === 'json' && kind === 'M') return ticks === NAT ? null : datetime64Text(ticks, dtype.unit as string, dtype.unitCount);
      return ticks === NAT ? null : integer(ticks, form);
    }
    case 'U':
      return readText(view, offset, itemsize, little);
    case 'S': {
      const bytes = trimmed(bytesAt(view, offset, itemsize));
      return form === 'python' ? new Bytes(bytes) : latin1Text(bytes);
    }
  }
  const bytes = bytesAt(view, offset, itemsize);
  return form === 'natural' ? bytes : new Bytes(bytes);
}

function readFloat(view: DataView, offset: number, size: number, little: boolean): number {
  if (size === 2) return decodeFloat16(view.getUint16(offset, little));
  return size === 4 ? view.getFloat32(offset, little) : view.getFloat64(offset, little);
}

function readRecord(dtype: Dtype, view: DataView, offset: number, form: ItemForm): unknown {
  const values = (dtype.names as string[]).map((name) => {
    const field = dtype.fields?.get(name) as DtypeField;
    return readItem(field.dtype, view, offset + field.offset, form);
  });
  return form === 'python' ? new Tuple(values) : record(dtype, values);
}

/** The values of one record by field name; any name becomes an own property. */
export function record(dtype: Dtype, values: readonly unknown[]): Record<string, unknown> {
  const result: Record<string, unknown> = {};
  (dtype.names as string[]).forEach((name, i) => {
    if (name === '__proto__')
      Object.defineProperty(result, name, { value: values[i], writable: true, enumerable: true, configurable: true });
    else result[name] = values[i];
  });
  return result;
}

function bytesAt(view: DataView, offset: number, length: number): Uint8Array {
  return new Uint8Array(view.buffer, view.byteOffset + offset, length);
}

/** Without the NULs at the end that pad an item of kind `S`. */
export function trimmed(bytes: Uint8Array): Uint8Array {
  let length = bytes.length;
  while (length > 0 && bytes[length - 1] === 0) length--;
  return bytes.subarray(0, length);
}

function latin1Text(bytes: Uint8Array): string {
  let text = '';
  for (let i = 0; i < bytes.length; i += 4096) text += String.fromCharCode(...bytes.subarray(i, i + 4096));
  return text;
}

function readText(view: DataView, offset: number, itemsize: number, little: boolean): string {
  let end = offset + itemsize;
  while (end > offset && view.getUint32(end - 4, little) === 0) end -= 4;
  let text = '';
  for (let at = offset; at < end; at += 4) {
    const code = view.getUint32(at, little);
    if (code > 0x10ffff) throw new UnpicklingError(`NumPy text holds 0x${code.toString(16)}, which is no character of Unicode`);
    text += String.fromCodePoint(code);
  }
  return text;
}

/** `flat`, in C order, as nested arrays of the given shape; the item itself for shape `[]`. */
export function nest(flat: unknown[], shape: readonly number[]): unknown {
  if (shape.length === 0) return flat[0];
  let level = flat;
  for (let axis = shape.length - 1; axis > 0; axis--) {
    const groups = shape.slice(0, axis).reduce((product, length) => product * length, 1);
    const length = shape[axis];
    const outer: unknown[] = new Array(groups);
    for (let i = 0; i < groups; i++) outer[i] = level.slice(i * length, (i + 1) * length);
    level = outer;
  }
  return level;
}
