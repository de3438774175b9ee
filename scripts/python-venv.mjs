/**
 * Makes virtual environments of Python with the libraries whose pickles are read, for the live round trips of the
 * tests, in .cache/:
 *
 *   node scripts/python-venv.mjs           all but the large ones
 *   node scripts/python-venv.mjs pandas3   one
 *
 * Where PyPI or Python is not reached, it says so in one line, and the tests that need it are told by `findVenv`.
 */
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { inRoot } from './paths.mjs';

/**
 * Environments by name: the oldest and the newest minor version of Python 3 that has the wheels, and what is installed.
 * A large one (gigabytes) is made only when it is named.
 */
export const VENVS = {
  pandas1: { python: [9, 11], packages: ['pandas==1.5.3', 'numpy==1.26.4', 'pyarrow==12.0.1'] },
  pandas2: { python: [11, 14], packages: ['pandas==2.3.3', 'numpy==2.4.6', 'pyarrow==26.0.1'] },
  pandas3: { python: [11, 99], packages: ['pandas==3.1.1', 'numpy==2.4.6', 'pyarrow==26.0.1'] },
  sklearn: { python: [11, 14], packages: ['scikit-learn==1.9.1', 'scipy==1.17.1', 'numpy==2.4.6'] },
  torch: { python: [10, 14], packages: ['torch==2.15.0', 'numpy==2.4.6', 'safetensors==0.8.0'], large: true },
};

const STAMP = 'packages.txt';

/** @param {string} name @returns {string} its folder */
function folderOf(name) {
  return inRoot('.cache', name);
}

/** @param {string} name @returns {string} what must be in its folder when it is whole */
function stampOf(name) {
  return `${VENVS[/** @type {keyof typeof VENVS} */ (name)].packages.join('\n')}\n`;
}

/**
 * @param {string} name of a row of VENVS
 * @returns {string | undefined} its interpreter; undefined when the environment is not there
 */
export function findVenv(name) {
  const stamp = join(folderOf(name), STAMP);
  if (!existsSync(stamp) || readFileSync(stamp, 'utf8') !== stampOf(name)) return undefined;
  return join(folderOf(name), process.platform === 'win32' ? 'Scripts/python.exe' : 'bin/python');
}

/** @param {readonly number[]} minors @returns {string | undefined} an interpreter of one of these versions */
function findPython([oldest, newest]) {
  for (const command of ['python3', 'python3.13', 'python3.12', 'python3.11', 'python3.10', 'python3.9']) {
    try {
      const minor = Number(
        execFileSync(command, ['-c', 'import sys; print(sys.version_info[1])'], { encoding: 'utf8', stdio: 'pipe' }),
      );
      if (minor >= oldest && minor <= newest) return command;
    } catch {
      // Not there.
    }
  }
  return undefined;
}

/**
 * Makes an environment unless it is there.
 * @param {string} name of a row of VENVS
 * @returns {string | undefined} why it could not be made
 */
export function makeVenv(name) {
  if (findVenv(name) !== undefined) return undefined;
  const { python: minors, packages } = VENVS[/** @type {keyof typeof VENVS} */ (name)];
  const folder = folderOf(name);
  const command = findPython(minors);
  if (command === undefined) return `${name}: no Python 3.${minors[0]} or later is found`;
  try {
    rmSync(folder, { recursive: true, force: true });
    mkdirSync(inRoot('.cache'), { recursive: true });
    execFileSync(command, ['-m', 'venv', folder], { stdio: 'pipe' });
    const python = join(folder, process.platform === 'win32' ? 'Scripts/python.exe' : 'bin/python');
    execFileSync(python, ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', ...packages], {
      stdio: 'pipe',
      timeout: 600_000,
    });
  } catch (error) {
    const text = String(/** @type {{ stderr?: Buffer }} */ (error).stderr ?? error).trim();
    return `${name}: ${packages.join(', ')} could not be installed: ${/^ERROR.*$/m.exec(text)?.[0] ?? text.split('\n').at(-1)}`;
  }
  writeFileSync(join(folder, STAMP), stampOf(name));
  return undefined;
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const names =
    process.argv.length > 2
      ? process.argv.slice(2)
      : Object.keys(VENVS).filter((name) => !('large' in VENVS[/** @type {keyof typeof VENVS} */ (name)]));
  for (const name of names) {
    if (!Object.hasOwn(VENVS, name))
      throw new Error(`no such environment: ${name}; there are ${Object.keys(VENVS).join(', ')}`);
    console.log(makeVenv(name) ?? `${name}: ready`);
  }
}
