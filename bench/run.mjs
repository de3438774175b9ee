/**
 * The benchmark: every contestant in a process of its own, one at a time, in interleaved rounds. `npm run bench -- --help` lists the options.
 */
import { execFile, fork } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { join, resolve } from 'node:path';
import { inRoot } from '../scripts/paths.mjs';
import { CASES, contestantsOf } from './cases.mjs';
import { drawChart } from './chart.mjs';
import { prepareData, pythonVersion } from './data.mjs';
import { parseOptions, USAGE } from './options.mjs';
import { compareCase, formatCase, isResult, OURS, summarize } from './report.mjs';

/** @typedef {import('./worker.mjs').Measurement} Measurement */
/** @typedef {import('./worker.mjs').Job} Job */
/** @typedef {import('./options.mjs').BenchOptions} BenchOptions */

const RESULTS = inRoot('bench', 'results');

/**
 * Runs worker.mjs on one job.
 * @param {Job} job
 * @returns {Promise<Measurement>}
 */
function runWorker(job) {
  return new Promise((done, fail) => {
    const worker = fork(inRoot('bench', 'worker.mjs'), { silent: true });
    let stderr = '';
    let answered = false;
    worker.stderr?.on('data', (text) => {
      stderr += text;
    });
    // benny reports to standard output; the numbers come as a message.
    worker.stdout?.resume();
    worker.once('message', (/** @type {{ answer: Measurement, error?: string }} */ { answer, error }) => {
      answered = true;
      if (error === undefined) done(answer);
      else fail(new Error(error));
    });
    worker.once('exit', (code, signal) => {
      if (!answered) fail(new Error(`the process ended (${signal ?? code}): ${stderr.trim().split('\n').at(-1) ?? ''}`));
    });
    worker.send(job);
  });
}

/**
 * Runs python.py on one job.
 * @param {string} python
 * @param {Job} job
 * @returns {Promise<Measurement>}
 */
function runPython(python, { folder, data, imports = [], operation, contestant, sampling }) {
  const job = {
    operation,
    path: join(folder, data.pickle),
    buffers: data.buffers === null ? null : join(folder, data.buffers),
    imports,
    protocol: data.protocol,
    messages: data.messages,
    gc: contestant === 'CPython',
    ...sampling,
  };
  return new Promise((done, fail) => {
    execFile(python, ['-B', inRoot('bench', 'python.py'), JSON.stringify(job)], { maxBuffer: 1 << 26 }, (error, stdout, stderr) => {
      if (error) fail(new Error(stderr.trim().split('\n').at(-1) || error.message));
      else done(JSON.parse(stdout));
    });
  });
}

/**
 * Measures one case: the rounds are interleaved, so that a slow moment of the machine meets everyone.
 * @param {Omit<Job, 'contestant' | 'step'>} job
 * @param {readonly string[]} names of the contestants
 * @param {BenchOptions} options
 * @returns {Promise<import('./report.mjs').CaseResult['contestants']>}
 */
async function measureCase(job, names, { python, rounds }) {
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
        await runWorker({ ...job, contestant, step: 'prepare' });
      });
    }
  }
  for (let round = 0; round < rounds; round++) {
    for (const contestant of names) {
      await attempt(contestant, async () => {
        const full = { ...job, contestant, step: /** @type {const} */ ('measure') };
        measured.get(contestant)?.push(await (contestant.startsWith('CPython') && python ? runPython(python, full) : runWorker(full)));
      });
    }
  }
  return Object.fromEntries(
    names.map((name) => {
      const error = failed.get(name);
      return [name, error === undefined ? summarize(measured.get(name) ?? [], job.data.values) : { error }];
    }),
  );
}

/**
 * @param {BenchOptions} options
 * @returns {Promise<boolean>} false when one of our own engines failed
 */
async function main(options) {
  const version = pythonVersion(options.python);
  const settings = { ...options, python: version ? options.python : undefined };
  const { folder, ready } = await prepareData(settings);
  const earlier = options.compare ? JSON.parse(readFileSync(resolve(process.env.INIT_CWD ?? '.', options.compare), 'utf8')) : undefined;
  /** @type {import('./report.mjs').Results} */
  const results = {
    date: new Date().toISOString(),
    quick: options.quick,
    machine: {
      cpu: cpus()[0]?.model ?? 'unknown',
      cores: cpus().length,
      node: process.versions.node,
      v8: process.versions.v8,
      python: version ?? null,
      platform: `${process.platform} ${process.arch}`,
    },
    settings: { rounds: options.rounds, protocol: options.protocol },
    cases: [],
  };
  let allRan = true;
  for (const operation of options.operations) {
    for (const { benchCase, data } of ready) {
      const possible = contestantsOf(benchCase, data, operation, version !== undefined);
      const names = possible.filter((name) => options.contestants.includes(name));
      if (names.length === 0) continue;
      const job = { folder, name: benchCase.name, data, imports: benchCase.imports, operation, sampling: options.sampling };
      const contestants = await measureCase(job, names, settings);
      const { name, title, headline = false } = benchCase;
      const result = { name, title, operation, headline, protocol: data.protocol, values: data.values, contestants };
      results.cases.push(result);
      console.log(formatCase(result));
      if (earlier) console.log(`${compareCase(result, earlier).join('\n')}\n`);
      if (OURS.some((ours) => contestants[ours] && !isResult(contestants[ours]))) allRan = false;
    }
  }
  if (!options.quick) writeResults(results, options);
  else if (allRan) console.log('A quick run: everything ran on the engine named, and the times mean nothing.');
  return allRan;
}

/**
 * @param {import('./report.mjs').Results} results
 * @param {BenchOptions} options
 */
function writeResults(results, options) {
  mkdirSync(RESULTS, { recursive: true });
  for (const name of options.save ? ['latest', options.save] : ['latest']) {
    writeFileSync(join(RESULTS, `${name}.json`), `${JSON.stringify(results, null, 1)}\n`);
    for (const operation of options.operations) {
      const chart = drawChart(results, operation);
      if (chart) writeFileSync(join(RESULTS, `${name}-${operation}.svg`), chart);
    }
    console.log(`bench/results/${name}.json`);
  }
}

try {
  const options = parseOptions(process.argv.slice(2));
  if (options.help) console.log(USAGE);
  else if (options.list) console.log(CASES.map(({ name, title }) => `${name.padEnd(11)} ${title}`).join('\n'));
  else if (!(await main(options))) {
    console.error('One of the engines failed or another one ran; see the lines with ✗.');
    process.exitCode = 1;
  }
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
