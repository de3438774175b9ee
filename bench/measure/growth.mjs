/**
 * Does the cost grow linearly? Time ÷ size on records from 1 KB to 500 MB.
 */
import { CASES } from '../inputs/cases.mjs';
import { prepareData } from '../inputs/data.mjs';
import { isResult } from '../reports/numbers.mjs';
import { measureRounds } from './rounds.mjs';

/** A hundred thousand records, the full size of the case, are about as many bytes of pickle. */
const FULL_SIZE = 9.1e6;

const SIZES = [
  { label: '1 KB', bytes: 1e3 },
  { label: '4 KB', bytes: 4e3 },
  { label: '10 KB', bytes: 1e4 },
  { label: '30 KB', bytes: 3e4 },
  { label: '100 KB', bytes: 1e5 },
  { label: '300 KB', bytes: 3e5 },
  { label: '1 MB', bytes: 1e6 },
  { label: '10 MB', bytes: 1e7 },
  { label: '100 MB', bytes: 1e8 },
  { label: '500 MB', bytes: 5e8 },
];

/** Sizes below this are quick enough for several rounds, and to count all values. */
const SEVERAL_ROUNDS = 5e7;
const MOST_ROUNDS = 2;

export const GROWTH_CONTESTANTS = /** @type {const} */ (['wasm', 'js', 'auto', 'JSON', 'CPython']);

/**
 * @typedef {object} GrowthResult
 * @property {string} label
 * @property {number} bytes of the pickle
 * @property {import('../reports/numbers.mjs').CaseResult['contestants']} contestants
 */

/**
 * @param {object} options
 * @param {string | undefined} options.python
 * @param {number} options.rounds
 * @param {import('../workers/processes.mjs').NodeProgram} options.node
 * @param {import('../workers/worker.mjs').Sampling} options.sampling
 * @param {number} options.most largest size, bytes
 * @param {(done: readonly GrowthResult[]) => void} onResult called after each size
 * @returns {Promise<GrowthResult[]>}
 */
export async function measureGrowth({ python, rounds, node, sampling, most }, onResult) {
  const cases = CASES.filter(({ name }) => name === 'records');
  /** @type {GrowthResult[]} */
  const results = [];
  for (const { label, bytes } of SIZES.filter((size) => size.bytes <= most)) {
    const folder = `growth/${label.replace(' ', '')}`;
    const { folder: path, ready } = await prepareData({ python, folder, scale: bytes / FULL_SIZE, protocol: 4, cases });
    const [{ data }] = ready;
    const large = bytes >= SEVERAL_ROUNDS;
    // On large inputs `auto` is `wasm`: a minute saved.
    const names = GROWTH_CONTESTANTS.filter(
      (name) => (python !== undefined || name !== 'CPython') && !(large && name === 'wasm'),
    );
    /** @type {Parameters<typeof measureRounds>[0]} */
    const job = { folder: path, name: 'records', data, operation: 'loads', sampling, check: !large };
    const contestants = await measureRounds(job, names, {
      python,
      node,
      rounds: large ? 1 : Math.min(rounds, MOST_ROUNDS),
    });
    const auto = contestants.auto;
    results.push({ label, bytes: isResult(auto) ? auto.bytes : bytes, contestants });
    onResult(results);
  }
  return results;
}

/**
 * @param {GrowthResult} result
 * @returns {string} a line: ns per byte of pickle
 */
export function formatGrowth({ label, bytes, contestants }) {
  const cells = Object.entries(contestants).map(([name, found]) => {
    const cell = isResult(found) ? ((found.median * 1e6) / bytes).toFixed(2) : `✗ (${found.error.slice(0, 60)})`;
    return `${name} ${cell.padStart(6)}`;
  });
  return `growth: ${label.padStart(6)}, ns per byte of pickle: ${cells.join('  ')}`;
}
