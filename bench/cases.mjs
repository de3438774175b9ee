/**
 * The benchmark's cases. `cases.py` makes their data; `generate.mjs` makes those with `javascript: true` when there is no Python.
 */

/**
 * @typedef {object} BenchCase
 * @property {string} name as on the command line and in cases.py
 * @property {string} title for tables
 * @property {boolean} [records] many maps with the same keys: MessagePack's record extension is measured too
 * @property {boolean} [javascript] `generate.mjs` can make it
 * @property {boolean} [headline] in the README's table and chart
 * @property {string[]} [imports] modules that CPython loads while unpickling; imported before it is measured
 */

/** @type {readonly BenchCase[]} */
export const CASES = [
  { name: 'records', title: '100k dicts × 8 keys', records: true, javascript: true, headline: true },
  { name: 'tree', title: 'nested messages (tweets)', records: true, headline: true },
  { name: 'floats', title: '1M floats', javascript: true, headline: true },
  { name: 'smallints', title: '1M small ints', javascript: true, headline: true },
  { name: 'mixints', title: '200k ints up to 2^100', javascript: true, headline: true },
  { name: 'str_ascii', title: '300k distinct short strings', javascript: true, headline: true },
  { name: 'str_memo', title: '300k strings, 676 distinct', javascript: true, headline: true },
  { name: 'str_long', title: '50k strings of 200 to 2000', javascript: true, headline: true },
  { name: 'str_uni', title: '100k non-ASCII strings', javascript: true, headline: true },
  { name: 'bytes64m', title: 'one bytes object of 64 MB', javascript: true, headline: true },
  { name: 'bytes10k', title: '10k bytes objects × 6 KB', javascript: true },
  { name: 'np64m', title: 'NumPy float64 array of 64 MB', imports: ['numpy'], headline: true },
  { name: 'np64m_oob', title: 'the same, buffer out of band', imports: ['numpy'] },
  { name: 'instances', title: '100k instances with state', records: true, headline: true },
  { name: 'ntuples', title: '100k namedtuples', headline: true },
  { name: 'datetimes', title: '100k datetimes', headline: true },
  { name: 'dict_str', title: 'dict of 500k str → int', javascript: true, headline: true },
  { name: 'dict_int', title: 'dict of 200k int → float', javascript: true, headline: true },
  { name: 'deep', title: '200 lists × 500 levels', javascript: true },
  { name: 'tiny', title: '100k messages of 100 to 300 bytes', records: true, javascript: true, headline: true },
  { name: 'cuda', title: 'CUDA memory snapshot, 100 MB', headline: true },
  { name: 'dataframe', title: 'pandas DataFrame 200k × 10', imports: ['pandas'], headline: true },
  { name: 'forest', title: 'scikit-learn forest, 60 trees', imports: ['sklearn.ensemble', 'sklearn.tree'], headline: true },
];

/**
 * What was written for one case; the file NAME.p<protocol>.json.
 * @typedef {object} CaseData
 * @property {string} key changes when the data would
 * @property {string} madeBy for the report
 * @property {string} pickle file name
 * @property {number} protocol that of the pickle
 * @property {string | null} buffers file of the out-of-band buffers
 * @property {string | null} json file with the nearest JSON
 * @property {boolean} sameInJson the JSON holds the same values, not just similar ones
 * @property {boolean} messages the files hold a count and length-prefixed messages
 * @property {number} values scalars and containers
 * @property {number} length items of the outermost container
 */

/** The decoders and encoders, in the order of the tables. */
export const CONTESTANTS = /** @type {const} */ ([
  'ours',
  'wasm',
  'js',
  'auto',
  'pickleparser',
  'JSON',
  'msgpackr',
  'msgpackr records',
  'cbor-x',
  'CPython',
  'CPython, gc off',
]);

/** @typedef {typeof CONTESTANTS[number]} Contestant */
/** @typedef {'loads' | 'dumps'} Operation */

/** Encoding has one engine, `ours`; decoding has three settings of it. */
const ONLY = {
  loads: new Set(['wasm', 'js', 'auto', 'pickleparser']),
  dumps: new Set(['ours']),
};

/**
 * Says who takes part in a case.
 * @param {BenchCase} benchCase the case
 * @param {CaseData} data its data
 * @param {Operation} operation decode or encode
 * @param {boolean} python there is a CPython to compare with
 * @returns {Contestant[]} in the order of the tables
 */
export function contestantsOf(benchCase, data, operation, python) {
  return CONTESTANTS.filter((name) => {
    if (ONLY[operation === 'loads' ? 'dumps' : 'loads'].has(name)) return false;
    if (name.startsWith('CPython')) return python && data.madeBy.startsWith('CPython');
    if (name === 'pickleparser') return data.buffers === null;
    if (name === 'msgpackr records') return data.json !== null && benchCase.records === true;
    if (name === 'JSON' || name === 'msgpackr' || name === 'cbor-x') return data.json !== null;
    return true;
  });
}
