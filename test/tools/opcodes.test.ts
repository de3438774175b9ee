import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import type { ArgumentDescriptor } from '../../src/format/argument-words.js';
import { opcodeInfo, opcodes } from '../../src/format/opcodes.js';
import * as shared from '../../src/shared/opcodes.js';
import { opcodeRows } from './vectors.js';

/** `ArgumentDescriptor.n` of pickletools. */
function pickletoolsSize(arg: ArgumentDescriptor | null): number | null {
  if (arg === null) return null;
  if (arg.layout === 'fixed') return arg.size;
  if (arg.layout === 'lines') return -1;
  if (arg.size === 4) return arg.signed ? -3 : -4;
  return arg.size === 1 ? -2 : -5;
}

test("the table is CPython's, in its order", () => {
  const rows = opcodes.map((row) => ({
    name: row.name,
    code: row.code,
    arg: row.arg?.name ?? null,
    argSize: pickletoolsSize(row.arg),
    stackBefore: row.stackBefore.map((object) => object.name),
    stackAfter: row.stackAfter.map((object) => object.name),
    proto: row.proto,
    summary: row.summary,
  }));
  expect(rows).toEqual(opcodeRows);
  expect(rows).toHaveLength(68);
});

test('the table and the constants of both compilers name the same opcodes', () => {
  const constants = Object.entries(shared).sort(([a], [b]) => (a < b ? -1 : 1));
  const rows = opcodes.map((row): [string, number] => [row.name, row.code]).sort(([a], [b]) => (a < b ? -1 : 1));
  expect(rows).toEqual(constants);
});

test('opcodeInfo finds every row, and nothing else', () => {
  for (const row of opcodes) expect(opcodeInfo(row.code)).toBe(row);
  const known = Array.from({ length: 256 }, (_, code) => opcodeInfo(code)).filter((row) => row !== undefined);
  expect(known).toHaveLength(68);
});

test('every row is explained in one line of its own words', () => {
  for (const row of opcodes) {
    expect(row.doc.length, row.name).toBeGreaterThan(20);
    expect(row.doc, row.name).not.toContain('\n');
    expect(row.doc, row.name).not.toContain(row.summary);
  }
});

test('docs/opcodes.md is what the table makes', () => {
  const script = fileURLToPath(new URL('../../scripts/make-opcode-docs.mjs', import.meta.url));
  execFileSync(process.execPath, [script, '--check'], { stdio: 'pipe' });
});
