/**
 * The packed package in Node, Deno, Bun and Chromium: no set-up, both engines, and a module that was compiled before.
 */
import { spawnSync } from 'node:child_process';
import { copyFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, inject, test } from 'vitest';
import { describeChromium } from './chromium.js';
import { RUNTIMES } from './runtimes.js';

const installed = inject('installed');
for (const file of ['program.mjs', 'main.mjs'])
  copyFileSync(fileURLToPath(new URL(file, import.meta.url)), join(installed, file));

for (const { name, program, args } of RUNTIMES) {
  if (program === undefined) {
    console.warn(
      `MISSING: ${name} is not installed, so the package was not tried on it; \`npm ci\` in test/smoke installs it.`,
    );
    continue;
  }
  test(`${name} loads on both engines`, () => {
    const { stdout, stderr, status } = spawnSync(program, [...args, 'main.mjs'], {
      cwd: installed,
      encoding: 'utf8',
      timeout: 60_000,
    });
    expect(stdout.trim(), stderr).toBe('OK wasm js init');
    expect(status).toBe(0);
  });
}

describeChromium();
