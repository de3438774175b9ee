/**
 * Time and memory are in proportion to the input, for every opcode and for everything that a name of the standard
 * registry can be made to do (growth-rows.ts). Measured in a process of its own, because what is worse than quadratic
 * would not end.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { buildSync } from 'esbuild';
import { afterAll, describe, expect, it } from 'vitest';
import { opcodes } from '../../src/format/opcodes.js';
import { inChild } from './child.js';
import { OPCODES } from './growth-rows.js';

/** Milliseconds of processor time after which a child is killed, and those that one row must have had to be blamed for it. */
const TIME = 300_000;
const ROW_TIME = 10_000;
/** Rows that end their process, after which the others are not tried. */
const MOST_KILLED = 2;

const directory = mkdtempSync(join(tmpdir(), 'pickle-wasm-growth-'));
afterAll(() => rmSync(directory, { recursive: true, force: true }));

/** The rows and what measures them as one module: its address. */
function childModule(): string {
  const outfile = join(directory, 'growth.mjs');
  buildSync({
    entryPoints: [fileURLToPath(new URL('growth-child.ts', import.meta.url))],
    bundle: true,
    format: 'esm',
    platform: 'node',
    target: 'node20',
    outfile,
    define: { 'import.meta.url': JSON.stringify(new URL('growth-rows.ts', import.meta.url).href) },
  });
  return pathToFileURL(outfile).href;
}

interface Line {
  index?: number;
  name?: string;
  at?: number;
  complaint?: string;
  done?: boolean;
}

/** Runs all rows, over rows that end the process if need be. */
function complaints(module: string): string[] {
  const found: string[] = [];
  let from = 0;
  for (let killed = 0; killed < MOST_KILLED; ) {
    const code = `globalThis.growth = ${JSON.stringify({ from })};\nawait import(${JSON.stringify(module)});`;
    const { stdout, stderr } = inChild(code, { timeoutMs: TIME });
    const lines = stdout.split('\n').filter((line) => line.endsWith('}')).map((line) => JSON.parse(line) as Line); // biome-ignore format: short
    for (const { name, complaint } of lines) if (complaint !== undefined) found.push(`${name}: ${complaint}`);
    if (lines.some(({ done }) => done)) return found;
    const last = lines.filter(({ index }) => index !== undefined).at(-1);
    if (last?.index === undefined) throw new Error(stderr);
    // A process that was killed because all rows together took long goes on with the row it was at.
    const isGuilty = !(stderr === '' && TIME - (last.at ?? 0) < ROW_TIME);
    if (isGuilty) {
      found.push(`${last.name}: ended the process: ${stderr.slice(0, 300) || 'out of time'}`);
      killed++;
    }
    if (!isGuilty && last.index === from) throw new Error(`${last.name}: no row was done in ${TIME} ms`);
    from = last.index + (isGuilty ? 1 : 0);
  }
  return found;
}

describe('growth', () => {
  it('has rows for every opcode', () => {
    expect(Object.keys(OPCODES).sort()).toEqual(opcodes.map(({ name }) => name).sort());
    for (const [name, rows] of Object.entries(OPCODES)) expect(rows.length, name).toBeGreaterThan(0);
  });

  it('is linear', () => expect(complaints(childModule())).toEqual([]), 2 * MOST_KILLED * TIME);
});
