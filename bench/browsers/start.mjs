/**
 * Starts a browser on an address, with a profile of its own and nobody looking on.
 */
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** @typedef {import('../../scripts/setup-browser.mjs').Browser} Browser */

/** Firefox asks and fetches less in its first minute. */
const FIREFOX_SETTINGS = [
  'app.update.enabled',
  'browser.aboutwelcome.enabled',
  'datareporting.policy.dataSubmissionEnabled',
]
  .map((name) => `user_pref("${name}", false);\n`)
  .join('');

/**
 * @type {Record<Browser['name'], (program: string, profile: string, address: string) => string[]>} command and
 *   arguments
 */
const COMMANDS = {
  Chromium: (program, profile, address) => {
    const sandbox = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
    const quiet = ['--no-first-run', '--disable-background-networking', '--disable-component-update'];
    return [program, '--headless=new', ...sandbox, ...quiet, `--user-data-dir=${profile}`, address];
  },
  Firefox: (program, profile, address) => {
    writeFileSync(join(profile, 'user.js'), FIREFOX_SETTINGS);
    return [program, '--headless', '--no-remote', '--profile', profile, address];
  },
  WebKit: (program, _profile, address) => [...(process.env.DISPLAY ? [] : ['xvfb-run', '-a']), program, address],
};

/**
 * @param {Browser} browser
 * @param {string} program its path
 * @param {string} address
 * @returns {{ stop: () => void, ended: Promise<string> }}
 */
export function startBrowser({ name }, program, address) {
  const profile = mkdtempSync(join(tmpdir(), 'pickle-wasm-browser-'));
  const [command, ...args] = COMMANDS[name](program, profile, address);
  // A group of its own: a browser is many processes, and all of them have to end.
  const child = spawn(command, args, {
    stdio: ['ignore', 'ignore', 'pipe'],
    detached: true,
    env: { ...process.env, HOME: profile },
  });
  let stderr = '';
  child.stderr.on('data', (text) => {
    stderr = `${stderr}${text}`.slice(-2000);
  });
  const ended = new Promise((done) => {
    child.once('error', (error) => done(error.message));
    child.once('exit', (code, signal) =>
      done(`it ended (${signal ?? `exit code ${code}`}): ${stderr.trim().split('\n').at(-1)}`),
    );
  });
  const stop = () => {
    process.removeListener('exit', stop);
    if (child.pid !== undefined) killGroup(child.pid);
    rmSync(profile, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 });
  };
  process.once('exit', stop);
  return { stop, ended: /** @type {Promise<string>} */ (ended) };
}

/** @param {number} leader */
function killGroup(leader) {
  try {
    process.kill(-leader, 'SIGKILL');
  } catch {
    // It has ended already.
  }
}
