/**
 * The benchmark's command line.
 */
import { parseArgs } from 'node:util';
import { NODE_VERSIONS } from '../scripts/setup-node.mjs';
import { CASES, CONTESTANTS, LARGE_SCALE } from './inputs/cases.mjs';

/** @returns {string} */
export const usage = () => `npm run bench -- [case …] [options]

Without a case and without one of the first options everything is measured: all of the parts.
  --cases LIST            only these cases, with commas; the same as naming them; all: every case
  --cold                  only the first call of a process
  --memory                only memory while decoding
  --scan                  only the scanner alone, ns per byte
  --growth                only time ÷ size on records from 1 KB to 500 MB
  --browsers              only Chromium, Firefox and WebKit, with and without code generation
  --against WHAT          this build and another one in turns, case by case: a git ref (built for it), or a folder with a dist

  --engine wasm|js|auto   only this engine of ours (may be given again)
  --only NAME             only this contestant (may be given again): ${CONTESTANTS.join('; ')}
  --loads | --dumps       only decoding, only encoding
  --node V                Node to run on: a pinned one by its first number (${pinned().join(', ')}), any version on npm, or
                          this: the one that runs this. Given again: measured beside the first. Default: ${NODE_VERSIONS.headline},
                          and ${NODE_VERSIONS.beside.join(', ')} beside it when everything is measured
  --scale S               size of the data, default 1, with --against ${AGAINST_SCALE}; the real snapshots have one size
  --protocol N            protocol of the pickles: 2, 4 (default) or 5
  --rounds N              processes per contestant and case, default 3; on a Node beside the first it is 1
  --time S                seconds of warm calls per process, default 0.3
  --compare FILE          an earlier results file to compare with: a path, or a NAME of --save
  --save NAME             write bench/results/NAME.json; default: latest for everything,
                          growth or browsers for these alone, part for anything else
  --python PATH           default: $PYTHON or python3; --no-python for none
  --quick                 a few cases on small data, one round: shows that everything runs and on which engine;
                          its times mean nothing and are not saved
  --list                  the cases

Cases: ${CASES.map(({ name }) => name).join(' ')}`;

/** @returns {string[]} the pinned versions of Node */
function pinned() {
  const { headline, beside, information } = NODE_VERSIONS;
  return [headline, ...beside, ...information];
}

/** Old against new: calls of some ms, so that many of them fit into a minute. */
const AGAINST_SCALE = 0.2;

/** Enough to see that everything runs: every contestant, every way of decoding, messages, buffers out of band. */
const QUICK_CASES = ['records', 'mixints', 'np64m_oob', 'registered', 'tiny'];

const PARTS = /** @type {const} */ (['cases', 'cold', 'memory', 'scan', 'growth', 'browsers']);

/** @typedef {typeof PARTS[number]} Part */

/**
 * @typedef {object} BenchOptions
 * @property {Part[]} parts
 * @property {boolean} everything nothing was left out
 * @property {import('./inputs/cases.mjs').BenchCase[]} cases
 * @property {readonly string[]} contestants
 * @property {import('./inputs/cases.mjs').Operation[]} operations
 * @property {number} protocol
 * @property {number} rounds
 * @property {number} scale
 * @property {import('./workers/worker.mjs').Sampling} sampling
 * @property {readonly string[]} nodes versions of Node, or 'this'; the first is the headline
 * @property {string | undefined} against a git ref or a folder
 * @property {string | undefined} compare
 * @property {string} save
 * @property {{ program: string, asked: boolean } | undefined} python
 * @property {boolean} quick
 * @property {boolean} help
 * @property {boolean} list
 */

/**
 * @param {string | undefined} text @param {number} fallback @param {string} name option
 * @returns {number}
 */
function positive(text, fallback, name) {
  const value = text === undefined ? fallback : Number(text);
  if (!(value > 0)) throw new Error(`--${name} must be a positive number, not ${text}`);
  return value;
}

/**
 * @param {string | undefined} option value of --python
 * @returns {NonNullable<BenchOptions['python']>}
 */
function choosePython(option) {
  const named = option ?? (process.env.PYTHON || undefined);
  return { program: named ?? 'python3', asked: named !== undefined };
}

/**
 * @param {string[] | undefined} asked
 * @param {{ quick: boolean, everything: boolean }} options a quick run shows that a second Node works, with one that
 *   is there already
 * @returns {string[]} versions, or 'this'
 */
function chooseNodes(asked, { quick, everything }) {
  const { headline, beside } = NODE_VERSIONS;
  if (asked === undefined) return quick ? [headline, 'this'] : everything ? [headline, ...beside] : [headline];
  return asked.map((name) => {
    if (name === 'this') return name;
    if (!/^\d+(\.\d+\.\d+)?$/.test(name)) throw new Error(`--node must be a version of Node or this, not ${name}`);
    const found = name.includes('.') ? name : pinned().find((version) => version.startsWith(`${name}.`));
    if (found === undefined)
      throw new Error(`bench/node-versions.json has no Node ${name}; give all three numbers of its version`);
    return found;
  });
}

/**
 * Reads the command line; throws an Error that says what is wrong with it.
 * @param {string[]} args
 * @returns {BenchOptions}
 */
export function parseOptions(args) {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: {
      cases: { type: 'string' },
      scan: { type: 'boolean' },
      browsers: { type: 'boolean' },
      against: { type: 'string' },
      node: { type: 'string', multiple: true },
      scale: { type: 'string' },
      cold: { type: 'boolean' },
      memory: { type: 'boolean' },
      growth: { type: 'boolean' },
      engine: { type: 'string', multiple: true },
      only: { type: 'string', multiple: true },
      loads: { type: 'boolean' },
      dumps: { type: 'boolean' },
      protocol: { type: 'string' },
      rounds: { type: 'string' },
      time: { type: 'string' },
      compare: { type: 'string' },
      save: { type: 'string' },
      python: { type: 'string' },
      'no-python': { type: 'boolean' },
      quick: { type: 'boolean' },
      list: { type: 'boolean' },
      help: { type: 'boolean', short: 'h' },
    },
  });
  const listed = values.cases === undefined || values.cases === 'all' ? [] : values.cases.split(',');
  const named = [...positionals, ...listed];
  const unknownCase = named.find((name) => !CASES.some((known) => known.name === name));
  if (unknownCase)
    throw new Error(`there is no case ${unknownCase}; the cases are: ${CASES.map(({ name }) => name).join(' ')}`);
  const unknownName = [...(values.only ?? []), ...(values.engine ?? [])].find(
    (name) => !CONTESTANTS.some((known) => known === name),
  );
  if (unknownName) throw new Error(`there is no contestant ${unknownName}; there are: ${CONTESTANTS.join('; ')}`);
  const protocol = positive(values.protocol, 4, 'protocol');
  if (![2, 3, 4, 5].includes(protocol)) throw new Error('--protocol must be 2, 3, 4 or 5');
  const { engine, only, loads, dumps, against, quick = false } = values;
  const ofCases = named.length > 0 || Boolean(engine ?? only ?? loads ?? dumps ?? against ?? values.protocol);
  const asked = PARTS.filter((part) => values[part] || (part === 'cases' && ofCases));
  const wanted = named.length > 0 ? named : quick ? QUICK_CASES : undefined;
  const everything = asked.length === 0;
  const scale = positive(values.scale, quick ? 0.005 : against === undefined ? 1 : AGAINST_SCALE, 'scale');
  return {
    parts: everything ? [...PARTS] : asked,
    everything,
    cases: CASES.filter(({ name }) => (wanted ? wanted.includes(name) : name !== 'cuda' || scale >= LARGE_SCALE)),
    contestants: CONTESTANTS.filter((name) => {
      if (only && !only.includes(name)) return false;
      return !engine || engine.includes(name) || !['wasm', 'js', 'auto', 'auto, no codegen'].includes(name);
    }),
    operations: loads === dumps ? ['loads', 'dumps'] : loads ? ['loads'] : ['dumps'],
    protocol,
    rounds: positive(values.rounds, quick ? 1 : 3, 'rounds'),
    scale,
    nodes: chooseNodes(values.node, { quick, everything }),
    against,
    sampling: quick
      ? { warmups: 0, warmupTime: 0, minSamples: 1, maxTime: 0.001, slow: 0 }
      : { warmups: 3, warmupTime: 0.3, minSamples: 5, maxTime: positive(values.time, 0.3, 'time'), slow: 0.15 },
    compare: values.compare,
    save:
      values.save ??
      (everything
        ? 'latest'
        : asked.length === 1 && (asked[0] === 'growth' || asked[0] === 'browsers')
          ? asked[0]
          : 'part'),
    python: values['no-python'] ? undefined : choosePython(values.python),
    quick,
    help: values.help ?? false,
    list: values.list ?? false,
  };
}
