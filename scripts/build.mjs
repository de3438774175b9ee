/**
 * Builds the package: assembly/ → build/scanner.wasm → src/engines/wasm/scanner/wasm-bytes.ts → dist/, and src/cli/ →
 * dist/cli/.
 *
 *   node scripts/build.mjs               always
 *   node scripts/build.mjs --if-stale    only when a source has changed since the last build
 */
import { createHash } from 'node:crypto';
import { copyFileSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { pathToFileURL } from 'node:url';
import binaryen from 'assemblyscript/binaryen';
import { build as esbuild } from 'esbuild';
import { bundleCli, isCliBundled } from './bundle-cli.mjs';
import { EMBEDDED_FILE, embed, WASM_FILE } from './embed.mjs';
import { inRoot } from './paths.mjs';
import { run, runMain } from './run.mjs';

const STAMP_FILE = inRoot('build', 'inputs.sha256');
const INPUT_FOLDERS = ['assembly', 'src'];
const INPUT_FILES = [
  'asconfig.json',
  'tsconfig.json',
  'package.json',
  'package-lock.json',
  'scripts/build.mjs',
  'scripts/bundle-cli.mjs',
  'scripts/embed.mjs',
];

/** @returns {string} a hash of everything the build reads */
function hashInputs() {
  const hash = createHash('sha256');
  const inFolders = INPUT_FOLDERS.filter((folder) => existsSync(inRoot(folder))).flatMap((folder) =>
    readdirSync(inRoot(folder), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => `${entry.parentPath}/${entry.name}`),
  );
  for (const path of [...INPUT_FILES.map((file) => inRoot(file)).filter(existsSync), ...inFolders].sort()) {
    hash.update(path.slice(inRoot().length)).update('\0').update(readFileSync(path)).update('\0');
  }
  return hash.digest('hex');
}

/** Compiles assembly/ and embeds the result. */
export function buildScanner() {
  mkdirSync(inRoot('build'), { recursive: true });
  run(process.execPath, [
    inRoot('node_modules', 'assemblyscript', 'bin', 'asc.js'),
    '--config',
    'asconfig.json',
    '--target',
    'release',
  ]);
  shrinkScanner();
  embed();
}

/**
 * Lets Binaryen make the control flow anew, and optimise that: 0.3 KB less after gzip than what the compiler writes, at
 * the same speed.
 * The compiler's own options have no such pass.
 */
function shrinkScanner() {
  const { SIMD128, BulkMemory, BulkMemoryOpt, SignExt, NontrappingFPToInt, MutableGlobals } = binaryen.Features;
  const module = binaryen.readBinary(readFileSync(WASM_FILE));
  module.setFeatures(SIMD128 | BulkMemory | BulkMemoryOpt | SignExt | NontrappingFPToInt | MutableGlobals);
  binaryen.setOptimizeLevel(2);
  binaryen.setShrinkLevel(2);
  module.runPasses(['flatten', 'rereloop']);
  module.optimize();
  module.optimize();
  writeFileSync(WASM_FILE, module.emitBinary());
}

/** Everything but src/shared/ stays an import of its own file, so that bundlers can leave out what is not used. */
const inlineShared = {
  name: 'inline-shared',
  /** @param {import('esbuild').PluginBuild} build */
  setup(build) {
    build.onResolve({ filter: /^\./ }, ({ path, kind }) =>
      kind === 'entry-point' || path.includes('/shared/') ? undefined : { path, external: true },
    );
  },
};

/**
 * Compiles each module of src/ by itself. The constants of src/shared/ become literals on the way: V8 makes jump tables
 * of literals only (bench cases instances and tiny on the JavaScript engine: a quarter less time).
 */
async function compileModules() {
  const modules = readdirSync(inRoot('src'), { recursive: true, encoding: 'utf8' })
    .map((path) => path.replaceAll('\\', '/'))
    .filter((path) => path.endsWith('.ts') && !path.startsWith('shared/') && !path.startsWith('cli/'));
  const { outputFiles } = await esbuild({
    absWorkingDir: inRoot(),
    entryPoints: modules.map((path) => `src/${path}`),
    outbase: 'src',
    outdir: 'dist',
    bundle: true,
    plugins: [inlineShared],
    format: 'esm',
    target: 'es2022',
    minifySyntax: true,
    legalComments: 'none',
    logLevel: 'warning',
    write: false,
  });
  for (const { path, text } of outputFiles) {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, withOwnNames(text));
  }
}

/**
 * @param {string} code where esbuild has made `var X = class _X` of a class that names itself, which shows in
 *   `constructor.name`
 * @returns {string} the same with `var X = class`, which has the name X, also when it is bundled again
 */
function withOwnNames(code) {
  const names = Array.from(code.matchAll(/\b(\w+) = class _\1\b/g), ([, name]) => name);
  if (names.length === 0) return code;
  return code
    .replace(/\b(\w+) = class _\1\b/g, '$1 = class')
    .replace(new RegExp(`\\b_(${names.join('|')})\\b`, 'g'), '$1');
}

/** The modules that `exports` of package.json leads to. */
const ENTRY_POINTS = Object.values(JSON.parse(readFileSync(inRoot('package.json'), 'utf8')).exports).flatMap(
  (target) => (target.node === undefined ? [] : [target.default]),
);

/**
 * Bundles dist/ for Node, which opens each module for itself and takes four times as long for a hundred of them (bench
 * case cold): entry points and what they share, in dist/node/. Bundlers get the modules, so that they can leave out
 * what is not used.
 *
 * It is not minified: Node prints the line that threw an error which nobody catches, and that line should be one line
 * of code. The source maps lead to the modules in dist/, which are in the package.
 */
async function bundleForNode() {
  await esbuild({
    absWorkingDir: inRoot(),
    entryPoints: ENTRY_POINTS,
    // Only Node has `util.inspect`, and nobody counts its bytes.
    inject: [inRoot('dist', 'people', 'install.js')],
    outdir: 'dist/node',
    chunkNames: 'shared-[hash]',
    bundle: true,
    splitting: true,
    format: 'esm',
    platform: 'node',
    target: 'es2022',
    sourcemap: 'linked',
    sourcesContent: false,
    legalComments: 'none',
    logLevel: 'warning',
  });
}

/** Compiles src/ to dist/, and bundles the command line. */
export async function buildPackage() {
  rmSync(inRoot('dist'), { recursive: true, force: true });
  run(process.execPath, [
    inRoot('node_modules', 'typescript', 'bin', 'tsc'),
    '-p',
    'tsconfig.json',
    '--emitDeclarationOnly',
  ]);
  await compileModules();
  await bundleForNode();
  copyFileSync(WASM_FILE, inRoot('dist', 'scanner.wasm'));
  await bundleCli();
}

/** The whole build. */
export async function build() {
  rmSync(STAMP_FILE, { force: true });
  buildScanner();
  await buildPackage();
  writeFileSync(STAMP_FILE, `${hashInputs()}\n`);
}

/** The whole build, unless dist/ was built from the sources as they are. */
export async function buildIfStale() {
  const stamp = existsSync(STAMP_FILE) ? readFileSync(STAMP_FILE, 'utf8').trim() : '';
  const complete = existsSync(inRoot('dist', 'index.js')) && existsSync(EMBEDDED_FILE) && isCliBundled();
  if (complete && stamp === hashInputs()) return;
  console.error('Building …');
  await build();
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  await runMain(process.argv.includes('--if-stale') ? buildIfStale : build);
}
