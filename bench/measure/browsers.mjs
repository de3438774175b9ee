/**
 * Decoding in browsers: Chromium, Firefox and WebKit, where code may be generated and where a content security policy
 * forbids it.
 */
import { join } from 'node:path';
import { BROWSERS } from '../../scripts/setup-browser.mjs';
import { PageServer } from '../browsers/server.mjs';
import { startBrowser } from '../browsers/start.mjs';
import { CASES, LARGE_SCALE } from '../inputs/cases.mjs';
import { prepareData } from '../inputs/data.mjs';
import { formatMs } from '../reports/numbers.mjs';

/** @typedef {import('../browsers/server.mjs').PageResult} PageResult */
/** @typedef {import('../browsers/server.mjs').PageFailure} PageFailure */

const NAMES = ['records', 'tree', 'str_ascii', 'str_uni', 'instances', 'cuda'];
/** Enough to see that everything runs. */
const QUICK = ['records', 'instances'];
const SAMPLES = 7;
/** A browser that says nothing for so long, in ms, has failed. */
const PATIENCE = 180_000;

/**
 * @typedef {object} BrowserResult
 * @property {string} browser
 * @property {boolean} codegen code may be generated
 * @property {string} agent what the browser calls itself
 * @property {(PageResult | PageFailure)[]} cases
 */

/**
 * @param {{ python: string | undefined, folder: string, scale: number, quick: boolean }} options
 * @returns {Promise<BrowserResult[]>} a browser that is not there is named in a line, and left out
 */
export async function measureBrowsers({ python, folder, scale, quick }) {
  const names = quick
    ? QUICK
    : scale < LARGE_SCALE
      ? NAMES.map((name) => (name === 'cuda' ? 'cuda_small' : name))
      : NAMES;
  const data = await prepareData({
    python,
    folder,
    scale,
    protocol: 4,
    cases: CASES.filter(({ name }) => names.includes(name)),
  });
  const files = new Map();
  const cases = data.ready.map(({ benchCase: { name }, data: { pickle, json, values } }) => {
    for (const file of [pickle, json]) if (file !== null) files.set(`/data/${file}`, join(data.folder, file));
    return { name, values, pickle: `/data/${pickle}`, json: json && `/data/${json}`, samples: quick ? 1 : SAMPLES };
  });
  const server = await PageServer.start(files, cases);
  /** @type {BrowserResult[]} */
  const results = [];
  try {
    for (const browser of BROWSERS) {
      const program = browser.find();
      if (program === undefined) {
        console.warn(
          `MISSING: ${browser.name} is not installed and was not measured; \`node scripts/setup-browser.mjs --all\` installs it.`,
        );
        continue;
      }
      for (const codegen of [true, false]) {
        const run = server.run(codegen, (address) => startBrowser(browser, program, address), PATIENCE);
        const found = await run.catch((error) => ({
          agent: '',
          results: [{ name: 'the page', error: error.message }],
        }));
        results.push({ browser: browser.name, codegen, agent: found.agent, cases: found.results });
      }
    }
  } finally {
    server.stop();
  }
  return results;
}

/**
 * @param {readonly BrowserResult[]} results
 * @returns {string} lines
 */
export function formatBrowsers(results) {
  const lines = results.flatMap(({ browser, codegen, agent, cases }) => [
    `browser: ${browser}${codegen ? '' : ', code generation forbidden'} (${versionIn(agent)}); ms`,
    ...cases.map((found) => {
      if ('error' in found) return `  ${found.name.padEnd(12)}  ✗ ${found.error}`;
      const { wasm, js, JSON: json } = found.ms;
      const cells = [`WASM ${formatMs(wasm).padStart(6)}`, `JavaScript ${formatMs(js).padStart(6)}`];
      const ratios = [`WASM ÷ JavaScript ${(wasm / js).toFixed(2)}`];
      if (json !== undefined) {
        cells.push(`JSON.parse ${formatMs(json).padStart(6)}`);
        ratios.push(`÷ JSON.parse ${(wasm / json).toFixed(2)}`);
      }
      return `  ${found.name.padEnd(12)}  ${[...cells, ...ratios].join('  ')}`;
    }),
  ]);
  return `${lines.join('\n')}\n`;
}

/** @param {string} agent @returns {string} the part of it that names the browser's own version */
export function versionIn(agent) {
  return /(Firefox|Chrome|HeadlessChrome|Version)\/[\d.]+/.exec(agent)?.[0] ?? 'version unknown';
}
