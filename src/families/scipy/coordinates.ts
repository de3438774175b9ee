/** Places of values: arrays of indices, checked once. */
import { fail, needed } from '../../registry/index.js';
import type { HookContext } from '../../values/index.js';
import type { ArrayData, NDArray } from '../index.js';
import { arrayOf } from './values.js';

/** Indices: of 64 bits they are made one of these. */
export type IndexArray = Int32Array | Float64Array;

/**
 * A sparse matrix as the places of its values (SciPy's coo format). A place may come several times: its values are
 * added.
 */
export interface Coordinates {
  readonly shape: readonly number[];
  /** The indices of each axis, one for each value. */
  readonly coords: readonly IndexArray[];
  /** `coords[0]` of two axes; else undefined. */
  readonly row: IndexArray | undefined;
  /** `coords[1]` of two axes; else undefined. */
  readonly col: IndexArray | undefined;
  /** The values, in the same order; of complex ones, pairs of real and imaginary part. */
  readonly data: ArrayData;
}

/** Bytes of memory that looking at an index counts for: a pickle may give the same array to many matrices. */
const COST = 8;

/** An array of integers. Kept as it is now: the pickle might fill the array again. */
export function indexData(value: unknown, context: HookContext): ArrayData {
  const array: NDArray = arrayOf(value);
  if (!'iu'.includes(array.dtype.kind)) fail(`integers expected, got ${array.dtype.name}`);
  context.charge(COST * array.size);
  return array.data;
}

/** Refuses indices that are not from 0 to below `length`. */
export function checkWithin(data: ArrayData, length: number): void {
  for (let i = 0; i < data.length; i++) {
    const index = data[i] as number;
    if (!(index >= 0 && index < length)) fail(`indices below ${length} expected, got ${index}`);
  }
}

/** Refuses what is no `indptr` for `rows` rows of `count` values; returns how many of them there are. */
export function checkPointers(data: ArrayData, rows: number, count: number): number {
  if (data.length !== rows + 1) fail(`indptr of ${rows + 1} items expected, got ${data.length}`);
  if (Number(data[0]) !== 0) fail('indptr from 0 expected');
  for (let i = 1; i < data.length; i++)
    if (!((data[i] as number) >= (data[i - 1] as number))) fail('indptr that does not go back expected');
  const last = Number(data[rows]);
  if (last > count) fail(`indptr to at most ${count} expected, got ${last}`);
  return last;
}

/** The integers as numbers. */
export function indexArray(data: ArrayData): IndexArray {
  if (data instanceof Int32Array) return data;
  const numbers = Float64Array.from(data as ArrayLike<number>, Number);
  return numbers.every((index) => index === (index | 0)) ? Int32Array.from(numbers) : numbers;
}

/** The row of each value. */
export function expanded(pointers: IndexArray, count: number): Int32Array {
  const rows = new Int32Array(count);
  for (let row = 0; row + 1 < pointers.length; row++) rows.fill(row, pointers[row], pointers[row + 1]);
  return rows;
}

/** Coordinates with names for rows and columns. */
export function coordinates(shape: readonly number[], coords: readonly IndexArray[], data: ArrayData): Coordinates {
  const [row, col] = shape.length === 2 ? coords : [];
  return { shape, coords, row, col, data };
}

/** Lengths of axes. */
export function checkedShape(value: readonly unknown[] | undefined): number[] {
  const shape = needed(value, 'shape').map(Number);
  if (shape.length === 0 || shape.length > 64) fail('shape of 1 to 64 axes expected');
  return shape.map((length) =>
    Number.isSafeInteger(length) && length >= 0 ? length : fail('shape of integers expected'),
  );
}
