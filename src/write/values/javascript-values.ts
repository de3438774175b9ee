import { PicklingError } from '../../base/index.js';
import { DATETIME, datetimeBytes } from '../../families/index.js';
import { REDUCE, type Reducible, type Reduction } from '../../registry/index.js';
import { Bytes, Float, PickleBuffer, PyGlobal, Tuple } from '../../values/index.js';
import type { TypedArrayForm } from '../dump-options.js';
import { pinned } from './pinned.js';

/** A value that is the call of a global, the same object each time it is met. */
class Call implements Reducible {
  readonly #reduction: Reduction;
  constructor(module: string, name: string, args: unknown[], state?: unknown) {
    this.#reduction = [new PyGlobal(module, name), args, state];
  }
  [REDUCE](): Reduction {
    return this.#reduction;
  }
}

const UTC = /*#__PURE__*/ new Call('datetime', 'timezone', [
  /*#__PURE__*/ new Call('datetime', 'timedelta', [0, 0, 0]),
]);

/** A Date is the instant, so it becomes a datetime in UTC; microseconds are whole milliseconds. */
export function reduceDate(date: Date): Reduction {
  const time = date.getTime();
  if (Number.isNaN(time)) throw new PicklingError('an invalid Date has no Python counterpart');
  const year = date.getUTCFullYear();
  if (year < 1 || year > 9999)
    throw new PicklingError(`a datetime holds the years 1 to 9999, and this Date is in the year ${year}`);
  const data = datetimeBytes(
    year,
    date.getUTCMonth() + 1,
    date.getUTCDate(),
    date.getUTCHours(),
    date.getUTCMinutes(),
    date.getUTCSeconds(),
    date.getUTCMilliseconds() * 1000,
  );
  return [DATETIME, [data, UTC]];
}

/**
 * One row per JavaScript element type: `array.array` type code, its machine format code (little-endian), NumPy's code.
 */
const ELEMENTS: Readonly<Record<string, readonly [typecode: string, format: number, numpy: string]>> = {
  Int8Array: ['b', 1, 'i1'],
  Uint8Array: ['B', 0, 'u1'],
  Uint8ClampedArray: ['B', 0, 'u1'],
  Int16Array: ['h', 4, 'i2'],
  Uint16Array: ['H', 2, 'u2'],
  Int32Array: ['i', 8, 'i4'],
  Uint32Array: ['I', 6, 'u4'],
  BigInt64Array: ['q', 12, 'i8'],
  BigUint64Array: ['Q', 10, 'u8'],
  Float16Array: ['', 0, 'f2'],
  Float32Array: ['f', 14, 'f4'],
  Float64Array: ['d', 16, 'f8'],
};

/** The reduction of a typed array as `array.array` or ndarray; undefined when it is to be bytes. */
export function reduceTypedArray(view: ArrayBufferView, form: TypedArrayForm, protocol: number): Reduction | undefined {
  const type = Object.prototype.toString.call(view).slice(8, -1);
  const element = ELEMENTS[type];
  if (form === 'bytes' || element === undefined) return undefined;
  const [typecode, format, code] = element;
  const bytes = pinned(view);
  if (form === 'numpy') return reduceNumPy(bytes, code, protocol);
  if (typecode === '')
    throw new PicklingError(`array.array has no type for a ${type}; use typedArrays: 'numpy' or 'bytes'`);
  const cls = new PyGlobal('array', 'array');
  if (protocol < 3) return [cls, [typecode, listOf(bytes, type)]];
  const reconstructor = new PyGlobal('array', '_array_reconstructor');
  return [reconstructor, [cls, typecode, format + (isBigEndian() ? 1 : 0), new Bytes(bytes)]];
}

/** The elements as Python would list them. `type`: name of the array's class, for instance `'Int8Array'`. */
function listOf(bytes: Uint8Array, type: string): unknown[] {
  const Class = (globalThis as unknown as Record<string, new (data: ArrayBufferLike) => ArrayLike<number | bigint>>)[
    type
  ];
  const values = Array.from(new Class(bytes.slice().buffer));
  return type === 'Float32Array' || type === 'Float64Array'
    ? values.map((value) => new Float(value as number))
    : values;
}

/**
 * `ndarray.__reduce_ex__`: `_frombuffer` with a PickleBuffer in protocol 5, `_reconstruct` and a state below (formats
 * of NumPy).
 */
function reduceNumPy(bytes: Uint8Array, code: string, protocol: number): Reduction {
  const single = code.endsWith('1');
  const order = single ? '|' : isBigEndian() ? '>' : '<';
  const dtype = new Call('numpy', 'dtype', [code, false, true], new Tuple([3, order, null, null, null, -1, -1, 0]));
  const shape = new Tuple([bytes.length / Number(code.slice(1))]);
  if (protocol >= 5)
    return [new PyGlobal('numpy.core.numeric', '_frombuffer'), [new PickleBuffer(bytes), dtype, shape, 'C']];
  const state = new Tuple([1, shape, dtype, false, new Bytes(bytes)]);
  const args = [new PyGlobal('numpy', 'ndarray'), new Tuple([0]), new Bytes(Uint8Array.of(0x62))];
  return [new PyGlobal('numpy.core.multiarray', '_reconstruct'), args, state];
}

/** Byte order of this machine's typed arrays. */
function isBigEndian(): boolean {
  return new Uint8Array(Uint16Array.of(1).buffer)[0] === 0;
}
