/** Single items, iteration and fields of NumPy arrays, and arrays made from typed arrays. */
import { PickleError } from '../../base/index.js';
import { memoryOf, Tuple } from '../../values/index.js';
import { fieldNamed } from './dtype.js';
import { type ArrayData, checkCount } from './items.js';
import { contiguousStrides, itemOffsets, NDArray, type NDArrayOptions } from './ndarray.js';

/**
 * The item at the indices, one per axis; negative ones count from the end. Values are as in `toArray`: boolean, number,
 * bigint beyond 2^53, `Complex`, string, bytes, an object for records; ticks for times, null for NaT.
 * @throws PickleError when there is no such item
 */
export function itemAt(array: NDArray, ...indices: number[]): unknown {
  const { shape, strides } = array;
  if (indices.length !== shape.length)
    throw new PickleError(`array has ${shape.length} axes, got ${indices.length} indices`);
  let { offset } = array;
  indices.forEach((index, axis) => {
    const at = index < 0 ? index + shape[axis] : index;
    if (!Number.isInteger(at) || at < 0 || at >= shape[axis]) {
      throw new PickleError(`index ${index} is out of bounds for axis ${axis} with size ${shape[axis]}`);
    }
    offset += at * strides[axis];
  });
  checkCount(array.dtype, [], array.dtype.itemsize);
  return array.itemAt(offset);
}

/** The items one by one in index (C) order, as `itemAt` gives them. */
export function* itemsOf(array: NDArray): Generator<unknown> {
  checkCount(array.dtype, [], array.dtype.itemsize);
  for (const offset of itemOffsets(array)) yield array.itemAt(offset);
}

/**
 * The field of a structured array, over the same memory. Fields that are arrays add their axes. @throws PickleError
 * when there is none
 */
export function fieldOf(array: NDArray, name: string): NDArray {
  const { shape, strides, readonly, core, items } = array;
  const at = array.dtype.names?.indexOf(name) ?? -1;
  if (at < 0) throw new PickleError(`no field of name ${name}`);
  const field = fieldNamed(array.dtype, name);
  let { dtype } = field;
  if (items !== undefined) {
    const column = items.map((item) => (item instanceof Tuple ? item.items : (item as unknown[]))[at]);
    return NDArray.ofItems(dtype, shape, column, core);
  }
  const axes = [...shape];
  const steps = [...strides];
  while (dtype.names === null && dtype.subdtype !== null) {
    axes.push(...dtype.subdtype.shape);
    steps.push(...contiguousStrides(dtype.subdtype.shape, dtype.subdtype.base.itemsize));
    dtype = dtype.subdtype.base;
  }
  return new NDArray(dtype, axes, array.bytes, { strides: steps, offset: array.offset + field.offset, readonly, core });
}

/** An array over a typed array; `shape` defaults to one axis. */
export function arrayFrom(
  data: Exclude<ArrayData, unknown[]>,
  shape: readonly number[] = [data.length],
  options?: NDArrayOptions,
): NDArray {
  const kind = data[Symbol.toStringTag].replace('Big', '')[0].toLowerCase();
  return new NDArray(kind + data.BYTES_PER_ELEMENT, shape, memoryOf(data) as Uint8Array, options);
}
