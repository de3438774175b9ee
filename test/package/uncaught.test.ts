/**
 * What Node prints of an error that nobody catches: a line of code, the message and where it was called, not a
 * screenful.
 */
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, inject, test } from 'vitest';

/** Bytes on stderr. */
const MOST = 2500;

const PICKLES: readonly [name: string, data: string][] = [
  ['nothing', ''],
  ['text', 'hello world'],
  ['no opcode', '\x80\x04\xff'],
  ['cut off', '\x80\x04\x95\xff\0\0\0\0\0\0\0}'],
  ['a stack that is empty', '\x80\x04]a.'],
  ['a class that refuses', '\x80\x04cdatetime\ndate\nC\x01x\x85R.'],
];

test.each(PICKLES)('an error that nobody catches: %s', (_name, data) => {
  for (const [call, engine] of [
    ['loads', 'auto'],
    ['loads', 'wasm'],
    ['await load', 'wasm'],
  ]) {
    const bytes = JSON.stringify(Array.from(Buffer.from(data, 'latin1')));
    const program = `import { load, loads } from 'pickle-wasm';\n${call}(Uint8Array.from(${bytes}), { engine: '${engine}' });`;
    const { status, stderr } = spawnSync(process.execPath, ['--input-type=module', '-e', program], {
      cwd: inject('installed'),
      encoding: 'utf8',
    });
    expect(status).toBe(1);
    expect(stderr).toMatch(/(Unpickling|Truncated)Error: /);
    expect(stderr.length, stderr.slice(0, 200)).toBeLessThan(MOST);
    for (const line of stderr.split('\n')) expect(line.length).toBeLessThan(500);
  }
});

test('the source maps lead to files of the package', () => {
  const folder = join(inject('installed'), 'node_modules', 'pickle-wasm', 'dist', 'node');
  for (const name of [
    'index',
    'all',
    'numpy',
    'npy',
    'pandas',
    'scipy',
    'sklearn',
    'torch',
    'joblib',
    'table',
    'tape',
  ]) {
    const { sources } = JSON.parse(readFileSync(join(folder, `${name}.js.map`), 'utf8')) as { sources: string[] };
    for (const source of sources) expect(() => readFileSync(join(folder, source)), source).not.toThrow();
  }
});
