/**
 * Lines of text in small chunks: time and memory in proportion to their length, and no waiting for bytes behind the
 * line.
 */
import { describe, expect, it } from 'vitest';
import { load, TruncatedError } from '../../src/index.js';
import { ENGINES } from '../helpers/engines.js';
import { pickle } from '../helpers/program.js';
import { inChild } from './child.js';

/** What is in front of the long text, and behind. */
const OPCODES: [name: string, before: string, digit: string, after: string][] = [
  ['INT', 'I', '1', '\\n.'],
  ['LONG', 'L', '1', 'L\\n.'],
  ['FLOAT', 'F', '1', '\\n.'],
  ['STRING', "S'", 'a', "'\\n."],
  ['UNICODE', 'V', 'a', '\\n.'],
  ['GLOBAL, module', 'c', 'a', '\\nb\\n.'],
  ['GLOBAL, name', 'ca\\n', 'b', '\\n.'],
  ['INST, name', '(ia\\n', 'b', '\\n.'],
  ['PERSID', 'P', 'a', '\\n.'],
  ['GET', 'g', '1', '\\n.'],
  ['PUT', 'Np', '1', '\\n.'],
];

describe.each(ENGINES)('long lines, engine %s', (engine) => {
  it.each(OPCODES)('%s', (_name, before, digit, after) => {
    const { status, stdout, stderr } = inChild(
      `const data = Buffer.from('${before.replace("'", "\\'")}' + '${digit}'.repeat(3e6) + '${after.replace("'", "\\'")}');
      async function* chunks(size, data) { for (let i = 0; i < data.length; i += size) yield data.subarray(i, i + size); }
      const run = async (size, data) => {
        try { await pickle.load(chunks(size, data), { engine: '${engine}' }); } catch (e) { if (!(e instanceof pickle.PickleError) || /memory/.test(e.message)) throw e; }
      };
      await run(1400, data);
      await run(1, Buffer.concat([data.subarray(0, 300000), data.subarray(-6)]));
      if (process.memoryUsage().rss > 500e6) throw new Error('too much memory');
      console.log('done');`,
      { timeoutMs: 12_000, memoryMB: 256 },
    );
    expect(stderr).toBe('');
    expect(stdout).toBe('done\n');
    expect(status).toBe(0);
  });

  it('does not wait for what is behind the line', async () => {
    async function* source(): AsyncGenerator<Uint8Array> {
      for (const part of ['I12', '34', '\n', '.']) yield pickle(part);
      throw new Error('nobody asked for more');
    }
    expect(await load(source(), { engine })).toBe(1234);
  });

  it('says what is cut off', async () => {
    async function* source(): AsyncGenerator<Uint8Array> {
      for (const part of ['cmod', 'ule\nna', 'me']) yield pickle(part);
    }
    await expect(load(source(), { engine })).rejects.toThrow(TruncatedError);
  });
});
