/**
 * The benchmark: every contestant in a process of its own, one at a time, in interleaved rounds. `npm run bench -- --help` lists the options.
 */
import { cpus } from 'node:os';
import { CASES, contestantsOf } from './inputs/cases.mjs';
import { prepareData, pythonVersion } from './inputs/data.mjs';
import { formatCold, measureCold } from './measure/cold.mjs';
import { formatGrowth, measureGrowth } from './measure/growth.mjs';
import { formatMemory, measureMemory } from './measure/memory.mjs';
import { measureRounds } from './measure/rounds.mjs';
import { parseOptions, USAGE } from './options.mjs';
import { compareCase, formatCase, isResult, OURS } from './reports/numbers.mjs';
import { drawCharts, readResults, saveResults } from './reports/results.mjs';

/** @typedef {import('./options.mjs').BenchOptions} BenchOptions */
/** @typedef {import('./reports/numbers.mjs').Results} Results */
/** @typedef {import('./inputs/cases.mjs').Operation} Operation */

/** Sizes up to these are measured for growth, bytes. */
const MOST_GROWTH = 5e8;
const MOST_GROWTH_QUICK = 1e4;
/** Processes per contestant and input for the first call: it is measured once in each. */
const COLD_ROUNDS = 9;
/** What a process takes on average; for the announcement only. */
const SECONDS_EACH = 1.8;

/** One run: what was asked for, and the results so far. */
class Run {
  #options;
  /** The Python that takes part. */
  #python;
  /** @type {Results} */
  #results;
  #started = performance.now();
  #earlier;
  #allRan = true;

  /** @param {BenchOptions} options */
  constructor(options) {
    const version = pythonVersion(options.python);
    if (options.python && !version) {
      console.error(
        'There is no CPython ≥ 3.9: the data is made in JavaScript, and only the simpler cases run. PYTHON=/path/to/python names one.',
      );
    }
    this.#options = options;
    this.#python = version && options.python?.program;
    this.#earlier = options.compare === undefined ? undefined : readResults(options.compare);
    this.#results = {
      date: new Date().toISOString(),
      quick: options.quick,
      machine: {
        cpu: cpus()[0]?.model.trim() ?? 'unknown',
        cores: cpus().length,
        node: process.versions.node,
        v8: process.versions.v8,
        python: version ?? null,
        platform: `${process.platform} ${process.arch}`,
      },
      settings: { rounds: options.rounds, protocol: options.protocol },
      cases: [],
      minutes: 0,
    };
  }

  /** @returns {Promise<boolean>} false when one of our own engines failed */
  async all() {
    const { parts } = this.#options;
    if (parts.includes('cold')) await this.#cold();
    if (parts.includes('memory')) await this.#memory();
    if (parts.includes('cases')) await this.#cases();
    if (parts.includes('growth')) await this.#growth();
    const { quick, save } = this.#options;
    if (!quick) {
      drawCharts(this.#results, save);
      console.log(`bench/results/${save}.json, ${Math.ceil(this.#results.minutes)} minutes`);
    } else if (this.#allRan) console.log('A quick run: everything ran on the engine named, and the times mean nothing.');
    return this.#allRan;
  }

  /** Prints what was measured and saves the results as they are: what is done stays done when the run is interrupted. @param {string} text */
  #report(text) {
    console.log(text);
    this.#results.minutes = (performance.now() - this.#started) / 60_000;
    if (!this.#options.quick) saveResults(this.#results, this.#options.save);
  }

  /** @param {Record<string, object>} contestants @param {readonly string[]} ours */
  #expect(contestants, ours) {
    if (ours.some((name) => contestants[name] && !isResult(contestants[name]))) this.#allRan = false;
  }

  async #cold() {
    this.#results.cold = await measureCold({ python: this.#python, rounds: this.#options.quick ? 1 : COLD_ROUNDS });
    for (const { contestants } of this.#results.cold) this.#expect(contestants, OURS);
    this.#report(formatCold(this.#results.cold));
  }

  async #memory() {
    const { scale } = this.#options;
    this.#results.memory = await measureMemory({ python: this.#python, folder: this.#dataFolder, scale });
    for (const { memory } of this.#results.memory) this.#expect({ auto: memory }, OURS);
    this.#report(formatMemory(this.#results.memory));
  }

  async #cases() {
    const { protocol, scale, cases, operations } = this.#options;
    const python = this.#python;
    const { folder, ready } = await prepareData({ python, folder: this.#dataFolder, scale, protocol, cases });
    const plan = operations.flatMap((operation) =>
      ready.map(({ benchCase, data }) => {
        const possible = contestantsOf(benchCase, data, operation, python !== undefined);
        return { operation, benchCase, data, names: possible.filter((name) => this.#options.contestants.includes(name)) };
      }),
    );
    const processes = plan.reduce((sum, { names }) => sum + names.length, 0) * this.#options.rounds;
    if (!this.#options.quick) console.log(`${processes} processes; about ${Math.ceil((processes * SECONDS_EACH) / 60)} minutes\n`);
    for (const { operation, benchCase, data, names } of plan) {
      if (names.length > 0) await this.#case(folder, benchCase, data, operation, names);
    }
  }

  /**
   * @param {string} folder
   * @param {import('./inputs/cases.mjs').BenchCase} benchCase
   * @param {import('./inputs/cases.mjs').CaseData} data
   * @param {Operation} operation
   * @param {readonly string[]} names
   */
  async #case(folder, { name, title, view = false, imports, inert }, data, operation, names) {
    const { sampling, rounds } = this.#options;
    const { protocol, messages, values } = data;
    const job = { folder, name, data, imports, inert, operation, sampling, check: true };
    const contestants = await measureRounds(job, names, { python: this.#python, rounds });
    const result = { name, title, operation, view, messages, protocol, values, contestants };
    this.#results.cases.push(result);
    this.#expect(contestants, OURS);
    const lines = [formatCase(result)];
    if (this.#earlier) lines.push(...compareCase(result, this.#earlier), '');
    this.#report(lines.join('\n'));
  }

  async #growth() {
    const { rounds, sampling, quick } = this.#options;
    const most = quick ? MOST_GROWTH_QUICK : MOST_GROWTH;
    await measureGrowth({ python: this.#python, rounds, sampling, most }, (done) => {
      this.#results.growth = [...done];
      const latest = done[done.length - 1];
      this.#expect(latest.contestants, OURS);
      this.#report(formatGrowth(latest));
    });
  }

  /** @returns {string} in bench/data */
  get #dataFolder() {
    return this.#options.quick ? 'quick' : 'full';
  }
}

try {
  const options = parseOptions(process.argv.slice(2));
  if (options.help) console.log(USAGE);
  else if (options.list) console.log(CASES.map(({ name, title }) => `${name.padEnd(11)} ${title}`).join('\n'));
  else if (!(await new Run(options).all())) {
    console.error('One of the engines failed or another one ran; see the lines with ✗.');
    process.exitCode = 1;
  }
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
