/**
 * The benchmark: every contestant in a process of its own, one at a time, in interleaved rounds.
 * `npm run bench -- --help` lists the options.
 */
import { cpus } from 'node:os';
import { ensureNode, THIS_NODE } from '../scripts/setup-node.mjs';
import { besideOf, CASES, contestantsOf } from './inputs/cases.mjs';
import { prepareData, pythonVersion } from './inputs/data.mjs';
import { formatAgainst, measureAgainst } from './measure/against.mjs';
import { formatBrowsers, measureBrowsers } from './measure/browsers.mjs';
import { formatCold, measureCold } from './measure/cold.mjs';
import { formatGrowth, measureGrowth } from './measure/growth.mjs';
import { formatMemory, measureMemory } from './measure/memory.mjs';
import { measureRounds } from './measure/rounds.mjs';
import { formatScan, measureScan } from './measure/scan.mjs';
import { parseOptions, usage } from './options.mjs';
import { compareCase, formatCase, isResult, OURS } from './reports/numbers.mjs';
import { drawCharts, readResults, saveResults } from './reports/results.mjs';

/** @typedef {import('./options.mjs').BenchOptions} BenchOptions */
/** @typedef {import('./reports/numbers.mjs').Results} Results */
/** @typedef {import('./inputs/cases.mjs').Operation} Operation */

/** Sizes up to these are measured for growth, bytes. */
const MOST_GROWTH = 5e8;
const MOST_GROWTH_QUICK = 1e3;
const MEANS_NOTHING = 'A quick run: everything ran on the engine named, and the times mean nothing.';
/** Processes per contestant and input for the first call: it is measured once in each. */
const COLD_ROUNDS = 9;
/** What a process takes on average; for the announcement only. */
const SECONDS_EACH = 1.8;

/**
 * @param {readonly string[]} names versions, or 'this'
 * @returns {import('../scripts/setup-node.mjs').NodeProgram[]} those that can be had, each once; a line says which
 *   cannot
 */
function prepareNodes(names) {
  /** @type {Map<string, import('../scripts/setup-node.mjs').NodeProgram>} */
  const found = new Map();
  for (const name of names) {
    try {
      const node = name === 'this' ? THIS_NODE : ensureNode(name);
      found.set(node.version, node);
    } catch (error) {
      console.error(`MISSING: ${error instanceof Error ? error.message : error}`);
    }
  }
  if (found.size === 0) throw new Error('There is no Node to measure on; `--node this` takes the one that runs this.');
  return [...found.values()];
}

/** One run: what was asked for, and the results so far. */
class Run {
  #options;
  /** What the contestants run on. */
  #node;
  /** Other versions of Node. */
  #beside;
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
    [this.#node, ...this.#beside] = prepareNodes(options.nodes);
    this.#python = version && options.python?.program;
    this.#earlier = options.compare === undefined ? undefined : readResults(options.compare);
    this.#results = {
      date: new Date().toISOString(),
      quick: options.quick,
      machine: {
        cpu: cpus()[0]?.model.trim() ?? 'unknown',
        cores: cpus().length,
        node: this.#node.version,
        v8: this.#node.v8,
        python: version ?? null,
        platform: `${process.platform} ${process.arch}`,
      },
      beside: this.#beside.map(({ version, v8 }) => ({ version, v8 })),
      settings: { rounds: options.rounds, protocol: options.protocol },
      cases: [],
      minutes: 0,
    };
  }

  /** @returns {Promise<boolean>} false when one of our own engines failed */
  async all() {
    const { parts, against } = this.#options;
    const others = this.#beside.map(({ version, v8 }) => `, beside it Node ${version} (V8 ${v8})`).join('');
    console.log(`Contestants run on Node ${this.#node.version} (V8 ${this.#node.v8})${others}.`);
    if (against !== undefined) return this.#against(against);
    if (parts.includes('cold')) await this.#cold();
    if (parts.includes('memory')) await this.#memory();
    if (parts.includes('scan')) await this.#scan();
    if (parts.includes('cases')) await this.#cases();
    if (parts.includes('growth')) await this.#growth();
    if (parts.includes('browsers')) await this.#browsers();
    const { quick, save } = this.#options;
    if (!quick) {
      drawCharts(this.#results, save);
      console.log(`bench/results/${save}.json, ${Math.ceil(this.#results.minutes)} minutes`);
    } else if (this.#allRan) console.log(MEANS_NOTHING);
    return this.#allRan;
  }

  /**
   * Prints what was measured and saves the results as they are: what is done stays done when the run is interrupted.
   * @param {string} text
   */
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
    this.#results.cold = await measureCold({
      python: this.#python,
      node: this.#node,
      rounds: this.#options.quick ? 1 : COLD_ROUNDS,
    });
    for (const { contestants } of this.#results.cold) this.#expect(contestants, OURS);
    this.#report(formatCold(this.#results.cold));
  }

  async #memory() {
    const { scale, quick } = this.#options;
    this.#results.memory = await measureMemory({
      python: this.#python,
      node: this.#node,
      folder: this.#dataFolder,
      scale,
      quick,
    });
    for (const { memory } of this.#results.memory) this.#expect({ auto: memory }, OURS);
    this.#report(formatMemory(this.#results.memory));
  }

  async #scan() {
    const { scale, rounds, sampling, quick } = this.#options;
    const nodes = [this.#node, ...this.#beside];
    const options = { python: this.#python, folder: this.#dataFolder, scale, nodes, rounds, sampling, quick };
    this.#results.scan = await measureScan(options);
    for (const found of this.#results.scan) if (!Object.values(found.nodes).every(isResult)) this.#allRan = false;
    this.#report(formatScan(this.#results.scan));
  }

  async #browsers() {
    const { scale, quick } = this.#options;
    this.#results.browsers = await measureBrowsers({ python: this.#python, folder: this.#dataFolder, scale, quick });
    if (this.#results.browsers.some(({ cases }) => !cases.every(isResult))) this.#allRan = false;
    this.#report(formatBrowsers(this.#results.browsers));
  }

  /** @param {string} what a git ref or a folder @returns {Promise<boolean>} */
  async #against(what) {
    const { protocol, scale, cases, operations, contestants, rounds, sampling, quick } = this.#options;
    const data = await prepareData({ python: this.#python, folder: this.#dataFolder, scale, protocol, cases });
    const options = { what, data, node: this.#node, operations, contestants, rounds, sampling, quick };
    const rows = await measureAgainst(options, (line) => console.log(line));
    console.log(quick ? MEANS_NOTHING : formatAgainst(rows, what));
    return rows.every(isResult);
  }

  async #cases() {
    const { protocol, scale, cases, operations } = this.#options;
    const python = this.#python;
    const { folder, ready } = await prepareData({ python, folder: this.#dataFolder, scale, protocol, cases });
    const plan = operations.flatMap((operation) =>
      ready.map(({ benchCase, data }) => {
        const possible = contestantsOf(benchCase, data, operation, python !== undefined);
        return {
          operation,
          benchCase,
          data,
          names: possible.filter((name) => this.#options.contestants.includes(name)),
        };
      }),
    );
    const processes = plan.reduce(
      (sum, { names }) => sum + names.length * this.#options.rounds + besideOf(names).length * this.#beside.length,
      0,
    );
    if (!this.#options.quick)
      console.log(`${processes} processes; about ${Math.ceil((processes * SECONDS_EACH) / 60)} minutes\n`);
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
    const { sampling, rounds, quick } = this.#options;
    const { protocol, messages, values } = data;
    const job = { folder, name, data, imports, inert, operation, sampling, check: true };
    const python = this.#python;
    const contestants = await measureRounds(job, names, { python, rounds, node: this.#node });
    this.#expect(contestants, OURS);
    /** @type {import('./reports/numbers.mjs').CaseResult} */
    const result = { name, title, operation, view, messages, protocol, values, contestants };
    // A second Node is shown to work by one case.
    for (const node of quick && this.#results.cases.length > 0 ? [] : this.#beside) {
      const found = await measureRounds({ ...job, check: false }, besideOf(names), { python, rounds: 1, node });
      this.#expect(found, OURS);
      result.beside = { ...result.beside, [node.version]: found };
    }
    this.#results.cases.push(result);
    const lines = [formatCase(result)];
    if (this.#earlier) lines.push(...compareCase(result, this.#earlier), '');
    this.#report(lines.join('\n'));
  }

  async #growth() {
    const { rounds, sampling, quick } = this.#options;
    const most = quick ? MOST_GROWTH_QUICK : MOST_GROWTH;
    await measureGrowth({ python: this.#python, node: this.#node, rounds, sampling, most }, (done) => {
      this.#results.growth = [...done];
      const latest = done[done.length - 1];
      this.#expect(latest.contestants, OURS);
      this.#report(formatGrowth(latest));
    });
  }

  /** @returns {string} in bench/data */
  get #dataFolder() {
    const { quick, scale } = this.#options;
    return quick ? 'quick' : scale === 1 ? 'full' : `scale-${scale}`;
  }
}

try {
  const options = parseOptions(process.argv.slice(2));
  if (options.help) console.log(usage());
  else if (options.list) console.log(CASES.map(({ name, title }) => `${name.padEnd(11)} ${title}`).join('\n'));
  else if (!(await new Run(options).all())) {
    console.error('One of the engines failed or another one ran; see the lines with ✗.');
    process.exitCode = 1;
  }
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
