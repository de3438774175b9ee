/** The rows of vectors/pickletools.json, as make_pickletools.py describes them. */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';

/** A long text or pickle. */
export interface Digest {
  sha256: string;
  length: number;
}

export interface PickletoolsRow {
  name: string;
  pickle?: string;
  parts?: [string, number][];
  indent?: number;
  annotate?: number;
  memo?: number;
  dis: string | Digest;
  error?: [string, string | Digest];
  optimize?: string | Digest | [string, string];
  imports?: [string, string][];
}

export interface OpcodeRow {
  name: string;
  code: number;
  arg: string | null;
  argSize: number | null;
  stackBefore: string[];
  stackAfter: string[];
  proto: number;
  summary: string;
}

function read<T>(name: string): T[] {
  return (JSON.parse(readFileSync(new URL(`../vectors/${name}`, import.meta.url), 'utf8')) as { rows: T[] }).rows;
}

export const pickletoolsRows = read<PickletoolsRow>('pickletools.json');
export const opcodeRows = read<OpcodeRow>('opcodes.json');

/** The pickle of a row. */
export function pickleOf(row: PickletoolsRow): Uint8Array {
  if (row.pickle !== undefined) return new Uint8Array(Buffer.from(row.pickle, 'base64'));
  const pieces = (row.parts ?? []).map(([piece, count]) =>
    Buffer.from(Buffer.from(piece, 'base64').toString('latin1').repeat(count), 'latin1'),
  );
  return new Uint8Array(Buffer.concat(pieces));
}

/** What can be compared with a row's text: the text itself, or its digest where the row has one. */
export function comparable(actual: string | Uint8Array, expected: string | Digest): string | Digest {
  if (typeof expected === 'string') return typeof actual === 'string' ? actual : Buffer.from(actual).toString('base64');
  const bytes = typeof actual === 'string' ? Buffer.from(actual, 'utf8') : actual;
  return { sha256: createHash('sha256').update(bytes).digest('hex'), length: bytes.length };
}

/** Latin-1 text as bytes. */
export function bytes(text: string): Uint8Array {
  return new Uint8Array(Buffer.from(text, 'latin1'));
}
