/**
 * Fills the benchmark table of README.md, between two markers, from bench/results/latest.json.
 *
 *   node scripts/readme-table.mjs [results.json]
 *   node scripts/readme-table.mjs --check    fail when the table is not that of the results
 */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { formatMs, isResult } from '../bench/report.mjs';
import { inRoot } from './paths.mjs';
import { runMain } from './run.mjs';

const START = '<!-- bench:start -->';
const END = '<!-- bench:end -->';

const COLUMNS = {
  loads: {
    heading: 'Decode, ms',
    names: {
      wasm: '**WASM**',
      js: '**JS engine**',
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
 * @param {import('../bench/report.mjs').CaseResult['contestants']} contestants of one case
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
 * @param {import('../bench/report.mjs').Results} results
 * @returns {string} Markdown between the markers
 */
function makeTables(results) {
  const { machine, settings, date } = results;
  const parts = [];
  for (const operation of /** @type {const} */ (['loads', 'dumps'])) {
    const cases = results.cases.filter((found) => found.operation === operation && found.headline);
    if (cases.length === 0) continue;
    const { heading, names } = COLUMNS[operation];
    const used = Object.entries(names).filter(([name]) => cases.some(({ contestants }) => cell(contestants, name) !== ''));
    parts.push(
      [
        `| ${[heading, ...used.map(([, title]) => title)].join(' | ')} |`,
        `| --- |${' ---: |'.repeat(used.length)}`,
        ...cases.map(({ title, contestants }) => `| ${[title, ...used.map(([name]) => cell(contestants, name))].join(' | ')} |`),
      ].join('\n'),
    );
  }
  const python = machine.python ? `, CPython ${machine.python}` : '';
  const rounds = `${settings.rounds} round${settings.rounds === 1 ? '' : 's'}`;
  parts.push(
    `Warm medians of ${rounds}, each decoder in its own process; protocol ${settings.protocol}; ✗: cannot read it. ` +
      `Node ${machine.node}${python}, ${machine.cpu}, ${machine.platform}, ${date.slice(0, 10)}.`,
  );
  return parts.join('\n\n');
}

await runMain(() => {
  const args = process.argv.slice(2);
  const check = args.includes('--check');
  const file = args.find((argument) => !argument.startsWith('--')) ?? inRoot('bench', 'results', 'latest.json');
  const readmePath = inRoot('README.md');
  if (!existsSync(file)) throw new Error(`There is no ${file}; \`npm run bench\` makes it.`);
  const results = JSON.parse(readFileSync(file, 'utf8'));
  if (results.quick) throw new Error(`${file} is of a quick run; its times mean nothing.`);
  const readme = readFileSync(readmePath, 'utf8');
  const start = readme.indexOf(START);
  const end = readme.indexOf(END);
  if (start < 0 || end < start) throw new Error(`README.md has no ${START} … ${END}.`);
  const filled = `${readme.slice(0, start + START.length)}\n${makeTables(results)}\n${readme.slice(end)}`;
  if (filled === readme) return;
  if (check) throw new Error('The benchmark table of README.md is not that of the results; run `npm run bench:table`.');
  writeFileSync(readmePath, filled);
  console.log('README.md has the new table.');
});
