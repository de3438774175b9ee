/**
 * The first call of a process: what importing the package takes, and what the first decoding takes, WebAssembly's
 * compiling included.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { CASES } from '../inputs/cases.mjs';
import { prepareData } from '../inputs/data.mjs';
import { splitMessages } from '../inputs/messages.mjs';
import { isResult, median } from '../reports/numbers.mjs';
import { runScript } from '../workers/processes.mjs';

/** Each in a process of its own. */
const CONTESTANTS = ['auto', 'wasm', 'js', 'pickleparser', 'JSON'];

/**
 * @typedef {object} ColdJob
 * @property {string} contestant
 * @property {string} file
 */

/**
 * @typedef {object} ColdTimes ms
 * @property {number} import of the package
 * @property {number} first call
 * @property {number} second call
 */

/**
 * @typedef {object} ColdResult
 * @property {string} title of the input
 * @property {number} bytes of the pickle
 * @property {Record<string, ColdTimes | import('../reports/numbers.mjs').Failure>} contestants
 */

/**
 * Makes the inputs: one small message, and records of more than 64 KB.
 * @param {string | undefined} python
 * @returns {Promise<{ title: string, pickle: string, json: string, bytes: number }[]>} files
 */
async function makeInputs(python) {
  const cases = CASES.filter(({ name }) => name === 'tiny' || name === 'records');
  const { folder, ready } = await prepareData({ python, folder: 'cold', scale: 0.01, protocol: 4, cases });
  return ready.map(({ data }) => {
    const files = [data.pickle, /** @type {string} */ (data.json)].map((name) => join(folder, name));
    if (!data.messages)
      return { title: '1000 dicts × 8 keys', pickle: files[0], json: files[1], bytes: readFileSync(files[0]).length };
    const [pickle, json] = files.map((file) => {
      const first = `${file}.first`;
      writeFileSync(first, splitMessages(readFileSync(file))[0]);
      return first;
    });
    return { title: 'one small message', pickle, json, bytes: readFileSync(pickle).length };
  });
}

/**
 * @param {{ python: string | undefined, rounds: number, node: import('../workers/processes.mjs').NodeProgram }} options
 * @returns {Promise<ColdResult[]>} medians over the rounds
 */
export async function measureCold({ python, rounds, node }) {
  const results = [];
  for (const { title, pickle, json, bytes } of await makeInputs(python)) {
    /** @type {Map<string, ColdTimes[]>} */
    const times = new Map(CONTESTANTS.map((name) => [name, []]));
    /** @type {ColdResult['contestants']} */
    const contestants = {};
    for (let round = 0; round < rounds; round++) {
      for (const [contestant, measured] of times) {
        if (contestants[contestant]) continue;
        try {
          measured.push(
            await runScript('cold-worker.mjs', { contestant, file: contestant === 'JSON' ? json : pickle }, node),
          );
        } catch (error) {
          contestants[contestant] = { error: error instanceof Error ? error.message : String(error) };
        }
      }
    }
    for (const [contestant, measured] of times) {
      if (contestants[contestant]) continue;
      contestants[contestant] = {
        import: median(measured.map((time) => time.import)),
        first: median(measured.map(({ first }) => first)),
        second: median(measured.map(({ second }) => second)),
      };
    }
    results.push({ title, bytes, contestants });
  }
  return results;
}

/**
 * @param {readonly ColdResult[]} results
 * @returns {string} lines
 */
export function formatCold(results) {
  const lines = results.flatMap(({ title, bytes, contestants }) => [
    `cold: ${title}, ${bytes} bytes; ms`,
    ...Object.entries(contestants).map(([name, found]) => {
      if (!isResult(found)) return `  ${name.padEnd(12)}  ✗ ${found.error}`;
      const cells = [found.import, found.first, found.second].map((ms) => ms.toFixed(2).padStart(8));
      return `  ${name.padEnd(12)}  import ${cells[0]}  first call ${cells[1]}  second ${cells[2]}`;
    }),
  ]);
  return `${lines.join('\n')}\n`;
}
