/**
 * One process, one case, one contestant: the first call is timed alone, then benny measures warm calls.
 * Started by run.mjs with a job as IPC message; answers with a measurement or an error.
 */
import { createRequire } from 'node:module';
import { decodeTask, encodeTask, prepareFile } from './contestants.mjs';

const benny = createRequire(import.meta.url)('benny');

/**
 * @typedef {object} Job
 * @property {'prepare' | 'measure'} step prepare: write the contestant's input file
 * @property {string} folder of the data
 * @property {string} name case
 * @property {import('./cases.mjs').CaseData} data
 * @property {string[]} [imports] modules for CPython
 * @property {import('./cases.mjs').Operation} operation
 * @property {string} contestant
 * @property {Sampling} sampling
 */

/**
 * @typedef {object} Sampling
 * @property {number} warmups least calls before benny starts
 * @property {number} warmupTime least seconds of them: the JIT needs time as well as calls
 * @property {number} minSamples
 * @property {number} maxTime seconds
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
 * @param {Job} job
 * @returns {Promise<Measurement>}
 */
async function measure({ folder, name, data, operation, contestant, sampling }) {
  const task = operation === 'loads' ? await decodeTask(folder, name, data, contestant) : await encodeTask(folder, data, contestant);
  const peakBefore = peakMemory();
  const start = performance.now();
  sink.result = task.run();
  const cold = performance.now() - start;
  const peak = peakMemory() - peakBefore;
  const warm = performance.now() + sampling.warmupTime * 1000;
  for (let i = 0; i < sampling.warmups || performance.now() < warm; i++) sink.result = task.run();
  const summary = await benny.suite(
    `${operation} ${name}`,
    benny.add(
      contestant,
      () => {
        sink.result = task.run();
      },
      { minSamples: sampling.minSamples, maxTime: sampling.maxTime, minTime: 0.001, delay: 0 },
    ),
  );
  const samples = summary.results[0].details.sampleResults.map((/** @type {number} */ seconds) => seconds * 1000);
  return { cold, samples, bytes: task.bytes, peak, engine: task.engine?.() };
}

process.once('message', async (/** @type {Job} */ job) => {
  try {
    const answer = job.step === 'prepare' ? await prepareFile(job.folder, job.name, job.data, job.contestant) : await measure(job);
    process.send?.({ answer });
  } catch (error) {
    process.send?.({ error: error instanceof Error ? error.message : String(error) });
  }
  process.disconnect();
});
