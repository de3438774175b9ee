/**
 * The tables of README.md, in Markdown, from a results file: the targets, and the times of every case.
 */
import { formatMs, isResult, resultsOn } from './numbers.mjs';
import { NOT_MEASURED, targetRows } from './targets.mjs';

/** @typedef {import('./numbers.mjs').Results} Results */

const COLUMNS = {
  loads: {
    heading: 'Decode, ms',
    names: {
      auto: '**ours**',
      js: '**ours, JS engine**',
      'auto, no codegen': '**ours, no `new Function`**',
      pickleparser: 'pickleparser',
      JSON: 'JSON.parse',
      'msgpackr records': 'msgpackr',
      CPython: 'CPython C',
      'CPython, gc off': 'CPython C, gc off',
    },
  },
  dumps: {
    heading: 'Encode, ms',
    names: { ours: '**ours**', JSON: 'JSON.stringify', 'msgpackr records': 'msgpackr', CPython: 'CPython C' },
  },
};

/**
 * @param {readonly string[]} heading
 * @param {readonly string[]} alignment of each column
 * @param {readonly (readonly string[])[]} rows
 * @returns {string}
 */
const markdownTable = (heading, alignment, rows) =>
  [heading, alignment, ...rows].map((row) => `| ${row.join(' | ')} |`).join('\n');

/**
 * @param {import('./numbers.mjs').CaseResult['contestants']} contestants of one case
 * @param {string} name column
 * @returns {string} its cell: the warm median; ✗ when it cannot, empty when it does not take part
 */
function cell(contestants, name) {
  // Records are MessagePack's best form; cases without them have plain MessagePack.
  const found = contestants[name] ?? (name === 'msgpackr records' ? contestants.msgpackr : undefined);
  if (found === undefined) return '';
  return isResult(found) ? formatMs(found.median) : '✗';
}

/**
 * @param {Results} results
 * @param {import('../inputs/cases.mjs').Operation} operation
 * @returns {string[]} a table, or nothing when there are no cases
 */
function timesTable(results, operation) {
  const cases = results.cases.filter((found) => found.operation === operation);
  if (cases.length === 0) return [];
  const { heading, names } = COLUMNS[operation];
  const others = results.beside ?? [];
  /** @typedef {(found: import('./numbers.mjs').CaseResult) => string} Cell */
  const columns = Object.entries(names).flatMap(([name, title], place) => {
    /** @type {[string, Cell][]} */
    const ours =
      place === 0
        ? others.map(({ version }) => [
            `${title}, Node ${version}`,
            (found) => cell(found.beside?.[version] ?? {}, name),
          ])
        : [];
    return [/** @type {[string, Cell]} */ ([title, ({ contestants }) => cell(contestants, name)]), ...ours];
  });
  const used = columns.filter(([, cellOf]) => cases.some((found) => cellOf(found) !== ''));
  return [
    markdownTable(
      [heading, ...used.map(([title]) => title)],
      ['---', ...used.map(() => '---:')],
      cases.map((found) => [found.title, ...used.map(([, cellOf]) => cellOf(found))]),
    ),
  ];
}

/** @param {boolean | undefined} met @returns {string} */
const verdict = (met) => (met === undefined ? '' : met ? 'met' : '**missed**');

/**
 * @param {Results} results
 * @returns {string} which machine, when, and how to read the numbers
 */
function heading({ machine, settings, date, beside = [] }) {
  const { cores, cpu, node, python, platform } = machine;
  const { rounds, protocol } = settings;
  return (
    `Measured on ${date.slice(0, 10)}: ${cores} cores of ${cpu}, ${platform}, Node ${node} with default flags${beside.map(({ version }) => `, beside it Node ${version}`).join('')}${python ? `, CPython ${python}` : ''}; ` +
    `engine \`auto\`, protocol ${protocol}, warm medians of ${rounds === 1 ? '1 round' : `up to ${rounds} rounds`} in one run.`
  );
}

/** @param {import('./targets.mjs').TargetRow} row @returns {string} the same on every Node */
const rowKey = ({ against, target }) => `${against}: ${target}`;

/**
 * @param {Results} results
 * @returns {string} Markdown
 */
export function makeTables(results) {
  const others = (results.beside ?? []).map(({ version }) => ({
    title: `Node ${version}`,
    rows: new Map(targetRows(resultsOn(results, version)).map((row) => [rowKey(row), row])),
  }));
  const rows = targetRows(results).map((row) => {
    const beside = others
      .map(({ rows }) => rows.get(rowKey(row))?.measured ?? '')
      .map((text) => (text === NOT_MEASURED ? '' : text));
    return [row.against, row.target, row.measured, verdict(row.met), ...beside];
  });
  const titles = ['Ours ÷ theirs', 'Target', 'Measured', '', ...others.map(({ title }) => title)];
  return [
    heading(results),
    markdownTable(
      titles,
      titles.map(() => '---'),
      rows,
    ),
    'Geometric means leave out the three cases of 64 MB that are views of the input. ✗: cannot hold the values.',
    ...timesTable(results, 'loads'),
    ...timesTable(results, 'dumps'),
  ].join('\n\n');
}

const START = '<!-- bench:start -->';
const END = '<!-- bench:end -->';

/**
 * Puts the tables between their two markers.
 * @param {string} readme text of README.md
 * @param {Results} results
 * @returns {string} its new text
 */
export function fillTables(readme, results) {
  if (results.quick) throw new Error('The results are of a quick run; its times mean nothing.');
  const start = readme.indexOf(START);
  const end = readme.indexOf(END);
  if (start < 0 || end < start) throw new Error(`README.md has no ${START} … ${END}.`);
  return `${readme.slice(0, start + START.length)}\n${makeTables(results)}\n${readme.slice(end)}`;
}
