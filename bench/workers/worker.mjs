/**
 * One process, one case, one contestant: the first call is timed alone, then warm calls are measured.
 * Started by processes.mjs with a job as IPC message; answers with a measurement or an error.
 */
import { createRequire } from 'node:module';
import { decodeTask, encodeTask, prepareFile } from '../contestants/contestants.mjs';
import { NO_CODEGEN } from '../inputs/cases.mjs';
import { answer } from './answer.mjs';

/**
 * @typedef {object} Job
 * @property {'prepare' | 'measure'} step prepare: write the contestant's input file
 * @property {string} folder of the data
 * @property {string} name case
 * @property {import('../inputs/cases.mjs').CaseData} data
 * @property {string} [inert] class of the whole, see cases.mjs
 * @property {string[]} [imports] modules for CPython
 * @property {import('../inputs/cases.mjs').Operation} operation
 * @property {string} contestant
 * @property {boolean} check the value of an engine of ours is checked in the end
 * @property {Sampling} sampling
 */

/**
 * @typedef {object} Sampling
 * @property {number} warmups least calls before the measured ones
 * @property {number} warmupTime least seconds of them: the JIT needs time as well as calls
 * @property {number} minSamples least measured calls
 * @property {number} maxTime seconds of them, when there is time for more than the least
 * @property {number} slow a first call of as many seconds makes one warm-up and three measured calls enough; of four
 *   times as many, two
 */

/**
 * @typedef {object} Measurement
 * @property {number} cold first call, ms
 * @property {number[]} samples warm calls, ms each
 * @property {number} bytes size of the encoded form
 * @property {number} peak growth of the process's peak memory over the first call, bytes
 * @property {string} [engine] the engine that ran
 */

/** Holds the latest result, so that no call can be optimized away and one result is alive at a time. */
const sink = { result: /** @type {unknown} */ (undefined) };

/** @returns {number} peak memory of this process so far, bytes */
const peakMemory = () => process.resourceUsage().maxRSS * 1024;

/**
 * @param {() => unknown} run
 * @returns {number} ms of one call
 */
function timeCall(run) {
  sink.result = undefined;
  const start = performance.now();
  sink.result = run();
  return performance.now() - start;
}

/**
 * Warm calls, measured by benny.
 * @param {string} contestant @param {() => unknown} run @param {Sampling} sampling
 * @returns {Promise<number[]>} ms each
 */
async function sampleWithBenny(contestant, run, { minSamples, maxTime }) {
  const benny = createRequire(import.meta.url)('benny');
  const work = () => {
    sink.result = undefined;
    sink.result = run();
  };
  const { results } = await benny.suite(
    'warm',
    benny.add(contestant, work, { minSamples, maxTime, minTime: 0.001, delay: 0 }),
  );
  return results[0].details.sampleResults.map((/** @type {number} */ seconds) => seconds * 1000);
}

/**
 * Warm calls where benny cannot run: it generates code.
 * @param {() => unknown} run @param {Sampling} sampling
 * @returns {number[]} ms each
 */
function sampleWithoutCodegen(run, { minSamples, maxTime }) {
  if (canGenerateCode()) throw new Error('code can be generated in this process');
  const samples = [];
  const end = performance.now() + maxTime * 1000;
  while (samples.length < minSamples || performance.now() < end) samples.push(timeCall(run));
  return samples;
}

/** @returns {boolean} */
function canGenerateCode() {
  try {
    return new Function('return true')();
  } catch {
    return false;
  }
}

/**
 * @param {Job} job
 * @returns {Promise<Measurement>}
 */
async function measure(job) {
  const { folder, name, data, operation, contestant } = job;
  const task =
    operation === 'loads'
      ? await decodeTask(folder, name, data, contestant)
      : await encodeTask(folder, name, data, contestant);
  const peakBefore = peakMemory();
  const cold = timeCall(task.run);
  const peak = peakMemory() - peakBefore;
  const slow = job.sampling.slow * 1000;
  const sampling = cold > slow ? { ...job.sampling, warmups: 1, minSamples: cold > 4 * slow ? 2 : 3 } : job.sampling;
  const warm = performance.now() + sampling.warmupTime * 1000;
  for (let i = 0; i < sampling.warmups || performance.now() < warm; i++) timeCall(task.run);
  const samples =
    contestant === NO_CODEGEN
      ? sampleWithoutCodegen(task.run, sampling)
      : await sampleWithBenny(contestant, task.run, sampling);
  const engine = task.engine?.();
  if (job.check && task.reread) {
    const { checkValue } = await import('../contestants/check.mjs');
    checkValue(task.reread(sink.result), { values: data.values, inert: job.inert });
  }
  return { cold, samples, bytes: task.bytes, peak, engine };
}

answer(async (/** @type {Job} */ job) =>
  job.step === 'prepare' ? prepareFile(job.folder, job.name, job.data, job.contestant) : measure(job),
);
