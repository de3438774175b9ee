/**
 * Gets the data of the cases ready: by CPython when there is one, else the simpler ones by generate.mjs.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { inRoot } from '../scripts/paths.mjs';

/** @typedef {import('./cases.mjs').BenchCase} BenchCase */
/** @typedef {import('./cases.mjs').CaseData} CaseData */

/**
 * @param {string | undefined} python a program
 * @returns {string | undefined} its version, for instance '3.11.7'; undefined when it does not run or is too old for the cases
 */
export function pythonVersion(python) {
  if (python === undefined) return undefined;
  const { status, stdout } = spawnSync(python, ['-c', 'import sys; print(".".join(map(str, sys.version_info[:3])))'], { encoding: 'utf8' });
  const version = status === 0 ? stdout.trim() : undefined;
  return version && Number(version.split('.')[0]) === 3 && Number(version.split('.')[1]) >= 9 ? version : undefined;
}

/**
 * Runs cases.py.
 * @param {string} python @param {string} folder @param {number} scale @param {number} protocol @param {readonly BenchCase[]} cases
 * @returns {Map<string, string>} cases that could not be made, with the Python package that is missing
 */
function makeWithPython(python, folder, scale, protocol, cases) {
  const names = cases.map(({ name }) => name);
  const args = ['-B', inRoot('bench', 'cases.py'), folder, String(scale), String(protocol), ...names];
  const { status, stdout, stderr } = spawnSync(python, args, { encoding: 'utf8', maxBuffer: 1 << 26 });
  if (status !== 0) throw new Error(`${python} bench/cases.py failed:\n${stderr}`);
  /** @type {{ name: string, missing?: string }[]} */
  const lines = stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
  return new Map(lines.flatMap(({ name, missing }) => (missing === undefined ? [] : [[name, missing]])));
}

/**
 * Makes what is missing and says in one line what cannot be made.
 * @param {{ python: string | undefined, quick: boolean, scale: number, protocol: number, cases: readonly BenchCase[] }} options
 * @returns {Promise<{ folder: string, ready: { benchCase: BenchCase, data: CaseData }[] }>}
 */
export async function prepareData({ python, quick, scale, protocol, cases }) {
  const folder = inRoot('bench', 'data', `${quick ? 'quick' : 'full'}${python ? '' : '-no-python'}`);
  let possible = cases;
  if (python) {
    const missing = makeWithPython(python, folder, scale, protocol, cases);
    possible = cases.filter(({ name }) => !missing.has(name));
    if (missing.size > 0)
      console.error(`Left out: ${[...missing].map(([name, what]) => `${name} (${what} is not installed)`).join(', ')}.`);
  } else {
    possible = cases.filter(({ javascript }) => javascript);
    console.error(`There is no CPython ≥ 3.9: the data is made in JavaScript, and only ${possible.length} of ${cases.length} cases run.`);
    const { generateCase } = await import('./generate.mjs');
    for (const { name } of possible) generateCase(folder, name, scale, protocol);
  }
  const ready = possible.map((benchCase) => {
    const path = join(folder, `${benchCase.name}.p${protocol}.json`);
    if (!existsSync(path)) throw new Error(`${path} was not written`);
    return { benchCase, data: /** @type {CaseData} */ (JSON.parse(readFileSync(path, 'utf8'))) };
  });
  return { folder, ready };
}
