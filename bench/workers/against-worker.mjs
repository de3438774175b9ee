/**
 * One process, one case, two builds of this package that are called in turns. Started by measure/against.mjs.
 */
import { pathToFileURL } from 'node:url';
import { decodeTask, encodeTask } from '../contestants/contestants.mjs';
import { answer } from './answer.mjs';

/**
 * @typedef {object} AgainstJob
 * @property {string} folder of the data
 * @property {string} name case
 * @property {import('../inputs/cases.mjs').CaseData} data
 * @property {import('../inputs/cases.mjs').Operation} operation
 * @property {string} contestant one of ours
 * @property {import('./worker.mjs').Sampling} sampling
 * @property {string} old file to import
 * @property {string} now file to import
 * @property {boolean} newFirst the new build is imported and warmed up first
 */

/**
 * @typedef {{ ms: number, cpu: number }} Sample of one call: wall time, and what all threads of the process worked, ms
 */

/** @typedef {{ old: Sample[], now: Sample[] }} PairSamples */

/** A sample of calls that are shorter than this, in ms, is several of them. */
const SHORT = 1;

/**
 * Before a sample that lasts longer than this, in ms, garbage is collected: one build's shall not be collected in the
 * other's time.
 */
const LONG = 5;

/** Holds the latest result, so that one is alive at a time. */
const sink = { result: /** @type {unknown} */ (undefined) };

/**
 * @param {() => unknown} run
 * @param {number} calls
 * @returns {Sample}
 */
function timeCalls(run, calls) {
  sink.result = undefined;
  const before = process.cpuUsage();
  const start = performance.now();
  for (let i = 0; i < calls; i++) {
    sink.result = undefined;
    sink.result = run();
  }
  const ms = (performance.now() - start) / calls;
  const { user, system } = process.cpuUsage(before);
  return { ms, cpu: (user + system) / 1000 / calls };
}

/**
 * @param {AgainstJob} job
 * @param {string} file of the build
 * @returns {Promise<import('../contestants/contestants.mjs').Task>}
 */
function makeTask({ folder, name, data, operation, contestant }, file) {
  const ours = () => import(pathToFileURL(file).href);
  return operation === 'loads'
    ? decodeTask(folder, name, data, contestant, ours)
    : encodeTask(folder, name, data, contestant, ours);
}

/**
 * @param {AgainstJob} job
 * @returns {Promise<PairSamples>}
 */
async function measure(job) {
  const { sampling, newFirst } = job;
  /** @type {('old' | 'now')[]} */
  const sides = newFirst ? ['now', 'old'] : ['old', 'now'];
  const tasks = [];
  for (const side of sides) tasks.push(await makeTask(job, job[side]));
  const cold = Math.max(...tasks.map(({ run }) => timeCalls(run, 1).ms));
  const slow = sampling.slow * 1000;
  const warmups = cold > slow ? 1 : sampling.warmups;
  const warm = performance.now() + sampling.warmupTime * 1000;
  let shortest = cold;
  for (let i = 0; i < warmups || performance.now() < warm; i++) {
    for (const { run } of tasks) shortest = Math.min(shortest, timeCalls(run, 1).ms);
  }
  // What is written stays alive from call to call and would be walked each time; what calls leave then is young.
  const type = job.operation === 'loads' ? 'major' : 'minor';
  const collect = shortest > LONG ? () => /** @type {any} */ (globalThis).gc({ type }) : () => {};
  const calls = Math.max(1, Math.ceil(SHORT / shortest));
  const least = cold > 4 * slow ? 2 : cold > slow ? 3 : sampling.minSamples;
  /** @type {Sample[][]} */
  const samples = [[], []];
  const end = performance.now() + 2 * sampling.maxTime * 1000;
  // First, second, second, first: each follows itself as often as the other, whose garbage it may have to collect.
  for (let i = 0; samples[0].length < least || performance.now() < end; i++) {
    for (const place of i % 2 === 0 ? [0, 1] : [1, 0]) {
      sink.result = undefined;
      collect();
      samples[place].push(timeCalls(tasks[place].run, calls));
    }
  }
  for (const { engine } of tasks) engine?.();
  return newFirst ? { old: samples[1], now: samples[0] } : { old: samples[0], now: samples[1] };
}

answer(measure);
