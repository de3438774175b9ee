/**
 * Finds Chromium for the smoke tests, and Firefox and WebKit for the benchmark; on a Debian-like system, as root,
 * installs the distribution's packages when there are none.
 *
 *   node scripts/setup-browser.mjs           Chromium
 *   node scripts/setup-browser.mjs --all     Firefox and WebKit (WebKitGTK's MiniBrowser, Xvfb), too
 */
import { spawnSync } from 'node:child_process';
import { accessSync, constants, existsSync, readdirSync } from 'node:fs';
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
  return onPath(NAMES) ?? (existsSync(MAC_CHROME) ? MAC_CHROME : undefined);
}

/** @param {string[]} names @returns {string | undefined} the first that PATH has */
function onPath(names) {
  const folders = (process.env.PATH ?? '').split(delimiter);
  return names.flatMap((name) => folders.map((folder) => join(folder, name))).find(isProgram);
}

/** WebKitGTK's own small browser lies where the library's helpers lie. @returns {string | undefined} */
function findWebKit() {
  if (process.env.WEBKIT) return process.env.WEBKIT;
  if (!process.env.DISPLAY && onPath(['xvfb-run']) === undefined) return undefined;
  const folders = ['/usr/lib', '/usr/libexec'].filter(existsSync);
  const deeper = folders.flatMap((folder) => readdirSync(folder).map((name) => join(folder, name)));
  return [...folders, ...deeper]
    .flatMap((folder) => WEBKITS.map((version) => join(folder, version, 'MiniBrowser')))
    .find(isProgram);
}

const WEBKITS = ['webkitgtk-6.0', 'webkit2gtk-4.1', 'webkit2gtk-4.0'];

/**
 * @typedef {object} Browser
 * @property {'Chromium' | 'Firefox' | 'WebKit'} name
 * @property {() => string | undefined} find path of the program
 * @property {string[]} packages of Debian
 */

/** @type {readonly Browser[]} */
export const BROWSERS = [
  { name: 'Chromium', find: findBrowser, packages: ['chromium'] },
  { name: 'Firefox', find: () => process.env.FIREFOX || onPath(['firefox', 'firefox-esr']), packages: ['firefox-esr'] },
  { name: 'WebKit', find: findWebKit, packages: ['webkit2gtk-driver', 'xvfb', 'xauth'] },
];

/**
 * Installs the Debian packages of the browsers that are not there, where that is possible; else leaves it to others to
 * say what is missing.
 * @param {readonly Browser[]} [browsers]
 */
export function ensureBrowser(browsers = BROWSERS.slice(0, 1)) {
  const missing = browsers.filter(({ find }) => find() === undefined);
  if (missing.length === 0) return;
  const isRoot = process.getuid?.() === 0;
  const hasApt = spawnSync('apt-get', ['--version']).status === 0;
  if (!isRoot || !hasApt) return;
  const names = missing.map(({ name }) => name).join(', ');
  console.error(`Installing ${names} …`);
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  const packages = missing.flatMap((browser) => browser.packages);
  try {
    run('apt-get', ['update', '-qq'], { quiet: true, env });
    run('apt-get', ['install', '-y', '-qq', '--no-install-recommends', ...packages], { quiet: true, env });
  } catch (error) {
    console.error(`${names} could not be installed: ${error instanceof Error ? error.message : error}`);
  }
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  await runMain(() => {
    const wanted = process.argv.includes('--all') ? BROWSERS : BROWSERS.slice(0, 1);
    ensureBrowser(wanted);
    for (const { name, find } of wanted) {
      console.log(find() ?? `no ${name} found; set ${name.toUpperCase()} to its path`);
    }
  });
}
