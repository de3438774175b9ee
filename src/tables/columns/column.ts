import { PickleError } from '../../base/index.js';
import { BitBuilder, hasBit } from './bitmap.js';

/**
 * What a column's values are.
 *
 * | kind | values | storage |
 * |---|---|---|
 * | `null` | None only | nothing |
 * | `bool` | True, False | a bitmap |
 * | `int32`, `int64`, `float64` | numbers | `Int32Array`, `BigInt64Array`, `Float64Array` |
 * | `string` | str | codes and a dictionary when text repeats, else offsets and UTF-8 bytes |
 * | `binary` | bytes | the `Uint8Array`s themselves |
 * | `list` | lists | offsets and a child column |
 * | `struct` | dicts with str keys | a column for each key |
 * | `shared` | objects that are met several times | codes and the distinct objects |
 * | `mixed` | anything else | the ordinary values |
 */
export type ColumnKind =
  | 'null'
  | 'bool'
  | 'int32'
  | 'int64'
  | 'float64'
  | 'string'
  | 'binary'
  | 'list'
  | 'struct'
  | 'shared'
  | 'mixed';

/** The values of one key of many records. */
export abstract class Column {
  abstract readonly kind: ColumnKind;
  /** Number of values, None and missing ones included. */
  readonly length: number;
  /**
   * One bit for each value, 1 where there is one, 0 for None and where the key is missing; undefined when all are
   * there.
   */
  readonly validity: Uint8Array<ArrayBuffer> | undefined;

  constructor(length: number, validity: Uint8Array<ArrayBuffer> | undefined) {
    this.length = length;
    this.validity = validity;
  }

  /** True when some value is None or missing. */
  get nullable(): boolean {
    return this.validity !== undefined;
  }

  /** How many values are None or missing. */
  get nullCount(): number {
    let count = 0;
    if (this.validity !== undefined) for (let i = 0; i < this.length; i++) if (!hasBit(this.validity, i)) count++;
    return count;
  }

  /** True when value `index` is None or missing. */
  isNull(index: number): boolean {
    return !hasBit(this.validity, index);
  }

  /** Value `index` as `loads` gives it; null for None, and where the key is missing. Undefined outside. */
  get(index: number): unknown {
    if (!(index >= 0 && index < this.length)) return undefined;
    return hasBit(this.validity, index) ? this.valueAt(index) : null;
  }

  /** A value that is there. @internal */
  protected abstract valueAt(index: number): unknown;

  /** The values at `indices`, as a column of their own. */
  abstract take(indices: Int32Array): Column;

  /** The validity of `take(indices)`. @internal */
  protected takeValidity(indices: Int32Array): Uint8Array<ArrayBuffer> | undefined {
    if (this.validity === undefined) return undefined;
    const bits = new BitBuilder();
    for (const index of indices) bits.push(hasBit(this.validity, index));
    return bits.zeros === 0 ? undefined : bits.finish();
  }

  /** All values, as an Array. */
  toArray(): unknown[] {
    const values = new Array<unknown>(this.length);
    for (let i = 0; i < values.length; i++) values[i] = this.get(i);
    return values;
  }

  *[Symbol.iterator](): Iterator<unknown> {
    for (let i = 0; i < this.length; i++) yield this.get(i);
  }
}

/** The numbers from `from` up to `to`. */
export function indicesOf(from: number, to: number): Int32Array {
  const indices = new Int32Array(Math.max(0, to - from));
  for (let i = 0; i < indices.length; i++) indices[i] = from + i;
  return indices;
}

/** @throws PickleError when `column` is no column with that name */
export function needed<Value>(value: Value | undefined, what: string): Value {
  if (value === undefined) throw new PickleError(`the table has no column ${JSON.stringify(what)}`);
  return value;
}
