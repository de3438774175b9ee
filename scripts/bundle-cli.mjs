/**
 * Bundles the command line: src/cli/ and the libraries it uses → dist/cli/main.js, with their licences in
 * dist/cli/LICENSES.txt.
 *
 * The package itself is not bundled again: dist/cli/main.js imports dist/node/all.js.
 */
import { chmodSync, existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';
import { inRoot } from './paths.mjs';

const TARGET = inRoot('dist', 'cli', 'main.js');

/** Libraries that are CommonJS ask for Node's modules through `require`, which an ES module has to make. */
const REQUIRE =
  "import { createRequire as createRequire_ } from 'node:module';\nconst require = createRequire_(import.meta.url);";

const MIT = `Permission is hereby granted, free of charge, to any person obtaining a copy of this software and associated documentation files
(the "Software"), to deal in the Software without restriction, including without limitation the rights to use, copy, modify, merge,
publish, distribute, sublicense, and/or sell copies of the Software, and to permit persons to whom the Software is furnished to do
so, subject to the following conditions:

The above copyright notice and this permission notice shall be included in all copies or substantial portions of the Software.

THE SOFTWARE IS PROVIDED "AS IS", WITHOUT WARRANTY OF ANY KIND, EXPRESS OR IMPLIED, INCLUDING BUT NOT LIMITED TO THE WARRANTIES OF
MERCHANTABILITY, FITNESS FOR A PARTICULAR PURPOSE AND NONINFRINGEMENT. IN NO EVENT SHALL THE AUTHORS OR COPYRIGHT HOLDERS BE LIABLE
FOR ANY CLAIM, DAMAGES OR OTHER LIABILITY, WHETHER IN AN ACTION OF CONTRACT, TORT OR OTHERWISE, ARISING FROM, OUT OF OR IN
CONNECTION WITH THE SOFTWARE OR THE USE OR OTHER DEALINGS IN THE SOFTWARE.`;

/** @type {import('esbuild').Plugin} */
const packageOutside = {
  name: 'package-outside',
  setup(build) {
    build.onResolve({ filter: /^\.\.\/(index|all)\.js$/ }, ({ path }) => ({
      path: `../node/${path.slice(3)}`,
      external: true,
    }));
  },
};

/** Writes dist/cli/. */
export async function bundleCli() {
  const { metafile } = await build({
    entryPoints: [inRoot('src', 'cli', 'main.ts')],
    outfile: TARGET,
    bundle: true,
    format: 'esm',
    platform: 'node',
    target: 'node20',
    plugins: [packageOutside],
    banner: { js: REQUIRE },
    legalComments: 'inline',
    metafile: true,
    absWorkingDir: inRoot(),
    logLevel: 'warning',
  });
  chmodSync(TARGET, 0o755);
  const folders = new Set(
    Object.keys(metafile.inputs).flatMap(
      (path) => /^(?:.*\/)?node_modules\/(?:@[^/]+\/)?[^/]+(?=\/)/.exec(path)?.[0] ?? [],
    ),
  );
  const texts = [...folders].sort().map((folder) => licenceText(inRoot(folder)));
  writeFileSync(
    inRoot('dist', 'cli', 'LICENSES.txt'),
    `Libraries that are part of main.js, and their licences.\n\n${texts.join('\n\n')}\n`,
  );
}

/**
 * @param {string} folder of an installed package
 * @returns {string} what the package is and its licence
 */
function licenceText(folder) {
  const { name, version, license, author, homepage } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  const heading = `${'='.repeat(80)}\n${name} ${version} (${license})\n${'='.repeat(80)}`;
  const file = readdirSync(folder).find((entry) => /^licen[cs]e/i.test(entry));
  if (file !== undefined) return `${heading}\n\n${readFileSync(join(folder, file), 'utf8').trim()}`;
  // Some packages only name it.
  if (license !== 'MIT') throw new Error(`${name} comes without the text of its licence (${license})`);
  return `${heading}\n\nCopyright (c) ${author?.name ?? author}, ${homepage}\n\n${MIT}`;
}

/** @returns {boolean} true when dist/cli/ is there */
export function isCliBundled() {
  return existsSync(TARGET);
}
