/** The first values of a NumPy array as text. */
import { NDArray, NumPyScalar, PickleError, repr } from '../index.js';

/** Values shown of an array. */
const SHOWN = 6;

/** Kinds of dtypes: floats, complex numbers, datetime64 and timedelta64. */
const PRINTED_AS_SCALARS: ReadonlySet<string> = new Set(['f', 'c', 'M', 'm']);

/** `1.0, 2.0, 3.0, …`: the first values in index order, whatever the shape. Not for arrays of objects. */
export function arrayValues(array: NDArray, show: (value: unknown) => string): string {
  const shown = firstItems(array, SHOWN).map(show);
  if (array.size > SHOWN) shown.push('…');
  return shown.join(', ');
}

function firstItems(array: NDArray, limit: number): unknown[] {
  const { dtype, bytes } = array;
  const count = Math.min(limit, array.size);
  // A small array of the same dtype, so that nothing is converted that is not shown.
  const memory = new Uint8Array(count * dtype.itemsize);
  const items: Uint8Array[] = [];
  for (let i = 0; i < count; i++) {
    const offset = itemOffset(array, i);
    const item = bytes.subarray(offset, offset + dtype.itemsize);
    memory.set(item, i * dtype.itemsize);
    items.push(item);
  }
  // Scalars know the shortest digits of small floats, and the units of times.
  if (PRINTED_AS_SCALARS.has(dtype.kind))
    return items.map((item) => new Verbatim(bareText(new NumPyScalar(dtype, item))));
  return new NDArray(dtype, [count], memory).toArray() as unknown[];
}

/**
 * The repr of a scalar without its type and unit: `1.5` of `np.float64(1.5)`, `1970` of `np.datetime64('1970','Y')`.
 */
function bareText(scalar: NumPyScalar): string {
  return repr(scalar).replace(/^[\w.]+\((?:'(.*?)'|(.*?))(?:,'[^']*')?\)$/, '$1$2');
}

/** Where the item of a number in C order is, in bytes. */
function itemOffset({ shape, strides, offset }: NDArray, number: number): number {
  let [at, rest] = [offset, number];
  for (let axis = shape.length - 1; axis >= 0; axis--) {
    at += (rest % shape[axis]) * strides[axis];
    rest = Math.floor(rest / shape[axis]);
  }
  return at;
}

/** Text that is shown without quotes. */
export class Verbatim {
  readonly text: string;
  constructor(text: string) {
    this.text = text;
  }
}

/** `repr` of a value that is no longer than `limit`; undefined for others, without making their text. */
export function boundedRepr(value: unknown, limit: number): string | undefined {
  try {
    return repr(value, { maxLength: limit });
  } catch (error) {
    if (error instanceof PickleError) return undefined;
    throw error;
  }
}

/** `repr`, cut where it gets long. */
export function shortRepr(value: unknown, limit: number): string {
  if (value instanceof Verbatim) return value.text;
  const text = boundedRepr(value, 16 * limit);
  if (text === undefined) return `<${(value as object | null)?.constructor?.name ?? 'value'} …>`;
  return text.length <= limit ? text : `${text.slice(0, limit - 1)}…`;
}
