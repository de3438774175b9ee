/**
 * Where things are. Every script finds the project through this file, so that it works from any working folder.
 */
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The folder of package.json. */
export const ROOT = fileURLToPath(new URL('..', import.meta.url));

/**
 * Path of something inside the project.
 * @param {string[]} parts path segments, from the root
 * @returns {string} absolute path
 */
export function inRoot(...parts) {
  return join(ROOT, ...parts);
}
