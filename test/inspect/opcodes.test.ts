import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import type { ArgumentDescriptor } from '../../src/format/argument-words.js';
import { argumentBytes, isCounted, lineCount, pushes } from '../../src/format/opcode-bytes.js';
import { opcodeInfo, opcodes } from '../../src/format/opcodes.js';
import { FIRST_OPCODE, HIGHEST_PROTOCOL, LAST_OPCODE, OPCODE_TRAITS } from '../../src/shared/opcode-traits.js';
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

/** What pickletools says of an argument: `ArgumentDescriptor.n`, which is a length or one of five negative codes. */
const WIDTHS: Readonly<Record<string, [width: number, isCounted: boolean]>> = {
  null: [0, false],
  '-1': [0, false],
  '-2': [1, true],
  '-3': [4, true],
  '-4': [4, true],
  '-5': [8, true],
};

test('the traits that both compilers read are what pickletools says', () => {
  for (const { name, code, arg, argSize, stackBefore, stackAfter } of opcodeRows) {
    const [width, counted] = WIDTHS[String(argSize)] ?? [argSize, false];
    expect([name, argumentBytes(code), isCounted(code)]).toEqual([name, width, counted]);
    expect([name, lineCount(code)]).toEqual([name, argSize !== -1 ? 0 : arg?.endsWith('_pair') ? 2 : 1]);
    if (stackAfter.length > stackBefore.length || stackAfter.includes('mark'))
      expect([name, pushes(code)]).toEqual([name, true]);
    if (stackAfter.length === 0) expect([name, pushes(code)]).toEqual([name, false]);
    // What pushes nothing and leaves something leaves what it found.
    if (!pushes(code))
      expect([name, stackAfter]).toEqual([name, stackAfter.length === 0 ? [] : stackBefore.slice(0, 1)]);
  }
  expect(HIGHEST_PROTOCOL).toBe(Math.max(...opcodeRows.map((row) => row.proto)));
  expect(FIRST_OPCODE).toBe(Math.min(...opcodeRows.map((row) => row.code)));
  expect(LAST_OPCODE).toBe(Math.max(...opcodeRows.map((row) => row.code)));
  expect(OPCODE_TRAITS).toHaveLength(LAST_OPCODE - FIRST_OPCODE + 1);
  const known = new Set(opcodeRows.map((row) => row.code));
  for (let code = 0; code < 256; code++)
    if (!known.has(code)) expect([argumentBytes(code), lineCount(code), isCounted(code)]).toEqual([0, 0, false]);
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
