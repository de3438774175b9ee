/**
 * Memory while decoding: what is alive beyond the input and the result. memory-worker.mjs says how it is measured.
 */
import { CASES } from '../inputs/cases.mjs';
import { prepareData } from '../inputs/data.mjs';
import { isResult } from '../reports/numbers.mjs';
import { runScript } from '../workers/processes.mjs';

/** Cases at the usual size. */
const WHOLE = [
  'records',
  'tree',
  'floats',
  'mixints',
  'str_ascii',
  'bytes64m',
  'np64m',
  'np64m_oob',
  'instances',
  'cuda',
];
/** Enough to see that it works. */
const QUICK = ['records', 'cuda_small'];
/** Cases that are read from a file stream, too. */
const STREAMED = ['records', 'bytes64m', 'cuda', 'cuda_small'];

/**
 * @typedef {object} MemoryResult
 * @property {string} name case
 * @property {string} title
 * @property {boolean} stream
 * @property {import('../workers/memory-worker.mjs').Memory | import('../reports/numbers.mjs').Failure} memory
 */

/**
 * @param {object} options
 * @param {string | undefined} options.python
 * @param {string} options.folder where the data is
 * @param {number} options.scale
 * @param {import('../workers/processes.mjs').NodeProgram} options.node
 * @param {boolean} options.quick
 * @returns {Promise<MemoryResult[]>}
 */
export async function measureMemory({ python, folder, scale, node, quick }) {
  const cases = CASES.filter(({ name }) => (quick ? QUICK : WHOLE).includes(name));
  const data = await prepareData({ python, folder, scale, protocol: 4, cases });
  const results = [];
  for (const { benchCase, data: caseData } of data.ready) {
    const { name, title } = benchCase;
    for (const stream of STREAMED.includes(name) ? [false, true] : [false]) {
      const job = { folder: data.folder, name, data: caseData, stream };
      const memory = await runScript('memory-worker.mjs', job, node, ['--expose-gc']).catch((error) => ({
        error: error.message,
      }));
      results.push({ name, title, stream, memory });
    }
  }
  return results;
}

/** @param {number} bytes @returns {string} */
const megabytes = (bytes) => (bytes / 1e6).toFixed(2).padStart(8);

/**
 * @param {readonly MemoryResult[]} results
 * @returns {string} lines
 */
export function formatMemory(results) {
  const lines = results.map(({ name, stream, memory }) => {
    const title = `  ${name}${stream ? ', stream' : ''}`.padEnd(20);
    if (!isResult(memory)) return `${title}  ✗ ${memory.error}`;
    const { input, result, beyond, kept, linear } = memory;
    return `${title}  input ${megabytes(input)}  result ${megabytes(result)}  beyond ${megabytes(beyond)}  kept ${megabytes(kept)}  WASM ${megabytes(linear)}`;
  });
  return `memory while decoding, MB\n${lines.join('\n')}\n`;
}
