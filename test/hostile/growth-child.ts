/**
 * What growth.test.ts runs in a process of its own: reads the rows from `growthFrom` on with one engine in one model and prints a line of JSON
 * before each row and one for each that grows faster than its input. Whoever kills this process knows which row it was at.
 */
import { writeSync } from 'node:fs';
import { loads, PickleError } from '../../src/index.js';
import { type GrowthRow, growthRows } from './growth-rows.js';

/** What to do; set in front of this module. */
declare const growth: { from: number; engine: 'wasm' | 'js'; exact: boolean };

/** n of the first measurement. */
const N = 4000;
/** Below so many milliseconds for 4 n nothing is said. */
const SHORT = 60;
/** How often longer 4 n may take than n: linear is 4, quadratic 16. */
const RATIO = 8;
/** Megabytes by which the largest size of the process may grow in one row. */
const MEMORY = 300;

function say(line: object): void {
  writeSync(1, `${JSON.stringify(line)}\n`);
}

/** Milliseconds of a load, the least of `times`. */
function duration(data: Uint8Array, row: GrowthRow, times: number): number {
  let least = Infinity;
  for (let i = 0; i < times; i++) {
    const begun = performance.now();
    try {
      loads(data, { ...row.options, engine: growth.engine, exact: growth.exact });
    } catch (error) {
      if (!(error instanceof PickleError)) throw error;
    }
    least = Math.min(least, performance.now() - begun);
  }
  return least;
}

/** How a row grows too fast; undefined when it does not. A busy machine makes single measurements long: what looks bad is measured again. */
function complaint(row: GrowthRow): string | undefined {
  const large = row.make(4 * N);
  const before = process.resourceUsage().maxRSS / 1024;
  if (duration(large, row, 1) > SHORT) {
    const small = row.make(N);
    for (let tries = 0; ; tries++) {
      const [most, least] = [duration(large, row, 2), duration(small, row, 4)];
      if (most <= SHORT || most / least <= RATIO) break;
      if (tries === 2) return `${least.toFixed(1)} ms for ${small.length} bytes, ${most.toFixed(1)} ms for ${large.length}`;
    }
  }
  const grown = process.resourceUsage().maxRSS / 1024 - before;
  return grown > MEMORY ? `${Math.round(grown)} MB more for ${large.length} bytes` : undefined;
}

const rows = growthRows();
say({ rows: rows.length });
for (let index = growth.from; index < rows.length; index++) {
  const row = rows[index];
  say({ index, name: row.name, at: Date.now() });
  try {
    const text = complaint(row);
    if (text !== undefined) say({ name: row.name, complaint: text });
  } catch (error) {
    say({ name: row.name, complaint: String(error) });
  }
}
say({ done: true, at: Date.now() });
