/** Frames and series as tables of text, as pandas prints them. */
import { escaped } from '../../base/index.js';
import { floatRepr } from '../../text/index.js';
import { Bytes, Complex, Dict, Float, Tuple } from '../../values/index.js';
import { type Index, labelText, MultiIndex } from './indexes.js';
import { Missing } from './missing.js';
import type { Vector } from './vector.js';

/** Rows and columns that are shown; what pandas' options have as their defaults. */
const MAX_ROWS = 10;
const MAX_COLUMNS = 20;
/** Rows that are ever put into one text. */
const MOST_ROWS = 1 << 20;
/** Characters of a value, and digits behind the point. */
const MAX_WIDTH = 50;
const DIGITS = 6;

/** Options of a table of text. */
export interface TextOptions {
  /** Rows that are shown: the first and the last. Default 10. */
  maxRows?: number;
  /** Columns that are shown. Default 20. */
  maxColumns?: number;
}

/** The rows that are shown, and where some are left out. */
function shownOf(length: number, max: number): { places: number[]; gap: number } {
  if (length <= max) return { places: Array.from({ length }, (_, i) => i), gap: -1 };
  const first = Math.ceil(max / 2);
  return { places: Array.from({ length: max }, (_, i) => (i < first ? i : length - max + i)), gap: first };
}

/** The lines of a table: labels of rows to the left, headings above, numbers to the right. */
export function tableText(
  headings: readonly string[],
  index: Index,
  vectors: readonly Vector[],
  options: TextOptions = {},
): string {
  const { maxRows = MAX_ROWS, maxColumns = MAX_COLUMNS } = options;
  const { places, gap } = shownOf(index.length, Math.min(maxRows, MOST_ROWS));
  const columns = shownOf(vectors.length, maxColumns);
  const labels = levelColumns(index, places);
  const cells = columns.places.map((at) => [headings[at], ...columnTexts(vectors[at], places)]);
  if (columns.gap >= 0) cells.splice(columns.gap, 0, ['...', ...places.map(() => '...')]);
  const all = [...labels, ...cells].map((column) => {
    if (gap >= 0) column.splice(gap + 1, 0, '...');
    return column;
  });
  return aligned(all, labels.length).join('\n');
}

/** The columns of labels, each with the name of its level above it. */
function levelColumns(index: Index, places: readonly number[]): string[][] {
  if (!(index instanceof MultiIndex)) return [[nameText(index.name), ...columnTexts(index.array, places)]];
  return index.levels.map((_, level) => [
    nameText(index.names[level]),
    ...places.map((at) => valueText((index.at(at) as unknown[])[level] ?? null)),
  ]);
}

function nameText(name: unknown): string {
  return name === null || name === undefined ? '' : cut(labelText(name));
}

function cut(text: string): string {
  const line = escaped(text);
  return line.length > MAX_WIDTH ? `${line.slice(0, MAX_WIDTH - 1)}…` : line;
}

/** Texts of some values: floats with as many digits behind the point as the longest of them needs, six at most. */
function columnTexts(vector: Vector, places: readonly number[]): string[] {
  let values: unknown[];
  try {
    values = places.map((at) => vector.at(at));
  } catch {
    return places.map(() => '?');
  }
  if (!/float|double|Float/.test(vector.dtype)) return values.map(valueText);
  const floats = values.filter((value) => typeof value === 'number' && Number.isFinite(value)) as number[];
  if (floats.some((value) => value !== 0 && (Math.abs(value) >= 1e15 || Math.abs(value) < 10 ** -DIGITS)))
    return values.map(floatText);
  const digits = Math.max(1, ...floats.map((value) => value.toFixed(DIGITS).replace(/0+$/, '').split('.')[1].length));
  return values.map((value) =>
    typeof value === 'number' && Number.isFinite(value) ? value.toFixed(digits) : floatText(value),
  );
}

function floatText(value: unknown): string {
  return typeof value === 'number' ? (Number.isNaN(value) ? 'NaN' : floatRepr(value)) : valueText(value);
}

/** One value, on one line. */
export function valueText(value: unknown): string {
  if (value === null || value === undefined) return 'None';
  if (typeof value === 'boolean') return value ? 'True' : 'False';
  if (typeof value === 'number') return Number.isNaN(value) ? 'NaN' : String(value);
  if (typeof value === 'string') return cut(value);
  if (typeof value !== 'object') return cut(String(value));
  if (value instanceof Tuple) return `(${valueText(value.items).slice(1, -1)})`;
  if (Array.isArray(value)) return cut(`[${value.slice(0, MAX_WIDTH).map(innerText).join(', ')}]`);
  if (value instanceof Uint8Array || value instanceof Bytes) return cut(`<${value.length} bytes>`);
  if (value instanceof Float) return floatText(value.value);
  if (value instanceof Dict || value instanceof Map || isPlain(value as object)) return '{…}';
  // A frame in a frame, which may be the same one.
  if ('summary' in (value as object)) return `<${(value as object).constructor.name}>`;
  const known =
    value instanceof Missing ||
    value instanceof Complex ||
    Object.hasOwn(Object.getPrototypeOf(value) ?? {}, 'toString');
  return known ? cut(String(value)) : `<${(value as object).constructor?.name ?? 'object'}>`;
}

function isPlain(value: object): boolean {
  const prototype = Object.getPrototypeOf(value);
  return prototype === null || prototype === Object.prototype;
}

function innerText(value: unknown): string {
  return Array.isArray(value) ? '[…]' : value instanceof Tuple ? '(…)' : valueText(value);
}

/** Columns side by side, two blanks between them: the first `left` ones to the left, the others to the right. */
function aligned(columns: readonly (readonly string[])[], left: number): string[] {
  const widths = columns.map((column) => column.reduce((width, text) => Math.max(width, text.length), 0));
  return Array.from({ length: columns[0]?.length ?? 0 }, (_, row) =>
    columns
      .map((column, i) => (i < left ? column[row].padEnd(widths[i]) : column[row].padStart(widths[i])))
      .join('  ')
      .trimEnd(),
  );
}
