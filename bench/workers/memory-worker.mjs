/**
 * One process, one input: what a load keeps in memory beyond its input and its result. Started by memory.mjs with
 * --expose-gc.
 *
 * The load runs twice. The first run makes everything that stays. In the second, before some of the calls of the
 * scanner, and so in the midst of the load, garbage is collected and what is alive is counted: JavaScript's heap,
 * ArrayBuffers, and the linear memory of WebAssembly.
 */
import { createReadStream, statSync } from 'node:fs';
import { join } from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { decodeTask } from '../contestants/contestants.mjs';
import { answer } from './answer.mjs';
import { ScannerWatch } from './scanner-watch.mjs';

/** Places of the load at which it is measured. */
const SAMPLES = 16;

/**
 * @typedef {object} MemoryJob
 * @property {string} folder
 * @property {string} name case
 * @property {import('../inputs/cases.mjs').CaseData} data
 * @property {boolean} stream `load` of a file stream instead of `loads`
 */

/**
 * @typedef {object} Memory bytes
 * @property {number} input
 * @property {number} result alive after the load
 * @property {number} beyond most that was alive during the load, without input and result
 * @property {number} kept what stays when the result is dropped: engines that wait for the next load, code
 * @property {number} linear WebAssembly's linear memory at its largest; part of `beyond`
 */

/** @returns {number} bytes alive */
function alive() {
  const collect = /** @type {() => void} */ (globalThis.gc);
  collect();
  collect();
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}

/**
 * @param {MemoryJob} job
 * @returns {Promise<{ bytes: number, run: () => unknown }>}
 */
async function makeTask({ folder, name, data, stream }) {
  if (!stream) return decodeTask(folder, name, data, 'auto');
  const { load } = await import('../../dist/index.js');
  const path = join(folder, data.pickle);
  // What Node keeps for its file streams is not ours.
  for await (const chunk of createReadStream(path)) void chunk;
  return { bytes: statSync(path).size, run: () => load(createReadStream(path)) };
}

/** What holds the result, and nothing else does. @type {{ result?: unknown }} */
const sink = {};

/**
 * Runs a task in a function and a turn of the event loop of its own: no variable and no promise that is left holds the
 * result.
 * @param {() => unknown} run
 */
async function keepResult(run) {
  sink.result = await run();
}

/**
 * @param {MemoryJob} job
 * @returns {Promise<Memory>}
 */
async function measure(job) {
  const watch = new ScannerWatch();
  const { run, bytes } = await makeTask(job);
  const before = alive();
  await keepResult(run).then(() => nextTurn());
  delete sink.result;
  const every = Math.max(1, Math.ceil(watch.calls / SAMPLES));
  const last = watch.calls;
  watch.calls = 0;
  let most = 0;
  watch.onScan = () => {
    if (watch.calls % every === 0 || watch.calls === last) most = Math.max(most, alive());
  };
  await keepResult(run).then(() => nextTurn());
  const withResult = alive();
  delete sink.result;
  const after = alive();
  const result = withResult - after;
  const kept = after - before;
  return { input: bytes, result, beyond: Math.max(most - before - result, kept), kept, linear: watch.linear };
}

answer(measure);
