/**
 * The results files in bench/results: NAME.json and the charts that are drawn from it.
 */
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { inRoot } from '../../scripts/paths.mjs';
import { drawCases, drawGrowth, drawTarget } from './chart.mjs';
import { RIVALS } from './targets.mjs';

/** @typedef {import('./numbers.mjs').Results} Results */

const RESULTS = inRoot('bench', 'results');

/** @param {string} name @returns {string} the path of the results file */
export const resultsFile = (name) => join(RESULTS, `${name}.json`);

/**
 * Writes the results so far; an interruption leaves a whole file.
 * @param {Results} results
 * @param {string} name
 */
export function saveResults(results, name) {
  mkdirSync(RESULTS, { recursive: true });
  const path = resultsFile(name);
  writeFileSync(`${path}.new`, `${JSON.stringify(results, null, 1)}\n`);
  renameSync(`${path}.new`, path);
}

/**
 * @param {string} nameOrPath of an earlier results file
 * @returns {Results}
 */
export function readResults(nameOrPath) {
  const path = [resolve(process.env.INIT_CWD ?? '.', nameOrPath), resultsFile(nameOrPath)].find(existsSync);
  if (path === undefined) throw new Error(`There are no results ${nameOrPath}.`);
  return JSON.parse(readFileSync(path, 'utf8'));
}

/**
 * Draws every chart that the results have numbers for.
 * @param {Results} results
 * @param {string} name
 */
export function drawCharts(results, name) {
  /** @type {[string, string | undefined][]} */
  const charts = [
    [`${name}-loads`, drawCases(results, 'loads')],
    [`${name}-dumps`, drawCases(results, 'dumps')],
    ...RIVALS.map(
      (rival) => /** @type {[string, string | undefined]} */ ([`${name}-${rival.file}`, drawTarget(results, rival)]),
    ),
    [name === 'latest' || name === 'growth' ? 'growth' : `${name}-growth`, drawGrowth(results)],
  ];
  for (const [file, svg] of charts) if (svg) writeFileSync(join(RESULTS, `${file}.svg`), svg);
}
