/**
 * What is read and written again is the same to pandas: `DataFrame.equals`, dtypes, blocks, labels, names, attrs, by
 * each protocol.
 */
import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { findVenv } from '../../../scripts/python-venv.mjs';
import { dumps, loads, Registry } from '../../../src/index.js';
import { pandas } from '../../../src/pandas.js';
import { ENGINES } from '../../helpers/engines.js';
import { bytesOf, nameOf, rows } from './vectors.js';

const registry = new Registry().use(pandas);
const SCRIPT = fileURLToPath(new URL('../../vectors/make_pandas.py', import.meta.url));
const VERSIONS = { pandas1: '1.5', pandas2: '2.', pandas3: '3.' };
const base64 = (data: Uint8Array) => Buffer.from(data).toString('base64');

describe.each(Object.entries(VERSIONS))('%s', (name, version) => {
  const python = findVenv(name);
  if (python === undefined) {
    console.warn(`not compared with ${name}: it is not there; run: node scripts/python-venv.mjs ${name}`);
    test(`${name} is told to be missing`, () => expect(findVenv(name)).toBeUndefined());
    return;
  }
  describe.each([false, true])('exact %s', (exact) => {
    test('loads what is written as an equal object', () => {
      const labels: string[] = [];
      const lines: string[] = [];
      // In the natural model a user's own tuple inside a user's own object is a list; what pandas itself needs is kept.
      const isKept = (name: string) => exact || name !== 'objects';
      for (const row of rows.filter((each) => each.pandas.startsWith(version) && isKept(each.case))) {
        const data = bytesOf(row);
        for (const engine of ENGINES) {
          const value = loads(data, { engine, exact, registry });
          for (const protocol of new Set([row.protocol, 2, 4, 5])) {
            labels.push(`${nameOf(row)}, written by ${protocol}`);
            lines.push(JSON.stringify([base64(data), base64(dumps(value, { protocol }))]));
          }
        }
      }
      expect(lines.length).toBeGreaterThan(300);
      const output = execFileSync(python, ['-W', 'ignore', SCRIPT, '--compare'], {
        input: lines.join('\n'),
        encoding: 'utf8',
        maxBuffer: 1 << 28,
      });
      const answers = output
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line) as unknown);
      expect(answers.length).toBe(lines.length);
      expect(labels.map((label, i) => `${label}: ${answers[i]}`).filter((_, i) => answers[i] !== true)).toEqual([]);
    });
  });
});
