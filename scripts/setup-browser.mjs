/**
 * Finds Chromium for the smoke tests; on a Debian-like system, as root, installs the distribution's package when there is none.
 *
 *   node scripts/setup-browser.mjs
 */
import { spawnSync } from 'node:child_process';
import { accessSync, constants, existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { run, runMain } from './run.mjs';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'chrome.exe'];
const MAC_CHROME = '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome';

/**
 * @param {string} path a file
 * @returns {boolean} true when it may be run
 */
function isProgram(path) {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/**
 * Looks for Chromium: the environment variable CHROMIUM, then PATH, then the usual place on macOS.
 * @returns {string | undefined} path of the program
 */
export function findBrowser() {
  if (process.env.CHROMIUM) return process.env.CHROMIUM;
  const folders = (process.env.PATH ?? '').split(delimiter);
  const onPath = NAMES.flatMap((name) => folders.map((folder) => join(folder, name))).find(isProgram);
  return onPath ?? (existsSync(MAC_CHROME) ? MAC_CHROME : undefined);
}

/** Installs the Debian package when there is no browser and that is possible; else leaves it to the tests to say what is missing. */
export function ensureBrowser() {
  if (findBrowser()) return;
  const isRoot = process.getuid?.() === 0;
  const hasApt = spawnSync('apt-get', ['--version']).status === 0;
  if (!isRoot || !hasApt) return;
  console.error('Installing Chromium for the smoke tests …');
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  try {
    run('apt-get', ['update', '-qq'], { quiet: true, env });
    run('apt-get', ['install', '-y', '-qq', '--no-install-recommends', 'chromium'], { quiet: true, env });
  } catch (error) {
    console.error(`Chromium could not be installed: ${error instanceof Error ? error.message : error}`);
  }
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  await runMain(() => {
    ensureBrowser();
    console.log(findBrowser() ?? 'no Chromium found; set CHROMIUM to its path');
  });
}
