/**
 * Running other programs: the one place that spawns on behalf of the scripts.
 */
import { spawnSync } from 'node:child_process';
import { ROOT } from './paths.mjs';

/**
 * Runs a program to its end and throws when it fails.
 * @param {string} command program
 * @param {string[]} args its arguments
 * @param {{ cwd?: string, quiet?: boolean, env?: NodeJS.ProcessEnv }} [options] quiet: show the output only when it
 *   fails
 * @returns {string} standard output when quiet, else ''
 */
export function run(command, args, { cwd = ROOT, quiet = false, env = process.env } = {}) {
  const windowsScript = process.platform === 'win32' && command === 'npm';
  const result = spawnSync(command, args, {
    cwd,
    env,
    encoding: 'utf8',
    stdio: quiet ? 'pipe' : 'inherit',
    shell: windowsScript,
  });
  if (result.error) throw new Error(`cannot start ${command}: ${result.error.message}`);
  if (result.status !== 0) {
    if (quiet) process.stderr.write(`${result.stdout}${result.stderr}`);
    throw new Error(`${command} ${args.join(' ')} failed (${result.signal ?? `exit code ${result.status}`})`);
  }
  return result.stdout ?? '';
}

/**
 * Runs a script's main function; a failure becomes one line and exit code 1.
 * @param {() => void | Promise<void>} main the script
 */
export async function runMain(main) {
  try {
    await main();
  } catch (error) {
    console.error(error instanceof Error ? error.message : String(error));
    process.exitCode = 1;
  }
}
