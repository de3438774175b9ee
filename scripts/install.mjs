/**
 * Installs npm packages when they are missing or not those of the lock file. Node built-ins only: it runs before
 * anything is installed.
 */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { run } from './run.mjs';

/** @typedef {{ version?: string, optional?: boolean, devOptional?: boolean, peer?: boolean }} LockedPackage */

/**
 * @param {string} path a lock file
 * @returns {Record<string, LockedPackage>} its packages by folder
 */
function lockedPackages(path) {
  return JSON.parse(readFileSync(path, 'utf8')).packages ?? {};
}

/**
 * Says whether a folder's node_modules holds what its package-lock.json asks for.
 * npm keeps a list of what it installed in node_modules/.package-lock.json; optional packages of other platforms are
 * absent there.
 * @param {string} folder a folder with package.json and package-lock.json
 * @returns {boolean} true when there is nothing to install
 */
export function isInstalled(folder) {
  const installedPath = join(folder, 'node_modules', '.package-lock.json');
  if (!existsSync(installedPath)) return false;
  const wanted = lockedPackages(join(folder, 'package-lock.json'));
  const installed = lockedPackages(installedPath);
  return Object.entries(wanted).every(([path, { version, optional, devOptional }]) => {
    if (path === '') return true;
    const found = installed[path];
    return found ? found.version === version : Boolean(optional || devOptional);
  });
}

/**
 * Runs `npm ci` in a folder unless it is up to date.
 * @param {string} folder a folder with package.json and package-lock.json
 * @param {string} what what is being installed, for the line that says so
 */
export function ensureInstalled(folder, what) {
  if (isInstalled(folder)) return;
  console.error(`Installing ${what} …`);
  run('npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error'], { cwd: folder, quiet: true });
}
