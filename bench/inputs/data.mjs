/**
 * Gets the data of the cases ready: by CPython when there is one, else the simpler ones by generate.mjs;
 * the real files are unpacked.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { inRoot } from '../../scripts/paths.mjs';
import { unpackSnapshot } from './snapshots.mjs';

/** @typedef {import('./cases.mjs').BenchCase} BenchCase */
/** @typedef {import('./cases.mjs').CaseData} CaseData */

/**
 * @param {{ program: string, asked: boolean } | undefined} python `asked`: named by the user, so that it must be right
 * @returns {string | undefined} its version, for instance '3.11.7'; undefined when there is none that will do
 */
export function pythonVersion(python) {
  if (python === undefined) return undefined;
  const { program, asked } = python;
  const { status, stdout, stderr, error } = spawnSync(
    program,
    ['-c', 'import sys; print(".".join(map(str, sys.version_info[:3])))'],
    {
      encoding: 'utf8',
    },
  );
  const version = status === 0 ? stdout.trim() : undefined;
  const [major, minor] = (version ?? '0.0').split('.').map(Number);
  if (version && major === 3 && minor >= 9) return version;
  if (asked) {
    const why =
      error?.message ??
      (version ? `is Python ${version}, and 3.9 is the oldest that will do` : stderr.trim().split('\n').at(-1));
    throw new Error(`The Python that was named cannot be used: ${program}: ${why}`);
  }
  return undefined;
}

/**
 * Runs cases.py.
 * @param {string} python @param {string} folder @param {number} scale @param {number} protocol @param
 *   {readonly BenchCase[]} cases
 * @returns {Map<string, string>} cases that could not be made, with the Python package that is missing
 */
function makeWithPython(python, folder, scale, protocol, cases) {
  const names = cases.map(({ name }) => name);
  if (names.length === 0) return new Map();
  const args = ['-B', inRoot('bench', 'inputs', 'cases.py'), folder, String(scale), String(protocol), ...names];
  const { status, stdout, stderr } = spawnSync(python, args, { encoding: 'utf8', maxBuffer: 1 << 26 });
  if (status !== 0) throw new Error(`${python} bench/inputs/cases.py failed:\n${stderr}`);
  /** @type {{ name: string, missing?: string }[]} */
  const lines = stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
  return new Map(lines.flatMap(({ name, missing }) => (missing === undefined ? [] : [[name, missing]])));
}

/**
 * Makes what is missing and says in one line what cannot be made.
 * @param {{ python: string | undefined, folder: string, scale: number, protocol: number, cases: readonly BenchCase[] }}
 *   options
 * @returns {Promise<{ folder: string, ready: { benchCase: BenchCase, data: CaseData }[] }>}
 */
export async function prepareData({ python, folder: name, scale, protocol, cases }) {
  const folder = inRoot('bench', 'data', `${name}${python ? '' : '-no-python'}`);
  const made = cases.filter(({ snapshot }) => snapshot === undefined);
  let possible = cases;
  if (python) {
    const missing = makeWithPython(python, folder, scale, protocol, made);
    possible = cases.filter(({ name }) => !missing.has(name));
    if (missing.size > 0) {
      const what = [...missing].map(([name, module]) => `${name} (no ${module})`).join(', ');
      console.error(`Left out, because ${python} lacks packages: ${what}. PYTHON=/path/to/python names another one.`);
    }
  } else {
    possible = cases.filter(({ javascript, snapshot }) => javascript || snapshot);
    const { generateCase } = await import('./generate.mjs');
    for (const { name, snapshot } of possible) if (!snapshot) generateCase(folder, name, scale, protocol);
  }
  for (const { name, snapshot } of possible) if (snapshot) await unpackSnapshot(folder, name, snapshot, protocol);
  const ready = possible.map((benchCase) => {
    const path = join(folder, `${benchCase.name}.p${protocol}.json`);
    if (!existsSync(path)) throw new Error(`${path} was not written`);
    return { benchCase, data: /** @type {CaseData} */ (JSON.parse(readFileSync(path, 'utf8'))) };
  });
  return { folder, ready };
}
