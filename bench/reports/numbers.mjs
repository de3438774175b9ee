/**
 * Results as numbers and as text.
 */

/**
 * @typedef {object} Result one contestant on one case
 * @property {number} median warm call, ms: the median of the rounds' medians
 * @property {number} cold first call, ms: the median of the rounds
 * @property {number} best the fastest round's median, ms
 * @property {number} peak growth of peak memory over the first call, bytes: the median of the rounds
 * @property {number} bytes size of the encoded form
 * @property {number} valuesPerSecond
 * @property {number} megabytesPerSecond of its own encoded form
 * @property {number} [callsPerSecond] of the cases of many messages
 * @property {number} samples warm calls in all rounds
 * @property {string} [engine] the engine that ran
 */

/** @typedef {{ error: string }} Failure */

/**
 * @typedef {object} CaseResult
 * @property {string} name
 * @property {string} title
 * @property {import('../inputs/cases.mjs').Operation} operation
 * @property {boolean} view 64 MB that a decoder need not copy
 * @property {boolean} messages many small messages
 * @property {number} protocol
 * @property {number} values
 * @property {Record<string, Result | Failure>} contestants
 * @property {Record<string, Record<string, Result | Failure>>} [beside] the contestants on other versions of Node, by
 *   version
 */

/**
 * @typedef {object} Results the file in bench/results
 * @property {string} date ISO 8601
 * @property {boolean} quick true: the times mean nothing
 * @property {{ cpu: string, cores: number, node: string, v8: string, python: string | null, platform: string }} machine
 *   `node`, `v8`: what ran the contestants, unless a result says something else
 * @property {{ version: string, v8: string }[]} [beside] other versions of Node, measured beside the first
 * @property {{ rounds: number, protocol: number }} settings
 * @property {CaseResult[]} cases
 * @property {import('../measure/cold.mjs').ColdResult[]} [cold]
 * @property {import('../measure/memory.mjs').MemoryResult[]} [memory]
 * @property {import('../measure/scan.mjs').ScanResult[]} [scan]
 * @property {import('../measure/growth.mjs').GrowthResult[]} [growth]
 * @property {import('../measure/browsers.mjs').BrowserResult[]} [browsers]
 * @property {number} minutes that the run took, making the data not counted
 */

/**
 * @param {readonly number[]} numbers at least one
 * @returns {number} their median
 */
export function median(numbers) {
  const sorted = [...numbers].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

/**
 * Sums up the rounds of one contestant.
 * @param {readonly import('../workers/worker.mjs').Measurement[]} rounds at least one
 * @param {import('../inputs/cases.mjs').CaseData} data of the case
 * @returns {Result}
 */
export function summarize(rounds, { values, messages, length }) {
  const medians = rounds.map(({ samples }) => median(samples));
  const ms = median(medians);
  const [{ bytes, engine }] = rounds;
  return {
    median: ms,
    cold: median(rounds.map(({ cold }) => cold)),
    best: Math.min(...medians),
    peak: median(rounds.map(({ peak }) => peak)),
    bytes,
    valuesPerSecond: (values / ms) * 1000,
    megabytesPerSecond: bytes / 1000 / ms,
    ...(messages ? { callsPerSecond: (length / ms) * 1000 } : {}),
    samples: rounds.reduce((sum, { samples }) => sum + samples.length, 0),
    ...(engine === undefined ? {} : { engine }),
  };
}

/**
 * @template {object} T
 * @param {T | Failure | undefined} result
 * @returns {result is T}
 */
export function isResult(result) {
  return result !== undefined && !('error' in result);
}

/**
 * @param {Results} results
 * @param {string} version of Node, one of `beside`
 * @returns {Results} as if the cases had been measured on that Node alone; what does not run on Node stays
 */
export function resultsOn(results, version) {
  const v8 = results.beside?.find((node) => node.version === version)?.v8 ?? '';
  const cases = results.cases.map((found) => {
    const python = Object.entries(found.contestants).filter(([name]) => name.startsWith('CPython'));
    return { ...found, contestants: { ...found.beside?.[version], ...Object.fromEntries(python) } };
  });
  return { ...results, machine: { ...results.machine, node: version, v8 }, cases, cold: [], memory: [], growth: [] };
}

/** @param {number} ms @returns {string} two or three significant digits */
export function formatMs(ms) {
  if (ms < 0.01) return ms.toFixed(4);
  return ms < 10 ? ms.toPrecision(ms < 1 ? 2 : 3) : ms.toFixed(ms < 100 ? 1 : 0);
}

/** @param {number} ratio @returns {string} */
export function formatRatio(ratio) {
  return `${ratio < 10 ? ratio.toPrecision(2) : Math.round(ratio).toLocaleString('en')}×`;
}

/**
 * The contestant of ours that a case is compared with.
 * @param {CaseResult} result
 * @returns {Result | undefined}
 */
export function ours({ contestants }) {
  return [contestants.auto, contestants.ours, contestants.wasm, contestants.js].find((found) => isResult(found));
}

/** What this package brings to the comparison. */
export const OURS = ['wasm', 'js', 'auto', 'auto, no codegen', 'ours', 'ours, pooled'];

/** A case of fewer values is about their size: values per second say nothing. */
const FEW = 10;

const COLUMNS = /** @type {const} */ ([
  '',
  'median ms',
  'vs ours',
  'cold ms',
  'MB/s',
  'M values/s',
  'peak MB',
  'engine',
]);

/**
 * @param {CaseResult} result
 * @returns {string} a block of text for each Node: a title and one line per contestant
 */
export function formatCase(result) {
  const blocks = [formatOn(result)];
  for (const [version, contestants] of Object.entries(result.beside ?? {}))
    blocks.push(formatOn({ ...result, contestants }, version));
  return blocks.join('');
}

/**
 * @param {CaseResult} result
 * @param {string} [version] of a Node that is not the first
 * @returns {string} a block
 */
function formatOn(result, version) {
  const base = ours(result)?.median;
  const rows = Object.entries(result.contestants).map(([name, found]) => {
    if (!isResult(found)) return [name, `✗ ${found.error.split('\n')[0].slice(0, 90)}`];
    return [
      name,
      formatMs(found.median),
      base === undefined ? '' : formatRatio(found.median / base),
      formatMs(found.cold),
      found.megabytesPerSecond.toFixed(0),
      result.values < FEW ? '' : (found.valuesPerSecond / 1e6).toFixed(2),
      (found.peak / 1e6).toFixed(0),
      found.engine ?? '',
    ];
  });
  const full = [[...COLUMNS], ...rows.filter((row) => row.length > 2)];
  const widths = COLUMNS.map((_, column) => Math.max(...full.map((row) => row[column].length)));
  widths[0] = Math.max(...rows.map((row) => row[0].length));
  const lines = [[...COLUMNS], ...rows].map((row) =>
    row
      .map((cell, column) =>
        column === 0 || row.length === 2 ? cell.padEnd(column ? 0 : widths[0]) : cell.padStart(widths[column]),
      )
      .join('  '),
  );
  const title = `${result.operation} ${result.name}: ${result.title}, protocol ${result.protocol}${version ? `; Node ${version}` : ''}`;
  return `${title}\n${[...lines, ...formatCalls(result)].map((line) => `  ${line.trimEnd()}`).join('\n')}\n`;
}

/**
 * @param {CaseResult} result
 * @returns {string[]} for many small messages a line: calls per second
 */
function formatCalls({ messages, contestants }) {
  if (!messages) return [];
  const calls = Object.entries(contestants).flatMap(([name, found]) =>
    isResult(found) && found.callsPerSecond ? [`${name} ${Math.round(found.callsPerSecond).toLocaleString('en')}`] : [],
  );
  return [`calls per second: ${calls.join('; ')}`];
}

/**
 * @param {CaseResult} result
 * @param {Results} earlier
 * @returns {string[]} one line per contestant of ours: how its time changed
 */
export function compareCase(result, earlier) {
  const before = earlier.cases.find(({ name, operation }) => name === result.name && operation === result.operation);
  if (!before) return [];
  return OURS.flatMap((name) => {
    const then = before.contestants[name];
    const now = result.contestants[name];
    if (!isResult(then) || !isResult(now)) return [];
    const change = (now.median / then.median - 1) * 100;
    const sign = change > 0 ? '+' : '';
    return [`  ${name}: ${formatMs(then.median)} → ${formatMs(now.median)} ms (${sign}${change.toFixed(0)} %)`];
  });
}
