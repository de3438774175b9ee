/** Reads test/vectors/: rows that make_vectors.py wrote. test/vectors/README.md says what the fields mean. */
import { readFileSync } from 'node:fs';
import { inflateSync } from 'node:zlib';
import type { LoadOptions } from '../../src/index.js';

/** Base64, or the deflated form of long ones. */
type Packed = string | { deflate: string };

interface FileOf<Row> {
  rows: Row[];
}

interface ValueJson {
  name: string;
  expr: string;
  options?: LoadOptions;
  repr?: Packed;
  tokens: string[] | string[][] | { deflate: string };
  shared?: boolean;
  buffers?: Packed[];
  readonly?: boolean[];
  pickles: { protocol: number; python: string; pickle: Packed }[];
}

/** One way CPython writes a value. */
export interface Written {
  protocol: number;
  /** The interpreters that write these bytes, for instance `3.8, 3.9 pickle.py`. */
  python: string;
  data: Uint8Array;
}

/** A value and the pickles of it. */
export interface ValueRow<Tokens = string[]> {
  name: string;
  /** The Python expression. */
  expr: string;
  options: LoadOptions;
  /** `repr(value)` in Python; undefined for instances, and where it is very long. */
  repr: string | undefined;
  /** See typed.ts. */
  tokens: Tokens;
  /** Streams: one Pickler wrote all pickles, so they share a memo. */
  shared: boolean;
  /** Out-of-band buffers, and which of them are read-only. */
  buffers: Uint8Array[];
  readonly: boolean[];
  pickles: Written[];
}

/** A handmade pickle, or one of CPython's own test suite. */
export interface HandmadeRow {
  name: string;
  data: Uint8Array;
  options: LoadOptions;
  expected: 'value' | 'error';
  /** What CPython said, when it refused the pickle or reads it otherwise. */
  cpython: string | undefined;
  /** Why this package differs from CPython; undefined where it does not. */
  reason: string | undefined;
  repr: string | undefined;
  tokens: string[] | undefined;
}

interface HandmadeJson extends Omit<HandmadeRow, 'data' | 'options'> {
  pickle: string;
  options?: LoadOptions;
}

function read<Row>(name: string): Row[] {
  const file = JSON.parse(readFileSync(new URL(`../vectors/${name}.json`, import.meta.url), 'utf8')) as FileOf<Row>;
  return file.rows;
}

function inflate(packed: { deflate: string }): Buffer {
  return inflateSync(Buffer.from(packed.deflate, 'base64'));
}

/** A `Uint8Array` with nothing else in its ArrayBuffer, so that a read outside shows. */
function bytes(packed: Packed): Uint8Array {
  return Uint8Array.from(typeof packed === 'string' ? Buffer.from(packed, 'base64') : inflate(packed));
}

function unpack<Value>(packed: Value | { deflate: string }): Value {
  if (typeof packed === 'object' && packed !== null && 'deflate' in packed)
    return JSON.parse(inflate(packed).toString('latin1')) as Value;
  return packed as Value;
}

/** The rows of `values.<group>.json`. */
export function valueRows<Tokens = string[]>(group: string): ValueRow<Tokens>[] {
  return read<ValueJson>(`values.${group}`).map((row) => ({
    name: row.name,
    expr: row.expr,
    options: row.options ?? {},
    repr: unpack<string | undefined>(row.repr),
    tokens: unpack(row.tokens) as Tokens,
    shared: row.shared ?? false,
    buffers: (row.buffers ?? []).map(bytes),
    readonly: row.readonly ?? [],
    pickles: row.pickles.map(({ protocol, python, pickle }) => ({ protocol, python, data: bytes(pickle) })),
  }));
}

/** The rows of `negative.json`, `handmade.json` or `cpython-data.json`. */
export function handmadeRows(file: 'negative' | 'handmade' | 'cpython-data'): HandmadeRow[] {
  return read<HandmadeJson>(file).map(({ pickle, options, ...row }) => ({
    ...row,
    data: bytes(pickle),
    options: options ?? {},
  }));
}

/** One pickle with the options it needs: what the suites that do not care for values work on. */
export interface Sample {
  name: string;
  data: Uint8Array;
  options: LoadOptions;
}

/** Every pickle of at most `limit` bytes that is good. */
export function samples(limit: number): Sample[] {
  const out: Sample[] = [];
  for (const group of ['builtins', 'instances', 'python2']) {
    for (const row of valueRows(group)) {
      for (const { protocol, python, data } of row.pickles)
        out.push({ name: `${row.name}, protocol ${protocol}, ${python}`, data, options: row.options });
    }
  }
  for (const file of ['handmade', 'cpython-data'] as const) {
    for (const row of handmadeRows(file))
      if (row.expected === 'value') out.push({ name: row.name, data: row.data, options: row.options });
  }
  return out.filter((sample) => sample.data.length <= limit);
}

/** Every handmade pickle that is refused. */
export function refused(): Sample[] {
  return [...handmadeRows('negative'), ...handmadeRows('cpython-data').filter((row) => row.expected === 'error')];
}

/** One pickle of each value and protocol, and no bytes twice. */
export function distinct(rows: Sample[]): Sample[] {
  const seen = new Set<string>();
  return rows.filter(({ name, data }) => {
    const key = name.includes(', protocol') ? name.replace(/, protocol (\d).*/, ' $1') : hex(data);
    if (seen.has(key)) return false;
    seen.add(key);
    return true;
  });
}

/** Bytes as hex text, for messages. */
export function hex(data: Uint8Array): string {
  return Buffer.from(data).toString('hex');
}
