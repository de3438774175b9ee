/** Values of sparse matrices as they lie in memory: one typed array, two numbers for each complex one. */
import { PickleError } from '../../base/index.js';
import { fail } from '../../registry/index.js';
import { Complex, Float } from '../../values/index.js';
import { type ArrayData, type Dtype, isPlainNumber, NDArray, NumPyScalar, plainItem, typedData } from '../index.js';

/** Numbers for each value. */
export function widthOf(dtype: Dtype): number {
  if (dtype.kind === 'c' && dtype.itemsize <= 16) return 2;
  if (dtype.kind === 'O' || isPlainNumber(dtype)) return 1;
  throw new PickleError(`values of ${dtype.name} are no numbers of JavaScript`);
}

/** The array given. */
export function arrayOf(value: unknown, ndim = 1): NDArray {
  return value instanceof NDArray && value.ndim === ndim ? value : fail(`array of ${ndim} dimensions expected`);
}

/** All values in C order. */
export function valuesOf(array: NDArray): ArrayData {
  return array.order === 'F' && array.ndim > 1 && array.items === undefined
    ? typedData(array.dtype, array.toBytes())
    : array.data;
}

/** Room for `count` values. */
export function emptyValues(dtype: Dtype, count: number): ArrayData {
  return dtype.kind === 'O' ? new Array(count).fill(0) : typedData(dtype, new Uint8Array(count * dtype.itemsize));
}

/** Value `i` as JavaScript has it: boolean, number, bigint beyond 2^53, `Complex`; anything of dtype object. */
export function valueAt(dtype: Dtype, data: ArrayData, i: number): unknown {
  if (dtype.kind === 'O') return data[i];
  if (dtype.kind === 'c') return new Complex(data[2 * i] as number, data[2 * i + 1] as number);
  return plainItem(dtype, data[i] as number | bigint, false);
}

/** Puts what a list holds into a typed array. */
export function putValue(dtype: Dtype, data: ArrayData, i: number, value: unknown): void {
  const item = value instanceof NumPyScalar || value instanceof Float ? value.value : value;
  const target = data as unknown[];
  if (dtype.kind === 'O') target[i] = value;
  else if (dtype.kind === 'c') {
    const isComplex = item instanceof Complex;
    target[2 * i] = isComplex ? item.real : numberOf(item);
    target[2 * i + 1] = isComplex ? item.imag : 0;
  } else if (data instanceof BigInt64Array || data instanceof BigUint64Array) {
    if (typeof item !== 'bigint' && !Number.isInteger(Number(item))) fail('integers expected');
    data[i] = BigInt(item as number);
  } else target[i] = numberOf(item);
}

function numberOf(item: unknown): number {
  return typeof item === 'number' || typeof item === 'bigint' || typeof item === 'boolean'
    ? Number(item)
    : fail('numbers expected');
}

/** The sum as NumPy has it: integers wrap, booleans are one or the other. */
export function sumOf(dtype: Dtype, a: unknown, b: unknown): unknown {
  if (a instanceof Complex && b instanceof Complex) return new Complex(a.real + b.real, a.imag + b.imag);
  if (typeof a === 'boolean') return a || b === true;
  if (dtype.kind === 'f')
    return dtype.itemsize === 4 ? Math.fround((a as number) + (b as number)) : (a as number) + (b as number);
  if (dtype.kind !== 'i' && dtype.kind !== 'u') throw new PickleError(`values of ${dtype.name} at the same place`);
  const sum = BigInt(a as number) + BigInt(b as number);
  const bits = 8 * dtype.itemsize;
  const wrapped = dtype.kind === 'i' ? BigInt.asIntN(bits, sum) : BigInt.asUintN(bits, sum);
  return Number.isSafeInteger(Number(wrapped)) ? Number(wrapped) : wrapped;
}
