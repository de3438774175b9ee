/**
 * Every pickle of the vectors that is short enough, of NumPy and the standard library too, with the options it needs.
 */
import { readFileSync } from 'node:fs';
import type { LoadOptions } from '../../src/index.js';
import { refused, samples } from '../helpers/vectors.js';

/** A pickle to start from. */
export interface Seed {
  data: Uint8Array;
  options: LoadOptions;
}

interface OtherRow {
  pickle?: string;
  base64?: string;
  encoding?: string;
  buffers?: string[];
}

/** All pickles of at most `limit` bytes, none twice. */
export function corpus(limit: number): Seed[] {
  const rows: Seed[] = [...samples(limit), ...refused()].map(({ data, options }) => ({ data, options }));
  for (const file of ['numpy', 'stdlib', 'pickletools']) {
    const json = JSON.parse(readFileSync(new URL(`../vectors/${file}.json`, import.meta.url), 'utf8')) as
      | OtherRow[]
      | { rows: OtherRow[] };
    for (const row of Array.isArray(json) ? json : json.rows) {
      const text = row.pickle ?? row.base64;
      if (typeof text !== 'string') continue;
      const options: LoadOptions = {};
      if (row.encoding !== undefined) options.encoding = row.encoding;
      if (row.buffers !== undefined)
        options.buffers = row.buffers.map((buffer) => Uint8Array.from(Buffer.from(buffer, 'base64')));
      rows.push({ data: Uint8Array.from(Buffer.from(text, 'base64')), options });
    }
  }
  const seen = new Set<string>();
  return rows.filter(({ data }) => {
    const key = Buffer.from(data).toString('latin1');
    if (data.length === 0 || data.length > limit || seen.has(key)) return false;
    seen.add(key);
    return true;
  });
}
