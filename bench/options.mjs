/**
 * The benchmark's command line.
 */
import { parseArgs } from 'node:util';
import { CASES, CONTESTANTS } from './cases.mjs';

export const USAGE = `npm run bench -- [case …] [options]

  --engine wasm|js|auto   only this engine of ours (may be given again)
  --only NAME             only this contestant (may be given again): ${CONTESTANTS.join(', ')}
  --loads | --dumps       only decoding, only encoding
  --protocol N            protocol of the pickles: 2, 4 (default) or 5
  --rounds N              processes per contestant and case, default 3
  --time S                seconds of warm calls per process, default 1
  --compare FILE          an earlier results file to compare with
  --save NAME             also write bench/results/NAME.json
  --python PATH           default: $PYTHON or python3; --no-python for none
  --quick                 small data, one round: shows that everything runs and on which engine; its times mean nothing
  --list                  the cases

Cases: ${CASES.map(({ name }) => name).join(' ')}`;

/**
 * @typedef {object} BenchOptions
 * @property {import('./cases.mjs').BenchCase[]} cases
 * @property {readonly string[]} contestants
 * @property {import('./cases.mjs').Operation[]} operations
 * @property {number} protocol
 * @property {number} rounds
 * @property {number} scale
 * @property {import('./worker.mjs').Sampling} sampling
 * @property {string | undefined} compare
 * @property {string | undefined} save
 * @property {string | undefined} python
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
 * Reads the command line; throws an Error that says what is wrong with it.
 * @param {string[]} args
 * @returns {BenchOptions}
 */
export function parseOptions(args) {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: {
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
  const unknownCase = positionals.find((name) => !CASES.some((known) => known.name === name));
  if (unknownCase) throw new Error(`there is no case ${unknownCase}; the cases are: ${CASES.map(({ name }) => name).join(' ')}`);
  const unknownName = [...(values.only ?? []), ...(values.engine ?? [])].find((name) => !CONTESTANTS.some((known) => known === name));
  if (unknownName) throw new Error(`there is no contestant ${unknownName}; there are: ${CONTESTANTS.join(', ')}`);
  const protocol = positive(values.protocol, 4, 'protocol');
  if (![2, 3, 4, 5].includes(protocol)) throw new Error('--protocol must be 2, 3, 4 or 5');
  const { engine, only, quick = false } = values;
  return {
    cases: positionals.length > 0 ? CASES.filter(({ name }) => positionals.includes(name)) : [...CASES],
    contestants: CONTESTANTS.filter((name) => {
      if (only && !only.includes(name)) return false;
      return !engine || engine.includes(name) || !['wasm', 'js', 'auto'].includes(name);
    }),
    operations: values.loads ? ['loads'] : values.dumps ? ['dumps'] : ['loads', 'dumps'],
    protocol,
    rounds: quick ? 1 : positive(values.rounds, 3, 'rounds'),
    scale: quick ? 0.005 : 1,
    sampling: quick
      ? { warmups: 0, warmupTime: 0, minSamples: 1, maxTime: 0.001 }
      : { warmups: 3, warmupTime: 1, minSamples: 5, maxTime: positive(values.time, 1, 'time') },
    compare: values.compare,
    save: values.save,
    python: values['no-python'] ? undefined : (values.python ?? process.env.PYTHON ?? 'python3'),
    quick,
    help: values.help ?? false,
    list: values.list ?? false,
  };
}
