/**
 * The targets of the benchmark, and what the results say about each.
 */
import { NO_CODEGEN } from '../inputs/cases.mjs';
import { formatMs, isResult } from './numbers.mjs';

/** @typedef {import('./numbers.mjs').Results} Results */
/** @typedef {import('./numbers.mjs').Result} Result */
/** @typedef {import('./numbers.mjs').CaseResult} CaseResult */

/**
 * Whom we are compared with, case by case: our time ÷ theirs.
 * @typedef {object} Rival
 * @property {string} file part of the chart's name
 * @property {string} title
 * @property {import('../inputs/cases.mjs').Operation} operation
 * @property {string} ours contestant
 * @property {readonly string[]} theirs the contestant that is compared with: the first of these that took part
 * @property {number} [mean] target for the geometric mean
 * @property {number} [each] target for every case
 * @property {number} [least] ms: a case in which neither takes more than this does not count for `each`
 * @property {Apart} [apart] cases that do not count for `each`, but are named
 * @property {(found: CaseResult) => boolean} [counts] which cases; default: all
 */

/**
 * @typedef {object} Apart
 * @property {string} what for the table
 * @property {readonly string[]} names cases
 */

/** JSON has dicts and texts instead. */
const CLASSES = { what: 'instances and datetimes', names: ['instances', 'registered', 'datetimes'] };

/**
 * Mostly bytes that nobody has to look at: `auto` gives them to the JavaScript engine, a window behind each costs WASM
 * more.
 */
const PAYLOADS = { what: 'payloads', names: ['bytes64m', 'bytes10k', 'np64m', 'np64m_oob', 'dataframe'] };

/** What is called large when the engines are compared, bytes. */
const LARGE = 1 << 16;

/**
 * A snapshot shares its lists by reference, which only pickles can say: JSON and MessagePack hold thirty times as much.
 */
const sharesLittle = (/** @type {{ name: string }} */ { name }) => !name.startsWith('cuda');

/** @type {readonly Rival[]} */
export const RIVALS = [
  {
    file: 'pickleparser',
    title: 'pickleparser, the pickle reader on npm',
    operation: 'loads',
    ours: 'auto',
    theirs: ['pickleparser'],
    mean: 0.15,
    each: 0.5,
    least: 0.1,
  },
  {
    file: 'json',
    title: 'JSON.parse from bytes',
    operation: 'loads',
    ours: 'auto',
    theirs: ['JSON'],
    mean: 0.5,
    each: 1,
    apart: CLASSES,
    counts: sharesLittle,
  },
  {
    file: 'msgpackr',
    title: 'msgpackr, with records',
    operation: 'loads',
    ours: 'auto',
    theirs: ['msgpackr records', 'msgpackr'],
    mean: 0.8,
    counts: sharesLittle,
  },
  {
    file: 'cpython',
    title: 'CPython, C unpickler',
    operation: 'loads',
    ours: 'auto',
    theirs: ['CPython'],
    mean: 0.3,
    each: 1,
  },
  {
    file: 'cpython-gc-off',
    title: 'CPython, C unpickler, collector off',
    operation: 'loads',
    ours: 'auto',
    theirs: ['CPython, gc off'],
    mean: 0.4,
    each: 1,
  },
  {
    file: 'js',
    title: 'our JavaScript engine (ours: WASM), one pickle above 64 KB',
    operation: 'loads',
    ours: 'wasm',
    theirs: ['js'],
    mean: 0.45,
    each: 1.05,
    apart: PAYLOADS,
    counts: ({ contestants, messages }) => !messages && isResult(contestants.wasm) && contestants.wasm.bytes > LARGE,
  },
  {
    file: 'encode-json',
    title: 'encode: JSON.stringify to bytes',
    operation: 'dumps',
    ours: 'ours',
    theirs: ['JSON'],
    each: 1,
    counts: sharesLittle,
  },
  {
    file: 'encode-cpython',
    title: 'encode: CPython, C pickler',
    operation: 'dumps',
    ours: 'ours',
    theirs: ['CPython'],
    mean: 1,
  },
];

/**
 * @typedef {object} Ratio
 * @property {{ title: string, view?: boolean }} found
 * @property {number} ours ms
 * @property {number} theirs ms
 * @property {number} ratio
 */

/**
 * @param {Results} results
 * @param {Rival} rival
 * @returns {(Ratio & { found: CaseResult })[]} of the cases that both can do
 */
export function ratiosOf(results, { operation, ours, theirs, counts = () => true }) {
  return results.cases
    .filter((found) => found.operation === operation && counts(found))
    .flatMap((found) => {
      const mine = found.contestants[ours];
      const other = theirs.map((name) => found.contestants[name]).find((result) => result !== undefined);
      if (!isResult(mine) || !isResult(other)) return [];
      return [{ found, ours: mine.median, theirs: other.median, ratio: mine.median / other.median }];
    });
}

/**
 * @param {readonly number[]} numbers
 * @returns {number} their geometric mean
 */
export const geometricMean = (numbers) =>
  Math.exp(numbers.reduce((sum, number) => sum + Math.log(number), 0) / numbers.length);

/** @param {number} ratio @returns {string} */
const shown = (ratio) => (ratio < 9.995 ? ratio.toFixed(2) : ratio.toFixed(0));

/**
 * @typedef {object} TargetRow
 * @property {string} against
 * @property {string} target
 * @property {string} measured
 * @property {boolean | undefined} met undefined: nothing to meet, or not measured
 */

export const NOT_MEASURED = 'not measured';

/** @param {string} against @param {string} target @returns {TargetRow} */
const notMeasured = (against, target) => ({ against, target, measured: NOT_MEASURED, met: undefined });

/**
 * A target for every case.
 * @param {string} against
 * @param {number} limit
 * @param {readonly Ratio[]} ratios
 * @param {string} [which] of the cases
 * @returns {TargetRow}
 */
function eachRow(against, limit, ratios, which = '') {
  const target = `≤ ${limit} on every case${which}`;
  if (ratios.length === 0) return notMeasured(against, target);
  const over = ratios.filter(({ ratio }) => ratio > limit).length;
  const measured = `${over === 0 ? `all ${ratios.length}` : `${over} of ${ratios.length} above`}; worst ${worstOf(ratios)}`;
  return { against, target, measured, met: over === 0 };
}

/**
 * The geometric mean leaves out the views: a decoder that copies 64 MB where ours does nothing would decide it alone.
 * @param {Results} results
 * @param {Rival} rival
 * @returns {TargetRow[]}
 */
function rivalRows(results, rival) {
  const { title, mean, each, least = 0, apart, operation } = rival;
  const ratios = ratiosOf(results, rival);
  const rows = [];
  if (mean !== undefined) {
    const target = `≤ ${mean} geometric mean`;
    const counted = ratios.filter(({ found }) => !(found.view && operation === 'loads')).map(({ ratio }) => ratio);
    const value = geometricMean(counted);
    rows.push(
      counted.length === 0
        ? notMeasured(title, target)
        : { against: title, target, measured: `${shown(value)} (${counted.length} cases)`, met: value <= mean },
    );
  }
  if (each !== undefined) {
    const which = apart ? ` but ${apart.what}` : least > 0 ? ` of more than ${least} ms` : '';
    const isApart = (/** @type {Ratio & { found: CaseResult }} */ { found }) =>
      apart?.names.includes(found.name) ?? false;
    const counted = ratios.filter((ratio) => !isApart(ratio) && Math.max(ratio.ours, ratio.theirs) > least);
    rows.push(eachRow(title, each, counted, which));
    const named = ratios.filter(isApart).map(({ found, ratio }) => `${shown(ratio)}: ${found.title}`);
    if (named.length > 0)
      rows.push({ against: `${title}; ${apart?.what}`, target: 'none', measured: named.join('; '), met: undefined });
  }
  return rows;
}

/** @param {readonly Ratio[]} ratios at least one @returns {string} the highest, with its case */
function worstOf(ratios) {
  const { found, ours, theirs, ratio } = ratios.reduce((worst, next) => (next.ratio > worst.ratio ? next : worst));
  return `${shown(ratio)}: ${found.title} (${formatMs(ours)} to ${formatMs(theirs)} ms)`;
}

/**
 * @param {Results} results
 * @returns {{ title: string, contestants: CaseResult['contestants'] }[]} everything that all our engines decoded
 */
function everyDecoding({ cases, growth = [] }) {
  return [
    ...cases.filter(({ operation }) => operation === 'loads'),
    ...growth.map(({ label, contestants }) => ({ title: `${label} of records`, contestants })),
  ];
}

/** How far `auto` may be behind the better engine. */
const AUTO_BEHIND = 1.1;

/** @param {Results} results @returns {TargetRow} */
function autoRow(results) {
  const against = 'the better of our two engines (ours: `auto`)';
  const target = `≤ ${AUTO_BEHIND} at any size`;
  const ratios = everyDecoding(results).flatMap(({ title, contestants: { auto, wasm, js } }) =>
    isResult(auto) && isResult(wasm) && isResult(js)
      ? [{ title, ratio: auto.median / Math.min(wasm.median, js.median) }]
      : [],
  );
  if (ratios.length === 0) return notMeasured(against, target);
  const worst = ratios.reduce((most, next) => (next.ratio > most.ratio ? next : most));
  const over = ratios.filter(({ ratio }) => ratio > AUTO_BEHIND).length;
  const measured = `${over === 0 ? `all ${ratios.length}` : `${over} of ${ratios.length} above`}; worst ${shown(worst.ratio)}: ${worst.title}`;
  return { against, target, measured, met: over === 0 };
}

/** What it may cost that code cannot be generated. */
const NO_CODEGEN_LIMIT = 1.15;

/** @param {Results} results @returns {TargetRow} of what runs on WASM, where records are made by factories */
function codegenRow(results) {
  const onWasm = (/** @type {CaseResult} */ { contestants: { auto } }) => isResult(auto) && auto.engine === 'wasm';
  const rival = { file: '', title: '', ours: NO_CODEGEN, theirs: ['auto'], counts: onWasm };
  const ratios = ratiosOf(results, { ...rival, operation: 'loads' });
  return eachRow('WASM with code generation (ours: without)', NO_CODEGEN_LIMIT, ratios);
}

/** The real snapshot as objects: `auto` to each of these. */
const SNAPSHOT_LIMITS = { 'CPython, gc off': 0.55, js: 0.45 };

/** @param {Results} results @returns {TargetRow[]} none when it was not measured */
function snapshotRows(results) {
  return Object.entries(SNAPSHOT_LIMITS).flatMap(([theirs, limit]) => {
    const counts = (/** @type {CaseResult} */ { name }) => name === 'cuda';
    const rival = { file: '', title: '', ours: 'auto', theirs: [theirs], counts };
    return ratiosOf(results, { ...rival, operation: 'loads' }).map(({ found, ours, theirs: other, ratio }) => ({
      against: `${found.title}: ${theirs === 'js' ? 'our JavaScript engine' : 'CPython, C unpickler, collector off'}`,
      target: `≤ ${limit}`,
      measured: `${shown(ratio)} (${formatMs(ours)} to ${formatMs(other)} ms)`,
      met: ratio <= limit,
    }));
  });
}

/** A view of this many bytes may take this many ms and leave this many bytes of its own. */
const VIEW_MS = 1;
const VIEW_OWN = 1 << 16;

/** @param {Results} results @returns {TargetRow} */
function viewRow({ cases, memory = [] }) {
  const against = '64 MB bytes or array, in band or out';
  const target = '< 1 ms, no copy';
  const views = cases.filter(({ view, operation }) => view && operation === 'loads');
  const times = views.map(({ contestants: { auto } }) => (isResult(auto) ? auto.median : Number.POSITIVE_INFINITY));
  const results = memory
    .filter(({ name, stream }) => !stream && views.some((found) => found.name === name))
    .map((found) => found.memory);
  const own = results.map((found) => (isResult(found) ? found.result : Number.POSITIVE_INFINITY));
  if (times.length === 0 || own.length === 0) return notMeasured(against, target);
  const [slowest, largest] = [Math.max(...times), Math.max(...own)];
  return {
    against,
    target,
    measured: `at most ${slowest.toFixed(3)} ms, ${Math.ceil(largest / 1024)} KB of result (${times.length} cases)`,
    met: slowest < VIEW_MS && largest <= VIEW_OWN,
  };
}

/** @param {Results} results @returns {TargetRow} */
function tinyRow({ cases }) {
  const against = 'tiny messages: JSON.parse from bytes';
  const target = 'more calls per second';
  const found = cases.find(({ messages, operation }) => messages && operation === 'loads');
  const ours = found?.contestants.auto;
  const json = found?.contestants.JSON;
  if (!isResult(ours) || !isResult(json) || !ours.callsPerSecond || !json.callsPerSecond)
    return notMeasured(against, target);
  const calls = [ours, json].map(({ callsPerSecond = 0 }) => `${Math.round(callsPerSecond / 1000)}k`);
  return {
    against,
    target,
    measured: `${calls[0]} to ${calls[1]} calls per second`,
    met: ours.callsPerSecond > json.callsPerSecond,
  };
}

const COLD_MS = 5;

/** @param {Results} results @returns {TargetRow[]} */
function coldRows({ cold = [] }) {
  const target = `≤ ${COLD_MS} ms, compiling included`;
  if (cold.length === 0) return [notMeasured('first call of a process', target)];
  return cold.flatMap(({ title, bytes, contestants }) => {
    const { auto, wasm } = contestants;
    const against = `first call of a process: ${title} (${Math.ceil(bytes / 1024)} KB)`;
    if (!isResult(auto) || !isResult(wasm)) return [notMeasured(against, target)];
    const measured = `${auto.first.toFixed(1)} ms, with \`engine: 'wasm'\` ${wasm.first.toFixed(1)} ms (importing: ${auto.import.toFixed(0)} ms)`;
    return [{ against, target, measured, met: Math.max(auto.first, wasm.first) <= COLD_MS }];
  });
}

const BEYOND = 4e6;

/** @param {Results} results @returns {TargetRow} */
function memoryRow({ memory = [] }) {
  const against = 'memory while decoding, beyond input and result';
  const target = '≤ 4 MB, whatever the input';
  const measured = memory.flatMap(({ title, stream, memory: found }) =>
    isResult(found) ? [{ title, stream, beyond: found.beyond }] : [],
  );
  if (measured.length === 0) return notMeasured(against, target);
  const worst = measured.reduce((most, next) => (next.beyond > most.beyond ? next : most));
  const over = measured.filter(({ beyond }) => beyond > BEYOND).length;
  const most = `most ${(worst.beyond / 1e6).toFixed(1)} MB: ${worst.title}${worst.stream ? ', from a stream' : ''}`;
  return {
    against,
    target,
    measured: `${over === 0 ? `all ${measured.length}` : `${over} of ${measured.length} above`}; ${most}`,
    met: over === 0,
  };
}

/** What the scanner alone may take on the cases that have a target, ns per byte of pickle. */
const SCAN_LIMITS = [
  { limit: 0.8, names: ['records', 'tree', 'cuda', 'instances', 'ntuples'] },
  { limit: 0.5, names: ['floats', 'smallints', 'str_ascii'] },
];

/** @param {Results} results @returns {TargetRow[]} none when it was not measured */
function scanRows({ scan = [], machine }) {
  return SCAN_LIMITS.flatMap(({ limit, names }) => {
    const cells = scan.flatMap(({ name, nodes }) => {
      const found = nodes[machine.node];
      return names.includes(name) && isResult(found) ? [{ name, perByte: found.scan }] : [];
    });
    if (cells.length === 0) return [];
    return [
      {
        against: 'scan alone, WASM',
        target: `≤ ${limit} ns per byte: ${names.join(', ')}`,
        measured: cells.map(({ perByte }) => perByte.toFixed(2)).join(', '),
        met: cells.every(({ perByte }) => perByte <= limit),
      },
    ];
  });
}

/** In every browser: WASM to our JavaScript engine, to JSON.parse, and without code generation to with it. */
const BROWSER_LIMITS = { js: 0.6, JSON: 1, codegen: NO_CODEGEN_LIMIT };

/** @param {Results} results @returns {TargetRow[]} none when no browser was measured */
function browserRows({ browsers = [] }) {
  return browsers
    .filter(({ codegen }) => codegen)
    .flatMap(({ browser, cases }) => {
      const ratios = (
        /** @type {typeof cases} */ found,
        /** @type {(name: string) => number | undefined} */ theirsOf,
      ) =>
        found.flatMap((result) => {
          if ('error' in result) return [];
          const theirs = theirsOf(result.name);
          const ours = result.ms.wasm;
          return theirs === undefined ? [] : [{ found: { title: result.name }, ours, theirs, ratio: ours / theirs }];
        });
      const timesOf = (/** @type {string} */ name) => {
        const found = cases.find((result) => result.name === name);
        return found === undefined || 'error' in found ? undefined : found.ms;
      };
      const forbidden = browsers.find((other) => other.browser === browser && !other.codegen)?.cases ?? [];
      return [
        eachRow(
          `${browser}: our JavaScript engine (ours: WASM)`,
          BROWSER_LIMITS.js,
          ratios(cases, (name) => timesOf(name)?.js),
        ),
        eachRow(
          `${browser}: JSON.parse from bytes (ours: WASM)`,
          BROWSER_LIMITS.JSON,
          ratios(cases, (name) => (sharesLittle({ name }) ? timesOf(name)?.JSON : undefined)),
        ),
        eachRow(
          `${browser}: WASM with code generation (ours: WASM without)`,
          BROWSER_LIMITS.codegen,
          ratios(forbidden, (name) => timesOf(name)?.wasm),
        ),
      ];
    });
}

/** Growth is judged from this size on, bytes. */
const LEAST_JUDGED = 9e3;
/** Time ÷ size counts as flat when no size takes more than this many times the least. */
const FLAT = 2;

/** @param {Results} results @returns {TargetRow} */
function growthRow({ growth = [] }) {
  const against = 'time ÷ size on records';
  const target = 'flat from 10 KB to 500 MB';
  const points = growth.flatMap(({ label, bytes, contestants: { auto } }) =>
    bytes >= LEAST_JUDGED && isResult(auto) ? [{ label, perByte: (auto.median * 1e6) / bytes }] : [],
  );
  if (points.length < 2) return notMeasured(against, target);
  const sorted = [...points].sort((a, b) => a.perByte - b.perByte);
  const [least, most] = [sorted[0], sorted[sorted.length - 1]];
  const measured = `${least.perByte.toFixed(1)} (${least.label}) to ${most.perByte.toFixed(1)} (${most.label}) ns per byte`;
  return {
    against,
    target,
    measured,
    met: growth.some(({ label }) => label === '500 MB') && most.perByte / least.perByte <= FLAT,
  };
}

/**
 * @param {Results} results
 * @returns {TargetRow[]} in the order of the table
 */
export function targetRows(results) {
  const byFile = new Map(RIVALS.map((rival) => [rival.file, rivalRows(results, rival)]));
  const rows = (/** @type {string[]} */ ...files) => files.flatMap((file) => byFile.get(file) ?? []);
  return [
    ...rows('pickleparser', 'json', 'msgpackr', 'cpython', 'cpython-gc-off', 'js'),
    autoRow(results),
    codegenRow(results),
    ...snapshotRows(results),
    viewRow(results),
    tinyRow(results),
    ...coldRows(results),
    memoryRow(results),
    growthRow(results),
    ...scanRows(results),
    ...rows('encode-json', 'encode-cpython'),
    ...browserRows(results),
  ];
}
