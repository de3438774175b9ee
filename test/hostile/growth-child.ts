/**
 * What growth.test.ts runs in a process of its own: reads the rows from `growth.from` on with the engines it is for in
 * both models and prints a line of JSON before each row and one for each that grows faster than its input. Whoever
 * kills this process knows which row it was at.
 */
import { writeSync } from 'node:fs';
import { type LoadOptions, loads, PickleError } from '../../src/index.js';
import { cpuTime } from '../helpers/cpu-time.js';
import { growthRows } from './growth-rows.js';

/** What to do; set in front of this module. */
declare const growth: { from: number };

const ENGINES = ['wasm', 'js'] as const;

/** Below so many milliseconds for 4 n nothing is said. */
const SHORT = 20;
/** From so many on one measurement is enough. */
const LONG = 1000;
/** Complaints after which the rest is not measured: each of them takes long. */
const MOST = 25;
/** How often longer 4 n may take than n: linear is 4, quadratic 16; and each doubling: 2, 4. */
const RATIO = 8;
const DOUBLING = 3.3;
/** Megabytes by which the largest size of the process may grow in one row. */
const MEMORY = 300;

function say(line: object): void {
  writeSync(1, `${JSON.stringify(line)}\n`);
}

/** Milliseconds of a load, the least of `times`. */
function duration(data: Uint8Array, options: LoadOptions, times: number): number {
  let least = Infinity;
  for (let i = 0; i < times && (i === 0 || least < LONG); i++) {
    const begun = cpuTime();
    try {
      loads(data, options);
    } catch (error) {
      if (!(error instanceof PickleError)) throw error;
    }
    least = Math.min(least, cpuTime() - begun);
  }
  return least;
}

/**
 * How n, 2 n and 4 n grow too fast; undefined when they do not. What looks bad is measured again: collections of
 * garbage come at any time.
 */
function complaint([small, middle, large]: readonly Uint8Array[], options: LoadOptions): string | undefined {
  const before = process.resourceUsage().maxRSS / 1024;
  // The first times are of code that the engine has not compiled yet, and of the largest memory.
  duration(small, options, 1);
  duration(middle, options, 1);
  let most = duration(large, options, 1);
  if (most > SHORT) {
    let least = duration(small, options, 4);
    let half = duration(middle, options, 3);
    // What grows by a step takes long once; what grows too fast, at every doubling.
    const isFast = () => most > RATIO * least || (most > DOUBLING * half && half > DOUBLING * least);
    for (let tries = 0; most > SHORT && isFast(); tries++) {
      const times = `${least.toFixed(1)}, ${half.toFixed(1)} and ${most.toFixed(1)} ms`;
      if (tries === 4 || most > LONG) return `${times} for ${small.length}, ${middle.length} and ${large.length} bytes`;
      most = Math.min(most, duration(large, options, 2));
      // The least of the large one is compared with what the others take at the same time.
      half = Math.max(half, duration(middle, options, 3));
      least = Math.max(least, duration(small, options, 4));
    }
  }
  const grown = process.resourceUsage().maxRSS / 1024 - before;
  return grown > MEMORY ? `${Math.round(grown)} MB more for ${large.length} bytes` : undefined;
}

const rows = growthRows();
say({ rows: rows.length });
let complaints = 0;
for (let index = growth.from; index < rows.length && complaints < MOST; index++) {
  const row = rows[index];
  const sizes = [1, 2, 4].map((times) => row.make(times * row.n));
  for (const engine of row.engine === undefined ? ENGINES : [row.engine]) {
    for (const exact of [false, true]) {
      const name = `${row.name} (${engine}, ${exact ? 'exact' : 'natural'})`;
      say({ index, name, at: cpuTime() });
      try {
        const text = complaint(sizes, { ...row.options, engine, exact });
        if (text === undefined) continue;
        say({ name, complaint: text });
        complaints++;
      } catch (error) {
        say({ name, complaint: String(error) });
      }
    }
  }
}
say({ done: true, at: cpuTime() });
