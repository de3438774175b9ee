/** What each column is in Arrow: its type, its buffers and its children. */
import { PickleError } from '../../base/index.js';
import { toJSONText } from '../../inspect/index.js';
import type { Column } from '../columns/column.js';
import { ColumnBuilder } from '../columns/column-builder.js';
import { ListColumn, StructColumn } from '../columns/nested-columns.js';
import {
  BinaryColumn,
  BoolColumn,
  MixedColumn,
  NullColumn,
  NumberColumn,
  SharedColumn,
} from '../columns/scalar-columns.js';
import { encodeTexts, StringColumn, type TextBytes } from '../columns/string-column.js';
import type { ArrowOptions } from './stream.js';

/** Numbers of the union `Type`. Source: Arrow's format/Schema.fbs. */
export const TYPE_NULL = 1;
export const TYPE_INT = 2;
export const TYPE_FLOAT = 3;
export const TYPE_BINARY = 4;
export const TYPE_UTF8 = 5;
export const TYPE_BOOL = 6;
export const TYPE_LIST = 12;
export const TYPE_STRUCT = 13;

/** A column ready to be written. */
export interface Plan {
  readonly name: string;
  readonly type: number;
  /** Of TYPE_INT. */
  readonly bits: number;
  readonly length: number;
  readonly nullCount: number;
  /** Validity first, empty when all values are there. */
  readonly buffers: readonly Uint8Array[];
  readonly children: readonly Plan[];
  /** The distinct values, where `buffers` hold codes. */
  readonly dictionary: Plan | undefined;
}

/** Shared objects inside shared objects: a cycle has no end. */
const MAX_DEPTH = 16;
/** Rows of a child that shared objects may become: Arrow's List and Struct have each of them as often as it is met. */
const MAX_EXPANDED = 2 ** 28;

const NO_BYTES = /*#__PURE__*/ new Uint8Array(0);

/** @throws PickleError when Arrow has no type for the column */
export function planOf(name: string, column: Column, options: ArrowOptions, path = name, depth = 0): Plan {
  const { length } = column;
  const plan = (type: number, buffers: Uint8Array[], more: Partial<Plan> = {}): Plan => ({
    name,
    type,
    bits: 0,
    length,
    nullCount: column.nullCount,
    buffers: [column.validity ?? NO_BYTES, ...buffers],
    children: [],
    dictionary: undefined,
    ...more,
  });
  const text = ({ offsets, bytes }: TextBytes, type: number) => plan(type, [memory(offsets), bytes]);
  if (column instanceof NullColumn) return { ...plan(TYPE_NULL, []), buffers: [] };
  if (column instanceof BoolColumn) return plan(TYPE_BOOL, [column.bits]);
  if (column instanceof NumberColumn) {
    const type = column.kind === 'float64' ? TYPE_FLOAT : TYPE_INT;
    return plan(type, [memory(column.values)], { bits: column.kind === 'int32' ? 32 : 64 });
  }
  if (column instanceof StringColumn) {
    const { codes, dictionary } = column;
    if (codes === undefined) return text(column, TYPE_UTF8);
    const texts = new StringColumn(
      dictionary.length,
      undefined,
      textBytes(dictionary.length, (i) => dictionary[i]),
    );
    return plan(TYPE_UTF8, [memory(codes)], { dictionary: planOf(name, texts, options) });
  }
  if (column instanceof BinaryColumn) return text(binaryBytes(column), TYPE_BINARY);
  if (column instanceof ListColumn) {
    const { offsets, child } = column.expanded(MAX_EXPANDED);
    return plan(TYPE_LIST, [memory(offsets)], { children: [planOf('item', child, options, `${path}[]`, depth)] });
  }
  if (column instanceof StructColumn) {
    const children = column.names.map((key, i) => planOf(key, column.columns[i], options, `${path}.${key}`, depth));
    return plan(TYPE_STRUCT, [], { children });
  }
  if (column instanceof SharedColumn && depth < MAX_DEPTH) {
    const inside = new Set(column.distinct);
    const builder = new ColumnBuilder({ exact: options.exact === true, isKept: (value) => !inside.has(value) });
    for (const value of column.distinct) builder.push(value);
    let codes = column.codes;
    if (column.nullable) {
      // None is one more of them.
      builder.pushNull();
      codes = codes.map((code, i) => (column.isNull(i) ? column.distinct.length : code));
    }
    return planOf(name, builder.finish().take(codes), options, path, depth + 1);
  }
  if (options.mixed === 'json' && (column instanceof MixedColumn || column instanceof SharedColumn)) {
    return text(
      textBytes(length, (i) => (column.isNull(i) ? '' : toJSONText(column.get(i)))),
      TYPE_UTF8,
    );
  }
  throw new PickleError(
    `column ${JSON.stringify(path)} has values of several sorts, or of one that Arrow has no type for: ` +
      "leave it out with select(), or write it as JSON text with toArrow({ mixed: 'json' })",
  );
}

function textBytes(count: number, text: (index: number) => string): TextBytes {
  const bytes = encodeTexts(count, text);
  if (bytes === undefined) throw new PickleError('a column of more than 2 GB of text: write the table in slices');
  return bytes;
}

function binaryBytes(column: BinaryColumn): TextBytes {
  const offsets = new Int32Array(column.length + 1);
  let end = 0;
  for (let i = 0; i < column.length; i++) {
    end += column.values[i]?.length ?? 0;
    if (end > 0x7fffffff) throw new PickleError('a column of more than 2 GB of bytes: write the table in slices');
    offsets[i + 1] = end;
  }
  const bytes = new Uint8Array(end);
  for (let i = 0; i < column.length; i++) bytes.set(column.values[i] ?? NO_BYTES, offsets[i]);
  return { offsets, bytes };
}

function memory({ buffer, byteOffset, byteLength }: ArrayBufferView): Uint8Array {
  return new Uint8Array(buffer as ArrayBuffer, byteOffset, byteLength);
}
