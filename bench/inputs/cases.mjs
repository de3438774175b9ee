/**
 * The benchmark's cases. `cases.py` makes their data; `generate.mjs` makes those with `javascript: true` when there is
 * no Python.
 */

/**
 * @typedef {object} BenchCase
 * @property {string} name as on the command line and in cases.py
 * @property {string} title for tables
 * @property {boolean} [records] many maps with the same keys: MessagePack's record extension is measured too
 * @property {boolean} [javascript] `generate.mjs` can make it
 * @property {boolean} [shapes] mostly dicts with str keys: decoding it without generated code is measured too
 * @property {boolean} [view] 64 MB that a decoder need not copy; geometric means leave these cases out
 * @property {string} [inert] name of the class of the whole, which `loads` does not know: the result is a PyObject
 * @property {Snapshot} [snapshot] a real file instead of data that are made
 * @property {string[]} [imports] modules that CPython loads while unpickling; imported before it is measured
 */

/**
 * A CUDA memory snapshot that PyTorch wrote on a GPU while it trained a transformer; it has one size, whatever the
 * scale.
 * @typedef {object} Snapshot
 * @property {string} file xz, in the project
 * @property {number} bytes unpacked
 * @property {number} values scalars and containers, as CPython counts them
 * @property {boolean} json JSON can hold it: where lists are shared by reference JSON has a copy each, and the large
 *   file's text would be
 *   longer than V8's longest string
 */

/**
 * The large snapshot has one size: on data smaller than this it is left to who names it, and the small one stands for
 * it.
 */
export const LARGE_SCALE = 0.5;

/** @type {readonly BenchCase[]} */
export const CASES = [
  { name: 'records', title: '100k dicts × 8 keys', records: true, shapes: true, javascript: true },
  { name: 'tree', title: 'nested messages (tweets)', records: true, shapes: true },
  { name: 'floats', title: '1M floats', javascript: true },
  { name: 'smallints', title: '1M small ints', javascript: true },
  { name: 'mixints', title: '200k ints up to 2^100', javascript: true },
  { name: 'str_ascii', title: '300k distinct short strings', javascript: true },
  { name: 'str_memo', title: '300k strings, 676 distinct', javascript: true },
  { name: 'str_long', title: '50k strings of 200 to 2000', javascript: true },
  { name: 'str_uni', title: '100k non-ASCII strings', javascript: true },
  { name: 'bytes64m', title: 'one bytes object of 64 MB', view: true, javascript: true },
  { name: 'bytes10k', title: '10k bytes objects × 6 KB', javascript: true },
  { name: 'np64m', title: 'NumPy float64 array of 64 MB', view: true, imports: ['numpy'] },
  { name: 'np64m_oob', title: 'the same, buffer out of band', view: true, imports: ['numpy'] },
  { name: 'instances', title: '100k instances with state', records: true, shapes: true },
  { name: 'registered', title: '100k instances of a registered class', records: true },
  { name: 'ntuples', title: '100k namedtuples' },
  { name: 'datetimes', title: '100k datetimes' },
  { name: 'dict_str', title: 'dict of 500k str → int', javascript: true },
  { name: 'dict_int', title: 'dict of 200k int → float', javascript: true },
  { name: 'deep', title: '200 lists × 500 levels', javascript: true },
  { name: 'tiny', title: '100k messages of 100 to 300 bytes', records: true, shapes: true, javascript: true },
  {
    name: 'cuda',
    title: 'CUDA memory snapshot, 78 MB',
    shapes: true,
    snapshot: {
      file: 'bench/inputs/snapshots/cuda_snapshot_python.pickle.xz',
      bytes: 78_250_414,
      values: 14_150_543,
      json: false,
    },
  },
  {
    name: 'cuda_small',
    title: 'CUDA memory snapshot, 1.2 MB',
    shapes: true,
    snapshot: { file: 'test/vectors/cuda_snapshot_small.pickle.xz', bytes: 1_234_259, values: 116_571, json: true },
  },
  { name: 'dataframe', title: 'pandas DataFrame 200k × 10', inert: 'DataFrame', imports: ['pandas'] },
  {
    name: 'forest',
    title: 'scikit-learn forest, 60 trees',
    inert: 'RandomForestClassifier',
    imports: ['sklearn.ensemble', 'sklearn.tree'],
  },
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
  'ours, pooled',
  'wasm',
  'js',
  'auto',
  'auto, no codegen',
  'pickleparser',
  'JSON',
  'msgpackr',
  'msgpackr records',
  'cbor-x',
  'CPython',
  'CPython, gc off',
]);

/** `auto` where code may not be generated from strings (`new Function`), as under a content security policy. */
export const NO_CODEGEN = 'auto, no codegen';

/** `dumps` with the option `pooled`, which concerns small results only. */
export const POOLED = 'ours, pooled';

/** @typedef {typeof CONTESTANTS[number]} Contestant */
/** @typedef {'loads' | 'dumps'} Operation */

/** Who takes part in one operation only. Encoding has one engine, `ours`; decoding has three settings of it. */
const ONLY = {
  loads: new Set(['wasm', 'js', 'auto', NO_CODEGEN, 'pickleparser', 'cbor-x', 'CPython, gc off']),
  dumps: new Set(['ours', POOLED]),
};

/** Who is measured on a second Node, too: us, and those that a target names. */
const BESIDE = new Set([
  'ours',
  'wasm',
  'js',
  'auto',
  NO_CODEGEN,
  'pickleparser',
  'JSON',
  'msgpackr',
  'msgpackr records',
]);

/**
 * @param {readonly string[]} names who takes part in a case
 * @returns {string[]} who of them is measured on a second Node; CPython does not run on it
 */
export function besideOf(names) {
  const records = names.includes('msgpackr records');
  return names.filter((name) => BESIDE.has(name) && !(records && name === 'msgpackr'));
}

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
    if (name === NO_CODEGEN) return benchCase.shapes === true;
    if (name === POOLED) return data.messages;
    if (name === 'msgpackr records') return data.json !== null && benchCase.records === true;
    if (name === 'JSON' || name === 'msgpackr' || name === 'cbor-x') return data.json !== null;
    return true;
  });
}
