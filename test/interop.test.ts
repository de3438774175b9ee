/** Against a live Python, when there is one on PATH: random values made there, read here, compared by repr. */
import { execFileSync, spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { repr } from '../src/index.js';
import { ENGINES, expectEngine, loadsOn } from './helpers/engines.js';

const PYTHON = process.env.PYTHON ?? 'python3';
const SEED = Number(process.env.FC_SEED ?? 20260101);
const COUNT = 400;
const found = spawnSync(PYTHON, ['-c', 'import sys; print(sys.version.split()[0])'], { encoding: 'utf8' });
const version = found.status === 0 ? found.stdout.trim() : undefined;
if (version === undefined) console.warn(`interop: no ${PYTHON} on PATH, nothing is compared with a live Python`);

interface Line {
  repr: string;
  pickles: string[];
}

/** Random nested values, each pickled at all protocols by both picklers of the interpreter: one JSON line each. */
function randomValues(seed: number, count: number): Line[] {
  const script = fileURLToPath(new URL('helpers/random_values.py', import.meta.url));
  const output = execFileSync(PYTHON, [script, String(seed), String(count)], {
    encoding: 'utf8',
    maxBuffer: 1 << 28,
    env: { ...process.env, PYTHONHASHSEED: '0', PYTHONDONTWRITEBYTECODE: '1' },
  });
  return output
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as Line);
}

describe.runIf(version !== undefined)(`Python ${version}`, () => {
  const lines = version === undefined ? [] : randomValues(SEED, COUNT);

  describe.each(ENGINES)('engine %s', (engine) => {
    it('is the one that runs', () => expectEngine(engine));

    it(`reads ${COUNT} random values at every protocol`, () => {
      expect(lines.length).toBe(COUNT);
      for (const line of lines) {
        for (const packed of line.pickles) {
          const data = Uint8Array.from(Buffer.from(packed, 'base64'));
          expect(repr(loadsOn(engine, data, { exact: true })), packed).toBe(line.repr);
        }
      }
    }, 60_000);
  });
});
