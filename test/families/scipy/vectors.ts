/** Rows of ../vectors/sklearn.json, which make_sklearn.py wrote. */
import { readFileSync } from 'node:fs';
import { inflateRawSync } from 'node:zlib';
import { Bytes, Complex, Float, NDArray, NumPyScalar, Tuple } from '../../../src/index.js';

interface Common {
  readonly case: string;
  readonly version: string;
  readonly protocol: number;
  readonly pickle: string;
  readonly repr: string;
}

export interface SparseRow extends Common {
  readonly kind: 'sparse';
  readonly format: string;
  readonly shape: number[];
  readonly dtype: string;
  readonly nnz: number;
  readonly coords: number[][];
  readonly data: unknown[];
  readonly dense: unknown[] | null;
}

export interface EstimatorRow extends Common {
  readonly kind: 'estimator';
  readonly class: string;
  readonly module: string;
  readonly params: Record<string, unknown>;
  readonly fitted: Record<string, unknown>;
  readonly steps: [string, unknown][] | null;
  readonly tree: Record<string, unknown> | null;
  readonly estimators: string[] | null;
}

export const rows = JSON.parse(readFileSync(new URL('../../vectors/sklearn.json', import.meta.url), 'utf8')) as (
  | SparseRow
  | EstimatorRow
)[];
export const sparseRows = rows.filter((row) => row.kind === 'sparse');
export const estimatorRows = rows.filter((row) => row.kind === 'estimator');

/** The pickle. */
export function bytesOf(row: Common): Uint8Array {
  return new Uint8Array(inflateRawSync(Buffer.from(row.pickle, 'base64')));
}

export function nameOf(row: Common): string {
  return `${row.version}, protocol ${row.protocol}: ${row.case}`;
}

/** A value in the notation of the vectors. */
export function plain(value: unknown): unknown {
  if (value instanceof Float || value instanceof NumPyScalar) return plain(value.value);
  if (typeof value === 'bigint') return { int: String(value) };
  if (typeof value === 'number')
    return Number.isFinite(value) ? value : { float: String(value).replace('Infinity', 'inf').replace('NaN', 'nan') };
  if (value === null || typeof value === 'string' || typeof value === 'boolean') return value;
  if (value instanceof Complex) return { complex: [value.real, value.imag] };
  if (value instanceof Tuple) return plain(value.items);
  if (Array.isArray(value)) return value.map(plain);
  if (value instanceof NDArray) return { array: plain(value.toArray()), dtype: value.dtype.name };
  return value instanceof Uint8Array || value instanceof Bytes
    ? { bytes: value.length }
    : { class: (value as { className?: string }).className };
}
