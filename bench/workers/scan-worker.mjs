/**
 * One process, one input: how much of a load on WASM is the scanner's? Started by measure/scan.mjs.
 *
 * The watch stands between the package and the scanner and adds up the time of its calls, in the midst of real loads:
 * what the builder does to the caches is in it, and copying the input into linear memory is not.
 */
import { decodeTask } from '../contestants/contestants.mjs';
import { median } from '../reports/numbers.mjs';
import { answer } from './answer.mjs';
import { ScannerWatch } from './scanner-watch.mjs';

/**
 * @typedef {object} ScanJob
 * @property {string} folder
 * @property {string} name case
 * @property {import('../inputs/cases.mjs').CaseData} data
 * @property {import('./worker.mjs').Sampling} sampling
 */

/** Holds the latest result, so that one is alive at a time. */
const sink = { result: /** @type {unknown} */ (undefined) };

/**
 * @param {ScanJob} job
 * @returns {Promise<import('../measure/scan.mjs').ScanTime>}
 */
async function measure({ folder, name, data, sampling }) {
  const watch = new ScannerWatch();
  const { run, bytes, engine } = await decodeTask(folder, name, data, 'wasm');
  /** @returns {{ scan: number, load: number }} ms of one call */
  const once = () => {
    sink.result = undefined;
    watch.time = 0;
    const start = performance.now();
    sink.result = run();
    return { scan: watch.time, load: performance.now() - start };
  };
  const { load: cold } = once();
  const isSlow = cold > sampling.slow * 1000;
  const warm = performance.now() + sampling.warmupTime * 1000;
  for (let i = 0; i < (isSlow ? 1 : sampling.warmups) || performance.now() < warm; i++) once();
  const samples = [];
  const end = performance.now() + sampling.maxTime * 1000;
  while (samples.length < (isSlow ? 3 : sampling.minSamples) || performance.now() < end) samples.push(once());
  engine?.();
  if (watch.calls === 0) throw new Error('the scanner was not called');
  const perByte = (/** @type {number[]} */ times) => (median(times) * 1e6) / bytes;
  return { scan: perByte(samples.map(({ scan }) => scan)), load: perByte(samples.map(({ load }) => load)) };
}

answer(measure);
