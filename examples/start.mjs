/**
 * Shows what is in a pickle, how Python and JavaScript see it, and how long the two engines take to load it.
 *
 *   npm start                  examples/orders.pkl
 *   npm start -- some.pkl      a file of yours
 */
import { readFileSync } from 'node:fs';
import { basename, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { inspect } from 'node:util';
import { engineInfo, loads, PickleError, repr } from '../dist/index.js';
import { lastEngine } from '../scripts/which-engine.mjs';

const WIDTH = Math.min(process.stdout.columns ?? 100, 140);
/** Time spent on each engine, in milliseconds: first to warm up, then to measure. */
const WARM_UP_TIME = 1000;
const MEASURE_TIME = 700;
/** Bounds on the runs of each engine. The JIT needs some tens of runs before a time says anything about the engine. */
const MAX_WARM_UPS = 60;
const MAX_RUNS = 101;
const MAX_ROWS = 14;

const colours = Boolean(process.stdout.isTTY) && !process.env.NO_COLOR;
/** @param {string} text @returns {string} */
const bold = (text) => (colours ? `\x1b[1m${text}\x1b[22m` : text);
/** @param {string} text @returns {string} */
const dim = (text) => (colours ? `\x1b[2m${text}\x1b[22m` : text);

/**
 * @param {string} text any text
 * @param {number} width columns
 * @returns {string} one line of at most that width
 */
function cut(text, width) {
  const line = text.replace(/\s*\n\s*/g, ' ');
  if (line.length <= width) return line;
  const rest = ` … ${(line.length - width).toLocaleString('en')} more`;
  return line.slice(0, Math.max(width - rest.length, 20)).replace(/[\ud800-\udbff]$/, '') + dim(rest);
}

/** @param {number} bytes @returns {string} */
function formatSize(bytes) {
  const units = ['bytes', 'KB', 'MB', 'GB'];
  const power = bytes < 1000 ? 0 : Math.min(Math.floor(Math.log10(bytes) / 3), 3);
  return `${(bytes / 1000 ** power).toFixed(power === 0 ? 0 : 1)} ${units[power]}`;
}

/** @param {number} ms @returns {string} */
function formatTime(ms) {
  return ms < 1 ? `${(ms * 1000).toFixed(ms < 0.01 ? 2 : 0)} µs` : `${ms.toFixed(ms < 100 ? 2 : 0)} ms`;
}

/** @param {number[]} samples @returns {number} */
function median(samples) {
  const sorted = [...samples].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

/**
 * Prints the value as Python writes it: a dict gets one line an entry, anything else one line.
 * @param {unknown} value loaded with `exact: true`
 */
function printPython(value) {
  const entries =
    typeof value === 'object' && value !== null && Symbol.iterator in value && 'keys' in value && 'get' in value;
  const pairs = entries && !Array.isArray(value) ? [.../** @type {Map<unknown, unknown>} */ (value)] : [];
  if (pairs.length === 0) {
    console.log(`  ${cut(repr(value), WIDTH - 4)}`);
    return;
  }
  console.log('  {');
  for (const [key, item] of pairs.slice(0, MAX_ROWS))
    console.log(`    ${cut(`${repr(key)}: ${repr(item)}`, WIDTH - 6)},`);
  if (pairs.length > MAX_ROWS) console.log(dim(`    … ${(pairs.length - MAX_ROWS).toLocaleString('en')} more entries`));
  console.log('  }');
}

/**
 * @param {unknown} value any value
 * @param {number} width columns
 * @returns {string} it on one line; coloured when it fits, since a cut must not fall into a colour code
 */
function inspectLine(value, width) {
  const options = { depth: 3, breakLength: Number.POSITIVE_INFINITY, maxArrayLength: 4, maxStringLength: width };
  const text = inspect(value, options);
  return text.length <= width && !text.includes('\n')
    ? inspect(value, { ...options, colors: colours })
    : cut(text, width);
}

/**
 * Prints the value as JavaScript sees it, laid out like the Python above it.
 * @param {unknown} value loaded with the default options
 */
function printJavaScript(value) {
  const isPlain = typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype;
  const pairs = isPlain ? Object.entries(value) : [];
  if (pairs.length === 0) {
    console.log(`  ${inspectLine(value, WIDTH - 4)}`);
    return;
  }
  console.log('  {');
  for (const [key, item] of pairs.slice(0, MAX_ROWS)) {
    const name = /^[A-Za-z_$][\w$]*$/.test(key) ? key : inspect(key);
    console.log(`    ${cut(name, WIDTH / 2)}: ${inspectLine(item, Math.max(WIDTH - 8 - name.length, 30))},`);
  }
  if (pairs.length > MAX_ROWS) console.log(dim(`    … ${(pairs.length - MAX_ROWS).toLocaleString('en')} more entries`));
  console.log('  }');
}

/**
 * Loads the pickle again and again on both engines in turn: first until both are warm, then to measure.
 * @param {Uint8Array} data the pickle
 * @returns {Record<'wasm' | 'js', number[]>} milliseconds of each warm run
 */
function timeEngines(data) {
  /** @type {('wasm' | 'js')[]} */
  const engines = engineInfo().wasm ? ['wasm', 'js'] : ['js'];
  interleave(data, engines, MAX_WARM_UPS, WARM_UP_TIME);
  return interleave(data, engines, MAX_RUNS, MEASURE_TIME);
}

/**
 * @param {Uint8Array} data the pickle
 * @param {readonly ('wasm' | 'js')[]} engines who takes part
 * @param {number} maxRuns of each
 * @param {number} time to spend on each, in milliseconds
 * @returns {Record<'wasm' | 'js', number[]>} milliseconds of each run
 */
function interleave(data, engines, maxRuns, time) {
  /** @type {Record<'wasm' | 'js', number[]>} */
  const samples = { wasm: [], js: [] };
  const end = performance.now() + time * engines.length;
  for (let round = 0; round < maxRuns && (round === 0 || performance.now() < end); round++) {
    for (const engine of engines) {
      const start = performance.now();
      loads(data, { engine });
      samples[engine].push(performance.now() - start);
    }
  }
  return samples;
}

/** @param {string} path the file to show */
function main(path) {
  const data = readFileSync(path);
  const exact = loads(data, { exact: true });
  const natural = loads(data);
  const ran = lastEngine(engineInfo);

  console.log(`${bold(basename(path))}  ${formatSize(data.length)}\n`);
  console.log(bold('Python'));
  printPython(exact);
  console.log(`\n${bold('JavaScript')}`);
  printJavaScript(natural);

  console.log(`\n${bold('Time to load')}  ${dim('median of warm, interleaved runs')}`);
  const samples = timeEngines(data);
  const names = { wasm: 'WebAssembly', js: 'JavaScript only' };
  for (const engine of /** @type {const} */ (['wasm', 'js'])) {
    const times = samples[engine];
    if (times.length === 0) {
      console.log(`  ${names[engine].padEnd(16)} ${dim('not available here')}`);
      continue;
    }
    const ms = median(times);
    const rate = `${(data.length / 1000 / ms).toFixed(0)} MB/s`;
    const chosen = engine === ran ? '  ← the engine chosen by default' : '';
    console.log(
      `  ${names[engine].padEnd(16)} ${formatTime(ms).padStart(9)} ${rate.padStart(10)}  ${dim(`${times.length} runs`)}${chosen}`,
    );
  }
}

// npm runs scripts in the project's folder; INIT_CWD is where the user was.
const path = process.argv[2]
  ? resolve(process.env.INIT_CWD ?? process.cwd(), process.argv[2])
  : fileURLToPath(new URL('orders.pkl', import.meta.url));
try {
  main(path);
} catch (error) {
  const { code, message } = /** @type {NodeJS.ErrnoException} */ (error);
  if (error instanceof PickleError) console.error(`${basename(path)} cannot be loaded: ${message}`);
  else if (code === 'ENOENT') console.error(`There is no file ${path}.`);
  else if (code === 'EISDIR') console.error(`${path} is a folder; name a pickle file.`);
  else if (code === 'EACCES') console.error(`${path} may not be read.`);
  else throw error;
  process.exitCode = 1;
}
