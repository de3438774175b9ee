/** What CPython's pickler writes, byte for byte: `test/vectors/encode.json`, made by `make_encode.py`. */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { dump, dumps } from '../../src/write/dumps.js';
import { build, type Spelled } from './value-language.js';

interface Row {
  name: string;
  expr: string;
  value: Spelled;
  protocol: number;
  base64?: string;
  length?: number;
  sha256?: string;
  pythons: string[];
}

const rows: Row[] = JSON.parse(readFileSync(new URL('../vectors/encode.json', import.meta.url), 'utf8'));
/**
 * Where versions differ, the newest counts: nested names below protocol 4 were changed in 3.13, identical strings in C
 * modules before.
 */
const newest = [
  ...new Map([...rows].sort((a, b) => age(a) - age(b)).map((row) => [`${row.name}\0${row.protocol}`, row])).values(),
];

function age(row: Row): number {
  return Math.max(
    ...row.pythons.map((version) => Number(version.split('.')[0]) * 1000 + Number(version.split('.')[1])),
  );
}

function expectPickle(data: Uint8Array, row: Row): void {
  if (row.base64 !== undefined) {
    expect(hex(data), row.expr).toBe(hex(Buffer.from(row.base64, 'base64')));
  } else {
    expect(data.length, row.expr).toBe(row.length);
    expect(createHash('sha256').update(data).digest('hex'), row.expr).toBe(row.sha256);
  }
}

function hex(data: Uint8Array): string {
  return Buffer.from(data).toString('hex');
}

describe('encode.json', () => {
  it('comes from several versions', () => {
    expect(new Set(rows.flatMap((row) => row.pythons.map((version) => version.split('.')[0])))).toEqual(
      new Set(['2', '3']),
    );
  });

  for (const name of new Set(newest.map((row) => row.name))) {
    it(name, () => {
      for (const row of newest.filter((row) => row.name === name))
        expectPickle(dumps(build(row.value), { protocol: row.protocol }), row);
    });
  }

  it('is the same in a stream', async () => {
    for (const row of newest) {
      const chunks: Uint8Array[] = [];
      await dump(build(row.value), (chunk) => void chunks.push(chunk), { protocol: row.protocol });
      expectPickle(Buffer.concat(chunks), row);
    }
  });
});
