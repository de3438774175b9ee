/**
 * Measures one case: the rounds are interleaved, so that a slow moment of the machine meets everyone.
 */

import { median, summarize } from '../reports/numbers.mjs';
import { measureInProcess, runScript } from '../workers/processes.mjs';

/** @typedef {import('../workers/worker.mjs').Measurement} Measurement */
/** @typedef {import('../workers/worker.mjs').Job} Job */

/** A contestant whose calls take longer, in ms, is measured in one round only. */
const LONG_CALL = 2800;

/** Two rounds whose medians differ by no more than this factor need no third. */
const AGREE = 1.04;

/**
 * @param {readonly Measurement[]} rounds of one contestant so far
 * @returns {boolean} another round would be a waste of time
 */
function isSettled(rounds) {
  if (rounds.length > 0 && rounds[0].cold > LONG_CALL) return true;
  if (rounds.length < 2) return false;
  const medians = rounds.map(({ samples }) => median(samples));
  return Math.max(...medians) <= AGREE * Math.min(...medians);
}

/**
 * @param {Omit<Job, 'contestant' | 'step'>} job
 * @param {readonly string[]} names of the contestants
 * @param {{ python: string | undefined, rounds: number, node: import('../workers/processes.mjs').NodeProgram }} options
 * @returns {Promise<import('../reports/numbers.mjs').CaseResult['contestants']>} a contestant that fails has an error
 *   instead of a result
 */
export async function measureRounds(job, names, { python, rounds, node }) {
  /** @type {Map<string, Measurement[]>} */
  const measured = new Map(names.map((name) => [name, []]));
  /** @type {Map<string, string>} */
  const failed = new Map();
  const attempt = async (/** @type {string} */ contestant, /** @type {() => Promise<void>} */ work) => {
    if (failed.has(contestant)) return;
    await work().catch((error) => failed.set(contestant, error.message));
  };
  if (job.operation === 'loads') {
    for (const contestant of names.filter((name) => name.startsWith('msgpackr') || name === 'cbor-x')) {
      await attempt(contestant, async () => {
        await runScript('worker.mjs', { ...job, contestant, step: 'prepare' }, node);
      });
    }
  }
  for (let round = 0; round < rounds; round++) {
    for (const contestant of names) {
      if (isSettled(measured.get(contestant) ?? [])) continue;
      await attempt(contestant, async () => {
        const full = { ...job, contestant, step: /** @type {const} */ ('measure'), check: job.check && round === 0 };
        measured.get(contestant)?.push(await measureInProcess(full, python, node));
      });
    }
  }
  return Object.fromEntries(
    names.map((name) => {
      const error = failed.get(name);
      return [name, error === undefined ? summarize(measured.get(name) ?? [], job.data) : { error }];
    }),
  );
}
