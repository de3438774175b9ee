/**
 * What is read and written again is the same to SciPy and scikit-learn: classes, dtypes, arrays, all attributes, by
 * each protocol.
 */
import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { findVenv } from '../../../scripts/python-venv.mjs';
import { dumps, loads, Registry } from '../../../src/index.js';
import { scipy } from '../../../src/scipy.js';
import { sklearn } from '../../../src/sklearn.js';
import { ENGINES } from '../../helpers/engines.js';
import { bytesOf, nameOf, rows } from '../scipy/vectors.js';

const registry = new Registry().use(scipy).use(sklearn);
const SCRIPT = fileURLToPath(new URL('../../vectors/make_sklearn.py', import.meta.url));
const VERSIONS = ['1.9.1', '1.17.1'];
const base64 = (data: Uint8Array) => Buffer.from(data).toString('base64');
const python = findVenv('sklearn');

describe.skipIf(python === undefined)('sklearn', () => {
  test.each([false, true])('loads what is written as an equal object, exact %s', (exact) => {
    const labels: string[] = [];
    const lines: string[] = [];
    for (const row of rows.filter(({ version }) => VERSIONS.includes(version))) {
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
    const output = execFileSync(python as string, ['-W', 'ignore', SCRIPT, '--compare'], {
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

test.runIf(python === undefined)('sklearn is told to be missing', () => {
  console.warn('not compared with scikit-learn: it is not there; run: node scripts/python-venv.mjs sklearn');
  expect(findVenv('sklearn')).toBeUndefined();
});
