/**
 * Starts the processes that measure, one at a time: worker.mjs for a contestant in JavaScript, python.py for CPython,
 * and scripts of their own.
 */
import { execFile, fork } from 'node:child_process';
import { join } from 'node:path';
import { inRoot } from '../../scripts/paths.mjs';
import { NO_CODEGEN } from '../inputs/cases.mjs';

/** @typedef {import('./worker.mjs').Measurement} Measurement */
/** @typedef {import('./worker.mjs').Job} Job */

/** @typedef {import('../../scripts/setup-node.mjs').NodeProgram} NodeProgram */

/** A contestant that takes longer, in ms, has failed. */
const TIMEOUT = 300_000;

/**
 * Runs a script with a job as message and waits for its answer.
 * @param {string} script file in bench/workers/
 * @param {object} job
 * @param {NodeProgram} node that runs it
 * @param {string[]} [flags] for Node
 * @returns {Promise<any>} the answer; an error that the script reports, its end without an answer or a timeout is
 *   thrown
 */
export function runScript(script, job, node, flags = []) {
  return new Promise((done, fail) => {
    const child = fork(inRoot('bench', 'workers', script), { silent: true, execPath: node.program, execArgv: flags });
    let stderr = '';
    /** @type {{ node: string, answer: unknown, error?: string } | undefined} */
    let message;
    const timer = setTimeout(() => child.kill('SIGKILL'), TIMEOUT);
    child.stderr?.on('data', (text) => {
      stderr += text;
    });
    // benny reports to standard output; the numbers come as a message.
    child.stdout?.resume();
    child.once('message', (received) => {
      message = /** @type {typeof message} */ (received);
    });
    // Waiting for its end keeps it out of the way of the next one.
    child.once('exit', (code, signal) => {
      clearTimeout(timer);
      if (message === undefined) fail(new Error(whyItEnded(signal ?? `exit code ${code}`, stderr)));
      else if (message.error !== undefined) fail(new Error(message.error));
      else if (message.node !== node.version) fail(new Error(`Node ${message.node} ran, not ${node.version}`));
      else done(message.answer);
    });
    child.send(job);
  });
}

/**
 * @param {string} how signal or exit code
 * @param {string} stderr
 * @returns {string} one line
 */
function whyItEnded(how, stderr) {
  const lines = stderr.trim().split('\n');
  const reason = lines.find((line) => line.includes('FATAL ERROR')) ?? lines.at(-1);
  return `the process ended (${how})${reason ? `: ${reason}` : ''}`;
}

/**
 * Runs python.py on one job.
 * @param {string} python
 * @param {Job} job
 * @returns {Promise<Measurement>}
 */
function runPython(python, { folder, data, imports = [], operation, contestant, sampling }) {
  const job = {
    operation,
    path: join(folder, data.pickle),
    buffers: data.buffers === null ? null : join(folder, data.buffers),
    imports,
    protocol: data.protocol,
    messages: data.messages,
    gc: contestant === 'CPython',
    ...sampling,
  };
  const options = { maxBuffer: 1 << 26, timeout: TIMEOUT };
  return new Promise((done, fail) => {
    execFile(
      python,
      ['-B', inRoot('bench', 'workers', 'python.py'), JSON.stringify(job)],
      options,
      (error, stdout, stderr) => {
        if (error) fail(new Error(stderr.trim().split('\n').at(-1) || error.message));
        else done(JSON.parse(stdout));
      },
    );
  });
}

/**
 * Measures one contestant on one case in a process of its own.
 * @param {Job} job
 * @param {string | undefined} python
 * @param {NodeProgram} node
 * @returns {Promise<Measurement>}
 */
export async function measureInProcess(job, python, node) {
  if (python && job.contestant.startsWith('CPython')) return runPython(python, job);
  return runScript(
    'worker.mjs',
    job,
    node,
    job.contestant === NO_CODEGEN ? ['--disallow-code-generation-from-strings'] : [],
  );
}
