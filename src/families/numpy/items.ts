/**
 * Items of NumPy arrays: bytes of one dtype as typed arrays and as JavaScript values.
 */
import { LimitError, UnpicklingError } from '../../base/index.js';
import { Bytes, Complex, setOwn, shrink } from '../../values/index.js';
import { datetime64Text, NAT } from './datetime64.js';
import { countNested, Dtype, fieldNamed, product } from './dtype.js';
import { decodeFloat16 } from './float16.js';

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

/**
 * Kind and itemsize → the typed array of many numbers, by the name of which a DataView reads one. Missing: text,
 * records and long doubles.
 */
const NUMBERS = {
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
} as const;

/** More values than this are not made at once; they can be read through the typed array or the bytes. */
const MAX_VALUES = 2 ** 28;
/** Values and lists that so many bytes may become, and those that need no bytes. */
const VALUES_PER_BYTE = 64;
const FREE_VALUES = 2 ** 20;

/**
 * Refuses to make an array of `shape`, or one item of it, that would fill the memory: the bytes may be few or none.
 * @param bytes memory of the items
 * @throws LimitError
 */
export function checkCount(dtype: Dtype, shape: readonly number[], bytes: number): void {
  const count = countNested(shape, Math.max(1, Dtype.leaves(dtype)));
  if (!(count <= Math.min(MAX_VALUES, FREE_VALUES + VALUES_PER_BYTE * bytes))) {
    throw new LimitError(`too many values (${count}) of dtype ${dtype.name.slice(0, 100)}; use data or bytes`);
  }
}

function numberRow(dtype: Dtype): (typeof NUMBERS)[keyof typeof NUMBERS] | undefined {
  return NUMBERS[(dtype.kind + dtype.itemsize) as keyof typeof NUMBERS];
}

/** True when `typedData` gives one number or bigint per item, that `plainItem` turns into the item's value. */
export function isPlainNumber(dtype: Dtype): boolean {
  return 'biuf'.includes(dtype.kind) && numberRow(dtype) !== undefined;
}

/**
 * The bytes as a typed array: a view when aligned and in native byte order, else one aligned and swapped copy; float16
 * is widened to float32, complex is pairs of real and imaginary part. Other dtypes: the bytes.
 */
export function typedData(dtype: Dtype, bytes: Uint8Array): Exclude<ArrayData, unknown[]> {
  const row = numberRow(dtype);
  if (row === undefined) return bytes;
  const word = row.BYTES_PER_ELEMENT;
  const nativeOrder = new Uint8Array(Uint16Array.of(1).buffer)[0] === 1 ? '<' : '>';
  const swap = word > 1 && dtype.byteorder !== '|' && dtype.byteorder !== nativeOrder;
  // Not `bytes.slice()`: of a Node Buffer that is a view.
  if (swap || bytes.byteOffset % word !== 0) bytes = new Uint8Array(bytes);
  if (swap) swapWords(bytes, word);
  const data = new row(bytes.buffer as ArrayBuffer, bytes.byteOffset, bytes.length / word);
  return dtype.kind === 'f' && word === 2 ? Float32Array.from(data as Uint16Array, decodeFloat16) : data;
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
export function plainItem(dtype: Dtype, item: number | bigint, json: boolean): unknown {
  if (typeof item === 'bigint') return integer(item, json);
  return dtype.kind === 'b' ? item !== 0 : item;
}

function integer(value: bigint, json: boolean): number | bigint | string {
  const item = shrink(value);
  return json && typeof item === 'bigint' ? String(item) : item;
}

/**
 * The item at `offset` bytes: boolean; number, or bigint beyond 2^53; `Complex`; string (`S` by Latin-1, trailing NULs
 * dropped, as
 * NumPy does); ticks of datetime64 and timedelta64, null for NaT; an object with the fields; an array for sub-arrays;
 * bytes for plain void and long doubles. JSON: big integers and dates are text, bytes lists.
 * @throws UnpicklingError for text beyond Unicode
 */
export function readItem(dtype: Dtype, view: DataView, offset: number, json = false): unknown {
  const { kind, itemsize, subdtype, names } = dtype;
  const little = dtype.byteorder !== '>';
  if (names !== null) {
    return record(
      names,
      names.map((name) => {
        const field = fieldNamed(dtype, name);
        return readItem(field.dtype, view, offset + field.offset, json);
      }),
    );
  }
  if (subdtype !== null) {
    const { base, shape } = subdtype;
    const items = Array.from({ length: product(shape) }, (_, i) =>
      readItem(base, view, offset + i * base.itemsize, json),
    );
    return nest(items, shape);
  }
  const row = numberRow(dtype);
  if (row !== undefined) {
    const getter = `get${row.name.slice(0, -5)}` as 'getInt16';
    const number = view[getter](offset, little) as number | bigint;
    if (kind === 'c') return new Complex(number as number, view[getter](offset + itemsize / 2, little));
    if (kind === 'f' && itemsize === 2) return decodeFloat16(number as number);
    if (dtype.unit !== undefined && number === NAT) return null;
    return json && kind === 'M'
      ? datetime64Text(number as bigint, dtype.unit as string, dtype.unitCount)
      : plainItem(dtype, number, json);
  }
  if (kind === 'U') return readText(view, offset, itemsize, little);
  const bytes = new Uint8Array(view.buffer, view.byteOffset + offset, itemsize);
  if (kind !== 'S') return json ? new Bytes(bytes) : bytes;
  let text = '';
  for (const byte of trimmed(bytes)) text += String.fromCharCode(byte);
  return text;
}

/** The values of one record by field name; any name becomes an own property. */
export function record(names: readonly string[], values: readonly unknown[]): Record<string, unknown> {
  const result: Record<string, unknown> = {};
  for (let i = 0; i < names.length; i++) setOwn(result, names[i], values[i]);
  return result;
}

/** Without the NULs at the end that pad an item of kind `S`. */
export function trimmed(bytes: Uint8Array): Uint8Array {
  let length = bytes.length;
  while (length > 0 && bytes[length - 1] === 0) length--;
  return bytes.subarray(0, length);
}

function readText(view: DataView, offset: number, itemsize: number, little: boolean): string {
  let text = '';
  let zeros = '';
  for (let at = offset; at < offset + itemsize; at += 4) {
    const code = view.getUint32(at, little);
    if (code > 0x10ffff)
      throw new UnpicklingError(`NumPy text holds 0x${code.toString(16)}, which is no character of Unicode`);
    if (code === 0) zeros += '\0';
    else {
      text += zeros + String.fromCodePoint(code);
      zeros = '';
    }
  }
  return text;
}

/** `flat`, in C order, as nested arrays of the given shape; the item itself for shape `[]`. */
export function nest(flat: unknown[], shape: readonly number[]): unknown {
  if (shape.length === 0) return flat[0];
  let level = flat;
  for (let axis = shape.length - 1; axis > 0; axis--) {
    const inner = level;
    const length = shape[axis];
    level = Array.from({ length: product(shape.slice(0, axis)) }, (_, i) => inner.slice(i * length, (i + 1) * length));
  }
  return level;
}
