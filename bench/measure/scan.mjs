/**
 * The scanner alone: the time that the WASM engine spends in WebAssembly, without the builder. workers/scan-worker.mjs
 * says how.
 */
import { CASES } from '../inputs/cases.mjs';
import { prepareData } from '../inputs/data.mjs';
import { isResult, median } from '../reports/numbers.mjs';
import { runScript } from '../workers/processes.mjs';

/** @typedef {import('../workers/processes.mjs').NodeProgram} NodeProgram */

/** The cases that have a target. */
const NAMES = ['records', 'tree', 'cuda', 'instances', 'ntuples', 'floats', 'smallints', 'str_ascii'];

/** Enough to see that it works. */
const QUICK = ['records', 'cuda_small'];

/**
 * @typedef {object} ScanTime
 * @property {number} scan ns per byte of pickle in the scanner: the median of the rounds' medians
 * @property {number} load ns per byte of the whole load
 */

/**
 * @typedef {object} ScanResult
 * @property {string} name case
 * @property {string} title
 * @property {Record<string, ScanTime | import('../reports/numbers.mjs').Failure>} nodes by version of Node
 */

/**
 * @param {object} options
 * @param {string | undefined} options.python
 * @param {string} options.folder where the data is
 * @param {number} options.scale
 * @param {readonly NodeProgram[]} options.nodes
 * @param {number} options.rounds
 * @param {import('../workers/worker.mjs').Sampling} options.sampling
 * @param {boolean} options.quick
 * @returns {Promise<ScanResult[]>}
 */
export async function measureScan({ python, folder, scale, nodes, rounds, sampling, quick }) {
  const names = quick ? QUICK : NAMES;
  const cases = CASES.filter(({ name }) => names.includes(name));
  const data = await prepareData({ python, folder, scale, protocol: 4, cases });
  const results = [];
  for (const { benchCase, data: caseData } of data.ready) {
    const { name, title } = benchCase;
    const job = { folder: data.folder, name, data: caseData, sampling };
    /** @type {ScanResult['nodes']} */
    const byNode = {};
    for (const node of nodes) byNode[node.version] = await measureOn(job, node, rounds);
    results.push({ name, title, nodes: byNode });
  }
  return results;
}

/**
 * @param {import('../workers/scan-worker.mjs').ScanJob} job @param {NodeProgram} node @param {number} rounds
 * @returns {Promise<ScanTime | import('../reports/numbers.mjs').Failure>}
 */
async function measureOn(job, node, rounds) {
  /** @type {ScanTime[]} */
  const times = [];
  try {
    for (let round = 0; round < rounds; round++) times.push(await runScript('scan-worker.mjs', job, node));
  } catch (error) {
    return { error: error instanceof Error ? error.message : String(error) };
  }
  return { scan: median(times.map(({ scan }) => scan)), load: median(times.map(({ load }) => load)) };
}

/**
 * @param {readonly ScanResult[]} results
 * @returns {string} lines
 */
export function formatScan(results) {
  const lines = results.map(({ name, nodes }) => {
    const cells = Object.entries(nodes).map(([version, found]) =>
      isResult(found)
        ? `Node ${version}: ${found.scan.toFixed(2)} of ${found.load.toFixed(2)}`
        : `Node ${version}: ✗ ${found.error.split('\n')[0]}`,
    );
    return `  ${name.padEnd(12)}  ${cells.join('   ')}`;
  });
  return `scan alone, of the whole load on WASM; ns per byte of pickle\n${lines.join('\n')}\n`;
}
