/**
 * Packs the package and installs the tarball into an empty folder, as a user would. The tests get both paths through
 * `inject`.
 */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { TestProject } from 'vitest/node';

declare module 'vitest' {
  interface ProvidedContext {
    /** The .tgz that `npm pack` made. */
    tarball: string;
    /** An empty project with the tarball installed in its node_modules. */
    installed: string;
  }
}

const root = fileURLToPath(new URL('../..', import.meta.url));
const npm = (args: string[], cwd: string): string =>
  execFileSync('npm', args, {
    cwd,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'pipe'],
    shell: process.platform === 'win32',
  });

export default function setup(project: TestProject): () => void {
  execFileSync(process.execPath, ['scripts/build.mjs', '--if-stale'], { cwd: root, stdio: 'inherit' });
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'pickle-wasm-package-')));
  npm(['pack', '--ignore-scripts', '--pack-destination', folder], root);
  const [tarball] = readdirSync(folder).filter((name) => name.endsWith('.tgz'));
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ name: 'user', private: true, type: 'module' }));
  npm(['install', '--no-audit', '--no-fund', '--offline', `./${tarball}`], folder);
  project.provide('tarball', join(folder, tarball));
  project.provide('installed', folder);
  return () => rmSync(folder, { recursive: true, force: true });
}
