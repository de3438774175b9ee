/**
 * Old against new: did anything get slower? Each round of a case is a fresh process that holds both builds and calls
 * them in turns.
 *
 * Both in one process, because what disturbs a shared machine lasts longer than a call: two calls that follow each
 * other meet the same moment, two processes do not. Several processes, because what the JIT and the collector make of
 * a process is luck that stays with it: the spread over the rounds shows it. Who is imported and warmed up first
 * changes with each round, and who follows whom with each pair of calls.
 */
import { NO_CODEGEN } from '../inputs/cases.mjs';
import { formatMs, median } from '../reports/numbers.mjs';
import { geometricMean } from '../reports/targets.mjs';
import { runScript } from '../workers/processes.mjs';
import { prepareOther } from './other-build.mjs';

/** @typedef {import('../inputs/cases.mjs').Operation} Operation */

/** Slower or faster than this by all three measures, the medians in every round, is a finding. */
const NOTABLE = 1.03;
const LEAST_ROUNDS = 3;

/**
 * @typedef {object} Pair ratio new ÷ old
 * @property {number} old ms, the median of the rounds' medians
 * @property {number} now
 * @property {number} ratio of the medians: the median of the rounds
 * @property {number} least round
 * @property {number} most
 * @property {number} minima ratio of the fastest calls of all rounds
 * @property {number} work the same as `ratio`, of processor time: what others do on the machine touches it least
 */

/** @typedef {{ label: string } & (Pair | import('../reports/numbers.mjs').Failure)} AgainstRow */

/**
 * @param {Operation} operation @param {boolean} messages @param {readonly string[]} asked
 * @returns {string[]} `auto` is one of the engines, but for small messages
 */
function contestantsFor(operation, messages, asked) {
  if (operation === 'dumps') return ['ours'].filter((name) => asked.includes(name));
  const engines = ['wasm', 'js'].filter((name) => asked.includes(name));
  if (asked.includes('auto') && (messages || engines.length === 0)) engines.push('auto');
  if (engines.length === 0 && asked.includes(NO_CODEGEN)) engines.push(NO_CODEGEN);
  return engines;
}

/**
 * @param {object} options
 * @param {string} options.what the other build: a git ref or a folder
 * @param {Awaited<ReturnType<typeof import('../inputs/data.mjs').prepareData>>} options.data
 * @param {import('../workers/processes.mjs').NodeProgram} options.node
 * @param {readonly Operation[]} options.operations
 * @param {readonly string[]} options.contestants
 * @param {number} options.rounds
 * @param {import('../workers/worker.mjs').Sampling} options.sampling
 * @param {boolean} options.quick
 * @param {(line: string) => void} onLine called with each row of the table as it is there
 * @returns {Promise<AgainstRow[]>}
 */
export async function measureAgainst({ what, data, node, operations, contestants, rounds, sampling, quick }, onLine) {
  const { entry, ours, name } = prepareOther(what);
  const often = quick ? rounds : Math.max(rounds, LEAST_ROUNDS);
  onLine(`new ÷ old; old: ${name}. ${often} processes for each line, both builds in each, in turns.\n${HEADING}`);
  /** @type {AgainstRow[]} */
  const rows = [];
  for (const operation of operations) {
    for (const { benchCase, data: caseData } of data.ready) {
      for (const contestant of contestantsFor(operation, caseData.messages, contestants)) {
        const label = `${operation} ${benchCase.name}${operation === 'loads' ? `, ${contestant}` : ''}`;
        const job = {
          folder: data.folder,
          name: benchCase.name,
          data: caseData,
          operation,
          contestant,
          sampling,
          old: entry,
          now: ours,
        };
        const row = { label, ...(await measurePair(job, node, often)) };
        rows.push(row);
        onLine(formatRow(row));
      }
    }
  }
  return rows;
}

/**
 * @param {Omit<import('../workers/against-worker.mjs').AgainstJob, 'newFirst'>} job
 * @param {import('../workers/processes.mjs').NodeProgram} node
 * @param {number} rounds
 * @returns {Promise<Pair | import('../reports/numbers.mjs').Failure>}
 */
async function measurePair(job, node, rounds) {
  const flags = [
    '--expose-gc',
    '--max-old-space-size=8192',
    ...(job.contestant === NO_CODEGEN ? ['--disallow-code-generation-from-strings'] : []),
  ];
  /** @type {import('../workers/against-worker.mjs').PairSamples[]} */
  const found = [];
  try {
    for (let round = 0; round < rounds; round++) {
      found.push(await runScript('against-worker.mjs', { ...job, newFirst: round % 2 === 1 }, node, flags));
    }
  } catch (error) {
    return { error: error instanceof Error ? error.message : String(error) };
  }
  return pairOf(found);
}

/**
 * @param {readonly import('../workers/against-worker.mjs').PairSamples[]} rounds at least one
 * @returns {Pair}
 */
export function pairOf(rounds) {
  /** @typedef {'old' | 'now'} Side */
  const medians = (/** @type {Side} */ side, /** @type {'ms' | 'cpu'} */ what) =>
    rounds.map((round) => median(round[side].map((sample) => sample[what])));
  const fastest = (/** @type {Side} */ side) => Math.min(...rounds.flatMap((round) => round[side].map(({ ms }) => ms)));
  const [old, now] = [medians('old', 'ms'), medians('now', 'ms')];
  const ratios = now.map((ms, round) => ms / old[round]);
  const [oldWork, newWork] = [medians('old', 'cpu'), medians('now', 'cpu')];
  return {
    old: median(old),
    now: median(now),
    ratio: median(ratios),
    least: Math.min(...ratios),
    most: Math.max(...ratios),
    minima: fastest('now') / fastest('old'),
    work: median(newWork.map((cpu, round) => cpu / oldWork[round])),
  };
}

const LABEL = 26;
const HEADING = `${''.padEnd(LABEL)}   old ms   new ms   medians   rounds          minima   work`;

/**
 * @param {Pair} pair
 * @returns {'slower' | 'faster' | ''} empty: not beyond doubt
 */
export function verdictOf({ least, most, minima, work }) {
  if (Math.min(least, minima, work) > NOTABLE) return 'slower';
  return Math.max(most, minima, work) < 1 / NOTABLE ? 'faster' : '';
}

/** @param {AgainstRow} row @returns {string} */
function formatRow(row) {
  if ('error' in row) return `${row.label.padEnd(LABEL)} ✗ ${row.error.split('\n')[0]}`;
  const times = [row.old, row.now].map((ms) => formatMs(ms).padStart(8)).join(' ');
  const ratios = `${row.ratio.toFixed(3).padStart(8)}   ${row.least.toFixed(3)} – ${row.most.toFixed(3)}   ${row.minima.toFixed(3).padStart(6)}   ${row.work.toFixed(3)}`;
  return `${row.label.padEnd(LABEL)} ${times} ${ratios}   ${verdictOf(row)}`.trimEnd();
}

/**
 * @param {readonly AgainstRow[]} rows
 * @param {string} what the other build
 * @returns {string} the sum of it, in a few lines
 */
export function formatAgainst(rows, what) {
  const pairs = rows.flatMap((row) => ('error' in row ? [] : [row]));
  if (pairs.length === 0) return 'Nothing was measured.';
  const means = ['loads', 'dumps'].flatMap((operation) => {
    const ratios = pairs.filter(({ label }) => label.startsWith(operation)).map(({ ratio }) => ratio);
    return ratios.length === 0 ? [] : [`${operation} ${geometricMean(ratios).toFixed(3)} (${ratios.length})`];
  });
  const named = (/** @type {string} */ verdict) => {
    const found = pairs
      .filter((pair) => verdictOf(pair) === verdict)
      .map(({ label, ratio }) => `${label} ${ratio.toFixed(2)}`);
    return found.length === 0 ? 'none' : found.join('; ');
  };
  return [
    `\nGeometric means of new ÷ old against ${what}: ${means.join(', ')}.`,
    'Beyond doubt: the medians of every round, the fastest calls and processor time all say so by more than 3 %.',
    `Slower beyond doubt: ${named('slower')}.`,
    `Faster beyond doubt: ${named('faster')}.`,
  ].join('\n');
}
