/** Runs the installed command line, and knows some pickles. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, inject } from 'vitest';

/** How a run ended. */
export interface Run {
  status: number | null;
  stdout: string;
  stderr: string;
}

export const main = join(inject('installed'), 'node_modules', 'pickle-wasm', 'dist', 'cli', 'main.js');

/** The working folder of all runs. */
export const folder = realpathSync(mkdtempSync(join(tmpdir(), 'pickle-wasm-cli-')));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** The environment without what colours and the width of lines depend on. */
const { NO_COLOR: _, FORCE_COLOR: __, COLUMNS: ___, ...plainEnvironment } = process.env;

/** Runs `pickle-wasm` in the working folder. */
export function run(args: string[], options: { input?: Uint8Array; env?: Record<string, string> } = {}): Run {
  const { status, stdout, stderr } = spawnSync(process.execPath, [main, ...args], {
    cwd: folder,
    input: options.input ?? '',
    env: { ...plainEnvironment, ...options.env },
    encoding: 'utf8',
    maxBuffer: 2 ** 28,
  });
  return { status, stdout, stderr };
}

/** Writes a file into the working folder. */
export function write(name: string, data: Uint8Array): string {
  writeFileSync(join(folder, name), data);
  return name;
}

/** Reads a file from the working folder. */
export function read(name: string): Uint8Array {
  return readFileSync(join(folder, name));
}

/** A pickle in latin-1, as it is written in Python. */
export function pickle(text: string): Uint8Array {
  return Buffer.from(text, 'latin1');
}

/** The example of examples/; `orders.copy` in the working folder is the same. */
export const orders = fileURLToPath(new URL('../../examples/orders.pkl', import.meta.url));

writeFileSync(join(folder, 'orders.copy'), readFileSync(orders));
