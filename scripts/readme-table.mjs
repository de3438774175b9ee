/**
 * Fills the benchmark's tables of README.md, between two markers, and draws the charts, from bench/results/latest.json.
 *
 *   node scripts/readme-table.mjs [results.json or NAME]
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { drawCharts, readResults } from '../bench/reports/results.mjs';
import { fillTables } from '../bench/reports/table.mjs';
import { inRoot } from './paths.mjs';
import { runMain } from './run.mjs';

await runMain(() => {
  const readmePath = inRoot('README.md');
  const results = readResults(process.argv[2] ?? 'latest');
  const readme = readFileSync(readmePath, 'utf8');
  const filled = fillTables(readme, results);
  drawCharts(results, 'latest');
  if (filled === readme) return;
  writeFileSync(readmePath, filled);
  console.log('README.md has the new tables.');
});
