/** The parts of each format of `scipy.sparse`: how they are checked, and where their values are. */
import { asEntries, asSequence, fail, needed } from '../../registry/index.js';
import { type HookContext, Tuple } from '../../values/index.js';
import { type ArrayData, Dtype, NumPyScalar } from '../index.js';
import {
  type Coordinates,
  checkPointers,
  checkWithin,
  coordinates,
  expanded,
  indexArray,
  indexData,
} from './coordinates.js';
import { arrayOf, emptyValues, putValue, valuesOf, widthOf } from './values.js';

/** Formats, and what SciPy calls them. */
export const FORMATS: Readonly<Record<string, string>> = {
  csr: 'Compressed Sparse Row',
  csc: 'Compressed Sparse Column',
  coo: 'COOrdinate',
  bsr: 'Block Sparse Row',
  dia: 'DIAgonal',
  lil: 'List of Lists',
  dok: 'Dictionary Of Keys',
};

/** The parts of one format, checked. */
export interface Parts {
  readonly format: string;
  readonly shape: readonly number[];
  readonly dtype: Dtype;
  readonly nnz: number;
  /** The values as the format keeps them, in C order. */
  readonly data: ArrayData;
  readonly indices?: ArrayData;
  readonly indptr?: ArrayData;
  readonly offsets?: ArrayData;
  readonly coords?: readonly ArrayData[];
  /** What SciPy adds in its text. */
  readonly note?: string;
  places(self: Parts): Coordinates;
}

type PartsOf = (
  format: string,
  shape: number[],
  part: (...names: string[]) => unknown,
  context: HookContext,
  items: ReadonlyMap<string, [key: unknown, value: unknown]> | undefined,
) => Parts;

function dtypeOf(value: unknown): Dtype {
  return value instanceof Dtype ? value : fail('dtype expected');
}

/** csr and csc; csr arrays of one axis are one row. */
const compressed: PartsOf = (format, shape, part, context) => {
  const array = arrayOf(part('data'));
  const [indices, indptr] = [indexData(part('indices'), context), indexData(part('indptr'), context)];
  const [rows, columns] = shape.length === 1 ? [1, shape[0]] : format === 'csc' ? [shape[1], shape[0]] : shape;
  if (indices.length !== array.size) fail(`${array.size} indices expected, got ${indices.length}`);
  const nnz = checkPointers(indptr, rows, indices.length);
  checkWithin(indices, columns);
  const places = (self: Parts) => {
    const minor = indexArray(indices).subarray(0, nnz);
    const major = expanded(indexArray(indptr), nnz);
    const coords = shape.length === 1 ? [minor] : format === 'csc' ? [minor, major] : [major, minor];
    return coordinates(shape, coords, self.data.slice(0, nnz * widthOf(self.dtype)) as ArrayData);
  };
  return { format, shape, dtype: array.dtype, nnz, data: array.data, indices, indptr, places };
};

const bsr: PartsOf = (format, shape, part, context) => {
  const array = arrayOf(part('data'), 3);
  const [count, height, width] = array.shape;
  const [indices, indptr] = [indexData(part('indices'), context), indexData(part('indptr'), context)];
  if (height === 0 || width === 0 || shape[0] % height !== 0 || shape[1] % width !== 0)
    fail(`blocks of ${height} by ${width} do not fit`);
  if (indices.length !== count) fail(`${count} indices expected, got ${indices.length}`);
  const blocks = checkPointers(indptr, shape[0] / height, count);
  checkWithin(indices, shape[1] / width);
  const nnz = blocks * height * width;
  const places = (self: Parts) => {
    const [row, col] = [new Float64Array(nnz), new Float64Array(nnz)];
    const [rows, columns] = [expanded(indexArray(indptr), blocks), indexArray(indices)];
    for (let i = 0; i < nnz; i++) {
      const block = Math.floor(i / (height * width));
      row[i] = rows[block] * height + (Math.floor(i / width) % height);
      col[i] = columns[block] * width + (i % width);
    }
    return coordinates(
      shape,
      [indexArray(row), indexArray(col)],
      self.data.slice(0, nnz * widthOf(self.dtype)) as ArrayData,
    );
  };
  const note = ` (blocksize=${height}x${width})`;
  return { format, shape, dtype: array.dtype, nnz, data: valuesOf(array), indices, indptr, note, places };
};

const coo: PartsOf = (format, shape, part, context) => {
  const array = arrayOf(part('data'));
  const given = part('coords');
  const coords = (given === undefined ? [part('row'), part('col')] : needed(asSequence(given), 'tuple')).map((axis) =>
    indexData(axis, context),
  );
  if (coords.length !== shape.length) fail(`coords of ${shape.length} axes expected, got ${coords.length}`);
  coords.forEach((axis, i) => {
    if (axis.length !== array.size) fail(`${array.size} indices expected, got ${axis.length}`);
    checkWithin(axis, shape[i]);
  });
  const places = (self: Parts) => coordinates(shape, coords.map(indexArray), self.data);
  return { format, shape, dtype: array.dtype, nnz: array.size, data: array.data, coords, places };
};

const dia: PartsOf = (format, shape, part, context) => {
  const array = arrayOf(part('data'), 2);
  const [count, length] = array.shape;
  const offsets = indexData(part('offsets'), context);
  if (offsets.length !== count) fail(`${count} offsets expected, got ${offsets.length}`);
  const [rows, columns] = shape;
  /** The columns of a diagonal. */
  const span = (offset: number) => [Math.max(0, offset), Math.min(rows + offset, columns, length)];
  let nnz = 0;
  for (const offset of offsets as Iterable<unknown>) {
    const [start, end] = span(Number(offset));
    nnz += Math.max(0, end - start);
  }
  const places = (self: Parts) => {
    const { dtype, data } = self;
    const width = widthOf(dtype);
    const [row, col, kept]: number[][] = [[], [], []];
    indexArray(offsets).forEach((offset, diagonal) => {
      const [start, end] = span(offset);
      for (let column = start; column < end; column++) {
        const at = diagonal * length + column;
        // What is zero is no value, as in `tocoo`.
        // biome-ignore lint/suspicious/noDoubleEquals: 0n is zero as well
        if (data[at * width] == 0 && (width === 1 || data[at * width + 1] === 0)) continue;
        row.push(column - offset);
        col.push(column);
        kept.push(at);
      }
    });
    const values = emptyValues(dtype, kept.length) as unknown[];
    kept.forEach((at, i) => {
      for (let k = 0; k < width; k++) values[i * width + k] = data[at * width + k];
    });
    return coordinates(
      shape,
      [indexArray(Float64Array.from(row)), indexArray(Float64Array.from(col))],
      values as ArrayData,
    );
  };
  return {
    format,
    shape,
    dtype: array.dtype,
    nnz,
    data: valuesOf(array),
    offsets,
    note: ` (${count} diagonals)`,
    places,
  };
};

/** Coordinates of items that are found one by one. */
function gathered(
  shape: readonly number[],
  dtype: Dtype,
  items: readonly (readonly [place: readonly number[], value: unknown])[],
): Coordinates {
  const coords = shape.map((length, axis) => {
    const indices = Float64Array.from(items, ([place]) => place[axis]);
    checkWithin(indices, length);
    return indexArray(indices);
  });
  widthOf(dtype);
  const data = emptyValues(dtype, items.length);
  items.forEach(([, value], i) => {
    putValue(dtype, data, i, value);
  });
  return coordinates(shape, coords, data);
}

const lil: PartsOf = (format, shape, part, context) => {
  const dtype = dtypeOf(part('dtype'));
  const listsOf = (name: string) => {
    const array = arrayOf(part(name));
    const lists = array.items ?? fail('lists expected');
    if (array.size !== shape[0]) fail(`${shape[0]} rows expected, got ${array.size}`);
    return lists.map((list) => needed(asSequence(list), 'list'));
  };
  context.charge(16 * shape[0], 0);
  const [rows, data] = [listsOf('rows'), listsOf('data')];
  let nnz = 0;
  rows.forEach((row, i) => {
    if (row.length !== data[i].length) fail(`row ${i} of ${row.length} values expected, got ${data[i].length}`);
    nnz += row.length;
  });
  // The lists are the pickle's own: what is in them is looked at when it is asked for.
  const places = () => {
    const items: [number[], unknown][] = [];
    rows.forEach((row, i) => {
      if (row.length !== data[i].length) fail('rows of as many values expected');
      row.forEach((column, k) => {
        items.push([[i, indexOf(column)], data[i][k]]);
      });
    });
    return gathered(shape, dtype, items);
  };
  return { format, shape, dtype, nnz, data: [], places };
};

const dok: PartsOf = (format, shape, part, context, own) => {
  const dtype = dtypeOf(part('dtype'));
  // From SciPy 1.11 on the entries are in a dict beside the matrix, which is a dict as well.
  const dict = part('_dict');
  const entries = dict === undefined ? [...(own?.values() ?? [])] : [...(asEntries(dict) ?? fail('dict expected'))];
  context.charge(16 * entries.length, entries.length);
  const items = entries.map(([key, value]) => [placeOf(key), value] as const);
  for (const [place] of items) {
    if (place.length !== shape.length) fail(`keys of ${shape.length} indices expected`);
    place.forEach((index, axis) => {
      if (!(index < shape[axis])) fail(`indices below ${shape[axis]} expected, got ${index}`);
    });
  }
  return { format, shape, dtype, nnz: items.length, data: [], places: () => gathered(shape, dtype, items) };
};

/** How the parts of each format are found and checked. */
export const PARTS: Readonly<Record<string, PartsOf>> = { csr: compressed, csc: compressed, coo, bsr, dia, lil, dok };

function indexOf(value: unknown): number {
  const index = Number(value instanceof NumPyScalar ? value.value : value);
  return Number.isSafeInteger(index) && index >= 0 ? index : fail('indices expected');
}

/** The key of a dok matrix: a tuple of indices, or one index. */
export function placeOf(key: unknown): number[] {
  const indices = asSequence(key);
  if (indices !== undefined && (indices.length === 0 || indices.length > 2)) fail('keys of 1 or 2 indices expected');
  return indices === undefined ? [indexOf(key)] : indices.map(indexOf);
}

/** A key as a tuple again, which it was. */
export function tupleOf(key: unknown): unknown {
  return Array.isArray(key) ? new Tuple(key) : key;
}
