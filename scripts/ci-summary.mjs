/**
 * Prints the closing line of a CI run, 'N passed, N failed', from vitest's JSON report.
 *
 *   node scripts/ci-summary.mjs REPORT EXIT_STATUS
 */
import { existsSync, readFileSync } from 'node:fs';

const [report, status] = process.argv.slice(2);
const { numPassedTests = 0, numFailedTests = 0 } = existsSync(report) ? JSON.parse(readFileSync(report, 'utf8')) : {};
// Something outside the tests failed: the line must not look like success.
const failed = Number(status) !== 0 && numFailedTests === 0 ? 1 : numFailedTests;
console.log(`\n${numPassedTests} passed, ${failed} failed`);
