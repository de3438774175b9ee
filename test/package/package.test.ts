/** The tarball, looked at as a user's tools do. */
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { checkPackage, createPackageFromTarballData } from '@arethetypeswrong/core';
import { build } from 'esbuild';
import { publint } from 'publint';
import { describe, expect, inject, test } from 'vitest';

/** What `import { loads }` is meant to cost in a browser, in bytes minified and gzipped. */
const LOADS_GOAL = 40_000;
/**
 * What it costs now, so that it does not grow meanwhile: 55.6 KB, 3 of ownership, limits, keyed hashes and checks of
 * what callers give,
 * 2 of limits before V8's own, kinds of options, and notes of how objects were made, 2.7 of guided reading, 0.4 of
 * hashes of 53 bits, instances made in half of the time, and the builder's parts, 0.3 of keys found by their value.
 */
const LOADS_REACHED = 65_500;

/** What the other ways to load cost now. */
const REACHED: readonly [source: string, bytes: number][] = [
  ["import { loads } from 'pickle-wasm/all'; globalThis.loads = loads;", 111_300],
  [
    "import { loads, Registry } from 'pickle-wasm'; import { pandas } from 'pickle-wasm/pandas'; globalThis.all = [loads, Registry, pandas];",
    82_400,
  ],
];

const installed = inject('installed');
const folder = join(installed, 'node_modules', 'pickle-wasm');
const manifest = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));

const bundledSize = async (source: string): Promise<number> => {
  const { outputFiles } = await build({
    stdin: { contents: source, resolveDir: installed },
    bundle: true,
    minify: true,
    write: false,
    format: 'esm',
    platform: 'browser',
    target: 'es2022',
  });
  return gzipSync(outputFiles[0].contents, { level: 9 }).length;
};

describe('the tarball', () => {
  test('holds the files of the list and nothing else', () => {
    const files = execFileSync('tar', ['-tzf', basename(inject('tarball'))], { cwd: installed, encoding: 'utf8' })
      .trim()
      .split('\n');
    const others = files
      .filter(
        (file) =>
          !/^package\/dist\/([\w/-]+(\.d\.ts|\.js|\.wasm)|node\/[\w-]+\.js\.map|cli\/LICENSES\.txt)$/.test(file),
      )
      .sort();
    const wanted = ['CHANGELOG.md', 'LICENSE', 'README.md', 'SECURITY.md', 'package.json'].map(
      (file) => `package/${file}`,
    );
    expect(others).toEqual(wanted);
    expect(files).toContain('package/dist/scanner.wasm');
    // The command line is one file: the libraries it uses are in it.
    expect(files.filter((file) => file.startsWith('package/dist/cli/')).sort()).toEqual([
      'package/dist/cli/LICENSES.txt',
      'package/dist/cli/main.js',
    ]);
  });

  test('the command runs, from node_modules/.bin', () => {
    const shell = process.platform === 'win32';
    const command = join(installed, 'node_modules', '.bin', 'pickle-wasm');
    const output = execFileSync(command, ['json', '-'], {
      input: Buffer.from([0x4b, 0x07, 0x2e]),
      encoding: 'utf8',
      shell,
    });
    expect(output).toBe('7\n');
  });

  test('the licences of the bundled libraries are there', () => {
    const text = readFileSync(join(folder, 'dist', 'cli', 'LICENSES.txt'), 'utf8');
    for (const name of ['commander', 'picocolors', 'cli-progress', 'seek-bzip', 'xz-decompress'])
      expect(text).toContain(`\n${name} `);
  });

  test('has no runtime dependencies and no install scripts', () => {
    expect(manifest.dependencies).toBeUndefined();
    expect(manifest.optionalDependencies).toBeUndefined();
    expect(manifest.peerDependencies).toBeUndefined();
    expect(Object.keys(manifest.scripts).filter((name) => /^(pre|post)?install$/.test(name))).toEqual([]);
  });

  test('every export and command is there', () => {
    type Target = string | { [condition: string]: Target };
    const targets = (target: Target): string[] =>
      typeof target === 'string' ? [target] : Object.values(target).flatMap(targets);
    const paths = [
      ...Object.values<Target>(manifest.exports).flatMap(targets),
      ...Object.values<string>(manifest.bin ?? {}),
    ];
    for (const path of paths) expect(() => readFileSync(join(folder, path)), path).not.toThrow();
  });

  test('publint finds nothing', async () => {
    const { messages } = await publint({ pkgDir: folder, strict: true });
    expect(messages).toEqual([]);
  });

  test('its types resolve for ESM users, in Node and in bundlers', async () => {
    const { types, problems } = (await checkPackage(
      createPackageFromTarballData(new Uint8Array(readFileSync(inject('tarball')))),
      {
        entrypoints: Object.keys(manifest.exports).filter((path) => !/\.(json|wasm)$/.test(path)),
      },
    )) as { types: unknown; problems: { kind: string; resolutionKind?: string }[] };
    expect(types).toEqual({ kind: 'included' });
    // The package is ESM only; the two resolutions below know no `exports` or no ESM.
    const relevant = problems.filter(
      ({ kind, resolutionKind }) => kind !== 'CJSResolvesToESM' && resolutionKind !== 'node10',
    );
    expect(relevant).toEqual([]);
  });
});

describe('its size', () => {
  const bundleOfLoads = () => bundledSize("import { loads } from 'pickle-wasm'; globalThis.loads = loads;");

  // The goal is not met yet. This fails as soon as it is: make it a test like the others then.
  test.fails(`import { loads } is below ${LOADS_GOAL / 1000} KB, minified and gzipped`, async () => {
    expect(await bundleOfLoads()).toBeLessThan(LOADS_GOAL);
  });

  test(`import { loads } does not grow beyond ${LOADS_REACHED / 1000} KB`, async () => {
    const size = await bundleOfLoads();
    console.log(`import { loads }: ${(size / 1000).toFixed(1)} KB minified and gzipped`);
    expect(size).toBeLessThan(LOADS_REACHED);
  });

  test.each(REACHED)('%s does not grow', async (source, bytes) => {
    expect(await bundledSize(source)).toBeLessThan(bytes);
  });

  test('what is not used is not in the bundle', async () => {
    expect(
      await bundledSize("import { UnpicklingError } from 'pickle-wasm'; globalThis.UnpicklingError = UnpicklingError;"),
    ).toBeLessThan(1000);
  });
});
