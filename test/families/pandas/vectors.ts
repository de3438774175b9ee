/** Rows of ../vectors/pandas.json, which make_pandas.py wrote. */
import { readFileSync } from 'node:fs';
import { inflateRawSync } from 'node:zlib';

export interface IndexRow {
  kind: string;
  dtype: string;
  names: unknown[];
  values: unknown[];
  freq: string | null;
}

export interface Row {
  kind: 'frame' | 'series' | 'index' | 'scalar';
  name: unknown;
  case: string;
  pandas: string;
  protocol: number;
  pickle: string;
  shape: number[];
  columns: unknown[];
  dtypes: string[];
  dtype: string;
  index: IndexRow | string;
  names: unknown[];
  values: unknown[];
  freq: string | null;
  type: string;
  str: string;
  repr: string;
}

export const rows = JSON.parse(readFileSync(new URL('../../vectors/pandas.json', import.meta.url), 'utf8')) as Row[];

/** The pickle. */
export function bytesOf(row: Row): Uint8Array {
  return new Uint8Array(inflateRawSync(Buffer.from(row.pickle, 'base64')));
}

export function nameOf(row: Row): string {
  return `pandas ${row.pandas}, protocol ${row.protocol}: ${row.kind} ${row.case}`;
}
