/**
 * Another build of this package, to measure against: from a folder, or built from a git ref.
 */
import { cpSync, existsSync, mkdtempSync, rmSync, symlinkSync, unlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { inRoot } from '../../scripts/paths.mjs';
import { run } from '../../scripts/run.mjs';

/** What Node imports of a build, the best first. */
const ENTRIES = [join('node', 'index.js'), 'index.js'];

/** @param {string} dist @returns {string | undefined} the file that Node's users get */
const entryOf = (dist) => ENTRIES.map((entry) => join(dist, entry)).find(existsSync);

/**
 * Gets the other build ready, as a copy of its own: even the same build twice is two packages, so that a run against
 * itself shows the noise.
 * @param {string} what a folder that is a dist or has one, or a git ref
 * @returns {{ entry: string, ours: string, name: string }} the files to import of the other build and of this one, and
 *   what the other is
 */
export function prepareOther(what) {
  const ours = entryOf(inRoot('dist'));
  if (ours === undefined) throw new Error('There is no build; `npm run build` makes it.');
  const from = [process.env.INIT_CWD ?? '.', inRoot()].map((base) => resolve(base, what)).find(existsSync);
  const { copy, name } = from === undefined ? buildRef(what) : copyFolder(from, what);
  const entry = entryOf(copy);
  if (entry === undefined) throw new Error(`${what} has no dist/index.js`);
  return { entry, ours, name };
}

/** @param {string} from @param {string} what as the user wrote it */
function copyFolder(from, what) {
  const dist = [join(from, 'dist'), from].find(entryOf);
  if (dist === undefined) throw new Error(`${what} is no build: neither dist/index.js nor index.js is there`);
  const copy = inRoot('.cache', 'against', 'folder');
  rmSync(copy, { recursive: true, force: true });
  cpSync(dist, copy, { recursive: true });
  return { copy, name: what };
}

/**
 * Builds a ref in a temporary worktree, with the development packages that are installed here; a commit is built once.
 * @param {string} ref
 */
function buildRef(ref) {
  const git = (/** @type {string[]} */ ...args) => run('git', args, { cwd: inRoot(), quiet: true }).trim();
  let commit;
  try {
    commit = git('rev-parse', '--verify', `${ref}^{commit}`);
  } catch {
    throw new Error(`--against: ${ref} is neither a folder nor a git ref`);
  }
  const copy = inRoot('.cache', 'against', commit);
  const name = `${ref} (${commit.slice(0, 9)})`;
  if (existsSync(copy)) return { copy, name };
  console.error(`Building ${name} …`);
  const parent = mkdtempSync(join(tmpdir(), 'pickle-wasm-'));
  const tree = join(parent, 'tree');
  const modules = join(tree, 'node_modules');
  git('worktree', 'add', '--detach', tree, commit);
  try {
    symlinkSync(inRoot('node_modules'), modules, 'junction');
    run(process.execPath, [join(tree, 'scripts', 'build.mjs')], { cwd: tree, quiet: true });
    cpSync(join(tree, 'dist'), copy, { recursive: true });
  } finally {
    // The link first: what it points to is ours.
    if (existsSync(modules)) unlinkSync(modules);
    git('worktree', 'remove', '--force', tree);
    rmSync(parent, { recursive: true, force: true });
  }
  return { copy, name };
}
